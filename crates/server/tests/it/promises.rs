//! What rules promised holds when the rules are gone, and rules that meet each other give one answer.

use serde_json::{Value, json};

use crate::app::{Shop, order_body};

fn percent(percent: &str) -> Value {
    json!({ "kind": "percent", "percent": percent })
}

async fn id(shop: &Shop, path: &str, body: Value) -> String {
    let made = shop.owner.post(&shop.api(path), body).await.expect(201).json();
    made["id"].as_str().unwrap().to_owned()
}

#[testkit::test]
async fn an_order_keeps_the_name_of_a_discount_that_was_removed_later() {
    let (app, shop, ticket) = Shop::opened(10_000, Some(9)).await;
    let rule = json!({ "name": { "en": "Early bird" }, "effect": percent("20") });
    let rule = format!("/discounts/{}", id(&shop, "/discounts", rule).await);
    let sold = shop.sell(&ticket, 1).await;
    app.run_jobs().await;
    let order = shop.api(&format!("/orders/{}", sold["code"].as_str().unwrap()));
    let said = async || {
        let order = shop.owner.get(&order).await.expect(200).json();
        (order["prices"][0]["discount"].clone(), order["total"]["amount_minor"].clone())
    };
    let promised = (json!("Early bird"), json!(8_000));
    assert_eq!(said().await, promised);
    let renamed = json!({ "name": { "en": "Something else" }, "effect": percent("5") });
    shop.owner.put(&shop.api(&rule), renamed).await.expect(200);
    assert_eq!(said().await, promised);
    shop.owner.delete(&shop.api(&rule)).await.expect(204);
    assert_eq!(said().await, promised);
    let page = app.guest().get(sold["secret_url"].as_str().unwrap()).await.expect(200).text();
    assert!(page.contains("Early bird") && !page.contains("Something else"), "{page}");
}

#[testkit::test]
async fn of_rules_that_overlap_the_first_takes_each_ticket_and_no_ticket_is_taken_twice() {
    let (app, shop, seat) = Shop::opened(10_000, Some(50)).await;
    let other = shop.add_ticket("Other", 1_000, Some(50)).await;
    let rule = |name: &str, sort: i32, more: Value| {
        let mut body = json!({ "name": { "en": name }, "sort": sort, "effect": percent("10") });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let pair = rule(
        "Pair",
        1,
        json!({ "min_count": 2, "effect": percent("50"), "max_uses": 3,
        "scope": { "product_ids": [seat] } }),
    );
    let pair = id(&shop, "/discounts", pair).await;
    let all = id(&shop, "/discounts", rule("All", 2, json!({}))).await;
    let value = rule("Value", 3, json!({ "min_value_minor": 1, "effect": percent("99") }));
    id(&shop, "/discounts", value).await;
    let lines = json!([{ "product": seat, "quantity": 3 }, { "product": other, "quantity": 1 }]);
    let quote = shop.owner.post(&shop.api("/quote"), json!({ "lines": lines })).await.expect(200).json();
    let total = quote["total_minor"].as_i64().unwrap();
    let takers = |quote: &Value| {
        let lines = quote["lines"].as_array().unwrap().iter();
        lines.map(|line| line["steps"].as_array().unwrap().len()).collect::<Vec<_>>()
    };
    assert!(takers(&quote).iter().all(|steps| *steps == 1), "one rule each: {quote}");
    let mut order = order_body(&seat, 3, "manual", true);
    order["lines"] = lines;
    let sold = shop.owner.post(&shop.api("/orders"), order).await.expect(201).json();
    assert_eq!(sold["total"]["amount_minor"], json!(total), "{quote}");
    // What the first has no uses left for goes to the next.
    let next = json!({ "lines": [{ "product": seat, "quantity": 2 }] });
    let next = shop.owner.post(&shop.api("/quote"), next).await.expect(200).json();
    let rules = |quote: &Value| {
        let lines = quote["lines"].as_array().unwrap().iter();
        lines.map(|line| line["steps"][0]["reference"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(rules(&quote).first(), Some(&pair));
    assert_eq!(rules(&next).last(), Some(&all), "{next}");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_voucher_for_a_removed_ticket_is_good_for_nothing_and_breaks_nothing() {
    let (app, shop, seat) = Shop::opened(10_000, Some(9)).await;
    let gone = shop.add_ticket("Gone", 1_000, Some(9)).await;
    let only = json!({ "code": "ONLY", "effect": percent("50"), "scope": { "product_ids": [gone] } });
    let voucher = format!("/vouchers/{}", id(&shop, "/vouchers", only.clone()).await);
    shop.owner.delete(&shop.api(&format!("/products/{gone}"))).await.expect(204);
    let guest = app.guest();
    let cart = |ticket: &str| json!({ "lines": [{ "product": ticket, "quantity": 1 }], "voucher": "only" });
    let carts = shop.public("/carts");
    assert_eq!(guest.post(&carts, cart(&seat)).await.problem(409), "sales.voucher_other");
    assert_eq!(guest.post(&carts, cart(&gone)).await.problem(409), "sales.unknown_ticket");
    let mut order = order_body(&gone, 1, "manual", true);
    order["voucher"] = json!("only");
    assert_eq!(shop.owner.post(&shop.api("/orders"), order).await.problem(409), "sales.unknown_ticket");
    let quote = shop.owner.post(&shop.api("/quote"), cart(&seat)).await.expect(200).json();
    assert_eq!(quote["voucher"]["outcome"]["state"], "nothing_matches");
    assert!(app.guest().get("/harbour/spring-show?code=only").await.expect(200).text().contains("Standard"));
    shop.owner.get(&shop.api(&voucher)).await.expect(200);
    let kept = shop.owner.put(&shop.api(&voucher), only.clone()).await;
    assert_eq!(kept.refused_field(), "/scope/product_ids/0", "it is not there any more");
    let again = json!({ "effect": percent("50"), "scope": { "product_ids": [gone] } });
    let again = shop.owner.post(&shop.api("/vouchers"), again).await;
    assert_eq!(again.refused_field(), "/scope/product_ids/0");
    // It is good again as soon as the ticket is back.
    let back = json!({ "items": [{ "product": gone, "archived": false }] });
    shop.owner.patch(&shop.api("/products"), back).await.expect(200);
    let made = guest.post(&carts, cart(&gone)).await.expect(201).json();
    assert_eq!(made["total"]["amount_minor"], 500);
    let cart = shop.public(&format!("/carts/{}", made["secret"].as_str().unwrap()));
    guest.delete(&cart).await.expect(204);
    shop.owner.delete(&shop.api(&voucher)).await.expect(204);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
