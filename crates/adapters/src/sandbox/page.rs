//! The hosted page. Plain forms, no script, nothing from elsewhere.

use std::sync::{Arc, LazyLock};

use axum::{
    Extension, Form, Router,
    extract::Path,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::get,
};
use httpkit::{App, Problem, erased};
use kernel::Money;
use minijinja::{AutoEscape, Environment, context};
use serde::Deserialize;

use super::{Choice, Payment, Sandbox, Status};

const STYLE: &str = include_str!("../../assets/sandbox.css");

/// The hosted payment page and its style sheet, under `/sandbox`.
pub fn router(sandbox: Arc<Sandbox>) -> Router<App> {
    let style = async || ([(header::CONTENT_TYPE, "text/css; charset=utf-8")], STYLE);
    Router::new()
        .route("/sandbox/pay/{id}", get(erased(show)).post(erased(submit)))
        .route("/sandbox/style.css", get(erased(style)))
        .layer(Extension(sandbox))
}

/// What the buyer pressed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Pressed {
    outcome: Choice,
    /// The box "send the notice twice": present if ticked.
    twice: Option<String>,
}

async fn show(
    Extension(sandbox): Extension<Arc<Sandbox>>,
    Path(id): Path<String>,
) -> Result<Response, Problem> {
    let Some(payment) = sandbox.find(&id).await? else {
        return Ok((StatusCode::NOT_FOUND, headers(None), Html(render(None)?)).into_response());
    };
    Ok((headers(Some(&payment)), Html(render(Some(&payment))?)).into_response())
}

async fn submit(
    Extension(sandbox): Extension<Arc<Sandbox>>,
    Path(id): Path<String>,
    Form(pressed): Form<Pressed>,
) -> Result<Redirect, Problem> {
    let copies = if pressed.twice.is_some() { 2 } else { 1 };
    let back = sandbox.choose(&id, pressed.outcome, copies).await?;
    Ok(Redirect::to(&back.ok_or_else(|| Problem::not_found("payment"))?))
}

fn render(payment: Option<&Payment>) -> Result<String, Problem> {
    let page = payment.map(|payment| {
        context! {
            amount => amount(payment.amount),
            description => &payment.description,
            return_url => &payment.return_url,
            open => payment.status == Status::Open,
            said => match payment.status {
                Status::Open => "",
                Status::Processing => "The payment is being processed.",
                Status::Succeeded => "The payment was approved.",
                Status::Declined => "The payment was declined.",
                Status::Cancelled => "The payment was cancelled.",
            },
        }
    });
    let template = PAGES.get_template("pay.html").map_err(Problem::internal)?;
    template.render(context! { payment => page }).map_err(Problem::internal)
}

/// An amount as the page's language, English, writes it: `€1,084.00`.
fn amount(money: Money) -> String {
    let decimals = usize::from(money.currency.decimals());
    let digits = format!("{:0>width$}", money.minor.unsigned_abs(), width = decimals + 1);
    let (whole, rest) = digits.split_at(digits.len() - decimals);
    let mut text = String::new();
    for (place, digit) in whole.char_indices() {
        if place > 0 && (whole.len() - place) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    let point = if decimals > 0 { "." } else { "" };
    match money.currency.symbol() {
        Some(symbol) => format!("{symbol}{text}{point}{rest}"),
        None => format!("{} {text}{point}{rest}", money.currency),
    }
}

static PAGES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut pages = Environment::new();
    pages.set_auto_escape_callback(|_| AutoEscape::Html);
    if let Err(error) = pages.add_template("pay.html", include_str!("../../assets/pay.html")) {
        tracing::error!(%error, "the sandbox's page does not parse");
    }
    pages
});

/// Browsers apply `form-action` to the redirect after a form, too: the shop has to be named.
fn headers(payment: Option<&Payment>) -> HeaderMap {
    let shop = payment.and_then(|payment| origin(&payment.return_url)).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; style-src 'self'; form-action 'self' {shop}; frame-ancestors 'none'; base-uri 'none'"
    );
    let mut headers = HeaderMap::from_iter([
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (header::REFERRER_POLICY, HeaderValue::from_static("no-referrer")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
        (HeaderName::from_static("x-robots-tag"), HeaderValue::from_static("noindex")),
    ]);
    let policy = HeaderValue::from_str(&policy);
    let strict = HeaderValue::from_static("default-src 'none'; style-src 'self'; frame-ancestors 'none'");
    headers.insert(header::CONTENT_SECURITY_POLICY, policy.unwrap_or(strict));
    headers
}

/// Scheme, host and port of an address, if it has nothing that could end a policy's directive.
fn origin(url: &str) -> Option<&str> {
    let start = url.find("://")? + 3;
    let end = url[start..].find(['/', '?', '#']).map_or(url.len(), |at| start + at);
    let origin = &url[..end];
    origin.bytes().all(|b| b.is_ascii_alphanumeric() || b":/.-[]".contains(&b)).then_some(origin)
}
