//! Signing out here signs out there, and the other way round.

use reqwest::Method;
use serde_json::{Value, json};

use super::{Connected, through};
use crate::app::{Answer, Client};

async fn tell(here: &Connected, token: &str) -> Answer {
    let client = here.app.guest();
    let path = format!("/sso/{}/backchannel-logout", here.org().await);
    client.send(client.request(Method::POST, &path).form(&[("logout_token", token)])).await
}

async fn signed_in(here: &Connected, session: Value) -> Client {
    here.provider.set().claims["sid"] = session;
    let client = here.app.guest();
    assert_eq!(through(&client).await, "/admin/");
    client
}

#[testkit::test]
async fn signing_out_here_leads_to_the_provider() {
    let here = Connected::start().await;
    let ada = signed_in(&here, json!("one")).await;
    let out = ada.post("/api/v1/auth/sign-out", json!({})).await.expect(200).json();
    let address = reqwest::Url::parse(out["continue_at"].as_str().unwrap()).unwrap();
    let query: std::collections::HashMap<_, _> = address.query_pairs().into_owned().collect();
    assert!(address.as_str().starts_with(&format!("{}/end?tenant=1&", here.provider.issuer)));
    assert_eq!((query["client_id"].as_str(), query["id_token_hint"].split('.').count()), ("app", 3));
    assert_eq!(query["post_logout_redirect_uri"], format!("{}/admin/sign-in", here.app.url));
    ada.get("/api/v1/me").await.expect(401);
    // Whoever came by their own means stays here.
    here.shop.owner.post("/api/v1/auth/sign-out", json!({})).await.expect(204);
}

#[testkit::test]
async fn signing_out_there_ends_the_session_here() {
    let here = Connected::start().await;
    let (laptop, phone) = (signed_in(&here, json!("one")).await, signed_in(&here, json!("two")).await);
    let token = here.provider.logout_token(json!({ "sid": "one", "sub": "ada-at-provider" }));
    tell(&here, &token).await.expect(200);
    laptop.get("/api/v1/me").await.expect(401);
    phone.get("/api/v1/me").await.expect(200);
    assert_eq!(
        tell(&here, &token).await.expect(400).json()["error"],
        "invalid_request",
        "a token counts once"
    );

    let token = here.provider.logout_token(json!({ "jti": "two", "sub": "ada-at-provider" }));
    tell(&here, &token).await.expect(200);
    phone.get("/api/v1/me").await.expect(401);
    here.shop.owner.get("/api/v1/me").await.expect(200);
}

#[testkit::test]
async fn a_session_without_a_name_ends_with_any_of_its_subject() {
    let here = Connected::start().await;
    let ada = signed_in(&here, Value::Null).await;
    tell(&here, &here.provider.logout_token(json!({ "sid": "one" }))).await.expect(200);
    ada.get("/api/v1/me").await.expect(200);
    let token = here.provider.logout_token(json!({ "jti": "two", "sid": "one", "sub": "ada-at-provider" }));
    tell(&here, &token).await.expect(200);
    ada.get("/api/v1/me").await.expect(401);
}

#[testkit::test]
async fn logout_tokens_that_prove_nothing_end_nothing() {
    let here = Connected::start().await;
    let ada = signed_in(&here, json!("one")).await;
    let now = here.provider.set().now;
    let event = "http://schemas.openid.net/event/backchannel-logout";
    let bad = [
        json!({ "iss": "https://evil.example" }),
        json!({ "aud": "another" }),
        json!({ "aud": ["another"] }),
        json!({ "iat": now - 3600, "exp": now - 3000 }),
        json!({ "iat": now - 301 }),
        json!({ "iat": now + 300 }),
        json!({ "events": {} }),
        json!({ "events": { event: "yes" } }),
        json!({ "events": { "http://evil.example": {} } }),
        json!({ "nonce": "an ID token" }),
        json!({ "jti": "" }),
        json!({ "sub": null, "sid": null }),
    ];
    for claims in bad {
        let mut all = json!({ "sub": "ada-at-provider", "sid": "one" });
        for (name, value) in claims.as_object().unwrap() {
            all[name] = value.clone();
        }
        tell(&here, &here.provider.logout_token(all.clone())).await.expect(400);
    }
    let good = here.provider.logout_token(json!({ "sub": "ada-at-provider" }));
    let (head, rest) = good.split_once('.').unwrap();
    let (body, signature) = rest.split_once('.').unwrap();
    let other = data_encoding::BASE64URL_NOPAD.encode(br#"{"alg":"none"}"#);
    let swapped = here.provider.sign(json!({ "alg": "ES256", "kid": "unknown" }), &json!({}));
    for token in [
        "",
        "a.b",
        "a.b.c",
        &format!("{other}.{body}."),
        &format!("{other}.{body}.{signature}"),
        &format!("{head}.{body}."),
        &format!("{head}.{body}.{}", &signature[..80]),
        &swapped,
    ] {
        tell(&here, token).await.expect(400);
    }
    ada.get("/api/v1/me").await.expect(200);
    tell(&here, &good).await.expect(200);
    ada.get("/api/v1/me").await.expect(401);
}

#[testkit::test]
async fn another_organisations_provider_ends_nothing_here() {
    let here = Connected::start().await;
    let ada = signed_in(&here, json!("one")).await;
    let rival = crate::app::Shop::draft(&here.app, "rival").await;
    let theirs = super::connection(&here.provider);
    rival.owner.put("/api/v1/organisations/rival/sso", theirs).await.expect(200);
    let org = here.app.app.directory.organisation("rival").await.unwrap().unwrap();
    let token = here.provider.logout_token(json!({ "sub": "ada-at-provider" }));
    let client = here.app.guest();
    let path = format!("/sso/{org}/backchannel-logout");
    client.send(client.request(Method::POST, &path).form(&[("logout_token", token)])).await.expect(200);
    ada.get("/api/v1/me").await.expect(200);
}
