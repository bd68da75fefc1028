use serde::Deserialize;

use crate::{auth::csrf_token, extract::parse_json};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    #[expect(dead_code, reason = "only parsed")]
    quantity: u32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Body {
    #[expect(dead_code, reason = "only parsed")]
    lines: Vec<Line>,
}

#[test]
fn a_wrong_field_is_told_by_its_pointer() {
    let problem = parse_json::<Body>(br#"{"lines": [{"quantity": 1}, {"quantity": "two"}]}"#).unwrap_err();
    assert_eq!((problem.status, problem.errors[0].pointer.as_str()), (422, "/lines/1/quantity"));
    let problem = parse_json::<Body>(br#"{"lines": [], "extra": 1}"#).unwrap_err();
    assert_eq!(problem.status, 422);
    assert!(problem.errors[0].message.contains("unknown field `extra`"));
}

#[test]
fn what_is_not_json_is_a_bad_request() {
    assert_eq!(parse_json::<Body>(b"{").unwrap_err().status, 400);
    assert_eq!(parse_json::<Body>(br#"{"lines": []} x"#).unwrap_err().status, 400);
}

#[test]
fn json_is_not_followed_into_the_depths() {
    let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    assert!(parse_json::<serde_json::Value>(nested(64).as_bytes()).is_ok());
    let problem = parse_json::<serde_json::Value>(nested(65).as_bytes()).unwrap_err();
    assert_eq!((problem.status, &*problem.code), (400, "request.too_deep"));
    let text = format!(r#"["{}\"{}"]"#, "[".repeat(100), "{".repeat(100));
    assert!(parse_json::<serde_json::Value>(text.as_bytes()).is_ok(), "brackets in texts are texts");
}

#[test]
fn the_csrf_token_says_nothing_about_the_session_token() {
    assert_ne!(csrf_token("a"), csrf_token("b"));
    assert_eq!(csrf_token("a").len(), 24);
}
