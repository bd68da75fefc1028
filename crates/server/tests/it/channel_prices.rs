//! Prices by sales channel: the site, the box office and the API each sell at theirs.

use serde_json::{Value, json};

use crate::app::Shop;

async fn add(shop: &Shop, path: &str, body: Value) -> Value {
    shop.owner.post(&shop.api(path), body).await.expect(201).json()
}

/// What one ticket costs on a channel, as organisers are told.
async fn quoted(shop: &Shop, line: Value, channel: &str) -> i64 {
    let body = json!({ "lines": [line], "channel": channel });
    let found = shop.owner.post(&shop.api("/quote"), body).await.expect(200).json();
    found["total_minor"].as_i64().unwrap()
}

/// Sells one ticket on a channel; what it cost.
async fn sold(shop: &Shop, line: Value, channel: &str) -> i64 {
    let order = json!({
        "name": "Grace", "email": "grace@guest.example", "payment_method": "manual", "paid": true,
        "channel": channel, "lines": [line],
    });
    let order = add(shop, "/orders", order).await;
    order["total"]["amount_minor"].as_i64().unwrap()
}

#[testkit::test]
async fn a_ticket_costs_on_each_channel_what_it_costs_there() {
    let (app, shop) = Shop::drafted().await;
    let body = json!({
        "name": { "en": "Standard" }, "price_minor": 4_000, "quota_size": 50,
        "channel_prices": { "web": 3_500, "box_office": 5_000 },
    });
    let ticket = add(&shop, "/products", body).await;
    assert_eq!(ticket["channel_prices"], json!({ "web": 3_500, "box_office": 5_000 }));
    let id = ticket["id"].as_str().unwrap();
    shop.publish().await;
    let line = json!({ "product": id, "quantity": 1 });
    for (channel, price) in [("web", 3_500), ("box_office", 5_000), ("api", 4_000)] {
        assert_eq!(quoted(&shop, line.clone(), channel).await, price, "{channel}");
    }
    assert_eq!(sold(&shop, line.clone(), "box_office").await, 5_000);
    assert_eq!(sold(&shop, line.clone(), "api").await, 4_000);
    // Guests see and pay the price of the site, and can't ask for another one.
    let page = app.guest().get("/harbour/spring-show").await.expect(200).text();
    assert!(page.contains("35.00") && !page.contains("50.00"), "{page}");
    let list = app.guest().get("/harbour").await.expect(200).text();
    assert!(list.contains("35.00"), "{list}");
    let asked = json!({ "lines": [line.clone()], "channel": "api" });
    let asked = app.guest().post(&shop.public("/quote"), asked).await.expect(200).json();
    assert_eq!(asked["total_minor"], 3_500);
    let cart =
        app.guest().post(&shop.public("/carts"), json!({ "lines": [line.clone()] })).await.expect(201).json();
    assert_eq!(cart["total"]["amount_minor"], 3_500);

    // A discount starts from the price of the channel, by the same function everywhere.
    let tenth = json!({ "name": { "en": "Tenth" }, "effect": { "kind": "percent", "percent": "10" } });
    add(&shop, "/discounts", tenth).await;
    assert_eq!(quoted(&shop, line.clone(), "box_office").await, 4_500);
    assert_eq!(sold(&shop, line.clone(), "box_office").await, 4_500);
    // What was promised to the cart still holds, and the same price everywhere is one change away.
    let everywhere = json!({ "channel_prices": {} });
    let changed =
        shop.owner.patch(&shop.api(&format!("/products/{id}")), everywhere).await.expect(200).json();
    assert_eq!(changed["channel_prices"], json!({}));
    assert_eq!(quoted(&shop, line, "web").await, 3_600);
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    assert_eq!(app.guest().get(&path).await.expect(200).json()["total"]["amount_minor"], 3_500);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn a_variation_has_its_own_prices_first_and_its_products_where_it_has_none() {
    let (_app, shop) = Shop::drafted().await;
    let body = json!({
        "name": { "en": "Pass" }, "price_minor": 4_000, "quota_size": 50, "channel_prices": { "box_office": 5_000 },
    });
    let ticket = add(&shop, "/products", body).await;
    let id = ticket["id"].as_str().unwrap();
    let forms = shop.api(&format!("/products/{id}/variations"));
    for (name, more) in [
        ("Like it", json!({})),
        ("Own price", json!({ "price_minor": 2_000 })),
        ("Own price at the door", json!({ "price_minor": 2_000, "channel_prices": { "box_office": 2_500 } })),
    ] {
        let mut body = json!({ "name": { "en": name } });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        shop.owner.post(&forms, body).await.expect(201);
    }
    let ticket = shop.owner.get(&shop.api(&format!("/products/{id}"))).await.expect(200).json();
    let mut told = Vec::new();
    for form in ticket["variations"].as_array().unwrap() {
        let line = json!({ "product": id, "variation": form["id"], "quantity": 1 });
        told.push((quoted(&shop, line.clone(), "api").await, quoted(&shop, line, "box_office").await));
    }
    assert_eq!(told, [(4_000, 5_000), (2_000, 2_000), (2_000, 2_500)]);
}

#[testkit::test]
async fn prices_of_channels_are_checked_like_any_other() {
    let (app, shop) = Shop::drafted().await;
    let product = |more: Value| {
        let mut body = json!({ "name": { "en": "T" }, "price_minor": 4_000, "quota_size": 5 });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    };
    let refused =
        async |more: Value| shop.owner.post(&shop.api("/products"), product(more)).await.refused_field();
    assert_eq!(refused(json!({ "channel_prices": { "web": -1 } })).await, "/channel_prices/web");
    assert_eq!(
        refused(json!({ "channel_prices": { "box_office": 10_000_000_001_i64 } })).await,
        "/channel_prices/box_office"
    );
    shop.owner
        .post(&shop.api("/products"), product(json!({ "channel_prices": { "kiosk": 1 } })))
        .await
        .expect(422);
    // The parts of a bundle can't be more than it costs anywhere.
    let part = add(&shop, "/products", product(json!({}))).await;
    let bundle = json!([{ "product_id": part["id"], "share_minor": 3_000 }]);
    assert_eq!(refused(json!({ "bundle": bundle, "channel_prices": { "api": 2_999 } })).await, "/bundle");
    add(&shop, "/products", product(json!({ "bundle": bundle, "channel_prices": { "api": 3_000 } }))).await;
    // Who may give more gives at least what it costs there.
    let gift = add(
        &shop,
        "/products",
        product(json!({ "free_price": true, "channel_prices": { "box_office": 6_000 } })),
    )
    .await;
    shop.publish().await;
    let order = |minor: i64| {
        json!({
            "name": "Grace", "email": "grace@guest.example", "payment_method": "manual", "paid": true,
            "channel": "box_office", "lines": [{ "product": gift["id"], "quantity": 1, "price_minor": minor }],
        })
    };
    assert_eq!(shop.owner.post(&shop.api("/orders"), order(5_999)).await.problem(409), "sales.price_too_low");
    shop.owner.post(&shop.api("/orders"), order(6_000)).await.expect(201);
    app.run_jobs().await;
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}
