//! A ticket while its price is being worked out.

use kernel::{DiscountId, VoucherId};

use super::{Book, Effect, FreePrice, Listed, Part, Reference, Refusal, Step, StepKind, Unit, exact};
use crate::availability::Channel;

/// The highest price in minor units.
pub(super) const MAX_PRICE: i64 = crate::product::MAX_PRICE;

/// A ticket and its price so far.
pub(super) struct Working<'a> {
    pub unit: &'a Unit,
    pub item: &'a Listed,
    pub list: i64,
    pub price: i64,
    pub steps: Vec<Step>,
    pub voucher: Option<VoucherId>,
    pub voucher_off: i64,
    /// A discount has taken it in, whether it became cheaper or only counted.
    pub consumed: bool,
    pub discount: Option<DiscountId>,
}

impl<'a> Working<'a> {
    /// Every unit at its list price, parts of bundles taken out of their parents.
    pub(super) fn open(book: &'a Book, units: &'a [Unit], channel: Channel) -> Result<Vec<Self>, Refusal> {
        let mut working = Vec::with_capacity(units.len());
        for unit in units {
            working.push(Self::at_list(book, unit, channel)?);
        }
        for (at, unit) in units.iter().enumerate() {
            let Some(parent) = unit.parent else {
                match unit.part {
                    Part::Own => continue,
                    Part::Included | Part::Share(_) => return Err(Refusal::Orphan { line: unit.line }),
                }
            };
            if parent >= at || units[parent].parent.is_some() {
                return Err(Refusal::Orphan { line: unit.line });
            }
            if let Part::Share(share) = unit.part {
                let whole: &mut Self = &mut working[parent];
                let share = share.clamp(0, whole.price);
                whole.step(StepKind::Bundle, None, whole.price - share);
                working[at].list = share;
                working[at].price = share;
            }
        }
        Ok(working)
    }

    fn at_list(book: &'a Book, unit: &'a Unit, channel: Channel) -> Result<Self, Refusal> {
        let key = (unit.product, unit.variation);
        let found = book.items.binary_search_by_key(&key, |item| (item.product, item.variation));
        let item = found.map(|at| &book.items[at]).map_err(|_| Refusal::Unknown { line: unit.line })?;
        let mut working = Self {
            unit,
            item,
            list: item.on(channel),
            price: item.on(channel),
            steps: Vec::new(),
            voucher: None,
            voucher_off: 0,
            consumed: false,
            discount: None,
        };
        if unit.part == Part::Included {
            working.step(StepKind::Included, None, 0);
        }
        Ok(working)
    }

    /// Changes the price and notes why, unless it stays the same.
    pub(super) fn step(&mut self, kind: StepKind, reference: Option<Reference>, price: i64) {
        if price != self.price {
            self.steps.push(Step { kind, reference, change: price - self.price, price });
            self.price = price;
        }
    }

    /// What `effect` would make of the price: never more than it is, never less than nothing.
    pub(super) fn after(&self, effect: Effect) -> Result<i64, Refusal> {
        Ok(match effect {
            Effect::None => self.price,
            Effect::Set { amount_minor } => amount_minor.clamp(0, self.price),
            Effect::Subtract { amount_minor } => self.price.saturating_sub(amount_minor.max(0)).max(0),
            Effect::Percent { percent } => self.price - exact::minor(exact::share(self.price, percent))?,
        })
    }

    /// Takes the price that the buyer chose, which a voucher may have lowered the least of.
    pub(super) fn choose(&mut self) -> Result<(), Refusal> {
        let Some(chosen) = self.unit.chosen else { return Ok(()) };
        let line = self.unit.line;
        let Some(FreePrice { min, max }) = self.item.free else { return Err(Refusal::FixedPrice { line }) };
        // A channel's own price is the least that can be given there.
        let least = if self.list == self.item.list { min } else { self.list };
        let min = least.min(self.price).max(0);
        let most = max.unwrap_or(MAX_PRICE).min(MAX_PRICE);
        if !(min..=most).contains(&chosen) {
            return Err(Refusal::OutOfLimits { line, min, max: Some(most) });
        }
        self.step(StepKind::FreePrice, None, chosen);
        Ok(())
    }

    /// Whether vouchers and discounts may look at it: what has a price of its own that nobody chose.
    pub(super) fn is_reducible(&self) -> bool {
        self.unit.part == Part::Own && self.item.free.is_none()
    }
}
