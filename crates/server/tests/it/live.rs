//! Whoever listens to an event is let go when they may not listen any more.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;

use crate::app::{Client, Shop};

/// Longest that a stream may go on after its listener was sent away.
const SOON: Duration = Duration::from_secs(5);

/// Opens the stream of an event as `client`.
pub async fn listen(client: &Client, shop: &Shop) -> reqwest::Response {
    let request = client.request(Method::GET, &shop.api("/live"));
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    response
}

/// Waits for the end of a stream.
pub async fn ends(mut stream: reqwest::Response) {
    let end = async { while stream.chunk().await.is_ok_and(|chunk| chunk.is_some()) {} };
    tokio::time::timeout(SOON, end).await.expect("the stream goes on");
}

#[testkit::test]
async fn a_stream_ends_with_the_session_the_key_the_link_or_the_role_behind_it() {
    let (app, world) = crate::access::World::built().await;
    let shop = &world.shop;
    let member = world.hire(&app, "listener", None).await;
    let key = json!({ "name": "Screen", "permissions": [] });
    let key = shop.owner.post("/api/v1/organisations/harbour/api-keys", key).await.expect(201).json();
    let link = shop.owner.post(&shop.api("/door-links"), json!({ "name": "Gate" })).await.expect(201).json();
    let screen = app.guest().with_bearer(key["secret"].as_str().unwrap());
    let phone = app.guest().with_bearer(link["secret"].as_str().unwrap());
    let streams = [
        listen(&shop.owner, shop).await,
        listen(&member.client, shop).await,
        listen(&screen, shop).await,
        listen(&phone, shop).await,
    ];
    let [owners, members, screens, phones] = streams;
    let id = key["key"]["id"].as_str().unwrap();
    shop.owner.delete(&format!("/api/v1/organisations/harbour/api-keys/{id}")).await.expect(204);
    let id = link["link"]["id"].as_str().unwrap();
    shop.owner.delete(&shop.api(&format!("/door-links/{id}"))).await.expect(204);
    let me = member.client.get("/api/v1/me").await.expect(200).json();
    let person = me["person"]["id"].as_str().unwrap();
    shop.owner.delete(&format!("/api/v1/organisations/harbour/members/{person}")).await.expect(204);
    shop.owner.post("/api/v1/auth/sign-out", json!({})).await.expect(204);
    tokio::join!(ends(owners), ends(members), ends(screens), ends(phones));
    app.run_jobs().await;
}

#[testkit::test]
async fn a_stream_ends_with_a_session_that_another_process_ended() {
    let (app, shop) = Shop::drafted().await;
    let stream = listen(&shop.owner, &shop).await;
    sqlx::query("delete from sessions").execute(&mut app.owner().await).await.unwrap();
    ends(stream).await;
}

#[testkit::test]
async fn a_stream_ends_when_the_organisation_signs_its_listener_out() {
    let (app, world) = crate::access::World::built().await;
    let member = world.hire(&app, "listener", None).await;
    let stream = listen(&member.client, &world.shop).await;
    let me = member.client.get("/api/v1/me").await.expect(200).json();
    let person = me["person"]["id"].as_str().unwrap();
    let sessions = format!("/api/v1/organisations/harbour/members/{person}/sessions");
    world.shop.owner.delete(&sessions).await.expect(204);
    ends(stream).await;
    app.run_jobs().await;
}

#[testkit::test]
async fn signing_out_at_one_process_ends_the_streams_of_another() {
    let (app, shop) = Shop::drafted().await;
    let other = app.another_process().await;
    let there = other.asked_by(&shop.owner);
    let stream = listen(&there, &shop).await;
    there.get("/api/v1/me").await.expect(200);
    shop.owner.post("/api/v1/auth/sign-out", json!({})).await.expect(204);
    ends(stream).await;
    app.clock.advance(5);
    let request = there.request(Method::GET, &shop.api("/live"));
    assert_eq!(request.send().await.unwrap().status(), 401);
}

#[testkit::test]
async fn who_listens_hears_of_an_order() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let mut stream = listen(&shop.owner, &shop).await;
    let order = shop.sell(&ticket, 1).await;
    let mut heard = String::new();
    while !heard.contains("event: order.paid") {
        heard.push_str(&String::from_utf8_lossy(&stream.chunk().await.unwrap().unwrap()));
    }
    let line = heard.lines().find(|line| line.contains("\"order.paid\"")).unwrap();
    let fact: serde_json::Value = serde_json::from_str(line.strip_prefix("data: ").unwrap()).unwrap();
    assert_eq!(fact["payload"]["order"], order["id"], "{fact}");
    app.run_jobs().await;
}
