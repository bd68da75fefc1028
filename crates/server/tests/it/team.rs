//! Roles, members and teams: who can give what to whom.

use serde_json::{Value, json};

use crate::app::{Client, Shop, TestApp};

const HERE: &str = "/api/v1/organisations/harbour";

/// The owner's shop with more members.
struct Crew {
    shop: Shop,
}

impl Crew {
    async fn gather() -> (TestApp, Self) {
        let (app, shop) = Shop::drafted().await;
        (app, Self { shop })
    }

    fn owner(&self) -> &Client {
        &self.shop.owner
    }

    /// Somebody new with a role for the whole organisation, and their id.
    async fn join(&self, app: &TestApp, name: &str, role: &str) -> (Client, String) {
        let client = app.guest();
        client.sign_up(name, &format!("{name}@harbour.example")).await;
        let id = me(&client).await["person"]["id"].as_str().unwrap().to_owned();
        sqlx::query(
            "insert into memberships (org_id, person_id, role, created_at)
             select org_id, $1, 'viewer', now() from organisation_slugs where slug = 'harbour'",
        )
        .bind(id.parse::<kernel::PersonId>().unwrap().uuid())
        .execute(&mut app.owner().await)
        .await
        .unwrap();
        self.owner().patch(&member(&id), json!({ "role": role })).await.expect(200);
        (client, id)
    }

    async fn role(&self, name: &str, permissions: &[&str]) -> String {
        let body = json!({ "name": name, "permissions": permissions });
        let role = self.owner().post(&format!("{HERE}/roles"), body).await.expect(201).json();
        role["role"].as_str().unwrap().to_owned()
    }

    async fn event(&self) -> String {
        let event = self.owner().get(&self.shop.api("")).await.expect(200).json();
        event["id"].as_str().unwrap().to_owned()
    }
}

fn member(id: &str) -> String {
    format!("{HERE}/members/{id}")
}

async fn me(client: &Client) -> Value {
    client.get("/api/v1/me").await.expect(200).json()
}

async fn id(client: &Client) -> String {
    me(client).await["person"]["id"].as_str().unwrap().to_owned()
}

#[testkit::test]
async fn a_role_of_ones_own_is_made_given_changed_and_deleted_when_nobody_has_it() {
    let (app, crew) = Crew::gather().await;
    let owner = crew.owner();
    let role = crew.role("Box office", &["orders.view", "orders.create"]).await;
    let (bea, bea_id) = crew.join(&app, "bea", &role).await;
    let list = owner.get(&format!("{HERE}/roles")).await.expect(200).json();
    let items = list["items"].as_array().unwrap();
    assert_eq!((items.len(), &items[0]["role"], &items[0]["members"]), (9, &json!("owner"), &json!(1)));
    assert_eq!((&items[8]["name"], &items[8]["members"]), (&json!("Box office"), &json!(1)));
    bea.get(&crew.shop.api("/orders")).await.expect(200);
    let export = crew.shop.api("/orders.csv");
    let refused = bea.get(&export).await.expect(403).json();
    assert_eq!(refused["code"], "auth.forbidden");
    assert!(refused["detail"].as_str().unwrap().contains("orders.export: Download orders as a file."));

    let path = format!("{HERE}/roles/{role}");
    owner.patch(&path, json!({ "permissions": ["orders.export"] })).await.expect(200);
    bea.get(&export).await.expect(200);
    bea.get(&crew.shop.api("/orders")).await.expect(403);
    assert_eq!(owner.delete(&path).await.problem(409), "identity.role_in_use");
    owner.patch(&member(&bea_id), json!({ "role": "door" })).await.expect(200);
    owner.delete(&path).await.expect(204);
    assert_eq!(owner.patch(&member(&bea_id), json!({ "role": role })).await.refused_field(), "/role");
    let twice = json!({ "name": "night SHIFT", "permissions": [] });
    crew.role("Night shift", &[]).await;
    assert_eq!(owner.post(&format!("{HERE}/roles"), twice).await.problem(409), "identity.name_taken");
}

#[testkit::test]
async fn me_tells_what_one_may_do_where() {
    let (app, crew) = Crew::gather().await;
    let event = crew.event().await;
    let all = me(crew.owner()).await["organisations"][0].clone();
    assert_eq!(all["permissions"].as_array().unwrap().len(), kernel::Permission::ALL.len());
    let (dan, dan_id) = crew.join(&app, "dan", "door").await;
    crew.owner().patch(&member(&dan_id), json!({ "events": [event] })).await.expect(200);
    let membership = me(&dan).await["organisations"][0].clone();
    assert_eq!(membership["role"], "door");
    assert_eq!((&membership["role_name"], &membership["all_events"]), (&json!("Door"), &json!(false)));
    assert_eq!(membership["permissions"], json!([]));
    assert_eq!(membership["event_permissions"], json!({ event: ["checkin.view", "checkin.perform"] }));
    dan.get(&crew.shop.api("/check-in-lists")).await.expect(200);
    dan.get(&format!("{HERE}/members")).await.expect(403);
}

#[testkit::test]
async fn nobody_gives_or_takes_more_than_they_have() {
    let (app, crew) = Crew::gather().await;
    let boss =
        crew.role("Team lead", &["members.view", "members.manage", "roles.manage", "orders.view"]).await;
    let (lead, lead_id) = crew.join(&app, "lead", &boss).await;
    let (_, ann) = crew.join(&app, "ann", "admin").await;
    let (_, vic) = crew.join(&app, "vic", "door").await;
    let owner_id = id(crew.owner()).await;
    let more = "identity.more_than_yours";
    let viewer = crew.role("Looks on", &["orders.view"]).await;
    for (path, change) in [
        (member(&lead_id), json!({ "role": "admin" })),
        (member(&lead_id), json!({ "role": "owner" })),
        (member(&vic), json!({ "role": "finance" })),
        (member(&ann), json!({ "role": viewer })),
        (member(&owner_id), json!({ "role": viewer })),
        (format!("{HERE}/roles/{boss}"), json!({ "permissions": ["orders.refund"] })),
    ] {
        assert_eq!(lead.patch(&path, change).await.problem(403), more, "{path}");
    }
    assert_eq!(lead.delete(&member(&ann)).await.problem(403), more);
    assert_eq!(lead.delete(&member(&owner_id)).await.problem(403), more);
    let team = json!({ "name": "Sneaky", "role": "admin", "members": [lead_id] });
    assert_eq!(lead.post(&format!("{HERE}/teams"), team).await.problem(403), more);
    let role = json!({ "name": "Sneaky", "permissions": ["security.manage"] });
    assert_eq!(lead.post(&format!("{HERE}/roles"), role).await.problem(403), more);
    // Vic may do things at the door that the team lead may not, so even a smaller role is not theirs to give.
    assert_eq!(lead.patch(&member(&vic), json!({ "role": viewer })).await.problem(403), more);
}

#[testkit::test]
async fn owners_are_made_by_owners_and_the_last_one_stays() {
    let (app, crew) = Crew::gather().await;
    let (owner, owner_id) = (crew.owner(), id(crew.owner()).await);
    let everything: Vec<_> = kernel::Permission::ALL.iter().map(|permission| permission.name()).collect();
    let almost = crew.role("Everything", &everything).await;
    let (ann, ann_id) = crew.join(&app, "ann", &almost).await;
    assert_eq!(
        ann.patch(&member(&ann_id), json!({ "role": "owner" })).await.problem(403),
        "identity.more_than_yours"
    );
    assert_eq!(ann.delete(&member(&owner_id)).await.problem(403), "identity.more_than_yours");
    assert_eq!(
        owner.patch(&member(&owner_id), json!({ "role": "door" })).await.problem(409),
        "identity.last_owner"
    );
    assert_eq!(owner.delete(&member(&owner_id)).await.problem(409), "identity.last_owner");
    assert_eq!(owner.delete(&member("me")).await.problem(409), "identity.last_owner");
    let event = crew.event().await;
    let some = json!({ "role": "owner", "events": [event] });
    assert_eq!(owner.patch(&member(&ann_id), some).await.refused_field(), "/events");
    owner.patch(&member(&ann_id), json!({ "role": "owner" })).await.expect(200);
    owner.delete(&member("me")).await.expect(204);
    owner.get(HERE).await.expect(404);
    assert_eq!(ann.delete(&member("me")).await.problem(409), "identity.last_owner");
}

#[testkit::test]
async fn two_owners_who_leave_at_once_do_not_both_succeed() {
    let (app, crew) = Crew::gather().await;
    let (ann, _) = crew.join(&app, "ann", "owner").await;
    let path = member("me");
    let (one, two) = tokio::join!(crew.owner().delete(&path), ann.delete(&path));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort_unstable();
    assert_eq!(statuses, [204, 409]);
}

#[testkit::test]
async fn a_team_grants_its_role_until_somebody_leaves_it() {
    let (app, crew) = Crew::gather().await;
    let (owner, event) = (crew.owner(), crew.event().await);
    let (dan, dan_id) = crew.join(&app, "dan", "door").await;
    let teams = format!("{HERE}/teams");
    let body = json!({ "name": "Till", "role": "finance", "events": [event], "members": [dan_id] });
    let team = owner.post(&teams, body).await.expect(201).json();
    let path = format!("{teams}/{}", team["id"].as_str().unwrap());
    dan.get(&crew.shop.api("/orders.csv")).await.expect(200);
    let members = owner.get(&format!("{HERE}/members")).await.expect(200).json();
    let seen = members["items"].as_array().unwrap().iter().find(|seen| seen["person"] == dan_id).unwrap();
    assert_eq!((&seen["role"], &seen["teams"]), (&json!("door"), &json!([team["id"]])));
    assert_eq!(seen["last_seen_at"], "2027-03-01T12:00:00Z");
    owner.patch(&path, json!({ "members": [] })).await.expect(200);
    dan.get(&crew.shop.api("/orders.csv")).await.expect(403);

    let owners = json!({ "name": "Bosses", "role": "owner" });
    assert_eq!(owner.post(&teams, owners).await.refused_field(), "/role");
    let stranger = app.guest();
    stranger.sign_up("Sam", "sam@elsewhere.example").await;
    let outside = json!({ "members": [id(&stranger).await] });
    assert_eq!(owner.patch(&path, outside).await.refused_field(), "/members");
    let elsewhere = json!({ "events": ["evt_00000000000000000000000000"] });
    assert_eq!(owner.patch(&path, elsewhere).await.refused_field(), "/events");
    owner.delete(&path).await.expect(204);
}

#[testkit::test]
async fn some_writes_need_a_second_permission() {
    let (app, crew) = Crew::gather().await;
    let (mia, _) = crew.join(&app, "mia", "marketing").await;
    let (sue, _) = crew.join(&app, "sue", "support").await;
    mia.patch(&crew.shop.api(""), json!({ "summary": { "en": "Come!" } })).await.expect(200);
    let account = json!({ "bank_details": { "account_holder": "Mia", "iban": "DE89370400440532013000" } });
    let refused = mia.patch(&crew.shop.api(""), account).await.expect(403).json();
    assert!(refused["detail"].as_str().unwrap().contains("catalogue.edit"));
    let ticket = crew.shop.add_ticket("Standing", 1500, None).await;
    let order = |paid| crate::app::order_body(&ticket, 1, "manual", paid);
    assert_eq!(sue.post(&crew.shop.api("/orders"), order(true)).await.problem(403), "auth.forbidden");
}
