//! A new event that begins as another one: everything that it says and sells, without people and money.

mod prices;
mod shift;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use ::store::Tx;
use kernel::{CategoryId, Chance, EventId, Instant, LocalizedText, ProductId, QuotaId, Slug, VariationId};
use serde::Serialize;

use crate::{
    Error, Item, Mode, category,
    composition::{AddOn, Composition, Part},
    event::{self, Details, Event},
    membership, product, quota, variation,
};
use prices::NewIds as _;
use shift::Shift;

/// What a copy is to be like.
#[derive(Debug, Clone, Default)]
pub struct Wish {
    /// Its part of the address; made of the name if absent.
    pub slug: Option<Slug>,
    /// Its name; the same if absent.
    pub name: Option<LocalizedText>,
    /// When it starts; at the same time if absent. Everything with a date moves along.
    pub starts_at: Option<Instant>,
    /// When it ends; it is as long as the other one if absent.
    pub ends_at: Option<Instant>,
    /// Whether it is a template: never public, there to make events from.
    pub template: bool,
    /// Whether it has the same vouchers, unused.
    pub vouchers: bool,
}

/// A copy, and which of its products stands for which of the other event.
#[derive(Debug)]
pub struct Copied {
    /// The new event.
    pub event: Event,
    /// Its products by those that they were made of.
    pub products: BTreeMap<ProductId, ProductId>,
}

/// What the audit log keeps of a copy.
#[derive(Serialize)]
struct Told<'a> {
    #[serde(flatten)]
    details: &'a Details,
    copied_from: EventId,
    vouchers: bool,
}

/// Drafts a copy of the event `source` in the caller's transaction. Fixed dates move by as many days and hours as the
/// start does on the clocks of the place; windows that are relative to the event stay as they are. What was taken out
/// of the offer is left out, and with it discounts and vouchers for nothing else.
pub async fn make(tx: &mut Tx, source: EventId, wish: &Wish) -> Result<Copied, Error> {
    // Under the event's lock its catalogue does not change while it is read.
    event::store::lock(tx, source).await?;
    let before = event::load(tx, source).await?;
    let zone = before.details.zone.clone();
    let from = before.details.starts_at;
    let shift = Shift::new(from, wish.starts_at.unwrap_or(from), zone);
    let mut details = before.details;
    shift.event(&mut details, wish)?;
    if let Some(name) = &wish.name {
        details.name = name.clone();
    }
    details.template = wish.template;
    let id = event::draft(tx, wish.slug.clone(), &details).await?;
    let copier = Copier { from: source, to: id, shift: &shift };
    let ids = copier.catalogue(tx).await?;
    copier.prices(tx, &ids).await?;
    if wish.vouchers {
        copier.vouchers(tx, &ids).await?;
    }
    if let Some(cover) = before.cover {
        event::store::set_cover(tx, id, Some(cover.file_id)).await?;
    }
    let told = Told { details: &details, copied_from: source, vouchers: wish.vouchers };
    event::record(tx, id, "event.copied", &told).await?;
    Ok(Copied { event: event::load(tx, id).await?, products: ids.products })
}

/// From which event to which.
struct Copier<'a> {
    from: EventId,
    to: EventId,
    shift: &'a Shift,
}

/// The new ids by the old ones.
#[derive(Default)]
struct Ids {
    categories: BTreeMap<CategoryId, CategoryId>,
    quotas: BTreeMap<QuotaId, QuotaId>,
    products: BTreeMap<ProductId, ProductId>,
    variations: BTreeMap<VariationId, VariationId>,
}

impl Copier<'_> {
    /// Copies what is sold: categories, quotas with all their places, products and their variations.
    async fn catalogue(&self, tx: &mut Tx) -> Result<Ids, Error> {
        let (now, chance) = (tx.now(), tx.cx().chance.clone());
        let mut ids = Ids::default();
        let categories = category::store::select(tx, self.from, None).await?;
        ids.categories = renewed(categories.iter().map(|c| c.id), || CategoryId::new(now, &chance));
        for category in &categories {
            category::store::insert(tx, ids.categories[&category.id], self.to, &category.plan()).await?;
        }
        let quotas = quota::store::select(tx, self.from, None).await?;
        ids.quotas = renewed(quotas.iter().map(|q| q.id), || QuotaId::new(now, &chance));
        for quota in &quotas {
            let mut plan = quota.plan();
            // A quota that closed because it was sold out has all its places again.
            plan.closed &= !plan.close_when_sold_out;
            quota::store::insert(tx, ids.quotas[&quota.id], self.to, &plan).await?;
        }
        self.products(tx, &mut ids, &chance).await?;
        Ok(ids)
    }

    async fn products(&self, tx: &mut Tx, ids: &mut Ids, chance: &Chance) -> Result<(), Error> {
        let now = tx.now();
        let mut products = product::store::list(tx, self.from, Mode::Live).await?;
        products.retain(|product| !product.terms.archived);
        ids.products = renewed(products.iter().map(|p| p.id), || ProductId::new(now, chance));
        let forms = || products.iter().flat_map(product::Product::offered);
        ids.variations = renewed(forms().map(|form| form.id), || VariationId::new(now, chance));
        let mut links = Vec::new();
        let mut link = |item: Item, quotas: &[QuotaId]| {
            links.extend(ids.quotas.new_ids(quotas).into_iter().map(|quota| (item, quota)));
        };
        for product in &products {
            let id = ids.products[&product.id];
            let mut plan = product.plan();
            plan.category_id = plan.category_id.and_then(|known| ids.categories.get(&known).copied());
            plan.window.from = self.shift.maybe(plan.window.from)?;
            plan.window.until = self.shift.maybe(plan.window.until)?;
            plan.composition = composed(&plan.composition, ids);
            product::store::insert(tx, id, self.to, &plan).await?;
            if let Some(picture) = &product.picture {
                product::store::set_picture(tx, id, Some(picture.file_id)).await?;
            }
            link(id.into(), &product.quota_ids);
            for form in product.offered() {
                let variation = ids.variations[&form.id];
                variation::store::insert(tx, (variation, id), self.to, &form.plan()).await?;
                link(Item::new(id, Some(variation)), &form.quota_ids);
            }
        }
        membership::change(tx, self.to, [], links).await
    }
}

/// What belongs to a copied product: what belonged to the old one and is still on offer.
fn composed(old: &Composition, ids: &Ids) -> Composition {
    let product = |id: &ProductId| ids.products.get(id).copied();
    let add_on = |rule: &AddOn| Some(AddOn { product_id: product(&rule.product_id)?, ..*rule });
    let part = |part: &Part| {
        let variation_id = match part.variation_id {
            Some(form) => Some(ids.variations.get(&form).copied()?),
            None => None,
        };
        Some(Part { product_id: product(&part.product_id)?, variation_id, ..*part })
    };
    Composition {
        add_ons: old.add_ons.iter().filter_map(add_on).collect(),
        bundle: old.bundle.iter().filter_map(part).collect(),
        ..*old
    }
}

/// A new id for each old one, so that the new ones sort like the order of the old ones.
fn renewed<T: Ord + Copy>(old: impl Iterator<Item = T>, mut new: impl FnMut() -> T) -> BTreeMap<T, T> {
    let old: Vec<T> = old.collect();
    let mut made: Vec<T> = old.iter().map(|_| new()).collect();
    made.sort_unstable();
    old.into_iter().zip(made).collect()
}
