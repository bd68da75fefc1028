//! Which addresses are public, by the IANA registries of special-purpose addresses (RFC 6890 and what came after).

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether packets to `ip` leave private networks.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => public_v4(ip),
        IpAddr::V6(ip) => carried(ip).map_or_else(|| public_v6(ip), public_v4),
    }
}

fn public_v4(ip: Ipv4Addr) -> bool {
    let [a, b, c, _] = ip.octets();
    let named = ip.is_private()
        || ip.is_loopback()
        || ip.is_link_local()
        || ip.is_documentation()
        || ip.is_multicast();
    // "This network", reserved, shared by carriers (RFC 6598), protocol assignments, old relays, benchmarks.
    let listed = match (a, b, c) {
        (0 | 240.., ..) | (192, 0, 0) | (192, 88, 99) => true,
        (100, b, _) => (64..128).contains(&b),
        (198, b, _) => (18..20).contains(&b),
        _ => false,
    };
    !(named || listed)
}

/// Global unicast is 2000::/3; of it, 2001::/23 is for protocols, and two blocks are for documentation.
fn public_v6(ip: Ipv6Addr) -> bool {
    match ip.segments() {
        [0x2001, ..0x0200 | 0x0db8, ..] | [0x3fff, ..] => false,
        [first, ..] => first & 0xe000 == 0x2000,
    }
}

/// The IPv4 address inside: mapped, translated (RFC 6052) or of 6to4 (RFC 3056).
fn carried(ip: Ipv6Addr) -> Option<Ipv4Addr> {
    let v4 = |high: u16, low: u16| Ipv4Addr::from_bits((u32::from(high) << 16) | u32::from(low));
    match ip.segments() {
        [0, 0, 0, 0, 0, 0xffff, high, low] | [0x64, 0xff9b, 0, 0, 0, 0, high, low] => Some(v4(high, low)),
        [0x2002, high, low, ..] => Some(v4(high, low)),
        _ => None,
    }
}
