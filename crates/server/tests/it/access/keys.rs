//! Every operation with an API key: with exactly the permission it needs, without it, and where only people may.

use kernel::Permission;
use serde_json::json;

use super::{all_but, complaint, more_than_theirs, said, signed_in_operations, world::World};
use crate::app::Client;

async fn key(world: &World, permissions: &[Permission]) -> Client {
    let body = json!({ "name": "Probe", "permissions": permissions });
    let path = format!("/api/v1/organisations/{}/api-keys", world.thing("org"));
    let made = world.shop.owner.post(&path, body).await.expect(201).json();
    world.shop.owner.with_bearer(made["secret"].as_str().unwrap())
}

#[testkit::test]
async fn a_key_does_what_its_permission_allows_and_nothing_else() {
    let (app, world) = World::built().await;
    let theirs = World::build(&app, "rival", "their-show").await;
    let operations = signed_in_operations(&app).await;
    let mut wrong = Vec::new();
    for permission in Permission::ALL {
        let (with, without) = (key(&world, &[*permission]).await, key(&world, &all_but(*permission)).await);
        for operation in
            operations.iter().filter(|operation| operation.guarded_by() == Some(permission.name()))
        {
            let path = world.path(operation);
            let answer = world.call(&without, operation, &path).await;
            if said(&answer) != (403, "auth.forbidden".to_owned()) {
                wrong.push(complaint(operation, &path, &answer, "403"));
            }
            // Things of another organisation, so that nothing is lost that the next operation needs.
            let own = |name: &str| {
                if ["org", "event"].contains(&name) { world.thing(name) } else { theirs.thing(name) }
            };
            let path = world.path_with(operation, own);
            let answer = world.call(&with, operation, &path).await;
            let refused = matches!(said(&answer).0, 401 | 403 | 500..) && !more_than_theirs(&answer);
            let people_only = said(&answer) == (403, "auth.people_only".to_owned());
            if refused == operation.takes_tokens || (refused && !people_only) {
                wrong.push(complaint(operation, &path, &answer, "what the document says"));
            }
        }
    }
    app.run_jobs().await;
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[testkit::test]
async fn what_concerns_ones_own_account_is_not_for_keys() {
    let (app, world) = World::built().await;
    let own = json!({ "name": "Probe", "permissions": Permission::ALL });
    let own = world.shop.owner.post("/api/v1/me/api-keys", own).await.expect(201).json();
    let own = world.shop.owner.with_bearer(own["secret"].as_str().unwrap());
    let all = key(&world, Permission::ALL).await;
    let mut wrong = Vec::new();
    for operation in signed_in_operations(&app).await.iter().filter(|operation| !operation.takes_tokens) {
        for key in [&own, &all] {
            let path = world.path(operation);
            let answer = world.call(key, operation, &path).await;
            if said(&answer) != (403, "auth.people_only".to_owned()) {
                wrong.push(complaint(operation, &path, &answer, "403"));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[testkit::test]
async fn a_key_of_one_organisation_finds_no_other() {
    let (app, world) = World::built().await;
    let theirs = World::build(&app, "rival", "their-show").await;
    let all = key(&world, Permission::ALL).await;
    let mut wrong = Vec::new();
    for operation in
        signed_in_operations(&app).await.iter().filter(|operation| operation.parameters().contains(&"org"))
    {
        let path = theirs.path(operation);
        let answer = theirs.call(&all, operation, &path).await;
        if operation.takes_tokens && said(&answer) != (404, "request.not_found".to_owned()) {
            wrong.push(complaint(operation, &path, &answer, "404"));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}
