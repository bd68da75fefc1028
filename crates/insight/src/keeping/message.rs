//! How entries are written for other systems.

use data_encoding::HEXLOWER;
use kernel::{Instant, OrgId, Zone};
use ring::hmac;
use serde_json::json;

use crate::{Error, entry::AuditEntry};

/// Facility 13 (log audit), severity 6 (informational), RFC 5424 §6.2.1.
const PRIORITY: u8 = 13 * 8 + 6;

/// A request's headers by name.
pub(super) type Headers = Vec<(&'static str, String)>;

/// Headers and body for a webhook. `tessera-signature` is `t=SECONDS,v1=HEX`: the HMAC-SHA-256 of the seconds, a dot and the
/// body, with the webhook's secret.
pub(super) fn webhook(
    org: OrgId,
    now: Instant,
    secret: &[u8],
    entries: &[AuditEntry],
) -> Result<(Headers, Vec<u8>), Error> {
    let body = serde_json::to_vec(&json!({ "organisation": org, "entries": entries }));
    let body = body.map_err(std::io::Error::from)?;
    let second = now.as_millisecond().div_euclid(1000);
    let message = [format!("{second}.").as_bytes(), &body].concat();
    let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), &message);
    let positions = entries.iter().filter_map(|entry| entry.position);
    let (first, last) = (positions.clone().min(), positions.max());
    let headers = vec![
        ("content-type", "application/json".to_owned()),
        ("tessera-signature", format!("t={second},v1={}", HEXLOWER.encode(tag.as_ref()))),
        ("tessera-delivery", format!("{org}/{}-{}", first.unwrap_or_default(), last.unwrap_or_default())),
    ];
    Ok((headers, body))
}

/// One message per entry (RFC 5424), each after its length (octet counting, RFC 6587 §3.4.1, RFC 5425 §4.3). The message
/// itself is the entry as JSON, in UTF-8 with the mark that says so.
pub(super) fn syslog(site: &str, entries: &[AuditEntry]) -> Result<Vec<u8>, Error> {
    let host = printable(site, 255);
    let mut frames = Vec::new();
    for entry in entries {
        let body = serde_json::to_string(entry).map_err(std::io::Error::from)?;
        let (at, action) = (timestamp(entry.at), printable(&entry.action, 32));
        let message = format!(
            "<{PRIORITY}>1 {at} {host} tessera - {action} [origin software=\"tessera\"] \u{feff}{body}"
        );
        frames.extend(format!("{} {message}", message.len()).into_bytes());
    }
    Ok(frames)
}

/// With six digits after the second, the most that RFC 5424 takes.
fn timestamp(at: Instant) -> String {
    at.in_zone(&Zone::utc()).strftime("%Y-%m-%dT%H:%M:%S%.6fZ").to_string()
}

/// Visible ASCII, as header fields have to be; a dash where nothing is left.
fn printable(text: &str, most: usize) -> String {
    let kept: String = text.chars().filter(char::is_ascii_graphic).take(most).collect();
    if kept.is_empty() { "-".to_owned() } else { kept }
}
