//! Access tokens: JWTs after RFC 9068, signed with Ed25519 (RFC 8037) and nothing else. The header says which key; it
//! never says which algorithm, whatever it claims (RFC 8725 §3.1).

use data_encoding::BASE64URL_NOPAD;
use kernel::{AppId, FamilyId, Instant, OrgId, PersonId};
use ring::signature::{ED25519, Ed25519KeyPair, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

/// How long a token is good, in seconds.
pub const LASTS_SECONDS: i64 = 600;

/// How far the clocks of two processes may be apart before a token of the one is not yet valid for the other.
pub const LEEWAY_SECONDS: i64 = 30;

/// Longer ones are not ours.
const LONGEST: usize = 4096;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Header {
    pub alg: String,
    pub typ: String,
    pub kid: String,
}

/// What a token says (RFC 9068 §2.2). What it is worth is asked of the database all the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Claims {
    /// Who made it: the site's address.
    pub iss: String,
    /// Whom it is for: the site's API.
    pub aud: String,
    /// Who let the app act for them.
    pub sub: PersonId,
    /// The app.
    pub client_id: AppId,
    /// The organisation.
    pub org: OrgId,
    /// The family of tokens it belongs to.
    pub sid: FamilyId,
    /// What it may be used for, space-separated.
    pub scope: String,
    /// A name of its own.
    pub jti: String,
    /// Made at, in seconds since 1970.
    pub iat: i64,
    /// Good from, in seconds since 1970.
    pub nbf: i64,
    /// Good until, in seconds since 1970.
    pub exp: i64,
}

/// Signs `claims` with the key called `kid`.
pub(crate) fn sign(claims: &Claims, kid: &str, pair: &Ed25519KeyPair) -> String {
    let header = Header { alg: "EdDSA".to_owned(), typ: "at+jwt".to_owned(), kid: kid.to_owned() };
    let part = |json: Result<Vec<u8>, serde_json::Error>| BASE64URL_NOPAD.encode(&json.unwrap_or_default());
    let signed = format!("{}.{}", part(serde_json::to_vec(&header)), part(serde_json::to_vec(claims)));
    let signature = BASE64URL_NOPAD.encode(pair.sign(signed.as_bytes()).as_ref());
    format!("{signed}.{signature}")
}

/// A token that looks like one of ours, its signature not looked at yet.
pub(crate) struct Unverified<'a> {
    signed: &'a str,
    claims: &'a str,
    signature: Vec<u8>,
    /// The key that it says it was signed with.
    pub kid: String,
}

impl<'a> Unverified<'a> {
    /// Takes a token apart; `None` if it can't be one of ours.
    pub(crate) fn read(token: &'a str) -> Option<Self> {
        if token.len() > LONGEST {
            return None;
        }
        let (signed, signature) = token.rsplit_once('.')?;
        let (header, claims) = signed.split_once('.')?;
        let header: Header = serde_json::from_slice(&BASE64URL_NOPAD.decode(header.as_bytes()).ok()?).ok()?;
        let ours = header.alg == "EdDSA" && header.typ == "at+jwt";
        let signature = BASE64URL_NOPAD.decode(signature.as_bytes()).ok()?;
        ours.then_some(Self { signed, claims, signature, kid: header.kid })
    }

    /// What it says, if it was signed by the owner of `public_key`, by and for this site, and is good at `now`.
    pub(crate) fn verify(&self, public_key: &[u8], issuer: &str, now: Instant) -> Option<Claims> {
        let key = UnparsedPublicKey::new(&ED25519, public_key);
        key.verify(self.signed.as_bytes(), &self.signature).ok()?;
        let claims: Claims =
            serde_json::from_slice(&BASE64URL_NOPAD.decode(self.claims.as_bytes()).ok()?).ok()?;
        let now = seconds(now);
        let here = claims.iss == issuer && claims.aud == audience(issuer);
        let begun = claims.nbf <= now + LEEWAY_SECONDS && claims.iat <= now + LEEWAY_SECONDS;
        (here && begun && now < claims.exp).then_some(claims)
    }
}

/// Whom tokens of the site at `issuer` are for.
pub(crate) fn audience(issuer: &str) -> String {
    format!("{issuer}/api")
}

/// Whole seconds since 1970.
pub(crate) fn seconds(at: Instant) -> i64 {
    at.as_millisecond().div_euclid(1000)
}

#[cfg(test)]
mod tests;
