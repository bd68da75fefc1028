//! Who may call what: every operation of the API document is tried without a session, without its permission, with
//! nothing but its permission, from another organisation, and with another organisation's things.

mod audit;
pub mod document;
mod keys;
mod matrix;
pub mod world;

use kernel::Permission;

pub use self::world::World;

use self::{
    document::{Operation, operations},
    world::digests,
};
use crate::app::{Answer, TestApp};

/// What is wrong with an answer, for a list of all that is wrong.
fn complaint(operation: &Operation, path: &str, answer: &Answer, wanted: &str) -> String {
    format!(
        "{} {} ({path}): {} instead of {wanted}: {}",
        operation.method,
        operation.id,
        answer.status,
        answer.text()
    )
}

fn said(answer: &Answer) -> (u16, String) {
    let problem: serde_json::Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    (answer.status.as_u16(), problem["code"].as_str().unwrap_or_default().to_owned())
}

/// What is asked for may be more than the caller has: a link that lets people in, for one, where they may only make links.
fn more_than_theirs(answer: &Answer) -> bool {
    said(answer).1.ends_with(".more_than_yours")
}

async fn signed_in_operations(app: &TestApp) -> Vec<Operation> {
    let all = operations(app).await;
    all.into_iter().filter(|operation| operation.signed_in).collect()
}

fn all_but(permission: Permission) -> Vec<Permission> {
    Permission::ALL.iter().copied().filter(|other| *other != permission).collect()
}

#[testkit::test]
async fn every_signed_in_operation_says_what_it_needs() {
    let app = TestApp::start().await;
    for operation in operations(&app).await {
        assert_eq!(operation.signed_in, operation.permission.is_some(), "{operation:?}");
        let known = operation.guarded_by().is_none_or(|name| name.parse::<Permission>().is_ok());
        assert!(known, "{operation:?}");
        let in_organisation = operation.path.starts_with("/api/v1/organisations/{org}");
        assert!(!in_organisation || operation.permission.as_deref() != Some("signed_in"), "{operation:?}");
    }
}

#[testkit::test]
async fn without_a_session_everything_is_401() {
    let (app, world) = World::built().await;
    let (guest, mut wrong) = (app.guest(), Vec::new());
    for operation in signed_in_operations(&app).await {
        let path = world.path(&operation);
        let answer = world.call(&guest, &operation, &path).await;
        if said(&answer) != (401, "auth.required".to_owned()) {
            wrong.push(complaint(&operation, &path, &answer, "401"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[testkit::test]
async fn without_its_permission_an_operation_is_403_and_with_it_alone_it_is_not() {
    let (app, world) = World::built().await;
    let theirs = World::build(&app, "rival", "their-show").await;
    let hired = world.hire(&app, "probe", None).await;
    let operations = signed_in_operations(&app).await;
    let mut wrong = Vec::new();
    for permission in Permission::ALL {
        let guarded: Vec<_> =
            operations.iter().filter(|operation| operation.guarded_by() == Some(permission.name())).collect();
        hired.may(&all_but(*permission)).await;
        for operation in &guarded {
            let path = world.path(operation);
            let answer = world.call(&hired.client, operation, &path).await;
            let named = answer.text().contains(permission.name());
            if said(&answer) != (403, "auth.forbidden".to_owned()) || !named {
                wrong.push(complaint(operation, &path, &answer, "403"));
            }
        }
        hired.may(&[*permission]).await;
        for operation in &guarded {
            // Things of another organisation, so that nothing is lost that the next operation needs.
            let own = |name: &str| {
                if ["org", "event"].contains(&name) { world.thing(name) } else { theirs.thing(name) }
            };
            let path = world.path_with(operation, own);
            let answer = world.call(&hired.client, operation, &path).await;
            let outside =
                ["such organisation", "such event"].iter().any(|words| answer.text().contains(words));
            if (matches!(said(&answer).0, 401 | 403 | 500..) && !more_than_theirs(&answer)) || outside {
                wrong.push(complaint(operation, &path, &answer, "anything but a refusal"));
            }
        }
    }
    app.run_jobs().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[testkit::test]
async fn another_organisations_things_are_404_and_stay_as_they_are() {
    let (app, ours) = World::built().await;
    let theirs = World::build(&app, "rival", "their-show").await;
    let before = digests(&app, "rival").await;
    let mut wrong = Vec::new();
    for operation in signed_in_operations(&app).await {
        // A position's number counts within its order: it names nothing of anybody else's.
        for foreign in operation.parameters().into_iter().filter(|name| *name != "number") {
            let path = ours.path_with(&operation, |name| match name == foreign {
                true => theirs.thing(name),
                false => ours.thing(name),
            });
            let answer = ours.call(&ours.shop.owner, &operation, &path).await;
            if said(&answer) != (404, "request.not_found".to_owned()) {
                wrong.push(complaint(&operation, &path, &answer, "404"));
            }
        }
    }
    assert_eq!(digests(&app, "rival").await, before, "the other organisation's rows are as they were");
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[testkit::test]
async fn events_that_no_role_grants_are_not_there() {
    let (app, world) = World::built().await;
    let other = operations(&app).await.into_iter().find(|operation| operation.id == "create_event").unwrap();
    let other =
        world.call(&world.shop.owner, &other, "/api/v1/organisations/harbour/events").await.expect(201);
    let elsewhere = world.hire(&app, "elsewhere", other.json()["id"].as_str()).await;
    elsewhere.may(Permission::ALL).await;
    let mut wrong = Vec::new();
    for operation in signed_in_operations(&app).await {
        let at_event = operation.parameters().contains(&"event");
        if !at_event && operation.guarded_by().is_none() {
            continue;
        }
        let (path, wanted) = (world.path(&operation), if at_event { 404 } else { 403 });
        let answer = world.call(&elsewhere.client, &operation, &path).await;
        if said(&answer).0 != wanted {
            wrong.push(complaint(&operation, &path, &answer, &wanted.to_string()));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
    let list = elsewhere.client.get("/api/v1/organisations/harbour/events").await.expect(200).json();
    let slugs: Vec<_> = list["items"].as_array().unwrap().iter().map(|event| &event["slug"]).collect();
    assert_eq!(slugs, ["autumn"]);
    elsewhere.client.get("/api/v1/organisations/harbour/events/autumn").await.expect(200);
}
