//! Which things of the demo the paths name, as schemathesis reads it.

use anyhow::{Context, Result, ensure};
use serde_json::{Value, json};

use super::Login;
use crate::http;

/// Where most operations happen.
const SHOP: (&str, &str) = ("nordlicht", "haugen-holm");

/// Where events are renamed, called off and taken from sale: nothing is found there afterwards.
const SACRIFICE: (&str, &str) = ("rustwerk", "rustwerk-conf");

/// The organisation whose rules may change, so that nobody gets in any more.
const HOUSE: &str = "dar-alhikma";

/// The configuration for a server on `port` with demo data, which `login` owns.
pub fn of_the_demo(port: u16, login: &Login) -> Result<String> {
    let cookie = sign_in(port, login)?;
    let (org, event) = SHOP;
    let organisation = format!("/api/v1/organisations/{org}");
    let here = format!("{organisation}/events/{event}");
    let text = |path: &str, pointer: &str| -> Result<String> {
        let answer = http::request(port, "GET", path, &[("cookie", &cookie)], b"")?;
        let value: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
        let found = value.pointer(pointer).and_then(Value::as_str).map(str::to_owned);
        found.with_context(|| format!("{path} answers {} without {pointer}", answer.status))
    };
    let list = text(&format!("{here}/check-in-lists"), "/items/0/id")?;
    let product = text(&format!("{here}/products"), "/items/0/id")?;
    let quota = text(&format!("{here}/quotas"), "/items/0/id")?;
    let mail = text(&format!("{organisation}/mails"), "/items/0/id")?;
    let code = text(&format!("{here}/orders?status=paid&limit=1"), "/items/0/code")?;
    let link = text(&format!("{here}/orders/{code}"), "/secret_url")?;
    let secret = link.rsplit('/').next().unwrap_or_default();
    let cart = cart(port, &product)?;
    let (other_org, other_event) = SACRIFICE;
    Ok(format!(
        r#"hooks = "hooks.py"

[parameters]
"path.org" = "{org}"
"path.event" = "{event}"
"path.list" = "{list}"
"path.product" = "{product}"
"path.quota" = "{quota}"
"path.mail" = "{mail}"
"path.code" = "{code}"

[[operations]]
include-path-regex = "/orders/.code./.secret."
parameters = {{ "path.secret" = "{secret}" }}

[[operations]]
include-path-regex = "/carts/.secret."
parameters = {{ "path.secret" = "{cart}" }}

[[operations]]
include-operation-id = ["cancel_event", "unpublish_event", "update_event"]
parameters = {{ "path.org" = "{other_org}", "path.event" = "{other_event}" }}

[[operations]]
include-operation-id = ["set_security_policy", "update_organisation"]
parameters = {{ "path.org" = "{HOUSE}" }}
"#
    ))
}

/// The session's cookie.
fn sign_in(port: u16, login: &Login) -> Result<String> {
    let body = json!({ "email": login.email, "password": login.password }).to_string();
    let headers = [("content-type", "application/json")];
    let answer = http::request(port, "POST", "/api/v1/auth/sign-in", &headers, body.as_bytes())?;
    ensure!(
        answer.status == 200,
        "signing in as {} answers {}: {}",
        login.email,
        answer.status,
        answer.text()
    );
    let cookies: Vec<&str> =
        answer.header("set-cookie").filter_map(|cookie| cookie.split(';').next()).collect();
    Ok(cookies.join("; "))
}

/// The secret of a guest's new cart.
fn cart(port: u16, product: &str) -> Result<String> {
    let (org, event) = SHOP;
    let body = json!({ "lines": [{ "product": product, "quantity": 1 }] }).to_string();
    let headers = [("content-type", "application/json")];
    let path = format!("/api/v1/public/{org}/{event}/carts");
    let answer = http::request(port, "POST", &path, &headers, body.as_bytes())?;
    let cart: Value = serde_json::from_slice(&answer.body).unwrap_or_default();
    let secret = cart["secret"].as_str().map(str::to_owned);
    secret.with_context(|| format!("{path} answers {}: {}", answer.status, answer.text()))
}
