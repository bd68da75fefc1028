use super::parse;

#[test]
fn reads_status_headers_and_a_plain_body() {
    let answer = parse(b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n\r\nready").unwrap();
    assert_eq!((answer.status, answer.text().as_str()), (200, "ready"));
    assert_eq!(answer.header("content-type").collect::<Vec<_>>(), ["text/plain"]);
}

#[test]
fn joins_a_chunked_body() {
    let answer =
        parse(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2;x=y\r\nde\r\n0\r\n\r\n");
    assert_eq!(answer.unwrap().text(), "abcde");
}

#[test]
fn refuses_what_is_not_http() {
    assert!(parse(b"SSH-2.0-OpenSSH\r\n").is_none());
}
