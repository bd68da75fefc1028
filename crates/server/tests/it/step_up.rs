//! A fresh proof of who one is, before what would hurt most in the wrong hands: roles, members, files with personal data.

use reqwest::Method;
use serde_json::{Value, json};

use crate::{
    access::World,
    app::{Answer, Client},
};

/// What asks for one, in one organisation.
fn sensitive(world: &World) -> Vec<(Method, String, Value)> {
    let (here, event) = ("/api/v1/organisations/harbour", |rest: &str| world.shop.api(rest));
    let (role, team, invitation) = (world.thing("role"), world.thing("team"), world.thing("invitation"));
    let nobody = kernel::PersonId::from(uuid::Uuid::new_v4());
    vec![
        (Method::POST, format!("{here}/roles"), json!({ "name": "Ushers", "permissions": [] })),
        (Method::PATCH, format!("{here}/roles/{role}"), json!({ "name": "Ushers" })),
        (Method::DELETE, format!("{here}/roles/{role}"), Value::Null),
        (Method::POST, format!("{here}/teams"), json!({ "name": "Late", "role": "door" })),
        (Method::PATCH, format!("{here}/teams/{team}"), json!({ "name": "Late" })),
        (Method::DELETE, format!("{here}/teams/{team}"), Value::Null),
        (Method::PATCH, format!("{here}/members/{nobody}"), json!({ "role": "door" })),
        (Method::DELETE, format!("{here}/members/{nobody}"), Value::Null),
        (Method::DELETE, format!("{here}/members/{nobody}/sessions"), Value::Null),
        (Method::POST, format!("{here}/invitations"), json!({ "email": "eve@x.example", "role": "door" })),
        (Method::POST, format!("{here}/invitations/{invitation}/resend"), Value::Null),
        (Method::GET, event("/orders.csv"), Value::Null),
        (Method::GET, format!("{here}/audit.csv"), Value::Null),
        (Method::GET, format!("{here}/audit.jsonl"), Value::Null),
    ]
}

async fn ask(client: &Client, (method, path, body): &(Method, String, Value)) -> Answer {
    let request = client.request(method.clone(), path);
    client.send(if body.is_null() { request } else { request.json(body) }).await
}

#[testkit::test]
async fn members_roles_and_files_ask_people_for_a_fresh_proof_and_programs_not() {
    let (app, world) = World::built().await;
    let owner = &world.shop.owner;
    let permissions = ["orders.export", "audit.view", "members.manage", "roles.manage"];
    let key = json!({ "name": "Report", "permissions": permissions });
    let key = owner.post("/api/v1/organisations/harbour/api-keys", key).await.expect(201).json();
    let key = owner.with_bearer(key["secret"].as_str().unwrap());
    app.clock.advance(600);
    for operation in sensitive(&world) {
        let answer = ask(owner, &operation).await;
        assert_eq!(answer.problem(403), "auth.step_up_required", "{operation:?}");
    }
    owner.get("/api/v1/organisations/harbour/members").await.expect(200);
    owner.get(&world.shop.api("/orders")).await.expect(200);
    key.get(&world.shop.api("/orders.csv")).await.expect(200);
    key.get("/api/v1/organisations/harbour/audit.csv").await.expect(200);

    let proof = json!({ "password": "correct horse battery" });
    owner.entered(&owner.post("/api/v1/auth/step-up", proof).await.expect(200));
    for operation in sensitive(&world) {
        let answer = ask(owner, &operation).await;
        assert!(!answer.text().contains("step_up_required"), "{operation:?}: {}", answer.text());
        assert_ne!(answer.status.as_u16(), 403, "{operation:?}: {}", answer.text());
    }
    app.run_jobs().await;
}

#[testkit::test]
async fn another_bank_account_asks_people_for_a_fresh_proof_and_programs_not() {
    let (app, world) = World::built().await;
    let (owner, event) = (&world.shop.owner, world.shop.api(""));
    let account = |iban: &str| json!({ "bank_details": { "account_holder": "Harbour Hall", "iban": iban } });
    let (ours, theirs) = (account("DE89370400440532013000"), account("GB82WEST12345698765432"));
    owner.patch(&event, ours.clone()).await.expect(200);
    let key = json!({ "name": "Books", "permissions": ["events.edit", "catalogue.edit"] });
    let key = owner.post("/api/v1/organisations/harbour/api-keys", key).await.expect(201).json();
    let key = owner.with_bearer(key["secret"].as_str().unwrap());
    app.clock.advance(600);
    assert_eq!(owner.patch(&event, theirs.clone()).await.problem(403), "auth.step_up_required");
    let kept = owner.get(&event).await.expect(200).json();
    assert_eq!(kept["bank_details"]["iban"], "DE89 3704 0044 0532 0130 00".replace(' ', ""));
    // What goes to nobody else is asked as it always was: the same account, none, another way to pay.
    owner.patch(&event, ours.clone()).await.expect(200);
    owner.patch(&event, json!({ "payment_methods": ["sandbox"], "bank_details": null })).await.expect(200);
    assert_eq!(owner.patch(&event, ours.clone()).await.problem(403), "auth.step_up_required");
    key.patch(&event, ours).await.expect(200);

    let proof = json!({ "password": "correct horse battery" });
    owner.entered(&owner.post("/api/v1/auth/step-up", proof).await.expect(200));
    let changed = owner.patch(&event, theirs).await.expect(200).json();
    assert_eq!(changed["bank_details"]["iban"], "GB82WEST12345698765432");
    app.run_jobs().await;
}
