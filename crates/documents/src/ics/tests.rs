use super::*;

fn entry() -> CalendarEntry {
    CalendarEntry {
        uid: "evt_01hzy@tickets.example".to_owned(),
        stamp: "2026-01-02T03:04:05.678Z".parse().expect("an instant"),
        starts_at: "2026-03-14T08:00:00Z".parse().expect("an instant"),
        ends_at: "2026-03-15T16:30:00Z".parse().expect("an instant"),
        zone: "Europe/Berlin".to_owned(),
        summary: "RustFest Zürich".to_owned(),
        description: Some("Zwei Tage; mit Workshops, Essen\nund \\ Freunden".to_owned()),
        location: Some("Kulturbrauerei, Schönhauser Allee 36, 10435 Berlin".to_owned()),
        url: Some("https://tickets.example/rustfest/zuerich?a=1,2;b".to_owned()),
        organiser: Some(Organiser {
            name: "Verein: \"Rust\", Zürich".to_owned(),
            email: "hallo@rust.example".to_owned(),
        }),
        status: Status::Confirmed,
        sequence: 2,
    }
}

/// Content lines with the folding undone (RFC 5545 §3.1).
fn unfolded(ics: &str) -> Vec<String> {
    ics.replace("\r\n ", "").split("\r\n").filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

#[test]
fn an_event_has_everything_a_calendar_shows() {
    let lines = unfolded(&event_ics(&entry()));
    assert_eq!(lines.first().map(String::as_str), Some("BEGIN:VCALENDAR"));
    assert_eq!(lines.last().map(String::as_str), Some("END:VCALENDAR"));
    for expected in [
        "VERSION:2.0",
        "PRODID:-//Tessera//Tessera//EN",
        "METHOD:PUBLISH",
        "X-WR-TIMEZONE:Europe/Berlin",
        "BEGIN:VEVENT",
        "UID:evt_01hzy@tickets.example",
        "DTSTAMP:20260102T030405Z",
        "DTSTART:20260314T080000Z",
        "DTEND:20260315T163000Z",
        "SUMMARY:RustFest Zürich",
        "DESCRIPTION:Zwei Tage\\; mit Workshops\\, Essen\\nund \\\\ Freunden",
        "LOCATION:Kulturbrauerei\\, Schönhauser Allee 36\\, 10435 Berlin",
        "URL:https://tickets.example/rustfest/zuerich?a=1,2;b",
        "ORGANIZER;CN=\"Verein: 'Rust', Zürich\":mailto:hallo@rust.example",
        "STATUS:CONFIRMED",
        "SEQUENCE:2",
        "END:VEVENT",
    ] {
        assert_eq!(lines.iter().filter(|line| *line == expected).count(), 1, "{expected} in {lines:#?}");
    }
}

#[test]
fn lines_end_with_crlf_and_have_at_most_75_octets() {
    let mut entry = entry();
    entry.summary = "Größe 大きい 🎉 ".repeat(40);
    entry.description =
        Some("Ein sehr langer Text über die Veranstaltung, der gefaltet werden muss. ".repeat(30));
    let ics = event_ics(&entry);
    let bytes = ics.as_bytes();
    assert!(bytes.ends_with(b"\r\n"));
    for (index, byte) in bytes.iter().enumerate() {
        match byte {
            b'\n' => assert_eq!(bytes[index - 1], b'\r', "a bare line feed at {index}"),
            b'\r' => assert_eq!(bytes[index + 1], b'\n', "a bare carriage return at {index}"),
            _ => {}
        }
    }
    let longest = ics.split("\r\n").map(str::len).max();
    assert!(longest <= Some(75), "{longest:?}");
    let summary = format!("SUMMARY:{}", entry.summary);
    assert!(unfolded(&ics).contains(&summary), "folding loses nothing");
}

#[test]
fn text_cannot_add_lines() {
    let mut entry = entry();
    entry.summary = "Party\r\nEND:VEVENT\nBEGIN:VALARM\u{0}".to_owned();
    entry.url = Some("https://x.example/\r\nATTENDEE:mailto:a@b.example".to_owned());
    entry.uid = "a\nb".to_owned();
    entry.organiser = Some(Organiser { name: "A\r\nB".to_owned(), email: "a@b.example\r\nX:1".to_owned() });
    let lines = unfolded(&event_ics(&entry));
    assert_eq!(lines.iter().filter(|line| line.starts_with("END:VEVENT")).count(), 1);
    assert!(
        !lines
            .iter()
            .any(|line| line.starts_with("ATTENDEE") || line.starts_with("X:1") || line.contains("\nBEGIN"))
    );
}

#[test]
fn what_is_not_given_is_left_out() {
    let entry = CalendarEntry { description: None, location: None, url: None, organiser: None, ..entry() };
    let ics = event_ics(&entry);
    for name in ["DESCRIPTION", "LOCATION", "URL", "ORGANIZER"] {
        assert!(!ics.contains(name), "{name} in {ics}");
    }
}

#[test]
fn a_cancelled_event_says_so() {
    let ics = event_ics(&CalendarEntry { status: Status::Cancelled, sequence: 3, ..entry() });
    assert!(ics.contains("STATUS:CANCELLED\r\n"));
    assert!(ics.contains("SEQUENCE:3\r\n"));
    assert!(
        event_ics(&CalendarEntry { status: Status::Tentative, ..entry() }).contains("STATUS:TENTATIVE\r\n")
    );
}
