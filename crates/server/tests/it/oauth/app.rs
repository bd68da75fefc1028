//! An app on somebody's server, as the tests play it.

use data_encoding::BASE64URL_NOPAD;
use serde_json::{Value, json};

use crate::app::{Answer, Client, Kept, Shop, TestApp};

pub const CALLBACK: &str = "https://planner.example/callback";
pub const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";

pub struct Planner {
    pub id: String,
    pub secret: Option<String>,
    pub program: Client,
}

pub fn challenge(verifier: &str) -> String {
    BASE64URL_NOPAD.encode(ring::digest::digest(&ring::digest::SHA256, verifier.as_bytes()).as_ref())
}

/// A parameter of the address that somebody is sent to.
pub fn parameter(answer: &Answer, name: &str) -> Option<String> {
    assert_eq!(answer.status.as_u16(), 303, "{}", answer.text());
    let (address, query) = answer.header("location").split_once('?').unwrap();
    assert_eq!(address, CALLBACK);
    let mut pairs = url::form_urlencoded::parse(query.as_bytes());
    pairs.find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

impl Kept for Planner {
    fn moved_to(&self, app: &TestApp) -> Self {
        Self { id: self.id.clone(), secret: self.secret.clone(), program: app.guest() }
    }
}

impl Planner {
    /// A program in which "harbour" is open and has registered the app.
    pub async fn registered(permissions: &'static [&'static str]) -> (TestApp, Shop, Self) {
        let register = async move |app: &TestApp| {
            let (shop, _) = Shop::open(app, "harbour", 1000, Some(50)).await;
            let planner = Self::register(app, &shop, permissions, false).await;
            (shop, planner)
        };
        let (app, (shop, planner)) = TestApp::after(&permissions.join(" "), register).await;
        (app, shop, planner)
    }

    pub async fn register(app: &TestApp, shop: &Shop, permissions: &[&str], confidential: bool) -> Self {
        let body = json!({
            "name": "Planner", "redirect_uris": [CALLBACK], "permissions": permissions, "confidential": confidential,
        });
        let made = shop
            .owner
            .post(&format!("/api/v1/organisations/{}/apps", shop.org), body)
            .await
            .expect(201)
            .json();
        let secret = made["secret"].as_str().map(str::to_owned);
        Self { id: made["app"]["id"].as_str().unwrap().to_owned(), secret, program: app.guest() }
    }

    /// Sends somebody's browser to be asked, with some parameters changed; an empty one is left out.
    pub async fn ask(&self, browser: &Client, changes: &[(&str, &str)]) -> Answer {
        browser.get(&format!("/oauth/authorize?{}", self.request(changes))).await
    }

    pub fn request(&self, changes: &[(&str, &str)]) -> String {
        let challenge = challenge(VERIFIER);
        let usual = [
            ("response_type", "code"),
            ("client_id", self.id.as_str()),
            ("redirect_uri", CALLBACK),
            ("state", "af0ifjsldkj"),
            ("code_challenge", challenge.as_str()),
            ("code_challenge_method", "S256"),
        ];
        let added = changes.iter().filter(|(name, _)| usual.iter().all(|(known, _)| known != name));
        let value = |(name, usual): &(&str, &str)| {
            changes.iter().find(|(changed, _)| changed == name).map_or(*usual, |(_, value)| *value).to_owned()
        };
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        for pair in usual.iter().chain(added) {
            let value = value(pair);
            if !value.is_empty() {
                query.append_pair(pair.0, &value);
            }
        }
        query.finish()
    }

    /// Presses a button of the page that asks.
    pub async fn press(&self, browser: &Client, page: &Answer, decision: &str) -> Answer {
        assert_eq!(page.status.as_u16(), 200, "{}", page.text());
        let fields = fields(&page.text());
        let mut form: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (&**name, &**value)).collect();
        form.push(("decision", decision));
        browser.submit("/oauth/authorize", &form).await
    }

    /// Somebody allows it `scope`: the code.
    pub async fn code(&self, browser: &Client, scope: &str) -> String {
        let page = self.ask(browser, &[("scope", scope)]).await;
        parameter(&self.press(browser, &page, "allow").await, "code").unwrap()
    }

    pub async fn token(&self, form: &[(&str, &str)]) -> Answer {
        let mut form = form.to_vec();
        form.push(("client_id", &self.id));
        if let Some(secret) = &self.secret {
            form.push(("client_secret", secret));
        }
        self.program.submit("/oauth/token", &form).await
    }

    pub async fn exchange(&self, code: &str) -> Answer {
        let grant = [("grant_type", "authorization_code"), ("code", code), ("redirect_uri", CALLBACK)];
        self.token(&[grant.as_slice(), &[("code_verifier", VERIFIER)]].concat()).await
    }

    /// Somebody allows it `scope`: the tokens.
    pub async fn allowed(&self, browser: &Client, scope: &str) -> Value {
        let code = self.code(browser, scope).await;
        let answer = self.exchange(&code).await.expect(200);
        assert_eq!(answer.header("cache-control"), "no-store");
        answer.json()
    }

    pub async fn refreshed(&self, tokens: &Value) -> Answer {
        let token = tokens["refresh_token"].as_str().unwrap();
        self.token(&[("grant_type", "refresh_token"), ("refresh_token", token)]).await
    }

    /// The app with its access token.
    pub fn acting(&self, tokens: &Value) -> Client {
        self.program.with_bearer(tokens["access_token"].as_str().unwrap())
    }
}

/// The hidden fields of a page's form.
fn fields(html: &str) -> Vec<(String, String)> {
    let attribute = |tag: &str, name: &str| {
        let rest = tag.split_once(&format!("{name}=\""))?.1;
        Some(rest.split_once('"')?.0.replace("&amp;", "&"))
    };
    let hidden = html.split("<input type=\"hidden\"").skip(1);
    hidden.map(|tag| (attribute(tag, "name").unwrap(), attribute(tag, "value").unwrap())).collect()
}
