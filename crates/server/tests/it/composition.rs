//! Products that belong together: add-ons, bundles, and what a quote says about them.

use serde_json::{Value, json};

use crate::app::{Answer, Shop};

/// A product with `more` fields; its id.
async fn product(shop: &Shop, name: &str, price_minor: i64, more: Value) -> String {
    let mut body = json!({ "name": { "en": name }, "price_minor": price_minor, "quota_size": 20 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    let product = shop.owner.post(&shop.api("/products"), body).await.expect(201).json();
    product["id"].as_str().unwrap().to_owned()
}

async fn patch(shop: &Shop, product: &str, changes: Value) -> Answer {
    shop.owner.patch(&shop.api(&format!("/products/{product}")), changes).await
}

/// The refused field and its code.
async fn refusal(answer: Answer) -> (String, String) {
    let problem = answer.expect(422).json();
    let first = &problem["errors"][0];
    (first["pointer"].as_str().unwrap().to_owned(), first["code"].as_str().unwrap().to_owned())
}

fn told(pointer: &str, code: &str) -> (String, String) {
    (pointer.to_owned(), code.to_owned())
}

#[testkit::test]
async fn a_quote_knows_which_add_ons_a_ticket_can_have_and_what_they_cost() {
    let (app, shop) = Shop::drafted().await;
    let tent = product(&shop, "Camping", 3000, json!({ "sold_alone": false })).await;
    let cup = product(&shop, "Cup", 500, json!({ "kind": "merchandise" })).await;
    let add_ons = json!([
        { "product_id": tent, "max": 1 },
        { "product_id": cup, "min": 1, "max": 2, "included": true },
    ]);
    let weekend = product(&shop, "Weekend", 12_000, json!({ "add_ons": add_ons })).await;
    shop.publish().await;
    let quote = async |lines: Value| shop.owner.post(&shop.api("/quote"), json!({ "lines": lines })).await;
    let lines = json!([
        { "product": weekend, "quantity": 2 },
        { "product": tent, "parent": 0 },
        { "product": cup, "quantity": 2, "parent": 0 },
    ]);
    let priced = quote(lines).await.expect(200).json();
    assert_eq!(priced["total_minor"], 27_000);
    assert_eq!(priced["lines"][2]["steps"][0]["kind"], "included");
    assert_eq!(
        refusal(quote(json!([{ "product": tent }])).await).await,
        told("/lines/0/parent", "catalog.not_alone")
    );
    let bare = quote(json!([{ "product": weekend }])).await;
    assert_eq!(refusal(bare).await, told("/lines/0", "catalog.add_on_needed"));
    let greedy = json!([{ "product": weekend }, { "product": tent, "quantity": 2, "parent": 0 }]);
    assert_eq!(refusal(quote(greedy).await).await, told("/lines/1/quantity", "catalog.too_many_add_ons"));
    let strange = json!([{ "product": cup }, { "product": tent, "parent": 0 }]);
    assert_eq!(refusal(quote(strange).await).await, told("/lines/1/product", "catalog.no_add_on"));

    // Guests read what goes with what, and the page offers nothing alone that is not sold alone.
    let event = app.guest().get(&shop.public("")).await.expect(200).json();
    let shown = event["products"].as_array().unwrap().iter().find(|p| p["id"] == json!(weekend)).unwrap();
    assert_eq!(shown["add_ons"].as_array().unwrap().len(), 2);
    let page = app.guest().get("/harbour/spring-show").await.expect(200).text();
    assert!(page.contains(&format!("quantity-{weekend}")) && !page.contains(&format!("quantity-{tent}")));
}

#[testkit::test]
async fn a_bundle_shares_its_price_with_its_parts_and_is_as_scarce_as_they_are() {
    let (_app, shop) = Shop::drafted().await;
    let day = product(&shop, "Day", 5000, json!({ "quota_size": 7 })).await;
    let drink = product(&shop, "Drink", 400, json!({ "kind": "merchandise", "quota_size": null })).await;
    let bundle = json!([
        { "product_id": day, "count": 2, "share_minor": 4000 }, { "product_id": drink, "share_minor": 300 },
    ]);
    let pair = product(&shop, "Pair", 9000, json!({ "bundle": bundle, "kind": "merchandise" })).await;
    let read = shop.owner.get(&shop.api(&format!("/products/{pair}"))).await.expect(200).json();
    // Seven days are three pairs.
    assert_eq!(read["availability"]["available"], 3);
    let quote = json!({ "lines": [{ "product": pair }] });
    let priced = shop.owner.post(&shop.api("/quote"), quote).await.expect(200).json();
    assert_eq!(priced["total_minor"], 9000);
    let gross: Vec<(i64, i64)> = priced["lines"]
        .as_array()
        .unwrap()
        .iter()
        .map(|line| (line["quantity"].as_i64().unwrap(), line["each"]["gross_minor"].as_i64().unwrap()))
        .collect();
    assert_eq!(gross, [(1, 700), (2, 4000), (1, 300)]);

    let dear = json!({ "bundle": [{ "product_id": day, "count": 2, "share_minor": 4501 }] });
    assert_eq!(refusal(patch(&shop, &pair, dear).await).await, told("/bundle", "request.invalid_field"));
    let itself = json!({ "bundle": [{ "product_id": pair }] });
    assert_eq!(
        refusal(patch(&shop, &pair, itself).await).await,
        told("/bundle/0/product_id", "catalog.circular")
    );
    let back = json!({ "bundle": [{ "product_id": pair }] });
    assert_eq!(
        refusal(patch(&shop, &day, back).await).await,
        told("/bundle/0/product_id", "catalog.circular")
    );
    let deep = json!({ "name": { "en": "Club" }, "price_minor": 1, "bundle": [{ "product_id": pair }] });
    let deep = shop.owner.post(&shop.api("/products"), deep).await;
    assert_eq!(refusal(deep).await, told("/bundle/0/product_id", "catalog.nested"));
    let archive = shop.owner.delete(&shop.api(&format!("/products/{day}"))).await;
    assert_eq!(archive.problem(409), "catalog.belongs_to");
    patch(&shop, &pair, json!({ "bundle": [] })).await.expect(200);
    shop.owner.delete(&shop.api(&format!("/products/{day}"))).await.expect(204);
}

#[testkit::test]
async fn a_copy_puts_its_own_products_together() {
    let (_app, shop) = Shop::drafted().await;
    let cup = product(&shop, "Cup", 500, json!({ "sold_alone": false })).await;
    let more = json!({ "add_ons": [{ "product_id": cup }] });
    product(&shop, "Weekend", 12_000, more).await;
    shop.owner.post(&shop.api("/copies"), json!({ "slug": "second" })).await.expect(201);
    let list =
        shop.owner.get("/api/v1/organisations/harbour/events/second/products").await.expect(200).json();
    let (cup, weekend) = (&list["items"][0], &list["items"][1]);
    assert_eq!(weekend["add_ons"][0]["product_id"], cup["id"]);
    assert_eq!((&weekend["sold_alone"], &cup["sold_alone"]), (&json!(true), &json!(false)));
}
