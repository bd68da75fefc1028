//! Addresses proven and changed, passwords forgotten and changed, and guessing slowed down.

use identity::letter::Says;
use serde_json::json;

use crate::app::{Answer, Client, TestApp};

const ADA: &str = "ada@harbour.example";
const PASSWORD: &str = "correct horse battery";

async fn ada(app: &TestApp) -> Client {
    let ada = app.guest();
    ada.sign_up("Ada", ADA).await;
    ada
}

async fn sign_in(client: &Client, password: &str) -> Answer {
    client.post("/api/v1/auth/sign-in", json!({ "email": ADA, "password": password })).await
}

async fn verify(client: &Client, token: &str) -> Answer {
    client.post("/api/v1/auth/verify-email", json!({ "token": token })).await
}

async fn reset(client: &Client, token: &str, password: &str) -> Answer {
    client.post("/api/v1/auth/reset", json!({ "token": token, "password": password })).await
}

/// Asks for a new password and takes the token out of the mail.
async fn forgotten(app: &TestApp) -> String {
    app.letters().await;
    app.guest().post("/api/v1/auth/forgot", json!({ "email": ADA })).await.expect(202);
    app.letter().await.1
}

#[testkit::test]
async fn whoever_signs_up_proves_their_address() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    assert_eq!(ada.get("/api/v1/me").await.json()["person"]["email_verified"], false);
    let (to, first) = app.letter().await;
    assert_eq!(to, ADA);
    ada.post("/api/v1/me/verify-email", json!({})).await.expect(202);
    let (_, second) = app.letter().await;
    assert_eq!(verify(&app.guest(), &first).await.refused_field(), "/token", "only the last link works");
    verify(&app.guest(), &second).await.expect(204);
    assert_eq!(ada.get("/api/v1/me").await.json()["person"]["email_verified"], true);
    assert_eq!(verify(&app.guest(), &second).await.refused_field(), "/token", "used");
    assert_eq!(verify(&app.guest(), "nonsense").await.refused_field(), "/token");
    ada.post("/api/v1/me/verify-email", json!({})).await.expect(202);
    assert!(app.letters().await.is_empty(), "nothing is left to prove");
}

#[testkit::test]
async fn mails_about_accounts_are_written_and_handed_over() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    ada.post("/api/v1/auth/forgot", json!({ "email": ADA })).await.expect(202);
    ada.post("/api/v1/auth/forgot", json!({ "email": "nobody@harbour.example" })).await.expect(202);
    assert_eq!(app.run_jobs().await, 3);
}

#[testkit::test]
async fn a_forgotten_password_is_replaced_by_mail_and_everybody_is_signed_out() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    let token = forgotten(&app).await;
    let guest = app.guest();
    for common in ["password1", "Ada-2027", "ada@harbour.example", "adaadaada"] {
        let refused = reset(&guest, &token, common).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], "identity.password_common", "{common}");
    }
    assert_eq!(verify(&guest, &token).await.refused_field(), "/token", "good for something else");
    reset(&guest, &token, "a brand new saying").await.expect(204);
    ada.get("/api/v1/me").await.expect(401);
    sign_in(&guest, PASSWORD).await.expect(401);
    guest.sign_in(ADA, "a brand new saying").await;
    let me = guest.get("/api/v1/me").await.json();
    assert_eq!(me["person"]["email_verified"], true, "the mail arrived");
    assert!(matches!(app.letters().await.as_slice(), [(to, Says::PasswordChanged)] if to == ADA));
    assert_eq!(reset(&guest, &token, "yet another saying").await.refused_field(), "/token");
}

#[testkit::test]
async fn a_link_works_for_an_hour_and_once_however_many_try() {
    let app = TestApp::start().await;
    ada(&app).await;
    let late = forgotten(&app).await;
    app.clock.advance(3600);
    assert_eq!(reset(&app.guest(), &late, "a brand new saying").await.refused_field(), "/token");
    let token = forgotten(&app).await;
    let tries = (0..6).map(async |_| reset(&app.guest(), &token, "a brand new saying").await.status.as_u16());
    let mut statuses = futures_util::future::join_all(tries).await;
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 422, 422, 422, 422, 422]);
}

#[testkit::test]
async fn asking_for_a_new_password_tells_nothing_about_who_is_here() {
    let app = TestApp::start().await;
    ada(&app).await;
    let guest = app.guest();
    let mut told = Vec::new();
    for email in [ADA, "nobody@harbour.example"] {
        let mut answers = Vec::new();
        for _ in 0..6 {
            let answer = guest.post("/api/v1/auth/forgot", json!({ "email": email })).await;
            answers.push((answer.status.as_u16(), answer.header("retry-after").to_owned()));
        }
        told.push(answers);
    }
    assert_eq!(told[0], told[1]);
    assert_eq!(told[0][4..], [(202, String::new()), (429, "1".to_owned())]);
}

#[testkit::test]
async fn another_address_counts_once_it_is_proven_and_the_old_one_is_told() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    app.letters().await;
    let wanted = json!({ "email": "ada@new.example" });
    ada.post("/api/v1/me/email", wanted).await.expect(202);
    assert_eq!(ada.get("/api/v1/me").await.json()["person"]["email"], ADA);
    let (to, token) = app.letter().await;
    assert_eq!(to, "ada@new.example");
    verify(&app.guest(), &token).await.expect(204);
    let me = ada.get("/api/v1/me").await.json();
    assert_eq!(
        (&me["person"]["email"], &me["person"]["email_verified"]),
        (&json!("ada@new.example"), &json!(true))
    );
    assert!(matches!(app.letters().await.as_slice(), [(to, Says::EmailChanged)] if to == ADA));
    sign_in(&app.guest(), PASSWORD).await.expect(401);

    let bob = app.guest();
    bob.sign_up("Bob", "bob@rival.example").await;
    app.letters().await;
    bob.post("/api/v1/me/email", json!({ "email": "Ada@New.example" })).await.expect(202);
    let (_, token) = app.letter().await;
    assert_eq!(verify(&bob, &token).await.refused_field(), "/email", "it has an account by now");
    app.clock.advance(700);
    let refused = bob.post("/api/v1/me/email", json!({ "email": "bob@other.example" })).await;
    assert_eq!(refused.problem(403), "auth.step_up_required");
}

#[testkit::test]
async fn changing_the_password_signs_the_other_devices_out() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    let hall = json!({ "name": "Moonshine Cellar", "slug": "cellar", "contact_email": "hi@c.example", "locales": ["en"] });
    ada.post("/api/v1/organisations", hall).await.expect(201);
    let other = app.guest();
    other.sign_in(ADA, PASSWORD).await;
    let stale = forgotten(&app).await;
    for common in ["M00nshine Cellar!", "1234567890", "Qwertyuiop"] {
        let refused = ada.post("/api/v1/me/password", json!({ "password": common })).await.expect(422).json();
        assert_eq!(refused["errors"][0]["code"], "identity.password_common", "{common}");
    }
    ada.post("/api/v1/me/password", json!({ "password": "a brand new saying" })).await.expect(204);
    other.get("/api/v1/me").await.expect(401);
    ada.get("/api/v1/me").await.expect(200);
    assert_eq!(reset(&other, &stale, "a thief's own saying").await.refused_field(), "/token");
    app.clock.advance(700);
    let late = ada.post("/api/v1/me/password", json!({ "password": "once more with feeling" })).await;
    assert_eq!(late.problem(403), "auth.step_up_required");
}

#[testkit::test]
async fn nothing_changes_without_the_mail_that_tells_of_it() {
    let app = TestApp::start().await;
    let ada = ada(&app).await;
    let token = forgotten(&app).await;
    let mut owner = app.owner().await;
    let no_letters = "alter table jobs add constraint no_letters check (kind <> 'person.mail') not valid";
    sqlx::query(no_letters).execute(&mut owner).await.unwrap();

    let bob = json!({ "name": "Bob", "email": "bob@harbour.example", "password": PASSWORD });
    let refused = [
        ada.post("/api/v1/me/password", json!({ "password": "a brand new saying" })).await,
        ada.post("/api/v1/me/email", json!({ "email": "ada@new.example" })).await,
        reset(&app.guest(), &token, "a brand new saying").await,
        app.guest().post("/api/v1/auth/sign-up", bob.clone()).await,
    ];
    assert!(refused.iter().all(|answer| answer.status.is_server_error()));
    sign_in(&app.guest(), PASSWORD).await.expect(200);

    sqlx::query("alter table jobs drop constraint no_letters").execute(&mut owner).await.unwrap();
    app.guest().post("/api/v1/auth/sign-up", bob).await.expect(201);
    reset(&app.guest(), &token, "a brand new saying").await.expect(204);
    let letters = app.letters().await;
    assert!(letters.iter().any(|(to, says)| to == ADA && matches!(says, Says::PasswordChanged)));
    sign_in(&app.guest(), "a brand new saying").await.expect(200);
}

#[testkit::test]
async fn a_hundred_guesses_are_slowed_down_and_the_owner_gets_in_later() {
    let app = TestApp::start().await;
    ada(&app).await;
    let guest = app.guest();
    let mut told = Vec::new();
    for email in [ADA, "nobody@harbour.example"] {
        let mut judged = 0;
        for _ in 0..100 {
            let body = json!({ "email": email, "password": "wrong horse battery" });
            let answer = guest.post("/api/v1/auth/sign-in", body).await;
            judged += usize::from(answer.status == 401);
            assert!([401, 429].contains(&answer.status.as_u16()), "{}", answer.text());
            app.clock.advance(1);
        }
        told.push(judged);
    }
    assert_eq!(told[0], told[1], "known and unknown addresses are told the same");
    assert!((5..=15).contains(&told[0]), "{told:?}");
    app.clock.advance(900);
    guest.sign_in(ADA, PASSWORD).await;
    sign_in(&guest, "wrong horse battery").await.expect(401);
    guest.sign_in(ADA, PASSWORD).await;
}

/// Somebody signs up with an address that is not theirs and prepares to stay.
async fn squatter(app: &TestApp) -> (Client, Client, crate::app::Authenticator) {
    let squatter = ada(app).await;
    let phone = crate::passkeys::added(app, &squatter).await;
    crate::second_factor::enrol(app, &squatter).await;
    let key = json!({ "name": "Stay", "permissions": [] });
    let key = squatter.post("/api/v1/me/api-keys", key).await.expect(201).json();
    let key = squatter.with_bearer(key["secret"].as_str().unwrap());
    (squatter, key, phone)
}

#[testkit::test]
async fn whoever_first_proves_an_address_gets_an_account_that_is_theirs_alone() {
    let app = TestApp::start().await;
    let (squatter, key, mut phone) = squatter(&app).await;
    let harbour = json!({
        "name": "Harbour", "slug": "harbour", "contact_email": "hi@harbour.example", "locales": ["en"],
    });
    squatter.post("/api/v1/organisations", harbour).await.expect(201);
    key.get("/api/v1/organisations/harbour").await.expect(200);
    let planner = crate::oauth::acting_for(&app, &squatter, "harbour").await;
    planner.get("/api/v1/organisations/harbour").await.expect(200);
    let token = forgotten(&app).await;
    reset(&app.guest(), &token, "a brand new saying").await.expect(204);
    squatter.get("/api/v1/me").await.expect(401);
    for program in [&key, &planner] {
        assert_eq!(program.get("/api/v1/organisations/harbour").await.problem(401), "auth.bad_token");
    }
    let asked = app.guest().post("/api/v1/auth/passkey/options", json!({})).await.expect(200).json();
    let credential = json!({ "credential": phone.get(&asked) });
    assert_eq!(
        app.guest().post("/api/v1/auth/passkey", credential).await.problem(401),
        "identity.passkey_refused"
    );
    let owner = app.guest();
    owner.sign_in(ADA, "a brand new saying").await;
    let factors = owner.get("/api/v1/me/factors").await.expect(200).json();
    assert_eq!(
        factors,
        json!({
            "password": true, "totp": false, "passkeys": 0, "recovery_codes": 0, "email_verified": true
        })
    );
    assert_eq!(owner.get("/api/v1/me/api-keys").await.expect(200).json()["items"], json!([]));

    // Later resets leave what its owner added.
    crate::second_factor::enrol(&app, &owner).await;
    let token = forgotten(&app).await;
    reset(&app.guest(), &token, "yet another saying").await.expect(204);
    let body = json!({ "email": ADA, "password": "yet another saying" });
    let kinds = app.guest().post("/api/v1/auth/sign-in", body).await.expect(202).json();
    assert_eq!(kinds["second_factor"]["kinds"], json!(["totp", "recovery_code"]));
}
