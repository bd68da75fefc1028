//! Pages as answers: headers for browsers, caches and search engines.

use std::sync::LazyLock;

use axum::{
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
};
use httpkit::Problem;

use crate::{
    Renderer, View,
    assets::Asset,
    cache::{Coded, Coding, Rendered},
    i18n::Words,
    shell::Shell,
};

/// Only what this site serves itself; forms go nowhere else.
const CONTENT_POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

/// Stock moves, so caches keep a page shortly; they may show it a little longer while they fetch a new one.
const SHARED: &str = "public, max-age=5, s-maxage=10, stale-while-revalidate=30";

/// What machines read may be a little older.
const FILE: &str = "public, max-age=60, s-maxage=300";

/// The HTML of a page.
///
/// # Errors
/// A template that does not fit its view model is our fault: 500.
pub fn html<V: View>(words: Words, shell: &Shell, view: &V) -> Result<String, Problem> {
    static RENDERER: LazyLock<Result<Renderer, minijinja::Error>> = LazyLock::new(Renderer::new);
    let renderer = RENDERER.as_ref().map_err(Problem::internal)?;
    renderer.page(words, shell, view).map_err(Problem::internal)
}

/// A page for one reader: stored nowhere, its address told to nobody.
pub fn private(status: StatusCode, html: String) -> Response {
    let mut response = (status, html).into_response();
    let headers = response.headers_mut();
    document(headers);
    set(headers, header::CACHE_CONTROL, "no-store");
    set(headers, header::REFERRER_POLICY, "no-referrer");
    response
}

/// A page that is not public yet, for somebody who is signed in.
pub fn preview(html: String) -> Response {
    let mut response = private(StatusCode::OK, html);
    set(response.headers_mut(), header::CACHE_CONTROL, "private, no-store");
    response
}

/// A page for everybody: with an entity tag, compressed once for all, or 304 if the reader has it.
pub fn shared(request: &HeaderMap, page: &Rendered) -> Response {
    let mut response = coded(request, page);
    document(response.headers_mut());
    set(response.headers_mut(), header::CACHE_CONTROL, SHARED);
    response
}

/// A file named by its content: kept for ever.
pub fn asset(request: &HeaderMap, file: &Asset) -> Response {
    let mut response = coded(request, &file.content);
    set(response.headers_mut(), header::CONTENT_TYPE, file.content_type);
    set(response.headers_mut(), header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    response
}

fn coded(request: &HeaderMap, page: &Rendered) -> Response {
    let coding = Coding::accepted(request);
    let Coded { tag, body } = page.coded(coding);
    let known = request.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let unchanged =
        known.split(',').any(|known| known.trim().trim_start_matches("W/").as_bytes() == tag.as_bytes());
    let mut response = match unchanged {
        true => StatusCode::NOT_MODIFIED.into_response(),
        false => body.clone().into_response(),
    };
    let headers = response.headers_mut();
    set(headers, header::VARY, "accept-encoding");
    if let Some(name) = coding.name().filter(|_| !unchanged) {
        set(headers, header::CONTENT_ENCODING, name);
    }
    headers.insert(header::ETAG, tag.clone());
    response
}

/// On to another page after a form: 303, so that a reload does not send it again.
pub fn see_other(href: &str) -> Response {
    let location = HeaderValue::from_str(href).unwrap_or_else(|_| HeaderValue::from_static("/"));
    let mut response = StatusCode::SEE_OTHER.into_response();
    response.headers_mut().insert(header::LOCATION, location);
    set(response.headers_mut(), header::CACHE_CONTROL, "no-store");
    set(response.headers_mut(), header::REFERRER_POLICY, "no-referrer");
    response
}

/// A file for machines that changes with the catalogue and is made once for all.
pub fn shared_file(request: &HeaderMap, content_type: &'static str, file: &Rendered) -> Response {
    let mut response = coded(request, file);
    set(response.headers_mut(), header::CONTENT_TYPE, content_type);
    set(response.headers_mut(), header::CACHE_CONTROL, FILE);
    response
}

/// A file for machines that changes with the catalogue.
pub fn file(content_type: &'static str, body: String) -> Response {
    let mut response = body.into_response();
    set(response.headers_mut(), header::CONTENT_TYPE, content_type);
    set(response.headers_mut(), header::CACHE_CONTROL, FILE);
    response
}

fn document(headers: &mut HeaderMap) {
    set(headers, header::CONTENT_TYPE, "text/html; charset=utf-8");
    set(headers, header::CONTENT_SECURITY_POLICY, CONTENT_POLICY);
}

fn set(headers: &mut HeaderMap, name: HeaderName, value: &'static str) {
    headers.insert(name, HeaderValue::from_static(value));
}
