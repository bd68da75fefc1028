//! Calendar entries (iCalendar, RFC 5545).

use icalendar::{Calendar, Component, Event, EventLike, Property};
use jiff::Timestamp;

#[cfg(test)]
mod tests;

/// An event as a calendar sees it.
#[derive(Clone, Debug)]
pub struct CalendarEntry {
    /// Globally unique and the same for every version of the entry, such as `evt_…@tickets.example`.
    pub uid: String,
    /// When this version was written.
    pub stamp: Timestamp,
    /// Beginning.
    pub starts_at: Timestamp,
    /// End.
    pub ends_at: Timestamp,
    /// IANA zone of the event, a hint for programs that show the whole calendar in it.
    pub zone: String,
    /// Name of the event.
    pub summary: String,
    /// Plain text.
    pub description: Option<String>,
    /// Name and address of the place, or the link to the meeting.
    pub location: Option<String>,
    /// Page of the event or the order.
    pub url: Option<String>,
    /// Who holds it.
    pub organiser: Option<Organiser>,
    /// Whether it takes place.
    pub status: Status,
    /// Grows with every version: of two entries the one with more is what holds (RFC 5545 §3.8.7.4).
    pub sequence: u32,
}

/// The organiser with the address that invitations come from.
#[derive(Clone, Debug)]
pub struct Organiser {
    /// Name.
    pub name: String,
    /// Mail address.
    pub email: String,
}

/// Whether the event takes place (RFC 5545 §3.8.1.11).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It may.
    Tentative,
    /// It does.
    Confirmed,
    /// It does not; calendars strike it out or remove it.
    Cancelled,
}

/// An `.ics` file with one event, to be published or attached to a mail (`text/calendar; charset=utf-8`).
///
/// Times are written in UTC (RFC 5545 §3.3.5 form 2), which every program shows in the reader's own zone without
/// needing a `VTIMEZONE` to agree with.
pub fn event_ics(entry: &CalendarEntry) -> String {
    calendar_ics(std::slice::from_ref(entry))
}

/// Like [`event_ics`] with any number of events, for people who subscribe to all of an organiser's.
pub fn calendar_ics(entries: &[CalendarEntry]) -> String {
    let mut calendar = Calendar::empty();
    for (name, value) in [
        ("VERSION", "2.0"),
        ("PRODID", "-//Tessera//Tessera//EN"),
        ("CALSCALE", "GREGORIAN"),
        ("METHOD", "PUBLISH"),
    ] {
        calendar.append_property(Property::new(name, value));
    }
    if let Some(first) = entries.first() {
        calendar.timezone(clean(&first.zone).as_str());
    }
    for entry in entries {
        calendar.push(event(entry));
    }
    calendar.to_string()
}

fn event(entry: &CalendarEntry) -> Event {
    let mut event = Event::with_uid(&clean(&entry.uid));
    event.add_property("DTSTAMP", utc(entry.stamp));
    event.add_property("DTSTART", utc(entry.starts_at));
    event.add_property("DTEND", utc(entry.ends_at));
    event.summary(&clean(&entry.summary));
    event.sequence(entry.sequence);
    event.status(match entry.status {
        Status::Tentative => icalendar::EventStatus::Tentative,
        Status::Confirmed => icalendar::EventStatus::Confirmed,
        Status::Cancelled => icalendar::EventStatus::Cancelled,
    });
    if let Some(description) = &entry.description {
        event.description(&clean_lines(description));
    }
    if let Some(location) = &entry.location {
        event.location(&clean(location));
    }
    if let Some(url) = &entry.url {
        event.url(&clean(url));
    }
    if let Some(organiser) = &entry.organiser {
        let mut property = Property::new("ORGANIZER", format!("mailto:{}", clean(&organiser.email)));
        // A parameter value cannot hold a double quote, not even an escaped one (RFC 5545 §3.1).
        property.add_parameter("CN", &clean(&organiser.name).replace('"', "'"));
        event.append_property(property);
    }
    event.done()
}

fn utc(instant: Timestamp) -> String {
    instant.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// The text on one line; control characters could end a line of the file early.
fn clean(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The text with its line breaks, but without other control characters.
fn clean_lines(text: &str) -> String {
    text.lines().map(clean).collect::<Vec<_>>().join("\n")
}
