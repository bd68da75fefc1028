//! From where and with what somebody asks.

use std::{convert::Infallible, net::IpAddr};

use axum::{
    extract::FromRequestParts,
    http::{header, request::Parts},
};

use crate::ClientAddr;

/// Characters of a browser's name that are kept.
const AGENT_LENGTH: usize = 300;

/// The other end of a request.
#[derive(Debug, Clone, Default)]
pub struct Origin {
    /// Its address, where it is known.
    pub ip: Option<IpAddr>,
    /// What it calls itself (`User-Agent`, RFC 9110 §10.1.5).
    pub agent: String,
}

impl Origin {
    /// The address for counting: whole for IPv4, the /64 of a household for IPv6 (RFC 6177).
    pub fn counted(&self) -> Option<IpAddr> {
        self.ip.map(|ip| ClientAddr { ip, https: false }.network())
    }

    /// The network in words, without the part that tells one household from the next: `203.0.113.0/24`,
    /// `2001:db8:7::/48`; empty where it is unknown.
    pub fn network(&self) -> String {
        self.ip.map(store::tx::network).unwrap_or_default()
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Origin {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let client = parts.extensions.get::<ClientAddr>();
        let agent = parts.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Ok(Self {
            ip: client.map(|client| client.ip),
            agent: agent.unwrap_or_default().chars().take(AGENT_LENGTH).collect(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_network_is_told_without_its_households() {
        let from = |ip: &str| Origin { ip: ip.parse().ok(), agent: String::new() };
        assert_eq!(from("203.0.113.77").network(), "203.0.113.0/24");
        assert_eq!(from("2001:db8:7:8:9::1").network(), "2001:db8:7::/48");
        assert_eq!(Origin::default().network(), "");
        assert_eq!(from("2001:db8:7:8:9::1").counted(), "2001:db8:7:8::".parse().ok());
    }
}
