//! Everything that a guest ordered from one organiser, after they have proven their address by a mailed link.

use serde::Serialize;

use crate::{event_page::Brief, form::FormErrors, render::View};

pub(crate) mod http;

/// Asks for the address, or says that the mail is on its way.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AskPage {
    /// Where the form is sent.
    pub action: String,
    /// Whether a link was asked for.
    pub sent: bool,
    /// What was typed.
    pub email: String,
    /// What is wrong with it.
    pub email_error: Option<String>,
    /// The same, for the top of the page.
    pub errors: FormErrors,
}

/// What a mailed link leads to: a button, so that programs which look at mails don't use it up.
#[derive(Clone, Debug, Serialize)]
pub struct EnterPage {
    /// Whether the link still works.
    pub open: bool,
    /// Where the button leads.
    pub action: String,
    /// Where another link is mailed.
    pub again_href: String,
}

/// The orders of a guest.
#[derive(Clone, Debug, Serialize)]
pub struct OrdersPage {
    /// The address that was proven.
    pub email: String,
    /// The orders, the event that is next first.
    pub orders: Vec<OrderCard>,
    /// Where signing out is sent.
    pub out_action: String,
}

/// An order in the list.
#[derive(Clone, Debug, Serialize)]
pub struct OrderCard {
    /// The event.
    pub event: Brief,
    /// The short code.
    pub code: String,
    /// The order's own page.
    pub href: String,
    /// How many tickets.
    pub tickets: i64,
    /// What it costs.
    pub total: String,
    /// Where it stands.
    pub standing: String,
}

impl View for AskPage {
    const TEMPLATE: &'static str = "my_ask.html";
}

impl View for EnterPage {
    const TEMPLATE: &'static str = "my_enter.html";
}

impl View for OrdersPage {
    const TEMPLATE: &'static str = "my_orders.html";
}
