//! What an order costs, on paper.

use documents::summary::{Columns, Fact, Line, LineTax, Rate, SummaryDocument};
use kernel::Money;
use sales::order::{OrderStatus, view::TaxView};
use site::{checkout::PriceLine, countries, i18n::Words};

use super::facts::Facts;

/// The summary of the order.
pub(super) fn document(facts: &Facts) -> SummaryDocument {
    let words = facts.words();
    let heading = words.say_with("summary-title", &[("code", facts.order.code.as_str().into())]);
    let currency = facts.order.total.currency;
    let rate = |tax: &TaxView| rate(words, tax, |minor| words.money(Money::new(minor, currency)));
    let taxed = facts.charges.has_taxes();
    SummaryDocument {
        title: format!("{} · {}", facts.printed_event_name(), heading),
        language: facts.order.locale.to_string(),
        heading,
        seller: seller(facts, words),
        facts: about(facts, words),
        columns: Columns {
            item: words.say("summary-item"),
            quantity: words.say("summary-quantity"),
            net: words.say("summary-net"),
            tax: words.say("summary-tax"),
            total: words.say("summary-total"),
            rates: words.say("summary-rates"),
        },
        lines: facts.lines().into_iter().map(|line| printed(words, line)).collect(),
        total: (words.say("summary-total"), words.price(facts.order.total)),
        rates: facts.charges.taxes.iter().filter(|_| taxed).map(rate).collect(),
        notes: notes(facts, words),
    }
}

fn seller(facts: &Facts, words: Words) -> Vec<String> {
    let vat_id = facts.charges.seller_vat_id.as_ref();
    let vat_id = vat_id.map(|id| format!("{} {id}", words.say("seller-vat-id")));
    let name = facts.charges.seller_name.as_ref().unwrap_or(&facts.organiser.name);
    [name.clone(), facts.organiser.email.clone()].into_iter().chain(vat_id).collect()
}

fn about(facts: &Facts, words: Words) -> Vec<Fact> {
    let (order, event) = (&facts.order, &facts.event);
    let fact = |key: &str, lines: Vec<String>| Fact { label: words.say(key), lines };
    let dates = words.dates(event.starts_at, event.ends_at, event.doors_at, &event.zone);
    let place = facts.place().into_iter();
    let when = [facts.printed_event_name(), dates.day, dates.times].into_iter().chain(place).collect();
    let buyer = order.tariff.buyer.as_ref();
    let country = buyer.map(|buyer| countries::name(words.lang, buyer.country.code()));
    let vat_id = buyer.and_then(|buyer| buyer.vat_id.as_ref());
    let vat_id = vat_id.map(|id| format!("{} {id}", words.say("vat-id")));
    let by = [order.name.clone(), order.email.clone()].into_iter().chain(country).chain(vat_id);
    let state = match order.status {
        OrderStatus::Paid => "summary-paid",
        OrderStatus::Pending => "summary-unpaid",
        OrderStatus::Expired | OrderStatus::Cancelled => "summary-over",
    };
    let voucher = order.tariff.voucher.clone().map(|code| fact("summary-voucher", vec![code]));
    let ordered = vec![words.deadline(order.created_at, &event.zone)];
    [
        fact("summary-event", when),
        fact("summary-ordered-by", by.filter(|line| !line.is_empty()).collect()),
        fact("summary-ordered-on", ordered),
        fact("summary-payment", vec![words.say(state)]),
    ]
    .into_iter()
    .chain(voucher)
    .collect()
}

fn printed(words: Words, line: PriceLine) -> Line {
    let instead = line.before.map(|before| words.say_with("summary-instead", &[("price", before.into())]));
    Line {
        name: line.name,
        notes: line.because.into_iter().chain(instead).collect(),
        quantity: words.number(line.quantity),
        tax: line.tax.map(|tax| LineTax {
            net: tax.net,
            rate: words.say_with("summary-rate", &[("rate", tax.rate.into())]),
            tax: tax.tax,
        }),
        total: line.total,
    }
}

fn rate(words: Words, tax: &TaxView, money: impl Fn(i64) -> String) -> Rate {
    Rate {
        rate: words.say_with("summary-rate", &[("rate", words.rate(&tax.rate.to_string()).into())]),
        net: money(tax.net_minor),
        tax: money(tax.tax_minor),
        gross: money(tax.gross_minor),
    }
}

/// Who owes the tax if the seller does not, and what this is not.
fn notes(facts: &Facts, words: Words) -> Vec<String> {
    let reversed = facts.charges.taxes.iter().any(|tax| tax.code == catalog::quote::TaxCode::Ae);
    let reversed = reversed.then(|| words.say("tax-note-none"));
    reversed.into_iter().chain([words.say("summary-no-invoice")]).collect()
}
