//! Single sign-on: an organisation's people come through its own identity provider.

mod domains;
mod joining;
mod logout;
mod name_server;
pub mod peer;
mod provider;
mod requirement;
mod tricks;

use kernel::OrgId;
use reqwest::header::LOCATION;
use serde_json::{Value, json};

pub use self::{name_server::NameServer, provider::Provider};
use crate::app::{Answer, Client, Shop, TestApp, now};

const HERE: &str = "/api/v1/organisations/harbour";
const SSO: &str = "/api/v1/organisations/harbour/sso";

/// An organisation whose domain `harbour.example` is proven and whose provider vouches for Ada.
pub struct Connected {
    pub app: TestApp,
    pub shop: Shop,
    pub provider: Provider,
}

/// Somebody as a provider tells of them.
pub fn ada() -> Value {
    json!({ "sub": "ada-at-provider", "email": "ada@harbour.example", "email_verified": true, "name": "Ada Lovelace" })
}

/// The body that connects an organisation.
pub fn connection(provider: &Provider) -> Value {
    json!({
        "issuer": provider.issuer, "client_id": "app", "client_secret": "app-secret", "scopes": ["email", "profile"],
        "group_claim": "groups", "groups": [], "default_role": "viewer", "joins": true,
    })
}

impl Connected {
    pub async fn start() -> Self {
        let (app, shop) = Shop::drafted_with(|config| config.sso.private_providers = true).await;
        let provider = Provider::start(now().as_millisecond() / 1000, ada()).await;
        shop.owner.put(SSO, connection(&provider)).await.expect(200);
        own_domain(&app, "harbour", "harbour.example").await;
        Self { app, shop, provider }
    }

    /// Changes the connection.
    pub async fn change(&self, change: impl FnOnce(&mut Value)) {
        let mut body = connection(&self.provider);
        change(&mut body);
        self.shop.owner.put(SSO, body).await.expect(200);
    }

    /// The organisation's id, as its redirect address has it.
    pub async fn org(&self) -> OrgId {
        self.app.app.directory.organisation("harbour").await.unwrap().unwrap()
    }
}

/// Makes a domain an organisation's own, as if its record had been found.
pub async fn own_domain(app: &TestApp, org: &str, domain: &str) {
    sqlx::query(
        "insert into sso_verified_domains (domain, org_id) select $1, org_id from organisation_slugs where slug = $2",
    )
    .bind(domain)
    .bind(org)
    .execute(&mut app.owner().await)
    .await
    .unwrap();
}

/// Where an answer sends the browser.
#[track_caller]
pub fn location(answer: &Answer) -> String {
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    answer.headers[LOCATION].to_str().unwrap().to_owned()
}

/// Goes from `start` to the provider, and gives the address it sends the browser back to.
pub async fn to_provider(client: &Client, start: &str) -> String {
    let there = location(&client.get(start).await);
    assert!(there.starts_with("http://127.0.0.1:"), "{there}");
    location(&client.get(&there).await)
}

/// Signs in through the provider; gives where the browser ends up.
pub async fn through(client: &Client) -> String {
    let back = to_provider(client, "/sso/harbour").await;
    let end = location(&client.get(&back).await);
    if end == "/admin/" {
        client.entered(&client.get("/api/v1/me").await.expect(200));
    }
    end
}

/// Why somebody did not get in.
pub async fn refusal(client: &Client) -> String {
    let end = through(client).await;
    let rest = end.strip_prefix("/admin/sign-in?problem=").unwrap_or_else(|| panic!("{end}"));
    rest.split('&').next().unwrap().to_owned()
}

#[testkit::test]
async fn somebody_signs_in_at_their_provider_and_is_a_member() {
    let here = Connected::start().await;
    let ada = here.app.guest();
    assert_eq!(through(&ada).await, "/admin/");
    let me = ada.get("/api/v1/me").await.expect(200).json();
    assert_eq!(
        (&me["person"]["name"], &me["person"]["email"]),
        (&json!("Ada Lovelace"), &json!("ada@harbour.example"))
    );
    assert_eq!((&me["person"]["email_verified"], &me["sso"]), (&json!(true), &json!("harbour")));
    assert_eq!(me["organisations"][0]["role"], "viewer");
    ada.get(HERE).await.expect(200);

    // The same person again, whatever they are called by now.
    here.provider.set().claims = json!({ "sub": "ada-at-provider", "email": "countess@elsewhere.example" });
    let again = here.app.guest();
    assert_eq!(through(&again).await, "/admin/");
    let me_again = again.get("/api/v1/me").await.expect(200).json();
    assert_eq!(me_again["person"]["id"], me["person"]["id"]);
}

#[testkit::test]
async fn the_page_finds_the_provider_by_address_or_by_name() {
    let here = Connected::start().await;
    let guest = here.app.guest();
    let find = async |body: Value| guest.post("/api/v1/auth/sso", body).await;
    let by_mail = find(json!({ "email": "Somebody@Harbour.example" })).await.expect(200).json();
    assert_eq!(by_mail["url"], "/sso/harbour?login_hint=Somebody%40harbour%2Eexample");
    let there = location(&guest.get(by_mail["url"].as_str().unwrap()).await);
    assert!(there.contains("login_hint=Somebody%40harbour.example"), "{there}");
    assert_eq!(find(json!({ "organisation": "harbour" })).await.expect(200).json()["url"], "/sso/harbour");
    for nobody in
        [json!({ "email": "a@other.example" }), json!({ "email": "?" }), json!({ "organisation": "nobody" })]
    {
        assert_eq!(find(nobody).await.problem(404), "identity.sso_unknown");
    }
    Shop::draft(&here.app, "rival").await;
    assert_eq!(find(json!({ "organisation": "rival" })).await.problem(404), "identity.sso_unknown");
    let end = location(&guest.get("/sso/rival").await);
    assert_eq!(end, "/admin/sign-in?problem=identity.sso_not_configured&org=rival");
    guest.get("/sso/nobody").await.expect(404);
}

#[testkit::test]
async fn a_trial_shows_what_the_provider_says_and_signs_nobody_in() {
    let here = Connected::start().await;
    here.provider.set().claims["groups"] = json!(["crew"]);
    let owner = &here.shop.owner;
    let url = owner.post(&format!("{SSO}/test"), json!({})).await.expect(200).json();
    let back = location(&owner.get(url["url"].as_str().unwrap()).await);
    let end = location(&owner.get(&back).await);
    let token = end.strip_prefix("/admin/harbour/sso?test=").unwrap();
    let shown = owner.get(&format!("{SSO}/tests/{token}")).await.expect(200).json();
    assert_eq!((&shown["works"], &shown["domain_verified"]), (&json!(true), &json!(true)));
    assert_eq!((&shown["role"], &shown["claims"]["groups"][0]), (&json!("viewer"), &json!("crew")));
    assert_eq!(owner.get("/api/v1/me").await.expect(200).json()["sso"], Value::Null);

    here.provider.set().refuses = Some("access_denied".to_owned());
    let url = owner.post(&format!("{SSO}/test"), json!({})).await.expect(200).json();
    let back = location(&owner.get(url["url"].as_str().unwrap()).await);
    let end = location(&owner.get(&back).await);
    let token = end.strip_prefix("/admin/harbour/sso?test=").unwrap();
    let shown = owner.get(&format!("{SSO}/tests/{token}")).await.expect(200).json();
    assert_eq!(shown["problem"], "the identity provider refuses: access_denied");
}

#[testkit::test]
async fn the_secret_is_sealed_and_never_shown() {
    let here = Connected::start().await;
    let shown = here.shop.owner.get(SSO).await.expect(200);
    assert!(!shown.text().contains("app-secret"));
    assert_eq!(shown.json()["connection"]["has_secret"], true);
    let org = here.org().await;
    let url = &here.app.url;
    assert_eq!(shown.json()["redirect_uri"], format!("{url}/sso/{org}/callback"));
    let mut rows = here.app.owner().await;
    let kept: String = sqlx::query_scalar(
        "select t::text || (select string_agg(a::text, '') from audit_log a) from sso_connections t",
    )
    .fetch_one(&mut rows)
    .await
    .unwrap();
    assert!(!kept.contains("app-secret") && !kept.contains("6170702d736563726574"), "{kept}");
    // Absent keeps it, null forgets it.
    here.change(|body| drop(body.as_object_mut().unwrap().remove("client_secret"))).await;
    assert_eq!(through(&here.app.guest()).await, "/admin/");
    here.change(|body| body["client_secret"] = Value::Null).await;
    assert_eq!(here.shop.owner.get(SSO).await.expect(200).json()["connection"]["has_secret"], false);
    assert_eq!(refusal(&here.app.guest()).await, "identity.sso_provider_refused");
}
