use super::*;

#[test]
fn addresses_that_can_be_told_to_be_wrong_are_refused_at_once() {
    let network = Network::new(&["10.0.0.0/8".parse().unwrap()], None).unwrap();
    let url = |url: &str| network.refuses_url(url).is_none();
    assert!(
        url("https://logs.example.org/tessera")
            && url("http://10.1.1.1:8080/")
            && url("https://93.184.216.34/")
    );
    for refused in [
        "http://logs.example.org/",
        "ftp://logs.example.org/",
        "https://127.0.0.1/",
        "https://[::1]/",
        "https://2130706433/",
        "https://0x7f.1/",
        "https://u:p@logs.example.org/",
        "logs.example.org",
        "http://93.184.216.34/",
    ] {
        assert!(!url(refused), "{refused}");
    }
    let socket = |address: &str| network.refuses_socket(address).is_none();
    assert!(socket("logs.example.org:6514") && socket("10.0.0.1:514") && socket("[2606:2800:220:1::]:514"));
    for refused in
        ["logs.example.org", "logs.example.org:0", "127.0.0.1:514", "[::1]:514", "a b:5", ":514", "h:99999"]
    {
        assert!(!socket(refused), "{refused}");
    }
}

#[tokio::test]
async fn a_name_that_leads_into_a_private_network_is_not_reached() {
    let network = Network::new(&[], None).unwrap();
    let error = network.write("localhost:9", false, b"x").await.unwrap_err();
    assert_eq!(error.0, "localhost is in a private network");
    let error = network.post("https://localhost:9/", &[], Vec::new()).await.unwrap_err();
    assert!(error.0.contains("localhost is in a private network"), "{error}");
}
