use kernel::Instant;

use super::*;
use crate::entry::{AuditActor, AuditEntry, AuditSubject};

fn entry() -> AuditEntry {
    AuditEntry {
        id: "aud_1".to_owned(),
        at: "2027-03-01T12:00:00.25Z".parse().unwrap(),
        action: "order.paid".to_owned(),
        actor: AuditActor { kind: "person".to_owned(), id: None, name: Some("Zoë".to_owned()) },
        subject: AuditSubject { kind: "order".to_owned(), id: None, name: None },
        event: None,
        before: None,
        after: None,
        reason: None,
        from: None,
        correlation_id: None,
        position: Some(7),
    }
}

#[test]
fn a_syslog_message_counts_its_bytes_and_has_its_fields_in_order() {
    let frames = message::syslog("tickets.example.org", &[entry(), entry()]).unwrap();
    let text = String::from_utf8(frames).unwrap();
    let (length, rest) = text.split_once(' ').unwrap();
    let (first, second) = rest.split_at(length.parse().unwrap());
    let head = "<110>1 2027-03-01T12:00:00.250000Z tickets.example.org tessera - order.paid \
                [origin software=\"tessera\"] \u{feff}{";
    assert!(first.starts_with(head), "{first}");
    assert!(first.ends_with("\"position\":7}") && first.contains("Zoë"), "{first}");
    assert!(second.starts_with(&format!("{length} <110>1 ")), "{second}");
}

#[test]
fn names_that_would_break_a_header_are_left_out() {
    let odd = AuditEntry { action: "a b\nc".to_owned(), ..entry() };
    let text = String::from_utf8(message::syslog("hö st", &[odd]).unwrap()).unwrap();
    assert!(text.contains(" hst tessera - abc ["), "{text}");
    assert!(String::from_utf8(message::syslog("", &[entry()]).unwrap()).unwrap().contains("Z - tessera - "));
}

#[test]
fn a_webhook_is_signed_over_the_moment_and_the_body() {
    let now: Instant = "2027-03-01T12:00:00Z".parse().unwrap();
    let org = kernel::OrgId::from(uuid::Uuid::nil());
    let (headers, body) = message::webhook(org, now, b"whsec_x", &[entry()]).unwrap();
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"whsec_x");
    let signed = [b"1803902400.", body.as_slice()].concat();
    let tag = data_encoding::HEXLOWER.encode(ring::hmac::sign(&key, &signed).as_ref());
    assert_eq!(headers[1].1, format!("t=1803902400,v1={tag}"));
    assert!(headers[2].1.ends_with("/7-7"));
}

#[test]
fn months_are_those_of_the_calendar() {
    let before = |now: &str, months| months_before(now.parse().unwrap(), months).to_string();
    assert_eq!(before("2027-03-31T12:00:00Z", 1), "2027-02-28T12:00:00Z");
    assert_eq!(before("2027-03-01T12:00:00Z", 24), "2025-03-01T12:00:00Z");
}
