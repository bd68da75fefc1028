//! Mail domains that an organisation has proven to be its own, by a TXT record.

pub mod http;
pub(crate) mod store;

use std::{fmt, str::FromStr};

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use data_encoding::BASE32_NOPAD;
use httpkit::App;
use kernel::Instant;
use serde_json::{Value, json};
use url::Host;

use crate::Error;

/// Domains that an organisation may name.
const MOST_DOMAINS: i64 = 100;

/// A mail domain: lower case, in ASCII (RFC 5890), with a dot in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Domain(String);

/// The text is no domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a domain such as example.org")]
pub struct InvalidDomain;

impl Domain {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The domain of a mail address.
    pub fn of(email: &str) -> Option<Self> {
        email.rsplit_once('@').and_then(|(_, domain)| domain.parse().ok())
    }
}

impl FromStr for Domain {
    type Err = InvalidDomain;

    fn from_str(text: &str) -> Result<Self, InvalidDomain> {
        let Ok(Host::Domain(ascii)) = Host::parse(text.trim().trim_end_matches('.')) else {
            return Err(InvalidDomain);
        };
        let fits = |label: &str| {
            (1..=63).contains(&label.len())
                && label.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                && !label.starts_with('-')
                && !label.ends_with('-')
        };
        let whole = ascii.len() <= 230 && ascii.contains('.') && ascii.split('.').all(fits);
        if whole { Ok(Self(ascii)) } else { Err(InvalidDomain) }
    }
}

impl fmt::Display for Domain {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A domain that an organisation says is its own.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// The domain.
    pub domain: String,
    /// What the record has to hold.
    pub token: String,
    /// Since when it is proven.
    pub verified_at: Option<Instant>,
}

impl Claimed {
    /// The name of the TXT record.
    pub fn record_name(&self) -> String {
        format!("_tessera.{}", self.domain)
    }

    /// What the TXT record says.
    pub fn record_value(&self) -> String {
        format!("tessera-verification={}", self.token)
    }
}

/// The organisation's domains, in alphabetical order.
pub async fn list(cx: &Cx) -> Result<Vec<Claimed>, Error> {
    Ok(store::list(&mut cx.read().await?, None).await?)
}

/// Names a domain, to be proven by the record it gets.
pub async fn claim(cx: &Cx, domain: &Domain) -> Result<Claimed, Error> {
    let mut tx = cx.begin().await?;
    crate::organisation::store::lock(&mut tx).await?;
    if store::count(&mut tx).await? >= MOST_DOMAINS {
        return Err(Error::TooManyDomains);
    }
    let token = BASE32_NOPAD.encode(&cx.chance.bytes::<20>()).to_lowercase();
    store::insert(&mut tx, domain.as_str(), &token).await?;
    record(&mut tx, "sso.domain_added", None, Some(json!({ "domain": domain.as_str() }))).await?;
    tx.commit().await?;
    Ok(Claimed { domain: domain.to_string(), token, verified_at: None })
}

/// Looks for the record, and believes it. A domain is proven for one organisation only.
pub async fn verify(app: &App, cx: &Cx, domain: &str) -> Result<Claimed, Error> {
    let claimed = store::list(&mut cx.begin().await?, Some(domain)).await?.pop();
    let claimed = claimed.ok_or(Error::NotFound("domain"))?;
    let found = app.ports.dns.texts(&claimed.record_name()).await.map_err(Error::NameServers)?;
    if !found.iter().any(|text| text.trim() == claimed.record_value()) {
        return Err(Error::RecordMissing(claimed.record_name()));
    }
    let mut tx = cx.begin().await?;
    if !store::set_verified(&mut tx, domain).await? {
        return Err(Error::NotFound("domain"));
    }
    if !store::own(&mut tx, domain).await? {
        return Err(Error::DomainTaken);
    }
    record(&mut tx, "sso.domain_verified", None, Some(json!({ "domain": domain }))).await?;
    tx.commit().await?;
    Ok(Claimed { verified_at: claimed.verified_at.or(Some(cx.now)), ..claimed })
}

/// Takes a domain back; who joined through it stays.
pub async fn disown(cx: &Cx, domain: &str) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    if !store::delete(&mut tx, domain).await? {
        return Err(Error::NotFound("domain"));
    }
    record(&mut tx, "sso.domain_removed", Some(json!({ "domain": domain })), None).await?;
    Ok(tx.commit().await?)
}

async fn record(
    tx: &mut Tx,
    action: &'static str,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    let subject = tx.org().uuid();
    audit::record(tx, Entry { action, subject_kind: "organisation", subject, event: None, before, after })
        .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_domain_is_one_way_of_writing_it() {
        let read = |text: &str| text.parse::<Domain>().map(|domain| domain.to_string());
        assert_eq!(read(" Harbour.Example. ").as_deref(), Ok("harbour.example"));
        assert_eq!(read("bücher.example").as_deref(), Ok("xn--bcher-kva.example"));
        for not_one in [
            "",
            "localhost",
            "a..b",
            "-a.example",
            "10.0.0.1",
            "[::1]",
            "a b.example",
            "a_b.example",
            "x@y.z",
        ] {
            assert_eq!(read(not_one), Err(InvalidDomain), "{not_one}");
        }
        assert_eq!(
            Domain::of("ada@Harbour.example").map(|domain| domain.to_string()).as_deref(),
            Some("harbour.example")
        );
    }
}
