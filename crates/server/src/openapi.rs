//! The OpenAPI 3.1 document, gathered from the routes themselves.

use std::sync::Arc;

use axum::Router;
use httpkit::{ApiRouter, App, Problem, problem::FieldError};
use serde_json::Value;
use utoipa::{
    OpenApi,
    openapi::{ContactBuilder, InfoBuilder, LicenseBuilder, OpenApi as Document, tag::TagBuilder},
};

#[derive(OpenApi)]
#[openapi(components(schemas(Problem, FieldError)))]
struct Shared;

/// What each group of operations is for, in the order they are read.
const TAGS: [(&str, &str); 14] = [
    ("identity", "Signing up and in, organisations"),
    ("team", "Members, roles and teams"),
    ("keys", "Credentials of programs"),
    ("catalog", "Events, ticket types and quotas"),
    ("media", "Images"),
    ("orders", "Orders, payments and numbers"),
    ("live", "What happens, as it happens"),
    ("admission", "Check-in lists and the door"),
    ("mail", "What was mailed, and whether it arrived"),
    ("audit", "Who did what, and the proof of it"),
    ("jobs", "Background work that failed"),
    ("guests", "Everything the public pages do, without signing in"),
    ("providers", "Where payment providers tell what happened"),
    ("ground", "The API itself"),
];

/// Every documented operation.
pub fn routes() -> ApiRouter {
    ApiRouter::with_openapi(Shared::openapi())
        .merge(identity::router())
        .merge(catalog::router())
        .merge(media::router())
        .merge(sales::router())
        .merge(admission::router())
        .merge(engagement::router())
        .merge(insight::router())
        .merge(crate::delivery::http::api())
        .merge(crate::live::router())
        .merge(crate::ops::jobs_http::router())
}

/// The operations as they are served, and the document about them.
#[derive(Clone)]
pub struct Served {
    /// What answers.
    pub api: Router<App>,
    /// What [`json`] gives.
    pub document: Arc<str>,
}

/// What the router needs, made in one go.
pub fn served() -> Served {
    let (api, document) = routes().split_for_parts();
    Served { api, document: text(complete(document)).unwrap_or_default().into() }
}

/// The finished document.
pub fn document() -> Document {
    complete(routes().into_openapi())
}

fn complete(mut document: Document) -> Document {
    document.info = InfoBuilder::new()
        .title("Tessera")
        .version("1")
        .description(Some(
            "Event ticketing and admission. Programs send an API key as `Authorization: Bearer tsk_…`. Browsers sign in \
             with `POST /api/v1/auth/sign-in`, keep the cookie, and send the `csrf_token` it answers with as \
             `x-csrf-token` with every write. Errors are problems (RFC 9457) with a \
             stable `code`. Writes that take an `Idempotency-Key` can be repeated safely for a day.",
        ))
        .license(Some(LicenseBuilder::new().name("Apache-2.0").identifier(Some("Apache-2.0")).build()))
        .contact(Some(ContactBuilder::new().name(Some("The Tessera authors")).build()))
        .build();
    let tag = |(name, text): (&str, &str)| TagBuilder::new().name(name).description(Some(text)).build();
    document.tags = Some(TAGS.into_iter().map(tag).collect());
    httpkit::openapi::complete(&mut document);
    document
}

/// The document as it is committed and served.
pub fn json() -> Result<String, serde_json::Error> {
    text(document())
}

fn text(document: Document) -> Result<String, serde_json::Error> {
    let mut document = serde_json::to_value(document)?;
    order_extensions(&mut document);
    Ok(serde_json::to_string_pretty(&document)? + "\n")
}

/// Puts extensions (`x-…`) last and in order: utoipa keeps them in a hash map, and the document is compared as text.
fn order_extensions(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            let (mut extensions, rest): (Vec<_>, Vec<_>) =
                std::mem::take(fields).into_iter().partition(|(name, _)| name.starts_with("x-"));
            extensions.sort_by(|(a, _), (b, _)| a.cmp(b));
            fields.extend(rest.into_iter().chain(extensions));
            fields.values_mut().for_each(order_extensions);
        }
        Value::Array(items) => items.iter_mut().for_each(order_extensions),
        _ => {}
    }
}
