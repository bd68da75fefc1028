use kernel::Chance;
use ring::signature::KeyPair;
use serde_json::{Value, json};

use super::*;

const ISSUER: &str = "https://tickets.example";

fn now() -> Instant {
    "2027-03-01T12:00:00Z".parse().unwrap()
}

fn pair(seed: u8) -> Ed25519KeyPair {
    Ed25519KeyPair::from_seed_unchecked(&[seed; 32]).unwrap()
}

fn claims() -> Claims {
    let (at, chance) = (now(), Chance::seeded(1));
    Claims {
        iss: ISSUER.to_owned(),
        aud: audience(ISSUER),
        sub: PersonId::new(at, &chance),
        client_id: AppId::new(at, &chance),
        org: OrgId::new(at, &chance),
        sid: FamilyId::new(at, &chance),
        scope: "orders.view".to_owned(),
        jti: "one".to_owned(),
        iat: seconds(at),
        nbf: seconds(at),
        exp: seconds(at) + LASTS_SECONDS,
    }
}

fn verified(token: &str, at: Instant) -> Option<Claims> {
    Unverified::read(token)?.verify(pair(1).public_key().as_ref(), ISSUER, at)
}

fn with(change: impl FnOnce(&mut Claims)) -> Option<Claims> {
    let mut claims = claims();
    change(&mut claims);
    verified(&sign(&claims, "k1", &pair(1)), now())
}

/// A token with this header, signed rightly.
fn with_header(header: &Value) -> String {
    let part = |value: &Value| BASE64URL_NOPAD.encode(value.to_string().as_bytes());
    let signed = format!("{}.{}", part(header), part(&serde_json::to_value(claims()).unwrap()));
    format!("{signed}.{}", BASE64URL_NOPAD.encode(pair(1).sign(signed.as_bytes()).as_ref()))
}

#[test]
fn what_was_signed_is_read_back() {
    let token = sign(&claims(), "k1", &pair(1));
    assert_eq!(Unverified::read(&token).unwrap().kid, "k1");
    assert_eq!(verified(&token, now()), Some(claims()));
}

#[test]
fn only_ed25519_is_accepted_whatever_the_header_says() {
    assert!(verified(&with_header(&json!({"alg": "EdDSA", "typ": "at+jwt", "kid": "k1"})), now()).is_some());
    for header in [
        json!({"alg": "none", "typ": "at+jwt", "kid": "k1"}),
        json!({"alg": "None", "typ": "at+jwt", "kid": "k1"}),
        json!({"alg": "HS256", "typ": "at+jwt", "kid": "k1"}),
        json!({"alg": "RS256", "typ": "at+jwt", "kid": "k1"}),
        json!({"alg": "EdDSA", "typ": "JWT", "kid": "k1"}),
        json!({"alg": "EdDSA", "typ": "at+jwt"}),
        json!({"typ": "at+jwt", "kid": "k1"}),
        json!("EdDSA"),
    ] {
        assert!(verified(&with_header(&header), now()).is_none(), "{header}");
    }
    let token = with_header(&json!({"alg": "none", "typ": "at+jwt", "kid": "k1"}));
    let unsigned = format!("{}.", token.rsplit_once('.').unwrap().0);
    assert!(verified(&unsigned, now()).is_none());
    // A key confused with a shared secret (CVE-2015-9235): HMAC with the public key.
    let header = json!({"alg": "HS256", "typ": "at+jwt", "kid": "k1"}).to_string();
    let signed = format!(
        "{}.{}",
        BASE64URL_NOPAD.encode(header.as_bytes()),
        BASE64URL_NOPAD.encode(&serde_json::to_vec(&claims()).unwrap())
    );
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, pair(1).public_key().as_ref());
    let tag = BASE64URL_NOPAD.encode(ring::hmac::sign(&key, signed.as_bytes()).as_ref());
    assert!(verified(&format!("{signed}.{tag}"), now()).is_none());
}

#[test]
fn another_key_or_a_changed_token_is_refused() {
    assert!(verified(&sign(&claims(), "k1", &pair(2)), now()).is_none());
    let token = sign(&claims(), "k1", &pair(1));
    let mut other = claims();
    other.scope = "orders.view orders.refund".to_owned();
    let changed = sign(&other, "k1", &pair(1));
    let (_, signature) = token.rsplit_once('.').unwrap();
    let (signed, _) = changed.rsplit_once('.').unwrap();
    assert!(verified(&format!("{signed}.{signature}"), now()).is_none(), "the signature of another text");
    for wrong in ["", ".", "..", "a.b.c", &token[1..], &token[..token.len() - 1], &"x".repeat(5000)] {
        assert!(verified(wrong, now()).is_none(), "{wrong}");
    }
    assert!(verified(&format!("{token}="), now()).is_none());
}

#[test]
fn a_token_of_another_site_or_for_another_is_refused() {
    assert!(with(|claims| claims.iss = "https://elsewhere.example".to_owned()).is_none());
    assert!(with(|claims| claims.iss = format!("{ISSUER}/")).is_none());
    assert!(with(|claims| claims.aud = "https://elsewhere.example/api".to_owned()).is_none());
    assert!(with(|claims| claims.aud = String::new()).is_none());
}

#[test]
fn a_token_is_good_from_now_until_its_end_even_if_clocks_differ() {
    let token = sign(&claims(), "k1", &pair(1));
    assert!(verified(&token, now().plus_seconds(LASTS_SECONDS - 1)).is_some());
    assert!(verified(&token, now().plus_seconds(LASTS_SECONDS)).is_none(), "expired");
    assert!(verified(&token, now().plus_seconds(-LEEWAY_SECONDS)).is_some(), "a clock a little behind");
    // Made by a process whose clock is five minutes fast, or slow.
    assert!(verified(&token, now().plus_seconds(-300)).is_none(), "not yet valid");
    assert!(verified(&token, now().plus_seconds(300)).is_some(), "half its time is left");
    assert!(with(|claims| claims.nbf += 300).is_none());
    assert!(with(|claims| claims.iat += 300).is_none());
}
