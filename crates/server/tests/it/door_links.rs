//! Helpers at the door: a link on their own phone, for one event, until it is over.

use serde_json::{Value, json};

use crate::app::{Client, Shop, TestApp};

/// A device that opened a new link, and the link's id.
async fn device(shop: &Shop, body: Value) -> (Client, String) {
    let made = shop.owner.post(&shop.api("/door-links"), body).await.expect(201).json();
    let secret = made["secret"].as_str().unwrap();
    assert!(made["url"].as_str().unwrap().ends_with(&format!("/admin/door#{secret}")));
    assert!(made["qr_svg"].as_str().unwrap().contains("<svg"));
    (shop.owner.with_bearer(secret), made["link"]["id"].as_str().unwrap().to_owned())
}

async fn first_list(shop: &Shop) -> String {
    let lists = shop.owner.get(&shop.api("/check-in-lists")).await.expect(200).json();
    lists["items"][0]["id"].as_str().unwrap().to_owned()
}

async fn sold(app: &TestApp, shop: &Shop, ticket: &str) -> Value {
    let order = shop.sell(ticket, 1).await;
    app.run_jobs().await;
    order["positions"][0]["ticket"]["short_code"].clone()
}

#[testkit::test]
async fn a_helper_lets_people_in_and_the_log_names_the_link() {
    let (app, shop, ticket) = Shop::opened(1000, Some(50)).await;
    let code = sold(&app, &shop, &ticket).await;
    let (phone, id) = device(&shop, json!({ "name": "North gate" })).await;
    let me = phone.get("/api/v1/door").await.expect(200).json();
    assert_eq!(
        (&me["name"], &me["org"], &me["event"]),
        (&json!("North gate"), &json!("harbour"), &json!("spring-show"))
    );
    let list = first_list(&shop).await;
    let path = shop.api(&format!("/check-in-lists/{list}/redeem"));
    let verdict = phone.post(&path, json!({ "code": code, "nonce": uuid::Uuid::new_v4() })).await.expect(200);
    assert_eq!(verdict.json()["verdict"], "admitted");
    phone.get(&shop.api(&format!("/check-in-lists/{list}/scans"))).await.expect(200);
    phone.get(&shop.api("")).await.expect(200);
    let actor: (String, uuid::Uuid) =
        sqlx::query_as("select actor_kind, actor_id from audit_log where action = 'ticket.checked_in'")
            .fetch_one(&mut app.owner().await)
            .await
            .unwrap();
    assert_eq!(actor, ("device".to_owned(), id.parse::<kernel::DoorLinkId>().unwrap().uuid()));
}

#[testkit::test]
async fn a_device_does_nothing_but_the_door() {
    let (_app, shop, _) = Shop::opened(1000, Some(50)).await;
    let (phone, _) = device(&shop, json!({ "name": "North gate" })).await;
    for path in ["/orders", "/orders.csv", "/stats", "/door-links"] {
        assert_eq!(phone.get(&shop.api(path)).await.problem(403), "auth.forbidden", "{path}");
    }
    for path in ["/mails", "/members", "/api-keys"] {
        let path = format!("/api/v1/organisations/harbour{path}");
        assert_eq!(phone.get(&path).await.problem(403), "auth.forbidden", "{path}");
    }
    assert_eq!(phone.get("/api/v1/me").await.problem(403), "auth.people_only");
    assert_eq!(
        phone.post(&shop.api("/door-links"), json!({ "name": "x" })).await.problem(403),
        "auth.forbidden"
    );
    let other = json!({
        "name": { "en": "Autumn" }, "locales": ["en"], "zone": "Europe/Berlin", "currency": "EUR",
        "starts_at": "2027-10-01T18:00:00Z", "ends_at": "2027-10-01T22:00:00Z",
    });
    shop.owner.post("/api/v1/organisations/harbour/events", other).await.expect(201);
    let autumn = "/api/v1/organisations/harbour/events/autumn/check-in-lists";
    assert_eq!(phone.get(autumn).await.problem(404), "request.not_found");
    assert_eq!(shop.owner.get("/api/v1/door").await.problem(403), "auth.devices_only");
}

#[testkit::test]
async fn a_link_for_one_list_does_not_see_the_others() {
    let (app, shop, ticket) = Shop::opened(1000, Some(50)).await;
    let code = sold(&app, &shop, &ticket).await;
    let everyone = first_list(&shop).await;
    let list = shop
        .owner
        .post(&shop.api("/check-in-lists"), json!({ "name": "Backstage" }))
        .await
        .expect(201)
        .json();
    let (phone, _) = device(&shop, json!({ "name": "Backstage", "list_id": list["id"] })).await;
    assert_eq!(phone.get("/api/v1/door").await.expect(200).json()["list_id"], list["id"]);
    let lists = phone.get(&shop.api("/check-in-lists")).await.expect(200).json();
    assert_eq!(lists["items"].as_array().unwrap().len(), 1);
    assert_eq!(lists["items"][0]["name"], "Backstage");
    let elsewhere = shop.api(&format!("/check-in-lists/{everyone}"));
    let scan = json!({ "code": code, "nonce": uuid::Uuid::new_v4() });
    assert_eq!(
        phone.post(&format!("{elsewhere}/redeem"), scan.clone()).await.problem(404),
        "request.not_found"
    );
    assert_eq!(phone.get(&format!("{elsewhere}/scans")).await.problem(404), "request.not_found");
    assert_eq!(phone.get(&elsewhere).await.problem(404), "request.not_found");
    let ticket = json!({ "ticket": kernel::TicketId::from(uuid::Uuid::new_v4()) });
    assert_eq!(phone.post(&format!("{elsewhere}/undo"), ticket).await.problem(404), "request.not_found");
    let here = shop.api(&format!("/check-in-lists/{}/redeem", list["id"].as_str().unwrap()));
    assert_eq!(phone.post(&here, scan).await.expect(200).json()["verdict"], "admitted");
    let unknown = json!({ "name": "x", "list_id": kernel::CheckInListId::from(uuid::Uuid::new_v4()) });
    assert_eq!(shop.owner.post(&shop.api("/door-links"), unknown).await.refused_field(), "/list_id");
}

#[testkit::test]
async fn a_link_ends_some_hours_after_the_event_or_when_it_is_revoked() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let (phone, id) = device(&shop, json!({ "name": "North gate" })).await;
    let links = shop.owner.get(&shop.api("/door-links")).await.expect(200).json();
    assert_eq!(links["items"][0]["expires_at"], "2027-04-02T04:00:00Z", "six hours after the end");
    assert_eq!(links["items"][0]["made_by"], "Ada Organiser");
    phone.get("/api/v1/door").await.expect(200);
    shop.owner.delete(&shop.api(&format!("/door-links/{id}"))).await.expect(204);
    assert_eq!(phone.get("/api/v1/door").await.problem(401), "auth.bad_token");
    let (phone, _) =
        device(&shop, json!({ "name": "North gate", "expires_at": "2027-03-01T13:00:00Z" })).await;
    phone.get("/api/v1/door").await.expect(200);
    app.clock.advance(3600);
    assert_eq!(phone.get("/api/v1/door").await.problem(401), "auth.bad_token");
    let over = json!({ "name": "x", "expires_at": "2027-03-01T13:00:00Z" });
    assert_eq!(shop.owner.post(&shop.api("/door-links"), over).await.refused_field(), "/expires_at");
}

#[testkit::test]
async fn nobody_makes_a_link_that_may_more_than_they_do() {
    let (app, world) = crate::access::World::built().await;
    let hired = world.hire(&app, "planner", None).await;
    hired.may(&[kernel::Permission::CheckinManage]).await;
    let path = world.shop.api("/door-links");
    let refused = hired.client.post(&path, json!({ "name": "Gate" })).await;
    assert_eq!(refused.problem(403), "admission.more_than_yours");
    hired
        .may(&[
            kernel::Permission::CheckinManage,
            kernel::Permission::CheckinView,
            kernel::Permission::CheckinPerform,
        ])
        .await;
    hired.client.post(&path, json!({ "name": "Gate" })).await.expect(201);
    app.run_jobs().await;
}
