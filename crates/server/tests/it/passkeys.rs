//! Passkeys: signing in without a name or a password, and everything that must not work.

use serde_json::{Value, json};

use crate::app::{Answer, Authenticator, Client, TestApp};

async fn add(client: &Client, device: &mut Authenticator, name: &str) -> Answer {
    let options = client.post("/api/v1/me/passkeys/options", json!({})).await.expect(200).json();
    let credential = device.create(&options);
    client.post("/api/v1/me/passkeys", json!({ "name": name, "credential": credential })).await
}

async fn options(client: &Client) -> Value {
    client.post("/api/v1/auth/passkey/options", json!({})).await.expect(200).json()
}

async fn answer(client: &Client, credential: Value) -> Answer {
    client.post("/api/v1/auth/passkey", json!({ "credential": credential })).await
}

/// Somebody's device, with a passkey that they have just added.
pub async fn added(app: &TestApp, client: &Client) -> Authenticator {
    let mut phone = Authenticator::new(app);
    add(client, &mut phone, "Phone").await.expect(201);
    phone
}

/// Signs in with a passkey.
pub async fn enter(client: &Client, device: &mut Authenticator) {
    client.entered(&try_to_enter(client, device).await.expect(200));
}

/// The answer to signing in with a passkey.
pub async fn try_to_enter(client: &Client, device: &mut Authenticator) -> Answer {
    let credential = device.get(&options(client).await);
    answer(client, credential).await
}

/// Ada with a passkey, and nothing else to sign in with.
async fn ada(app: &TestApp) -> (Client, Authenticator) {
    let ada = app.guest();
    let body = json!({ "name": "Ada", "email": "ada@harbour.example" });
    ada.entered(&ada.post("/api/v1/auth/sign-up", body).await.expect(201));
    let mut phone = Authenticator::new(app);
    add(&ada, &mut phone, " Ada's phone ").await.expect(201);
    (ada, phone)
}

#[testkit::test]
async fn a_passkey_signs_in_without_name_or_password() {
    let app = TestApp::start().await;
    let (ada, mut phone) = ada(&app).await;
    let elsewhere = app.guest();
    let asked = options(&elsewhere).await;
    assert_eq!((&asked["rpId"], &asked["userVerification"]), (&json!("localhost"), &json!("required")));
    elsewhere.entered(&answer(&elsewhere, phone.get(&asked)).await.expect(200));
    let me = elsewhere.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me["person"]["email"], "ada@harbour.example");
    let listed = ada.get("/api/v1/me/passkeys").await.expect(200).json();
    assert_eq!(listed["items"][0]["name"], "Ada's phone");
    assert!(listed["items"][0]["last_used_at"].is_string());
    let factors = ada.get("/api/v1/me/factors").await.expect(200).json();
    assert_eq!((&factors["password"], &factors["passkeys"]), (&json!(false), &json!(1)));
}

#[testkit::test]
async fn an_answer_counts_once_here_and_now() {
    let app = TestApp::start().await;
    let (_, mut phone) = ada(&app).await;
    let guest = app.guest();
    let credential = phone.get(&options(&guest).await);
    answer(&guest, credential.clone()).await.expect(200);
    assert_eq!(answer(&guest, credential).await.problem(401), "identity.passkey_refused", "replayed");

    let home = std::mem::replace(&mut phone.origin, "https://harbour.evil.example".to_owned());
    answer(&guest, phone.get(&options(&guest).await)).await.expect(401);
    phone.origin = home;

    phone.verifies = false;
    answer(&guest, phone.get(&options(&guest).await)).await.expect(401);
    phone.verifies = true;

    let late = options(&guest).await;
    app.clock.advance(600);
    answer(&guest, phone.get(&late)).await.expect(401);

    let mut made_up = options(&guest).await;
    made_up["challenge"] = json!("AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
    answer(&guest, phone.get(&made_up)).await.expect(401);
    answer(&guest, json!({ "response": 7 })).await.expect(401);

    answer(&guest, phone.get(&options(&guest).await)).await.expect(200);
}

#[testkit::test]
async fn a_copied_passkey_gives_itself_away_by_its_counter() {
    let app = TestApp::start().await;
    let (_, mut phone) = ada(&app).await;
    let guest = app.guest();
    phone.counter = 40;
    answer(&guest, phone.get(&options(&guest).await)).await.expect(200);
    phone.counter = 20;
    answer(&guest, phone.get(&options(&guest).await)).await.expect(401);
}

#[testkit::test]
async fn somebody_elses_passkey_proves_nothing() {
    let app = TestApp::start().await;
    let (ada, mut phone) = ada(&app).await;
    let bob = app.guest();
    bob.sign_up("Bob", "bob@rival.example").await;
    let mut laptop = Authenticator::new(&app);
    // Bob answers what Ada was asked.
    let asked = ada.post("/api/v1/me/passkeys/options", json!({})).await.expect(200).json();
    let credential = laptop.create(&asked);
    let body = json!({ "name": "Mine", "credential": credential });
    bob.post("/api/v1/me/passkeys", body).await.expect(401);
    // A passkey that nobody registered, and Bob's under Ada's name.
    answer(&app.guest(), laptop.get(&options(&ada).await)).await.expect(401);
    add(&bob, &mut laptop, "Bob's laptop").await.expect(201);
    let own = std::mem::replace(&mut laptop.user, phone.user.clone());
    answer(&app.guest(), laptop.get(&options(&bob).await)).await.expect(401);
    laptop.user = own;
    // Bob can't step up with Ada's, nor touch it.
    let credential = phone.get(&options(&bob).await);
    bob.post("/api/v1/auth/step-up", json!({ "passkey": credential })).await.expect(401);
    let id = ada.get("/api/v1/me/passkeys").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/me/passkeys/{id}");
    bob.patch(&path, json!({ "name": "Mine" })).await.expect(404);
    bob.delete(&path).await.expect(404);
    assert_eq!(add(&bob, &mut phone, "Found it").await.problem(409), "identity.passkey_known");
}

#[testkit::test]
async fn the_only_way_in_stays() {
    let app = TestApp::start().await;
    let (ada, mut phone) = ada(&app).await;
    let id = ada.get("/api/v1/me/passkeys").await.json()["items"][0]["id"].as_str().unwrap().to_owned();
    let path = format!("/api/v1/me/passkeys/{id}");
    assert_eq!(ada.delete(&path).await.problem(409), "identity.last_way_in");
    let renamed = ada.patch(&path, json!({ "name": "Old phone" })).await.expect(200).json();
    assert_eq!(renamed["name"], "Old phone");
    assert_eq!(ada.patch(&path, json!({ "name": " " })).await.refused_field(), "/name");
    ada.post("/api/v1/me/password", json!({ "password": "correct horse battery" })).await.expect(204);
    let lost = app.guest();
    enter(&lost, &mut phone).await;
    ada.delete(&path).await.expect(204);
    lost.get("/api/v1/me").await.expect(401);
    ada.get("/api/v1/me").await.expect(200);
    app.guest().sign_in("ada@harbour.example", "correct horse battery").await;
}

#[testkit::test]
async fn adding_one_asks_for_a_recent_proof() {
    let app = TestApp::start().await;
    let (ada, mut phone) = ada(&app).await;
    app.clock.advance(601);
    let refused = ada.post("/api/v1/me/passkeys/options", json!({})).await;
    assert_eq!(refused.problem(403), "auth.step_up_required");
    let proof = json!({ "passkey": phone.get(&options(&ada).await) });
    ada.entered(&ada.post("/api/v1/auth/step-up", proof).await.expect(200));
    add(&ada, &mut Authenticator::new(&app), "Tablet").await.expect(201);
}
