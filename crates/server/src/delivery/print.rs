//! Tickets on paper.

use catalog::Item;
use documents::ticket::{Labels, Paper, TicketDocument, TicketPage};
use kernel::Money;

use super::facts::Facts;

/// The document with one page for each of the tickets.
pub(super) fn document(facts: &Facts, tickets: &[admission::ticket::Ticket]) -> TicketDocument {
    let words = facts.words();
    let event = &facts.event;
    let dates = words.dates(event.starts_at, event.ends_at, event.doors_at, &event.zone);
    let when_lines: Vec<String> =
        [Some(dates.day), Some(dates.times), dates.doors].into_iter().flatten().collect();
    let venue_lines = facts.place();
    let page = |ticket: &admission::ticket::Ticket| {
        let position = facts.positions.iter().find(|position| position.id == ticket.position);
        let price = position.map(|position| Money::new(position.price_minor, facts.order.total.currency));
        TicketPage {
            event_name: facts.printed_event_name(),
            organiser_name: facts.organiser.name.clone(),
            when_lines: when_lines.clone(),
            venue_lines: venue_lines.clone(),
            ticket_type: facts.product_name(Item::new(ticket.product, ticket.variation)),
            attendee_name: Some(ticket.attendee_name.clone()).filter(|name| !name.is_empty()),
            price: price.map(|price| words.price(price)).unwrap_or_default(),
            order_code: facts.order.code.clone(),
            ticket_code: ticket.short_code.clone(),
            qr_payload: ticket.token.clone(),
            notes: Vec::new(),
        }
    };
    TicketDocument {
        title: format!("{} · {}", facts.printed_event_name(), facts.order.code),
        language: facts.order.locale.to_string(),
        labels: Labels {
            ticket: words.say("print-ticket"),
            when: words.say("print-when"),
            venue: words.say("print-venue"),
            attendee: words.say("print-attendee"),
            ticket_type: words.say("print-ticket-type"),
            price: words.say("print-price"),
            order: words.say("print-order"),
            notes: words.say("print-notes"),
            hint: words.say("print-hint"),
            code: words.say("print-code"),
        },
        paper: Paper::A4,
        logo: None,
        tickets: tickets.iter().map(page).collect(),
    }
}
