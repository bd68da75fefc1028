//! The way from a cart to an order: one topic per page, the tickets held meanwhile.

use catalog::quote::TaxCode;
use kernel::{Currency, Instant, Money};
use sales::order::view::TaxView;
use serde::Serialize;

use crate::{
    bill::LineTax,
    countries::Named,
    event_page::{Brief, Notice},
    form::FormErrors,
    format::minutes,
    i18n::Words,
    render::View,
};

mod build;
mod code;
pub(crate) mod http;
mod scope;
pub mod typo;

/// What is held and for how long; stands on every page of the checkout.
#[derive(Clone, Debug, Serialize)]
pub struct HoldBar {
    /// “2 tickets”.
    pub count: String,
    /// What they cost together.
    pub total: String,
    /// Full minutes left.
    pub minutes: i64,
    /// The end of the hold in UTC (RFC 3339), for the script.
    pub until: String,
    /// Whether it can be extended once more.
    pub extendable: bool,
    /// Where *Extend time* sends the page's form, so that nothing typed is lost.
    pub extend_action: String,
    /// Where *Give up* is sent.
    pub release_action: String,
    /// Whether it has just been extended.
    pub extended: bool,
}

impl HoldBar {
    /// The bar on the page `topic` of a cart at `root` (its address without the page).
    pub fn new(
        words: Words,
        (root, topic): (&str, &str),
        count: i64,
        total: Money,
        [until, now]: [Instant; 2],
    ) -> Self {
        Self {
            count: words.say_with("tickets-count", &[("count", count.into())]),
            total: words.price(total),
            minutes: minutes(until.seconds_since(now)),
            until: until.to_string(),
            extendable: true,
            extend_action: format!("{root}/extend?to={topic}"),
            release_action: format!("{root}/release"),
            extended: false,
        }
    }
}

/// How far one is.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Step {
    /// This page, from 1.
    pub number: u32,
    /// All pages.
    pub of: u32,
}

/// Tickets of one kind in a cart or order.
#[derive(Clone, Debug, Serialize)]
pub struct PriceLine {
    /// The ticket type.
    pub name: String,
    /// How many.
    pub quantity: i64,
    /// What one costs.
    pub unit: String,
    /// What they cost together.
    pub total: String,
    /// What they would cost without what makes them cheaper, if something does.
    pub before: Option<String>,
    /// What makes them cheaper.
    pub because: Vec<String>,
    /// The tax in it, where it is told line by line.
    pub tax: Option<LineTax>,
}

/// The tax of one rate in a total.
#[derive(Clone, Debug, Serialize)]
pub struct TaxLine {
    /// “of that 19 % tax on €168.07”.
    pub name: String,
    /// How much.
    pub amount: String,
}

impl TaxLine {
    /// The sums that say something.
    pub fn of(words: Words, taxes: &[TaxView], currency: Currency) -> Vec<Self> {
        let line = |tax: &TaxView| {
            let name = match tax.code {
                TaxCode::Ae => words.say("tax-note-none"),
                _ if tax.rate.is_zero() => return None,
                _ => {
                    let net = words.money(Money::new(tax.net_minor, currency));
                    let rate = words.rate(&tax.rate.to_string());
                    words.say_with("tax-sum", &[("rate", rate.into()), ("net", net.into())])
                }
            };
            Some(Self { name, amount: words.money(Money::new(tax.tax_minor, currency)) })
        };
        taxes.iter().filter_map(line).collect()
    }
}

/// The code that was given, or the field for one.
#[derive(Clone, Debug, Default, Serialize)]
pub struct CodeField {
    /// The code in use.
    pub used: Option<String>,
    /// What was typed instead, and refused.
    pub typed: String,
    /// What is wrong with it.
    pub error: Option<String>,
    /// Where it is sent.
    pub action: String,
}

/// Where the buyer is, where tax depends on it.
#[derive(Clone, Debug, Serialize)]
pub struct TaxFields {
    /// All countries.
    pub countries: Vec<Named>,
    /// The code of the chosen one.
    pub country: String,
    /// What is wrong with it.
    pub country_error: Option<String>,
    /// Whether a business buys.
    pub business: bool,
    /// The VAT id as typed.
    pub vat_id: String,
    /// What is wrong with it.
    pub vat_id_error: Option<String>,
}

/// What is being bought.
#[derive(Clone, Debug, Serialize)]
pub struct Summary {
    /// The event.
    pub event: Brief,
    /// The tickets.
    pub lines: Vec<PriceLine>,
    /// The sum, all-in.
    pub total: String,
    /// The taxes in it.
    pub taxes: Vec<TaxLine>,
}

/// What all pages of the checkout have in common.
#[derive(Clone, Debug, Serialize)]
pub struct Frame {
    /// The hold.
    pub hold: HoldBar,
    /// How far one is.
    pub step: Step,
    /// The page before.
    pub back_href: String,
    /// What is being bought.
    pub summary: Summary,
    /// Where this page's form is sent.
    pub action: String,
    /// The voucher's code.
    pub code: CodeField,
    /// Complaints after a refused submission.
    pub errors: FormErrors,
}

/// Who is buying.
#[derive(Clone, Debug, Serialize)]
pub struct YouPage {
    /// The frame.
    pub checkout: Frame,
    /// The full name as typed.
    pub name: String,
    /// What is wrong with it.
    pub name_error: Option<String>,
    /// The address as typed.
    pub email: String,
    /// What is wrong with it.
    pub email_error: Option<String>,
    /// The address that was probably meant.
    pub suggestion: Option<String>,
    /// Where the buyer is, where tax depends on it.
    pub tax: Option<TaxFields>,
}

impl View for YouPage {
    const TEMPLATE: &'static str = "checkout_you.html";
}

/// One ticket and who will use it.
#[derive(Clone, Debug, Serialize)]
pub struct Attendee {
    /// The ticket's number in the cart, from 1.
    pub number: i32,
    /// The ticket type.
    pub product: String,
    /// The name as typed.
    pub name: String,
    /// What is wrong with it.
    pub error: Option<String>,
}

/// Who will use the tickets.
#[derive(Clone, Debug, Serialize)]
pub struct TicketsPage {
    /// The frame.
    pub checkout: Frame,
    /// The tickets.
    pub attendees: Vec<Attendee>,
}

impl View for TicketsPage {
    const TEMPLATE: &'static str = "checkout_tickets.html";
}

/// A way to pay.
#[derive(Clone, Debug, Serialize)]
pub struct Method {
    /// `sandbox` or `bank_transfer`.
    pub value: &'static str,
    /// Its name.
    pub label: String,
    /// What will happen.
    pub hint: String,
    /// Whether it is chosen.
    pub chosen: bool,
}

impl Method {
    /// The method with this name on the wire, if the site can show it.
    pub fn new(words: Words, name: &str, payment_days: i64, chosen: bool) -> Option<Self> {
        let days: &[(&str, _)] = &[("days", payment_days.into())];
        let (value, label, hint) = match name {
            "sandbox" => ("sandbox", words.say("method-sandbox"), words.say("method-sandbox-hint")),
            "bank_transfer" => {
                ("bank_transfer", words.say("method-bank"), words.say_with("method-bank-hint", days))
            }
            _ => return None,
        };
        Some(Self { value, label, hint, chosen })
    }
}

/// The last look before buying.
#[derive(Clone, Debug, Serialize)]
pub struct ReviewPage {
    /// The frame.
    pub checkout: Frame,
    /// The buyer.
    pub name: String,
    /// Where the tickets go.
    pub email: String,
    /// The buyer's country, if it was asked.
    pub country: Option<String>,
    /// The VAT id of a business.
    pub vat_id: Option<String>,
    /// Where buyer and address can be changed.
    pub you_href: String,
    /// The tickets and their names.
    pub attendees: Vec<Attendee>,
    /// Where the names can be changed.
    pub tickets_href: String,
    /// The ways to pay; none for a free order.
    pub methods: Vec<Method>,
    /// What is wrong with the choice.
    pub method_error: Option<String>,
    /// The total the visitor has seen, in minor units; the sale stops if it is another by then.
    pub shown_total_minor: i64,
    /// Whether there is nothing to pay.
    pub free: bool,
    /// Whether the organiser looks at the order first: nothing is paid before.
    pub asks: bool,
    /// A declined payment, a changed price.
    pub notice: Option<Notice>,
    /// Where the terms of the organiser are explained: whom one buys from.
    pub seller: String,
}

impl View for ReviewPage {
    const TEMPLATE: &'static str = "checkout_review.html";
}

/// The hold is over.
#[derive(Clone, Debug, Serialize)]
pub struct ExpiredPage {
    /// What was being bought.
    pub summary: Summary,
    /// Where *Try to get them again* is sent.
    pub action: String,
    /// What could not be got again, after a try.
    pub lost: Vec<String>,
    /// Where to choose anew.
    pub event_href: String,
}

impl View for ExpiredPage {
    const TEMPLATE: &'static str = "checkout_expired.html";
}
