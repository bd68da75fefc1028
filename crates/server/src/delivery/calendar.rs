//! The event in the buyer's calendar.

use super::facts::Facts;
use documents::ics::{self, CalendarEntry, Organiser, Status};

/// The calendar entry of the order's event.
pub(super) fn entry(facts: &Facts, site: &str) -> String {
    let event = &facts.event;
    let place = facts.place().join(", ");
    let location = if place.is_empty() { event.online_url.clone() } else { place };
    ics::event_ics(&CalendarEntry {
        uid: format!("{}@{}", event.id, host(site)),
        stamp: facts.order.paid_at.unwrap_or(facts.order.created_at).jiff(),
        starts_at: event.starts_at.jiff(),
        ends_at: event.ends_at.jiff(),
        zone: event.zone.name().to_owned(),
        summary: facts.event_name(),
        description: None,
        location: Some(location).filter(|location| !location.is_empty()),
        url: Some(facts.event_link()),
        organiser: Some(Organiser {
            name: facts.organiser.name.clone(),
            email: facts.organiser.email.clone(),
        }),
        status: if event.cancellation.is_some() { Status::Cancelled } else { Status::Confirmed },
        sequence: u32::try_from(event.version).unwrap_or(u32::MAX),
    })
}

fn host(url: &str) -> &str {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', ':']).next().unwrap_or(rest)
}
