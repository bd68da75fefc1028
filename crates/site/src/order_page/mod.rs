//! What a buyer comes back to: the order behind its secret link, its tickets, the payment under way.

use kernel::{Instant, Zone};
use serde::Serialize;

use crate::{
    checkout::{Attendee, Method, PriceLine, TaxLine},
    event_page::{Brief, Notice},
    form::FormErrors,
    i18n::Words,
    render::View,
    shell::Link,
};

mod build;
pub(crate) mod http;

#[cfg(test)]
mod tests;

/// Where an order stands, as its buyer sees it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Waiting until the organiser has looked at it.
    Asked,
    /// The organiser did not approve it.
    Denied,
    /// Waiting for a transfer until then.
    AwaitingTransfer(Instant),
    /// Waiting to be paid online until then.
    AwaitingPayment(Instant),
    /// Paid, or free: the tickets are valid.
    Done,
    /// Not paid in time.
    Expired,
    /// Cancelled.
    Cancelled,
}

/// What the order's state is, what happens next and by when.
#[derive(Clone, Debug, Serialize)]
pub struct Status {
    /// `waiting`, `done` or `ended`.
    pub kind: &'static str,
    /// The state in a few words.
    pub title: String,
    /// What happens next and by when.
    pub text: String,
}

impl Status {
    /// The words for `standing`; mail goes to `email`, times are said in the event's `zone`.
    pub fn new(words: Words, standing: Standing, email: &str, zone: &Zone) -> Self {
        let mail: &[(&str, _)] = &[("email", email.into())];
        let until = |at| -> [(&str, _); 2] {
            [("until", words.deadline(at, zone).into()), ("email", email.to_owned().into())]
        };
        let (kind, title, text) = match standing {
            Standing::Asked => ("waiting", "status-asked", words.say_with("status-asked-text", mail)),
            Standing::Denied => ("ended", "status-denied", words.say("status-denied-text")),
            Standing::AwaitingTransfer(at) => {
                ("waiting", "status-transfer", words.say_with("status-transfer-text", &until(at)))
            }
            Standing::AwaitingPayment(at) => {
                ("waiting", "status-unpaid", words.say_with("status-unpaid-text", &until(at)))
            }
            Standing::Done => ("done", "status-done", words.say_with("status-done-text", mail)),
            Standing::Expired => ("ended", "status-expired", words.say("status-expired-text")),
            Standing::Cancelled => ("ended", "status-cancelled", words.say("status-cancelled-text")),
        };
        Self { kind, title: words.say(title), text }
    }
}

/// Where to transfer the money.
#[derive(Clone, Debug, Serialize)]
pub struct Bank {
    /// How much.
    pub amount: String,
    /// The words that tie the transfer to the order.
    pub reference: String,
    /// Whose account.
    pub holder: String,
    /// The account, in groups of four.
    pub iban: String,
    /// The bank's code.
    pub bic: String,
    /// The bank's name.
    pub bank: String,
}

/// One ticket of the order.
#[derive(Clone, Debug, Serialize)]
pub struct TicketRow {
    /// Its number in the order, from 1.
    pub number: i32,
    /// The ticket type.
    pub product: String,
    /// Who will use it; empty if nobody is named yet.
    pub attendee: String,
    /// `valid`, `used`, `cancelled` or `waiting`.
    pub state: &'static str,
    /// The same in words.
    pub state_text: String,
    /// Its page, once it is issued.
    pub href: Option<String>,
}

/// The buttons that pay an open order.
#[derive(Clone, Debug, Serialize)]
pub struct PayForm {
    /// Where it is sent.
    pub action: String,
    /// The ways to pay, the present one first.
    pub methods: Vec<Method>,
    /// The amount.
    pub amount: String,
}

/// Who sells.
#[derive(Clone, Debug, Serialize)]
pub struct Seller {
    /// The organiser.
    pub name: String,
    /// The VAT id or tax number.
    pub vat_id: Option<String>,
}

/// The whole page.
#[derive(Clone, Debug, Serialize)]
pub struct OrderPage {
    /// The order's code.
    pub code: String,
    /// The event.
    pub event: Brief,
    /// Where it stands.
    pub status: Status,
    /// A message about what has just been done.
    pub notice: Option<Notice>,
    /// The transfer, while one is awaited.
    pub bank: Option<Bank>,
    /// Paying online, while the order is open.
    pub pay: Option<PayForm>,
    /// The tickets.
    pub tickets: Vec<TicketRow>,
    /// Where the names can be changed, as long as they can.
    pub names_href: Option<String>,
    /// All tickets in one file, once they are issued.
    pub pdf_href: Option<String>,
    /// Where *Mail my tickets again* is sent.
    pub mail_action: Option<String>,
    /// The event as a calendar file, while there is something to come to.
    pub calendar_href: Option<String>,
    /// What was bought.
    pub lines: Vec<PriceLine>,
    /// The sum.
    pub total: String,
    /// The taxes in it.
    pub taxes: Vec<TaxLine>,
    /// Who sells, where tax is charged.
    pub seller: Option<Seller>,
    /// The order on paper.
    pub order_pdf_href: String,
    /// The buyer's country, if it was asked.
    pub country: Option<String>,
    /// The voucher's code as it was given.
    pub voucher: Option<String>,
    /// The VAT id of a business.
    pub vat_id: Option<String>,
    /// The buyer.
    pub name: String,
    /// Where mail goes.
    pub email: String,
    /// When it was ordered.
    pub ordered_at: String,
}

impl View for OrderPage {
    const TEMPLATE: &'static str = "order.html";
}

/// The form that changes who comes.
#[derive(Clone, Debug, Serialize)]
pub struct NamesPage {
    /// The event.
    pub event: Brief,
    /// Where it is sent.
    pub action: String,
    /// The tickets with their names.
    pub attendees: Vec<Attendee>,
    /// Until when names can be changed.
    pub until: String,
    /// Complaints after a refused submission.
    pub errors: FormErrors,
    /// The order.
    pub order_href: String,
}

impl View for NamesPage {
    const TEMPLATE: &'static str = "order_names.html";
}

/// One ticket to show at the door.
#[derive(Clone, Debug, Serialize)]
pub struct TicketPage {
    /// The event.
    pub event: Brief,
    /// The ticket type.
    pub product: String,
    /// Who will use it.
    pub attendee: String,
    /// `valid`, `used` or `cancelled`.
    pub state: &'static str,
    /// The same in words.
    pub state_text: String,
    /// The code to scan (SVG, black on white, quiet zone included).
    pub qr: String,
    /// The code to type.
    pub short_code: String,
    /// The order's code.
    pub order_code: String,
    /// This ticket among the order's tickets, from 1.
    pub number: i32,
    /// The tickets of the order.
    pub of: i32,
    /// The ticket before.
    pub previous_href: Option<String>,
    /// The ticket after.
    pub next_href: Option<String>,
    /// The order.
    pub order_href: String,
    /// The tickets as a file.
    pub pdf_href: String,
}

impl View for TicketPage {
    const TEMPLATE: &'static str = "ticket.html";
}

/// The provider has not said yet whether the payment went through.
#[derive(Clone, Debug, Serialize)]
pub struct PendingPage {
    /// The event.
    pub event: Brief,
    /// The order's code.
    pub code: String,
    /// The amount.
    pub amount: String,
    /// Where mail goes.
    pub email: String,
    /// This page again.
    pub check_href: String,
    /// The order.
    pub order: Link,
}

impl View for PendingPage {
    const TEMPLATE: &'static str = "pending.html";
}
