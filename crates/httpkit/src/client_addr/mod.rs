//! Where a request comes from. A proxy's word counts only if the operator named the proxy.

mod forwarded;

use std::{
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    sync::{Arc, Once},
};

use axum::{extract::Request, http::HeaderMap};
use ipnet::IpNet;

use forwarded::Hop;

/// Bits of an IPv6 address that one household or hall has for itself (RFC 6177).
const IPV6_NETWORK_BITS: u32 = 64;

/// The socket a request came over. The listener puts it into every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Peer {
    /// Who is at the other end: the client itself, or the last proxy.
    pub ip: IpAddr,
    /// Whether the connection is encrypted.
    pub https: bool,
}

/// The client of a request, as far as it can be believed. The server puts it into every request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ClientAddr {
    /// Its address; IPv4 also where it came as an IPv4-mapped IPv6 address.
    pub ip: IpAddr,
    /// Whether it speaks HTTPS, to us or to a trusted proxy.
    pub https: bool,
}

impl ClientAddr {
    /// The address for counting: whole for IPv4, the /64 network for IPv6.
    pub fn network(self) -> IpAddr {
        match self.ip {
            IpAddr::V4(ip) => IpAddr::V4(ip),
            IpAddr::V6(ip) => {
                IpAddr::V6(Ipv6Addr::from_bits(ip.to_bits() & (u128::MAX << IPV6_NETWORK_BITS)))
            }
        }
    }
}

/// The proxies whose `Forwarded` (RFC 7239) and `X-Forwarded-For` are believed.
#[derive(Debug, Clone, Default)]
pub struct TrustedProxies(Arc<[IpNet]>);

impl TrustedProxies {
    /// Believes the machines of these networks.
    pub fn new(networks: &[IpNet]) -> Self {
        Self(networks.into())
    }

    fn contain(&self, ip: IpAddr) -> bool {
        self.0.iter().any(|network| network.contains(&ip))
    }

    /// The client behind `peer`.
    ///
    /// From a trusted peer the hops are walked from the nearest to the farthest, until one that is not trusted: that
    /// is the client. A hop that names no address ends the walk at the last proxy that did. Where `Forwarded` and
    /// `X-Forwarded-For` contradict each other one of them came from outside, and neither is believed.
    pub fn client(&self, peer: Peer, headers: &HeaderMap) -> ClientAddr {
        let peer = ClientAddr { ip: peer.ip.to_canonical(), https: peer.https };
        if !self.contain(peer.ip) {
            if inside(peer.ip) && forwarded::present(headers) {
                warn_of_stranger(peer.ip);
            }
            return peer;
        }
        let standard = forwarded::standard(headers).map(|hops| self.walk(peer, &hops));
        let legacy = forwarded::legacy(headers).map(|hops| self.walk(peer, &hops));
        match (standard, legacy) {
            (Some(standard), Some(legacy)) if standard.ip != legacy.ip => {
                warn_of_contradiction(peer.ip);
                peer
            }
            (Some(client), _) | (None, Some(client)) => client,
            (None, None) => peer,
        }
    }

    fn walk(&self, peer: ClientAddr, hops: &[Hop]) -> ClientAddr {
        let mut client = peer;
        for hop in hops {
            if !self.contain(client.ip) {
                break;
            }
            let Some(ip) = hop.address else { break };
            client = ClientAddr { ip: ip.to_canonical(), https: hop.https.unwrap_or(client.https) };
        }
        client
    }
}

/// Whether an address is one of this machine or of a network of its own: what proxies have.
fn inside(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private(),
        IpAddr::V6(ip) => ip.is_loopback() || ip.is_unique_local(),
    }
}

/// Tells it once that a proxy was forgotten in the configuration.
fn warn_of_stranger(proxy: IpAddr) {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        tracing::warn!(
            %proxy,
            "a proxy that is not in server.trusted_proxies tells where requests come from: it is not believed, and \
             everybody behind it counts as one client"
        );
    });
}

/// Tells it once: it is the proxy's configuration that has to be mended, and attackers could fill the log.
fn warn_of_contradiction(proxy: IpAddr) {
    static TOLD: Once = Once::new();
    TOLD.call_once(|| {
        tracing::warn!(
            %proxy,
            "Forwarded and X-Forwarded-For contradict each other: let the proxy set one and remove the other"
        );
    });
}

/// The client of a request that the listener has marked with its [`Peer`].
pub fn of(proxies: &TrustedProxies, request: &Request) -> ClientAddr {
    let nobody = Peer { ip: IpAddr::V4(Ipv4Addr::UNSPECIFIED), https: false };
    let peer = request.extensions().get().copied().unwrap_or(nobody);
    proxies.client(peer, request.headers())
}

#[cfg(test)]
mod tests;
