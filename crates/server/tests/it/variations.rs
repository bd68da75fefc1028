//! Products in several forms, under headings, at free prices: what is sold is told everywhere, and stock stays right.

use std::sync::Arc;

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::app::{Client, Shop};

/// A product for 10.00 with `more` fields.
async fn product(shop: &Shop, name: &str, more: Value) -> String {
    let mut body = json!({ "name": { "en": name }, "price_minor": 1000, "max_per_order": 50 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

/// A form of `product` with `more` fields.
async fn variation(shop: &Shop, product: &str, name: &str, more: Value) -> String {
    let mut body = json!({ "name": { "en": name } });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let path = shop.api(&format!("/products/{product}/variations"));
    let whole = shop.owner.post(&path, body).await.expect(201).json();
    let forms = whole["variations"].as_array().unwrap();
    let made = forms.iter().find(|form| form["name"]["en"] == name).unwrap();
    made["id"].as_str().unwrap().to_owned()
}

async fn quota(shop: &Shop, name: &str, size: i64, links: Value) -> String {
    let mut body = json!({ "name": name, "size": size });
    body.as_object_mut().unwrap().extend(links.as_object().unwrap().clone());
    let quota = shop.owner.post(&shop.api("/quotas"), body).await.expect(201).json();
    quota["id"].as_str().unwrap().to_owned()
}

/// Sold and held of a quota.
async fn counters(shop: &Shop, quota: &str) -> (i64, i64) {
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    let quota = quotas["items"].as_array().unwrap().iter().find(|q| q["id"] == quota).unwrap();
    (quota["sold"].as_i64().unwrap(), quota["held"].as_i64().unwrap())
}

fn line(product: &str, variation: Option<&str>, quantity: u32) -> Value {
    match variation {
        Some(variation) => json!({ "product": product, "variation": variation, "quantity": quantity }),
        None => json!({ "product": product, "quantity": quantity }),
    }
}

fn order(lines: &[Value]) -> Value {
    json!({ "name": "Grace Guest", "email": "grace@guest.example", "payment_method": "manual", "paid": true,
            "lines": lines })
}

async fn buy(shop: &Shop, guest: &Client, lines: &[Value]) -> Value {
    let cart = guest.post(&shop.public("/carts"), json!({ "lines": lines })).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace Guest", "email": "grace@guest.example" })).await.expect(200);
    let wish =
        json!({ "payment_method": "bank_transfer", "shown_total_minor": cart["total"]["amount_minor"] });
    guest.post(&format!("{path}/order"), wish).await.expect(201).json()
}

#[testkit::test]
async fn a_variation_is_named_priced_and_counted_from_the_page_to_the_door() {
    let (app, shop) = Shop::drafted().await;
    let conference = product(&shop, "Conference", json!({ "max_per_order": 4 })).await;
    let student = variation(&shop, &conference, "Student", json!({ "price_minor": 400 })).await;
    let regular = variation(&shop, &conference, "Regular", json!({})).await;
    let hall = quota(&shop, "Hall", 10, json!({ "product_ids": [conference] })).await;
    let students = quota(&shop, "Students", 2, json!({ "variation_ids": [student] })).await;
    shop.publish().await;
    let guest = app.guest();

    let page = guest.get(&shop.public("")).await.expect(200).json();
    let forms = &page["products"][0]["variations"];
    assert_eq!(page["products"][0]["price"]["amount_minor"], 400);
    assert_eq!(
        (&forms[0]["name"]["en"], &forms[0]["availability"]["available_up_to"]),
        (&json!("Student"), &json!(2))
    );
    assert_eq!(
        (&forms[1]["price"]["amount_minor"], &forms[1]["availability"]["available_up_to"]),
        (&json!(1000), &json!(4))
    );

    let lines = [line(&conference, Some(&student), 1), line(&conference, Some(&regular), 2)];
    let placed = buy(&shop, &guest, &lines).await;
    assert_eq!(placed["order"]["total"]["amount_minor"], 2400);
    let names: Vec<&str> = placed["order"]["positions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|position| position["product_name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Conference · Student", "Conference · Regular", "Conference · Regular"]);
    assert_eq!((counters(&shop, &hall).await, counters(&shop, &students).await), ((0, 3), (0, 1)));

    let code = placed["order"]["code"].as_str().unwrap();
    shop.owner.post(&shop.api(&format!("/orders/{code}/mark-paid")), json!({})).await.expect(200);
    app.run_jobs().await;
    assert_eq!((counters(&shop, &hall).await, counters(&shop, &students).await), ((3, 0), (1, 0)));
    let lists = shop.owner.get(&shop.api("/check-in-lists")).await.expect(200).json();
    let path = shop.api(&format!("/check-in-lists/{}/redeem", lists["items"][0]["id"].as_str().unwrap()));
    let scan = json!({ "code": format!("{code}-1"), "nonce": uuid::Uuid::new_v4() });
    let seen = shop.owner.post(&path, scan).await.expect(200).json();
    assert_eq!(seen["ticket"]["product_name"], "Conference · Student");
    let inbox = shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    let mail = format!("/api/v1/organisations/harbour/mails/{}", inbox["items"][0]["id"].as_str().unwrap());
    let mail = shop.owner.get(&mail).await.expect(200).json();
    assert!(mail["text"].as_str().unwrap().contains("Conference · Student"), "{mail}");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_variation_has_to_be_chosen_and_has_to_be_the_products_own() {
    let (app, shop) = Shop::drafted().await;
    let shirt = product(&shop, "Shirt", json!({ "quota_size": 9, "kind": "merchandise" })).await;
    let (small, large) =
        (variation(&shop, &shirt, "S", json!({})).await, variation(&shop, &shirt, "L", json!({})).await);
    let mug = product(&shop, "Mug", json!({ "quota_size": 9 })).await;
    let mug_form = variation(&shop, &mug, "Blue", json!({})).await;
    let plain = product(&shop, "Plain", json!({ "quota_size": 9 })).await;
    shop.publish().await;
    let refused = async |line: Value| {
        let cart = app.guest().post(&shop.public("/carts"), json!({ "lines": [line.clone()] })).await;
        let till = shop.owner.post(&shop.api("/orders"), order(&[line])).await;
        let (cart, till) = (cart.problem(409), till.problem(409));
        assert_eq!(cart, till);
        cart
    };
    assert_eq!(refused(line(&shirt, None, 1)).await, "sales.variation_needed");
    assert_eq!(refused(line(&shirt, Some(&mug_form), 1)).await, "sales.unknown_ticket");
    assert_eq!(refused(line(&plain, Some(&small), 1)).await, "sales.unknown_ticket");
    let path = shop.api(&format!("/products/{shirt}/variations"));
    shop.owner.patch(&format!("{path}/{small}"), json!({ "active": false })).await.expect(200);
    let off = json!({ "lines": [line(&shirt, Some(&small), 1)] });
    assert_eq!(app.guest().post(&shop.public("/carts"), off).await.problem(409), "sales.paused");
    shop.owner.delete(&format!("{path}/{large}")).await.expect(204);
    assert_eq!(refused(line(&shirt, Some(&large), 1)).await, "sales.unknown_ticket");
    shop.owner.patch(&format!("{path}/{mug_form}"), json!({ "sort": 1 })).await.expect(404);
    let stolen = json!({ "name": "X", "size": 1, "variation_ids": ["var_06b1v4zqk5x3k8r2m7n9p4t6w0"] });
    assert_eq!(shop.owner.post(&shop.api("/quotas"), stolen).await.refused_field(), "/variation_ids");
    for price in [json!(-1), json!(10_000_000_001_i64), json!(i64::MAX), json!(1e30)] {
        let body = json!({ "name": { "en": "M" }, "price_minor": price });
        shop.owner.post(&path, body).await.expect(422);
    }
    // Two forms of one ticket together are more than an order may have.
    shop.owner.patch(&shop.api(&format!("/products/{mug}")), json!({ "max_per_order": 2 })).await.expect(200);
    let other = variation(&shop, &mug, "Red", json!({})).await;
    let lines = json!({ "lines": [line(&mug, Some(&mug_form), 2), line(&mug, Some(&other), 1)] });
    assert_eq!(app.guest().post(&shop.public("/carts"), lines).await.problem(409), "sales.max_per_order");
}

#[testkit::test]
async fn who_gives_freely_gives_at_least_the_price_and_gets_no_ticket_for_a_donation() {
    let (app, shop) = Shop::drafted().await;
    let gift =
        product(&shop, "Gift", json!({ "kind": "donation", "price_minor": 500, "quota_size": null })).await;
    let seat = product(&shop, "Seat", json!({ "quota_size": 5 })).await;
    shop.publish().await;
    let priced =
        |product: &str, price: Value| json!({ "product": product, "quantity": 1, "price_minor": price });
    let refused = async |line: Value| {
        let cart = app.guest().post(&shop.public("/carts"), json!({ "lines": [line.clone()] })).await;
        let till = shop.owner.post(&shop.api("/orders"), order(&[line])).await;
        let (cart, till) = (cart.problem(409), till.problem(409));
        assert_eq!(cart, till);
        cart
    };
    assert_eq!(refused(priced(&gift, json!(499))).await, "sales.price_too_low");
    assert_eq!(refused(priced(&seat, json!(1001))).await, "sales.price_fixed");
    for price in [json!(-1), json!(i64::MAX), json!(10_000_000_001_i64)] {
        let lines = json!({ "lines": [priced(&gift, price)] });
        app.guest().post(&shop.public("/carts"), lines).await.expect(422);
    }
    let alone =
        shop.owner.post(&shop.api("/orders"), order(&[priced(&gift, json!(2500))])).await.expect(201).json();
    assert_eq!(
        (&alone["total"]["amount_minor"], &alone["positions"][0]["ticket"]),
        (&json!(2500), &Value::Null)
    );
    assert_eq!(alone["tickets"], 0);
    app.run_jobs().await;
    let mails = shop.owner.get("/api/v1/organisations/harbour/mails").await.expect(200).json();
    assert_eq!(mails["items"][0]["subject"], "Your order for Spring show");
    let both = [priced(&gift, json!(500)), line(&seat, None, 1)];
    let both = shop.owner.post(&shop.api("/orders"), order(&both)).await.expect(201).json();
    assert_eq!(both["tickets"], 1);
    let stats = shop.owner.get(&shop.api("/stats")).await.expect(200).json();
    assert_eq!((&stats["tickets_sold"], &stats["revenue"]["amount_minor"]), (&json!(1), &json!(4000)));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_page_groups_variations_below_their_ticket_and_tickets_below_their_heading() {
    let (app, shop) = Shop::drafted().await;
    let extras = json!({ "name": { "en": "Extras", "de": "Extras auf Deutsch" }, "description": { "en": "Nice *things*." } });
    let extras = shop.owner.post(&shop.api("/categories"), extras).await.expect(201).json();
    let shirt =
        product(&shop, "Shirt", json!({ "category_id": extras["id"], "quota_size": 20, "sort": 0 })).await;
    let large = variation(&shop, &shirt, "Large", json!({ "price_minor": 1200 })).await;
    product(&shop, "Seat", json!({ "quota_size": 20, "sort": 5 })).await;
    let gift =
        product(&shop, "Gift", json!({ "free_price": true, "price_minor": 100, "quota_size": null })).await;
    shop.publish().await;
    let guest = app.guest();
    let path = format!("/{}/{}", shop.org, shop.event);
    let page = guest.get(&path).await.expect(200).text();
    let page = &page[page.find("id=\"tickets\"").unwrap()..];
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("no {text} in {page}"));
    assert!(at("Seat") < at("Extras"));
    assert!(at("Extras") < at("Shirt"));
    assert!(at("How many: Shirt · Large") < at(&format!("name=\"quantity-{large}\"")));
    assert!(page.contains("Nice <em>things</em>"));
    assert!(page.contains(&format!("name=\"price-{gift}\"")));

    let (action, price, one) = (format!("{path}/cart"), format!("price-{gift}"), format!("quantity-{gift}"));
    let fields = [(&*format!("quantity-{large}"), "2"), (&*one, "1"), (&*price, "7,50")];
    let answer = guest.submit(&action, &fields).await.expect(303);
    let you = guest.get(answer.header("location")).await.expect(200).text();
    assert!(you.contains("Shirt · Large") && you.contains("€31.50"), "{you}");
    let page = guest.submit(&action, &[(&*one, "1"), (&*price, "0.50")]).await.expect(422).text();
    assert!(page.contains("That is less than the smallest amount") && page.contains("value=\"0.50\""));
    let page = guest.submit(&action, &[(&*one, "1"), (&*price, "lots")]).await.expect(422).text();
    assert!(page.contains("Enter an amount"));
}

#[testkit::test(parallel)]
async fn two_hundred_buyers_of_variations_that_share_a_quota_get_exactly_what_there_is() {
    let (app, shop) = Shop::drafted().await;
    let conference = product(&shop, "Conference", json!({})).await;
    let mut forms = Vec::new();
    for name in ["Regular", "Student", "Supporter"] {
        forms.push(variation(&shop, &conference, name, json!({ "price_minor": 0 })).await);
    }
    let hall = quota(&shop, "Hall", 40, json!({ "product_ids": [conference] })).await;
    let students = quota(&shop, "Students", 7, json!({ "variation_ids": [forms[1]] })).await;
    shop.publish().await;
    let (shop, forms) = (Arc::new(shop), Arc::new(forms));
    let mut buyers = JoinSet::new();
    for buyer in 0..200 {
        let (shop, guest, forms, conference) = (shop.clone(), app.guest(), forms.clone(), conference.clone());
        buyers.spawn(async move {
            let line = line(&conference, Some(&forms[buyer % 3]), 1);
            let answer = match buyer % 2 {
                0 => guest.post(&shop.public("/carts"), json!({ "lines": [line] })).await,
                _ => shop.owner.post(&shop.api("/orders"), order(&[line])).await,
            };
            match answer.status.as_u16() {
                201 => 1_i64,
                _ => {
                    assert_eq!(answer.problem(409), "sales.sold_out");
                    0
                }
            }
        });
    }
    let bought: i64 = buyers.join_all().await.into_iter().sum();
    let (sold, held) = counters(&shop, &hall).await;
    assert_eq!((bought, sold + held), (40, 40));
    let (sold, held) = counters(&shop, &students).await;
    assert!(sold + held <= 7);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test(parallel)]
async fn what_a_variation_has_taken_moves_with_it_under_a_running_sale() {
    let (app, shop) = Shop::drafted().await;
    let conference = product(&shop, "Conference", json!({})).await;
    let student = variation(&shop, &conference, "Student", json!({})).await;
    let regular = variation(&shop, &conference, "Regular", json!({})).await;
    let hall = quota(&shop, "Hall", 500, json!({ "product_ids": [conference] })).await;
    let left = quota(&shop, "Left", 500, json!({ "variation_ids": [student] })).await;
    let right = quota(&shop, "Right", 500, json!({})).await;
    shop.publish().await;
    let shop = Arc::new(shop);
    let mut buyers = JoinSet::new();
    for buyer in 0..4 {
        let (shop, guest, conference) = (shop.clone(), app.guest(), conference.clone());
        let form = if buyer % 2 == 0 { student.clone() } else { regular.clone() };
        buyers.spawn(async move {
            for _ in 0..10 {
                let lines = [line(&conference, Some(&form), 1)];
                let cart =
                    guest.post(&shop.public("/carts"), json!({ "lines": lines })).await.expect(201).json();
                let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
                guest.delete(&path).await.expect(204);
                shop.owner.post(&shop.api("/orders"), order(&lines)).await.expect(201);
            }
        });
    }
    let path = shop.api(&format!("/products/{conference}/variations/{student}"));
    for round in 0..18 {
        let quotas = [json!([left, right]), json!([right]), json!([left, hall])][round % 3].clone();
        shop.owner.patch(&path, json!({ "quota_ids": quotas })).await.expect(200);
    }
    buyers.join_all().await;
    assert_eq!(counters(&shop, &hall).await, (40, 0));
    assert_eq!((counters(&shop, &left).await, counters(&shop, &right).await), ((20, 0), (0, 0)));
    let none = json!({ "product_ids": [] });
    let refused = shop.owner.patch(&shop.api(&format!("/quotas/{hall}")), none).await;
    assert_eq!(refused.problem(409), "catalog.quota_in_use");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
