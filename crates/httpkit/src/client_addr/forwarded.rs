//! What proxies write into `Forwarded` (RFC 7239) and into the older `X-Forwarded-For` and `X-Forwarded-Proto`.
//!
//! Each header line is read for itself: a quote that an outsider left open can't reach into the line or the entry
//! that the proxy adds. A line that is not well-formed counts as one hop without an address.

use std::net::{IpAddr, Ipv6Addr, SocketAddr};

use axum::http::{HeaderMap, HeaderName, header};

const X_FORWARDED_FOR: HeaderName = HeaderName::from_static("x-forwarded-for");
const X_FORWARDED_PROTO: HeaderName = HeaderName::from_static("x-forwarded-proto");

/// One step of a request's way, as the proxy that took it told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Hop {
    /// Who asked the proxy; `None` if it does not say, or not legibly.
    pub address: Option<IpAddr>,
    /// Whether it asked by HTTPS, where that is told.
    pub https: Option<bool>,
}

/// Whether anybody claims to have forwarded the request.
pub(super) fn present(headers: &HeaderMap) -> bool {
    headers.contains_key(header::FORWARDED) || headers.contains_key(&X_FORWARDED_FOR)
}

/// The hops of `Forwarded`, nearest first; `None` without the header.
pub(super) fn standard(headers: &HeaderMap) -> Option<Vec<Hop>> {
    hops(headers, &header::FORWARDED, |line| elements(line).unwrap_or_else(|| vec![Hop::default()]))
}

/// The hops of `X-Forwarded-For`, nearest first; `None` without the header. `X-Forwarded-Proto` tells of the nearest
/// hop only, and counts for the whole way.
pub(super) fn legacy(headers: &HeaderMap) -> Option<Vec<Hop>> {
    let protos = headers.get_all(&X_FORWARDED_PROTO).iter().next_back();
    let proto = protos.and_then(|value| value.to_str().ok()).and_then(|text| text.rsplit(',').next());
    let https = proto.and_then(|proto| is_https(proto.trim()));
    hops(headers, &X_FORWARDED_FOR, |line| {
        line.split(',').map(|entry| Hop { address: address(entry.trim()), https }).collect()
    })
}

fn hops(headers: &HeaderMap, name: &HeaderName, read: impl Fn(&str) -> Vec<Hop>) -> Option<Vec<Hop>> {
    if !headers.contains_key(name) {
        return None;
    }
    let lines = headers.get_all(name).iter().map(|value| value.to_str().unwrap_or_default());
    let mut hops: Vec<Hop> = lines.flat_map(read).collect();
    hops.reverse();
    Some(hops)
}

/// The elements of one line, in its order; `None` if it is not well-formed (RFC 7239 §4).
fn elements(line: &str) -> Option<Vec<Hop>> {
    let mut all = Vec::new();
    let mut hop = Hop::default();
    let mut seen_for = false;
    let mut rest = line.trim();
    loop {
        let (name, after) = rest.split_once('=')?;
        let (value, after) = value(after)?;
        match name {
            _ if !name.bytes().all(is_token) || name.is_empty() => return None,
            _ if name.eq_ignore_ascii_case("for") => {
                // Told twice within one element: one of the two is somebody's trick.
                hop.address = if seen_for { None } else { address(&value) };
                seen_for = true;
            }
            _ if name.eq_ignore_ascii_case("proto") => hop.https = is_https(&value),
            _ => {}
        }
        let after = after.trim_start();
        match after.bytes().next() {
            None => {
                all.push(hop);
                return Some(all);
            }
            Some(b';') => {}
            Some(b',') => {
                all.push(std::mem::take(&mut hop));
                seen_for = false;
            }
            Some(_) => return None,
        }
        rest = after[1..].trim_start();
    }
}

/// A token or a quoted string, and what follows it.
fn value(text: &str) -> Option<(String, &str)> {
    let Some(quoted) = text.strip_prefix('"') else {
        let end = text.bytes().position(|b| !is_token(b)).unwrap_or(text.len());
        let (token, rest) = text.split_at(end);
        return (!token.is_empty()).then(|| (token.to_owned(), rest));
    };
    let mut value = String::new();
    let mut chars = quoted.char_indices();
    while let Some((at, char)) = chars.next() {
        match char {
            '"' => return Some((value, &quoted[at + 1..])),
            '\\' => value.push(chars.next()?.1),
            _ => value.push(char),
        }
    }
    None
}

/// The characters of a token (RFC 9110 §5.6.2).
fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}

/// An address with or without its port: `192.0.2.1`, `192.0.2.1:80`, `2001:db8::1`, `[2001:db8::1]`,
/// `[2001:db8::1]:80`. `unknown` and `_hidden` are none.
fn address(text: &str) -> Option<IpAddr> {
    let bracketed = || text.strip_prefix('[')?.strip_suffix(']')?.parse::<Ipv6Addr>().ok().map(IpAddr::V6);
    let with_port = || text.parse::<SocketAddr>().ok().map(|address| address.ip());
    text.parse().ok().or_else(bracketed).or_else(with_port)
}

fn is_https(proto: &str) -> Option<bool> {
    match proto {
        _ if proto.eq_ignore_ascii_case("https") => Some(true),
        _ if proto.eq_ignore_ascii_case("http") => Some(false),
        _ => None,
    }
}
