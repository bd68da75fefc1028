//! What others try: each is refused, and nobody is signed in.

use serde_json::{Value, json};

use super::{Connected, Provider, SSO, ada, connection, location, refusal, through, to_provider};
use crate::app::{Client, Shop, now};

async fn nobody(client: &Client) {
    client.get("/api/v1/me").await.expect(401);
}

const OVER: &str = "/admin/sign-in?problem=identity.sso_over&org=harbour";
const NOT_BELIEVED: &str = "identity.sso_not_believed";

#[testkit::test]
async fn a_state_is_answered_once_and_by_the_browser_that_made_it() {
    let here = Connected::start().await;
    let (ada, eve) = (here.app.guest(), here.app.guest());
    let back = to_provider(&ada, "/sso/harbour").await;
    // Another browser has another secret, or none.
    assert_eq!(location(&here.app.guest().get(&back).await), OVER);
    to_provider(&eve, "/sso/harbour").await;
    assert_eq!(location(&eve.get(&back).await), OVER);
    nobody(&eve).await;
    assert_eq!(location(&ada.get(&back).await), "/admin/");
    assert_eq!(location(&ada.get(&back).await), OVER, "replayed");
}

#[testkit::test]
async fn answers_that_come_late_or_say_things_twice_are_refused() {
    let here = Connected::start().await;
    let ada = here.app.guest();
    let back = to_provider(&ada, "/sso/harbour").await;
    for odd in [
        format!("{back}&state=another"),
        format!("{back}&code=another"),
        format!("{back}&iss=https://evil.example"),
        back.replace("code=", "c="),
        back.replace("state=", "s="),
        back.split('?').next().unwrap().to_owned(),
    ] {
        assert_eq!(location(&ada.get(&odd).await), OVER, "{odd}");
    }
    here.app.clock.advance(601);
    assert_eq!(location(&ada.get(&back).await), OVER);
    nobody(&ada).await;
}

#[testkit::test]
async fn a_code_of_another_sign_in_is_worth_nothing() {
    let here = Connected::start().await;
    let (ada, eve) = (here.app.guest(), here.app.guest());
    let code = |address: &str| {
        let url = reqwest::Url::parse(address).unwrap();
        url.query_pairs().find(|(name, _)| name == "code").unwrap().1.into_owned()
    };
    let (hers, his) = (to_provider(&ada, "/sso/harbour").await, to_provider(&eve, "/sso/harbour").await);
    // Eve puts Ada's code into her own answer: the verifier does not fit.
    let injected = his.replace(&format!("code={}", code(&his)), &format!("code={}", code(&hers)));
    let end = location(&eve.get(&injected).await);
    assert!(end.starts_with("/admin/sign-in?problem=identity.sso_provider_refused"), "{end}");
    nobody(&eve).await;
}

/// What is wrong with an ID token, and what it is turned into.
fn bad_tokens(now: i64) -> Vec<(&'static str, Value)> {
    vec![
        ("another sign-in's", json!({ "nonce": "another" })),
        ("nobody's", json!({ "nonce": null })),
        ("expired", json!({ "exp": now - 61 })),
        ("five minutes old", json!({ "iat": now - 600, "exp": now - 300 })),
        ("from the future", json!({ "iat": now + 300, "exp": now + 600 })),
        ("another provider's", json!({ "iss": "https://evil.example" })),
        ("for another program", json!({ "aud": "another" })),
        ("for two programs", json!({ "aud": ["app", "another"] })),
        ("asked for by another program", json!({ "azp": "another" })),
        ("about nobody", json!({ "sub": "" })),
    ]
}

#[testkit::test]
async fn an_id_token_that_proves_nothing_lets_nobody_in() {
    let here = Connected::start().await;
    let now = here.provider.set().now;
    for (what, claims) in bad_tokens(now) {
        here.provider.set().twist = Some(Box::new(move |token| {
            for (name, value) in claims.as_object().unwrap() {
                token[name] = value.clone();
            }
        }));
        let client = here.app.guest();
        assert_eq!(refusal(&client).await, NOT_BELIEVED, "{what}");
        nobody(&client).await;
    }
    here.provider.set().twist = Some(Box::new(move |token| token["exp"] = json!(now - 30)));
    assert_eq!(through(&here.app.guest()).await, "/admin/", "a clock may be half a minute off");
}

#[testkit::test]
async fn unsigned_tokens_and_those_signed_with_our_own_secret_are_refused() {
    let here = Connected::start().await;
    for head in [
        json!({ "alg": "none" }),
        json!({ "alg": "HS256" }),
        json!({ "alg": "RS256" }),
        json!({ "crit": ["x"] }),
    ] {
        here.provider.set().twist_head = Some(Box::new(move |token| {
            for (name, value) in head.as_object().unwrap() {
                token[name] = value.clone();
            }
        }));
        let end = through(&here.app.guest()).await;
        assert!(end.starts_with("/admin/sign-in?problem=identity.sso_not_believed"), "{end}");
    }
}

#[testkit::test]
async fn an_unknown_key_is_fetched_once_and_a_swapped_one_is_refused() {
    let here = Connected::start().await;
    assert_eq!(through(&here.app.guest()).await, "/admin/");
    let asked = here.provider.set().keys_asked;
    here.provider.rotate("second");
    assert_eq!(through(&here.app.guest()).await, "/admin/");
    assert_eq!(here.provider.set().keys_asked, asked + 1);
    assert_eq!(through(&here.app.guest()).await, "/admin/");
    assert_eq!(here.provider.set().keys_asked, asked + 1, "it is known by now");

    // The same name, another key.
    let published = here.provider.set().keys();
    here.provider.set().published = Some(published);
    here.provider.rotate("second");
    assert_eq!(refusal(&here.app.guest()).await, NOT_BELIEVED);
    assert_eq!(here.provider.set().keys_asked, asked + 1);
    // An unknown name does not make us ask for ever.
    here.provider.rotate("third");
    for _ in 0..3 {
        assert_eq!(refusal(&here.app.guest()).await, NOT_BELIEVED);
    }
    assert!(here.provider.set().keys_asked <= asked + 2);
}

#[testkit::test]
async fn an_answer_of_another_provider_is_taken_for_none_of_ours() {
    let here = Connected::start().await;
    here.provider.set().answers_as = Some("https://evil.example".to_owned());
    assert_eq!(refusal(&here.app.guest()).await, NOT_BELIEVED);
    // Another organisation's provider sends its answer to our address.
    let evil = Provider::start(now().as_millisecond() / 1000, ada()).await;
    let rival = Shop::draft(&here.app, "rival").await;
    rival.owner.put("/api/v1/organisations/rival/sso", connection(&evil)).await.expect(200);
    let ada = here.app.guest();
    let back = to_provider(&ada, "/sso/rival").await;
    let theirs = here.app.app.directory.organisation("rival").await.unwrap().unwrap();
    let mixed = back.replace(&theirs.to_string(), &here.org().await.to_string());
    assert_eq!(location(&ada.get(&mixed).await), OVER);
    nobody(&ada).await;
}

#[testkit::test]
async fn a_sign_in_leads_nowhere_but_into_the_admin() {
    let here = Connected::start().await;
    let end = async |next: &str| {
        let client = here.app.guest();
        let back = to_provider(&client, &format!("/sso/harbour?next={next}")).await;
        location(&client.get(&back).await)
    };
    assert_eq!(end("/admin/harbour/members").await, "/admin/harbour/members");
    for elsewhere in [
        "//evil.example",
        "https://evil.example",
        "/%5Cevil.example",
        "/admin//evil.example",
        "%2F%2Fevil.example",
        "/admin/%252F%252Fevil.example",
        "/admin/..%2F..%2F%2Fevil.example",
        "/admin%0d%0aset-cookie:a=b",
        "javascript:alert(1)",
    ] {
        assert_eq!(end(elsewhere).await, "/admin/", "{elsewhere}");
    }
}

#[testkit::test]
async fn a_session_from_before_ends_and_its_token_is_worth_nothing() {
    let here = Connected::start().await;
    let owner = here.shop.owner.clone();
    assert_eq!(through(&owner).await, "/admin/");
    let sessions: i64 = sqlx::query_scalar("select count(*) from sessions")
        .fetch_one(&mut here.app.owner().await)
        .await
        .unwrap();
    assert_eq!(sessions, 1);
}

#[testkit::test]
async fn providers_in_private_networks_are_not_reached() {
    let (app, shop) = Shop::drafted().await;
    let provider = Provider::start(now().as_millisecond() / 1000, ada()).await;
    let mut body = connection(&provider);
    for issuer in
        [provider.issuer.as_str(), "https://localhost", "https://169.254.169.254", "https://[::1]:1"]
    {
        body["issuer"] = json!(issuer);
        shop.owner.put(SSO, body.clone()).await.expect(200);
        let tried = shop.owner.post(&format!("{SSO}/test"), json!({})).await;
        assert_eq!(tried.problem(409), "identity.sso_unreachable", "{issuer}");
    }
    assert_eq!(provider.set().keys_asked, 0);
    let end = location(&app.guest().get("/sso/harbour").await);
    assert_eq!(end, "/admin/sign-in?problem=identity.sso_unreachable&org=harbour");
}
