//! Ticket types and their places.

use catalog::stock::{self, Shifts, StockError};
use kernel::QuotaId;
use serde_json::{Value, json};
use store::Cx;

use crate::app::{Shop, TestApp};

/// Adds a product for 10.00 with `more` fields.
async fn product(shop: &Shop, name: &str, more: Value) -> Value {
    let mut body = json!({ "name": { "en": name }, "price_minor": 1000 });
    body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
    shop.owner.post(&shop.api("/products"), body).await.expect(201).json()
}

fn path(shop: &Shop, product: &Value) -> String {
    shop.api(&format!("/products/{}", product["id"].as_str().unwrap()))
}

fn quota(product: &Value) -> QuotaId {
    product["quota_ids"][0].as_str().unwrap().parse().unwrap()
}

async fn cx(app: &TestApp, shop: &Shop) -> Cx {
    app.cx(app.app.directory.organisation(&shop.org).await.unwrap().unwrap())
}

/// Sells and holds places, as sales would.
async fn take(app: &TestApp, shop: &Shop, quota: QuotaId, sold: u32, held: u32) {
    let mut tx = cx(app, shop).await.begin().await.unwrap();
    let taken = Shifts::default().sell(&[(quota, sold).into()]).hold(&[(quota, held).into()]);
    taken.apply(&mut tx).await.unwrap();
    tx.commit().await.unwrap();
}

#[testkit::test]
async fn a_product_brings_its_own_places_and_shares_those_of_others() {
    let (_app, shop) = Shop::drafted().await;
    let own = product(&shop, "Standing", json!({ "quota_size": 5 })).await;
    assert_eq!(
        own["availability"],
        json!({ "state": "low", "available": 5, "reason": "5 places are left." })
    );
    let stream = product(&shop, "Stream", json!({ "quota_size": null })).await;
    assert_eq!(
        (&stream["availability"]["state"], &stream["availability"]["available"]),
        (&json!("available"), &Value::Null)
    );
    let bare = product(&shop, "Seat", json!({})).await;
    assert_eq!(bare["availability"]["state"], "no_quota");

    let hall = json!({ "name": "Hall", "size": 3, "product_ids": [own["id"], bare["id"]] });
    let hall = shop.owner.post(&shop.api("/quotas"), hall).await.expect(201).json();
    assert_eq!(hall["available"], 3);
    let own = shop.owner.get(&path(&shop, &own)).await.expect(200).json();
    assert_eq!(
        (&own["availability"]["available"], own["quota_ids"].as_array().unwrap().len()),
        (&json!(3), 2)
    );
    let quotas = shop.owner.get(&shop.api("/quotas")).await.expect(200).json();
    assert_eq!(quotas["items"].as_array().unwrap().len(), 3);
}

#[testkit::test]
async fn a_ticket_that_counts_in_two_quotas_is_counted_once_for_the_event() {
    let (app, shop) = Shop::drafted().await;
    let standing = product(&shop, "Standing", json!({ "quota_size": 30 })).await;
    let seat = product(&shop, "Seat", json!({ "quota_size": 30 })).await;
    let hall = json!({ "name": "Hall", "size": 40, "product_ids": [standing["id"], seat["id"]] });
    let hall = shop.owner.post(&shop.api("/quotas"), hall).await.expect(201).json();
    let hall: QuotaId = hall["id"].as_str().unwrap().parse().unwrap();
    take(&app, &shop, quota(&standing), 2, 0).await;
    take(&app, &shop, hall, 2, 0).await;
    let events = shop.owner.get("/api/v1/organisations/harbour/events").await.expect(200).json();
    assert_eq!((&events["items"][0]["size"], &events["items"][0]["sold"]), (&json!(40), &json!(2)));
}

#[testkit::test]
async fn a_product_changes_field_by_field_and_leaves_the_offer() {
    let (_app, shop) = Shop::drafted().await;
    let made =
        product(&shop, "Standing", json!({ "quota_size": 5, "sales_from": "2027-03-20T00:00:00Z" })).await;
    assert_eq!(made["availability"]["state"], "not_yet");
    let path = path(&shop, &made);
    let change = async |change: Value| shop.owner.patch(&path, change).await.expect(200).json();
    let changed = change(json!({ "sales_from": null, "sort": 3 })).await;
    assert_eq!((&changed["sales_from"], &changed["sort"]), (&Value::Null, &json!(3)));
    assert_eq!(
        (&changed["price"]["amount_minor"], &changed["availability"]["state"]),
        (&json!(1000), &json!("low"))
    );
    let coded = change(json!({ "visibility": "code", "access_code": "friends" })).await;
    assert_eq!((&coded["access_code"], &coded["sort"]), (&json!("friends"), &json!(3)));
    assert_eq!(change(json!({ "visibility": "public" })).await["access_code"], Value::Null);
    shop.owner.delete(&path).await.expect(204);
    shop.owner.delete(&path).await.expect(404);
    shop.owner.get(&path).await.expect(404);
    assert_eq!(shop.owner.get(&shop.api("/products")).await.expect(200).json()["items"], json!([]));
}

#[testkit::test]
async fn guests_see_what_is_for_their_eyes() {
    let (app, shop) = Shop::drafted().await;
    product(&shop, "Everybody", json!({ "quota_size": 50, "max_per_order": 4 })).await;
    product(&shop, "Friends", json!({ "quota_size": 50, "visibility": "code", "access_code": "Friends" }))
        .await;
    product(&shop, "Crew", json!({ "quota_size": 50, "visibility": "hidden" })).await;
    shop.publish().await;
    let names = async |query: &str| {
        let page = app.guest().get(&shop.public(query)).await.expect(200).json();
        assert_eq!(page["takes_access_code"], true);
        assert_eq!(page["products"][0]["availability"]["available_up_to"], 4);
        let products = page["products"].as_array().unwrap().iter();
        products.map(|product| product["name"]["en"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(names("").await, ["Everybody"]);
    assert_eq!(names("?code=friends").await, ["Everybody", "Friends"]);
    assert_eq!(names("?code=%27%20or%201%3D1").await, ["Everybody"]);
}

#[testkit::test]
async fn a_quota_never_shrinks_below_what_is_sold_and_is_not_removed_then() {
    let (app, shop) = Shop::drafted().await;
    let made = product(&shop, "Standing", json!({ "quota_size": 10 })).await;
    take(&app, &shop, quota(&made), 3, 2).await;
    let quota = shop.api(&format!("/quotas/{}", quota(&made)));
    let small = shop.owner.patch(&quota, json!({ "size": 4 })).await.expect(422).json();
    assert_eq!(small["errors"][0]["code"], "catalog.quota_below_sold");
    assert_eq!(small["errors"][0]["message"], "3 places are sold and 2 are held: the size can't be below 5");
    assert_eq!(shop.owner.delete(&quota).await.problem(409), "catalog.quota_in_use");
    assert_eq!(shop.owner.patch(&quota, json!({ "size": 5 })).await.expect(200).json()["available"], 0);
    let full = shop.owner.get(&path(&shop, &made)).await.expect(200).json();
    assert_eq!(full["availability"]["state"], "reserved");
    let currency = shop.owner.patch(&shop.api(""), json!({ "currency": "USD" })).await;
    assert_eq!(currency.refused_field(), "/currency");
    let unlimited = shop.owner.patch(&quota, json!({ "size": null })).await.expect(200).json();
    assert_eq!(unlimited["available"], Value::Null);
}

#[testkit::test]
async fn stock_is_never_oversold_and_tells_which_quota_is_full() {
    let (app, shop) = Shop::drafted().await;
    let quota = quota(&product(&shop, "Standing", json!({ "quota_size": 10 })).await);
    take(&app, &shop, quota, 3, 2).await;
    let mut tx = cx(&app, &shop).await.begin().await.unwrap();
    let places = |count: u32| [(quota, count).into()];
    let refused = Shifts::default().hold(&places(6)).apply(&mut tx).await;
    assert!(matches!(refused, Err(StockError::SoldOut { quota: full }) if full == quota));
    Shifts::default().hold(&places(3)).hold(&places(2)).apply(&mut tx).await.unwrap();
    Shifts::default().sell_held(&places(5)).apply(&mut tx).await.unwrap();
    Shifts::default().unsell(&places(1)).apply(&mut tx).await.unwrap();
    Shifts::default().release(&places(2)).apply(&mut tx).await.unwrap();
    let rows = stock::lock(&mut tx, &[quota]).await.unwrap();
    assert_eq!((rows[0].sold, rows[0].held, rows[0].size), (7, 0, Some(10)));
}

#[testkit::test]
async fn what_was_decided_on_an_older_catalogue_or_too_late_takes_no_places() {
    let (app, shop) = Shop::drafted().await;
    let quota = quota(&product(&shop, "Standing", json!({ "quota_size": 10 })).await);
    let mut tx = cx(&app, &shop).await.begin().await.unwrap();
    let event = catalog::event::head(tx.cx(), &shop.event).await.unwrap().unwrap().id;
    let stand = catalog::sale::stand(&mut tx, event).await.unwrap();
    assert_eq!(stand.free[&quota], Some(10));
    let mut take = async |version, held: u32, sold: u32| {
        let taken = Shifts::default().hold(&[(quota, held).into()]).sell(&[(quota, sold).into()]);
        stock::take_at(&mut tx, event, version, &taken).await.unwrap()
    };
    assert!(!take(stand.goods.version - 1, 1, 0).await);
    assert!(take(stand.goods.version, 1, 9).await);
    assert!(!take(stand.goods.version, 0, 1).await);
}

#[testkit::test]
async fn what_cant_be_sold_is_refused_by_field() {
    let (app, shop) = Shop::drafted().await;
    for (more, pointer) in [
        (json!({ "name": {} }), "/name"),
        (json!({ "price_minor": -1 }), "/price_minor"),
        (json!({ "price_minor": 10_000_000_001_i64 }), "/price_minor"),
        (json!({ "price_minor": "free" }), "/price_minor"),
        (json!({ "max_per_order": 0 }), "/max_per_order"),
        (json!({ "visibility": "code" }), "/access_code"),
        (json!({ "access_code": "x" }), "/access_code"),
        (json!({ "quota_size": -1 }), "/quota_size"),
        (json!({ "quota_ids": ["quo_00000000000000000000000000"] }), "/quota_ids"),
        (json!({ "quota_ids": ["prd_1"] }), "/quota_ids/0"),
        (
            json!({ "sales_from": "2027-04-01T00:00:00Z", "sales_until": "2027-03-01T00:00:00Z" }),
            "/sales_until",
        ),
    ] {
        let mut body = json!({ "name": { "en": "Standing" }, "price_minor": 0 });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        let answer = shop.owner.post(&shop.api("/products"), body).await;
        assert_eq!(answer.refused_field(), pointer, "{more}");
    }
    shop.owner.get(&shop.api("/products/not-an-id")).await.expect(404);
    let rival = Shop::draft(&app, "rival").await;
    let foreign = product(&rival, "Standing", json!({ "quota_size": 10 })).await;
    let stolen = json!({ "name": "Stolen", "size": 1, "product_ids": [foreign["id"]] });
    assert_eq!(shop.owner.post(&shop.api("/quotas"), stolen).await.refused_field(), "/product_ids");
    shop.owner.get(&path(&shop, &foreign)).await.expect(404);
}
