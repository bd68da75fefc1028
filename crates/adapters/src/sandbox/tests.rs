use kernel::Instant;
use proptest::prelude::*;

use super::signature::{TOLERANCE, holds, sign};

const SECRET: [u8; 32] = [7; 32];
const BODY: &[u8] = br#"{"id":"sbe_1"}"#;

fn now() -> Instant {
    "2027-03-14T18:00:00Z".parse().unwrap()
}

#[test]
fn a_signature_holds_for_its_body_and_secret_only() {
    let header = sign(&SECRET, BODY, now());
    assert!(holds(&SECRET, &header, BODY, now()));
    assert!(!holds(&SECRET, &header, b"{}", now()));
    assert!(!holds(&[8; 32], &header, BODY, now()));
}

#[test]
fn a_signature_grows_old() {
    let header = sign(&SECRET, BODY, now());
    for (seconds, good) in
        [(TOLERANCE, true), (TOLERANCE + 1, false), (-TOLERANCE, true), (-TOLERANCE - 1, false)]
    {
        assert_eq!(holds(&SECRET, &header, BODY, now().plus_seconds(seconds)), good, "{seconds}");
    }
}

#[test]
fn the_time_is_signed_too() {
    let header = sign(&SECRET, BODY, now());
    let later = sign(&SECRET, BODY, now().plus_seconds(600));
    let (time, tag) = (later.split(',').next().unwrap(), header.split(',').nth(1).unwrap());
    assert!(!holds(&SECRET, &format!("{time},{tag}"), BODY, now().plus_seconds(600)));
}

#[test]
fn one_good_signature_of_several_is_enough() {
    let header = sign(&SECRET, BODY, now()).replacen(",v1=", ",v1=00ff,v1=", 1);
    assert!(holds(&SECRET, &header, BODY, now()));
}

proptest! {
    #[test]
    fn reading_a_header_never_panics(header in ".*") {
        prop_assert!(!holds(&SECRET, &header, BODY, now()));
    }
}
