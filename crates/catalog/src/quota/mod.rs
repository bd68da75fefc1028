//! Quotas: how many places there are. Their counters are changed by [`crate::stock`] alone.

pub mod http;
pub(crate) mod store;

use ::store::{Cx, Tx};
use httpkit::FieldError;
use kernel::{EventId, Instant, ProductId, QuotaId, VariationId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error, EventHead, Item, event,
    journal::{self, Change},
    membership, variation,
};

/// The most places a quota can have; more than that is unlimited.
pub const MAX_SIZE: i64 = 10_000_000;

/// A stock of places shared by products.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Quota {
    /// The quota.
    pub id: QuotaId,
    /// Its name.
    pub name: String,
    /// Places there are; null is unlimited.
    pub size: Option<i64>,
    /// Places sold.
    pub sold: i64,
    /// Places held by open carts and unpaid orders.
    pub held: i64,
    /// How many of the held places lie in open carts; counted only where nothing is free.
    pub carts: i64,
    /// Those of the sold and held places that vouchers took beyond the size.
    pub overbooked: i64,
    /// Places kept aside.
    pub blocked: i64,
    /// Places left to sell; null is unlimited.
    pub available: Option<i64>,
    /// Whether it closes when its last place is sold.
    pub close_when_sold_out: bool,
    /// Whether it is closed: nothing is sold from it until it is opened by hand.
    pub closed: bool,
    /// The products that take their places from it, with all their variations.
    pub product_ids: Vec<ProductId>,
    /// The single variations that take their places from it.
    pub variation_ids: Vec<VariationId>,
    /// Its version, which each change by hand increases, and selling does not: for `If-Match`.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it or a counter was last changed.
    pub updated_at: Instant,
}

/// What an organiser says about a quota.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// Its name.
    pub name: String,
    /// Places there are; `None` is unlimited.
    pub size: Option<i64>,
    /// Places kept aside.
    pub blocked: i64,
    /// Whether it closes when its last place is sold.
    pub close_when_sold_out: bool,
    /// Whether it is closed.
    pub closed: bool,
    /// The products that take their places from it, with all their variations.
    pub product_ids: Vec<ProductId>,
    /// The single variations that take their places from it.
    pub variation_ids: Vec<VariationId>,
}

impl Plan {
    /// A quota of `size` places, `None` for unlimited, from which nothing takes its places yet.
    pub fn new(name: impl Into<String>, size: Option<i64>) -> Self {
        let (product_ids, variation_ids) = (Vec::new(), Vec::new());
        let (blocked, close_when_sold_out, closed) = (0, false, false);
        Self { name: name.into(), size, blocked, close_when_sold_out, closed, product_ids, variation_ids }
    }
}

impl Quota {
    pub(crate) fn plan(&self) -> Plan {
        Plan {
            name: self.name.clone(),
            size: self.size,
            blocked: self.blocked,
            close_when_sold_out: self.close_when_sold_out,
            closed: self.closed,
            product_ids: self.product_ids.clone(),
            variation_ids: self.variation_ids.clone(),
        }
    }
}

/// Adds a quota.
pub async fn create(cx: &Cx, event: &EventHead, plan: Plan) -> Result<Quota, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let links = links(&mut tx, event.id, &plan).await?;
    let id = QuotaId::new(cx.now, &cx.chance);
    fits(&plan, [0; 3])?;
    store::insert(&mut tx, id, event.id, &plan).await?;
    membership::change(&mut tx, event.id, [], to(id, links)).await?;
    crate::stock::follow(&mut tx, event.id).await?;
    journal::write(&mut tx, change(event.id, id, "quota.created", None, Some(&plan))).await?;
    finish(tx, event, id).await
}

/// Adds a quota inside the caller's transaction.
pub(crate) async fn add(
    tx: &mut Tx,
    event: EventId,
    name: &str,
    size: Option<i64>,
) -> Result<QuotaId, Error> {
    let cx = tx.cx();
    let id = QuotaId::new(cx.now, &cx.chance);
    let plan = Plan::new(name.chars().take(200).collect::<String>(), size);
    store::insert(tx, id, event, &plan).await?;
    crate::stock::follow(tx, event).await?;
    journal::write(tx, change(event, id, "quota.created", None, Some(&plan))).await?;
    Ok(id)
}

/// The event's quotas by age.
pub async fn list(cx: &Cx, event: EventId) -> Result<Vec<Quota>, Error> {
    Ok(store::select(&mut cx.read().await?, event, None).await?)
}

/// Changes a quota by `edit`. It can't become smaller than what is sold and held; what joining products have taken
/// counts from now on. With `version`, only if nobody changed it since.
pub async fn update(
    cx: &Cx,
    event: &EventHead,
    (id, version): (QuotaId, Option<i64>),
    edit: impl FnOnce(&mut Plan),
) -> Result<Quota, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let quota = load(&mut tx, event.id, id).await?;
    Error::outdated("quota", version, quota.version)?;
    let before = quota.plan();
    let mut plan = before.clone();
    edit(&mut plan);
    let were = links(&mut tx, event.id, &before).await?;
    let are = links(&mut tx, event.id, &plan).await?;
    // Whoever sells passes the gate before the quota's row, so whoever needs both closes it before: else the two would
    // wait for each other.
    match were == are {
        true => _ = crate::stock::close_if_tested(&mut tx, event.id).await?,
        false => crate::stock::close(&mut tx, event.id).await?,
    }
    // As large as it was or will be, until products that leave have taken their places with them.
    let roomy = Plan {
        size: before.size.zip(plan.size).map(|(was, is)| was.max(is)),
        blocked: before.blocked.min(plan.blocked),
        closed: before.closed && plan.closed,
        ..plan.clone()
    };
    store::update(&mut tx, id, &roomy).await?;
    store::renew(&mut tx, &[id]).await?;
    membership::change(&mut tx, event.id, to(id, were), to(id, are)).await?;
    // The row lock keeps sales away until the new size is there.
    let counters = crate::stock::lock(&mut tx, &[id]).await?;
    if let Some(now) = counters.first() {
        fits(&plan, [now.sold, now.held, now.overbooked])?;
    }
    if plan != roomy {
        store::update(&mut tx, id, &plan).await?;
    }
    crate::stock::follow(&mut tx, event.id).await?;
    journal::write(&mut tx, change(event.id, id, "quota.updated", Some(&before), Some(&plan))).await?;
    finish(tx, event, id).await
}

/// Removes a quota of which nothing is sold or held. Products left without a quota can't be sold.
pub async fn delete(cx: &Cx, event: &EventHead, id: QuotaId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    crate::stock::close(&mut tx, event.id).await?;
    let counters = crate::stock::lock(&mut tx, &[id]).await?;
    let before = load(&mut tx, event.id, id).await?.plan();
    if let Some(now) = counters.first().filter(|now| now.sold + now.held > 0) {
        return Err(Error::QuotaInUse { sold: now.sold, held: now.held });
    }
    store::delete(&mut tx, id).await?;
    journal::write(&mut tx, change(event.id, id, "quota.deleted", Some(&before), None)).await?;
    tx.commit().await?;
    event::changed(cx, &event.slug).await;
    Ok(())
}

/// Refuses a size that is below what is sold, held and kept aside; what vouchers took beyond it does not count.
fn fits(plan: &Plan, [sold, held, overbooked]: [i64; 3]) -> Result<(), Error> {
    let taken = sold.saturating_add(held).saturating_add(plan.blocked).saturating_sub(overbooked);
    match plan.size {
        Some(size) if size < taken => Err(Error::BelowSold { sold, held, blocked: plan.blocked }),
        _ => Ok(()),
    }
}

fn to(id: QuotaId, items: Vec<Item>) -> impl Iterator<Item = membership::Link> {
    items.into_iter().map(move |item| (item, id))
}

/// What is to take its places from the quota; refuses what is not there.
async fn links(tx: &mut Tx, event: EventId, plan: &Plan) -> Result<Vec<Item>, Error> {
    let mut problems = Vec::new();
    let mut refuse = |field: &str, message: &str| {
        problems.push(FieldError::new(field.to_owned(), "request.invalid_field", message));
    };
    if !store::all_products_exist(tx, event, &plan.product_ids).await? {
        refuse("/product_ids", "names a product that is not there");
    }
    let products = variation::products_of(tx, event, &plan.variation_ids).await?;
    if plan.variation_ids.iter().any(|id| !products.contains_key(id)) {
        refuse("/variation_ids", "names a variation that is not there");
    }
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let variations = products.into_iter().map(|(variation, product)| Item::new(product, Some(variation)));
    Ok(plan.product_ids.iter().copied().map(Item::from).chain(variations).collect())
}

/// The complaint about quotas that are not the event's, if there are any among `quotas`.
pub(crate) async fn unknown(
    tx: &mut Tx,
    event: EventId,
    quotas: &[QuotaId],
) -> Result<Option<FieldError>, sqlx::Error> {
    let message = "names a quota that is not there";
    let complaint = || FieldError::new("/quota_ids", "request.invalid_field", message);
    Ok((!store::all_exist(tx, event, quotas).await?).then(complaint))
}

/// Something that took its places from the quotas `before` takes them from those `after` from now on: that changes what
/// whoever edits one of them has read.
pub(crate) async fn renew(tx: &mut Tx, before: &[QuotaId], after: &[QuotaId]) -> Result<(), sqlx::Error> {
    let left = before.iter().filter(|quota| !after.contains(quota));
    let joined = after.iter().filter(|quota| !before.contains(quota));
    let changed: Vec<QuotaId> = left.chain(joined).copied().collect();
    if changed.is_empty() { Ok(()) } else { store::renew(tx, &changed).await }
}

/// What organisers call the quota.
pub(crate) async fn name(tx: &mut Tx, event: EventId, id: QuotaId) -> Result<String, Error> {
    Ok(load(tx, event, id).await?.plan().name)
}

async fn load(tx: &mut Tx, event: EventId, id: QuotaId) -> Result<Quota, Error> {
    store::select(tx, event, Some(id)).await?.pop().ok_or(Error::NotFound("quota"))
}

async fn finish(mut tx: Tx, event: &EventHead, id: QuotaId) -> Result<Quota, Error> {
    let cx = tx.cx().clone();
    let quota = load(&mut tx, event.id, id).await?;
    tx.commit().await?;
    event::changed(&cx, &event.slug).await;
    Ok(quota)
}

fn change<'a>(
    event: EventId,
    id: QuotaId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "quota.changed",
        subject_kind: "quota",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}
