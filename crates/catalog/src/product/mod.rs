//! Products: the ticket types of an event.

pub mod http;
pub(crate) mod store;

use ::store::{Cx, Tx};
use httpkit::FieldError;
use kernel::{CategoryId, EventId, Instant, LocalizedText, Money, ProductId, QuotaId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error, EventHead,
    availability::{self, Availability, Stock, Terms, Visibility},
    event::{self, in_calendar},
    journal::{self, Change},
    membership, quota,
    variation::Variation,
};

/// The highest price in minor units.
pub const MAX_PRICE: i64 = 10_000_000_000;

/// What one gets.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = ProductKind)]
pub enum Kind {
    /// A ticket that lets somebody in.
    Admission,
    /// A thing: a shirt, a meal. Nobody is let in with it.
    Merchandise,
    /// Nothing but thanks.
    Donation,
}

impl Kind {
    /// Whether it comes with a ticket.
    pub fn admits(self) -> bool {
        self == Self::Admission
    }
}

/// A product with the stock it sells from.
#[derive(Debug, Clone)]
pub struct Product {
    /// The product.
    pub id: ProductId,
    /// Its name.
    pub name: LocalizedText,
    /// What is included.
    pub description: LocalizedText,
    /// What one gets.
    pub kind: Kind,
    /// Under which heading it stands.
    pub category: Option<CategoryId>,
    /// That heading's name and description.
    pub heading: Option<(LocalizedText, LocalizedText)>,
    /// Its price; the least that can be given if the price is free.
    pub price: Money,
    /// Whether buyers may give more than the price.
    pub free_price: bool,
    /// Its place among the others, small first.
    pub sort: i32,
    /// How many of it one order may have.
    pub max_per_order: i32,
    /// On what terms it is on offer.
    pub terms: Terms,
    /// The quotas it takes a place from.
    pub quota_ids: Vec<QuotaId>,
    /// The places of those quotas.
    pub stock: Vec<Stock>,
    /// Its forms, archived ones included, in the order they are shown.
    pub variations: Vec<Variation>,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Product {
    /// Whether it can be bought by those it is meant for; with variations, the best that one of them can tell.
    pub fn availability(&self, now: Instant) -> Availability {
        self.availability_for(now, self.terms.access_code.as_deref())
    }

    /// The same for somebody who gave `access_code`.
    pub(crate) fn availability_for(&self, now: Instant, access_code: Option<&str>) -> Availability {
        let explain = |terms, stock| availability::explain(terms, stock, now, access_code);
        let variations = self.offered().map(|variation| explain(&variation.terms, &variation.stock));
        let best = variations.min_by_key(|found| (found.state, std::cmp::Reverse(found.available)));
        best.unwrap_or_else(|| explain(&self.terms, &self.stock))
    }

    /// Its forms without archived ones. If there are any, one of them has to be chosen.
    pub fn offered(&self) -> impl Iterator<Item = &Variation> {
        self.variations.iter().filter(|variation| !variation.terms.archived)
    }

    /// Whether everything that can be bought of it takes its places from some quota.
    pub(crate) fn has_places(&self) -> bool {
        !self.quota_ids.is_empty()
            || (self.offered().next().is_some()
                && self.offered().all(|variation| !variation.quota_ids.is_empty()))
    }

    /// Whether somebody may have to pay for it.
    pub(crate) fn costs(&self) -> bool {
        let mut prices = self.offered().map(|variation| variation.price).chain([self.price]);
        self.free_price || prices.any(|price| !price.is_zero())
    }

    fn plan(&self) -> Plan {
        Plan {
            name: self.name.clone(),
            description: self.description.clone(),
            kind: self.kind,
            category_id: self.category,
            price_minor: self.price.minor,
            free_price: self.free_price,
            sort: Some(self.sort),
            sales_from: self.terms.sales_from,
            sales_until: self.terms.sales_until,
            max_per_order: self.max_per_order,
            visibility: self.terms.visibility,
            access_code: self.terms.access_code.clone(),
            quota_ids: self.quota_ids.clone(),
        }
    }
}

/// What an organiser says about a product.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Its name.
    pub name: LocalizedText,
    /// What is included.
    pub description: LocalizedText,
    /// What one gets.
    pub kind: Kind,
    /// Under which heading it stands.
    pub category_id: Option<CategoryId>,
    /// Its price in the event's currency's minor units; the least that can be given if the price is free.
    pub price_minor: i64,
    /// Whether buyers may give more than the price.
    pub free_price: bool,
    /// Its place among the others, small first; last if absent.
    pub sort: Option<i32>,
    /// When its sale starts.
    pub sales_from: Option<Instant>,
    /// When its sale ends.
    pub sales_until: Option<Instant>,
    /// How many of it one order may have.
    pub max_per_order: i32,
    /// Who gets to see it.
    pub visibility: Visibility,
    /// The code that shows it.
    pub access_code: Option<String>,
    /// The quotas it takes a place from.
    pub quota_ids: Vec<QuotaId>,
}

impl Plan {
    /// A public product, on sale from now on, at most 10 per order, without a quota yet.
    pub fn new(name: LocalizedText, price_minor: i64) -> Self {
        Self {
            name,
            description: LocalizedText::default(),
            kind: Kind::Admission,
            category_id: None,
            price_minor,
            free_price: false,
            sort: None,
            sales_from: None,
            sales_until: None,
            max_per_order: 10,
            visibility: Visibility::Public,
            access_code: None,
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
        if !(0..=MAX_PRICE).contains(&self.price_minor) {
            refuse("price_minor", "takes 0 to 10 000 000 000 minor units");
        }
        let dates = [("sales_from", self.sales_from), ("sales_until", self.sales_until)];
        for (field, _) in dates.into_iter().filter(|(_, date)| date.is_some_and(|date| !in_calendar(date))) {
            refuse(field, "has to lie between 1970 and 2200");
        }
        if let (Some(from), Some(until)) = (self.sales_from, self.sales_until)
            && until <= from
        {
            refuse("sales_until", "has to be after the start of the sale");
        }
        match (self.visibility, &self.access_code) {
            (Visibility::Code, None) => refuse("access_code", "is needed for a product shown by a code"),
            (Visibility::Public | Visibility::Hidden, Some(_)) => {
                refuse("access_code", "is only for products with visibility “code”");
            }
            _ => {}
        }
        found
    }
}

/// Adds a product. `own_quota` also makes a quota for it alone, named like it; `Some(None)` is unlimited.
pub async fn create(
    cx: &Cx,
    event: &EventHead,
    mut plan: Plan,
    own_quota: Option<Option<i64>>,
) -> Result<Product, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    accept(&mut tx, event.id, &plan).await?;
    if let Some(size) = own_quota {
        let name = plan.name.get(&event.main_locale()).to_owned();
        plan.quota_ids.push(quota::add(&mut tx, event.id, &name, size).await?);
    }
    let id = ProductId::new(cx.now, &cx.chance);
    store::insert(&mut tx, id, event.id, &plan).await?;
    membership::change(&mut tx, event.id, [], links(id, &plan)).await?;
    journal::write(&mut tx, change(event.id, id, "product.created", None, Some(&plan))).await?;
    finish(tx, event, id).await
}

/// The event's products in the order they are shown, without archived ones.
pub async fn list(cx: &Cx, event: EventId) -> Result<Vec<Product>, Error> {
    let mut products = store::list(&mut cx.begin().await?, event).await?;
    products.retain(|product| !product.terms.archived);
    Ok(products)
}

/// One product.
pub async fn get(cx: &Cx, event: EventId, id: ProductId) -> Result<Product, Error> {
    load(&mut cx.begin().await?, event, id).await
}

/// Changes a product by `edit`. What was sold keeps its price and moves to the quotas that the product joins.
pub async fn update(
    cx: &Cx,
    event: &EventHead,
    id: ProductId,
    edit: impl FnOnce(&mut Plan),
) -> Result<Product, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = load(&mut tx, event.id, id).await?.plan();
    let mut plan = before.clone();
    edit(&mut plan);
    accept(&mut tx, event.id, &plan).await?;
    store::update(&mut tx, id, &plan).await?;
    membership::change(&mut tx, event.id, links(id, &before), links(id, &plan)).await?;
    journal::write(&mut tx, change(event.id, id, "product.updated", Some(&before), Some(&plan))).await?;
    finish(tx, event, id).await
}

/// Takes a product out of the offer for good; what was sold stays valid.
pub async fn archive(cx: &Cx, event: &EventHead, id: ProductId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    if !store::archive(&mut tx, event.id, id).await? {
        return Err(Error::NotFound("product"));
    }
    journal::write(&mut tx, change(event.id, id, "product.archived", None, None)).await?;
    tx.commit().await?;
    event::changed(cx, &event.slug).await;
    Ok(())
}

fn links(id: ProductId, plan: &Plan) -> impl Iterator<Item = membership::Link> {
    plan.quota_ids.iter().map(move |quota| (id.into(), *quota))
}

async fn accept(tx: &mut Tx, event: EventId, plan: &Plan) -> Result<(), Error> {
    let mut problems = plan.problems();
    problems.extend(quota::unknown(tx, event, &plan.quota_ids).await?);
    if let Some(category) = plan.category_id
        && !store::category_exists(tx, event, category).await?
    {
        let message = "names a category that is not there";
        problems.push(FieldError::new("/category_id", "request.invalid_field", message));
    }
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

pub(crate) async fn load(tx: &mut Tx, event: EventId, id: ProductId) -> Result<Product, Error> {
    let found = store::find(tx, event, id).await?.filter(|product| !product.terms.archived);
    found.ok_or(Error::NotFound("product"))
}

pub(crate) async fn finish(mut tx: Tx, event: &EventHead, id: ProductId) -> Result<Product, Error> {
    let cx = tx.cx().clone();
    let product = load(&mut tx, event.id, id).await?;
    tx.commit().await?;
    event::changed(&cx, &event.slug).await;
    Ok(product)
}

fn change<'a>(
    event: EventId,
    id: ProductId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "product.updated",
        subject_kind: "product",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}
