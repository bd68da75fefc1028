use kernel::Instant;
use uuid::Uuid;

use super::*;

fn record() -> Record {
    Record {
        id: Uuid::from_u128(1),
        org_id: Uuid::from_u128(2),
        event_id: None,
        at: Instant::from_microsecond(1_803_902_400_000_001).unwrap(),
        actor_kind: "guest".to_owned(),
        actor_id: None,
        action: "order.placed".to_owned(),
        subject_kind: "order".to_owned(),
        subject_id: Some(Uuid::from_u128(3)),
        before: None,
        after: Some(r#"{"code": "ABC"}"#.to_owned()),
        correlation: Some("req_1".to_owned()),
        from_addr: None,
        reason: None,
    }
}

#[test]
fn an_entry_is_written_in_one_way() {
    let bytes = record().canonical();
    assert_eq!(bytes[..21], [&[1, 0, 0, 0, 16][..], Uuid::from_u128(1).as_bytes()].concat());
    assert_eq!(bytes[42], 0, "nothing is one zero");
    assert!(bytes.ends_with(&[&[1, 0, 0, 0, 5][..], b"req_1", &[0, 0]].concat()));
    assert_eq!(
        data_encoding::HEXLOWER.encode(&record().seal(1, &GENESIS)),
        "03217e170b3298331c22e67d71b0529a35a576c09230f180ac43380b5448f365",
        "seals that are in databases already have to stay valid",
    );
}

#[test]
fn every_field_its_number_and_the_seal_before_count() {
    let plain = record().seal(1, &GENESIS);
    let other = Some("other".to_owned());
    let changed = [
        Record { id: Uuid::nil(), ..record() },
        Record { org_id: Uuid::nil(), ..record() },
        Record { event_id: Some(Uuid::nil()), ..record() },
        Record { at: record().at.plus_seconds(1), ..record() },
        Record { actor_kind: "job".to_owned(), ..record() },
        Record { actor_id: Some(Uuid::nil()), ..record() },
        Record { action: "order.paid".to_owned(), ..record() },
        Record { subject_kind: "event".to_owned(), ..record() },
        Record { subject_id: None, ..record() },
        Record { before: other.clone(), ..record() },
        Record { after: None, ..record() },
        Record { correlation: other.clone(), ..record() },
        Record { from_addr: other.clone(), ..record() },
        Record { reason: other, ..record() },
    ];
    assert_eq!(changed.len(), Record::COLUMNS.len());
    for record in changed {
        assert_ne!(record.seal(1, &GENESIS), plain, "{record:?}");
    }
    assert_ne!(record().seal(2, &GENESIS), plain);
    assert_ne!(record().seal(1, &[1; 32]), plain);
}

#[test]
fn texts_do_not_flow_into_one_another() {
    let one = Record { actor_kind: "job".to_owned(), action: "a".to_owned(), ..record() };
    let two = Record { actor_kind: "joba".to_owned(), action: String::new(), ..record() };
    assert_ne!(one.canonical(), two.canonical());
}

#[test]
fn each_seal_follows_the_one_before() {
    let seals = follow(End { position: 4, hash: [7; 32] }, &[record(), record()]);
    assert_eq!((seals[0].position, seals[0].previous), (5, [7; 32]));
    assert_eq!((seals[1].position, seals[1].previous), (6, seals[0].hash));
}
