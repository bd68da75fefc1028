//! The admin's files, embedded in release builds and read from disk in debug ones.

use axum::{
    Router,
    body::Body,
    extract::Path,
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use httpkit::App;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../target/assets/admin"]
#[allow_missing = true]
struct Files;

/// What the admin may load: its own files, images of events, and mails in a sandboxed frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; \
    font-src 'self'; connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'";

/// `/admin` and everything below: files by name, otherwise the one page whose script reads the address.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin", get(async || Redirect::permanent("/admin/")))
        .route("/admin/", get(async || page()))
        .route("/admin/{*path}", get(async |Path(path): Path<String>| file(&path)))
}

fn file(path: &str) -> Response {
    let Some(found) = Files::get(path) else {
        // A name with an extension is a file that is not there; anything else is a place in the app.
        let looks_like_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        return if looks_like_file { StatusCode::NOT_FOUND.into_response() } else { page() };
    };
    let kind = found.metadata.mimetype().to_owned();
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache.to_owned())], Body::from(found.data))
        .into_response()
}

fn page() -> Response {
    let Some(page) = Files::get("index.html") else {
        let hint = "The admin is not built: run `cargo xtask up`, or `npm run build` in web/.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, hint).into_response();
    };
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8"),
        (header::CACHE_CONTROL, "no-cache"),
        (header::CONTENT_SECURITY_POLICY, POLICY),
    ];
    (headers, Body::from(page.data)).into_response()
}
