//! From what somebody wants to the tickets they get: add-ons find their tickets, bundles bring their parts.

use std::collections::BTreeMap;

use kernel::ProductId;

use super::AddOn;
use crate::{
    Item,
    quote::{MAX_UNITS, Part, Refusal, Unit},
    sale::SaleProduct,
};

/// So many of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line {
    /// What.
    pub item: Item,
    /// How many.
    pub quantity: usize,
    /// The line of the ticket that it is an add-on of; it comes before.
    pub parent: Option<usize>,
    /// The price that the buyer chose, in minor units.
    pub chosen: Option<i64>,
}

/// One unit per ticket, those of a bundle after it. Of the tickets of its parent line, each add-on goes to the one that
/// has the fewest of its kind.
///
/// # Errors
/// Something is not for sale like that.
pub fn units(products: &[SaleProduct], lines: &[Line]) -> Result<Vec<Unit>, Refusal> {
    let mut made = Making { products, units: Vec::new(), added: BTreeMap::new() };
    let mut own: Vec<Vec<usize>> = Vec::with_capacity(lines.len());
    for (line, wish) in lines.iter().enumerate() {
        let parents = match wish.parent {
            None => None,
            Some(parent) => match lines.get(parent).filter(|above| parent < line && above.parent.is_none()) {
                Some(above) => Some((above.item.product, &own[parent])),
                None => return Err(Refusal::Orphan { line }),
            },
        };
        let new = match parents {
            None => made.alone(line, wish)?,
            Some((parent, tickets)) => made.added(line, wish, (parent, tickets))?,
        };
        own.push(new);
    }
    made.complete(lines, &own)?;
    Ok(made.units)
}

/// How one product is part of a ticket of another one.
pub fn part_of(products: &[SaleProduct], parent: ProductId, product: ProductId) -> Part {
    let whole = products.iter().find(|whole| whole.item() == Item::from(parent));
    let composition = whole.map(|whole| &whole.composition);
    let contained = composition.and_then(|it| it.bundle.iter().find(|part| part.product_id == product));
    if let Some(part) = contained {
        return Part::Share(part.share_minor);
    }
    let added = composition.and_then(|it| it.add_ons.iter().find(|rule| rule.product_id == product));
    if added.is_some_and(|rule| rule.included) { Part::Included } else { Part::Own }
}

struct Making<'a> {
    products: &'a [SaleProduct],
    units: Vec<Unit>,
    /// How many of each product were added to each ticket.
    added: BTreeMap<(usize, ProductId), u32>,
}

impl Making<'_> {
    fn find(&self, line: usize, item: Item) -> Result<&SaleProduct, Refusal> {
        let there = |product: &&SaleProduct| product.item() == item && !product.terms.archived;
        self.products.iter().find(there).ok_or(Refusal::Unknown { line })
    }

    fn push(&mut self, line: usize, item: Item, parent: Option<usize>, part: Part) -> Result<usize, Refusal> {
        if self.units.len() >= MAX_UNITS {
            return Err(Refusal::TooMany(MAX_UNITS));
        }
        let Item { product, variation } = item;
        self.units.push(Unit { line, product, variation, parent, part, chosen: None });
        Ok(self.units.len() - 1)
    }

    /// The tickets of a line that belongs to no other, each followed by the parts of its bundle.
    fn alone(&mut self, line: usize, wish: &Line) -> Result<Vec<usize>, Refusal> {
        let product = self.find(line, wish.item)?;
        if !product.composition.sold_alone {
            return Err(Refusal::NotAlone { line });
        }
        let parts = product.composition.bundle.clone();
        let mut own = Vec::new();
        for _ in 0..wish.quantity {
            let whole = self.push(line, wish.item, None, Part::Own)?;
            self.units[whole].chosen = wish.chosen;
            own.push(whole);
            for part in &parts {
                let item = Item::new(part.product_id, part.variation_id);
                for _ in 0..part.count {
                    self.push(line, item, Some(whole), Part::Share(part.share_minor))?;
                }
            }
        }
        Ok(own)
    }

    /// The tickets of a line of add-ons.
    fn added(
        &mut self,
        line: usize,
        wish: &Line,
        (parent, tickets): (ProductId, &[usize]),
    ) -> Result<Vec<usize>, Refusal> {
        let product = self.find(line, wish.item)?.id;
        let rule = self.rules(parent).find(|rule| rule.product_id == product);
        let AddOn { max, included, .. } = *rule.ok_or(Refusal::NoAddOn { line })?;
        let part = if included { Part::Included } else { Part::Own };
        let mut own = Vec::new();
        for _ in 0..wish.quantity {
            let fewest = tickets.iter().min_by_key(|at| self.count(**at, product));
            let ticket = *fewest.ok_or(Refusal::Orphan { line })?;
            if self.count(ticket, product) >= max {
                return Err(Refusal::TooManyAddOns { line, max });
            }
            let unit = self.push(line, wish.item, Some(ticket), part)?;
            self.units[unit].chosen = wish.chosen.filter(|_| !included);
            *self.added.entry((ticket, product)).or_default() += 1;
            own.push(unit);
        }
        Ok(own)
    }

    /// Refuses tickets without the add-ons that they have to have.
    fn complete(&self, lines: &[Line], own: &[Vec<usize>]) -> Result<(), Refusal> {
        for (line, wish) in lines.iter().enumerate().filter(|(_, wish)| wish.parent.is_none()) {
            for rule in self.rules(wish.item.product).filter(|rule| rule.min > 0) {
                let short = |ticket: &usize| self.count(*ticket, rule.product_id) < rule.min;
                if own[line].iter().any(short) {
                    let (product, min) = (rule.product_id, rule.min);
                    return Err(Refusal::AddOnNeeded { line, product, min });
                }
            }
        }
        Ok(())
    }

    fn rules(&self, parent: ProductId) -> impl Iterator<Item = &AddOn> {
        let whole = self.products.iter().find(|product| product.item() == Item::from(parent));
        whole.into_iter().flat_map(|product| &product.composition.add_ons)
    }

    fn count(&self, ticket: usize, product: ProductId) -> u32 {
        self.added.get(&(ticket, product)).copied().unwrap_or_default()
    }
}
