//! Add-ons and bundles on their way from the page to the ticket: cart, checkout, order, door.

use serde_json::{Value, json};

use crate::app::{Answer, Client, Kept, Shop, TestApp};

/// A festival: a weekend ticket with camping and a cup, and a bundle for two.
#[derive(Clone)]
struct Festival {
    shop: Shop,
    weekend: String,
    camping: String,
    cup: String,
    pair: String,
}

async fn add(shop: &Shop, name: &str, price_minor: i64, size: i64, more: Value) -> String {
    let mut body = json!({ "name": { "en": name }, "price_minor": price_minor, "quota_size": size });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

impl Kept for Festival {
    fn moved_to(&self, app: &TestApp) -> Self {
        Self { shop: self.shop.moved_to(app), ..self.clone() }
    }
}

impl Festival {
    async fn opened() -> (TestApp, Self) {
        TestApp::after("", Self::open).await
    }

    async fn open(app: &TestApp) -> Self {
        let shop = Shop::draft(app, "harbour").await;
        let camping =
            add(&shop, "Camping", 3000, 3, json!({ "sold_alone": false, "kind": "merchandise" })).await;
        let cup = add(&shop, "Cup", 500, 50, json!({ "kind": "merchandise" })).await;
        let add_ons = json!([
            { "product_id": camping, "max": 1 }, { "product_id": cup, "min": 1, "included": true },
        ]);
        let weekend = add(&shop, "Weekend", 12_000, 20, json!({ "add_ons": add_ons })).await;
        let day = add(&shop, "Day", 7000, 5, json!({})).await;
        let bundle = json!([{ "product_id": day, "count": 2, "share_minor": 6000 }]);
        let pair = add(&shop, "Pair", 12_000, 10, json!({ "bundle": bundle, "kind": "merchandise" })).await;
        shop.publish().await;
        Self { shop, weekend, camping, cup, pair }
    }

    async fn cart(&self, guest: &Client, lines: Value) -> Answer {
        guest.post(&self.shop.public("/carts"), json!({ "lines": lines })).await
    }

    /// Sold and held places by quota, in the order of their names.
    async fn places(&self) -> Vec<(String, i64, i64)> {
        let quotas = self.shop.owner.get(&self.shop.api("/quotas")).await.expect(200).json();
        let told = |quota: &Value| {
            let number = |field: &str| quota[field].as_i64().unwrap();
            (quota["name"].as_str().unwrap().to_owned(), number("sold"), number("held"))
        };
        let mut places: Vec<_> = quotas["items"].as_array().unwrap().iter().map(told).collect();
        places.sort();
        places
    }
}

fn place(name: &str, sold: i64, held: i64) -> (String, i64, i64) {
    (name.to_owned(), sold, held)
}

#[testkit::test]
async fn a_cart_holds_add_ons_and_parts_and_its_order_has_them_with_their_tickets() {
    let (app, festival) = Festival::opened().await;
    let (shop, guest) = (&festival.shop, app.guest());
    let lines = json!([
        { "product": festival.weekend, "quantity": 2 },
        { "product": festival.camping, "quantity": 1, "parent": 0 },
        { "product": festival.cup, "quantity": 2, "parent": 0 },
        { "product": festival.pair, "quantity": 1 },
    ]);
    let cart = festival.cart(&guest, lines).await.expect(201).json();
    assert_eq!(cart["total"]["amount_minor"], 2 * 12_000 + 3000 + 12_000);
    let held = [
        place("Camping", 0, 1),
        place("Cup", 0, 2),
        place("Day", 0, 2),
        place("Pair", 0, 1),
        place("Weekend", 0, 2),
    ];
    assert_eq!(festival.places().await, held);
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace", "email": "grace@guest.example" })).await.expect(200);
    let wish = json!({ "payment_method": "bank_transfer", "shown_total_minor": 39_000 });
    let placed = guest.post(&format!("{path}/order"), wish).await.expect(201).json();
    let code = placed["order"]["code"].as_str().unwrap();
    shop.owner.post(&shop.api(&format!("/orders/{code}/mark-paid")), json!({})).await.expect(200);
    let order = shop.owner.get(&shop.api(&format!("/orders/{code}"))).await.expect(200).json();
    let told: Vec<(i64, Value, i64, bool)> = order["positions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|position| {
            (
                position["number"].as_i64().unwrap(),
                position["parent"].clone(),
                position["price"]["amount_minor"].as_i64().unwrap(),
                position["ticket"].is_object(),
            )
        })
        .collect();
    assert_eq!(
        told,
        [
            (1, json!(null), 12_000, true),
            (2, json!(null), 12_000, true),
            (3, json!(1), 3000, false),
            (4, json!(1), 0, false),
            (5, json!(2), 0, false),
            (6, json!(null), 0, false),
            (7, json!(6), 6000, true),
            (8, json!(6), 6000, true),
        ]
    );
    app.run_jobs().await;
    shop.owner.post(&shop.api(&format!("/orders/{code}/cancel")), json!({})).await.expect(200);
    assert!(festival.places().await.iter().all(|(_, sold, held)| (*sold, *held) == (0, 0)));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn carts_and_the_till_refuse_what_does_not_belong_together() {
    let (app, festival) = Festival::opened().await;
    let (weekend, camping, cup) = (&festival.weekend, &festival.camping, &festival.cup);
    let lone = json!([{ "product": camping, "quantity": 1 }]);
    let bare = json!([{ "product": weekend, "quantity": 1 }]);
    let many = json!([
        { "product": weekend, "quantity": 1 }, { "product": cup, "parent": 0, "quantity": 1 }, { "product": camping, "quantity": 2, "parent": 0 },
    ]);
    let strange =
        json!([{ "product": cup, "quantity": 1 }, { "product": camping, "parent": 0, "quantity": 1 }]);
    for (lines, code) in [
        (lone, "sales.not_alone"),
        (bare, "sales.add_on_needed"),
        (many, "sales.too_many_add_ons"),
        (strange, "sales.no_add_on"),
    ] {
        let refused = festival.cart(&app.guest(), lines.clone()).await;
        assert_eq!(refused.problem(409), code);
        let order = json!({
            "name": "Grace", "email": "grace@guest.example", "payment_method": "manual", "paid": true, "lines": lines,
        });
        let refused = festival.shop.owner.post(&festival.shop.api("/orders"), order).await;
        assert_eq!(refused.problem(409), code);
    }
    // Five days are two pairs, and the third is refused without taking anything.
    let pair = |quantity: i64| json!([{ "product": festival.pair, "quantity": quantity }]);
    assert_eq!(festival.cart(&app.guest(), pair(3)).await.problem(409), "sales.sold_out");
    let order = json!({
        "name": "Grace", "email": "grace@guest.example", "payment_method": "manual", "paid": true, "lines": pair(2),
    });
    let order = festival.shop.owner.post(&festival.shop.api("/orders"), order).await.expect(201).json();
    assert_eq!(order["total"]["amount_minor"], 24_000);
    assert_eq!(order["positions"].as_array().unwrap().len(), 6);
    assert_eq!(festival.places().await[2..4], [place("Day", 4, 0), place("Pair", 2, 0)]);
    assert_eq!(festival.cart(&app.guest(), pair(1)).await.problem(409), "sales.sold_out");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_last_camping_places_go_to_as_many_buyers_as_there_are() {
    let (app, festival) = Festival::opened().await;
    let lines = json!([
        { "product": festival.weekend, "quantity": 1 }, { "product": festival.cup, "parent": 0, "quantity": 1 },
        { "product": festival.camping, "parent": 0, "quantity": 1 },
    ]);
    let carts = (0..8).map(|_| {
        let (guest, path, lines) = (app.guest(), festival.shop.public("/carts"), lines.clone());
        tokio::spawn(async move { guest.post(&path, json!({ "lines": lines })).await.status.as_u16() })
    });
    let mut answers = Vec::new();
    for cart in carts.collect::<Vec<_>>() {
        answers.push(cart.await.unwrap());
    }
    answers.sort_unstable();
    assert_eq!(answers, [201, 201, 201, 409, 409, 409, 409, 409]);
    assert_eq!(festival.places().await[..2], [place("Camping", 0, 3), place("Cup", 0, 3)]);
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn the_site_asks_for_add_ons_after_the_tickets_without_a_script() {
    let (app, festival) = Festival::opened().await;
    let guest = app.guest();
    let (weekend, camping, cup) = (&festival.weekend, &festival.camping, &festival.cup);
    let send = async |form: String| {
        let request = guest.request(reqwest::Method::POST, "/harbour/spring-show/cart");
        guest.send(request.header("content-type", "application/x-www-form-urlencoded").body(form)).await
    };
    let step = send(format!("quantity-{weekend}=2")).await.expect(200).text();
    assert!(step.contains("Anything else?") && step.contains("With 2 × Weekend"), "{step}");
    // What was chosen comes along, and what has to be there is filled in.
    assert!(step.contains(&format!("name=\"quantity-{weekend}\" value=\"2\"")));
    assert!(step.contains(&format!("name=\"add-on-{weekend}-{cup}\"")) && step.contains("value=\"2\""));
    let few =
        send(format!("quantity-{weekend}=2&add-ons=1&add-on-{weekend}-{cup}=1")).await.expect(422).text();
    assert!(few.contains("choose at least 2.") && few.contains("Anything else?"), "{few}");
    let form =
        format!("quantity-{weekend}=2&add-ons=1&add-on-{weekend}-{cup}=2&add-on-{weekend}-{camping}=1");
    let checkout = send(form).await.expect(303);
    assert!(checkout.header("location").contains("/checkout/"));
    assert_eq!(festival.places().await[..2], [place("Camping", 0, 1), place("Cup", 0, 2)]);
    // Who chooses nothing that has add-ons is not asked.
    let pair = &festival.pair;
    send(format!("quantity-{pair}=1")).await.expect(303);
}
