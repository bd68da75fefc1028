//! What the door says, in words for a loud and hurried place.

use catalog::EventHead;
use kernel::{Instant, Locale};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Choice, Main, TicketFacts};
use crate::ticket::CheckedIn;

/// What the door decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VerdictKind)]
pub enum Verdict {
    /// Come in.
    Admitted,
    /// The ticket was let in before on this list.
    AlreadyIn,
    /// Its order is not paid yet.
    Unpaid,
    /// Nobody has approved its order yet.
    Unapproved,
    /// The ticket, its order or the whole event is void.
    Cancelled,
    /// It is for another event of the organisation.
    WrongEvent,
    /// Its ticket type does not get in on this list.
    WrongList,
    /// It is of a test order, and the event is not in test mode.
    TestTicket,
    /// It holds several tickets of this list: which one is meant?
    Ambiguous,
    /// There is no such ticket.
    Unknown,
}

/// Why somebody was refused, finer than the verdict: for the record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Reason {
    /// The ticket was let in before on this list.
    AlreadyIn,
    /// Its order is not paid yet.
    Unpaid,
    /// Nobody has approved its order yet.
    Unapproved,
    /// The ticket or its order was cancelled.
    Cancelled,
    /// Its order was not paid in time.
    Expired,
    /// The event was called off.
    EventCancelled,
    /// It is for another event of the organisation.
    WrongEvent,
    /// Its ticket type does not get in on this list.
    WrongList,
    /// It is of a test order, and the event is not in test mode.
    TestTicket,
    /// It holds several tickets of this list.
    Ambiguous,
    /// Nothing has this code.
    Unknown,
    /// It looks like a token, but nobody here signed it.
    Forged,
}

impl Reason {
    /// What the door says to it.
    pub fn verdict(self) -> Verdict {
        match self {
            Self::AlreadyIn => Verdict::AlreadyIn,
            Self::Unpaid => Verdict::Unpaid,
            Self::Unapproved => Verdict::Unapproved,
            Self::Cancelled | Self::Expired | Self::EventCancelled => Verdict::Cancelled,
            Self::WrongEvent => Verdict::WrongEvent,
            Self::WrongList => Verdict::WrongList,
            Self::TestTicket => Verdict::TestTicket,
            Self::Ambiguous => Verdict::Ambiguous,
            Self::Unknown | Self::Forged => Verdict::Unknown,
        }
    }

    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::AlreadyIn => "already_in",
            Self::Unpaid => "unpaid",
            Self::Unapproved => "unapproved",
            Self::Cancelled => "cancelled",
            Self::Expired => "expired",
            Self::EventCancelled => "event_cancelled",
            Self::WrongEvent => "wrong_event",
            Self::WrongList => "wrong_list",
            Self::TestTicket => "test_ticket",
            Self::Ambiguous => "ambiguous",
            Self::Unknown => "unknown",
            Self::Forged => "forged",
        }
    }
}

impl Verdict {
    /// At most three words, readable at arm's length.
    pub fn title(self) -> &'static str {
        match self {
            Self::Admitted => "Come in",
            Self::AlreadyIn => "Already in",
            Self::Unpaid => "Not paid",
            Self::Unapproved => "Not approved",
            Self::Cancelled => "Cancelled",
            Self::WrongEvent => "Wrong event",
            Self::WrongList => "Not here",
            Self::TestTicket => "Test ticket",
            Self::Ambiguous => "Which one?",
            Self::Unknown => "Unknown ticket",
        }
    }
}

/// What a refusal's sentence is made of.
pub(super) struct Facts<'a> {
    pub event: &'a EventHead,
    pub now: Instant,
    pub list: &'a str,
    pub ticket: Option<&'a TicketFacts>,
    pub order: Option<&'a str>,
    pub first: Option<&'a CheckedIn>,
    pub choices: &'a [Choice],
}

/// What is said when somebody comes in.
pub(super) fn welcome(ticket: &TicketFacts, main: Option<&Main>, locale: &Locale) -> String {
    let product = ticket.product_name.get(locale);
    let who = match ticket.attendee_name.as_str() {
        "" => String::new(),
        name => format!(" for {name}"),
    };
    match main {
        None => format!("{product}{who}."),
        Some(main) => {
            format!("{product}{who}, with “{}” ({}).", main.product_name.get(locale), main.short_code)
        }
    }
}

/// What is said when somebody does not.
pub(super) fn explain(reason: Reason, facts: &Facts<'_>) -> String {
    let order = facts.ticket.map(|ticket| ticket.order_code.as_str()).or(facts.order).unwrap_or_default();
    match reason {
        Reason::AlreadyIn => match facts.first {
            Some(first) => format!("Let in at {}.", when_and_where(facts, first)),
            None => "This ticket was let in before.".to_owned(),
        },
        Reason::Unpaid => format!("Order {order} is not paid yet."),
        Reason::Unapproved => format!("Order {order} has not been approved yet."),
        Reason::Cancelled => format!("This ticket of order {order} was cancelled."),
        Reason::Expired => format!("Order {order} was not paid in time. Its places were given back."),
        Reason::EventCancelled => "The event is cancelled. Nobody gets in.".to_owned(),
        Reason::WrongEvent => "This ticket is for another event.".to_owned(),
        Reason::WrongList => {
            let locale = facts.event.main_locale();
            let product = facts.ticket.map(|ticket| ticket.product_name.get(&locale)).unwrap_or_default();
            let list = facts.list;
            match facts.choices {
                [] => format!("“{product}” does not get in on the list “{list}”."),
                held => {
                    let held = name_all(held, &locale);
                    format!(
                        "“{product}” does not get in on the list “{list}”, but it holds {held}: scan that."
                    )
                }
            }
        }
        Reason::TestTicket => format!("Order {order} was a test. Its tickets are good in test mode only."),
        Reason::Ambiguous => {
            let held = name_all(facts.choices, &facts.event.main_locale());
            format!("It holds several tickets of the list “{}”: {held}.", facts.list)
        }
        Reason::Unknown | Reason::Forged => {
            "No ticket has this code. Scan it again, or type the code printed below it.".to_owned()
        }
    }
}

/// `Camping (K7M3PQ-3), Parking (K7M3PQ-4)`
fn name_all(choices: &[Choice], locale: &Locale) -> String {
    let name = |choice: &Choice| {
        let ticket = &choice.ticket;
        format!("{} ({})", ticket.product_name.get(locale), ticket.short_code)
    };
    choices.iter().map(name).collect::<Vec<_>>().join(", ")
}

/// `14:02, Gate B` in the event's time zone; with the date if it was another day.
fn when_and_where(facts: &Facts<'_>, first: &CheckedIn) -> String {
    let zone = &facts.event.zone;
    let at = first.at.in_zone(zone);
    let same_day = at.date() == facts.now.in_zone(zone).date();
    let time = at.strftime(if same_day { "%H:%M" } else { "%H:%M on %-d %B" });
    match first.gate.as_str() {
        "" => time.to_string(),
        gate => format!("{time}, {gate}"),
    }
}
