//! Every operation that changes something leaves the audit rows it declares.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::{Value, json};

use super::{document::operations, world::World};
use crate::{
    app::{Client, TestApp, now},
    invitations::invitation_token,
    sso::{NameServer, Provider, ada, connection},
};

/// Operations that change something without an audit row, and why.
const UNRECORDED: [(&str, &str); 10] = [
    ("quote_basket", "a quote changes nothing"),
    ("quote_for_guest", "a quote changes nothing"),
    ("create_cart", "a cart is its guest's own; the order it becomes is recorded"),
    ("update_cart", "a cart is its guest's own"),
    ("release_cart", "a cart is its guest's own"),
    ("set_voucher", "a cart is its guest's own"),
    ("set_buyer_tax", "a cart is its guest's own"),
    ("extend_cart", "a cart is its guest's own"),
    ("reacquire_cart", "a cart is its guest's own"),
    ("provider_notice", "what becomes of it is recorded for the payment, when the notice is believed"),
];

#[testkit::test]
async fn what_an_operation_declares_is_found_in_the_audit_log() {
    let (names, name_server) = NameServer::start().await;
    let mut app = TestApp::start_with(|config| {
        config.sso.private_providers = true;
        config.sso.name_server = Some(name_server);
    })
    .await;
    let world = World::build(&app, "harbour", "our-show").await;
    single_sign_on(&world, &names).await;
    tour(&app, &world).await;
    let mut owner = app.owner().await;
    let recorded: Vec<String> =
        sqlx::query_scalar("select distinct action from audit_log").fetch_all(&mut owner).await.unwrap();
    let recorded: BTreeSet<String> = recorded.into_iter().collect();
    for operation in operations(&app).await {
        // What people do to their own account belongs to no organisation; it is kept in their own log.
        let own = ["/api/v1/auth/", "/api/v1/me"].iter().any(|start| operation.path.starts_with(start));
        let excused = own || UNRECORDED.iter().any(|(id, _)| *id == operation.id);
        // Reading what is sensitive leaves a row, too.
        let declares = !operation.audit.is_empty();
        assert!(!operation.writes() || declares != excused, "{}: declare x-audit on writes", operation.id);
        for action in &operation.audit {
            assert!(recorded.contains(action), "{} never wrote {action}; take it on the tour", operation.id);
        }
    }
    app.forgive_leftovers();
}

/// Does everything once.
async fn tour(app: &TestApp, world: &World) {
    let (owner, shop) = (&world.shop.owner, &world.shop);
    let here = "/api/v1/organisations/harbour";
    owner.patch(here, json!({ "website": "https://harbour.example" })).await.expect(200);
    owner.put(&format!("{here}/security"), json!({ "second_factor": "off" })).await.expect(200);
    owner.put(&format!("{here}/audit/settings"), json!({ "keep_months": 12 })).await.expect(200);
    sell_and_cancel(app, world).await;
    check_in(world).await;
    let product = json!({ "name": { "en": "Seat" }, "price_minor": 100 });
    let product = id(owner.post(&shop.api("/products"), product).await.expect(201).json());
    owner.patch(&shop.api(&format!("/products/{product}")), json!({ "price_minor": 200 })).await.expect(200);
    owner.post(&shop.api("/copies"), json!({})).await.expect(201);
    let forms = shop.api(&format!("/products/{product}/variations"));
    let form = owner.post(&forms, json!({ "name": { "en": "Student" } })).await.expect(201).json();
    let form = format!("{forms}/{}", form["variations"][0]["id"].as_str().unwrap());
    owner.patch(&form, json!({ "price_minor": 50 })).await.expect(200);
    let together = json!({ "items": [{ "product": product, "changes": { "price_minor": 300 } }] });
    owner.patch(&shop.api("/products"), together).await.expect(200);
    for archived in [true, false] {
        let together = json!({ "items": [{ "product": product, "archived": archived }] });
        owner.patch(&shop.api("/products"), together).await.expect(200);
    }
    owner.delete(&form).await.expect(204);
    owner.post(&format!("{form}/restore"), json!({})).await.expect(200);
    let category = json!({ "name": { "en": "Extras" } });
    let category = id(owner.post(&shop.api("/categories"), category).await.expect(201).json());
    let category = shop.api(&format!("/categories/{category}"));
    owner.patch(&category, json!({ "sort": 3 })).await.expect(200);
    owner.delete(&category).await.expect(204);
    owner.delete(&shop.api(&format!("/products/{product}"))).await.expect(204);
    let quota = id(owner
        .post(&shop.api("/quotas"), json!({ "name": "Balcony", "size": 5 }))
        .await
        .expect(201)
        .json());
    owner.patch(&shop.api(&format!("/quotas/{quota}")), json!({ "size": 6 })).await.expect(200);
    owner.delete(&shop.api(&format!("/quotas/{quota}"))).await.expect(204);
    prices(world).await;
    let picture = owner.request(Method::PUT, &shop.api("/cover")).header("content-type", "image/png");
    owner.send(picture.body(super::super::covers::png(640, 400))).await.expect(200);
    owner.delete(&shop.api("/cover")).await.expect(200);
    let path = shop.api(&format!("/products/{}/picture", world.thing("sold")));
    let picture = owner.request(Method::PUT, &path).header("content-type", "image/png");
    owner.send(picture.body(super::super::covers::png(64, 40))).await.expect(200);
    owner.delete(&path).await.expect(200);
    owner.post(&shop.api("/unpublish"), json!({})).await.expect(200);
    background(app, world).await;
    sensitive_reads(world).await;
    team(app, world).await;
    invitations(app, world).await;
    credentials(world).await;
    tests(app, world).await;
    owner.post(&shop.api("/cancel"), json!({ "confirm": world.thing("event") })).await.expect(200);
}

/// The event is tried out.
async fn tests(app: &TestApp, world: &World) {
    let (owner, shop) = (&world.shop.owner, &world.shop);
    let mode = async |on: bool| {
        let request = owner.request(Method::PUT, &shop.api("/test-mode"));
        owner.send(request.json(&json!({ "on": on, "confirm": shop.event }))).await.expect(200);
    };
    mode(true).await;
    shop.order(&world.thing("sold"), 1, "manual", true).await.expect(201);
    mode(false).await;
    owner.delete(&shop.api("/test-mode/orders")).await.expect(202);
    app.run_jobs().await;
}

/// Rules about prices come, change and go.
async fn prices(world: &World) {
    let (owner, shop) = (&world.shop.owner, &world.shop);
    let put = async |path: &str, body: Value| {
        owner.send(owner.request(Method::PUT, &shop.api(path)).json(&body)).await.expect(200);
    };
    put("/price-settings", json!({ "includes_tax": true, "rounding": "line", "default_tax_rule_id": null }))
        .await;
    let name = json!({ "en": "Rule" });
    for (path, body) in [
        ("/tax-rules", json!({ "name": name, "base": { "kind": "exempt" } })),
        ("/discounts", json!({ "name": name, "effect": { "kind": "percent", "percent": "1" } })),
        ("/fees", json!({ "name": name, "amount": { "kind": "fixed", "amount_minor": 1 }, "active": false })),
        ("/vouchers", json!({})),
    ] {
        let made = id(owner.post(&shop.api(path), body.clone()).await.expect(201).json());
        put(&format!("{path}/{made}"), body).await;
        owner.delete(&shop.api(&format!("{path}/{made}"))).await.expect(204);
        if path == "/discounts" {
            owner.post(&shop.api(&format!("{path}/{made}/restore")), json!({})).await.expect(200);
        }
    }
    owner.post(&shop.api("/vouchers/bulk"), json!({ "count": 1, "terms": {} })).await.expect(201);
}

async fn sell_and_cancel(app: &TestApp, world: &World) {
    let (owner, shop, guest) = (&world.shop.owner, &world.shop, app.guest());
    let ticket = world.thing("sold");
    let order = shop.order(&ticket, 1, "bank_transfer", false).await.expect(201).json();
    let code = order["code"].as_str().unwrap();
    owner.post(&shop.api(&format!("/orders/{code}/mark-paid")), json!({})).await.expect(200);
    owner.post(&shop.api(&format!("/orders/{code}/resend")), json!({})).await.expect(202);
    owner.post(&shop.api(&format!("/orders/{code}/cancel")), json!({})).await.expect(200);
    let cart = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), cart).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    guest.patch(&path, json!({ "name": "Grace", "email": "grace@guest.example" })).await.expect(200);
    let body = json!({ "payment_method": "sandbox", "shown_total_minor": 1000 });
    let placed = guest.post(&format!("{path}/order"), body).await.expect(201).json();
    let (code, secret) = (placed["order"]["code"].as_str().unwrap(), placed["secret"].as_str().unwrap());
    let order = shop.public(&format!("/orders/{code}/{secret}"));
    guest.patch(&order, json!({ "attendee_names": ["Alan"] })).await.expect(200);
    for other in ["bank_transfer", "sandbox"] {
        let method = guest.request(Method::PUT, &format!("{order}/payment-method"));
        guest.send(method.json(&json!({ "payment_method": other }))).await.expect(200);
    }
    guest.post(&format!("{order}/pay"), json!({})).await.expect(200);
    let looked_at = json!({ "name": { "en": "Press" }, "price_minor": 0, "quota_size": 5, "approval": true });
    let looked_at = id(owner.post(&shop.api("/products"), looked_at).await.expect(201).json());
    for decide in ["approve", "deny"] {
        let order = shop.order(&looked_at, 1, "free", false).await.expect(201).json();
        let path = shop.api(&format!("/orders/{}/{decide}", order["code"].as_str().unwrap()));
        owner.post(&path, json!({})).await.expect(200);
    }
    let position = shop.api(&format!("/orders/{}/positions/1", world.thing("code")));
    owner.patch(&position, json!({ "attendee_name": "Ada" })).await.expect(200);
}

async fn check_in(world: &World) {
    let (owner, shop) = (&world.shop.owner, &world.shop);
    owner.post(&shop.api("/check-in-lists"), json!({ "name": "Backstage" })).await.expect(201);
    let order = owner.get(&shop.api(&format!("/orders/{}", world.thing("code")))).await.expect(200).json();
    let code = &order["positions"][0]["ticket"]["short_code"];
    let list = shop.api(&format!("/check-in-lists/{}", world.thing("list")));
    let scan = json!({ "code": code, "nonce": uuid::Uuid::new_v4() });
    let verdict = owner.post(&format!("{list}/redeem"), scan).await.expect(200).json();
    assert_eq!(verdict["verdict"], "admitted", "{verdict}");
    owner.post(&format!("{list}/undo"), json!({ "ticket": world.thing("ticket") })).await.expect(200);
    owner.patch(&list, json!({ "name": "Everybody" })).await.expect(200);
}

/// A mail and a job that failed are tried again.
async fn background(app: &TestApp, world: &World) {
    let (owner, mut rows) = (&world.shop.owner, app.owner().await);
    app.run_jobs().await;
    let here = "/api/v1/organisations/harbour";
    owner.post(&format!("{here}/mails/{}/retry", world.thing("mail")), json!({})).await.expect(200);
    let job: i64 = sqlx::query_scalar(
        "insert into jobs (org_id, kind, payload, run_at, failed_at, created_at)
         select org_id, 'mail.send', '{}', now(), now(), now() from organisation_slugs returning id",
    )
    .fetch_one(&mut rows)
    .await
    .unwrap();
    owner.post(&format!("{here}/jobs/{job}/retry"), json!({})).await.expect(202);
}

/// Files are taken along and a mail is opened.
async fn sensitive_reads(world: &World) {
    let (owner, here) = (&world.shop.owner, "/api/v1/organisations/harbour");
    owner.get(&world.shop.api("/orders.csv")).await.expect(200);
    owner.get(&format!("{here}/audit.csv")).await.expect(200);
    owner.get(&format!("{here}/audit.jsonl")).await.expect(200);
    let (mail, file) = (world.thing("mail"), world.thing("attachment"));
    owner.get(&format!("{here}/mails/{mail}/html")).await.expect(200);
    owner.get(&format!("{here}/mails/{mail}/attachments/{file}")).await.expect(200);
}

async fn team(app: &TestApp, world: &World) {
    let (owner, here) = (&world.shop.owner, "/api/v1/organisations/harbour");
    let (role, team) = (world.thing("role"), world.thing("team"));
    owner.patch(&format!("{here}/roles/{role}"), json!({ "name": "Ushers" })).await.expect(200);
    owner.delete(&format!("{here}/roles/{role}")).await.expect(204);
    owner.patch(&format!("{here}/teams/{team}"), json!({ "name": "Late shift" })).await.expect(200);
    owner.delete(&format!("{here}/teams/{team}")).await.expect(204);
    let removed = world.hire(app, "bob", None).await;
    let bob = me(&removed.client).await;
    owner.patch(&format!("{here}/members/{bob}"), json!({ "role": "door" })).await.expect(200);
    owner.delete(&format!("{here}/members/{bob}/sessions")).await.expect(204);
    owner.delete(&format!("{here}/members/{bob}")).await.expect(204);
    let leaver = world.hire(app, "eve", None).await;
    leaver.client.delete(&format!("{here}/members/me")).await.expect(204);
}

/// A provider is connected, tried and taken back, a domain proven.
async fn single_sign_on(world: &World, names: &NameServer) {
    let (owner, here) = (&world.shop.owner, "/api/v1/organisations/harbour/sso");
    let provider = Provider::start(now().as_millisecond() / 1000, ada()).await;
    owner.put(here, connection(&provider)).await.expect(200);
    owner.post(&format!("{here}/test"), json!({})).await.expect(200);
    let domains = owner.get(&format!("{here}/domains")).await.expect(200).json();
    let domain = &domains["items"][0];
    names.set(domain["record_name"].as_str().unwrap(), &[domain["record_value"].as_str().unwrap()]);
    let domain = format!("{here}/domains/{}", domain["domain"].as_str().unwrap());
    owner.post(&format!("{domain}/verify"), json!({})).await.expect(200);
    owner.delete(&domain).await.expect(204);
    let scim = "/api/v1/organisations/harbour/scim";
    owner.post(scim, json!({})).await.expect(201);
    owner.delete(scim).await.expect(204);
    let guests = "/api/v1/organisations/harbour/guest-provider";
    owner.put(guests, crate::guest_accounts::settings(&provider.issuer)).await.expect(200);
    owner.delete(guests).await.expect(204);
    owner.put(&format!("{here}/requirement"), json!({ "required": false })).await.expect(200);
    owner.delete(here).await.expect(204);
}

/// Somebody is invited twice and accepts; somebody else's invitation is taken back.
async fn invitations(app: &TestApp, world: &World) {
    let (owner, here) = (&world.shop.owner, "/api/v1/organisations/harbour/invitations");
    let invitation = world.thing("invitation");
    owner.delete(&format!("{here}/{invitation}")).await.expect(204);
    let body = json!({ "email": "joan@harbour.example", "role": "door" });
    let again = id(owner.post(here, body).await.expect(201).json());
    owner.post(&format!("{here}/{again}/resend"), json!({})).await.expect(200);
    let token = invitation_token(app, owner, "joan@harbour.example").await;
    let joan = app.guest();
    joan.sign_up("Joan", "joan@harbour.example").await;
    joan.post(&format!("/api/v1/invitations/{token}/accept"), json!({})).await.expect(200);
}

/// A key and a link are made and revoked.
async fn credentials(world: &World) {
    let (owner, here) = (&world.shop.owner, "/api/v1/organisations/harbour");
    let body = json!({ "name": "Till", "permissions": ["orders.view"] });
    let key = owner.post(&format!("{here}/api-keys"), body).await.expect(201).json();
    owner.delete(&format!("{here}/api-keys/{}", key["key"]["id"].as_str().unwrap())).await.expect(204);
    let planner = json!({
        "name": "Planner", "redirect_uris": ["https://planner.example/cb"], "permissions": [], "confidential": true,
    });
    let planner = owner.post(&format!("{here}/apps"), planner).await.expect(201).json();
    let secret = format!("{here}/apps/{}/secret", planner["app"]["id"].as_str().unwrap());
    owner.post(&secret, json!({})).await.expect(200);
    owner.delete(&format!("{here}/apps/{}", world.thing("app"))).await.expect(204);
    owner.delete(&world.shop.api(&format!("/door-links/{}", world.thing("link")))).await.expect(204);
}

async fn me(client: &Client) -> String {
    let me = client.get("/api/v1/me").await.expect(200).json();
    me["person"]["id"].as_str().unwrap().to_owned()
}

fn id(created: Value) -> String {
    created["id"].as_str().unwrap().to_owned()
}
