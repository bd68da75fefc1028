//! Signing in to one's tickets at the identity provider that the organiser has for guests.

use serde_json::{Value, json};

use super::{GRACE, MY, sees};
use crate::{
    app::{Client, Shop, TestApp, now},
    my_tickets::{ask, links, sold_with},
    sso::{self, Provider, location, to_provider},
};

pub const SETTINGS: &str = "/api/v1/organisations/harbour/guest-provider";
const OVER: &str = "/harbour/my?problem=identity.sso_over";

/// An organiser where Grace bought something and whose provider vouches for her.
struct Club {
    app: TestApp,
    shop: Shop,
    code: String,
    provider: Provider,
}

/// The body that connects an organiser.
pub fn settings(issuer: &str) -> Value {
    json!({
        "name": "Harbour Club", "issuer": issuer, "client_id": "app", "client_secret": "app-secret",
        "scopes": ["email"],
    })
}

impl Club {
    async fn start(claims: Value) -> Self {
        let (app, shop, code) = sold_with(|config| config.sso.private_providers = true).await;
        let provider = Provider::start(now().as_millisecond() / 1000, claims).await;
        shop.owner.put(SETTINGS, settings(&provider.issuer)).await.expect(200);
        Self { app, shop, code, provider }
    }

    /// Goes there and back; gives where the browser ends up.
    async fn through(&self, client: &Client) -> String {
        let back = to_provider(client, "/harbour/my/provider").await;
        location(&client.get(&back).await)
    }

    async fn link(&self, client: &Client, email: &str) -> String {
        ask(client, email).await.expect(303);
        links(&self.app, &self.shop.owner, email).await.remove(0)
    }
}

fn grace() -> Value {
    json!({ "sub": "grace-at-club", "email": "Grace@guest.example", "email_verified": true })
}

fn unproven() -> Value {
    json!({ "sub": "grace-at-club", "email": GRACE, "email_verified": false })
}

#[testkit::test]
async fn a_proven_address_opens_every_order_and_the_subject_is_known_from_then_on() {
    let club = Club::start(grace()).await;
    let guest = club.app.guest();
    let page = guest.get(MY).await.expect(200).text();
    assert!(
        page.contains("href=\"/harbour/my/provider\"") && page.contains("Sign in with Harbour Club"),
        "{page}"
    );
    assert_eq!(club.through(&guest).await, MY);
    assert!(sees(&guest, &club.code).await);
    // It makes nobody a member.
    guest.get("/api/v1/me").await.expect(401);

    // The same subject again, whatever address they have by now: also one of somebody else's orders.
    club.provider.set().claims =
        json!({ "sub": "grace-at-club", "email": "alan@guest.example", "email_verified": true });
    let again = club.app.guest();
    assert_eq!(club.through(&again).await, MY);
    assert!(sees(&again, &club.code).await);
    // Another subject with the address is another way to the same orders.
    club.provider.set().claims = json!({ "sub": "another", "email": GRACE, "email_verified": true });
    let other = club.app.guest();
    club.through(&other).await;
    assert!(sees(&other, &club.code).await);
    let log = club.shop.owner.get("/api/v1/organisations/harbour/audit?action=guest.connected").await;
    assert!(log.expect(200).text().contains("guest.connected"));
}

#[testkit::test]
async fn an_address_that_nobody_proved_opens_nothing_until_a_link_proves_it_once() {
    let club = Club::start(unproven()).await;
    let guest = club.app.guest();
    assert_eq!(club.through(&guest).await, MY);
    let page = guest.get(MY).await.expect(200).text();
    assert!(page.contains("no proven mail address came along") && !page.contains(&club.code), "{page}");
    assert!(!page.contains("/my/provider"), "they come from there: {page}");
    assert_eq!(guest.submit(&format!("{MY}/passkeys"), &[]).await.expect(303).header("location"), MY);
    let link = club.link(&guest, GRACE).await;
    guest.submit(&link, &[]).await.expect(303);
    assert!(sees(&guest, &club.code).await);
    // From now on straight in, with whatever the provider says.
    let phone = club.app.guest();
    club.through(&phone).await;
    assert!(sees(&phone, &club.code).await);
}

#[testkit::test]
async fn a_link_followed_in_another_browser_connects_nobody() {
    let club = Club::start(unproven()).await;
    let (eve, grace) = (club.app.guest(), club.app.guest());
    // Eve signs in as herself, and has the link mailed to Grace, who follows it.
    club.through(&eve).await;
    let link = club.link(&eve, GRACE).await;
    grace.submit(&link, &[]).await.expect(303);
    assert!(sees(&grace, &club.code).await && !sees(&eve, &club.code).await);
    let again = club.app.guest();
    club.through(&again).await;
    assert!(!sees(&again, &club.code).await);
    // And whoever waits longer than an hour begins again.
    club.app.clock.advance(3601);
    club.provider.set().now += 3601;
    let link = club.link(&eve, GRACE).await;
    eve.submit(&link, &[]).await.expect(303);
    let late = club.app.guest();
    club.through(&late).await;
    assert!(!sees(&late, &club.code).await, "nobody was connected");
}

#[testkit::test]
async fn a_state_is_answered_once_by_its_browser_and_at_its_own_provider() {
    let club = Club::start(grace()).await;
    let guest = club.app.guest();
    let back = to_provider(&guest, "/harbour/my/provider").await;
    let other = club.app.guest();
    assert_eq!(location(&other.get(&back).await), OVER);
    to_provider(&other, "/harbour/my/provider").await;
    assert_eq!(location(&other.get(&back).await), OVER, "another browser's");
    // Members come back elsewhere, and what began here is not answered there.
    let members = back.replace("/guests?", "/callback?");
    assert!(location(&guest.get(&members).await).starts_with("/admin/sign-in?problem=identity.sso_over"));
    assert_eq!(location(&guest.get(&back).await), MY);
    assert_eq!(location(&guest.get(&back).await), OVER, "replayed");

    // The other way round.
    club.shop
        .owner
        .put("/api/v1/organisations/harbour/sso", sso::connection(&club.provider))
        .await
        .expect(200);
    let back = to_provider(&other, "/sso/harbour").await;
    assert_eq!(location(&other.get(&back.replace("/callback?", "/guests?")).await), OVER);
    assert!(!sees(&other, &club.code).await);
    let late = to_provider(&other, "/harbour/my/provider").await;
    club.app.clock.advance(601);
    assert_eq!(location(&other.get(&late).await), OVER);
}

#[testkit::test]
async fn another_organisation_takes_neither_the_answer_nor_the_session() {
    let club = Club::start(grace()).await;
    Shop::draft(&club.app, "rival").await;
    let org = club.app.app.directory.organisation("harbour").await.unwrap().unwrap().to_string();
    let rival = club.app.app.directory.organisation("rival").await.unwrap().unwrap().to_string();
    let guest = club.app.guest();
    let back = to_provider(&guest, "/harbour/my/provider").await;
    assert_eq!(
        location(&guest.get(&back.replace(&org, &rival)).await),
        "/rival/my?problem=identity.sso_over"
    );
    assert_eq!(
        location(&guest.get("/rival/my/provider").await),
        "/rival/my?problem=identity.sso_not_configured"
    );
    assert_eq!(location(&guest.get(&back).await), MY);
    let page = guest.get("/rival/my").await.expect(200).text();
    assert!(!page.contains(&club.code) && !page.contains("Harbour Club"), "{page}");
    guest.get(&back.replace(&org, "org_06b1v4zqk5x3k8r2m7n9p4t6w0")).await.expect(404);
}

#[testkit::test]
async fn the_way_leads_back_to_the_page_it_began_at_and_nowhere_else() {
    let club = Club::start(grace()).await;
    for start in [
        "/harbour/my/provider?next=https://evil.example/",
        "/harbour/my/provider?next=//evil.example",
        "/harbour/my/provider?redirect_uri=https://evil.example/",
    ] {
        let guest = club.app.guest();
        let back = to_provider(&guest, start).await;
        assert!(back.starts_with(&club.app.url), "{back}");
        let end = location(&guest.get(&format!("{back}&next=https://evil.example/")).await);
        assert_eq!(end, MY, "{start}");
    }
    let german = club.app.guest();
    let back = to_provider(&german, "/de/harbour/my/provider").await;
    assert_eq!(location(&german.get(&back).await), "/de/harbour/my");
}

#[testkit::test]
async fn what_the_provider_refuses_or_says_wrongly_signs_nobody_in() {
    let club = Club::start(grace()).await;
    club.provider.set().refuses = Some("access_denied".to_owned());
    let guest = club.app.guest();
    assert_eq!(club.through(&guest).await, "/harbour/my?problem=identity.sso_refused");
    let page = guest.get("/harbour/my?problem=identity.sso_refused").await.expect(200).text();
    assert!(page.contains("Signing in there did not work") && page.contains("name=\"email\""), "{page}");
    club.provider.set().refuses = None;
    for twist in
        [json!({ "nonce": "another" }), json!({ "aud": "another" }), json!({ "iss": "https://evil.example" })]
    {
        club.provider.set().twist = Some(Box::new(move |claims| {
            for (name, value) in twist.as_object().unwrap() {
                claims[name] = value.clone();
            }
        }));
        assert_eq!(club.through(&guest).await, "/harbour/my?problem=identity.sso_not_believed");
    }
    assert!(!sees(&guest, &club.code).await);
}

#[testkit::test]
async fn the_secret_is_sealed_and_whoever_left_the_provider_is_out() {
    let club = Club::start(grace()).await;
    let shown = club.shop.owner.get(SETTINGS).await.expect(200);
    assert!(!shown.text().contains("app-secret"));
    assert_eq!(
        (&shown.json()["provider"]["has_secret"], &shown.json()["provider"]["name"]),
        (&json!(true), &json!("Harbour Club"))
    );
    let kept: String = sqlx::query_scalar(
        "select p::text || (select string_agg(a::text, '') from audit_log a) from guest_providers p",
    )
    .fetch_one(&mut club.app.owner().await)
    .await
    .unwrap();
    assert!(!kept.contains("app-secret") && !kept.contains("6170702d736563726574"), "{kept}");
    // Absent keeps the secret.
    let mut body = settings(&club.provider.issuer);
    body.as_object_mut().unwrap().remove("client_secret");
    body["name"] = json!("Club");
    club.shop.owner.put(SETTINGS, body.clone()).await.expect(200);
    let guest = club.app.guest();
    assert_eq!(club.through(&guest).await, MY);
    assert!(sees(&guest, &club.code).await);

    // Another provider is another world.
    let other = Provider::start(now().as_millisecond() / 1000, grace()).await;
    club.shop.owner.put(SETTINGS, settings(&other.issuer)).await.expect(200);
    assert!(!sees(&guest, &club.code).await, "sessions that began there ended");
    assert_eq!(club.through(&guest).await, MY);
    assert!(sees(&guest, &club.code).await);
    club.shop.owner.delete(SETTINGS).await.expect(204);
    assert!(!sees(&guest, &club.code).await);
    assert!(!guest.get(MY).await.expect(200).text().contains("/my/provider"));
    assert_eq!(club.shop.owner.delete(SETTINGS).await.problem(409), "identity.sso_not_configured");
    body["issuer"] = json!("not an address");
    assert_eq!(club.shop.owner.put(SETTINGS, body).await.refused_field(), "/issuer");
}
