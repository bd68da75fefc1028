//! What the demo tells: one file per organisation, in its own languages.

pub(super) mod names;

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use catalog::{
    availability::Visibility,
    discount,
    event::{BankDetails, PaymentMethod},
    fee,
    product::{Icon, Kind},
    tax_rule, voucher,
};
use jiff::civil::Time;
use kernel::{Currency, Email, Locale, LocalizedText, Slug, Zone};
use serde::Deserialize;

use super::covers::Motif;

const HOUSES: [(&str, &str); 4] = [
    ("nordlicht", include_str!("nordlicht.toml")),
    ("rustwerk", include_str!("rustwerk.toml")),
    ("dar-alhikma", include_str!("dar_alhikma.toml")),
    ("lindenhof", include_str!("lindenhof.toml")),
];

/// An organisation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct House {
    pub slug: Slug,
    pub name: String,
    pub contact_email: Email,
    pub website: String,
    pub locales: Vec<Locale>,
    pub about: LocalizedText,
    pub bank: Option<BankDetails>,
    /// Where its guests come from: how many of a hundred have names of each culture.
    pub crowd: BTreeMap<String, usize>,
    pub events: Vec<Event>,
}

/// An event.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Event {
    pub slug: Slug,
    /// Without one, the site draws the tiles of the event's name.
    pub cover: Option<Motif>,
    pub name: LocalizedText,
    pub summary: LocalizedText,
    pub description: LocalizedText,
    pub zone: Zone,
    pub currency: Currency,
    pub venue_name: String,
    pub venue_address: String,
    #[serde(default)]
    pub payment_methods: Vec<PaymentMethod>,
    pub when: When,
    /// That it does not take place.
    pub called_off: Option<CalledOff>,
    pub quotas: Vec<Quota>,
    pub products: Vec<Product>,
    /// What decides on prices besides the list.
    pub prices: Option<Prices>,
    /// How many orders were placed to try it out; it is in test mode then.
    #[serde(default)]
    pub tests: usize,
    /// How many carts are open right now.
    #[serde(default)]
    pub open_carts: usize,
    /// The doors people come in through, if the event is over.
    #[serde(default)]
    pub gates: Vec<String>,
    /// Further check-in lists: their names, and the products they admit.
    #[serde(default)]
    pub lists: BTreeMap<String, Vec<String>>,
}

/// When it takes place, seen from today.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct When {
    /// Days from today; the event is on the next `weekday` from there.
    pub in_days: i32,
    /// 1 is Monday, 7 is Sunday.
    pub weekday: i8,
    pub doors: Time,
    pub starts: Time,
    pub ends: Time,
    /// Nights between the start and the end.
    #[serde(default)]
    pub nights: i32,
    /// How many days ago it was announced.
    pub announced: i32,
}

/// That an event was called off.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CalledOff {
    /// How many days ago; what was sold was sold before.
    pub days_ago: i32,
    /// Why, for guests.
    pub reason: LocalizedText,
}

/// A stock of places.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Quota {
    pub name: String,
    pub size: i64,
}

/// What decides on prices besides the list.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Prices {
    /// The first is the event's default.
    pub taxes: Vec<For<tax_rule::Plan>>,
    pub fees: Vec<fee::Plan>,
    pub discounts: Vec<Discount>,
    pub vouchers: Vec<For<voucher::Plan>>,
}

/// A rule, and the products that it is for; for all if none is named.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct For<P> {
    #[serde(default = "Vec::new")]
    pub only: Vec<String>,
    pub plan: P,
}

/// A discount.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Discount {
    /// Days from today at whose end it stops.
    pub until_day: Option<i32>,
    /// The products that it is for; all if none is named.
    #[serde(default)]
    pub only: Vec<String>,
    pub plan: discount::Plan,
}

/// A ticket type.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Product {
    /// What the other parts of the file call it.
    pub key: String,
    pub name: LocalizedText,
    #[serde(default)]
    pub description: LocalizedText,
    pub price_minor: i64,
    pub max_per_order: i32,
    /// The names of the quotas it takes places from.
    pub quotas: Vec<String>,
    /// Days from today at whose beginning its sale starts.
    pub from_day: Option<i32>,
    /// Days from today at whose end its sale stops.
    pub until_day: Option<i32>,
    pub access_code: Option<String>,
    /// Places that are sold or held when the demo is loaded.
    pub taken: usize,
    /// Orders that wait to be looked at; every later one is looked at first, too.
    #[serde(default)]
    pub asked: usize,
    /// Bought along with another ticket rather than alone.
    #[serde(default)]
    pub add_on: bool,
    /// How many of a hundred orders are for one, two, three and four people.
    pub parties: [usize; 4],
    /// What one gets.
    #[serde(default = "admission")]
    pub kind: Kind,
    /// The drawing beside its name.
    pub icon: Option<Icon>,
    /// Whether only a voucher shows it.
    #[serde(default)]
    pub hidden: bool,
    /// What it contains.
    #[serde(default)]
    pub bundle: Vec<Part>,
    /// The forms it comes in; it is not sold without one then, and `taken` is said of each.
    #[serde(default)]
    pub variations: Vec<Variation>,
}

fn admission() -> Kind {
    Kind::Admission
}

/// A form of a product.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Variation {
    pub name: LocalizedText,
    /// The names of the quotas it takes places from, besides those of its product.
    pub quotas: Vec<String>,
    /// Places that are sold or held when the demo is loaded.
    pub taken: usize,
}

/// What a bundle contains.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    pub key: String,
    pub share_minor: i64,
}

impl Product {
    /// Who gets to see it.
    pub(super) fn visibility(&self) -> Visibility {
        match self.access_code {
            Some(_) => Visibility::Code,
            None if self.hidden => Visibility::Voucher,
            None => Visibility::Public,
        }
    }
}

/// Every organisation of the demo.
pub(super) fn houses() -> Result<Vec<House>> {
    let read =
        |(name, text): (&str, &str)| toml::from_str(text).with_context(|| format!("demo content {name}"));
    HOUSES.into_iter().map(read).collect()
}

#[cfg(test)]
mod tests;
