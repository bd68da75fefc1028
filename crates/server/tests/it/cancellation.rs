//! An event that is called off.

use serde_json::{Value, json};
use uuid::Uuid;

use crate::app::Shop;

async fn mails(shop: &Shop) -> Vec<Value> {
    let mails = "/api/v1/organisations/harbour/mails?limit=100";
    shop.owner.get(mails).await.expect(200).json()["items"].as_array().unwrap().clone()
}

#[testkit::test]
async fn a_cancelled_event_sells_nothing_tells_everybody_and_lets_nobody_in() {
    let (app, shop, ticket) = Shop::opened(8400, Some(9)).await;
    let paid = shop.sell(&ticket, 2).await;
    let pending = shop.order(&ticket, 1, "bank_transfer", false).await.expect(201).json();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 3 }] });
    let cart = app.guest().post(&shop.public("/carts"), lines.clone()).await.expect(201).json();
    app.run_jobs().await;
    assert_eq!((shop.stock().await, mails(&shop).await.len()), ((2, 4), 2));

    let cancel = shop.api("/cancel");
    let reason = json!({ "en": "The storm warning stands.", "de": "Die Sturmwarnung bleibt." });
    let wrong = shop.owner.post(&cancel, json!({ "reason": reason, "confirm": "other" })).await;
    assert_eq!(wrong.refused_field(), "/confirm");
    let sure = json!({ "reason": reason, "confirm": shop.event });
    let event = shop.owner.post(&cancel, sure.clone()).await.expect(200).json();
    assert_eq!((&event["status"], &event["cancellation"]["reason"]), (&json!("cancelled"), &reason));
    assert_eq!(shop.owner.post(&cancel, sure).await.problem(409), "catalog.cancelled");

    app.run_jobs().await;
    app.clock.advance(10);
    app.run_jobs().await;
    assert_eq!(shop.stock().await, (2, 0));
    let of = async |order: &Value| {
        let path = shop.api(&format!("/orders/{}", order["code"].as_str().unwrap()));
        shop.owner.get(&path).await.expect(200).json()["status"].as_str().unwrap().to_owned()
    };
    assert_eq!((of(&paid).await.as_str(), of(&pending).await.as_str()), ("paid", "cancelled"));
    let mails = mails(&shop).await;
    let told: Vec<_> = mails.iter().filter(|mail| mail["template"] == "event_cancelled").collect();
    assert_eq!((told.len(), mails.len()), (2, 4));
    assert_eq!(told[0]["subject"], "Spring show is cancelled");
    let path = format!("/api/v1/organisations/harbour/mails/{}", told[0]["id"].as_str().unwrap());
    let text = shop.owner.get(&path).await.expect(200).json()["text"].as_str().unwrap().to_owned();
    assert!(text.contains("The storm warning stands."), "{text}");

    let guest = app.guest();
    guest.post(&shop.public("/carts"), lines).await.expect(404);
    guest.get(&shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()))).await.expect(404);
    let api = shop.order(&ticket, 1, "manual", true).await;
    assert_eq!(api.problem(409), "sales.event_cancelled");
    let list = shop.owner.get(&shop.api("/check-in-lists")).await.expect(200).json();
    let door = shop.api(&format!("/check-in-lists/{}/redeem", list["items"][0]["id"].as_str().unwrap()));
    let code = &paid["positions"][0]["ticket"]["short_code"];
    let scan = json!({ "code": code, "nonce": Uuid::new_v4(), "gate": "" });
    let said = shop.owner.post(&door, scan).await.expect(200).json();
    assert_eq!((&said["verdict"], &said["title"]), (&json!("cancelled"), &json!("Cancelled")));
    assert_eq!(said["detail"], "The event is cancelled. Nobody gets in.");
    assert_eq!(app.broken_invariants().await, Vec::<String>::new());
}

#[testkit::test]
async fn its_pages_say_so_in_the_readers_language() {
    let (app, shop, ticket) = Shop::opened(0, Some(9)).await;
    let order = shop.sell(&ticket, 1).await;
    let reason = json!({ "en": "The storm warning stands.", "de": "Die Sturmwarnung bleibt." });
    let sure = json!({ "reason": reason, "confirm": shop.event });
    shop.owner.post(&shop.api("/cancel"), sure).await.expect(200);
    app.run_jobs().await;
    app.clock.advance(10);
    app.run_jobs().await;
    let guest = app.guest();
    let page = guest.get("/harbour/spring-show").await.expect(200).text();
    for words in ["This event is cancelled", "The storm warning stands.", "https://schema.org/EventCancelled"]
    {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("<form"));
    let german = guest.get("/de/harbour/spring-show").await.expect(200).text();
    assert!(german.contains("Diese Veranstaltung fällt aus") && german.contains("Die Sturmwarnung bleibt."));
    let seen = guest.get(&shop.public("")).await.expect(200).json();
    assert_eq!((&seen["status"], &seen["cancellation"]["reason"]), (&json!("cancelled"), &reason));
    let over = json!({
        "state": "over", "reasons": [{ "code": "over", "message": "The sale is over." }], "available_up_to": 0,
    });
    assert_eq!(seen["products"][0]["availability"], over);
    let own = guest.get(order["secret_url"].as_str().unwrap()).await.expect(200).text();
    assert!(own.contains("This event is cancelled"));
    let calendar = guest.get("/harbour/spring-show/event.ics").await.expect(200).text();
    assert!(calendar.contains("STATUS:CANCELLED"));
}

#[testkit::test]
async fn a_draft_is_called_off_without_anybody_seeing_it() {
    let (app, shop) = Shop::drafted().await;
    shop.owner.post(&shop.api("/cancel"), json!({ "confirm": shop.event })).await.expect(200);
    app.guest().get("/harbour/spring-show").await.expect(404);
    app.guest().get(&shop.public("")).await.expect(404);
    let list = app.guest().get("/api/v1/public/harbour").await.expect(200).json();
    assert_eq!(list["upcoming"], json!([]));
    app.run_jobs().await;
    app.clock.advance(10);
    app.run_jobs().await;
}
