//! The provider as the only way in, and the owner who has another.

use serde_json::json;

use super::{Connected, HERE, SSO, through};
use crate::app::Client;

const REQUIREMENT: &str = "/api/v1/organisations/harbour/sso/requirement";

async fn person(client: &Client) -> String {
    client.get("/api/v1/me").await.expect(200).json()["person"]["id"].as_str().unwrap().to_owned()
}

#[testkit::test]
async fn only_the_owner_who_asked_for_it_gets_in_by_their_own_means() {
    let here = Connected::start().await;
    let owner = &here.shop.owner;
    let bea = here.app.guest();
    bea.sign_up("Bea", "bea@elsewhere.example").await;
    join(&here, &bea, "owner").await;
    bea.get(HERE).await.expect(200);
    let required = owner.put(REQUIREMENT, json!({ "required": true })).await.expect(200).json();
    assert_eq!(required["connection"]["break_glass"], json!(person(owner).await));

    assert_eq!(bea.get(HERE).await.problem(403), "auth.sso_required");
    assert_eq!(bea.get(&format!("{HERE}/members")).await.problem(403), "auth.sso_required");
    owner.get(HERE).await.expect(200);
    let ada = here.app.guest();
    through(&ada).await;
    ada.get(HERE).await.expect(200);
    // Whoever is shut out can still say who they are at the provider, and then comes through it.
    here.provider.set().claims = json!({ "sub": "bea" });
    let url = bea.post("/api/v1/me/sso/harbour", json!({})).await.expect(200).json();
    let back = super::location(&bea.get(url["url"].as_str().unwrap()).await);
    assert_eq!(super::location(&bea.get(&back).await), "/admin/account?linked=harbour");
    assert_eq!(through(&bea).await, "/admin/");
    bea.get(HERE).await.expect(200);

    let member = format!("{HERE}/members/{}", person(owner).await);
    assert_eq!(bea.delete(&member).await.problem(409), "identity.break_glass_stays");
    assert_eq!(
        bea.patch(&member, json!({ "role": "admin" })).await.problem(409),
        "identity.break_glass_stays"
    );
    let leaving = owner.delete(&format!("{HERE}/members/me")).await;
    assert_eq!(leaving.problem(409), "identity.break_glass_stays");
    owner.put(REQUIREMENT, json!({ "required": false })).await.expect(200);
    owner.delete(&format!("{HERE}/members/me")).await.expect(204);
}

#[testkit::test]
async fn who_is_no_owner_can_not_require_it() {
    let here = Connected::start().await;
    let role = json!({ "name": "Guard", "permissions": ["security.manage"] });
    let role = here.shop.owner.post(&format!("{HERE}/roles"), role).await.expect(201).json();
    let bea = here.app.guest();
    bea.sign_up("Bea", "bea@elsewhere.example").await;
    join(&here, &bea, "viewer").await;
    let member = format!("{HERE}/members/{}", person(&bea).await);
    here.shop.owner.patch(&member, json!({ "role": role["role"] })).await.expect(200);
    let refused = bea.put(REQUIREMENT, json!({ "required": true })).await;
    assert_eq!(refused.problem(403), "identity.break_glass_owner");
}

#[testkit::test]
async fn ending_single_sign_on_ends_what_began_through_it() {
    let here = Connected::start().await;
    let ada = here.app.guest();
    through(&ada).await;
    here.shop.owner.put(REQUIREMENT, json!({ "required": true })).await.expect(200);
    here.shop.owner.delete(SSO).await.expect(204);
    ada.get("/api/v1/me").await.expect(401);
    assert_eq!(here.shop.owner.get(SSO).await.expect(200).json()["connection"], json!(null));
    assert_eq!(here.shop.owner.delete(SSO).await.problem(409), "identity.sso_not_configured");
    here.shop.owner.get(HERE).await.expect(200);
}

/// Makes somebody a member.
async fn join(here: &Connected, client: &Client, role: &str) {
    sqlx::query(
        "insert into memberships (org_id, person_id, role, created_at)
         select org_id, $1, $2, now() from organisation_slugs where slug = 'harbour'",
    )
    .bind(person(client).await.parse::<kernel::PersonId>().unwrap().uuid())
    .bind(role)
    .execute(&mut here.app.owner().await)
    .await
    .unwrap();
}
