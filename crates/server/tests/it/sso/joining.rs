//! Who gets in, as what, and whose account it is.

use serde_json::{Value, json};

use super::{Connected, HERE, SSO, ada, location, refusal, through};
use crate::app::{Client, Shop};

const EMAIL: &str = "ada@harbour.example";

async fn me(client: &Client) -> Value {
    client.get("/api/v1/me").await.expect(200).json()
}

/// Goes to the provider to tell who one is there; gives where the browser ends up.
async fn link(client: &Client, org: &str) -> String {
    let url = client.post(&format!("/api/v1/me/sso/{org}"), json!({})).await.expect(200).json();
    let back = location(&client.get(url["url"].as_str().unwrap()).await);
    location(&client.get(&back).await)
}

#[testkit::test]
async fn an_account_is_never_found_by_address_alone() {
    let here = Connected::start().await;
    let claims = |value: Value| here.provider.set().claims = value;
    claims(json!({ "sub": "1", "email": "ada@elsewhere.example", "email_verified": true }));
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_foreign_domain");
    // The owner's account is at a domain that nobody has proven.
    claims(json!({ "sub": "2", "email": "owner@harbour.example" }));
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_unproven_account");
    claims(json!({ "sub": "3", "email": EMAIL, "email_verified": false }));
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_no_address");
    claims(json!({ "sub": "4" }));
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_no_address");
    let mut rows = here.app.owner().await;
    let linked: i64 =
        sqlx::query_scalar("select count(*) from sso_identities").fetch_one(&mut rows).await.unwrap();
    assert_eq!(linked, 0);
}

#[testkit::test]
async fn an_address_that_somebody_has_proven_at_a_proven_domain_is_theirs() {
    let here = Connected::start().await;
    here.app.letters().await;
    let ada = here.app.guest();
    ada.sign_up("Ada", EMAIL).await;
    let (_, token) = here.app.letter().await;
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_unproven_account");
    ada.post("/api/v1/auth/verify-email", json!({ "token": token })).await.expect(204);
    let at_work = here.app.guest();
    assert_eq!(through(&at_work).await, "/admin/");
    assert_eq!(me(&at_work).await["person"]["id"], me(&ada).await["person"]["id"]);
}

#[testkit::test]
async fn what_only_the_user_info_endpoint_tells_counts_if_it_is_about_the_same_person() {
    let here = Connected::start().await;
    here.provider.set().claims = json!({ "sub": "ada" });
    here.provider.set().user_info = json!({ "sub": "eve", "email": EMAIL });
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_not_believed");
    here.provider.set().user_info = json!({ "sub": "ada", "email": EMAIL, "name": "Ada" });
    assert_eq!(through(&here.app.guest()).await, "/admin/");
}

#[testkit::test]
async fn whoever_is_signed_in_says_who_they_are_at_the_provider() {
    let here = Connected::start().await;
    let owner = &here.shop.owner;
    assert_eq!(link(owner, "harbour").await, "/admin/account?linked=harbour");
    assert_eq!(link(owner, "harbour").await, "/admin/account?linked=harbour", "twice is once");
    let at_work = here.app.guest();
    assert_eq!(through(&at_work).await, "/admin/");
    assert_eq!(me(&at_work).await["person"]["id"], me(owner).await["person"]["id"]);
    assert_eq!(me(&at_work).await["organisations"][0]["role"], "owner", "owners stay owners");

    here.provider.set().claims["sub"] = json!("another");
    assert_eq!(link(owner, "harbour").await, "/admin/account?problem=identity.sso_linked_already");
    here.provider.set().claims = ada();
    let bea = here.app.guest();
    bea.sign_up("Bea", "bea@elsewhere.example").await;
    bea.post("/api/v1/me/sso/harbour", json!({})).await.expect(404);
    owner.delete("/api/v1/me/sso/harbour").await.expect(204);
    at_work.get("/api/v1/me").await.expect(401);
    owner.delete("/api/v1/me/sso/harbour").await.expect(404);
}

#[testkit::test]
async fn groups_say_what_somebody_is_each_time_they_come() {
    let here = Connected::start().await;
    let role = json!({ "name": "Box office", "permissions": ["orders.view"] });
    let own = here.shop.owner.post(&format!("{HERE}/roles"), role).await.expect(201).json()["role"].clone();
    let mapped = json!([{ "group": "bosses", "role": "admin" }, { "group": "sellers", "role": own }]);
    here.change(|body| body["groups"] = mapped.clone()).await;
    let role_with = async |groups: Value| {
        here.provider.set().claims["groups"] = groups;
        let client = here.app.guest();
        assert_eq!(through(&client).await, "/admin/");
        me(&client).await["organisations"][0]["role"].clone()
    };
    assert_eq!(role_with(json!(["sellers", "others"])).await, own);
    assert_eq!(role_with(json!(["sellers", "bosses"])).await, "admin", "the first in the list counts");
    assert_eq!(role_with(json!("sellers")).await, own);
    assert_eq!(role_with(json!([])).await, "viewer", "what somebody is whose groups map to nothing");
    here.change(|body| {
        body["groups"] = mapped;
        body["default_role"] = Value::Null;
    })
    .await;
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_no_role");
}

#[testkit::test]
async fn nobody_maps_a_group_to_more_than_they_may_do_or_to_owners() {
    let here = Connected::start().await;
    let mut body = super::connection(&here.provider);
    body["groups"] = json!([{ "group": "a", "role": "owner" }]);
    assert_eq!(here.shop.owner.put(SSO, body.clone()).await.refused_field(), "/groups");
    body["groups"] = json!([{ "group": "a", "role": "door" }, { "group": "a", "role": "viewer" }]);
    assert_eq!(here.shop.owner.put(SSO, body.clone()).await.refused_field(), "/groups");
    body["groups"] = json!([{ "group": "a", "role": "rol_06b1v4zqk5x3k8r2m7n9p4t6w0" }]);
    assert_eq!(here.shop.owner.put(SSO, body).await.refused_field(), "/role");
}

#[testkit::test]
async fn without_joining_only_members_get_in() {
    let here = Connected::start().await;
    here.change(|body| body["joins"] = json!(false)).await;
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_not_member");
    let mut rows = here.app.owner().await;
    let made: i64 = sqlx::query_scalar("select count(*) from people where email = 'ada@harbour.example'")
        .fetch_one(&mut rows)
        .await
        .unwrap();
    assert_eq!(made, 0, "nobody is made who does not get in");
}

#[testkit::test]
async fn ten_first_sign_ins_at_once_make_one_person() {
    let here = Connected::start().await;
    let tries = (0..10).map(|_| async {
        let client = here.app.guest();
        (through(&client).await, me(&client).await["person"]["id"].clone())
    });
    let people = futures_util::future::join_all(tries).await;
    assert!(people.iter().all(|(end, person)| end == "/admin/" && *person == people[0].1), "{people:?}");
}

#[testkit::test]
async fn a_session_through_one_organisation_opens_no_other_and_changes_no_account() {
    let here = Connected::start().await;
    let owner = &here.shop.owner;
    link(owner, "harbour").await;
    let rival =
        json!({ "name": "Rival", "slug": "rival", "contact_email": "r@r.example", "locales": ["en"] });
    owner.post("/api/v1/organisations", rival).await.expect(201);
    let at_work = here.app.guest();
    through(&at_work).await;
    at_work.get(HERE).await.expect(200);
    assert_eq!(at_work.get("/api/v1/organisations/rival").await.problem(403), "auth.sso_elsewhere");
    let organisations = me(&at_work).await["organisations"].as_array().unwrap().len();
    assert_eq!(organisations, 1, "the others are not listed");
    let change = at_work.post("/api/v1/me/password", json!({ "password": "incorrect horse battery" })).await;
    assert_eq!(change.problem(403), "auth.sso_session");
    // What belongs to the organisation asks for a fresh proof, and has one.
    at_work.put(&format!("{HERE}/security"), json!({ "second_factor": "off" })).await.expect(200);
    owner.get("/api/v1/organisations/rival").await.expect(200);
}

#[testkit::test]
async fn the_provider_stands_for_the_second_factor() {
    let here = Connected::start().await;
    sqlx::query("update organisations set second_factor = 'everyone'")
        .execute(&mut here.app.owner().await)
        .await
        .unwrap();
    let ada = here.app.guest();
    through(&ada).await;
    ada.get(HERE).await.expect(200);
    let elsewhere = Shop { owner: here.shop.owner.clone(), org: String::new(), event: String::new() };
    assert_eq!(elsewhere.owner.get(HERE).await.problem(403), "auth.second_factor_required");
}
