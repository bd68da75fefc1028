//! `/media/{org}/{file}/{size}.jpg`: public, never changing, and never anything but a picture.

use axum::{
    body::Body,
    extract::State,
    http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::get,
};
use httpkit::{ApiRouter, App, Path, Problem, erased};
use kernel::{FileId, OrgId};
use serde::Deserialize;

use crate::picture::Size;

/// Serving pictures; not part of the API document.
pub fn router() -> ApiRouter {
    ApiRouter::new().route("/media/{org}/{file}/{name}", get(erased(picture)))
}

#[derive(Debug, Deserialize)]
struct PicturePath {
    org: OrgId,
    file: FileId,
    name: String,
}

async fn picture(
    State(app): State<App>,
    Path(path): Path<PicturePath>,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    let size = Size::ALL.into_iter().find(|size| path.name.strip_suffix(".jpg") == Some(size.name()));
    let size = size.ok_or_else(|| Problem::not_found("picture"))?;
    let etag = format!("\"{}-{}\"", path.file, size.name());
    if headers.get(header::IF_NONE_MATCH).is_some_and(|known| known.as_bytes() == etag.as_bytes()) {
        return Ok(with_headers(StatusCode::NOT_MODIFIED.into_response(), &etag));
    }
    let found = super::read(&*app.ports.blob, path.org, path.file, size).await.map_err(Problem::internal)?;
    let jpeg = found.ok_or_else(|| Problem::not_found("picture"))?;
    let mut response = Response::new(Body::from(jpeg));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"));
    Ok(with_headers(response, &etag))
}

fn with_headers(mut response: Response, etag: &str) -> Response {
    let fixed = [
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        // Organisers show their pictures on sites of their own, too.
        (HeaderName::from_static("cross-origin-resource-policy"), "cross-origin"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
    ];
    for (name, value) in fixed {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    if let Ok(value) = HeaderValue::from_str(etag) {
        response.headers_mut().insert(header::ETAG, value);
    }
    response
}
