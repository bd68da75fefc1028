use super::*;

fn from(pairs: &[(&'static str, &'static str)]) -> bool {
    let headers = pairs.iter().map(|(name, value)| {
        ((*name).parse::<header::HeaderName>().expect("a name"), HeaderValue::from_static(value))
    });
    foreign(&headers.collect(), "https://tickets.example")
}

#[test]
fn forms_of_other_sites_are_refused() {
    assert!(from(&[("sec-fetch-site", "cross-site")]));
    assert!(from(&[("origin", "https://evil.example"), ("host", "tickets.example")]));
}

#[test]
fn own_forms_pass_with_and_without_fetch_metadata() {
    assert!(!from(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
    assert!(!from(&[("origin", "https://tickets.example"), ("host", "inside:8080")]));
    assert!(!from(&[("origin", "http://127.0.0.1:8080"), ("host", "127.0.0.1:8080")]));
    assert!(!from(&[]));
}
