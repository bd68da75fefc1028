use super::*;

fn from(pairs: &[(&'static str, &'static str)]) -> bool {
    to("https://tickets.example", pairs)
}

fn to(public_url: &str, pairs: &[(&'static str, &'static str)]) -> bool {
    let headers = pairs.iter().map(|(name, value)| {
        ((*name).parse::<header::HeaderName>().expect("a name"), HeaderValue::from_static(value))
    });
    foreign(&headers.collect(), public_url)
}

#[test]
fn forms_of_other_sites_are_refused() {
    assert!(from(&[("sec-fetch-site", "cross-site")]));
    assert!(from(&[("origin", "https://evil.example"), ("host", "tickets.example")]));
    // A name of theirs that leads to our address says the same in both.
    assert!(from(&[("origin", "http://evil.example"), ("host", "evil.example")]));
    assert!(to(
        "http://127.0.0.1:8080",
        &[("origin", "http://evil.example:8080"), ("host", "evil.example:8080")]
    ));
    assert!(to("http://127.0.0.1:8080", &[("origin", "http://localhost:9090")]));
}

#[test]
fn own_forms_pass_with_and_without_fetch_metadata() {
    assert!(!from(&[("sec-fetch-site", "same-origin"), ("origin", "null")]));
    assert!(!from(&[("origin", "https://tickets.example"), ("host", "inside:8080")]));
    assert!(!to("http://127.0.0.1:8080", &[("origin", "http://localhost:8080"), ("host", "localhost:8080")]));
    assert!(!from(&[]));
}
