//! What mails say. Every mail is a [`Letter`] of a few kinds of parts; one template writes it as HTML, one as text, so
//! that neither says more than the other.

mod account;
mod approval;
mod guest;
mod invitation;
mod letter;
#[cfg(test)]
mod tests;
mod words;

use kernel::Locale;

pub use self::account::{AccountMail, AccountNews, account};
pub use self::approval::{OrderApproved, OrderAsked, OrderDenied, order_approved, order_asked, order_denied};
pub use self::guest::{GuestLink, guest_link};
pub use self::invitation::{Invitation, RoleName, invitation};
use self::{
    letter::{Button, Letter, Panel, Row, Tone},
    words::Words,
};
use crate::Error;

/// A mail's words, ready to be sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// The subject, one line.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
}

/// What every mail about an order needs to know. Texts are in the reader's language, amounts and times formatted.
#[derive(Debug, Clone)]
pub struct OrderFacts {
    /// The reader's language.
    pub locale: Locale,
    /// The order's code.
    pub code: String,
    /// Whether it is a test.
    pub test: bool,
    /// The order's secret page.
    pub link: String,
    /// The buyer's name.
    pub buyer: String,
    /// Who organises the event.
    pub organiser: Organiser,
    /// The event.
    pub event: EventFacts,
    /// What was ordered.
    pub lines: Vec<Line>,
    /// What it costs together: `€84.00`, or the word for nothing.
    pub total: String,
    /// The taxes in it, or why there is none.
    pub taxes: Vec<Sum>,
    /// Who sells to whom, for the tax office: `VAT ID`, `DE136695976`.
    pub tax_ids: Vec<Sum>,
}

/// A label and what belongs to it.
#[derive(Debug, Clone)]
pub struct Sum {
    /// `of that 19 % tax on €70.59`
    pub label: String,
    /// `€13.41`
    pub amount: String,
}

/// Who writes.
#[derive(Debug, Clone)]
pub struct Organiser {
    /// The organisation's name.
    pub name: String,
    /// Where questions go.
    pub email: String,
}

/// When and where.
#[derive(Debug, Clone)]
pub struct EventFacts {
    /// The event's name.
    pub name: String,
    /// The date or dates: `Saturday, 14 March 2027`.
    pub date: String,
    /// The time with its zone: `19:00 to 23:00 CET`.
    pub time: String,
    /// When the doors open, if it is known: `Doors open at 18:00`.
    pub doors: Option<String>,
    /// The place, line by line; may be empty.
    pub place: Vec<String>,
    /// The event's page.
    pub link: String,
}

/// One kind of ticket in an order.
#[derive(Debug, Clone)]
pub struct Line {
    /// How many.
    pub quantity: u32,
    /// Of what.
    pub name: String,
    /// What they cost together.
    pub amount: String,
    /// What made them cheaper, and the tax in them, one per line.
    pub notes: Vec<String>,
}

/// How an order that was placed is to be paid.
#[derive(Debug, Clone)]
pub enum Payment {
    /// By bank transfer.
    Transfer {
        /// Whom to pay.
        bank: Bank,
        /// What the transfer has to say.
        reference: String,
    },
    /// On the order's page.
    Online,
    /// The organiser settles it some other way.
    Elsewhere,
}

/// A bank account.
#[derive(Debug, Clone)]
pub struct Bank {
    /// Whose.
    pub holder: String,
    /// The account, in groups of four.
    pub iban: String,
    /// The bank's code; may be empty.
    pub bic: String,
    /// The bank's name; may be empty.
    pub name: String,
}

/// The order is paid, or cost nothing: the tickets.
#[derive(Debug, Clone)]
pub struct OrderPaid {
    /// The order.
    pub order: OrderFacts,
    /// How many tickets.
    pub tickets: u32,
    /// Whether the tickets are attached as PDF.
    pub attached: bool,
}

/// The order is placed and waits to be paid.
#[derive(Debug, Clone)]
pub struct OrderPlaced {
    /// The order.
    pub order: OrderFacts,
    /// How to pay.
    pub payment: Payment,
    /// Until when the places are held, if there is an end.
    pub until: Option<String>,
}

/// The organiser cancelled the order.
#[derive(Debug, Clone)]
pub struct OrderCancelled {
    /// The order.
    pub order: OrderFacts,
    /// Why, in the organiser's words.
    pub reason: Option<String>,
    /// Whether it had been paid.
    pub was_paid: bool,
}

/// The event will not take place.
#[derive(Debug, Clone)]
pub struct EventCancelled {
    /// The order.
    pub order: OrderFacts,
    /// Why, in the organiser's words.
    pub reason: Option<String>,
    /// Whether the order had been paid.
    pub was_paid: bool,
}

/// The order was not paid in time.
#[derive(Debug, Clone)]
pub struct OrderExpired {
    /// The order.
    pub order: OrderFacts,
}

/// The mail with the tickets.
pub fn order_paid(view: &OrderPaid) -> Result<Rendered, Error> {
    let words = Words::of(&view.order.locale);
    let count = [("count", view.tickets.into()), ("event", view.order.event.name.as_str().into())];
    let mut letter = about(words, &view.order, Tone::Good);
    letter.subject = words.say_with("paid-subject", &count);
    letter.heading = words.say_with("paid-heading", &count);
    letter.paragraphs =
        vec![words.say_with(if view.attached { "paid-attached" } else { "paid-online" }, &count)];
    letter.button =
        Some(Button { label: words.say_with("paid-button", &count), link: view.order.link.clone() });
    let door = (view.tickets > 0).then(|| words.say("paid-note-door"));
    letter.notes = door.into_iter().chain([words.say("note-secret")]).collect();
    letter.render()
}

/// The mail that says how and until when to pay.
pub fn order_placed(view: &OrderPlaced) -> Result<Rendered, Error> {
    let order = &view.order;
    let words = Words::of(&order.locale);
    let facts = [
        ("event", order.event.name.as_str().into()),
        ("code", order.code.as_str().into()),
        ("total", order.total.as_str().into()),
        ("until", view.until.as_deref().unwrap_or_default().into()),
    ];
    let mut letter = about(words, order, Tone::Waiting);
    letter.subject = words.say_with("placed-subject", &facts);
    letter.heading = words.say_with("placed-heading", &facts);
    let ask = match view.payment {
        Payment::Transfer { .. } => "placed-transfer",
        Payment::Online => "placed-online",
        Payment::Elsewhere => "placed-elsewhere",
    };
    letter.paragraphs = vec![words.say_with(ask, &facts)];
    if view.until.is_some() {
        letter.paragraphs.push(words.say_with("placed-until", &facts));
    }
    if let Payment::Transfer { bank, reference } = &view.payment {
        letter.panel = Some(transfer(words, bank, reference, &order.total));
    }
    let button = if matches!(view.payment, Payment::Online) { "placed-button-pay" } else { "button-order" };
    letter.button = Some(Button { label: words.say(button), link: order.link.clone() });
    letter.notes = vec![words.say("note-secret")];
    letter.render()
}

/// The mail that says an order was cancelled.
pub fn order_cancelled(view: &OrderCancelled) -> Result<Rendered, Error> {
    let order = &view.order;
    let words = Words::of(&order.locale);
    let facts = [("event", order.event.name.as_str().into()), ("code", order.code.as_str().into())];
    let mut letter = about(words, order, Tone::Bad);
    letter.subject = words.say_with("cancelled-subject", &facts);
    letter.heading = words.say_with("cancelled-heading", &facts);
    letter.paragraphs = vec![words.say_with("cancelled-text", &facts)];
    if view.was_paid {
        letter.paragraphs.push(words.say("cancelled-money"));
    }
    letter.panel = view.reason.as_deref().map(|reason| said_by(words, &order.organiser, reason));
    letter.button = Some(Button { label: words.say("button-order"), link: order.link.clone() });
    letter.render()
}

/// The mail that says an event will not take place.
pub fn event_cancelled(view: &EventCancelled) -> Result<Rendered, Error> {
    let order = &view.order;
    let words = Words::of(&order.locale);
    let facts = [("event", order.event.name.as_str().into()), ("code", order.code.as_str().into())];
    let mut letter = about(words, order, Tone::Bad);
    letter.subject = words.say_with("off-subject", &facts);
    letter.heading = words.say_with("off-heading", &facts);
    let money = if view.was_paid { "off-money" } else { "off-unpaid" };
    letter.paragraphs = vec![words.say_with("off-text", &facts), words.say_with(money, &facts)];
    letter.panel = view.reason.as_deref().map(|reason| said_by(words, &order.organiser, reason));
    letter.button = Some(Button { label: words.say("button-order"), link: order.link.clone() });
    letter.render()
}

/// The mail that says an order was not paid in time.
pub fn order_expired(view: &OrderExpired) -> Result<Rendered, Error> {
    let order = &view.order;
    let words = Words::of(&order.locale);
    let facts = [("event", order.event.name.as_str().into()), ("code", order.code.as_str().into())];
    let mut letter = about(words, order, Tone::Bad);
    letter.subject = words.say_with("expired-subject", &facts);
    letter.heading = words.say_with("expired-heading", &facts);
    letter.paragraphs = vec![words.say_with("expired-text", &facts), words.say("expired-paid-anyway")];
    letter.button = Some(Button { label: words.say("expired-button"), link: order.event.link.clone() });
    letter.render()
}

/// A letter with what all of them have: greeting, event, lines, who writes.
fn about(words: Words, order: &OrderFacts, tone: Tone) -> Letter {
    Letter::new(words, tone, greeting(words, &order.buyer), order)
}

fn greeting(words: Words, name: &str) -> String {
    match name.trim() {
        "" => words.say("greeting-nobody"),
        name => words.say_with("greeting", &[("name", name.into())]),
    }
}

/// What the organiser has to say.
fn said_by(words: Words, organiser: &Organiser, text: &str) -> Panel {
    let label = words.say_with("reason-from", &[("organiser", organiser.name.as_str().into())]);
    Panel { title: None, rows: vec![Row::text(label, text)] }
}

fn transfer(words: Words, bank: &Bank, reference: &str, total: &str) -> Panel {
    let rows = [
        Row::text(words.say("bank-amount"), total),
        Row::text(words.say("bank-holder"), &bank.holder),
        Row::code(words.say("bank-iban"), &bank.iban),
        Row::code(words.say("bank-bic"), &bank.bic),
        Row::text(words.say("bank-name"), &bank.name),
        Row::code(words.say("bank-reference"), reference),
    ];
    let rows = rows.into_iter().filter(|row| !row.value.is_empty()).collect();
    Panel { title: Some(words.say("bank-title")), rows }
}
