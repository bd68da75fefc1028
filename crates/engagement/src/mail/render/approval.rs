//! The mails about orders that the organiser looks at first.

use super::{
    Button, OrderFacts, Rendered, about,
    letter::{Letter, Tone},
    said_by,
    words::Words,
};
use crate::Error;

/// The order is placed, and the organiser looks at it first.
#[derive(Debug, Clone)]
pub struct OrderAsked {
    /// The order.
    pub order: OrderFacts,
}

/// The organiser approved the order, and it waits to be paid.
#[derive(Debug, Clone)]
pub struct OrderApproved {
    /// The order.
    pub order: OrderFacts,
    /// Until when the places are held, if there is an end.
    pub until: Option<String>,
}

/// The organiser turned the order down.
#[derive(Debug, Clone)]
pub struct OrderDenied {
    /// The order.
    pub order: OrderFacts,
    /// Why, in the organiser's words.
    pub reason: Option<String>,
}

/// The mail that says that somebody looks at the order first.
pub fn order_asked(view: &OrderAsked) -> Result<Rendered, Error> {
    let words = Words::of(&view.order.locale);
    let mut letter = told(words, &view.order, Tone::Waiting, ["asked-subject", "asked-heading"]);
    letter.paragraphs = vec![said(words, &view.order, "asked-text"), said(words, &view.order, "asked-next")];
    letter.notes = vec![words.say("note-secret")];
    letter.render()
}

/// The mail that says that the order may be paid now.
pub fn order_approved(view: &OrderApproved) -> Result<Rendered, Error> {
    let order = &view.order;
    let words = Words::of(&order.locale);
    let mut letter = told(words, order, Tone::Good, ["approved-subject", "approved-heading"]);
    letter.paragraphs = vec![said(words, order, "approved-text")];
    if let Some(until) = &view.until {
        letter.paragraphs.push(words.say_with("placed-until", &[("until", until.as_str().into())]));
    }
    letter.button = Some(Button { label: words.say("placed-button-pay"), link: order.link.clone() });
    letter.notes = vec![words.say("note-secret")];
    letter.render()
}

/// The mail that says that the order was turned down.
pub fn order_denied(view: &OrderDenied) -> Result<Rendered, Error> {
    let order = &view.order;
    let words = Words::of(&order.locale);
    let mut letter = told(words, order, Tone::Bad, ["denied-subject", "denied-heading"]);
    letter.paragraphs = vec![said(words, order, "denied-text")];
    letter.panel = view.reason.as_deref().map(|reason| said_by(words, &order.organiser, reason));
    letter.render()
}

/// A letter about an order with subject, heading and the way to it.
fn told(words: Words, order: &OrderFacts, tone: Tone, [subject, heading]: [&str; 2]) -> Letter {
    let mut letter = about(words, order, tone);
    letter.subject = said(words, order, subject);
    letter.heading = said(words, order, heading);
    letter.button = Some(Button { label: words.say("button-order"), link: order.link.clone() });
    letter
}

fn said(words: Words, order: &OrderFacts, key: &str) -> String {
    let facts = [
        ("event", order.event.name.as_str().into()),
        ("code", order.code.as_str().into()),
        ("total", order.total.as_str().into()),
        ("organiser", order.organiser.name.as_str().into()),
    ];
    words.say_with(key, &facts)
}
