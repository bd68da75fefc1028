//! Groups are roles by the single sign-on's mapping, and teams by their name.

use serde_json::{Value, json};

use super::{HERE, Provisioned, refused};

const ADA: &str = "ada@harbour.example";

async fn group(here: &Provisioned, name: &str, members: &[&Value]) -> String {
    let members: Vec<Value> = members.iter().map(|user| json!({ "value": user["id"] })).collect();
    let group = json!({ "displayName": name, "members": members });
    let group = here.provider.post("/Groups", group).await.expect(201).json();
    format!("/Groups/{}", group["id"].as_str().unwrap())
}

async fn in_team(here: &Provisioned, name: &str) -> usize {
    let teams = here.shop.owner.get(&format!("{HERE}/teams")).await.expect(200).json();
    let team = teams["items"].as_array().unwrap().iter().find(|team| team["name"] == name).unwrap().clone();
    team["members"].as_array().unwrap().len()
}

#[testkit::test]
async fn a_mapped_group_is_a_role() {
    let here = Provisioned::start().await;
    let connection = json!({
        "issuer": "https://login.example.org", "client_id": "app", "scopes": [], "joins": false, "default_role": "viewer",
        "groups": [{ "group": "Bosses", "role": "admin" }, { "group": "Crew", "role": "door" }],
    });
    here.shop.owner.put(&format!("{HERE}/sso"), connection).await.expect(200);
    let ada = here.ada().await;
    let crew = group(&here, "Crew", &[&ada]).await;
    assert_eq!(here.role_of(ADA).await, Some(json!("door")));
    let bosses = group(&here, "bosses", &[&ada]).await;
    assert_eq!(here.role_of(ADA).await, Some(json!("admin")), "the first in the list counts");
    here.provider.delete(&bosses).await.expect(204);
    assert_eq!(here.role_of(ADA).await, Some(json!("door")));
    here.provider
        .patch(&crew, json!([{ "op": "replace", "path": "members", "value": [] }]))
        .await
        .expect(200);
    assert_eq!(here.role_of(ADA).await, Some(json!("viewer")));
    let user = here.provider.get(&format!("/Users/{}", ada["id"].as_str().unwrap())).await.expect(200).json();
    assert!(user.get("groups").is_none());
}

#[testkit::test]
async fn a_group_fills_the_team_of_its_name() {
    let here = Provisioned::start().await;
    let team = json!({ "name": "Night shift", "role": "door" });
    here.shop.owner.post(&format!("{HERE}/teams"), team).await.expect(201);
    let ada = here.ada().await;
    let path = format!("/Users/{}", ada["id"].as_str().unwrap());
    let shift = group(&here, "night SHIFT", &[&ada]).await;
    assert_eq!(in_team(&here, "Night shift").await, 1);
    here.provider
        .patch(&path, json!([{ "op": "replace", "path": "active", "value": false }]))
        .await
        .expect(200);
    assert_eq!(in_team(&here, "Night shift").await, 0);
    here.provider
        .patch(&path, json!([{ "op": "replace", "path": "active", "value": true }]))
        .await
        .expect(200);
    assert_eq!(in_team(&here, "Night shift").await, 1, "whoever comes back is in their teams");
    here.provider
        .patch(&shift, json!([{ "op": "replace", "path": "displayName", "value": "Day" }]))
        .await
        .expect(200);
    assert_eq!(in_team(&here, "Night shift").await, 0);
}

#[testkit::test]
async fn a_group_has_users_of_its_organisation_only() {
    let here = Provisioned::start().await;
    let ada = here.ada().await;
    for members in
        [json!([{ "value": "nobody" }]), json!([{ "value": uuid::Uuid::new_v4() }]), json!([7]), json!("all")]
    {
        let made = here.provider.post("/Groups", json!({ "displayName": "Crew", "members": members })).await;
        assert_eq!(refused(&made).0, 400);
    }
    group(&here, "Crew", &[&ada]).await;
    let again = here.provider.post("/Groups", json!({ "displayName": "crew" })).await;
    assert_eq!(refused(&again), (409, "uniqueness".to_owned()));
    let read = here.provider.get("/Users").await.expect(200).json();
    assert_eq!(read["Resources"][0]["groups"][0]["display"], "Crew");
}
