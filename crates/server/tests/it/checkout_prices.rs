//! What guests see of prices in the checkout, without JavaScript: codes, taxes, and where they buy from.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Shop, TestApp};

async fn add(shop: &Shop, path: &str, body: Value) -> Value {
    shop.owner.post(&shop.api(path), body).await.expect(201).json()
}

/// 19 % in the prices; businesses elsewhere in the EU with a VAT id owe it themselves, and nothing is sold to Norway.
async fn taxed(shop: &Shop) {
    let case = |country: &str, buyer: &str, kind: &str| json!({ "country": country, "buyer": buyer, "treatment": { "kind": kind } });
    let rule = json!({
        "name": { "en": "VAT", "de": "USt." }, "base": { "kind": "charge", "rate": "19" },
        "cases": [
            { "country": "DE", "buyer": "anybody", "treatment": { "kind": "charge", "rate": "19" } },
            case("eu", "business_with_vat_id", "reverse_charge"), case("NO", "anybody", "refuse"),
        ],
    });
    let rule = add(shop, "/tax-rules", rule).await;
    let settings = json!({ "includes_tax": true, "rounding": "line", "default_tax_rule_id": rule["id"] });
    let request = shop.owner.request(Method::PUT, &shop.api("/price-settings"));
    shop.owner.send(request.json(&settings)).await.expect(200);
}

/// Where a form leads to.
fn location(answer: Answer) -> String {
    answer.expect(303).header("location").to_owned()
}

/// A guest with tickets in the cart, and the address of the checkout.
async fn at_checkout(app: &TestApp, ticket: &str, quantity: &str) -> (Client, String) {
    let guest = app.guest();
    let filled =
        guest.submit("/harbour/spring-show/cart", &[(&format!("quantity-{ticket}"), quantity)]).await;
    let you = location(filled);
    (guest, you.trim_end_matches("/you").to_owned())
}

#[testkit::test]
async fn a_code_is_used_on_any_page_of_the_checkout_and_nothing_typed_is_lost() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(50)).await;
    add(
        &shop,
        "/vouchers",
        json!({ "code": "HALF", "effect": { "kind": "percent", "percent": "50" }, "max_uses": 9 }),
    )
    .await;
    let (guest, checkout) = at_checkout(&app, &ticket, "1").await;
    let you = format!("{checkout}/you");
    let wrong = [("name", "Grace Hopper"), ("email", ""), ("voucher", "HALV")];
    let refused = guest.submit(&format!("{checkout}/voucher?to=you"), &wrong).await.expect(422).text();
    assert!(refused.contains("There is no such code") && refused.contains("#voucher"), "{refused}");
    assert!(refused.contains("Grace Hopper") && refused.contains("HALV"), "{refused}");
    // Going on with a code in the field uses it first.
    let both = [("name", "Grace Hopper"), ("email", "grace@guest.example"), ("voucher", "half")];
    assert!(location(guest.submit(&you, &both).await).ends_with("/you"));
    let page = guest.get(&you).await.expect(200).text();
    assert!(page.contains("Code") && page.contains("half") && page.contains("50.00"), "{page}");
    assert!(page.contains("<del>") && page.contains("100.00"), "{page}");
    let told = [("name", "Grace Hopper"), ("email", "grace@guest.example")];
    assert!(location(guest.submit(&you, &told).await).ends_with("/review"));
    let review = guest.get(&format!("{checkout}/review")).await.expect(200).text();
    assert!(review.contains("name=\"shown_total_minor\" value=\"5000\""), "{review}");
    let back = guest.submit(&format!("{checkout}/voucher?to=review"), &[("no_voucher", "1")]).await;
    assert!(location(back).ends_with("/review"));
    // What was seen before is not what is paid now.
    let old = [("payment_method", "bank_transfer"), ("shown_total_minor", "5000")];
    let asked = guest.submit(&format!("{checkout}/review"), &old).await.expect(409).text();
    assert!(asked.contains("total has changed") && asked.contains("value=\"10000\""), "{asked}");
    let new = [("payment_method", "bank_transfer"), ("shown_total_minor", "10000")];
    assert!(location(guest.submit(&format!("{checkout}/review"), &new).await).contains("/order/"));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn prices_say_their_tax_and_the_buyer_tells_the_country_on_which_it_depends() {
    let (app, shop, ticket) = Shop::opened(11_900, Some(50)).await;
    taxed(&shop).await;
    let page = app.guest().get("/harbour/spring-show").await.expect(200).text();
    assert!(page.contains("incl.") && page.contains("VAT"), "{page}");

    let (guest, checkout) = at_checkout(&app, &ticket, "1").await;
    let you = format!("{checkout}/you");
    let page = guest.get(&you).await.expect(200).text();
    assert!(page.contains("<option value=\"AT\">Austria</option>"), "{page}");
    let told = |more: &[(&'static str, &'static str)]| {
        let known = [("name", "Grace Hopper"), ("email", "grace@guest.example")];
        known.iter().chain(more).copied().collect::<Vec<_>>()
    };
    for (more, complaint) in [
        (&[("country", "")][..], "Choose your country"),
        (&[("country", "AT"), ("business", "1"), ("vat_id", "ATU13585628")][..], "Check the VAT ID"),
        (
            &[("country", "FR"), ("business", "1"), ("vat_id", "ATU13585627")][..],
            "belongs to another country",
        ),
        (&[("country", "NO")][..], "not sold to buyers of this country"),
    ] {
        let refused = guest.submit(&you, &told(more)).await.expect(422).text();
        assert!(refused.contains(complaint) && refused.contains("Grace Hopper"), "{complaint}: {refused}");
    }
    let business = told(&[("country", "AT"), ("business", "1"), ("vat_id", "atu 13585627")]);
    assert!(location(guest.submit(&you, &business).await).ends_with("/review"));
    let review = guest.get(&format!("{checkout}/review")).await.expect(200).text();
    assert!(review.contains("value=\"10000\"") && review.contains("Reverse charge"), "{review}");
    let pay = [("payment_method", "bank_transfer"), ("shown_total_minor", "10000")];
    let href = location(guest.submit(&format!("{checkout}/review"), &pay).await);
    let order = guest.get(&href).await.expect(200).text();
    assert!(
        order.contains("Austria") && order.contains("ATU13585627") && order.contains("Reverse"),
        "{order}"
    );
    let found = shop.owner.get(&shop.api("/orders")).await.expect(200).json();
    let buyer = &found["items"][0]["buyer_tax"];
    assert_eq!((&buyer["country"], &buyer["vat_id"]), (&json!("AT"), &json!("ATU13585627")));
    assert_eq!(buyer["checked"], json!("unchecked"));
    assert_eq!(found["items"][0]["tax_total"]["amount_minor"], json!(0));
    let csv = shop.owner.get(&shop.api("/orders.csv")).await.expect(200).text();
    assert!(csv.contains(",AT,ATU13585627"), "{csv}");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn nobody_buys_without_telling_the_country_on_which_the_tax_depends() {
    let (app, shop, ticket) = Shop::opened(11_900, Some(50)).await;
    taxed(&shop).await;
    let guest = app.guest();
    let body = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let made = guest.post(&shop.public("/carts"), body).await.expect(201).json();
    assert_eq!((&made["asks_for_country"], &made["total"]["amount_minor"]), (&json!(true), &json!(11_900)));
    let path = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace", "email": "grace@guest.example" })).await.expect(200);
    let place = json!({ "payment_method": "bank_transfer", "shown_total_minor": 11_900 });
    let refused = guest.post(&format!("{path}/order"), place.clone()).await.expect(422).json();
    assert_eq!(refused["errors"][0]["pointer"], json!("/country"));
    let wrong = json!({ "country": "AT", "business": true, "vat_id": "ATU1" });
    let wrong = guest.put(&format!("{path}/buyer-tax"), wrong).await.expect(422).json();
    assert_eq!(wrong["errors"][0]["pointer"], json!("/vat_id"));
    let told = guest.put(&format!("{path}/buyer-tax"), json!({ "country": "DE" })).await.expect(200).json();
    assert_eq!((&told["taxes"][0]["rate"], &told["taxes"][0]["tax_minor"]), (&json!("19"), &json!(1_900)));
    guest.post(&format!("{path}/order"), place).await.expect(201);
    let mut order = crate::app::order_body(&ticket, 1, "manual", true);
    order["country"] = json!("AT");
    order["business"] = json!(true);
    order["vat_id"] = json!("ATU13585627");
    let sold = shop.owner.post(&shop.api("/orders"), order).await.expect(201).json();
    assert_eq!((&sold["total"]["amount_minor"], &sold["taxes"][0]["code"]), (&json!(10_000), &json!("AE")));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
