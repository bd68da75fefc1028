//! The pages of guests who look for their tickets.

use anyhow::Result;
use site::{
    my_page::{AskPage, EnterPage, OrderCard, OrdersPage, PasskeyPage, PasskeyRow, Passkeys},
    shell::Link,
};

use crate::Gallery;

/// Writes them in every state.
pub fn write(gallery: &mut Gallery<'_>) -> Result<()> {
    let s = &gallery.sample;
    let words = s.words;
    let mut shell = s.shell(&words.say("my-tickets")).private();
    let action = "/nordlicht/my".to_owned();
    let provider = Link {
        text: words.say_with("my-provider", &[("name", "Nordlicht Club".into())]),
        href: format!("{action}/provider"),
    };
    let ask = AskPage {
        action: action.clone(),
        provider: Some(provider),
        passkey_action: Some(format!("{action}/passkey")),
        ..AskPage::default()
    };
    let unproven = AskPage { notice: Some(words.say("my-unproven")), ..ask.clone() };
    let passkey = |making| PasskeyPage {
        making,
        options: "{}".to_owned(),
        action: format!("{action}/passkey/in"),
        name: words.say("my-passkey-usual-name"),
        back_href: action.clone(),
    };
    let passkeys = Passkeys {
        items: vec![PasskeyRow {
            name: "Pixel 9".to_owned(),
            remove_action: format!("{action}/passkeys/pky/remove"),
        }],
        add_action: Some(format!("{action}/passkeys")),
        prove_action: action.clone(),
    };
    let mut refused = AskPage { email: "ada@".to_owned(), ..ask.clone() };
    refused.errors.add("email", words.say("my-email-invalid"));
    refused.email_error = refused.errors.of("email");
    let sent = AskPage { sent: true, ..ask.clone() };
    let enter = |open| EnterPage { open, action: format!("{action}/secret"), again_href: action.clone() };
    let card = |event, standing: &str, tickets| OrderCard {
        event,
        href: "/nordlicht/konferenz/order/7K2QX/secret".to_owned(),
        code: "7K2QX".to_owned(),
        tickets,
        total: words.money(s.euros(2900 * tickets)),
        standing: words.say(standing),
    };
    let orders = OrdersPage {
        notice: None,
        email: "ada@example.org".to_owned(),
        orders: vec![
            card(s.conference(), "my-paid", 2),
            card(s.concert(), "my-pending", 1),
            card(s.meetup(), "my-cancelled", 1),
        ],
        passkeys: Some(passkeys.clone()),
        out_action: format!("{action}/out"),
    };
    let stale = Passkeys { add_action: None, ..passkeys };
    let not_added = Some(words.say("my-passkey-not-added"));
    let none = OrdersPage { notice: not_added, orders: Vec::new(), passkeys: Some(stale), ..orders.clone() };
    gallery.add("my-tickets-ask", &shell, &ask)?;
    gallery.add("my-tickets-unproven", &shell, &unproven)?;
    gallery.add("my-tickets-passkey", &shell, &passkey(false))?;
    gallery.add("my-tickets-new-passkey", &shell, &passkey(true))?;
    gallery.add("my-tickets-sent", &shell, &sent)?;
    gallery.add("my-tickets-enter", &shell, &enter(true))?;
    gallery.add("my-tickets-over", &shell, &enter(false))?;
    gallery.add("my-tickets", &shell, &orders)?;
    gallery.add("my-tickets-none", &shell, &none)?;
    shell.failed = true;
    gallery.add("my-tickets-refused", &shell, &refused)
}
