use super::*;

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
