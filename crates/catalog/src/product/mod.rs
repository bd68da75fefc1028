//! Products: the ticket types of an event.

pub mod bulk;
pub mod explain;
pub mod http;
mod icon;
mod picture;
pub(crate) mod store;
mod view;

use ::store::{Cx, Tx};
use httpkit::FieldError;
use kernel::{CategoryId, EventId, Instant, LocalizedText, Money, ProductId, QuotaId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error, EventHead, Mode,
    availability::{self, Ask, Availability, Channel, Stock, Terms, Visibility},
    composition::{self, Composition},
    event::{self, Cover, in_calendar},
    journal::{self, Change},
    membership,
    price::ChannelPrices,
    quota, stock,
    variation::Variation,
    voucher,
};

pub use icon::Icon;
pub use picture::set_picture;

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

/// When something is sold: at fixed moments, or so many minutes before the event's start (negative: after it).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Window {
    /// When the sale starts.
    #[serde(rename = "sales_from")]
    pub from: Option<Instant>,
    /// When the sale ends.
    #[serde(rename = "sales_until")]
    pub until: Option<Instant>,
    /// How long before the event the sale starts.
    #[serde(rename = "sales_from_minutes")]
    pub from_minutes: Option<i32>,
    /// How long before the event the sale ends.
    #[serde(rename = "sales_until_minutes")]
    pub until_minutes: Option<i32>,
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
    /// What it looks like.
    pub picture: Option<Cover>,
    /// The drawing beside its name.
    pub icon: Option<Icon>,
    /// What one gets.
    pub kind: Kind,
    /// Under which heading it stands.
    pub category: Option<CategoryId>,
    /// That heading's name and description.
    pub heading: Option<(LocalizedText, LocalizedText)>,
    /// Its price; the least that can be given if the price is free.
    pub price: Money,
    /// What it costs where that is another price.
    pub channel_prices: ChannelPrices,
    /// Whether buyers may give more than the price.
    pub free_price: bool,
    /// Its place among the others, small first.
    pub sort: i32,
    /// When it is sold, as the organiser says it.
    pub window: Window,
    /// On what terms it is on offer.
    pub terms: Terms,
    /// What belongs to it.
    pub composition: Composition,
    /// The quotas it takes a place from.
    pub quota_ids: Vec<QuotaId>,
    /// The places of those quotas, and of those of its parts.
    pub stock: Vec<Stock>,
    /// Its forms, archived ones included, in the order they are shown.
    pub variations: Vec<Variation>,
    /// How often it was changed by hand, from 1.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Product {
    /// Whether it can be bought by those it is meant for; with variations, the best that one of them can tell.
    pub fn availability(&self, now: Instant) -> Availability {
        let ask = Ask::guest(now, self.terms.access_code.as_deref());
        let explain = |terms, stock| availability::explain(terms, stock, &ask);
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
        let forms = self.offered().map(|form| (form.price, form.channel_prices));
        let mut prices = forms.chain([(self.price, self.channel_prices)]);
        let costs = |(price, own): (Money, ChannelPrices)| {
            Channel::ALL.into_iter().any(|channel| !own.of(price, channel).is_zero())
        };
        self.free_price || prices.any(costs)
    }

    pub(crate) fn plan(&self) -> Plan {
        Plan {
            name: self.name.clone(),
            description: self.description.clone(),
            icon: self.icon,
            kind: self.kind,
            category_id: self.category,
            price_minor: self.price.minor,
            channel_prices: self.channel_prices,
            free_price: self.free_price,
            sort: Some(self.sort),
            window: self.window,
            channels: self.terms.channels.clone(),
            min_per_order: i32::try_from(self.terms.min_per_order).unwrap_or(1),
            max_per_order: i32::try_from(self.terms.max_per_order).unwrap_or(1),
            min_per_customer: self.terms.min_per_customer.and_then(|fewest| fewest.try_into().ok()),
            max_per_customer: self.terms.max_per_customer.and_then(|most| most.try_into().ok()),
            visibility: self.terms.visibility,
            access_code: self.terms.access_code.clone(),
            approval: self.terms.approval,
            composition: self.composition.clone(),
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
    /// The drawing beside its name.
    pub icon: Option<Icon>,
    /// What one gets.
    pub kind: Kind,
    /// Under which heading it stands.
    pub category_id: Option<CategoryId>,
    /// Its price in the event's currency's minor units; the least that can be given if the price is free.
    pub price_minor: i64,
    /// What it costs where that is another price.
    pub channel_prices: ChannelPrices,
    /// Whether buyers may give more than the price.
    pub free_price: bool,
    /// Its place among the others, small first; last if absent.
    pub sort: Option<i32>,
    /// When it is sold.
    #[serde(flatten)]
    pub window: Window,
    /// Through which doors it is sold.
    pub channels: Vec<Channel>,
    /// The fewest of it that one order may have, if it has any.
    pub min_per_order: i32,
    /// The most of it that one order may have.
    pub max_per_order: i32,
    /// The fewest of it that one customer may have in all orders of the event, if they have any.
    pub min_per_customer: Option<i32>,
    /// The most of it that one customer may have in all orders of the event.
    pub max_per_customer: Option<i32>,
    /// Who gets to see it.
    pub visibility: Visibility,
    /// The code that shows it.
    pub access_code: Option<String>,
    /// Whether every order with it is looked at first.
    pub approval: bool,
    /// What belongs to it.
    #[serde(flatten)]
    pub composition: Composition,
    /// The quotas it takes a place from.
    pub quota_ids: Vec<QuotaId>,
}

impl Plan {
    /// A public product, on sale from now on, at most 10 per order, without a quota yet.
    pub fn new(name: LocalizedText, price_minor: i64) -> Self {
        Self {
            name,
            description: LocalizedText::default(),
            icon: None,
            kind: Kind::Admission,
            category_id: None,
            price_minor,
            channel_prices: ChannelPrices::default(),
            free_price: false,
            sort: None,
            window: Window::default(),
            channels: Channel::ALL.to_vec(),
            min_per_order: 1,
            max_per_order: 10,
            min_per_customer: None,
            max_per_customer: None,
            visibility: Visibility::Public,
            access_code: None,
            approval: false,
            composition: Composition::default(),
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
        let Window { from, until, from_minutes, until_minutes } = self.window;
        let dates = [("sales_from", from), ("sales_until", until)];
        for (field, _) in dates.into_iter().filter(|(_, date)| date.is_some_and(|date| !in_calendar(date))) {
            refuse(field, "has to lie between 1970 and 2200");
        }
        let both =
            [(from, from_minutes, "sales_from_minutes"), (until, until_minutes, "sales_until_minutes")];
        for (_, _, field) in both.into_iter().filter(|(at, minutes, _)| at.is_some() && minutes.is_some()) {
            refuse(field, "is for products that have no fixed moment for it");
        }
        let turned = from.zip(until).is_some_and(|(from, until)| until <= from)
            || from_minutes.zip(until_minutes).is_some_and(|(from, until)| until >= from);
        if turned {
            refuse("sales_until", "has to be after the start of the sale");
        }
        if self.channels.is_empty() {
            refuse("channels", "needs at least one");
        }
        if self.min_per_order > self.max_per_order {
            refuse("min_per_order", "can't be more than an order may have");
        }
        if self.max_per_customer.is_some_and(|most| most < self.min_per_order) {
            refuse("max_per_customer", "can't be less than an order has to have");
        }
        if self.min_per_customer.is_some_and(|fewest| fewest > self.max_per_order) {
            refuse("min_per_customer", "can't be more than an order may have: nobody could begin");
        }
        if self.min_per_customer.zip(self.max_per_customer).is_some_and(|(fewest, most)| fewest > most) {
            refuse("min_per_customer", "can't be more than a customer may have");
        }
        match (self.visibility, &self.access_code) {
            (Visibility::Code, None) => refuse("access_code", "is needed for a product shown by a code"),
            (Visibility::Public | Visibility::Voucher | Visibility::Hidden, Some(_)) => {
                refuse("access_code", "is only for products with visibility “code”");
            }
            _ => {}
        }
        self.channel_prices.problems(&mut found);
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
    accept(&mut tx, event.id, (None, &plan)).await?;
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

/// The event's products in the order they are shown: those on offer, or the archived ones.
pub async fn list(cx: &Cx, event: EventId, archived: bool) -> Result<Vec<Product>, Error> {
    let mut products = store::list(&mut cx.read().await?, event, Mode::Live).await?;
    products.retain(|product| product.terms.archived == archived);
    Ok(products)
}

/// One product.
pub async fn get(cx: &Cx, event: EventId, id: ProductId) -> Result<Product, Error> {
    load(&mut cx.read().await?, event, id).await
}

/// Changes a product by `edit`. What was sold keeps its price and moves to the quotas that the product joins. With
/// `version`, only if nobody changed it since.
pub async fn update(
    cx: &Cx,
    event: &EventHead,
    (id, version): (ProductId, Option<i64>),
    edit: impl FnOnce(&mut Plan),
) -> Result<Product, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    change_one(&mut tx, event.id, (id, version), edit).await?;
    finish(tx, event, id).await
}

/// The same in a transaction that holds the event's lock.
async fn change_one(
    tx: &mut Tx,
    event: EventId,
    (id, version): (ProductId, Option<i64>),
    edit: impl FnOnce(&mut Plan),
) -> Result<(), Error> {
    let product = load(tx, event, id).await?;
    Error::outdated("ticket type", version, product.version)?;
    let before = product.plan();
    let mut plan = before.clone();
    edit(&mut plan);
    accept(tx, event, (Some(id), &plan)).await?;
    if plan.composition != before.composition {
        stays_while_kept(tx, event, id).await?;
    }
    store::update(tx, id, &plan).await?;
    membership::change(tx, event, links(id, &before), links(id, &plan)).await?;
    quota::renew(tx, &before.quota_ids, &plan.quota_ids).await?;
    journal::write(tx, change(event, id, "product.updated", Some(&before), Some(&plan))).await?;
    Ok(())
}

/// Refuses to change what comes along with a product as long as a voucher keeps it aside: as much has to be there when the
/// voucher is used, or its use taken back.
async fn stays_while_kept(tx: &mut Tx, event: EventId, id: ProductId) -> Result<(), Error> {
    // Nobody begins to keep it aside meanwhile.
    stock::close(tx, event).await?;
    if !voucher::is_kept(tx, event, id, None).await? {
        return Ok(());
    }
    let message = "stays as long as a voucher keeps places of this ticket type aside";
    let wrong = |list: &str| FieldError::new(list, "catalog.kept_aside", message);
    Err(Error::Invalid(["/bundle", "/add_ons"].map(wrong).to_vec()))
}

/// Takes a product out of the offer; what was sold stays valid. It can be put back by [`bulk::update`].
pub async fn archive(cx: &Cx, event: &EventHead, id: ProductId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    archive_one(&mut tx, event.id, (id, None)).await?;
    tx.commit().await?;
    event::changed(cx, &event.slug).await;
    Ok(())
}

/// The same in a transaction that holds the event's lock.
async fn archive_one(
    tx: &mut Tx,
    event: EventId,
    (id, version): (ProductId, Option<i64>),
) -> Result<(), Error> {
    Error::outdated("ticket type", version, load(tx, event, id).await?.version)?;
    composition::is_free(tx, event, id, None).await?;
    stock::close(tx, event).await?;
    if voucher::is_kept(tx, event, id, None).await? {
        return Err(Error::KeptAside);
    }
    store::set_archived(tx, event, id, true).await?;
    Ok(journal::write(tx, change::<Plan>(event, id, "product.archived", None, None)).await?)
}

/// Puts an archived product back into the offer as it was, if all that belongs to it is still there. The transaction holds
/// the event's lock.
async fn restore_one(
    tx: &mut Tx,
    event: EventId,
    (id, version): (ProductId, Option<i64>),
) -> Result<(), Error> {
    let archived = store::find(tx, event, id).await?.filter(|product| product.terms.archived);
    let archived = archived.ok_or(Error::NotFound("archived product"))?;
    Error::outdated("ticket type", version, archived.version)?;
    store::set_archived(tx, event, id, false).await?;
    let plan = archived.plan();
    accept(tx, event, (Some(id), &plan)).await?;
    Ok(journal::write(tx, change(event, id, "product.restored", None, Some(&plan))).await?)
}

fn links(id: ProductId, plan: &Plan) -> impl Iterator<Item = membership::Link> {
    plan.quota_ids.iter().map(move |quota| (id.into(), *quota))
}

async fn accept(tx: &mut Tx, event: EventId, (id, plan): (Option<ProductId>, &Plan)) -> Result<(), Error> {
    let mut problems = plan.problems();
    problems.extend(composition::accept(tx, event, (id, plan)).await?);
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

fn change<'a, T>(
    event: EventId,
    id: ProductId,
    action: &'static str,
    before: Option<&'a T>,
    after: Option<&'a T>,
) -> Change<'a, T> {
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
