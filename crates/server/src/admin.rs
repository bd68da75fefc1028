//! The admin's files, embedded in release builds and read from disk in debug ones.

use axum::{
    Router,
    body::Body,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{IntoResponse, Redirect, Response},
    routing::get,
};
use data_encoding::BASE64URL_NOPAD;
use httpkit::App;
use rust_embed::RustEmbed;

#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../../target/assets/admin"]
#[allow_missing = true]
struct Files;

/// What the admin may load: its own files, images of events, and mails in a sandboxed frame.
const POLICY: &str = "default-src 'none'; script-src 'self'; img-src 'self' data: blob:; font-src 'self'; \
    connect-src 'self'; frame-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; \
    frame-ancestors 'none'; style-src 'self'";

/// `/admin` and everything below: files by name, otherwise the one page whose script reads the address.
pub fn router() -> Router<App> {
    Router::new()
        .route("/admin", get(async || Redirect::permanent("/admin/")))
        .route("/admin/", get(async |State(app): State<App>| page(&app)))
        .route(
            "/admin/{*path}",
            get(async |State(app): State<App>, Path(path): Path<String>| file(&app, &path)),
        )
}

fn file(app: &App, path: &str) -> Response {
    let Some(found) = Files::get(path) else {
        // A name with an extension is a file that is not there; anything else is a place in the app.
        let looks_like_file = path.rsplit('/').next().is_some_and(|name| name.contains('.'));
        return if looks_like_file { StatusCode::NOT_FOUND.into_response() } else { page(app) };
    };
    let kind = with_charset(found.metadata.mimetype());
    let cache = if path.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, cache.to_owned())], Body::from(found.data))
        .into_response()
}

/// Text says in which letters it is written.
fn with_charset(kind: &str) -> String {
    let text = kind.starts_with("text/") || ["application/javascript", "image/svg+xml"].contains(&kind);
    if text { format!("{kind}; charset=utf-8") } else { kind.to_owned() }
}

/// The app's page. React Aria makes one `<style>` of its own; it finds the nonce that allows it in a `<meta>`, and
/// nothing else may be styled inline.
fn page(app: &App) -> Response {
    let Some(page) = Files::get("index.html") else {
        let hint = "The admin is not built: run `cargo xtask up`, or `npm run build` in web/.\n";
        return (StatusCode::SERVICE_UNAVAILABLE, hint).into_response();
    };
    let nonce = BASE64URL_NOPAD.encode(&app.chance.bytes::<16>());
    let head = format!("<head><meta property=\"csp-nonce\" nonce=\"{nonce}\" />");
    let html = String::from_utf8_lossy(&page.data).replacen("<head>", &head, 1);
    let headers = [
        (header::CONTENT_TYPE, "text/html; charset=utf-8".to_owned()),
        (header::CACHE_CONTROL, "no-store".to_owned()),
        (header::CONTENT_SECURITY_POLICY, format!("{POLICY} 'nonce-{nonce}'")),
    ];
    (headers, html).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_says_in_which_letters_it_is_written() {
        assert_eq!(with_charset("text/javascript"), "text/javascript; charset=utf-8");
        assert_eq!(with_charset("image/svg+xml"), "image/svg+xml; charset=utf-8");
        assert_eq!(with_charset("font/woff2"), "font/woff2");
    }
}
