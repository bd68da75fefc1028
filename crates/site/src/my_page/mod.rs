//! Everything that a guest ordered from one organiser, after they have proven their address: by a mailed link, a passkey or
//! the organiser's identity provider for guests.

use serde::Serialize;

use crate::{event_page::Brief, form::FormErrors, render::View, shell::Link};

pub(crate) mod http;

/// Asks for the address, or says that the mail is on its way; offers the other ways to sign in.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AskPage {
    /// What went wrong with another way, or why an address has to be proven yet.
    pub notice: Option<String>,
    /// Where to begin with a passkey.
    pub passkey_action: Option<String>,
    /// The way to the organiser's provider.
    pub provider: Option<Link>,
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
    /// What did not work.
    pub notice: Option<String>,
    /// The address that was proven.
    pub email: String,
    /// The orders, the event that is next first.
    pub orders: Vec<OrderCard>,
    /// What else signs in here, where passkeys are possible.
    pub passkeys: Option<Passkeys>,
    /// Where signing out is sent.
    pub out_action: String,
}

/// A guest's passkeys.
#[derive(Clone, Debug, Serialize)]
pub struct Passkeys {
    /// The passkeys, oldest first.
    pub items: Vec<PasskeyRow>,
    /// Where to begin adding one; `None` if the guest's proof is too old for changes.
    pub add_action: Option<String>,
    /// Where a fresh link is asked for.
    pub prove_action: String,
}

/// A passkey in the list.
#[derive(Clone, Debug, Serialize)]
pub struct PasskeyRow {
    /// What it is called.
    pub name: String,
    /// Where removing it is sent.
    pub remove_action: String,
}

/// Asks the guest's device for a passkey.
#[derive(Clone, Debug, Serialize)]
pub struct PasskeyPage {
    /// Whether one is made; else one signs in.
    pub making: bool,
    /// What the browser needs, as JSON.
    pub options: String,
    /// Where the device's answer is sent.
    pub action: String,
    /// What a new one is called unless something else is typed.
    pub name: String,
    /// The way back.
    pub back_href: String,
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

impl View for PasskeyPage {
    const TEMPLATE: &'static str = "my_passkey.html";
}
