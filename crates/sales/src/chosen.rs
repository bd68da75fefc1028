//! What was chosen, ticket by ticket: add-ons at their tickets, bundles with their parts.

use std::collections::BTreeSet;

use catalog::{
    Item,
    availability::Channel,
    composition::{self, Line},
    quote::{Part, Refusal, Unit},
    sale::SaleProduct,
};

use crate::{
    Error,
    offer::{self, Offer, sold_out},
    order::MAX_TICKETS,
};

/// A ticket, an add-on or a part of a bundle.
#[derive(Debug, Clone)]
pub(crate) struct Chosen {
    /// As quotes know it.
    pub unit: Unit,
    /// From 1.
    pub number: i32,
    /// The number of the ticket that it belongs to.
    pub parent: Option<i32>,
    /// What it costs by the list, in minor units.
    pub price_minor: i64,
    /// Whether somebody is let in with it.
    pub admits: bool,
}

impl Chosen {
    /// What it is.
    pub fn item(&self) -> Item {
        Item::new(self.unit.product, self.unit.variation)
    }
}

/// These tickets and the parts of those that are bundles.
pub(crate) fn with_parts(chosen: &[Chosen], mut numbers: BTreeSet<i32>) -> BTreeSet<i32> {
    for one in chosen.iter().filter(|one| matches!(one.unit.part, Part::Share(_))) {
        if one.parent.is_some_and(|parent| numbers.contains(&parent)) {
            numbers.insert(one.number);
        }
    }
    numbers
}

impl Offer {
    /// The tickets of these lines in the order of the request, each followed by what it contains, at the prices of a
    /// channel.
    pub fn compose(&self, channel: Channel, lines: &[Line]) -> Result<Vec<Chosen>, Error> {
        let units = composition::units(&self.goods.products, lines).map_err(refuse)?;
        if units.len() > MAX_TICKETS {
            return Err(Error::TooMany(MAX_TICKETS));
        }
        let mut chosen = Vec::with_capacity(units.len());
        for (number, unit) in (1..).zip(units) {
            let product = self.find(Item::new(unit.product, unit.variation), unit.line)?;
            if product.quota_ids.is_empty() {
                return Err(sold_out(unit.line));
            }
            let price_minor = list_price(product, unit.part, (channel, unit.chosen), unit.line)?;
            let parent = unit.parent.map(|at| i32::try_from(at + 1).unwrap_or(i32::MAX));
            // Only what is sold at a free price was chosen by the buyer.
            let unit = Unit {
                chosen: product.free_price.then_some(price_minor).filter(|_| unit.part == Part::Own),
                ..unit
            };
            chosen.push(Chosen { number, parent, price_minor, admits: product.kind.admits(), unit });
        }
        Ok(chosen)
    }

    /// How `item` is part of the ticket of `parent`, if it belongs to one.
    pub fn part(&self, item: Item, parent: Option<Item>) -> Part {
        parent.map_or(Part::Own, |parent| {
            composition::part_of(&self.goods.products, parent.product, item.product)
        })
    }
}

/// What one costs by the list: a bundle without the shares of its parts, which have their own lines.
pub(crate) fn list_price(
    product: &SaleProduct,
    part: Part,
    chosen: (Channel, Option<i64>),
    line: usize,
) -> Result<i64, Error> {
    Ok(match part {
        Part::Included => 0,
        Part::Share(share) => share,
        Part::Own => offer::price(line, product, chosen)? - composition::shares(&product.composition),
    })
}

/// Line `line` belongs to nothing that comes before it.
pub(crate) fn orphan(line: usize) -> Error {
    let message = "The ticket that it belongs to has to come before.".to_owned();
    Error::NotForSale { line, code: "sales.no_parent", message }
}

/// Why things can't be bought together.
fn refuse(refusal: Refusal) -> Error {
    let at = |line: usize, code, message: String| Error::NotForSale { line, code, message };
    match refusal {
        Refusal::Unknown { line } => {
            at(line, "sales.unknown_ticket", "There is no such ticket at this event.".to_owned())
        }
        Refusal::Orphan { line } => orphan(line),
        Refusal::NoAddOn { line } => {
            at(line, "sales.no_add_on", "It can't be bought along with that ticket.".to_owned())
        }
        Refusal::NotAlone { line } => {
            at(line, "sales.not_alone", "It is only sold along with another ticket.".to_owned())
        }
        Refusal::TooManyAddOns { line, max } => {
            at(line, "sales.too_many_add_ons", format!("Each ticket can have at most {max} of it."))
        }
        Refusal::AddOnNeeded { line, min, .. } => {
            at(line, "sales.add_on_needed", format!("Each ticket needs at least {min} of an add-on."))
        }
        Refusal::TooMany(_) => Error::TooMany(MAX_TICKETS),
        other => catalog::Error::from(other).into(),
    }
}
