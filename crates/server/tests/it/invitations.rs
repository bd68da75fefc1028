//! Invitations: asked by mail, accepted once, by whoever they are for.

use identity::person::{self, NewPerson, Proof};
use serde_json::{Value, json};

use crate::app::{Answer, Client, Shop, TestApp};

const HERE: &str = "/api/v1/organisations/harbour";
const BEA: &str = "bea@harbour.example";

async fn invite(client: &Client, email: &str, role: &str) -> Answer {
    client.post(&format!("{HERE}/invitations"), json!({ "email": email, "role": role })).await
}

/// What the link ends with in the latest mail to `email`.
pub async fn invitation_token(app: &TestApp, owner: &Client, email: &str) -> String {
    app.run_jobs().await;
    app.clock.advance(1);
    let mails = owner.get(&format!("{HERE}/mails?q={email}")).await.expect(200).json();
    let mail = mails["items"][0]["id"].as_str().unwrap();
    let mail = owner.get(&format!("{HERE}/mails/{mail}")).await.expect(200).json();
    let (_, link) = mail["text"].as_str().unwrap().split_once("/admin/invitation?token=").unwrap();
    link[..43].to_owned()
}

async fn look(client: &Client, token: &str) -> Answer {
    client.get(&format!("/api/v1/invitations/{token}")).await
}

async fn accept(client: &Client, token: &str) -> Answer {
    client.post(&format!("/api/v1/invitations/{token}/accept"), json!({})).await
}

async fn signed_up(app: &TestApp, name: &str, email: &str) -> Client {
    let client = app.guest();
    client.sign_up(name, email).await;
    client
}

async fn open_invitations(owner: &Client) -> Vec<Value> {
    let list = owner.get(&format!("{HERE}/invitations")).await.expect(200).json();
    list["items"].as_array().unwrap().clone()
}

#[testkit::test]
async fn somebody_is_invited_to_one_event_reads_the_mail_and_joins() {
    let (app, shop) = Shop::drafted().await;
    let event = shop.owner.get(&shop.api("")).await.expect(200).json();
    let body = json!({ "email": BEA, "role": "door", "events": [event["id"]] });
    let invitation = shop.owner.post(&format!("{HERE}/invitations"), body).await.expect(201).json();
    assert_eq!((&invitation["role_name"], &invitation["events"][0]), (&json!("Door"), &event["id"]));
    let token = invitation_token(&app, &shop.owner, BEA).await;

    let offer = look(&app.guest(), &token).await.expect(200).json();
    assert_eq!((&offer["organisation"], &offer["role"]), (&json!("The harbour"), &json!("door")));
    assert_eq!((&offer["invited_by"], &offer["expired"]), (&json!("Ada Organiser"), &json!(false)));
    assert_eq!((&offer["email"], &offer["has_account"]), (&json!(BEA), &json!(false)));

    let bea = signed_up(&app, "Bea", "BEA@harbour.example").await;
    accept(&bea, &token).await.expect(200);
    let me = bea.get("/api/v1/me").await.expect(200).json();
    let harbour = &me["organisations"][0];
    assert_eq!((&harbour["slug"], &harbour["all_events"]), (&json!("harbour"), &json!(false)));
    bea.get(&shop.api("/check-in-lists")).await.expect(200);
    bea.get(&shop.api("/orders")).await.expect(403);
    assert_eq!(accept(&bea, &token).await.problem(404), "request.not_found");
    look(&app.guest(), &token).await.expect(404);
    assert!(open_invitations(&shop.owner).await.is_empty());
}

#[testkit::test]
async fn an_invitation_opens_a_closed_site_for_its_address_only() {
    let app = TestApp::start_with(|config| config.server.open_sign_up = false).await;
    let owner = founded(&app).await;
    invite(&owner, BEA, "viewer").await.expect(201);
    let token = invitation_token(&app, &owner, BEA).await;
    let (bea, url) = (app.guest(), "/api/v1/auth/sign-up");
    let mut body = json!({ "name": "Bea", "email": BEA, "password": "correct horse battery" });
    assert_eq!(bea.post(url, body.clone()).await.problem(403), "identity.sign_up_closed");
    body["invitation"] = json!("x".repeat(43));
    assert_eq!(bea.post(url, body.clone()).await.problem(404), "request.not_found");
    body["invitation"] = json!(token);
    body["email"] = json!("eve@harbour.example");
    assert_eq!(bea.post(url, body.clone()).await.problem(403), "identity.other_address");
    body["email"] = json!(BEA);
    let joined = bea.post(url, body).await.expect(201);
    assert_eq!(joined.json()["person"]["email_verified"], true);
    bea.entered(&joined);
    accept(&bea, &token).await.expect(200);
    bea.get(HERE).await.expect(200);
}

/// An owner of the organisation, on a site where nobody signs up by themselves.
async fn founded(app: &TestApp) -> Client {
    let (email, password) = ("owner@harbour.example", "correct horse battery");
    let new = NewPerson {
        name: "Ada".to_owned(),
        email: email.parse().unwrap(),
        password: Some(password.to_owned()),
    };
    person::create(&app.app, app.app.now(), new, Proof::Missing).await.unwrap();
    let owner = app.guest();
    let sign_in = json!({ "email": email, "password": password });
    owner.entered(&owner.post("/api/v1/auth/sign-in", sign_in).await.expect(200));
    let body = json!({ "name": "Harbour", "slug": "harbour", "contact_email": email, "locales": ["de"] });
    owner.post("/api/v1/organisations", body).await.expect(201);
    owner
}

#[testkit::test]
async fn of_ten_who_accept_at_once_one_joins() {
    let (app, shop) = Shop::drafted().await;
    invite(&shop.owner, BEA, "viewer").await.expect(201);
    let token = invitation_token(&app, &shop.owner, BEA).await;
    let bea = signed_up(&app, "Bea", BEA).await;
    let tries = (0..10).map(|_| accept(&bea, &token));
    let answers = futures_util::future::join_all(tries).await;
    let count = |status: u16| answers.iter().filter(|answer| answer.status.as_u16() == status).count();
    assert_eq!((count(200), count(404)), (1, 9));
    let members = shop.owner.get(&format!("{HERE}/members")).await.expect(200).json();
    assert_eq!(members["items"].as_array().unwrap().len(), 2);
}

#[testkit::test]
async fn somebody_else_can_not_accept_it_nor_anybody_after_a_week() {
    let (app, shop) = Shop::drafted().await;
    let id = invite(&shop.owner, BEA, "viewer").await.expect(201).json()["id"].take();
    let token = invitation_token(&app, &shop.owner, BEA).await;
    let eve = signed_up(&app, "Eve", "eve@harbour.example").await;
    assert_eq!(accept(&eve, &token).await.problem(403), "identity.other_address");
    eve.get(HERE).await.expect(404);
    accept(&app.guest(), &token).await.expect(401);

    let bea = signed_up(&app, "Bea", BEA).await;
    app.clock.advance(7 * 86_400);
    // A week without a visit ends sessions, too.
    bea.sign_in(BEA, "correct horse battery").await;
    shop.owner_returns().await;
    assert_eq!(look(&bea, &token).await.expect(200).json()["expired"], true);
    assert_eq!(accept(&bea, &token).await.problem(410), "identity.invitation_expired");
    let resend = format!("{HERE}/invitations/{}/resend", id.as_str().unwrap());
    let again = shop.owner.post(&resend, json!({})).await.expect(200).json();
    assert_eq!(again["expired"], false);
    let new = invitation_token(&app, &shop.owner, BEA).await;
    assert_eq!(accept(&bea, &token).await.problem(404), "request.not_found");
    accept(&bea, &new).await.expect(200);
}

#[testkit::test]
async fn an_invitation_is_taken_back_and_nobody_is_invited_twice() {
    let (app, shop) = Shop::drafted().await;
    let id = invite(&shop.owner, BEA, "viewer").await.expect(201).json()["id"].take();
    let twice = invite(&shop.owner, "Bea@Harbour.example", "door").await;
    assert_eq!(twice.problem(409), "identity.already_invited");
    let oneself = invite(&shop.owner, "owner@harbour.example", "door").await;
    assert_eq!(oneself.problem(409), "identity.already_member");
    let token = invitation_token(&app, &shop.owner, BEA).await;
    shop.owner.delete(&format!("{HERE}/invitations/{}", id.as_str().unwrap())).await.expect(204);
    look(&app.guest(), &token).await.expect(404);
    let bea = signed_up(&app, "Bea", BEA).await;
    accept(&bea, &token).await.expect(404);
    assert!(open_invitations(&shop.owner).await.is_empty());
}

#[testkit::test]
async fn nobody_invites_to_more_than_they_have_nor_reads_the_link() {
    let (app, shop) = Shop::drafted().await;
    invite(&shop.owner, BEA, "admin").await.expect(201);
    let token = invitation_token(&app, &shop.owner, BEA).await;
    let admin = signed_up(&app, "Bea", BEA).await;
    accept(&admin, &token).await.expect(200);
    let refused = invite(&admin, "max@harbour.example", "owner").await;
    assert_eq!(refused.problem(403), "identity.more_than_yours");
    let id = invite(&shop.owner, "max@harbour.example", "owner").await.expect(201).json()["id"].take();
    let path = format!("{HERE}/invitations/{}", id.as_str().unwrap());
    let resent = admin.post(&format!("{path}/resend"), json!({})).await;
    assert_eq!(resent.problem(403), "identity.more_than_yours");
    assert_eq!(admin.delete(&path).await.problem(403), "identity.more_than_yours");

    app.run_jobs().await;
    let mails = admin.get(&format!("{HERE}/mails?q=max")).await.expect(200).json();
    let mail = format!("{HERE}/mails/{}", mails["items"][0]["id"].as_str().unwrap());
    assert_eq!(admin.get(&mail).await.expect(200).json()["text"], Value::Null);
    assert_eq!(admin.get(&format!("{mail}/html")).await.problem(403), "auth.forbidden");
    let retried = admin.post(&format!("{mail}/retry"), json!({})).await.expect(200).json();
    assert_eq!(retried["text"], Value::Null);
    shop.owner.get(&format!("{mail}/html")).await.expect(200);
    app.run_jobs().await;
}
