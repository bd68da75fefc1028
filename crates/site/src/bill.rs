//! What an order costs, line by line, in words: for its page, its mail and its PDF.

use kernel::{Currency, Money};
use sales::order::view::{Charges, FeeView, GuestPriceView};
use serde::Serialize;

use crate::{checkout::PriceLine, i18n::Words};

/// The tax in a line.
#[derive(Clone, Debug, Serialize)]
pub struct LineTax {
    /// Without tax.
    pub net: String,
    /// The rate as the language writes it, such as `7,7`.
    pub rate: String,
    /// The tax.
    pub tax: String,
}

/// A position with its name.
#[derive(Clone, Debug)]
pub struct Bought {
    /// Its number.
    pub number: i32,
    /// The ticket type.
    pub name: String,
    /// What it costs.
    pub price: Money,
}

/// Positions of the same kind that cost the same for the same reasons.
struct Kind {
    name: String,
    unit: Money,
    quantity: i64,
    list: Option<Money>,
    because: Vec<String>,
    sums: Option<Sums>,
}

/// Sums of one rate, in minor units.
#[derive(Clone, Copy)]
struct Sums {
    net: i64,
    tax: i64,
    rate: kernel::Percent,
}

/// What was bought, the same kinds together, and the fees.
pub fn lines(words: Words, bought: Vec<Bought>, charges: &Charges) -> Vec<PriceLine> {
    let taxed = charges.has_taxes();
    let mut kinds: Vec<Kind> = Vec::new();
    for one in bought {
        let price = charges.prices.iter().find(|price| price.number == one.number);
        let kind = Kind::of(one, price, taxed);
        match kinds.iter_mut().find(|known| known.is_like(&kind)) {
            Some(known) => known.take_in(&kind),
            None => kinds.push(kind),
        }
    }
    let fees = charges.fees.iter().map(|fee| Kind::of_fee(fee, taxed));
    kinds.into_iter().chain(fees).map(|kind| kind.in_words(words)).collect()
}

impl Kind {
    fn of(one: Bought, price: Option<&GuestPriceView>, taxed: bool) -> Self {
        Self {
            name: one.name,
            unit: one.price,
            quantity: 1,
            list: price.and_then(|price| price.list_price),
            because: price.map(|price| price.because.clone()).unwrap_or_default(),
            sums: price.filter(|_| taxed).map(|price| Sums::of(&price.taxed)),
        }
    }

    fn of_fee(fee: &FeeView, taxed: bool) -> Self {
        Self {
            name: fee.name.clone(),
            unit: fee.price,
            quantity: 1,
            list: None,
            because: Vec::new(),
            sums: taxed.then(|| Sums::of(&fee.taxed)),
        }
    }

    fn is_like(&self, other: &Self) -> bool {
        let rate = |kind: &Self| kind.sums.map(|sums| sums.rate);
        (&self.name, self.unit, &self.because, rate(self))
            == (&other.name, other.unit, &other.because, rate(other))
    }

    fn take_in(&mut self, other: &Self) {
        self.quantity += other.quantity;
        if let (Some(sums), Some(more)) = (&mut self.sums, other.sums) {
            sums.net = sums.net.saturating_add(more.net);
            sums.tax = sums.tax.saturating_add(more.tax);
        }
    }

    fn in_words(self, words: Words) -> PriceLine {
        let together = |each: Money| Money::new(each.minor.saturating_mul(self.quantity), each.currency);
        PriceLine {
            unit: words.price(self.unit),
            total: words.price(together(self.unit)),
            before: self.list.map(|list| words.price(together(list))),
            tax: self.sums.map(|sums| sums.in_words(words, self.unit.currency)),
            name: self.name,
            quantity: self.quantity,
            because: self.because,
        }
    }
}

impl Sums {
    fn of(taxed: &catalog::quote::Taxed) -> Self {
        Self { net: taxed.net, tax: taxed.tax, rate: taxed.rate }
    }

    fn in_words(self, words: Words, currency: Currency) -> LineTax {
        let money = |minor| words.money(Money::new(minor, currency));
        LineTax { net: money(self.net), rate: words.rate(&self.rate.to_string()), tax: money(self.tax) }
    }
}
