//! How large the head of a request may be. Bodies have their own limits: axum's `DefaultBodyLimit`, and the depth that
//! [`crate::extract`] looks at.

use axum::http::{HeaderMap, StatusCode, Uri};

use crate::Problem;

/// Bytes of path and query.
pub const URL_BYTES: usize = 8 * 1024;

/// Bytes of all header names and values together.
pub const HEADER_BYTES: usize = 32 * 1024;

/// Header lines.
pub const HEADERS: usize = 100;

/// Parameters of a query.
pub const QUERY_PARAMETERS: usize = 100;

/// Whether a head stays within the limits (RFC 9110 §15.5.15, RFC 6585 §5): else it is refused before anything is done
/// for it.
pub fn check(uri: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    if uri.path_and_query().map_or(0, |text| text.as_str().len()) > URL_BYTES {
        return Err(Problem::new(
            StatusCode::URI_TOO_LONG,
            "request.url_too_long",
            "The address is too long",
        )
        .detail(format!("Path and query may have {URL_BYTES} bytes.")));
    }
    let bytes: usize = headers.iter().map(|(name, value)| name.as_str().len() + value.len()).sum();
    if bytes > HEADER_BYTES || headers.len() > HEADERS {
        let status = StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE;
        return Err(Problem::new(status, "request.headers_too_large", "The headers are too large")
            .detail(format!("{HEADERS} headers with {HEADER_BYTES} bytes are taken.")));
    }
    let query = uri.query().unwrap_or_default();
    if query.bytes().filter(|byte| *byte == b'&').count() >= QUERY_PARAMETERS {
        return Err(Problem::new(StatusCode::BAD_REQUEST, "request.bad_query", "The query can't be read")
            .detail(format!("It may have {QUERY_PARAMETERS} parameters.")));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn status(url: &str, headers: &HeaderMap) -> u16 {
        check(&url.parse().expect("an address"), headers).map_or_else(|problem| problem.status, |()| 200)
    }

    fn headers(count: usize, bytes: usize) -> HeaderMap {
        let value = HeaderValue::from_str(&"x".repeat(bytes)).expect("a value");
        (0..count).map(|i| (HeaderName::try_from(format!("x-{i}")).expect("a name"), value.clone())).collect()
    }

    #[test]
    fn what_is_usual_passes() {
        assert_eq!(status("/a?b=c", &headers(30, 100)), 200);
        assert_eq!(status(&format!("/{}", "a".repeat(URL_BYTES - 1)), &headers(0, 0)), 200);
        assert_eq!(status(&format!("/?{}", "a&".repeat(QUERY_PARAMETERS - 1)), &headers(0, 0)), 200);
    }

    #[test]
    fn each_limit_is_told_by_its_status() {
        assert_eq!(status(&format!("/{}", "a".repeat(URL_BYTES)), &headers(0, 0)), 414);
        assert_eq!(status("/", &headers(HEADERS + 1, 1)), 431);
        assert_eq!(status("/", &headers(8, HEADER_BYTES / 8)), 431);
        assert_eq!(status(&format!("/?{}", "a&".repeat(QUERY_PARAMETERS)), &headers(0, 0)), 400);
    }
}
