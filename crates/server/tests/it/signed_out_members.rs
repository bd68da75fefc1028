//! An organisation signs a member out: a laptop is stolen, and whoever manages the members can't wait for its owner.

use identity::letter::Says;
use kernel::Permission;
use serde_json::{Value, json};

use crate::{
    access::{World, world::Hired},
    app::{Client, TestApp},
    oauth::acting_for,
    sso::{Connected, through},
};

const HERE: &str = "/api/v1/organisations/harbour";
const PASSWORD: &str = "correct horse battery";

async fn person(client: &Client) -> String {
    let me = client.get("/api/v1/me").await.expect(200).json();
    me["person"]["id"].as_str().unwrap().to_owned()
}

fn sessions_of(person: &str) -> String {
    format!("{HERE}/members/{person}/sessions")
}

/// A member who sees orders.
async fn bea(app: &TestApp, world: &World) -> Hired {
    let bea = world.hire(app, "bea", None).await;
    bea.may(&[Permission::OrdersView]).await;
    bea
}

async fn confirm(client: &Client) {
    let proof = json!({ "password": PASSWORD });
    client.entered(&client.post("/api/v1/auth/step-up", proof).await.expect(200));
}

#[testkit::test]
async fn a_stolen_laptop_opens_the_organisation_no_more_and_its_owner_comes_back() {
    let (app, world) = World::built().await;
    let bea = bea(&app, &world).await;
    let phone = &bea.client;
    let laptop = app.guest();
    laptop.sign_in("bea@harbour.example", PASSWORD).await;
    let own =
        json!({ "name": "Bea's", "slug": "beas", "contact_email": "bea@beas.example", "locales": ["en"] });
    phone.post("/api/v1/organisations", own).await.expect(201);
    let orders = world.shop.api("/orders");
    laptop.get(&orders).await.expect(200);
    app.letters().await;
    let id = person(phone).await;

    world.shop.owner.delete(&sessions_of(&id)).await.expect(204);
    for device in [phone, &laptop] {
        let refused = device.get(&orders).await.expect(403).json();
        assert_eq!(refused["code"], "auth.step_up_required");
        assert!(refused["detail"].as_str().unwrap().contains("signed out"), "{refused}");
        // The account, and what else is theirs, is theirs to end.
        device.get("/api/v1/organisations/beas").await.expect(200);
    }
    app.clock.advance(1);
    confirm(phone).await;
    phone.get(&orders).await.expect(200);
    assert_eq!(laptop.get(&orders).await.problem(403), "auth.step_up_required");
    let anew = app.guest();
    anew.sign_in("bea@harbour.example", PASSWORD).await;
    anew.get(&orders).await.expect(200);

    let letters = app.letters().await;
    let [(to, Says::SignedOut(organisation))] = letters.as_slice() else { panic!("one mail, to Bea") };
    assert_eq!((to.as_str(), organisation.as_str()), ("bea@harbour.example", "The harbour"));
    let log = phone.get("/api/v1/me/log").await.expect(200).text();
    assert!(log.contains("session.ended_by_organisation"), "{log}");
    let audit =
        world.shop.owner.get(&format!("{HERE}/audit?action=member.signed_out")).await.expect(200).json();
    assert_eq!(audit["items"].as_array().unwrap().len(), 1, "{audit}");
    app.run_jobs().await;
}

#[testkit::test]
async fn keys_of_their_own_and_apps_end_here_too() {
    let (app, world) = World::built().await;
    let bea = bea(&app, &world).await;
    let make = async || {
        let key = json!({ "name": "Script", "permissions": ["orders.view"] });
        let key = bea.client.post("/api/v1/me/api-keys", key).await.expect(201).json();
        bea.client.with_bearer(key["secret"].as_str().unwrap())
    };
    let (key, orders) = (make().await, world.shop.api("/orders"));
    key.get(&orders).await.expect(200);
    let ann = world.hire(&app, "ann", None).await;
    let ann_id = person(&ann.client).await;
    let owner = &world.shop.owner;
    owner.patch(&format!("{HERE}/members/{ann_id}"), json!({ "role": "owner" })).await.expect(200);
    let planner = acting_for(&app, owner, "harbour").await;
    planner.get(HERE).await.expect(200);

    owner.delete(&sessions_of(&person(&bea.client).await)).await.expect(204);
    assert_eq!(key.get(&orders).await.problem(403), "auth.step_up_required");
    app.clock.advance(1);
    confirm(&bea.client).await;
    assert_eq!(key.get(&orders).await.problem(403), "auth.step_up_required", "it is as old as it was");
    make().await.get(&orders).await.expect(200);

    ann.client.delete(&sessions_of(&person(owner).await)).await.expect(204);
    assert_eq!(planner.get(HERE).await.problem(401), "auth.bad_token");
    let ended: Value = sqlx::query_scalar(
        "select after from audit_log where action = 'member.signed_out' and after->>'apps' = '1'",
    )
    .fetch_one(&mut app.owner().await)
    .await
    .unwrap();
    assert_eq!(ended["sso_sessions"], 0);
    app.run_jobs().await;
}

#[testkit::test]
async fn a_session_through_the_organisations_provider_ends() {
    let here = Connected::start().await;
    let ada = here.app.guest();
    assert_eq!(through(&ada).await, "/admin/");
    here.shop.owner.delete(&sessions_of(&person(&ada).await)).await.expect(204);
    ada.get("/api/v1/me").await.expect(401);
    here.app.clock.advance(1);
    assert_eq!(through(&ada).await, "/admin/");
    ada.get(HERE).await.expect(200);
}

#[testkit::test]
async fn nobody_signs_out_whom_they_could_not_remove() {
    let (app, world) = World::built().await;
    let rival = World::build(&app, "rival", "their-show").await;
    let (bea, boss) = (bea(&app, &world).await, world.hire(&app, "boss", None).await);
    let (bea_id, owner_id) = (person(&bea.client).await, person(&world.shop.owner).await);
    assert_eq!(boss.client.delete(&sessions_of(&bea_id)).await.problem(403), "auth.forbidden");
    boss.may(&[Permission::MembersManage]).await;
    let more = "identity.more_than_yours";
    assert_eq!(
        boss.client.delete(&sessions_of(&bea_id)).await.problem(403),
        more,
        "Bea sees orders, the boss does not"
    );
    assert_eq!(boss.client.delete(&sessions_of(&owner_id)).await.problem(403), more);
    // Another organisation signs nobody out of this one, and those who belong to both only of itself.
    let theirs = format!("/api/v1/organisations/rival/members/{bea_id}/sessions");
    assert_eq!(rival.shop.owner.delete(&theirs).await.problem(404), "request.not_found");
    bea.client.get(&world.shop.api("/orders")).await.expect(200);
    app.clock.advance(601);
    let stale = world.shop.owner.delete(&sessions_of(&bea_id)).await;
    assert_eq!(stale.problem(403), "auth.step_up_required");
    app.run_jobs().await;
}

#[testkit::test]
async fn another_process_hears_of_it_within_five_seconds() {
    let (app, world) = World::built().await;
    let bea = bea(&app, &world).await;
    let other = app.another_process().await;
    let (there, orders) = (other.asked_by(&bea.client), world.shop.api("/orders"));
    there.get(&orders).await.expect(200);
    world.shop.owner.delete(&sessions_of(&person(&bea.client).await)).await.expect(204);
    app.clock.advance(5);
    assert_eq!(there.get(&orders).await.problem(403), "auth.step_up_required");
    app.run_jobs().await;
}
