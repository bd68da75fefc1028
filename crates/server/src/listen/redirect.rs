//! The plain listener beside an encrypted one.

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};

/// Sends everybody to the same place under `public_url`. What a request says about its host is not looked at.
pub fn to_https(public_url: &str) -> Router {
    let site = public_url.to_owned();
    Router::new().fallback(async move |request: Request| redirect(&site, &request))
}

fn redirect(site: &str, request: &Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("{site}{path}"))]).into_response()
}
