//! Discounts and variations that were removed are put back later, as they were.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, Shop, order_body};

async fn restore(shop: &Shop, path: &str, version: Option<i64>) -> Answer {
    let request = shop.owner.request(Method::POST, &shop.api(&format!("{path}/restore")));
    let request = match version {
        Some(version) => request.header("if-match", format!("\"{version}\"")),
        None => request,
    };
    shop.owner.send(request).await
}

async fn items(shop: &Shop, path: &str) -> Vec<Value> {
    shop.owner.get(&shop.api(path)).await.expect(200).json()["items"].as_array().unwrap().clone()
}

async fn audited(shop: &Shop, action: &str) -> usize {
    let path = format!("/api/v1/organisations/{}/audit?action={action}", shop.org);
    shop.owner.get(&path).await.expect(200).json()["items"].as_array().unwrap().len()
}

async fn total(shop: &Shop, ticket: &str) -> i64 {
    let order = shop.owner.post(&shop.api("/orders"), order_body(ticket, 1, "manual", true)).await;
    order.expect(201).json()["total"]["amount_minor"].as_i64().unwrap()
}

#[testkit::test]
async fn a_removed_discount_comes_back_with_what_it_was_used_for() {
    let (app, shop, ticket) = Shop::opened(1_000, Some(20)).await;
    let other = shop.add_ticket("Other", 1_000, Some(20)).await;
    let half = json!({ "kind": "percent", "percent": "50" });
    let early = json!({ "name": { "en": "Early" }, "effect": half, "max_uses": 2,
        "scope": { "product_ids": [ticket, other] } });
    let early = shop.owner.post(&shop.api("/discounts"), early).await.expect(201).json();
    let path = format!("/discounts/{}", early["id"].as_str().unwrap());
    assert_eq!(total(&shop, &ticket).await, 500);
    assert_eq!(restore(&shop, &path, None).await.problem(404), "request.not_found", "it is not removed");
    shop.owner.delete(&shop.api(&path)).await.expect(204);
    assert_eq!(total(&shop, &ticket).await, 1_000);
    assert_eq!(items(&shop, "/discounts").await, Vec::<Value>::new());
    let [removed] = <[Value; 1]>::try_from(items(&shop, "/discounts?archived=true").await).unwrap();
    let version = removed["version"].as_i64().unwrap();
    assert_eq!(restore(&shop, &path, Some(version + 1)).await.problem(412), "catalog.outdated");
    // What it is good for has to be there.
    shop.owner.delete(&shop.api(&format!("/products/{other}"))).await.expect(204);
    assert_eq!(restore(&shop, &path, Some(version)).await.refused_field(), "/scope/product_ids/1");
    let again = json!({ "items": [{ "product": other, "archived": false }] });
    shop.owner.patch(&shop.api("/products"), again).await.expect(200);
    let back = restore(&shop, &path, Some(version)).await.expect(200);
    assert_eq!(back.header("etag"), format!("\"{}\"", version + 1));
    let back = back.json();
    assert_eq!((&back["name"], &back["used"]), (&early["name"], &json!(1)));
    assert_eq!(restore(&shop, &path, None).await.problem(404), "request.not_found");
    assert_eq!(total(&shop, &ticket).await, 500);
    assert_eq!(total(&shop, &ticket).await, 1_000, "both uses are gone");
    assert_eq!(items(&shop, "/discounts?archived=true").await, Vec::<Value>::new());
    assert_eq!((audited(&shop, "discount.deleted").await, audited(&shop, "discount.restored").await), (1, 1));
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_removed_variation_comes_back_with_its_price_and_its_places() {
    let (app, shop) = Shop::drafted().await;
    let shirt = json!({ "name": { "en": "Shirt" }, "price_minor": 2_000, "kind": "merchandise" });
    let shirt = shop.owner.post(&shop.api("/products"), shirt).await.expect(201).json();
    let forms = format!("/products/{}/variations", shirt["id"].as_str().unwrap());
    let mut made = Value::Null;
    for (name, price) in [("Small", 2_000), ("Large", 2_500)] {
        let form = json!({ "name": { "en": name }, "price_minor": price, "quota_size": 3 });
        made = shop.owner.post(&shop.api(&forms), form).await.expect(201).json();
    }
    shop.publish().await;
    let large = made["variations"][1]["id"].as_str().unwrap().to_owned();
    let path = format!("{forms}/{large}");
    let buy = async || {
        let mut body = order_body(shirt["id"].as_str().unwrap(), 1, "manual", true);
        body["lines"][0]["variation"] = json!(large);
        shop.owner.post(&shop.api("/orders"), body).await
    };
    buy().await.expect(201);
    assert_eq!(restore(&shop, &path, None).await.problem(404), "request.not_found");
    assert_eq!(items(&shop, &forms).await, Vec::<Value>::new());
    shop.owner.delete(&shop.api(&path)).await.expect(204);
    assert_eq!(buy().await.problem(409), "sales.unknown_ticket");
    let [removed] = <[Value; 1]>::try_from(items(&shop, &forms).await).unwrap();
    assert_eq!((&removed["id"], &removed["price_minor"]), (&json!(large), &json!(2_500)));
    let version = removed["version"].as_i64().unwrap();
    assert_eq!(restore(&shop, &path, Some(version - 1)).await.problem(412), "catalog.outdated");
    let back = restore(&shop, &path, Some(version)).await.expect(200).json();
    let form = &back["variations"][1];
    assert_eq!((&form["id"], &form["version"]), (&json!(large), &json!(version + 1)));
    assert_eq!(form["availability"]["available"], 2, "what was sold counts");
    assert_eq!(buy().await.expect(201).json()["total"]["amount_minor"], 2_500);
    assert_eq!(
        (audited(&shop, "variation.archived").await, audited(&shop, "variation.restored").await),
        (1, 1)
    );
    // A form of another ticket is not this one's.
    let other = shop.add_ticket("Other", 0, Some(1)).await;
    shop.owner.delete(&shop.api(&path)).await.expect(204);
    let strange = format!("/products/{other}/variations/{large}");
    assert_eq!(restore(&shop, &strange, None).await.problem(404), "request.not_found");
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
