//! Signing up, in and out; organisations and who sees them.

use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp};

const ADA: &str = "ada@harbour.example";

async fn ada(app: &TestApp) -> Client {
    let ada = app.guest();
    ada.sign_up("Ada", ADA).await;
    ada
}

async fn found(client: &Client, slug: &str) -> Answer {
    let body =
        json!({ "name": "The Hall", "slug": slug, "contact_email": "hi@hall.example", "locales": ["en"] });
    client.post("/api/v1/organisations", body).await
}

async fn sign_in(client: &Client, email: &str, password: &str) -> Answer {
    client.post("/api/v1/auth/sign-in", json!({ "email": email, "password": password })).await
}

#[testkit::test]
async fn somebody_signs_up_founds_an_organisation_and_finds_it_in_their_session() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    found(&ada, "harbour").await.expect(201);
    let me = ada.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["person"]["email"], ADA);
    assert_eq!(me["organisations"][0]["slug"], "harbour");
    assert_eq!(me["organisations"][0]["role"], "owner");
    let path = "/api/v1/organisations/harbour";
    assert_eq!(ada.get(path).await.expect(200).json()["website"], Value::Null);
    let change = json!({ "website": "https://harbour.example", "about": { "en": "By the water" } });
    assert_eq!(ada.patch(path, change).await.expect(200).json()["about"]["en"], "By the water");
    let hall = ada.patch(path, json!({ "website": null })).await.expect(200).json();
    assert_eq!((&hall["website"], &hall["about"]["en"]), (&Value::Null, &json!("By the water")));
}

#[testkit::test]
async fn people_change_how_they_are_called_and_which_language_they_read() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    let change = json!({ "name": " Ada Lovelace ", "locale": "de" });
    let me = ada.patch("/api/v1/me", change).await.expect(200).json();
    assert_eq!((&me["person"]["name"], &me["person"]["locale"]), (&json!("Ada Lovelace"), &json!("de")));
    let me = ada.patch("/api/v1/me", json!({ "name": "Ada" })).await.expect(200).json();
    assert_eq!(me["person"], ada.get("/api/v1/me").await.expect(200).json()["person"]);
    assert_eq!((&me["person"]["name"], &me["person"]["locale"]), (&json!("Ada"), &json!("de")));
    for (body, pointer) in [
        (json!({ "name": " " }), "/name"),
        (json!({ "name": "Ada\u{202e}" }), "/name"),
        (json!({ "locale": "not a language" }), "/locale"),
        (json!({ "email": "eve@harbour.example" }), "/email"),
    ] {
        assert_eq!(ada.patch("/api/v1/me", body.clone()).await.refused_field(), pointer, "{body}");
    }
}

#[testkit::test]
async fn a_wrong_password_and_an_unknown_address_get_the_same_answer() {
    let app = TestApp::start().await;
    ada(&app).await;
    let guest = app.guest();
    let told = async |email: &str, password: &str| {
        let mut told = sign_in(&guest, email, password).await.expect(401).json();
        assert_eq!(told["code"], "identity.wrong_credentials");
        told["correlation_id"].take();
        told
    };
    let wrong = told(ADA, "wrong horse battery").await;
    assert_eq!(told("bob@harbour.example", "correct horse battery").await, wrong);
    assert_eq!(told("not an address", "correct horse battery").await, wrong);
    sign_in(&guest, "ADA@Harbour.example", "correct horse battery").await.expect(200);
}

#[testkit::test]
async fn signing_up_refuses_what_it_cant_take() {
    let app = TestApp::start().await;
    ada(&app).await;
    let guest = app.guest();
    for (name, email, password, pointer) in [
        ("Ada", "ADA@harbour.example", "correct horse", "/email"),
        ("Bob", "bob", "correct horse", "/email"),
        ("Bob", "bob@harbour.example", "short", "/password"),
        (" ", "bob@harbour.example", "correct horse", "/name"),
        ("B\0b", "bob@harbour.example", "correct horse", "/name"),
        ("Bob\u{202e}", "bob@harbour.example", "correct horse", "/name"),
    ] {
        let body = json!({ "name": name, "email": email, "password": password });
        assert_eq!(
            guest.post("/api/v1/auth/sign-up", body).await.refused_field(),
            pointer,
            "{name:?} {email}"
        );
    }
    let extra = json!({ "name": "Bob", "email": "b@b.example", "password": "correct horse", "role": "root" });
    guest.post("/api/v1/auth/sign-up", extra).await.expect(422);
    let huge = json!({ "name": "x".repeat(2_000_000), "email": "b@b.example", "password": "correct horse" });
    assert_eq!(guest.post("/api/v1/auth/sign-up", huge).await.problem(413), "request.too_large");
}

#[testkit::test]
async fn a_session_ends_at_once_when_its_owner_signs_out_and_by_itself_after_thirty_days() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    ada.get("/api/v1/me").await.expect(200);
    ada.post("/api/v1/auth/sign-out", json!({})).await.expect(204);
    assert_eq!(ada.get("/api/v1/me").await.problem(401), "auth.required");
    let cookie =
        sign_in(&ada, ADA, "correct horse battery").await.expect(200).header("set-cookie").to_owned();
    for part in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=2592000"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    for _ in 0..5 {
        app.clock.advance(5 * 86_400 + 80_000);
        ada.get("/api/v1/me").await.expect(200);
    }
    app.clock.advance(86_400);
    ada.get("/api/v1/me").await.expect(401);
    app.run_jobs().await;
}

#[testkit::test]
async fn signing_in_again_ends_the_session_before() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    let before =
        sign_in(&ada, ADA, "correct horse battery").await.expect(200).header("set-cookie").to_owned();
    sign_in(&ada, ADA, "correct horse battery").await.expect(200);
    let old = before.split(';').next().unwrap();
    let request = app.guest().request(reqwest::Method::GET, "/api/v1/me").header("cookie", old);
    app.guest().send(request).await.expect(401);
}

#[testkit::test]
async fn a_write_from_elsewhere_is_refused() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    found(&ada, "harbour").await.expect(201);
    ada.forget_csrf();
    let answer = ada.patch("/api/v1/organisations/harbour", json!({ "name": "Mine now" })).await;
    assert_eq!(answer.problem(403), "auth.csrf");
    assert_eq!(ada.get("/api/v1/organisations/harbour").await.expect(200).json()["name"], "The Hall");
}

#[testkit::test]
async fn an_address_belongs_to_one_organisation_and_never_to_the_site() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    found(&ada, "harbour").await.expect(201);
    assert_eq!(found(&ada, "harbour").await.problem(409), "identity.slug_taken");
    assert_eq!(found(&ada, "admin").await.problem(409), "identity.slug_taken");
    for impossible in ["de", "../etc", "Harbour", "har bour"] {
        assert_eq!(found(&ada, impossible).await.refused_field(), "/slug");
    }
}

#[testkit::test]
async fn somebody_elses_organisation_is_not_there() {
    let app = TestApp::start().await;
    found(&ada(&app).await, "harbour").await.expect(201);
    let bob = app.guest();
    bob.sign_up("Bob", "bob@rival.example").await;
    found(&bob, "rival").await.expect(201);
    let foreign = bob.get("/api/v1/organisations/harbour").await.expect(404).json();
    let nowhere = bob.get("/api/v1/organisations/nowhere").await.expect(404).json();
    assert_eq!(foreign["detail"], nowhere["detail"]);
    bob.patch("/api/v1/organisations/harbour", json!({ "name": "Mine" })).await.expect(404);
    app.guest().get("/api/v1/organisations/harbour").await.expect(401);
    let me = bob.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["organisations"].as_array().unwrap().len(), 1);
}
