//! Signature Version 4 of Amazon Web Services, for requests whose whole body is at hand.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use data_encoding::HEXLOWER;
use kernel::{Instant, Zone};
use ring::{digest, hmac};

/// Who signs.
#[derive(Clone)]
pub struct Credentials {
    /// The access key's id.
    pub key_id: String,
    /// The secret access key.
    pub secret: String,
    /// The session token of temporary credentials.
    pub token: Option<String>,
}

/// What is signed: everything but the query, which the services we speak to do not have.
pub(super) struct Request<'a> {
    pub method: &'a str,
    pub path: &'a str,
    /// Lower-case names with their values, sorted by name.
    pub headers: &'a [(&'a str, &'a str)],
    pub body: &'a [u8],
}

/// Where it is signed for.
pub(super) struct Scope<'a> {
    pub region: &'a str,
    pub service: &'a str,
}

/// The moment as the header `x-amz-date` tells it: `20150830T123600Z`.
pub(super) fn timestamp(at: Instant) -> String {
    at.in_zone(&Zone::utc()).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The value of the header `authorization`.
pub(super) fn authorization(
    credentials: &Credentials,
    scope: &Scope<'_>,
    timestamp: &str,
    request: &Request<'_>,
) -> String {
    let day = timestamp.split('T').next().unwrap_or_default();
    let place = format!("{day}/{}/{}/aws4_request", scope.region, scope.service);
    let names: Vec<&str> = request.headers.iter().map(|(name, _)| *name).collect();
    let names = names.join(";");
    let lines: String =
        request.headers.iter().map(|(name, value)| format!("{name}:{}\n", value.trim())).collect();
    let Request { method, path, body, .. } = request;
    let canonical = format!("{method}\n{path}\n\n{lines}\n{names}\n{}", sha256(body));
    let to_sign = format!("AWS4-HMAC-SHA256\n{timestamp}\n{place}\n{}", sha256(canonical.as_bytes()));
    let secret = format!("AWS4{}", credentials.secret);
    let steps = [day, scope.region, scope.service, "aws4_request", &to_sign];
    let signature = steps.iter().fold(secret.into_bytes(), |key, step| mac(&key, step));
    format!(
        "AWS4-HMAC-SHA256 Credential={}/{place}, SignedHeaders={names}, Signature={}",
        credentials.key_id,
        HEXLOWER.encode(&signature),
    )
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, key), text.as_bytes()).as_ref().to_vec()
}

fn sha256(bytes: &[u8]) -> String {
    HEXLOWER.encode(digest::digest(&digest::SHA256, bytes).as_ref())
}
