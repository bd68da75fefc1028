//! Keys for programs: made, used, narrowed, revoked.

use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Client, Shop};

const KEYS: &str = "/api/v1/organisations/harbour/api-keys";

/// A key of the organisation: the program that has it, and the key's id.
async fn key(owner: &Client, body: Value) -> (Client, String) {
    let made = owner.post(KEYS, body).await.expect(201).json();
    assert!(made["secret"].as_str().unwrap().starts_with(made["key"]["prefix"].as_str().unwrap()));
    let secret = made["secret"].as_str().unwrap();
    (owner.with_bearer(secret), made["key"]["id"].as_str().unwrap().to_owned())
}

#[testkit::test]
async fn a_till_sells_with_a_key_and_the_log_names_it() {
    let (app, shop, ticket) = Shop::opened(1000, Some(50)).await;
    let body = json!({ "name": "Till 1", "permissions": ["orders.create", "orders.view"] });
    let (till, id) = key(&shop.owner, body).await;
    let order = till.post(&shop.api("/orders"), crate::app::order_body(&ticket, 1, "manual", false)).await;
    let order = order.expect(201).json();
    app.run_jobs().await;
    let path = shop.api(&format!("/orders/{}", order["code"].as_str().unwrap()));
    let told = till.get(&path).await.expect(200).text();
    assert!(told.contains("Till 1"), "{told}");
    let mut rows = app.owner().await;
    let actor: (String, uuid::Uuid) =
        sqlx::query_as("select actor_kind, actor_id from audit_log where action = 'order.placed'")
            .fetch_one(&mut rows)
            .await
            .unwrap();
    assert_eq!(actor, ("key".to_owned(), id.parse::<kernel::ApiKeyId>().unwrap().uuid()));
}

#[testkit::test]
async fn only_the_digest_of_a_key_is_stored() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let made = shop.owner.post(KEYS, json!({ "name": "Till", "permissions": [] })).await.expect(201).json();
    let secret = made["secret"].as_str().unwrap();
    let listed = shop.owner.get(KEYS).await.expect(200);
    assert!(!listed.text().contains(secret));
    assert_eq!(listed.json()["items"][0]["made_by"], "Ada Organiser");
    let mut rows = app.owner().await;
    let all: String = sqlx::query_scalar(
        "select (select string_agg(k::text, '') from api_keys k) || (select string_agg(a::text, '') from audit_log a)",
    )
    .fetch_one(&mut rows)
    .await
    .unwrap();
    assert!(!all.contains(&secret[12..]));
}

#[testkit::test]
async fn a_revoked_or_expired_key_is_refused() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let (till, id) = key(&shop.owner, json!({ "name": "Till", "permissions": ["orders.view"] })).await;
    till.get(&shop.api("/orders")).await.expect(200);
    shop.owner.delete(&format!("{KEYS}/{id}")).await.expect(204);
    let refused = till.get(&shop.api("/orders")).await;
    assert_eq!(refused.header("www-authenticate"), "Bearer error=\"invalid_token\"");
    assert_eq!(refused.problem(401), "auth.bad_token");
    assert_eq!(shop.owner.delete(&format!("{KEYS}/{id}")).await.problem(404), "request.not_found");
    let soon =
        json!({ "name": "Till", "permissions": ["orders.view"], "expires_at": "2027-03-01T13:00:00Z" });
    let (till, _) = key(&shop.owner, soon).await;
    till.get(&shop.api("/orders")).await.expect(200);
    app.clock.advance(3600);
    assert_eq!(till.get(&shop.api("/orders")).await.problem(401), "auth.bad_token");
    let over = json!({ "name": "Till", "permissions": [], "expires_at": "2027-03-01T13:00:00Z" });
    shop.owner_returns().await;
    assert_eq!(shop.owner.post(KEYS, over).await.refused_field(), "/expires_at");
}

#[testkit::test]
async fn nothing_but_a_real_key_opens() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let made = shop.owner.post(KEYS, json!({ "name": "Till", "permissions": [] })).await.expect(201).json();
    let secret = made["secret"].as_str().unwrap();
    let path = shop.api("");
    for (scheme, token) in [
        ("Bearer", String::new()),
        ("Bearer", "tsk_".to_owned()),
        ("Bearer", format!("{secret}a")),
        ("Bearer", secret.replace("tsk_", "tsk-")),
        ("Bearer", format!("tsk_{}", "a".repeat(52))),
        ("Bearer", "x".repeat(4000)),
        ("Basic", secret.to_owned()),
        ("Bearer", format!("{secret}, Bearer {secret}")),
    ] {
        let request =
            app.guest().request(Method::GET, &path).header("authorization", format!("{scheme} {token}"));
        assert_eq!(app.guest().send(request).await.problem(401), "auth.bad_token", "{scheme} {token}");
        // A cookie does not make up for it.
        let request =
            shop.owner.request(Method::GET, &path).header("authorization", format!("{scheme} {token}"));
        assert_eq!(shop.owner.send(request).await.problem(401), "auth.bad_token", "{scheme} {token}");
    }
    let request = app.guest().request(Method::GET, &path).header("authorization", format!("bearer {secret}"));
    app.guest().send(request).await.expect(200);
    let parameter = app.guest().get(&format!("{path}?access_token={secret}")).await;
    assert_eq!(parameter.problem(401), "auth.required");
}

#[testkit::test]
async fn a_key_for_one_event_does_not_see_the_others() {
    let (_app, shop, _) = Shop::opened(1000, Some(50)).await;
    let events = "/api/v1/organisations/harbour/events";
    let other = json!({
        "name": { "en": "Autumn" }, "locales": ["en"], "zone": "Europe/Berlin", "currency": "EUR",
        "starts_at": "2027-10-01T18:00:00Z", "ends_at": "2027-10-01T22:00:00Z",
    });
    let other = shop.owner.post(events, other).await.expect(201).json();
    let body = json!({
        "name": "Report", "permissions": ["orders.view", "organisation.edit"], "events": [other["id"]],
    });
    let (report, _) = key(&shop.owner, body).await;
    report.get(&format!("{events}/autumn/orders")).await.expect(200);
    assert_eq!(report.get(&shop.api("/orders")).await.problem(404), "request.not_found");
    let listed = report.get(events).await.expect(200).json();
    assert_eq!(listed["items"].as_array().unwrap().len(), 1);
    let edit = report.patch("/api/v1/organisations/harbour", json!({ "website": null })).await;
    assert_eq!(edit.problem(403), "auth.forbidden");
    let unknown =
        json!({ "name": "x", "permissions": [], "events": [kernel::EventId::from(uuid::Uuid::new_v4())] });
    assert_eq!(shop.owner.post(KEYS, unknown).await.refused_field(), "/events");
}

#[testkit::test]
async fn nobody_makes_a_key_that_may_more_than_they_do() {
    let (app, world) = crate::access::World::built().await;
    let hired = world.hire(&app, "keymaker", None).await;
    hired.may(&[kernel::Permission::ApiKeysManage, kernel::Permission::OrdersView]).await;
    let too_much = json!({ "name": "Till", "permissions": ["orders.view", "orders.refund"] });
    assert_eq!(hired.client.post(KEYS, too_much).await.problem(403), "identity.more_than_yours");
    let (till, _) = key(&hired.client, json!({ "name": "Till", "permissions": ["orders.view"] })).await;
    let orders = world.shop.api("/orders");
    till.get(&orders).await.expect(200);
    // It is the organisation's: it stays as it is when its maker may less.
    hired.may(&[]).await;
    till.get(&orders).await.expect(200);
    app.clock.advance(601);
    world.shop.owner.get(KEYS).await.expect(200);
    let late = world.shop.owner.post(KEYS, json!({ "name": "Till", "permissions": [] })).await;
    assert_eq!(late.problem(403), "auth.step_up_required");
}

#[testkit::test]
async fn a_personal_key_may_what_its_owner_may_right_now() {
    let (app, world) = crate::access::World::built().await;
    let hired = world.hire(&app, "reporter", None).await;
    let body = json!({ "name": "Report", "permissions": ["orders.view", "orders.refund"] });
    let made = hired.client.post("/api/v1/me/api-keys", body).await.expect(201).json();
    let report = hired.client.with_bearer(made["secret"].as_str().unwrap());
    let orders = world.shop.api("/orders");
    assert_eq!(report.get(&orders).await.problem(403), "auth.forbidden");
    hired.may(&[kernel::Permission::OrdersView, kernel::Permission::MailsView]).await;
    report.get(&orders).await.expect(200);
    let mails = "/api/v1/organisations/harbour/mails";
    assert_eq!(report.get(mails).await.problem(403), "auth.forbidden", "its owner may, the key may not");
    hired.client.delete("/api/v1/organisations/harbour/members/me").await.expect(204);
    assert_eq!(report.get(&orders).await.problem(404), "request.not_found");
    let path = format!("/api/v1/me/api-keys/{}", made["key"]["id"].as_str().unwrap());
    hired.client.delete(&path).await.expect(204);
    assert_eq!(report.get(&orders).await.problem(401), "auth.bad_token");
    let listed = hired.client.get("/api/v1/me/api-keys").await.expect(200).json();
    assert_eq!(listed["items"], json!([]));
    app.run_jobs().await;
}

#[testkit::test]
async fn when_a_key_was_last_used_is_known_to_within_a_minute() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let (till, _) = key(&shop.owner, json!({ "name": "Till", "permissions": [] })).await;
    let last = async || shop.owner.get(KEYS).await.expect(200).json()["items"][0]["last_used_at"].clone();
    assert_eq!(last().await, Value::Null);
    let noted = async |at: &str| {
        // It is noted beside the request, so it may take a moment.
        for _ in 0..200 {
            till.get(&shop.api("")).await.expect(200);
            if last().await == at {
                return;
            }
        }
        panic!("{at} was never noted: {}", last().await);
    };
    noted("2027-03-01T12:00:00Z").await;
    app.clock.advance(30);
    for _ in 0..20 {
        till.get(&shop.api("")).await.expect(200);
    }
    assert_eq!(last().await, "2027-03-01T12:00:00Z");
    app.clock.advance(30);
    noted("2027-03-01T12:01:00Z").await;
}

#[testkit::test]
async fn a_key_outlives_its_maker_and_says_so() {
    let (app, world) = crate::access::World::built().await;
    let admin = world.hire(&app, "leaver", None).await;
    admin.may(&[kernel::Permission::ApiKeysManage, kernel::Permission::OrdersView]).await;
    let body = json!({ "name": "Report", "permissions": ["orders.view"] });
    let (report, id) = key(&admin.client, body).await;
    let listed = async || {
        let items = world.shop.owner.get(KEYS).await.expect(200).json()["items"].clone();
        items.as_array().unwrap().iter().find(|key| key["id"] == id.as_str()).unwrap().clone()
    };
    assert_eq!(listed().await["maker_left"], false);
    let me = admin.client.get("/api/v1/me").await.expect(200).json();
    let member = format!("/api/v1/organisations/harbour/members/{}", me["person"]["id"].as_str().unwrap());
    world.shop.owner.delete(&member).await.expect(204);
    let after = listed().await;
    assert_eq!((&after["maker_left"], &after["made_by"]), (&json!(true), &json!("leaver")));
    report.get(&world.shop.api("/orders")).await.expect(200);
    app.run_jobs().await;
}
