use super::*;

fn public(ip: &str) -> bool {
    is_public(ip.parse().unwrap())
}

#[test]
fn only_public_addresses_are_public() {
    for ip in ["9.9.9.9", "93.184.216.34", "2620:fe::fe", "2a00:1450:4001::1", "64:ff9b::909:909"] {
        assert!(public(ip), "{ip}");
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
        assert!(!public(ip), "{ip}");
    }
}

async fn refused(address: &str) -> bool {
    let request = http::Request::builder().uri(address).body(Vec::new()).unwrap();
    let answer = Outbound::new(false).unwrap().send(request).await;
    matches!(answer, Err(OutboundError::NotPublic(_) | OutboundError::Silent(_)))
}

#[tokio::test]
async fn nothing_private_is_reached_by_number_or_by_name() {
    // Whoever listens here would be reached if the address were not refused.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let port = listener.local_addr().unwrap().port();
    for host in ["127.0.0.1", "localhost", "[::1]", "0x7f000001", "2130706433", "127.1", "[::ffff:127.0.0.1]"]
    {
        assert!(refused(&format!("https://{host}:{port}/")).await, "{host}");
        assert!(refused(&format!("http://{host}:{port}/")).await, "{host}");
    }
    let nobody = tokio::time::timeout(std::time::Duration::from_millis(50), listener.accept()).await;
    assert!(nobody.is_err(), "somebody came through");
}

#[tokio::test]
async fn an_error_does_not_tell_the_query() {
    let request = http::Request::builder().uri("http://127.0.0.1/token?secret=1").body(Vec::new()).unwrap();
    let error = Outbound::new(false).unwrap().send(request).await.unwrap_err();
    assert_eq!(error.to_string(), "http://127.0.0.1/token is not a public https address");
}
