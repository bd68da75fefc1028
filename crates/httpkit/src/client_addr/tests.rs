use std::net::IpAddr;

use axum::http::{HeaderMap, HeaderName, HeaderValue};
use proptest::prelude::*;

use super::*;

/// The proxy that stands before us in these tests.
const PROXY: &str = "10.0.0.1";

/// The client the proxy saw.
const CLIENT: &str = "203.0.113.7";

fn client(peer: &str, lines: &[(&str, &str)]) -> ClientAddr {
    let mut headers = HeaderMap::new();
    for (name, value) in lines {
        let name: HeaderName = name.parse().expect("a name");
        headers.append(name, HeaderValue::from_bytes(value.as_bytes()).expect("a value"));
    }
    let networks = ["10.0.0.0/8", "fd00::/8"].map(|network| network.parse().expect("a network"));
    let peer = Peer { ip: peer.parse().expect("an address"), https: false };
    TrustedProxies::new(&networks).client(peer, &headers)
}

fn ip(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[test]
fn without_trusted_proxies_the_socket_tells() {
    let headers =
        HeaderMap::from_iter([("x-forwarded-for".parse().expect("a name"), "9.9.9.9".parse().expect("ok"))]);
    let peer = Peer { ip: ip(CLIENT), https: true };
    assert_eq!(TrustedProxies::default().client(peer, &headers), ClientAddr { ip: ip(CLIENT), https: true });
}

#[test]
fn a_trusted_proxy_is_believed_in_every_notation() {
    for (value, expected) in [
        ("for=203.0.113.7", CLIENT),
        ("For=\"203.0.113.7:4711\";proto=https;by=10.0.0.1", CLIENT),
        ("for=\"[2001:db8::7]:4711\"", "2001:db8::7"),
        ("for=\"[2001:db8::7]\"", "2001:db8::7"),
        ("for=\"[::ffff:203.0.113.7]\"", CLIENT),
        ("for=203.0.113.7 , for=10.9.9.9", CLIENT),
    ] {
        assert_eq!(client(PROXY, &[("forwarded", value)]).ip, ip(expected), "{value}");
    }
    for (value, expected) in [
        ("203.0.113.7", CLIENT),
        ("203.0.113.7:4711", CLIENT),
        ("2001:db8::7", "2001:db8::7"),
        ("1.1.1.1,203.0.113.7,10.2.2.2, 10.3.3.3", CLIENT),
    ] {
        assert_eq!(client(PROXY, &[("x-forwarded-for", value)]).ip, ip(expected), "{value}");
    }
}

#[test]
fn what_names_no_address_ends_the_walk() {
    for value in
        ["for=unknown", "for=_hidden", "for=203.0.113.7, for=_x", "by=10.0.0.1", "nonsense", "", "for="]
    {
        assert_eq!(client(PROXY, &[("forwarded", value)]).ip, ip(PROXY), "{value}");
    }
    assert_eq!(client(PROXY, &[("x-forwarded-for", "203.0.113.7, unknown, 10.2.2.2")]).ip, ip("10.2.2.2"));
    assert_eq!(client(PROXY, &[("x-forwarded-for", "203.0.113.7,")]).ip, ip(PROXY));
}

#[test]
fn several_lines_are_one_list() {
    let lines = [("x-forwarded-for", "6.6.6.6"), ("x-forwarded-for", "203.0.113.7, 10.2.2.2")];
    assert_eq!(client(PROXY, &lines).ip, ip(CLIENT));
    // The outsider's line leaves a quote open; the proxy's line is its own.
    let lines = [("forwarded", "for=6.6.6.6;x=\""), ("forwarded", "for=203.0.113.7")];
    assert_eq!(client(PROXY, &lines).ip, ip(CLIENT));
}

#[test]
fn an_open_quote_does_not_swallow_what_the_proxy_adds() {
    for start in ["for=6.6.6.6;x=\"", "for=6.6.6.6;x=\"\\", "for=\"6.6.6.6", "for=6.6.6.6\"", "for=6.6.6.6;"]
    {
        for added in ["for=203.0.113.7", "for=\"203.0.113.7:80\"", "for=\"[2001:db8::7]:80\""] {
            let seen = client(PROXY, &[("forwarded", &format!("{start}, {added}"))]).ip;
            assert_ne!(seen, ip("6.6.6.6"), "{start}, {added}");
        }
    }
    assert_eq!(client(PROXY, &[("forwarded", "for=6.6.6.6;for=7.7.7.7")]).ip, ip(PROXY));
}

#[test]
fn contradicting_headers_are_both_not_believed() {
    let lines = [("forwarded", "for=6.6.6.6"), ("x-forwarded-for", CLIENT)];
    assert_eq!(client(PROXY, &lines).ip, ip(PROXY));
    let lines = [("forwarded", "for=203.0.113.7;proto=https"), ("x-forwarded-for", CLIENT)];
    assert_eq!(client(PROXY, &lines), ClientAddr { ip: ip(CLIENT), https: true });
}

#[test]
fn the_scheme_comes_from_the_nearest_proxy() {
    let told = |lines: &[(&str, &str)]| client(PROXY, lines).https;
    assert!(told(&[("x-forwarded-for", CLIENT), ("x-forwarded-proto", "https")]));
    assert!(!told(&[("x-forwarded-for", CLIENT), ("x-forwarded-proto", "https, http")]));
    assert!(!told(&[("x-forwarded-for", CLIENT), ("x-forwarded-proto", "gopher")]));
    assert!(!client(CLIENT, &[("x-forwarded-proto", "https")]).https);
}

#[test]
fn ipv6_is_counted_by_network() {
    let told = ClientAddr { ip: ip("2001:db8:1:2:3:4:5:6"), https: false };
    assert_eq!(told.network(), ip("2001:db8:1:2::"));
    assert_eq!(ClientAddr { ip: ip(CLIENT), https: false }.network(), ip(CLIENT));
}

proptest! {
    /// Whatever an outsider sends to us directly, it stays who it is.
    #[test]
    fn an_outsider_stays_who_it_is(a in "[ -~]{0,60}", b in "[ -~]{0,60}") {
        let lines = [("forwarded", a.as_str()), ("x-forwarded-for", b.as_str()), ("x-forwarded-proto", "https")];
        prop_assert_eq!(client(CLIENT, &lines), ClientAddr { ip: ip(CLIENT), https: false });
    }

    /// Whatever an outsider sends through a proxy that adds its own entry, it is that entry or the proxy.
    #[test]
    fn an_outsider_behind_a_proxy_is_who_the_proxy_saw(
        sent in prop_oneof!["[ -~]{0,60}", r#"(for=|"|,|;|\\|=|6\.6\.6\.6|10\.0\.0\.2| ){0,12}"#],
        alone in any::<bool>(), quoted in any::<bool>(), standard in any::<bool>(),
    ) {
        let name = if standard { "forwarded" } else { "x-forwarded-for" };
        let own = match (standard, quoted) {
            (false, _) => CLIENT.to_owned(),
            (true, false) => format!("for={CLIENT}"),
            (true, true) => format!("for=\"{CLIENT}:4711\""),
        };
        let joined = format!("{sent}, {own}");
        let lines = if alone { vec![(name, sent.as_str()), (name, &own)] } else { vec![(name, joined.as_str())] };
        let seen = client(PROXY, &lines).ip;
        prop_assert!(seen == ip(CLIENT) || seen == ip(PROXY), "{seen}");
    }

    /// An outsider adds the header that its proxy does not set: it can't become somebody else.
    #[test]
    fn the_header_a_proxy_leaves_alone_is_no_way_in(sent in "for=[0-9.]{7,15}(;proto=https)?") {
        let seen = client(PROXY, &[("forwarded", &sent), ("x-forwarded-for", CLIENT)]).ip;
        prop_assert!(seen == ip(CLIENT) || seen == ip(PROXY), "{seen}");
    }
}
