//! Codes and tokens: good once, for one app, for a time.

use data_encoding::{BASE64, BASE64URL_NOPAD};
use reqwest::Method;
use serde_json::{Value, json};

use super::app::{Planner, VERIFIER};
use crate::app::{Shop, TestApp};

async fn planner() -> (TestApp, Shop, Planner) {
    Planner::registered(&["orders.view", "mails.view"]).await
}

async fn error(answer: crate::app::Answer) -> String {
    answer.expect(400).json()["error"].as_str().unwrap().to_owned()
}

#[testkit::test]
async fn a_code_is_good_once_and_a_second_use_ends_what_it_became() {
    let (_app, shop, planner) = planner().await;
    let code = planner.code(&shop.owner, "").await;
    let tokens = planner.exchange(&code).await.expect(200).json();
    planner.acting(&tokens).get(&shop.api("/orders")).await.expect(200);
    assert_eq!(error(planner.exchange(&code).await).await, "invalid_grant");
    assert_eq!(planner.acting(&tokens).get(&shop.api("/orders")).await.problem(401), "auth.bad_token");
    assert_eq!(error(planner.refreshed(&tokens).await).await, "invalid_grant");
}

#[testkit::test]
async fn a_code_is_for_its_app_its_verifier_its_address_and_a_minute() {
    let (app, shop, planner) = planner().await;
    let other = Planner::register(&app, &shop, &["orders.view"], false).await;
    let code = planner.code(&shop.owner, "").await;
    assert_eq!(error(other.exchange(&code).await).await, "invalid_grant");
    let with = |verifier: &'static str, uri: &'static str| {
        [("grant_type", "authorization_code"), ("redirect_uri", uri), ("code_verifier", verifier)]
    };
    let callback = super::CALLBACK;
    for form in [
        with(&VERIFIER[1..], callback),
        with("a".repeat(43).leak(), callback),
        with(VERIFIER, "https://planner.example/"),
    ] {
        let form = [form.as_slice(), &[("code", code.as_str())]].concat();
        assert_eq!(error(planner.token(&form).await).await, "invalid_grant");
    }
    let without = [("grant_type", "authorization_code"), ("code", code.as_str())];
    assert_eq!(error(planner.token(&without).await).await, "invalid_request");
    planner.exchange(&code).await.expect(200);
    let late = planner.code(&shop.owner, "").await;
    app.clock.advance(60);
    assert_eq!(error(planner.exchange(&late).await).await, "invalid_grant");
    assert_eq!(error(planner.token(&[("grant_type", "password")]).await).await, "unsupported_grant_type");
    assert_eq!(error(planner.exchange("nonsense").await).await, "invalid_grant");
}

#[testkit::test]
async fn a_confidential_app_shows_its_secret() {
    let (app, shop, _) = Shop::opened(1000, Some(50)).await;
    let planner = Planner::register(&app, &shop, &["orders.view"], true).await;
    let tokens = planner.allowed(&shop.owner, "").await;
    let refresh = tokens["refresh_token"].as_str().unwrap();
    let form = [("grant_type", "refresh_token"), ("refresh_token", refresh)];
    for secret in [None, Some("tss_wrong")] {
        let mut form = form.to_vec();
        form.push(("client_id", &planner.id));
        form.extend(secret.map(|secret| ("client_secret", secret)));
        let refused = app.guest().submit("/oauth/token", &form).await.expect(401);
        assert_eq!(refused.json()["error"], "invalid_client");
        assert!(refused.header("www-authenticate").starts_with("Basic"));
    }
    let secret = planner.secret.clone().unwrap();
    let basic = BASE64.encode(format!("{}:{secret}", planner.id).as_bytes());
    let request =
        app.guest().request(Method::POST, "/oauth/token").header("authorization", format!("Basic {basic}"));
    app.guest().send(request.form(&form)).await.expect(200);
    let public = Planner::register(&app, &shop, &["orders.view"], false).await;
    let guess = [
        ("grant_type", "refresh_token"),
        ("refresh_token", "x"),
        ("client_id", &public.id),
        ("client_secret", "x"),
    ];
    app.guest().submit("/oauth/token", &guess).await.expect(401);
    let json = app.guest().post("/oauth/token", json!({ "grant_type": "refresh_token" })).await;
    assert_eq!(error(json).await, "invalid_request");
}

#[testkit::test]
async fn a_refresh_token_works_once_and_a_stolen_one_ends_the_family() {
    let (app, shop, planner) = planner().await;
    let first = planner.allowed(&shop.owner, "").await;
    let second = planner.refreshed(&first).await.expect(200).json();
    assert_ne!(first["refresh_token"], second["refresh_token"]);
    // A lost answer, or two at once: refused, nothing more.
    app.clock.advance(9);
    assert_eq!(error(planner.refreshed(&first).await).await, "invalid_grant");
    let third = planner.refreshed(&second).await.expect(200).json();
    planner.acting(&third).get(&shop.api("/orders")).await.expect(200);
    // Later it is a theft.
    app.clock.advance(11);
    assert_eq!(error(planner.refreshed(&first).await).await, "invalid_grant");
    assert_eq!(planner.acting(&third).get(&shop.api("/orders")).await.problem(401), "auth.bad_token");
    assert_eq!(error(planner.refreshed(&third).await).await, "invalid_grant");
}

#[testkit::test]
async fn of_a_hundred_refreshes_at_once_one_wins() {
    let (app, shop, planner) = planner().await;
    let tokens = planner.allowed(&shop.owner, "").await;
    let planner = std::sync::Arc::new(planner);
    let tries: Vec<_> = (0..100)
        .map(|_| {
            let (planner, tokens) = (planner.clone(), tokens.clone());
            tokio::spawn(async move { planner.refreshed(&tokens).await })
        })
        .collect();
    let mut winners: Vec<Value> = Vec::new();
    for attempt in tries {
        let answer = attempt.await.unwrap();
        match answer.status.as_u16() {
            200 => winners.push(answer.json()),
            _ => assert_eq!(error(answer).await, "invalid_grant"),
        }
    }
    assert_eq!(winners.len(), 1);
    planner.acting(&winners[0]).get(&shop.api("/orders")).await.expect(200);
    let next = planner.refreshed(&winners[0]).await.expect(200).json();
    app.clock.advance(11);
    assert_eq!(error(planner.refreshed(&tokens).await).await, "invalid_grant");
    assert_eq!(planner.acting(&next).get(&shop.api("/orders")).await.problem(401), "auth.bad_token");
}

#[testkit::test]
async fn a_token_may_be_narrowed_but_not_widened() {
    let (_app, shop, planner) = planner().await;
    let tokens = planner.allowed(&shop.owner, "orders.view").await;
    let refresh = |scope: &'static str, token: &str| {
        let token = token.to_owned();
        let planner = &planner;
        async move {
            planner
                .token(&[("grant_type", "refresh_token"), ("refresh_token", &token), ("scope", scope)])
                .await
        }
    };
    let token = tokens["refresh_token"].as_str().unwrap();
    assert_eq!(error(refresh("orders.view mails.view", token).await).await, "invalid_scope");
    let same = refresh("orders.view", token).await.expect(200).json();
    assert_eq!(same["scope"], "orders.view");
}

#[testkit::test]
async fn an_access_token_ends_by_itself_and_is_not_forged() {
    let (app, shop, planner) = planner().await;
    let tokens = planner.allowed(&shop.owner, "orders.view").await;
    let token = tokens["access_token"].as_str().unwrap();
    let (head, rest) = token.split_once('.').unwrap();
    let (claims, signature) = rest.split_once('.').unwrap();
    let mut wider: Value =
        serde_json::from_slice(&BASE64URL_NOPAD.decode(claims.as_bytes()).unwrap()).unwrap();
    wider["scope"] = json!("orders.view orders.refund");
    let wider = BASE64URL_NOPAD.encode(wider.to_string().as_bytes());
    let none = BASE64URL_NOPAD.encode(br#"{"alg":"none","typ":"at+jwt","kid":"x"}"#);
    let unknown = BASE64URL_NOPAD.encode(br#"{"alg":"EdDSA","typ":"at+jwt","kid":"x"}"#);
    for forged in [
        format!("{head}.{wider}.{signature}"),
        format!("{none}.{claims}."),
        format!("{none}.{claims}.{signature}"),
        format!("{unknown}.{claims}.{signature}"),
        format!("{head}.{claims}"),
        format!("{token}."),
        "..".to_owned(),
    ] {
        let answer = planner.program.with_bearer(&forged).get(&shop.api("/orders")).await;
        assert_eq!(answer.problem(401), "auth.bad_token", "{forged}");
    }
    let acting = planner.acting(&tokens);
    app.clock.advance(599);
    acting.get(&shop.api("/orders")).await.expect(200);
    app.clock.advance(1);
    assert_eq!(acting.get(&shop.api("/orders")).await.problem(401), "auth.bad_token");
    let fresh = planner.refreshed(&tokens).await.expect(200).json();
    planner.acting(&fresh).get(&shop.api("/orders")).await.expect(200);
    app.clock.advance(31 * 86_400);
    assert_eq!(error(planner.refreshed(&fresh).await).await, "invalid_grant");
}

#[testkit::test]
async fn an_app_gives_its_tokens_back() {
    let (app, shop, planner) = planner().await;
    for kind in ["refresh_token", "access_token"] {
        let tokens = planner.allowed(&shop.owner, "").await;
        let acting = planner.acting(&tokens);
        acting.get(&shop.api("/orders")).await.expect(200);
        let other = Planner::register(&app, &shop, &["orders.view"], false).await;
        let token = ("token", tokens[kind].as_str().unwrap());
        app.guest().submit("/oauth/revoke", &[token, ("client_id", &other.id)]).await.expect(200);
        acting.get(&shop.api("/orders")).await.expect(200);
        app.guest().submit("/oauth/revoke", &[token, ("client_id", &planner.id)]).await.expect(200);
        assert_eq!(acting.get(&shop.api("/orders")).await.problem(401), "auth.bad_token", "{kind}");
        assert_eq!(error(planner.refreshed(&tokens).await).await, "invalid_grant");
    }
    app.guest()
        .submit("/oauth/revoke", &[("token", "unknown"), ("client_id", &planner.id)])
        .await
        .expect(200);
}

#[testkit::test]
async fn keys_are_rotated_without_signing_anybody_out() {
    let (app, shop, planner) = planner().await;
    let mut tokens = planner.allowed(&shop.owner, "").await;
    let keys = async || {
        let keys = app.guest().get("/.well-known/jwks.json").await.expect(200).json();
        keys["keys"].as_array().unwrap().iter().map(|key| key["kid"].clone()).collect::<Vec<_>>()
    };
    let kid = |tokens: &Value| {
        let head = tokens["access_token"].as_str().unwrap().split('.').next().unwrap().to_owned();
        serde_json::from_slice::<Value>(&BASE64URL_NOPAD.decode(head.as_bytes()).unwrap()).unwrap()["kid"]
            .clone()
    };
    let first = kid(&tokens);
    let mut seen = Vec::new();
    for day in 1..=35 {
        app.clock.advance(86_400);
        let app = &app.app;
        identity::token_key::rotate(&app.db, &*app.ports.keys, &app.chance, app.now()).await.unwrap();
        tokens = planner.refreshed(&tokens).await.expect(200).json();
        planner.acting(&tokens).get(&shop.api("/orders")).await.expect(200);
        let known = keys().await;
        assert!(known.contains(&kid(&tokens)), "day {day}");
        assert!(known.len() <= 2, "day {day}: {known:?}");
        seen.push(kid(&tokens));
    }
    assert_eq!(seen[28], first, "a new key is known for a day before it signs");
    assert_ne!(seen[34], first);
    assert!(!keys().await.contains(&first), "the old one is gone");
}
