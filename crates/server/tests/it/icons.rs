//! The small drawings beside ticket types' names.

use serde_json::{Value, json};

use crate::app::Shop;

#[testkit::test]
async fn guests_see_the_icon_of_a_ticket_and_a_copy_of_the_event_has_it_too() {
    let (app, shop) = Shop::drafted().await;
    let ticket =
        json!({ "name": { "en": "Lecture" }, "price_minor": 1000, "quota_size": 5, "icon": "student" });
    let ticket = shop.owner.post(&shop.api("/products"), ticket).await.expect(201).json();
    assert_eq!(ticket["icon"], "student");
    shop.add_ticket("Without", 1000, Some(5)).await;
    shop.publish().await;

    let path = format!("/harbour/{}", shop.event);
    let page = app.guest().get(&path).await.expect(200).text();
    assert_eq!(page.matches("icon drawn").count(), 1);
    assert!(page.contains("M22 10v6"), "the drawing is part of the page");
    assert!(!page.contains("<script src=\"http"), "nobody else is asked for it");
    let seen = app.guest().get(&format!("/api/v1/public/harbour/{}", shop.event)).await.expect(200).json();
    assert_eq!(seen["products"][0]["icon"], "student");

    let wish = json!({ "slug": "next-year", "template": true });
    shop.owner.post(&shop.api("/copies"), wish).await.expect(201);
    let copies = "/api/v1/organisations/harbour/events/next-year/products";
    let copies = shop.owner.get(copies).await.expect(200).json();
    let icons: Vec<&Value> = copies["items"].as_array().unwrap().iter().map(|one| &one["icon"]).collect();
    assert_eq!(icons, [&json!("student"), &Value::Null]);
}

#[testkit::test]
async fn an_icon_is_one_of_the_set_and_can_be_taken_away_again() {
    let (_app, shop) = Shop::drafted().await;
    let id = shop.add_ticket("Tent", 1000, Some(5)).await;
    let path = shop.api(&format!("/products/{id}"));

    let refused = shop.owner.patch(&path, json!({ "icon": "unicorn" })).await.expect(422).json();
    assert_eq!(refused["errors"][0]["pointer"], "/icon");
    let new = json!({ "name": { "en": "X" }, "price_minor": 0, "icon": "Tent" });
    let refused = shop.owner.post(&shop.api("/products"), new).await.expect(422).json();
    assert_eq!(refused["errors"][0]["pointer"], "/icon");

    let tent = shop.owner.patch(&path, json!({ "icon": "tent" })).await.expect(200).json();
    assert_eq!(tent["icon"], "tent");
    let renamed = shop.owner.patch(&path, json!({ "name": { "en": "Big tent" } })).await.expect(200).json();
    assert_eq!(renamed["icon"], "tent", "what is not said stays");
    let bare = shop.owner.patch(&path, json!({ "icon": null })).await.expect(200).json();
    assert_eq!(bare["icon"], Value::Null);
    let log =
        shop.owner.get("/api/v1/organisations/harbour/audit?action=product.updated").await.expect(200).json();
    let last = &log["items"][0];
    assert_eq!((&last["before"]["icon"], &last["after"]["icon"]), (&json!("tent"), &Value::Null));
}
