//! What a basket costs and why: one pure function for the cart, the checkout, the till, and whoever asks.
//!
//! The order of things: list price (bundles and included add-ons first), voucher, the price that the buyer chose,
//! discounts, tax per line, fees, and rounding over all of them. Amounts are minor units of the event's currency;
//! whether prices hold tax is a setting of the event.
//!
//! - `book`: what it is made from; `basket`: what is asked and answered; [`ask`]: the same with I/O around it
//! - `unit`, `voucher`, `discount`: the way to the price of a ticket; [`tax`], `fee`, `rounding`: from there to the sums

pub mod ask;
mod basket;
mod book;
mod discount;
mod exact;
mod fee;
pub mod http;
mod rounding;
pub mod tax;
mod unit;
mod voucher;

use std::collections::BTreeMap;

pub use basket::*;
pub use book::*;
pub use tax::{BuyerKind, Customer, Place, TaxCase, TaxCode, TaxRule, Taxed, Treatment, VatCheck};

use tax::Taxation;
use unit::Working;
pub(crate) use voucher::judge;

use crate::availability::Channel;

/// The most tickets that a quote is made for.
pub const MAX_UNITS: usize = 500;

/// What the basket costs.
pub fn quote(book: &Book, basket: &Basket) -> Result<Quote, Refusal> {
    if basket.units.len() > MAX_UNITS {
        return Err(Refusal::TooMany(MAX_UNITS));
    }
    let mut working = Working::open(book, &basket.units, basket.channel)?;
    let voucher =
        basket.voucher.as_ref().map(|given| voucher::apply(given, &mut working, basket.now)).transpose()?;
    for unit in &mut working {
        unit.choose()?;
    }
    let discounts = discount::apply(&book.discounts, &mut working, basket)?;
    let mut taxation = Taxation::new(book, &basket.customer);
    let mut units =
        working.into_iter().map(|unit| priced(unit, &mut taxation)).collect::<Result<Vec<_>, _>>()?;
    let (mut fees, absorbed) = fee::charge(&book.fees, &units, book.terms.includes_tax, &mut taxation)?;
    let mut lines: Vec<&mut Taxed> = units
        .iter_mut()
        .map(|unit| &mut unit.taxed)
        .chain(fees.iter_mut().map(|fee| &mut fee.taxed))
        .collect();
    rounding::apply(book.terms.rounding, basket.customer.business, &mut lines)?;
    let taxes = totals(lines.into_iter().map(|line| &*line))?;
    let of = |part: fn(&TaxTotal) -> i64| exact::sum(taxes.iter().map(part));
    Ok(Quote {
        currency: book.terms.currency,
        net: of(|total| total.net)?,
        tax: of(|total| total.tax)?,
        total: of(|total| total.gross)?,
        unchecked_vat_id: relies_on_vat_id(book, &basket.customer),
        units,
        fees,
        absorbed,
        taxes,
        voucher,
        discounts,
    })
}

/// What one of something costs on the site by the list, with its tax, for a buyer of whom nothing is known.
pub fn listed(
    book: &Book,
    product: kernel::ProductId,
    variation: Option<kernel::VariationId>,
) -> Option<Taxed> {
    let found = book.items.iter().find(|item| (item.product, item.variation) == (product, variation))?;
    Taxation::new(book, &Customer::default()).tax(found.on(Channel::Web), found.tax).ok().flatten()
}

fn priced(unit: Working<'_>, taxation: &mut Taxation<'_>) -> Result<Priced, Refusal> {
    let line = unit.unit.line;
    let taxed = taxation.tax(unit.price, unit.item.tax)?.ok_or(Refusal::NotSoldThere { line })?;
    Ok(Priced {
        line,
        product: unit.unit.product,
        variation: unit.unit.variation,
        list: unit.list,
        steps: unit.steps,
        price: unit.price,
        taxed,
        voucher: unit.voucher,
        voucher_off: unit.voucher_off,
        discount: unit.discount,
    })
}

/// The sums by rate and code.
fn totals<'a>(lines: impl Iterator<Item = &'a Taxed>) -> Result<Vec<TaxTotal>, Refusal> {
    let mut groups: BTreeMap<(TaxCode, kernel::Percent), TaxTotal> = BTreeMap::new();
    for line in lines {
        let group = groups.entry((line.code, line.rate)).or_insert_with(|| TaxTotal {
            rules: Vec::new(),
            rate: line.rate,
            code: line.code,
            net: 0,
            tax: 0,
            gross: 0,
        });
        group.net = exact::sum([group.net, line.net])?;
        group.tax = exact::sum([group.tax, line.tax])?;
        group.gross = exact::sum([group.gross, line.gross])?;
        if let Some(rule) = line.rule
            && !group.rules.contains(&rule)
        {
            group.rules.push(rule);
        }
    }
    Ok(groups.into_values().collect())
}

/// Whether some rule asks for a VAT id, and this buyer's could not be checked.
fn relies_on_vat_id(book: &Book, customer: &Customer) -> bool {
    customer.business
        && customer.vat_id.is_some()
        && customer.checked == VatCheck::Unchecked
        && book
            .taxes
            .iter()
            .flat_map(|rule| &rule.cases)
            .any(|case| case.buyer == BuyerKind::BusinessWithVatId)
}

#[cfg(test)]
mod tests;
