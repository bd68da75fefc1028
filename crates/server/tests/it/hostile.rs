//! What nobody should send, and what is harmless however strange it looks.

use reqwest::Method;
use serde_json::json;

use crate::app::{Shop, TestApp};

/// Markup, SQL, a formula and marks that belong to a right-to-left name.
const NAME: &str = "<script>alert(1)</script> '; drop table orders; -- \u{200F}عمر\u{200F}";

#[testkit::test]
async fn what_cant_be_read_is_refused_with_a_word_about_it() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let guest = app.guest();
    let carts = shop.public("/carts");
    let send = async |kind: &str, body: String| {
        guest.send(guest.request(Method::POST, &carts).header("content-type", kind).body(body)).await
    };
    let huge = json!({ "lines": [], "access_code": "x".repeat(10 * 1024 * 1024) }).to_string();
    assert_eq!(send("application/json", huge).await.problem(413), "request.too_large");
    assert_eq!(send("text/plain", "{}".to_owned()).await.problem(415), "request.not_json");
    assert_eq!(send("application/json", "{".to_owned()).await.problem(400), "request.malformed_json");
    let unknown = json!({ "lines": [{ "product": ticket, "quantity": 1 }], "admin": true }).to_string();
    assert_eq!(send("application/json", unknown).await.problem(422), "request.invalid");
    let form = guest.request(Method::POST, "/harbour/spring-show/cart").body("x".repeat(2 * 1024 * 1024));
    guest.send(form).await.expect(413);
}

#[testkit::test]
async fn names_that_hide_something_are_refused_by_field() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let guest = app.guest();
    let lines = json!({ "lines": [{ "product": ticket, "quantity": 1 }] });
    let cart = guest.post(&shop.public("/carts"), lines).await.expect(201).json();
    let path = shop.public(&format!("/carts/{}", cart["secret"].as_str().unwrap()));
    for name in ["a\u{0}b", "a\nb", "evil\u{202E}gpj", "\u{2066}isolated", &"x".repeat(500)] {
        let answer = guest.patch(&path, json!({ "name": name })).await;
        assert_eq!(answer.refused_field(), "/name", "{name:?}");
        let mut order = crate::app::order_body(&ticket, 1, "free", false);
        order["name"] = json!(name);
        assert_eq!(shop.owner.post(&shop.api("/orders"), order).await.refused_field(), "/name", "{name:?}");
    }
    let event = json!({ "name": { "en": "evil\u{202E}gpj" } });
    assert_eq!(shop.owner.patch(&shop.api(""), event).await.refused_field(), "/name");
    guest.delete(&path).await.expect(204);
    app.run_jobs().await;
}

#[testkit::test]
async fn a_character_that_no_text_holds_is_refused_wherever_it_stands() {
    let (app, shop, _) = Shop::opened(0, Some(5)).await;
    for list in ["/vouchers?q=%00", "/orders?q=a%00", "/discounts/%00"] {
        let answer = shop.owner.get(&shop.api(list)).await;
        assert!(!answer.status.is_server_error(), "{list}: {}", answer.status);
    }
    let vouchers = shop.owner.get(&shop.api("/vouchers?q=%00")).await;
    assert_eq!(vouchers.problem(400), "request.bad_text");
    let answer = app.guest().get("/harbour/spring-show?code=%00").await;
    assert!(answer.status.as_u16() < 500, "{}", answer.status);
}

#[testkit::test]
async fn strange_names_are_shown_as_they_are_and_do_nothing() {
    let (app, shop, ticket) = Shop::opened(0, Some(5)).await;
    let title = json!({ "name": { "en": "<img src=x onerror=alert(2)>" }, "locales": ["en"] });
    shop.owner.patch(&shop.api(""), title).await.expect(200);
    let mut body = crate::app::order_body(&ticket, 1, "free", false);
    body["name"] = json!(format!("={NAME}"));
    body["lines"][0]["attendee_names"] = json!([NAME]);
    let order = shop.owner.post(&shop.api("/orders"), body).await.expect(201).json();
    app.run_jobs().await;

    let guest = app.guest();
    let link = order["secret_url"].as_str().unwrap();
    let ticket_page = format!("{link}/ticket/1");
    for page in ["/harbour/spring-show", link, &ticket_page, &format!("{link}/names")] {
        let html = guest.get(page).await.expect(200).text();
        assert!(!html.contains("<script>alert") && !html.contains("<img src=x"), "{page}");
    }
    assert!(guest.get(link).await.text().contains("&lt;script&gt;alert(1)&lt;/script&gt; &#39;; drop table"));
    let pdf = guest.get(&format!("{link}/tickets.pdf")).await.expect(200);
    assert!(pdf.body.starts_with(b"%PDF-"));

    let mails = "/api/v1/organisations/harbour/mails";
    let list = shop.owner.get(mails).await.expect(200).json();
    let mail = format!("{mails}/{}", list["items"][0]["id"].as_str().unwrap());
    let mail = shop.owner.get(&mail).await.expect(200).json();
    let html = shop.owner.get(mail["html_url"].as_str().unwrap()).await.expect(200).text();
    assert!(!html.contains("<script>alert") && !html.contains("<img src=x"));
    assert_eq!(mail["subject"].as_str().unwrap().lines().count(), 1);

    let csv = shop.owner.get(&shop.api("/orders.csv")).await.expect(200).text();
    assert!(csv.contains(&format!("'={NAME}")), "{csv}");
    let found = shop.owner.get(&shop.api("/orders/totals?q=%27%3B%20drop%20table")).await.expect(200).json();
    assert_eq!(found["count"], 1);
}

#[test]
fn every_operation_that_reads_a_query_may_refuse_it() {
    let document: serde_json::Value = serde_json::from_str(&server::openapi::json().unwrap()).unwrap();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let parameters = operation["parameters"].as_array().into_iter().flatten();
            let asks = parameters.clone().any(|parameter| parameter["in"] == "query");
            let declared = operation["responses"].get("422").is_some();
            assert!(!asks || declared, "{method} {path} does not declare 422");
        }
    }
}

#[test]
fn no_operation_takes_a_field_that_nobody_knows() {
    let document: serde_json::Value = serde_json::from_str(&server::openapi::json().unwrap()).unwrap();
    let mut read = 0;
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
            let Some(reference) = schema["$ref"].as_str() else { continue };
            let schema = document.pointer(reference.trim_start_matches('#')).unwrap();
            // One of several fields: a second one is refused, known or not.
            let choice = schema["oneOf"].is_array();
            assert!(
                choice || schema["additionalProperties"] == false,
                "{method} {path} takes unknown fields: {schema}"
            );
            read += 1;
        }
    }
    assert!(read > 30, "the bodies were found: {read}");
}

#[testkit::test]
async fn a_choice_of_fields_takes_one_of_them_alone() {
    let app = TestApp::start().await;
    let ada = app.guest();
    ada.sign_up("Ada", "ada@harbour.example").await;
    for body in [
        json!({ "password": "correct horse battery", "admin": true }),
        json!({ "password": "correct horse battery", "code": "123456" }),
        json!({ "admin": true }),
        json!({}),
        json!([]),
    ] {
        // 400 where the reader stops at the second field, 422 where it knows none of them.
        let refused = ada.post("/api/v1/auth/step-up", body.clone()).await;
        assert!(matches!(refused.status.as_u16(), 400 | 422), "{body}: {}", refused.text());
    }
}

#[testkit::test]
async fn every_answer_says_what_browsers_may_do() {
    let app = TestApp::start().await;
    let guest = app.guest();
    let paths = [
        "/",
        "/api/v1/me",
        "/api/v1/openapi.json",
        "/admin/",
        "/docs",
        "/metrics",
        "/healthz",
        "/readyz",
        "/nowhere",
    ];
    for path in paths {
        let answer = guest.get(path).await;
        let policy = answer.header("content-security-policy");
        assert!(
            policy.contains("default-src 'none'") && policy.contains("frame-ancestors"),
            "{path}: {policy}"
        );
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
    }
    let referrer = guest.get("/").await.header("referrer-policy").to_owned();
    assert_eq!(referrer, "strict-origin-when-cross-origin");
    for path in ["/", "/api/v1/me", "/api/v1/auth/sign-in", "/oauth/token", "/admin/"] {
        for method in [Method::GET, Method::POST, Method::OPTIONS] {
            let asked = guest.request(method, path).header("origin", "https://evil.example");
            let answer = guest.send(asked.header("access-control-request-method", "POST")).await;
            assert_eq!(answer.header("access-control-allow-origin"), "", "{path}");
        }
    }
    for path in ["/api/v1/me", "/metrics", "/healthz"] {
        let answer = guest.get(path).await;
        assert_eq!(answer.header("content-security-policy"), "default-src 'none'; frame-ancestors 'none'");
        assert_eq!(answer.header("cache-control"), "no-store", "{path}");
    }
}
