//! The page of one event: what, when, where, and the tickets.

use kernel::{Instant, Money, Zone};
use serde::Serialize;

use crate::{form::FormErrors, format::Dates, i18n::Words, render::View, shell::Link};

pub mod add_ons;
pub(crate) mod build;
pub(crate) mod http;
mod icons;
mod kept;
mod preview;
pub mod structured;

pub use kept::{ROUTE, kept_page};

#[cfg(test)]
mod tests;

/// Where an event takes place.
#[derive(Clone, Debug, Default, Serialize)]
pub struct Place {
    /// The name of the venue; empty if it is only online.
    pub name: String,
    /// Its postal address in one line.
    pub address: String,
    /// The same as it is written, line by line.
    pub address_lines: Vec<String>,
    /// A map of the address, opened by the visitor.
    pub map_href: Option<String>,
    /// Whether one can take part online.
    pub online: bool,
}

impl Place {
    /// The place of an event, if it has one yet.
    pub fn new(venue_name: &str, venue_address: &str, online_url: &str) -> Option<Self> {
        if [venue_name, venue_address, online_url].iter().all(|text| text.trim().is_empty()) {
            return None;
        }
        let lines = venue_address.lines().map(str::trim).filter(|line| !line.is_empty());
        let address_lines: Vec<String> = lines.map(str::to_owned).collect();
        let address = address_lines.join(", ");
        let query = [venue_name.trim(), &address].join(" ");
        Some(Self {
            name: venue_name.to_owned(),
            map_href: (!address.is_empty()).then(|| map_link(query.trim())),
            address,
            address_lines,
            online: !online_url.is_empty(),
        })
    }
}

/// A search on OpenStreetMap: a plain link, nothing is loaded from there.
fn map_link(query: &str) -> String {
    let mut href = "https://www.openstreetmap.org/search?query=".to_owned();
    for byte in query.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => {
                href.push(char::from(byte))
            }
            _ => href.push_str(&format!("%{byte:02X}")),
        }
    }
    href
}

/// A picture in three widths.
#[derive(Clone, Debug, Serialize)]
pub struct Cover {
    /// About 480 px.
    pub small: String,
    /// About 960 px.
    pub medium: String,
    /// About 1920 px.
    pub large: String,
    /// Width of the original in px.
    pub width: u32,
    /// Height of the original in px.
    pub height: u32,
}

/// What other pages (checkout, order, lists) say about an event.
#[derive(Clone, Debug, Serialize)]
pub struct Brief {
    /// Its name in the reader's language.
    pub name: String,
    /// Its page.
    pub href: String,
    /// When.
    pub dates: Dates,
    /// Where.
    pub place: Option<Place>,
}

/// The stock of a ticket type as a buyer may know it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stock {
    /// On sale; at most this many in one order.
    Available {
        /// The most one order may take.
        up_to: u32,
    },
    /// On sale, few left.
    Low {
        /// How many are left, if that is not more than one order may take.
        left: Option<u32>,
        /// The most one order may take.
        up_to: u32,
    },
    /// None free, some in other people's carts.
    Held,
    /// None left.
    SoldOut,
    /// The sale starts later.
    NotYet(Instant),
    /// The sale has ended.
    Over,
    /// Not offered at present.
    Off,
}

impl Stock {
    /// The most one order may take now.
    pub fn up_to(self) -> u32 {
        match self {
            Self::Available { up_to } | Self::Low { up_to, .. } => up_to,
            _ => 0,
        }
    }

    fn state(self) -> &'static str {
        match self {
            Self::Available { .. } => "available",
            Self::Low { .. } => "low",
            Self::Held => "held",
            Self::SoldOut => "sold_out",
            Self::NotYet(_) => "not_yet",
            Self::Over | Self::Off => "over",
        }
    }

    /// Why one cannot buy, or that one should hurry.
    fn note(self, words: Words, zone: &Zone) -> Option<String> {
        match self {
            Self::Available { .. } => None,
            Self::Low { left: Some(left), .. } => {
                Some(words.say_with("stock-low", &[("count", i64::from(left).into())]))
            }
            Self::Low { left: None, .. } => Some(words.say("stock-few")),
            Self::Held => Some(words.say("stock-held")),
            Self::SoldOut => Some(words.say("stock-sold-out")),
            Self::NotYet(from) => {
                Some(words.say_with("stock-not-yet", &[("when", words.deadline(from, zone).into())]))
            }
            Self::Over => Some(words.say("stock-over")),
            Self::Off => Some(words.say("stock-off")),
        }
    }
}

/// A name with a text below it, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The name.
    pub name: String,
    /// The text in Markdown.
    pub description: String,
}

/// A ticket type on offer, or one of its variations, in the reader's language.
#[derive(Clone, Debug)]
pub struct Offer {
    /// Its id on the wire (`prd_…`, `var_…`).
    pub id: String,
    /// Under what it stands, if anything.
    pub category: Option<Heading>,
    /// Of which ticket type it is a variation, if it is one.
    pub form_of: Option<Heading>,
    /// Its name.
    pub name: String,
    /// Its description in Markdown.
    pub description: String,
    /// What its ticket type looks like.
    pub picture: Option<Cover>,
    /// The drawing beside its ticket type's name.
    pub icon: Option<&'static str>,
    /// Its price.
    pub price: Money,
    /// What it would cost without what makes it cheaper, if something does.
    pub original: Option<Money>,
    /// What makes it cheaper.
    pub because: Vec<String>,
    /// What tax is in the price: “incl. 19 % VAT”.
    pub tax: Option<String>,
    /// What a bundle contains: “2 × Dinner”.
    pub contains: Vec<String>,
    /// Whether one may give more.
    pub free_price: bool,
    /// Its stock.
    pub stock: Stock,
    /// Until when it is sold.
    pub sales_until: Option<Instant>,
    /// Whether only an access code shows it.
    pub unlocked: bool,
    /// Whether the organiser looks at every order with it first.
    pub looked_at: bool,
}

impl Offer {
    /// Its name with that of its ticket type: “Conference · Student”.
    pub fn full_name(&self) -> String {
        match &self.form_of {
            Some(whole) => format!("{} · {}", whole.name, self.name),
            None => self.name.clone(),
        }
    }
}

/// What the visitor typed for one line.
#[derive(Clone, Debug, Default)]
pub struct Typed {
    /// How many.
    pub quantity: Option<String>,
    /// What to give for each.
    pub price: Option<String>,
}

/// One line of the ticket form.
#[derive(Clone, Debug, Serialize)]
pub struct TicketLine {
    id: String,
    name: String,
    full_name: String,
    /// What to give for each, as typed, where the price is free.
    own_price: Option<String>,
    price_error: Option<String>,
    description: String,
    picture: Option<Cover>,
    icon: Option<&'static str>,
    price: String,
    /// What it would cost without what makes it cheaper.
    original: Option<String>,
    /// What makes it cheaper.
    because: Vec<String>,
    tax: Option<String>,
    contains: Vec<String>,
    price_minor: i64,
    free: bool,
    state: &'static str,
    note: Option<String>,
    until: Option<String>,
    up_to: u32,
    quantity: String,
    unlocked: bool,
    looked_at: bool,
    error: Option<String>,
}

impl TicketLine {
    /// The line of `offer` with what the visitor entered, as they entered it.
    pub fn new(
        words: Words,
        zone: &Zone,
        offer: &Offer,
        (quantity, price): (&str, Option<String>),
        errors: &FormErrors,
    ) -> Self {
        let buyable = offer.stock.up_to() > 0;
        let least = || offer.price.to_string().split(' ').next().unwrap_or_default().to_owned();
        Self {
            id: offer.id.clone(),
            name: offer.name.clone(),
            full_name: offer.full_name(),
            own_price: offer.free_price.then(|| price.unwrap_or_else(least)),
            price_error: errors.of(&format!("price-{}", offer.id)),
            description: crate::markdown::to_html(&offer.description),
            picture: offer.picture.clone(),
            icon: offer.icon,
            price: match offer.free_price {
                true => words.say_with("price-or-more", &[("price", words.money(offer.price).into())]),
                false => words.price(offer.price),
            },
            original: offer.original.map(|price| words.price(price)),
            because: offer.because.clone(),
            tax: offer.tax.clone().filter(|_| !offer.price.is_zero()),
            contains: offer.contains.clone(),
            price_minor: offer.price.minor,
            free: offer.price.is_zero(),
            state: offer.stock.state(),
            note: offer.stock.note(words, zone),
            until: offer
                .sales_until
                .filter(|_| buyable)
                .map(|at| words.say_with("sale-until", &[("when", words.deadline(at, zone).into())])),
            up_to: offer.stock.up_to(),
            quantity: quantity.to_owned(),
            unlocked: offer.unlocked,
            looked_at: offer.looked_at,
            error: errors.of(&format!("quantity-{}", offer.id)),
        }
    }
}

/// The lines of one ticket type: a single one, or one for each of its variations.
#[derive(Clone, Debug, Serialize)]
pub struct TicketGroup {
    /// The ticket type's name, if it has variations.
    name: Option<String>,
    /// What it includes, as safe HTML.
    description: String,
    lines: Vec<TicketLine>,
}

/// What stands under one heading.
#[derive(Clone, Debug, Serialize)]
pub struct TicketSection {
    /// The heading, if there is one.
    name: Option<String>,
    /// What stands below it, as safe HTML.
    description: String,
    groups: Vec<TicketGroup>,
}

impl TicketSection {
    /// Lines that follow each other under the same heading and ticket type, put together.
    fn of(lines: impl IntoIterator<Item = (Offer, TicketLine)>) -> Vec<Self> {
        let html = |heading: &Option<Heading>| {
            heading.as_ref().map(|heading| crate::markdown::to_html(&heading.description)).unwrap_or_default()
        };
        let name = |heading: &Option<Heading>| heading.as_ref().map(|heading| heading.name.clone());
        let mut sections: Vec<Self> = Vec::new();
        let (mut category, mut whole) = (None, None);
        for (offer, line) in lines {
            if sections.is_empty() || category != offer.category {
                sections.push(Self {
                    name: name(&offer.category),
                    description: html(&offer.category),
                    groups: Vec::new(),
                });
                (category, whole) = (offer.category, None);
            }
            let Some(section) = sections.last_mut() else { continue };
            match section.groups.last_mut().filter(|_| offer.form_of.is_some() && offer.form_of == whole) {
                Some(group) => group.lines.push(line),
                None => section.groups.push(TicketGroup {
                    name: name(&offer.form_of),
                    description: html(&offer.form_of),
                    lines: vec![line],
                }),
            }
            whole = offer.form_of;
        }
        sections
    }
}

/// The entry of an access code.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodeEntry {
    /// The code in use or tried.
    pub entered: String,
    /// Whether it opened something.
    pub accepted: bool,
    /// What is wrong with it.
    pub error: Option<String>,
    /// The event page, to which the code is added as a query.
    pub action: String,
}

/// The form that fills a cart.
#[derive(Clone, Debug, Serialize)]
pub struct TicketForm {
    /// Where it is sent.
    pub action: String,
    /// The lines, under their headings.
    pub sections: Vec<TicketSection>,
    /// How many lines there are.
    pub length: usize,
    /// Whether at least one line can be bought.
    pub buyable: bool,
    /// The access code, if there are tickets that need one.
    pub code: Option<CodeEntry>,
    /// Complaints after a refused submission.
    pub errors: FormErrors,
    /// How long tickets are held.
    pub hold_minutes: i64,
    /// The currency of all prices, for the live total.
    pub currency: &'static str,
}

impl TicketForm {
    /// A form for `offers`; `typed` gives back what was entered for an offer's id.
    pub fn new(
        words: Words,
        zone: &Zone,
        offers: &[Offer],
        typed: impl Fn(&str) -> Typed,
        errors: FormErrors,
    ) -> Self {
        let buyable = offers.iter().filter(|offer| offer.stock.up_to() > 0).count();
        // A single choice is most likely the one that is wanted.
        let preset = if buyable == 1 { "1" } else { "0" };
        let lines = offers.iter().map(|offer| {
            let Typed { quantity, price } = typed(&offer.id);
            let quantity = quantity.unwrap_or_else(|| preset.to_owned());
            (offer.clone(), TicketLine::new(words, zone, offer, (&quantity, price), &errors))
        });
        Self {
            action: String::new(),
            sections: TicketSection::of(lines),
            length: offers.len(),
            buyable: buyable > 0,
            code: None,
            errors,
            hold_minutes: 30,
            currency: offers.first().map_or("", |offer| offer.price.currency.code()),
        }
    }
}

/// What somebody pays who comes: “From €49.00”, “Free”, “Free to €49.00”, or nothing while nothing is on sale.
pub fn price_from(words: Words, entry: Option<(Money, Money)>) -> Option<String> {
    let (lowest, highest) = entry?;
    let said = |key, price| words.say_with(key, &[("price", words.money(price).into())]);
    Some(match (lowest.is_zero(), lowest == highest) {
        (_, true) => words.price(lowest),
        (true, false) => said("price-up-to", highest),
        (false, false) => said("price-from", lowest),
    })
}

/// Something everybody should know before reading on.
#[derive(Clone, Debug, Serialize)]
pub struct Notice {
    /// `info`, `success`, `warning` or `danger`.
    pub kind: &'static str,
    /// The headline.
    pub title: String,
    /// What it means for the reader.
    pub text: String,
}

impl Notice {
    /// A notice of the texts called `{key}-title` and `{key}-text`.
    pub fn new(words: Words, kind: &'static str, key: &str) -> Self {
        Self { kind, title: words.say(&format!("{key}-title")), text: words.say(&format!("{key}-text")) }
    }
}

/// The whole page.
#[derive(Clone, Debug, Serialize)]
pub struct EventPage {
    /// Name, dates and place.
    pub event: Brief,
    /// Who invites.
    pub organiser: Link,
    /// One or two sentences.
    pub summary: String,
    /// The description as safe HTML.
    pub about: String,
    /// The picture, if there is one.
    pub cover: Option<Cover>,
    /// The picture drawn for events without one (SVG).
    pub mosaic: String,
    /// The lowest price.
    pub price_from: Option<String>,
    /// Sold out, over, cancelled …
    pub notice: Option<Notice>,
    /// Whether it will not take place.
    pub cancelled: bool,
    /// The tickets, unless the event is over or cancelled.
    pub tickets: Option<TicketForm>,
    /// The event as a calendar file, while it is worth putting into a calendar.
    pub calendar_href: Option<String>,
}

impl View for EventPage {
    const TEMPLATE: &'static str = "event.html";
}
