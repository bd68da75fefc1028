//! The whole way at a certified provider, npm's `oidc-provider`, in a process of its own.

use std::{
    io::{BufRead, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
};

use kernel::Clock;
use reqwest::{Method, header::LOCATION};
use serde_json::{Value, json};

use super::{SSO, own_domain};
use crate::app::{Answer, Client, Shop, TestApp};

/// The running provider; it ends with the test.
pub struct Peer {
    process: Child,
    pub issuer: String,
}

impl Peer {
    /// Starts it for the addresses that the admin shows.
    fn start(sso: &Value) -> Self {
        let text = |name: &str| sso[name].as_str().unwrap().to_owned();
        Self::with(&[
            ("REDIRECT_URI", &text("redirect_uri")),
            ("POST_LOGOUT_URI", &text("post_logout_redirect_uri")),
            ("BACKCHANNEL_URI", &text("backchannel_logout_uri")),
        ])
    }

    /// Starts one that sends guests back to `redirect_uri` and vouches for addresses at `domain`.
    pub fn for_guests(redirect_uri: &str, domain: &str) -> Self {
        Self::with(&[("REDIRECT_URI", redirect_uri), ("MAIL_DOMAIN", domain)])
    }

    fn with(environment: &[(&str, &str)]) -> Self {
        let port = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../web/e2e/support/identity-provider.mjs");
        let mut process = Command::new("node")
            .arg(script)
            .env("PORT", port.to_string())
            .envs(environment.iter().copied())
            .stdout(Stdio::piped())
            .spawn()
            .expect("node is installed");
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let up = lines.by_ref().map_while(Result::ok).any(|line| line == "up");
        // It goes on talking, and would end if nobody listened.
        std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
        assert!(up, "the provider did not start: cargo xtask test installs it, or npm ci in the folder web");
        Self { process, issuer: format!("http://127.0.0.1:{port}") }
    }
}

impl Drop for Peer {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Follows redirects until one leads back to us (`home`) or a page is shown.
async fn follow(client: &Client, mut answer: Answer, home: &str, mut at: String) -> (Answer, String) {
    for _ in 0..10 {
        let Some(next) = answer.headers.get(LOCATION) else { break };
        at = reqwest::Url::parse(&at).unwrap().join(next.to_str().unwrap()).unwrap().to_string();
        if at.starts_with(home) {
            break;
        }
        answer = client.get(&at).await;
    }
    (answer, at)
}

/// What stands behind `before` and before the next quote.
fn between(page: &str, before: &str) -> String {
    let (_, rest) = page.split_once(before).unwrap_or_else(|| panic!("no {before} in {page}"));
    rest.split('"').next().unwrap().replace("&amp;", "&")
}

/// Signs `name` in from `start`; gives where the provider leads back to, and how often it asked something.
pub async fn sign_in(app: &TestApp, client: &Client, start: &str, name: &str) -> (String, usize) {
    let home = format!("{}/sso/", app.url);
    let first = client.get(start).await;
    let there = first.headers[LOCATION].to_str().unwrap().to_owned();
    let (mut answer, mut at) = follow(client, client.get(&there).await, &home, there).await;
    let mut asked = 0;
    while !at.starts_with(&home) {
        let page = answer.text();
        let action = between(&page, "action=\"");
        let prompt = between(&page, "name=\"prompt\" value=\"");
        let form = [("prompt", prompt.as_str()), ("login", name), ("password", "any")];
        let posted = client.send(client.request(Method::POST, &action).form(&form)).await;
        (answer, at) = follow(client, posted, &home, action).await;
        asked += 1;
        assert!(asked < 5, "{}", answer.text());
    }
    (at, asked)
}

async fn arrive(client: &Client, back: &str) {
    let end = client.get(back).await.expect(303);
    assert_eq!(end.headers[LOCATION], "/admin/");
    client.entered(&client.get("/api/v1/me").await.expect(200));
}

#[testkit::test]
async fn signing_in_and_out_at_a_real_provider() {
    let app = TestApp::start_with(|config| config.sso.private_providers = true).await;
    // The provider lives in our time, and signs tokens for it.
    let real = kernel::SystemClock.now();
    app.clock.advance(real.seconds_since(app.app.now()));
    let shop = Shop::draft(&app, "harbour").await;
    own_domain(&app, "harbour", "harbour.example").await;
    let peer = Peer::start(&shop.owner.get(SSO).await.expect(200).json());
    let connection = json!({
        "issuer": peer.issuer, "client_id": "app", "client_secret": "app-secret",
        "scopes": ["email", "profile", "groups"], "group_claim": "groups",
        "groups": [{ "group": "crew", "role": "door" }], "default_role": "viewer", "joins": true,
    });
    shop.owner.put(SSO, connection).await.expect(200);

    let (laptop, phone) = (app.guest(), app.guest());
    let start = format!("{}/sso/harbour", app.url);
    let (back, asked) = sign_in(&app, &laptop, &start, "ada").await;
    assert!(back.contains("iss="), "{back}");
    assert_eq!(asked, 2, "the provider asks who it is, and whether they agree");
    arrive(&laptop, &back).await;
    let me = laptop.get("/api/v1/me").await.expect(200).json();
    assert_eq!(
        (&me["person"]["email"], &me["person"]["name"]),
        (&json!("ada@harbour.example"), &json!("Ada Lovelace"))
    );
    // The groups are told by the user info endpoint, too: this provider puts nothing but the subject into the ID token.
    assert_eq!(me["organisations"][0]["role"], "door");
    let (back, _) = sign_in(&app, &phone, &start, "ada").await;
    arrive(&phone, &back).await;

    // Out at the laptop: here at once, there after a word, and then the phone's session at the provider still lives.
    let out = laptop.post("/api/v1/auth/sign-out", json!({})).await.expect(200).json();
    laptop.get("/api/v1/me").await.expect(401);
    let end_session = out["continue_at"].as_str().unwrap();
    let page = laptop.get(end_session).await.expect(200).text();
    let (action, xsrf) = (between(&page, "action=\""), between(&page, "name=\"xsrf\" value=\""));
    let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
    let posted = laptop.send(laptop.request(Method::POST, &action).form(&form)).await;
    let (_, at) = follow(&laptop, posted, &app.url, action).await;
    assert_eq!(at, format!("{}/admin/sign-in", app.url));
    let (_, asked) = sign_in(&app, &laptop, &start, "ada").await;
    assert!(asked >= 1, "the provider asks who it is again");
    phone.get("/api/v1/me").await.expect(200);

    // Out at the provider alone, from the phone's browser: it tells us, and the phone's session is over here.
    let end_session = format!("{}/session/end?client_id=app", peer.issuer);
    let page = phone.get(&end_session).await.expect(200).text();
    let (action, xsrf) = (between(&page, "action=\""), between(&page, "name=\"xsrf\" value=\""));
    let form = [("xsrf", xsrf.as_str()), ("logout", "yes")];
    phone.send(phone.request(Method::POST, &action).form(&form)).await;
    phone.get("/api/v1/me").await.expect(401);
}
