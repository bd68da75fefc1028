//! Versions of what is changed by hand: `ETag` on the way out, `If-Match` on the way in (RFC 9110, 8.8.3 and 13.1.1).

use std::convert::Infallible;

use axum::{
    extract::FromRequestParts,
    http::{HeaderMap, HeaderValue, header, request::Parts},
    response::{IntoResponse, Response},
};

/// The version that somebody has read and means to change: `If-Match: "7"`. Nothing is checked without the header, or
/// with `*`. A tag that is none of ours is a version that nothing has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IfMatch(pub Option<i64>);

impl IfMatch {
    fn read(headers: &HeaderMap) -> Self {
        let Some(header) = headers.get(header::IF_MATCH) else { return Self(None) };
        let text = header.to_str().unwrap_or_default().trim();
        if text == "*" {
            return Self(None);
        }
        let tag = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        Self(Some(tag.and_then(|tag| tag.parse().ok()).unwrap_or_default()))
    }
}

impl<S: Sync> FromRequestParts<S> for IfMatch {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        Ok(Self::read(&parts.headers))
    }
}

/// An answer with the version of what it shows.
#[derive(Debug)]
pub struct Tagged<T>(pub i64, pub T);

impl<T: IntoResponse> IntoResponse for Tagged<T> {
    fn into_response(self) -> Response {
        let mut response = self.1.into_response();
        if let Ok(tag) = HeaderValue::try_from(format!("\"{}\"", self.0)) {
            response.headers_mut().insert(header::ETAG, tag);
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_is_a_version_in_quotes_and_anything_else_matches_nothing() {
        let read = |text: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::IF_MATCH, HeaderValue::from_static(text));
            IfMatch::read(&headers)
        };
        assert_eq!(IfMatch::read(&HeaderMap::new()), IfMatch(None));
        assert_eq!((read("*"), read(" \"7\" ")), (IfMatch(None), IfMatch(Some(7))));
        for odd in ["7", "W/\"7\"", "\"7", "\"x\"", "\"7\", \"8\"", "", "\""] {
            assert_eq!(read(odd), IfMatch(Some(0)), "{odd}");
        }
    }
}
