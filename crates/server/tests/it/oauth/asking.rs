//! Asking somebody: what apps may send, and what nobody is fooled by.

use reqwest::Method;
use serde_json::json;

use super::app::{CALLBACK, Planner, parameter};
use crate::app::{Shop, TestApp};

async fn planner() -> (TestApp, Shop, Planner) {
    Planner::registered(&["orders.view", "orders.export"]).await
}

#[testkit::test]
async fn the_page_names_app_organisation_person_and_permissions() {
    let (_app, shop, planner) = planner().await;
    let page = planner.ask(&shop.owner, &[("scope", "orders.export")]).await.expect(200);
    let text = page.text();
    for words in [
        "Planner",
        "The harbour",
        "owner@harbour.example",
        "Download orders as a file.",
        "planner.example",
        "180 days",
    ] {
        assert!(text.contains(words), "{words}: {text}");
    }
    assert!(!text.contains("See orders, buyers and sales figures."), "it did not ask for that");
    let policy = page.header("content-security-policy");
    assert!(policy.contains("form-action 'self' https://planner.example"), "{policy}");
    assert!(policy.contains("frame-ancestors 'none'") && policy.contains("default-src 'none'"), "{policy}");
    assert_eq!(page.header("x-frame-options"), "DENY");
    assert_eq!(page.header("cache-control"), "no-store");
    let german = shop.owner.get(&format!("/de/oauth/authorize?{}", planner.request(&[]))).await.expect(200);
    assert!(german.text().contains("möchte für Sie handeln"));
}

#[testkit::test]
async fn the_answer_goes_back_with_state_and_issuer() {
    let (app, shop, planner) = planner().await;
    let page = planner.ask(&shop.owner, &[]).await;
    let allowed = planner.press(&shop.owner, &page, "allow").await;
    assert_eq!(parameter(&allowed, "state").as_deref(), Some("af0ifjsldkj"));
    assert_eq!(parameter(&allowed, "iss").as_ref(), Some(&app.app.settings.public_url));
    assert_eq!(parameter(&allowed, "code").unwrap().len(), 43);
    let refused = planner.press(&shop.owner, &page, "deny").await;
    assert_eq!(parameter(&refused, "error").as_deref(), Some("access_denied"));
    assert_eq!(parameter(&refused, "code"), None);
    assert_eq!(parameter(&refused, "iss").as_ref(), Some(&app.app.settings.public_url));
}

#[testkit::test]
async fn an_unregistered_way_back_is_never_taken() {
    let (_app, shop, planner) = planner().await;
    for wrong in [
        "https://evil.example/callback",
        "//planner.example/callback",
        "https://planner.example/callback/",
        "https://planner.example/callback?x=1",
        "https://planner.example/callback#x",
        "https://planner.example/x/../callback",
        "https://planner.example/%63allback",
        "https://planner.example:443/callback",
        "https://planner.example@evil.example/callback",
        "https://planner.example.evil.example/callback",
        "https://planner.example\\@evil.example/callback",
        "http://planner.example/callback",
        "javascript:alert(1)",
        "",
    ] {
        let answer = planner.ask(&shop.owner, &[("redirect_uri", wrong)]).await;
        assert_eq!(answer.header("location"), "", "{wrong}");
        assert_eq!(answer.problem(400), "oauth.wrong_redirect", "{wrong}");
    }
    assert_eq!(planner.ask(&shop.owner, &[("client_id", "app_x")]).await.problem(400), "oauth.unknown_app");
    let twice = format!("{}&redirect_uri={CALLBACK}", planner.request(&[]));
    let twice = shop.owner.get(&format!("/oauth/authorize?{twice}")).await;
    assert_eq!(twice.problem(400), "oauth.unreadable");
}

#[testkit::test]
async fn a_request_without_proof_key_or_for_too_much_is_sent_back() {
    let (_app, shop, planner) = planner().await;
    for (change, error) in [
        (("code_challenge", ""), "invalid_request"),
        (("code_challenge", "short"), "invalid_request"),
        (("code_challenge_method", ""), "invalid_request"),
        (("code_challenge_method", "plain"), "invalid_request"),
        (("response_type", "token"), "unsupported_response_type"),
        (("response_type", ""), "unsupported_response_type"),
        (("scope", "orders.refund"), "invalid_scope"),
        (("scope", "openid"), "invalid_scope"),
    ] {
        let answer = planner.ask(&shop.owner, &[change]).await;
        assert_eq!(parameter(&answer, "error").as_deref(), Some(error), "{change:?}");
        assert_eq!(parameter(&answer, "state").as_deref(), Some("af0ifjsldkj"), "{change:?}");
    }
}

#[testkit::test]
async fn nobody_is_asked_behind_their_back() {
    let (app, shop, planner) = planner().await;
    let stranger = planner.ask(&app.guest(), &[]).await.expect(303);
    assert!(stranger.header("location").starts_with("/admin/sign-in?next=%2Foauth%2Fauthorize%3F"));
    let page = planner.ask(&shop.owner, &[]).await.expect(200);
    let forged = page.text().replace("name=\"csrf\" value=\"", "name=\"csrf\" value=\"x");
    let forged =
        crate::app::Answer { body: forged.into_bytes(), status: page.status, headers: page.headers.clone() };
    assert_eq!(planner.press(&shop.owner, &forged, "allow").await.problem(403), "auth.csrf");
    let request = shop.owner.request(Method::POST, "/oauth/authorize").header("sec-fetch-site", "cross-site");
    assert_eq!(
        shop.owner.send(request.form(&[("decision", "allow")])).await.problem(403),
        "site.foreign_form"
    );
    assert_eq!(planner.press(&app.guest(), &page, "allow").await.problem(401), "auth.required");
    let outsider = app.guest();
    outsider.sign_up("Olga", "olga@rival.example").await;
    assert_eq!(planner.ask(&outsider, &[]).await.problem(404), "request.not_found");
    let key = shop
        .owner
        .post("/api/v1/me/api-keys", json!({ "name": "x", "permissions": [] }))
        .await
        .expect(201)
        .json();
    let key = shop.owner.with_bearer(key["secret"].as_str().unwrap());
    planner.ask(&key, &[]).await.expect(303);
}
