//! Which addresses may be reached that organisations typed in: public ones, and networks that the operator allows. Else
//! everybody with an organisation could look around in the network behind this server (server-side request forgery). Names
//! are looked at when they are resolved, and the connection goes to what was looked at: looking first and connecting later
//! could meet two different answers.

mod public;

use std::{
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use ipnet::IpNet;
use reqwest::{
    Url,
    dns::{Addrs, Name, Resolve, Resolving},
};
use url::Host;

pub(crate) use public::is_public;

/// What may be reached.
#[derive(Debug, Clone, Default)]
pub(crate) struct Reach(Arc<[IpNet]>);

/// Why a name leads nowhere that may be reached.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Unreachable {
    /// Nobody knows it.
    #[error("{0} can't be resolved")]
    Unknown(String),
    /// All its addresses are private.
    #[error("{0} is in a private network")]
    Private(String),
}

impl Reach {
    /// Public addresses, and those in `private`.
    pub fn new(private: &[IpNet]) -> Self {
        Self(private.into())
    }

    /// Whether `ip` may be reached.
    pub fn holds(&self, ip: IpAddr) -> bool {
        is_public(ip) || self.0.iter().any(|net| net.contains(&ip.to_canonical()))
    }

    /// The addresses of a name that may be reached.
    pub async fn addresses(&self, host: &str, port: u16) -> Result<Vec<SocketAddr>, Unreachable> {
        let found = tokio::net::lookup_host((host, port)).await;
        let found = found.map_err(|_| Unreachable::Unknown(host.to_owned()))?;
        let reachable: Vec<SocketAddr> = found.filter(|address| self.holds(address.ip())).collect();
        if reachable.is_empty() { Err(Unreachable::Private(host.to_owned())) } else { Ok(reachable) }
    }
}

impl Resolve for Reach {
    fn resolve(&self, name: Name) -> Resolving {
        let reach = self.clone();
        Box::pin(async move {
            let found = reach.addresses(name.as_str(), 0).await?;
            Ok(Box::new(found.into_iter()) as Addrs)
        })
    }
}

/// The address that stands in a web address instead of a name.
pub(crate) fn ip_in(url: &Url) -> Option<IpAddr> {
    match url.host() {
        Some(Host::Ipv4(ip)) => Some(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => Some(IpAddr::V6(ip)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_networks_are_told_from_public_ones() {
        for ip in [
            "9.9.9.9",
            "93.184.216.34",
            "100.128.0.1",
            "2620:fe::fe",
            "2a00:1450:4001::1",
            "64:ff9b::909:909",
            "::ffff:8.8.8.8",
        ] {
            assert!(is_public(ip.parse().unwrap()), "{ip}");
        }
        for ip in [
            "127.0.0.1",
            "10.1.2.3",
            "172.16.0.1",
            "192.168.1.1",
            "169.254.169.254",
            "0.0.0.0",
            "100.64.0.1",
            "192.0.0.8",
            "198.18.0.1",
            "224.0.0.1",
            "255.255.255.255",
            "203.0.113.5",
            "::1",
            "::",
            "fe80::1",
            "fc00::1",
            "fd12::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "::ffff:127.0.0.1",
            "::ffff:10.0.0.1",
            "64:ff9b::a9fe:a9fe",
            "2002:7f00:1::",
            "3fff::1",
        ] {
            assert!(!is_public(ip.parse().unwrap()), "{ip}");
        }
    }

    #[test]
    fn a_network_that_the_operator_allows_is_reached() {
        let reach = Reach::new(&["10.0.0.0/8".parse().unwrap()]);
        let holds = |ip: &str| reach.holds(ip.parse().unwrap());
        assert!(holds("10.1.2.3") && holds("::ffff:10.1.2.3") && holds("9.9.9.9"));
        assert!(!holds("192.168.1.1") && !Reach::default().holds("10.1.2.3".parse().unwrap()));
    }
}
