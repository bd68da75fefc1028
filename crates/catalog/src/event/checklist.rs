//! What an event needs before it can be published, in plain words.

use kernel::{Instant, Locale, LocalizedText};
use ports::Providers;
use serde::Serialize;
use utoipa::ToSchema;

use super::{Event, PaymentMethod};
use crate::{availability::Visibility, product::Product};

/// Everything that belongs to a good event, done or not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Checklist {
    /// Whether nothing blocks publishing.
    pub ready: bool,
    /// The items, in the order to work on them.
    pub items: Vec<Item>,
}

/// Where an item stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ChecklistState)]
pub enum ItemState {
    /// It is there.
    Done,
    /// It would be good to have.
    Optional,
    /// Without it the event can't be published.
    Blocking,
}

/// One item.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ChecklistItem)]
pub struct Item {
    /// A stable name.
    #[schema(example = "venue")]
    pub key: &'static str,
    /// Where it stands.
    pub state: ItemState,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// What to do and why, or what is there.
    pub detail: String,
    /// The page of the admin where it is done, relative to the event.
    #[schema(example = "/settings#venue")]
    pub fix: &'static str,
}

impl Checklist {
    /// Looks at an event with all its products, archived ones included, at `now`, where buyers can pay through
    /// `providers`.
    pub fn of(event: &Event, products: &[Product], now: Instant, providers: &Providers) -> Self {
        let offered: Vec<&Product> = products.iter().filter(|product| !product.terms.archived).collect();
        let mut items = vec![
            name(event),
            dates(event, now),
            venue(event),
            ticket(&offered),
            quota(&offered),
            payment(event, &offered, providers),
            bank_details(event, &offered),
            cover(event),
            languages(event, &offered),
            contact(&event.organiser.contact_email),
        ];
        items.extend(event.details.template.then(template));
        items.extend(event.mode.is_test().then(test_mode));
        Self { ready: items.iter().all(|item| item.state != ItemState::Blocking), items }
    }
}

type Told = (ItemState, String);

fn item(key: &'static str, title: &'static str, fix: &'static str, (state, detail): Told) -> Item {
    Item { key, state, title, detail, fix }
}

fn done(detail: impl Into<String>) -> Told {
    (ItemState::Done, detail.into())
}

fn blocking(detail: impl Into<String>) -> Told {
    (ItemState::Blocking, detail.into())
}

fn optional(detail: impl Into<String>) -> Told {
    (ItemState::Optional, detail.into())
}

fn name(event: &Event) -> Item {
    let told = match event.details.name.exact(&event.details.main_locale()) {
        Some(name) => done(name),
        None => blocking("Give the event a name in its first language: it is the title of its page."),
    };
    item("name", "Name", "/settings#name", told)
}

fn template() -> Item {
    let told = blocking("This is a template and stays private. Make a new event from it instead.");
    item("template", "Template", "/settings#template", told)
}

fn test_mode() -> Item {
    let told = optional("Test mode is on: nobody can buy for real until you end it.");
    item("test_mode", "Test mode", "/orders", told)
}

fn dates(event: &Event, now: Instant) -> Item {
    let told = if event.details.ends_at <= now {
        blocking("The event is over. Choose dates in the future, otherwise nobody can come.")
    } else {
        done("The event has a start and an end in the future.")
    };
    item("dates", "Dates", "/settings#dates", told)
}

fn venue(event: &Event) -> Item {
    let (venue, online) = (event.details.venue_name.trim(), event.details.online_url.trim());
    let told = match (venue.is_empty(), online.is_empty()) {
        (true, true) => blocking("Say where the event takes place: a venue, an online address, or both."),
        (true, false) => done("It takes place online."),
        (false, _) => done(venue),
    };
    item("venue", "Where it takes place", "/settings#venue", told)
}

fn ticket(offered: &[&Product]) -> Item {
    let visible = offered.iter().filter(|product| product.terms.visibility != Visibility::Hidden).count();
    let told = match (visible, offered.len()) {
        (0, 0) => blocking("Add at least one ticket type. Free ones count too."),
        (0, _) => blocking("Every ticket type is hidden. Show at least one, or give it an access code."),
        (1, _) => done("1 ticket type is on offer."),
        (n, _) => done(format!("{n} ticket types are on offer.")),
    };
    item("ticket", "Ticket types", "/tickets", told)
}

fn quota(offered: &[&Product]) -> Item {
    let bare: Vec<&str> = offered
        .iter()
        .filter(|product| !product.has_places())
        .map(|product| product.name.get(&Locale::english()))
        .collect();
    let told = match (offered.is_empty(), bare.as_slice()) {
        (true, _) => blocking("Say how many places there are, once there is a ticket type."),
        (false, []) => done("Every ticket type has its places."),
        (false, bare) => {
            blocking(format!("Give places to {}: without a quota it can't be sold.", quoted(bare)))
        }
    };
    item("quota", "How many places", "/tickets#quotas", told)
}

fn payment(event: &Event, offered: &[&Product], providers: &Providers) -> Item {
    let methods = &event.details.payment_methods;
    let there: Vec<_> = methods.iter().filter(|method| method.is_there(providers)).collect();
    if offered.is_empty() {
        let told = optional("Nothing to pay for yet: add the tickets first.");
        return item("payment", "Ways to pay", "/tickets", told);
    }
    let told = if !has_paid(offered) {
        done("Everything is free, so nobody has to pay.")
    } else if event.details.payment_methods.is_empty() {
        blocking("Some tickets cost money. Choose at least one way to pay.")
    } else if there.is_empty() {
        blocking(
            "Some tickets cost money, and the sandbox card is turned off here. Choose another way to pay.",
        )
    } else if there == [&PaymentMethod::Sandbox] {
        done("Only the sandbox card is offered: it is for trying things out and moves no real money.")
    } else {
        done("Buyers can pay.")
    };
    item("payment", "Ways to pay", "/settings#payment", told)
}

fn bank_details(event: &Event, offered: &[&Product]) -> Item {
    let transfers = event.details.payment_methods.contains(&PaymentMethod::BankTransfer);
    let told = match (&event.details.bank_details, transfers && has_paid(offered)) {
        (Some(bank), _) => done(format!("Transfers go to {}.", bank.account_holder)),
        (None, true) => {
            blocking("Enter the account that bank transfers go to: buyers see it on their order page.")
        }
        (None, false) if transfers => optional("Not needed while no ticket costs money."),
        (None, false) => done("Not needed: bank transfer is not offered."),
    };
    item("bank_details", "Bank account", "/settings#bank", told)
}

fn cover(event: &Event) -> Item {
    let told = match event.cover {
        Some(_) => done("The event has a picture."),
        None => optional("Add a picture: it is shown on the event's page and wherever the link is shared."),
    };
    item("cover", "Cover picture", "/settings#cover", told)
}

fn languages(event: &Event, offered: &[&Product]) -> Item {
    let details = &event.details;
    let texts: Vec<&LocalizedText> = [&details.name, &details.summary, &details.description]
        .into_iter()
        .chain(offered.iter().flat_map(|product| [&product.name, &product.description]))
        .chain(offered.iter().flat_map(|product| product.offered()).flat_map(|v| [&v.name, &v.description]))
        .filter(|text| !text.is_empty())
        .collect();
    let missing: Vec<&str> = details
        .locales
        .iter()
        .filter(|locale| texts.iter().any(|text| text.exact(locale).is_none()))
        .map(Locale::as_str)
        .collect();
    let told = match missing.as_slice() {
        [] => done("Every text is there in every language."),
        missing => optional(format!(
            "Some texts are missing in {}. Guests read them in another language.",
            missing.join(", ")
        )),
    };
    item("languages", "Languages", "/settings#languages", told)
}

fn contact(email: &str) -> Item {
    let told = if email.is_empty() {
        blocking("Give the organisation an e-mail address: guests turn to it with questions.")
    } else {
        done(format!("Guests reach you at {email}."))
    };
    item("contact", "Contact", "/organisation#contact", told)
}

fn has_paid(offered: &[&Product]) -> bool {
    offered.iter().any(|product| product.costs())
}

fn quoted(names: &[&str]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}
