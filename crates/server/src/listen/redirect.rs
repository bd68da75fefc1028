//! The plain listener beside an encrypted one.

use axum::{
    Router,
    extract::Request,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
};
use httpkit::Problem;

use crate::front;

/// Where programs ask and no browser goes by itself.
const PROGRAMS: [&str; 4] = ["/api/", "/scim/", "/oauth/token", "/.well-known/"];

/// Sends browsers to the same place under `public_url`. Programs are refused: one that sends its key without encryption
/// must not go on working without anybody noticing. What a request says about its host is not looked at.
pub fn to_https(public_url: &str) -> Router {
    let site = public_url.to_owned();
    Router::new().fallback(async move |request: Request| {
        let asked = request.uri().path();
        let program = PROGRAMS.iter().any(|start| asked.starts_with(start));
        let mut response = if program { refuse(&site) } else { redirect(&site, &request) };
        front::dress(&mut response, program);
        response
    })
}

fn refuse(site: &str) -> Response {
    Problem::new(StatusCode::FORBIDDEN, "request.https_required", "Ask with encryption")
        .detail(format!(
            "The API is at {site}. What was sent here went over the network in the clear: revoke the key, if there was one."
        ))
        .into_response()
}

fn redirect(site: &str, request: &Request) -> Response {
    let path = request.uri().path_and_query().map_or("/", |path| path.as_str());
    (StatusCode::PERMANENT_REDIRECT, [(header::LOCATION, format!("{site}{path}"))]).into_response()
}
