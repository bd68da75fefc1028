//! How notices are signed: `Sandbox-Signature: t=1742000000,v1=<hex>`, where the hex digits are the HMAC-SHA-256 of
//! `t`, a dot and the body. The scheme is Stripe's.

use data_encoding::HEXLOWER;
use kernel::Instant;
use ring::hmac;

/// The header of the signature, in lower case.
pub const HEADER: &str = "sandbox-signature";

/// How old a notice may be, in seconds; also how far ahead its clock may be.
pub const TOLERANCE: i64 = 300;

/// The header's value for `body` sent at `now`.
pub fn sign(secret: &[u8; 32], body: &[u8], now: Instant) -> String {
    let second = now.as_millisecond().div_euclid(1000);
    let tag = hmac::sign(&key(secret), &message(second, body));
    format!("t={second},v1={}", HEXLOWER.encode(tag.as_ref()))
}

/// Whether the header's value was made for `body` with `secret` not long ago. Compares in constant time.
pub fn holds(secret: &[u8; 32], header: &str, body: &[u8], now: Instant) -> bool {
    let part = |name: &'static str| {
        header.split(',').filter_map(move |part| part.trim().strip_prefix(name)?.strip_prefix('='))
    };
    let Some(second) = part("t").next().and_then(|text| text.parse::<i64>().ok()) else { return false };
    let age = now.as_millisecond().div_euclid(1000).saturating_sub(second);
    let key = key(secret);
    let signed = |hex: &str| {
        let tag = HEXLOWER.decode(hex.as_bytes()).unwrap_or_default();
        hmac::verify(&key, &message(second, body), &tag).is_ok()
    };
    age.saturating_abs() <= TOLERANCE && part("v1").any(signed)
}

fn key(secret: &[u8; 32]) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret)
}

fn message(second: i64, body: &[u8]) -> Vec<u8> {
    [format!("{second}.").as_bytes(), body].concat()
}
