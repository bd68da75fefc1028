//! Where somebody is signed in, and how it ends.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    app::{Client, TestApp},
    passkeys::{added, try_to_enter},
};

const ADA: &str = "ada@harbour.example";
const PASSWORD: &str = "correct horse battery";
const FIREFOX: &str = "Mozilla/5.0 (X11; Linux x86_64; rv:150.0) Gecko/20100101 Firefox/150.0";

async fn ada(app: &TestApp) -> Client {
    let ada = app.guest();
    ada.sign_up("Ada", ADA).await;
    ada
}

/// Ada on another device.
async fn laptop(app: &TestApp) -> Client {
    let laptop = app.guest();
    let request = laptop.request(Method::POST, "/api/v1/auth/sign-in").header("user-agent", FIREFOX);
    let body = json!({ "email": ADA, "password": PASSWORD });
    laptop.entered(&laptop.send(request.json(&body)).await.expect(200));
    laptop
}

async fn sessions(client: &Client) -> Vec<Value> {
    client.get("/api/v1/me/sessions").await.expect(200).json()["items"].as_array().unwrap().clone()
}

#[testkit::test]
async fn a_stolen_laptop_is_signed_out_from_the_phone() {
    let app = TestApp::start().await;
    let phone = ada(&app).await;
    let laptop = laptop(&app).await;
    let listed = sessions(&phone).await;
    assert_eq!(listed.len(), 2);
    let stolen = listed.iter().find(|one| one["current"] == false).unwrap();
    assert_eq!(stolen["device"], "Firefox on Linux");
    assert_eq!(stolen["user_agent"], FIREFOX);
    assert_eq!(stolen["ip"], "127.0.0.0/24");
    laptop.get("/api/v1/me").await.expect(200);
    let path = format!("/api/v1/me/sessions/{}", stolen["id"].as_str().unwrap());
    phone.delete(&path).await.expect(204);
    laptop.get("/api/v1/me").await.expect(401);
    phone.delete(&path).await.expect(404);
    assert_eq!(sessions(&phone).await.len(), 1);
}

#[testkit::test]
async fn all_other_sessions_end_together() {
    let app = TestApp::start().await;
    let phone = ada(&app).await;
    let others = [laptop(&app).await, laptop(&app).await];
    for other in &others {
        other.get("/api/v1/me").await.expect(200);
    }
    app.clock.advance(601);
    let one = format!("/api/v1/me/sessions/{}", sessions(&phone).await[0]["id"].as_str().unwrap());
    for path in ["/api/v1/me/sessions", &one] {
        assert_eq!(phone.delete(path).await.problem(403), "auth.step_up_required", "{path}");
    }
    phone.entered(&phone.post("/api/v1/auth/step-up", json!({ "password": PASSWORD })).await.expect(200));
    phone.delete("/api/v1/me/sessions").await.expect(204);
    for other in &others {
        other.get("/api/v1/me").await.expect(401);
    }
    phone.get("/api/v1/me").await.expect(200);
}

#[testkit::test]
async fn nobody_ends_somebody_elses_session() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    let bob = app.guest();
    bob.sign_up("Bob", "bob@rival.example").await;
    let id = sessions(&ada).await[0]["id"].as_str().unwrap().to_owned();
    bob.delete(&format!("/api/v1/me/sessions/{id}")).await.expect(404);
    bob.delete("/api/v1/me/sessions").await.expect(204);
    ada.get("/api/v1/me").await.expect(200);
    ada.forget_csrf();
    assert_eq!(ada.delete("/api/v1/me/sessions").await.problem(403), "auth.csrf");
    let body = json!({ "password": PASSWORD });
    assert_eq!(ada.post("/api/v1/auth/step-up", body).await.problem(403), "auth.csrf");
}

#[testkit::test]
async fn a_session_that_nobody_uses_ends_after_a_week() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    for _ in 0..3 {
        app.clock.advance(6 * 86_400);
        ada.get("/api/v1/me").await.expect(200);
    }
    app.clock.advance(7 * 86_400);
    ada.get("/api/v1/me").await.expect(401);
    let fresh = laptop(&app).await;
    assert_eq!(sessions(&fresh).await.len(), 1);
}

#[testkit::test]
async fn stepping_up_changes_the_token_and_a_planted_one_is_worth_nothing() {
    let app = TestApp::start().await;
    let planted = app.guest();
    let cookie_of =
        |answer: &crate::app::Answer| answer.header("set-cookie").split(';').next().unwrap().to_owned();
    let up = planted
        .post("/api/v1/auth/sign-up", json!({ "name": "Ada", "email": ADA, "password": PASSWORD }))
        .await
        .expect(201);
    planted.entered(&up);
    let stepped = planted.post("/api/v1/auth/step-up", json!({ "password": PASSWORD })).await.expect(200);
    planted.entered(&stepped);
    let again =
        planted.post("/api/v1/auth/sign-in", json!({ "email": ADA, "password": PASSWORD })).await.expect(200);
    for old in [&up, &stepped] {
        assert_ne!(cookie_of(old), cookie_of(&again));
        let guest = app.guest();
        let request = guest.request(Method::GET, "/api/v1/me").header("cookie", cookie_of(old));
        guest.send(request).await.expect(401);
    }
    planted.entered(&again);
    assert_eq!(sessions(&planted).await.len(), 1);
}

#[testkit::test]
async fn another_process_refuses_a_session_within_five_seconds_after_it_was_ended() {
    let app = TestApp::start().await;
    let phone = ada(&app).await;
    let laptop = laptop(&app).await;
    let other = app.another_process().await;
    // Cookies belong to a host, whatever its port.
    let there = other.asked_by(&laptop);
    there.get("/api/v1/me").await.expect(200);
    phone.delete("/api/v1/me/sessions").await.expect(204);
    laptop.get("/api/v1/me").await.expect(401);
    app.clock.advance(5);
    there.get("/api/v1/me").await.expect(401);
    other.asked_by(&phone).get("/api/v1/me").await.expect(200);
}

#[testkit::test]
async fn a_disabled_account_is_out_and_stays_out_until_it_is_enabled() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    let key = json!({ "name": "Script", "permissions": [] });
    let key = ada.post("/api/v1/me/api-keys", key).await.expect(201).json();
    let key = ada.with_bearer(key["secret"].as_str().unwrap());
    let mut phone = added(&app, &ada).await;
    let run = |what: &str, email: &str| {
        let output = app.program().args(["people", what, email]).output().unwrap();
        output.status.success()
    };
    assert!(!run("disable", "nobody@harbour.example"));
    assert!(run("disable", "ADA@harbour.example"));
    app.clock.advance(5);
    ada.get("/api/v1/me").await.expect(401);
    assert_eq!(key.get("/api/v1/organisations/harbour").await.problem(401), "auth.bad_token");
    let sign_in = json!({ "email": ADA, "password": "wrong horse battery" });
    let wrong = app.guest().post("/api/v1/auth/sign-in", sign_in).await;
    assert_eq!(wrong.problem(401), "identity.wrong_credentials", "strangers learn nothing");
    let guest = app.guest();
    assert_eq!(try_to_enter(&guest, &mut phone).await.problem(403), "identity.account_disabled");
    assert!(run("enable", ADA));
    try_to_enter(&guest, &mut phone).await.expect(200);
}
