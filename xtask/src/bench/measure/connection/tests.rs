use super::{Answer, request};

fn parse(bytes: &[u8]) -> Option<(u16, Vec<u8>, bool)> {
    let mut body = Vec::new();
    let answer = Answer::parse(bytes, &mut body).unwrap()?;
    Some((answer.status, body, answer.last))
}

#[test]
fn an_answer_is_read_once_it_is_whole() {
    let whole = b"HTTP/1.1 201 Created\r\nContent-Length: 5\r\n\r\nhello";
    assert_eq!(parse(&whole[..20]), None);
    assert_eq!(parse(&whole[..whole.len() - 1]), None);
    assert_eq!(parse(whole), Some((201, b"hello".to_vec(), false)));
}

#[test]
fn chunks_are_put_together() {
    let whole = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
    assert_eq!(parse(&whole[..whole.len() - 2]), None);
    assert_eq!(parse(whole), Some((200, b"abcde".to_vec(), false)));
}

#[test]
fn an_answer_may_be_the_last() {
    assert_eq!(parse(b"HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n"), Some((204, Vec::new(), true)));
}

#[test]
fn a_request_tells_the_length_of_its_body() {
    let bytes = request("POST", "/x", &[("a", "b")], b"{}");
    assert_eq!(bytes, b"POST /x HTTP/1.1\r\nhost: 127.0.0.1\r\na: b\r\ncontent-length: 2\r\n\r\n{}");
    assert!(!String::from_utf8(request("GET", "/", &[], b"")).unwrap().contains("length"));
}
