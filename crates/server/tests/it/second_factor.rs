//! The other half of a sign-in: codes of an authenticator app, from paper, by mail.

use data_encoding::BASE32_NOPAD;
use ring::hmac;
use serde_json::{Value, json};

use crate::app::{Answer, Client, TestApp};

const ADA: &str = "ada@harbour.example";
const PASSWORD: &str = "correct horse battery";

/// What the app on the phone shows (RFC 6238).
pub fn code(app: &TestApp, secret: &str) -> String {
    let step = app.app.now().as_millisecond() / 30_000;
    let key = BASE32_NOPAD.decode(secret.as_bytes()).unwrap();
    let mac = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &key), &step.to_be_bytes());
    let at = usize::from(mac.as_ref()[19] & 15);
    let number = u32::from_be_bytes(mac.as_ref()[at..at + 4].try_into().unwrap()) & 0x7fff_ffff;
    format!("{:06}", number % 1_000_000)
}

/// Ada with an authenticator app: her browser, the secret, the recovery codes.
async fn ada(app: &TestApp) -> (Client, String, Vec<String>) {
    let ada = app.guest();
    ada.sign_up("Ada", ADA).await;
    let (secret, codes) = enrol(app, &ada).await;
    (ada, secret, codes)
}

pub async fn enrol(app: &TestApp, client: &Client) -> (String, Vec<String>) {
    let enrolment = client.post("/api/v1/me/totp", json!({})).await.expect(200).json();
    let secret = enrolment["secret"].as_str().unwrap().to_owned();
    let uri = enrolment["uri"].as_str().unwrap();
    assert!(uri.starts_with("otpauth://totp/127.0.0.1:"), "{uri}");
    assert!(uri.contains("@harbour.example?secret="), "{uri}");
    assert!(enrolment["qr_svg"].as_str().unwrap().starts_with("<svg"));
    let confirmed = client.post("/api/v1/me/totp/confirm", json!({ "code": code(app, &secret) })).await;
    let codes = confirmed.expect(200).json()["recovery_codes"].as_array().unwrap().clone();
    (secret, codes.iter().map(|code| code.as_str().unwrap().to_owned()).collect())
}

/// The ticket after the right password.
async fn ticket(client: &Client) -> (String, Value) {
    let body = json!({ "email": ADA, "password": PASSWORD });
    let asked = client.post("/api/v1/auth/sign-in", body).await.expect(202);
    assert_eq!(asked.header("set-cookie"), "");
    let asked = asked.json()["second_factor"].take();
    (asked["ticket"].as_str().unwrap().to_owned(), asked["kinds"].clone())
}

async fn give(client: &Client, ticket: &str, code: &str) -> Answer {
    client.post("/api/v1/auth/second-factor", json!({ "ticket": ticket, "code": code })).await
}

#[testkit::test]
async fn a_code_of_the_app_completes_a_sign_in_once() {
    let app = TestApp::start().await;
    let (_, secret, codes) = ada(&app).await;
    assert_eq!(codes.len(), 10);
    let guest = app.guest();
    let (first, kinds) = ticket(&guest).await;
    assert_eq!(kinds, json!(["totp", "recovery_code"]));
    assert_eq!(
        give(&guest, &first, &code(&app, &secret)).await.refused_field(),
        "/code",
        "confirmed with it"
    );
    app.clock.advance(30);
    let now = code(&app, &secret);
    give(&guest, &first, &format!("{} {}", &now[..3], &now[3..])).await.expect(200);
    guest.get("/api/v1/me").await.expect(200);
    assert_eq!(give(&guest, &first, &now).await.problem(401), "identity.ticket_over");
    let (second, _) = ticket(&guest).await;
    assert_eq!(give(&guest, &second, &now).await.refused_field(), "/code", "replayed");
    app.clock.advance(30);
    give(&guest, &second, &code(&app, &secret)).await.expect(200);
    let (late, _) = ticket(&guest).await;
    app.clock.advance(600);
    assert_eq!(give(&guest, &late, &code(&app, &secret)).await.problem(401), "identity.ticket_over");
}

#[testkit::test]
async fn five_wrong_codes_end_the_sign_in_and_slow_the_next() {
    let app = TestApp::start().await;
    let (_, secret, _) = ada(&app).await;
    app.clock.advance(30);
    let guest = app.guest();
    let (first, _) = ticket(&guest).await;
    for _ in 0..5 {
        give(&guest, &first, "000000").await.refused_field();
    }
    assert_eq!(give(&guest, &first, &code(&app, &secret)).await.problem(401), "identity.ticket_over");
    let (second, _) = ticket(&guest).await;
    let slowed = give(&guest, &second, &code(&app, &secret)).await.expect(429);
    assert_eq!(slowed.header("retry-after"), "1");
    app.clock.advance(1);
    give(&guest, &second, &code(&app, &secret)).await.expect(200);
}

#[testkit::test]
async fn a_recovery_code_works_once_however_many_try() {
    let app = TestApp::start().await;
    let (ada, _, codes) = ada(&app).await;
    let (a, b) = (app.guest(), app.guest());
    let ((first, _), (second, _)) = (ticket(&a).await, ticket(&b).await);
    assert_eq!(codes[0].chars().filter(|letter| *letter != '-').count(), 24, "114 random bits");
    let typed = codes[0].to_lowercase().replace('-', " ");
    let (one, other) = tokio::join!(give(&a, &first, &typed), give(&b, &second, &codes[0]));
    let mut statuses = [one.status.as_u16(), other.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [200, 422]);
    let factors = ada.get("/api/v1/me/factors").await.expect(200).json();
    assert_eq!(factors["recovery_codes"], 9);
    let fresh = ada.post("/api/v1/me/recovery-codes", json!({})).await.expect(200).json();
    let (third, _) = ticket(&a).await;
    give(&a, &third, &codes[1]).await.expect(422);
    give(&a, &third, fresh["recovery_codes"][0].as_str().unwrap()).await.expect(200);
}

#[testkit::test]
async fn a_code_by_mail_helps_whose_address_is_proven() {
    let app = TestApp::start().await;
    let (_, _, _) = ada(&app).await;
    let guest = app.guest();
    let (_, token) = app.letter().await;
    let (before, _) = ticket(&guest).await;
    guest.post("/api/v1/auth/second-factor/mail", json!({ "ticket": before })).await.expect(202);
    assert!(app.letters().await.is_empty(), "an unproven address gets no code");
    guest.post("/api/v1/auth/verify-email", json!({ "token": token })).await.expect(204);
    let (ticket, kinds) = ticket(&guest).await;
    assert_eq!(kinds, json!(["totp", "recovery_code", "email_code"]));
    guest.post("/api/v1/auth/second-factor/mail", json!({ "ticket": ticket })).await.expect(202);
    let (to, mailed) = app.letter().await;
    assert_eq!((to.as_str(), mailed.len()), (ADA, 6));
    give(&guest, &before, &mailed).await.refused_field();
    give(&guest, &ticket, &mailed).await.expect(200);
    give(&guest, &ticket, &mailed).await.expect(401);
    let made_up = json!({ "ticket": "A".repeat(43) });
    guest.post("/api/v1/auth/second-factor/mail", made_up).await.expect(401);
}

#[testkit::test]
async fn an_organisation_may_ask_everyone_for_one() {
    let app = TestApp::start().await;
    let ada = app.guest();
    ada.sign_up("Ada", ADA).await;
    let hall =
        json!({ "name": "Hall", "slug": "harbour", "contact_email": "hi@hall.example", "locales": ["en"] });
    ada.post("/api/v1/organisations", hall).await.expect(201);
    let (org, security) = ("/api/v1/organisations/harbour", "/api/v1/organisations/harbour/security");
    let listed = async || {
        let members = ada.get(&format!("{org}/members")).await.expect(200).json();
        members["items"][0]["second_factor"].clone()
    };
    assert_eq!(listed().await, false);
    let rule = json!({ "second_factor": "everyone", "second_factor_roles": [] });
    assert_eq!(ada.put(security, rule.clone()).await.problem(409), "identity.no_second_factor");
    enrol(&app, &ada).await;
    assert_eq!(ada.put(security, rule.clone()).await.expect(200).json(), rule);
    ada.get(org).await.expect(200);
    assert_eq!(listed().await, true);
    ada.delete("/api/v1/me/totp").await.expect(204);
    assert_eq!(ada.get(org).await.problem(403), "auth.second_factor_required");
    ada.get("/api/v1/me").await.expect(200);
    enrol(&app, &ada).await;
    assert_eq!(ada.get(security).await.expect(200).json(), rule);
}

#[testkit::test]
async fn taking_it_away_asks_for_a_recent_proof() {
    let app = TestApp::start().await;
    let (ada, secret, codes) = ada(&app).await;
    assert_eq!(ada.post("/api/v1/me/totp", json!({})).await.problem(409), "identity.totp_known");
    app.clock.advance(700);
    assert_eq!(ada.delete("/api/v1/me/totp").await.problem(403), "auth.step_up_required");
    ada.post("/api/v1/auth/step-up", json!({ "code": "000000" })).await.refused_field();
    ada.post("/api/v1/auth/step-up", json!({ "password": "wrong horse" })).await.refused_field();
    ada.post("/api/v1/auth/step-up", json!({ "password": PASSWORD, "code": "1" })).await.expect(400);
    let proof = json!({ "code": code(&app, &secret) });
    ada.entered(&ada.post("/api/v1/auth/step-up", proof).await.expect(200));
    ada.delete("/api/v1/me/totp").await.expect(204);
    app.guest().sign_in(ADA, PASSWORD).await;
    ada.post("/api/v1/auth/step-up", json!({ "code": codes[0] })).await.refused_field();
}

#[testkit::test]
async fn an_organisation_may_ask_some_roles_for_one() {
    let (app, world) = crate::access::World::built().await;
    let (owner, org) = (&world.shop.owner, "/api/v1/organisations/harbour");
    let security = format!("{org}/security");
    let (asked, spared) = (world.hire(&app, "asked", None).await, world.hire(&app, "spared", None).await);
    let key = json!({ "name": "Report", "permissions": [] });
    let key = asked.client.post("/api/v1/me/api-keys", key).await.expect(201).json();
    let key = asked.client.with_bearer(key["secret"].as_str().unwrap());
    enrol(&app, owner).await;
    let rule = json!({ "second_factor": "roles", "second_factor_roles": ["finance", asked.role()] });
    assert_eq!(owner.put(&security, rule.clone()).await.expect(200).json(), rule);
    assert_eq!(owner.get(&security).await.expect(200).json(), rule);
    for client in [&asked.client, &key] {
        assert_eq!(client.get(org).await.problem(403), "auth.second_factor_required");
    }
    spared.client.get(org).await.expect(200);
    // A team's role counts, too.
    let me = spared.client.get("/api/v1/me").await.expect(200).json();
    let team = json!({ "name": "Cash desk", "role": "finance", "members": [me["person"]["id"]] });
    owner.post(&format!("{org}/teams"), team).await.expect(201);
    assert_eq!(spared.client.get(org).await.problem(403), "auth.second_factor_required");
    enrol(&app, &asked.client).await;
    asked.client.get(org).await.expect(200);
    key.get(org).await.expect(200);
    let unknown = json!({ "second_factor": "roles", "second_factor_roles": ["door", kernel::RoleId::from(uuid::Uuid::new_v4())] });
    assert_eq!(owner.put(&security, unknown).await.refused_field(), "/second_factor_roles/1");
    app.run_jobs().await;
}

/// Ada with an authenticator app and a proven address, whose mailbox somebody else reads: they choose a new password.
async fn read_by_somebody_else(app: &TestApp) -> (Client, String, Vec<String>) {
    let (ada, secret, codes) = ada(app).await;
    let (_, token) = app.letter().await;
    app.guest().post("/api/v1/auth/verify-email", json!({ "token": token })).await.expect(204);
    app.guest().post("/api/v1/auth/forgot", json!({ "email": ADA })).await.expect(202);
    let (_, token) = app.letter().await;
    let body = json!({ "token": token, "password": PASSWORD });
    app.guest().post("/api/v1/auth/reset", body).await.expect(204);
    app.letters().await;
    app.clock.advance(30);
    (ada, secret, codes)
}

#[testkit::test]
async fn a_mailbox_alone_is_not_two_factors() {
    let app = TestApp::start().await;
    let (_, secret, codes) = read_by_somebody_else(&app).await;
    let thief = app.guest();
    let (mailed, kinds) = ticket(&thief).await;
    assert_eq!(kinds, json!(["totp", "recovery_code"]), "a code by mail is not offered");
    thief.post("/api/v1/auth/second-factor/mail", json!({ "ticket": mailed })).await.expect(202);
    assert!(app.letters().await.is_empty(), "nor sent");

    // Whoever has the app or the paper, too, is who they say.
    let owner = app.guest();
    let (asked, _) = ticket(&owner).await;
    give(&owner, &asked, &code(&app, &secret)).await.expect(200);
    assert_eq!(ticket(&owner).await.1, json!(["totp", "recovery_code", "email_code"]));
    give(&owner, &ticket(&owner).await.0, &codes[0]).await.expect(200);
}

#[testkit::test]
async fn a_code_that_was_mailed_before_the_password_is_worth_nothing_after() {
    let app = TestApp::start().await;
    let (ada, _, codes) = ada(&app).await;
    let (_, token) = app.letter().await;
    app.guest().post("/api/v1/auth/verify-email", json!({ "token": token })).await.expect(204);
    let guest = app.guest();
    let (before, _) = ticket(&guest).await;
    guest.post("/api/v1/auth/second-factor/mail", json!({ "ticket": before })).await.expect(202);
    let (_, mailed) = app.letter().await;
    guest.post("/api/v1/auth/forgot", json!({ "email": ADA })).await.expect(202);
    let (_, token) = app.letter().await;
    let reset = json!({ "token": token, "password": PASSWORD });
    guest.post("/api/v1/auth/reset", reset).await.expect(204);
    give(&guest, &before, &mailed).await.refused_field();
    ada.get("/api/v1/me").await.expect(401);

    // A code from paper lets the owner in; a password they choose there is theirs again.
    let (asked, _) = ticket(&guest).await;
    guest.entered(&give(&guest, &asked, &codes[0]).await.expect(200));
    app.letters().await;
    guest.post("/api/v1/auth/forgot", json!({ "email": ADA })).await.expect(202);
    let (_, token) = app.letter().await;
    app.guest().post("/api/v1/auth/reset", json!({ "token": token, "password": PASSWORD })).await.expect(204);
    assert_eq!(ticket(&guest).await.1, json!(["totp", "recovery_code"]));
    let (asked, _) = ticket(&guest).await;
    guest.entered(&give(&guest, &asked, &codes[1]).await.expect(200));
    guest.post("/api/v1/me/password", json!({ "password": PASSWORD })).await.expect(204);
    assert_eq!(ticket(&guest).await.1, json!(["totp", "recovery_code", "email_code"]));
}

#[testkit::test]
async fn a_passkey_says_nothing_about_a_password_by_mail() {
    let app = TestApp::start().await;
    let (ada, _, _) = ada(&app).await;
    let mut phone = crate::passkeys::added(&app, &ada).await;
    let (_, token) = app.letter().await;
    app.guest().post("/api/v1/auth/verify-email", json!({ "token": token })).await.expect(204);
    app.guest().post("/api/v1/auth/forgot", json!({ "email": ADA })).await.expect(202);
    let (_, token) = app.letter().await;
    app.guest().post("/api/v1/auth/reset", json!({ "token": token, "password": PASSWORD })).await.expect(204);
    let owner = app.guest();
    crate::passkeys::enter(&owner, &mut phone).await;
    // Somebody else may have chosen it. Its owner takes it over by changing it.
    assert_eq!(ticket(&app.guest()).await.1, json!(["totp", "passkey", "recovery_code"]));
    owner.post("/api/v1/me/password", json!({ "password": PASSWORD })).await.expect(204);
    assert_eq!(ticket(&app.guest()).await.1, json!(["totp", "passkey", "recovery_code", "email_code"]));
}
