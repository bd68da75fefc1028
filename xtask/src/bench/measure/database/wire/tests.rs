use super::{columns, next_message, reason};

#[test]
fn a_message_is_read_once_it_is_whole() {
    let bytes = b"Z\0\0\0\x05I";
    assert!(next_message(&bytes[..3]).unwrap().is_none());
    assert!(next_message(&bytes[..5]).unwrap().is_none());
    assert_eq!(next_message(bytes).unwrap(), Some((b'Z', &b"I"[..])));
}

#[test]
fn a_message_shorter_than_its_length_is_refused() {
    assert!(next_message(b"Z\0\0\0\x03").is_err());
}

#[test]
fn null_is_no_text() {
    let row = b"\0\x03\0\0\0\x02ab\xff\xff\xff\xff\0\0\0\0";
    assert_eq!(columns(row).unwrap(), [Some("ab".to_owned()), None, Some(String::new())]);
    assert!(columns(&row[..6]).is_err());
}

#[test]
fn an_error_says_why() {
    assert_eq!(reason(b"SERROR\0C42P01\0Mno such table\0\0"), "no such table");
}
