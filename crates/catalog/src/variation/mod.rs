//! Variations: the forms in which a product is sold.

pub mod http;
pub(crate) mod store;

use ::store::{Cx, Tx};
use httpkit::FieldError;
use kernel::{EventId, Instant, LocalizedText, Money, ProductId, QuotaId, VariationId};
use serde::Serialize;

use crate::{
    Error, EventHead, Item,
    availability::{self, Ask, Availability, Stock, Terms},
    composition, event,
    journal::{self, Change},
    membership,
    price::ChannelPrices,
    product::{self, MAX_PRICE, Product},
    quota, stock, voucher,
};

pub(crate) use store::products_of;

/// The most variations a product can have, archived ones included.
pub const MAX_VARIATIONS: usize = 100;

/// A form of a product with the stock it sells from.
#[derive(Debug, Clone)]
pub struct Variation {
    /// The variation.
    pub id: VariationId,
    /// How often it was changed by hand, from 1.
    pub version: i64,
    /// Its name, without the product's.
    pub name: LocalizedText,
    /// What is special about it.
    pub description: LocalizedText,
    /// Its own price in minor units, if it is not the product's.
    pub own_price_minor: Option<i64>,
    /// What it costs.
    pub price: Money,
    /// Its own prices on some channels.
    pub own_channel_prices: ChannelPrices,
    /// What it costs on some channels, where that is another price: by its own prices or its product's.
    pub channel_prices: ChannelPrices,
    /// Its place among the others, small first.
    pub sort: i32,
    /// Whether its sale is switched on.
    pub active: bool,
    /// On what terms it is on offer: the product's and its own.
    pub terms: Terms,
    /// The quotas it takes a place from, besides those of its product.
    pub quota_ids: Vec<QuotaId>,
    /// The places of those and of the product's quotas.
    pub stock: Vec<Stock>,
}

impl Variation {
    /// Whether it can be bought by those it is meant for.
    pub fn availability(&self, now: Instant) -> Availability {
        availability::explain(&self.terms, &self.stock, &Ask::guest(now, self.terms.access_code.as_deref()))
    }

    pub(crate) fn plan(&self) -> Plan {
        Plan {
            name: self.name.clone(),
            description: self.description.clone(),
            price_minor: self.own_price_minor,
            channel_prices: self.own_channel_prices,
            sort: Some(self.sort),
            active: self.active,
            quota_ids: self.quota_ids.clone(),
        }
    }
}

/// What an organiser says about a variation.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Its name, without the product's.
    pub name: LocalizedText,
    /// What is special about it.
    pub description: LocalizedText,
    /// Its own price in minor units; the product's if absent.
    pub price_minor: Option<i64>,
    /// Its own prices on some channels.
    pub channel_prices: ChannelPrices,
    /// Its place among the others, small first; last if absent.
    pub sort: Option<i32>,
    /// Whether its sale is switched on.
    pub active: bool,
    /// The quotas it takes a place from, besides those of its product.
    pub quota_ids: Vec<QuotaId>,
}

impl Plan {
    /// A variation on sale at the product's price, without a quota of its own yet.
    pub fn new(name: LocalizedText) -> Self {
        let description = LocalizedText::default();
        Self {
            name,
            description,
            price_minor: None,
            channel_prices: ChannelPrices::default(),
            sort: None,
            active: true,
            quota_ids: Vec::new(),
        }
    }

    /// What does not fit together, by field.
    pub fn problems(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let mut refuse = |field: &str, message: &str| {
            found.push(FieldError::new(format!("/{field}"), "request.invalid_field", message));
        };
        if self.name.is_empty() {
            refuse("name", "is missing");
        }
        if self.price_minor.is_some_and(|price| !(0..=MAX_PRICE).contains(&price)) {
            refuse("price_minor", "takes 0 to 10 000 000 000 minor units");
        }
        self.channel_prices.problems(&mut found);
        found
    }
}

/// Adds a variation. `own_quota` also makes a quota for it alone, named like it; `Some(None)` is unlimited.
pub async fn create(
    cx: &Cx,
    event: &EventHead,
    product: ProductId,
    mut plan: Plan,
    own_quota: Option<Option<i64>>,
) -> Result<Product, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let whole = product::load(&mut tx, event.id, product).await?;
    accept(&mut tx, event.id, &whole, &plan).await?;
    if whole.variations.len() >= MAX_VARIATIONS {
        let message = format!("A product has at most {MAX_VARIATIONS} variations.");
        return Err(Error::Invalid(vec![FieldError::new("/name", "request.invalid_field", message)]));
    }
    if let Some(size) = own_quota {
        let name = whole.name.joined(&plan.name).get(&event.main_locale()).to_owned();
        plan.quota_ids.push(quota::add(&mut tx, event.id, &name, size).await?);
    }
    let id = VariationId::new(cx.now, &cx.chance);
    store::insert(&mut tx, (id, product), event.id, &plan).await?;
    membership::change(&mut tx, event.id, [], links((product, id), &plan)).await?;
    journal::write(&mut tx, change(event.id, id, "variation.created", None, Some(&plan))).await?;
    product::finish(tx, event, product).await
}

/// Changes a variation by `edit`. What was sold keeps its price and moves to the quotas that the variation joins. With
/// `version`, only if nobody changed it since.
pub async fn update(
    cx: &Cx,
    event: &EventHead,
    (product, id, version): (ProductId, VariationId, Option<i64>),
    edit: impl FnOnce(&mut Plan),
) -> Result<Product, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    change_one(&mut tx, event.id, (product, id, version), edit).await?;
    product::finish(tx, event, product).await
}

/// The same in a transaction that holds the event's lock.
pub(crate) async fn change_one(
    tx: &mut Tx,
    event: EventId,
    (product, id, version): (ProductId, VariationId, Option<i64>),
    edit: impl FnOnce(&mut Plan),
) -> Result<(), Error> {
    let whole = product::load(tx, event, product).await?;
    let form = find(&whole, id)?;
    Error::outdated("variation", version, form.version)?;
    let before = form.plan();
    let mut plan = before.clone();
    edit(&mut plan);
    accept(tx, event, &whole, &plan).await?;
    store::update(tx, id, &plan).await?;
    let (were, are) = (links((product, id), &before), links((product, id), &plan));
    membership::change(tx, event, were, are).await?;
    journal::write(tx, change(event, id, "variation.updated", Some(&before), Some(&plan))).await?;
    Ok(())
}

/// Takes a variation out of the offer; what was sold stays valid, and it can be put back by [`restore`].
pub async fn archive(
    cx: &Cx,
    event: &EventHead,
    (product, id): (ProductId, VariationId),
) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    find(&product::load(&mut tx, event.id, product).await?, id)?;
    composition::is_free(&mut tx, event.id, product, Some(id)).await?;
    stock::close(&mut tx, event.id).await?;
    if voucher::is_kept(&mut tx, event.id, product, Some(id)).await? {
        return Err(Error::KeptAside);
    }
    store::set_archived(&mut tx, id, true).await?;
    journal::write(&mut tx, change(event.id, id, "variation.archived", None, None)).await?;
    product::finish(tx, event, product).await?;
    Ok(())
}

/// The variations of a product that were taken out of the offer, in the order they were shown.
pub async fn archived(cx: &Cx, event: EventId, product: ProductId) -> Result<Vec<Variation>, Error> {
    let mut forms = product::load(&mut cx.read().await?, event, product).await?.variations;
    forms.retain(|form| form.terms.archived);
    Ok(forms)
}

/// Puts an archived variation back into the offer as it was. With `version`, only if it is still the one that was read.
pub async fn restore(
    cx: &Cx,
    event: &EventHead,
    (product, id, version): (ProductId, VariationId, Option<i64>),
) -> Result<Product, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let whole = product::load(&mut tx, event.id, product).await?;
    let archived = whole.variations.iter().find(|form| form.id == id && form.terms.archived);
    let archived = archived.ok_or(Error::NotFound("archived variation"))?;
    Error::outdated("variation", version, archived.version)?;
    let plan = archived.plan();
    accept(&mut tx, event.id, &whole, &plan).await?;
    store::set_archived(&mut tx, id, false).await?;
    journal::write(&mut tx, change(event.id, id, "variation.restored", None, Some(&plan))).await?;
    product::finish(tx, event, product).await
}

fn find(product: &Product, id: VariationId) -> Result<&Variation, Error> {
    product.offered().find(|variation| variation.id == id).ok_or(Error::NotFound("variation"))
}

fn links((product, id): (ProductId, VariationId), plan: &Plan) -> impl Iterator<Item = membership::Link> {
    plan.quota_ids.iter().map(move |quota| (Item::new(product, Some(id)), *quota))
}

async fn accept(tx: &mut Tx, event: EventId, whole: &Product, plan: &Plan) -> Result<(), Error> {
    let mut problems = plan.problems();
    let lowest = plan.channel_prices.lowest(plan.price_minor.unwrap_or(whole.price.minor));
    if lowest < composition::shares(&whole.composition) {
        let message = "can't be less than the shares of what it contains";
        problems.push(FieldError::new("/price_minor", "request.invalid_field", message));
    }
    problems.extend(quota::unknown(tx, event, &plan.quota_ids).await?);
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

fn change<'a>(
    event: EventId,
    id: VariationId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "product.updated",
        subject_kind: "variation",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}
