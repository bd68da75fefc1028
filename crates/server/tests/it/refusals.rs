//! What was refused leaves a trace: sign-ins in the person's log, what members may not do in the organisation's.

use serde_json::{Value, json};

use crate::{
    access::World,
    app::{Client, TestApp},
    second_factor::{code, enrol},
};

const ADA: &str = "ada@harbour.example";

/// How often a test looks for what is written beside an answer.
const LOOKS: usize = 2000;

/// The person's log, as soon as it says that `action` happened `times` times.
async fn logged(client: &Client, action: &str, times: i64) -> Value {
    let mut log = Value::Null;
    for _ in 0..LOOKS {
        log = client.get("/api/v1/me/log").await.expect(200).json();
        let entries = log["items"].as_array().unwrap().iter().filter(|entry| entry["action"] == action);
        if entries.map(|entry| entry["times"].as_i64().unwrap()).sum::<i64>() == times {
            return log;
        }
    }
    panic!("{action} is not there {times} times: {log}");
}

async fn guess(app: &TestApp, password: &str) {
    let body = json!({ "email": ADA, "password": password });
    app.guest().post("/api/v1/auth/sign-in", body).await.problem(401);
}

#[testkit::test]
async fn somebody_sees_who_tried_to_get_into_their_account() {
    let app = TestApp::start().await;
    let ada = app.guest();
    ada.sign_up("Ada", ADA).await;
    guess(&app, "wrong horse").await;
    logged(&ada, "password.refused", 1).await;
    guess(&app, "wrong horses").await;
    let log = logged(&ada, "password.refused", 2).await;
    let entries = log["items"].as_array().unwrap();
    assert_eq!(entries[0]["times"], 2, "the same within a minute is one entry: {log}");
    assert_eq!((entries.len(), &entries[1]["action"]), (2, &json!("session.started")));
    app.clock.advance(61);
    guess(&app, "wrong horse").await;
    let log = logged(&ada, "password.refused", 3).await;
    assert_eq!(log["items"].as_array().unwrap().len(), 3);
    app.guest().get("/api/v1/me/log").await.expect(401);
    let other = app.guest();
    other.sign_up("Eve", "eve@harbour.example").await;
    assert_eq!(other.get("/api/v1/me/log").await.expect(200).json()["items"].as_array().unwrap().len(), 1);
}

#[testkit::test]
async fn refused_codes_passkeys_and_proofs_are_written_down() {
    let app = TestApp::start().await;
    let ada = app.guest();
    ada.sign_up("Ada", ADA).await;
    let (secret, _) = enrol(&app, &ada).await;
    let mut phone = crate::passkeys::added(&app, &ada).await;
    ada.post("/api/v1/auth/step-up", json!({ "password": "wrong horse" })).await.refused_field();
    logged(&ada, "proof.refused", 1).await;
    let guest = app.guest();
    let body = json!({ "email": ADA, "password": "correct horse battery" });
    let ticket = guest.post("/api/v1/auth/sign-in", body).await.expect(202).json();
    let ticket = &ticket["second_factor"]["ticket"];
    let give = async |code: &str| {
        guest.post("/api/v1/auth/second-factor", json!({ "ticket": ticket, "code": code })).await
    };
    give("000000").await.refused_field();
    logged(&ada, "code.refused", 1).await;
    app.clock.advance(30);
    give(&code(&app, &secret)).await.expect(200);
    phone.origin = "https://harbour.evil.example".to_owned();
    let asked = guest.post("/api/v1/auth/passkey/options", json!({})).await.expect(200).json();
    let credential = json!({ "credential": phone.get(&asked) });
    guest.post("/api/v1/auth/passkey", credential).await.expect(401);
    logged(&ada, "passkey.refused", 1).await;
}

/// The organisation's entries about refusals, as soon as there are `count`.
async fn refusals(owner: &Client, count: usize) -> Vec<Value> {
    let mut found = Vec::new();
    for _ in 0..LOOKS {
        let page = owner.get("/api/v1/organisations/harbour/audit?action=access.refused").await;
        found = page.expect(200).json()["items"].as_array().unwrap().clone();
        if found.len() == count {
            return found;
        }
    }
    panic!("{} refusals instead of {count}: {found:#?}", found.len());
}

#[testkit::test]
async fn what_a_member_was_refused_is_in_the_organisations_log_once_a_minute() {
    let (app, world) = World::built().await;
    let hired = world.hire(&app, "probe", None).await;
    hired.may(&[]).await;
    for _ in 0..20 {
        assert_eq!(hired.client.get(&world.shop.api("/orders")).await.problem(403), "auth.forbidden");
    }
    let found = refusals(&world.shop.owner, 1).await;
    assert_eq!(found[0]["actor"]["name"], "probe", "{found:#?}");
    assert!(found[0].to_string().contains("orders.view"), "{found:#?}");
    hired.client.get("/api/v1/organisations/harbour/mails").await.problem(403);
    refusals(&world.shop.owner, 2).await;
    app.run_jobs().await;
}
