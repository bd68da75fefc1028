//! Discounts: rules that make tickets cheaper by themselves, tried in order.

pub mod http;
pub(crate) mod store;

use ::store::{Cx, OnConstraint, Tx};
use garde::Validate;
use httpkit::{FieldError, rules};
use kernel::{DiscountId, EventId, Instant, LocalizedText};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error, EventHead, event,
    journal::{self, Change},
    price,
    quote::{self, Condition, Effect, Scope},
};

/// What an organiser says about a discount.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DiscountIn)]
pub struct Plan {
    /// What guests read beside the price, at most 100 characters each.
    #[garde(custom(rules::localized_line(100)))]
    pub name: LocalizedText,
    /// When it is tried: small first. Each ticket is taken in by the first rule that wants it.
    #[garde(range(min = 0, max = 1_000_000))]
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: i32,
    /// Whether it is on at present.
    #[garde(skip)]
    #[serde(default = "crate::price::yes")]
    pub active: bool,
    /// What it is good for; everything if empty.
    #[garde(skip)]
    #[serde(default)]
    pub scope: Scope,
    /// At least so many tickets; 1 if neither this nor `min_value_minor` is there.
    #[garde(inner(range(min = 1, max = 500)))]
    #[serde(default)]
    #[schema(minimum = 1, maximum = 500)]
    pub min_count: Option<i32>,
    /// Instead: tickets worth at least this together, in minor units.
    #[garde(inner(range(min = 0)))]
    #[serde(default)]
    #[schema(minimum = 0)]
    pub min_value_minor: Option<i64>,
    /// What it does to the price of each ticket. It never raises a price.
    #[garde(skip)]
    pub effect: Effect,
    /// Only the cheapest so many of each `min_count` tickets get it.
    #[garde(inner(range(min = 1, max = 500)))]
    #[serde(default)]
    #[schema(minimum = 1, maximum = 500)]
    pub cheapest: Option<i32>,
    /// Counts each ticket type by itself: five of the same.
    #[garde(skip)]
    #[serde(default)]
    pub same: bool,
    /// Whether add-ons count and get it too.
    #[garde(skip)]
    #[serde(default = "crate::price::yes")]
    pub addons: bool,
    /// Leaves alone what a voucher has made cheaper.
    #[garde(skip)]
    #[serde(default)]
    pub skip_vouchered: bool,
    /// From when; at once if absent.
    #[garde(skip)]
    #[serde(default)]
    pub valid_from: Option<Instant>,
    /// Until when; for good if absent.
    #[garde(skip)]
    #[serde(default)]
    pub valid_until: Option<Instant>,
    /// How many tickets can get it in all, open carts included: the first so many. Everybody if absent.
    #[garde(inner(range(min = 1, max = 10_000_000)))]
    #[serde(default)]
    #[schema(minimum = 1, maximum = 10_000_000)]
    pub max_uses: Option<i64>,
}

impl Plan {
    /// What does not fit together, by field.
    fn problems(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let mut refuse = |pointer: &str, message: &str| {
            found.push(FieldError::new(pointer, "request.invalid_field", message));
        };
        if self.name.is_empty() {
            refuse("/name", "is missing");
        }
        if self.min_count.is_some() && self.min_value_minor.is_some() {
            refuse("/min_value_minor", "can't stand beside a number of tickets");
        }
        if let Some(cheapest) = self.cheapest {
            if self.min_value_minor.is_some() {
                refuse("/cheapest", "needs a number of tickets, not a value");
            } else if cheapest > self.min_count.unwrap_or(1) {
                refuse("/cheapest", "can't be more than the number of tickets");
            }
        }
        if let (Some(from), Some(until)) = (self.valid_from, self.valid_until)
            && until <= from
        {
            refuse("/valid_until", "has to be after the start");
        }
        for (field, date) in [("/valid_from", self.valid_from), ("/valid_until", self.valid_until)] {
            if date.is_some_and(|date| !event::in_calendar(date)) {
                refuse(field, "has to lie between 1970 and 2200");
            }
        }
        if self.effect == Effect::None {
            refuse("/effect", "has to do something");
        }
        price::check_effect(self.effect, "/effect", &mut found);
        found
    }

    fn for_quotes(self, id: DiscountId) -> quote::Discount {
        let count = |number: i32| u32::try_from(number).unwrap_or(1);
        quote::Discount {
            id,
            name: self.name,
            scope: self.scope,
            condition: match self.min_value_minor {
                Some(value) => Condition::Value(value),
                None => Condition::Count(self.min_count.map_or(1, count)),
            },
            effect: self.effect,
            cheapest: self.cheapest.map(count),
            same: self.same,
            addons: self.addons,
            skip_vouchered: self.skip_vouchered,
            from: self.valid_from,
            until: self.valid_until,
            limit: self.max_uses,
        }
    }
}

/// A discount as it would be.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DraftDiscount)]
pub struct Draft {
    /// The discount that it would replace.
    #[garde(skip)]
    #[serde(default)]
    pub replaces: Option<DiscountId>,
    /// What it would say.
    #[garde(dive)]
    pub plan: Plan,
}

impl Draft {
    /// The event's discounts in the order they would be tried.
    pub(crate) async fn imagine(
        self,
        tx: &mut Tx,
        event: EventId,
    ) -> Result<(DiscountId, Vec<quote::Discount>), Error> {
        let Self { replaces, plan } = self;
        let mut problems = plan.problems();
        price::accept_scope(tx, event, &plan.scope, "/scope", &mut problems).await?;
        price::refuse_at("/draft_discount/plan", problems)?;
        let mut all = store::list(tx, event, false).await?;
        if replaces.is_some_and(|id| all.iter().all(|known| known.id != id)) {
            let message = "names a discount that is not there";
            let error = FieldError::new("/draft_discount/replaces", "request.invalid_field", message);
            return Err(Error::Invalid(vec![error]));
        }
        let id = replaces.unwrap_or_else(|| uuid::Uuid::max().into());
        all.retain(|known| known.id != id);
        let (used, now) = (0, tx.now());
        all.push(Discount { id, plan, used, version: 0, created_at: now, updated_at: now });
        all.sort_by_key(|one| (one.plan.sort, one.id));
        let active = all.into_iter().filter(|one| one.plan.active);
        Ok((id, active.map(|one| one.plan.for_quotes(one.id)).collect()))
    }
}

/// A discount.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Discount {
    /// The discount.
    pub id: DiscountId,
    /// What it says.
    #[serde(flatten)]
    pub plan: Plan,
    /// How many tickets have got it, open carts included. Only counted where `max_uses` is set.
    pub used: i64,
    /// Its version, which each change by hand increases: for `If-Match`.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// The event's discounts in the order they are tried: those that are there, or those that were removed.
pub async fn list(cx: &Cx, event: EventId, archived: bool) -> Result<Vec<Discount>, Error> {
    Ok(store::list(&mut cx.read().await?, event, archived).await?)
}

/// The active discounts as quotes need them.
pub(crate) async fn for_quotes(tx: &mut Tx, event: EventId) -> Result<Vec<quote::Discount>, sqlx::Error> {
    let active = store::list(tx, event, false).await?.into_iter().filter(|discount| discount.plan.active);
    Ok(active.map(|discount| discount.plan.for_quotes(discount.id)).collect())
}

/// Adds a discount.
pub async fn create(cx: &Cx, event: &EventHead, plan: Plan) -> Result<Discount, Error> {
    keep(cx, event, None, plan).await
}

/// Replaces a discount; what was sold or is in a cart keeps its price. With `version`, only if nobody
/// changed it since.
pub async fn replace(
    cx: &Cx,
    event: &EventHead,
    (id, version): (DiscountId, Option<i64>),
    plan: Plan,
) -> Result<Discount, Error> {
    keep(cx, event, Some((id, version)), plan).await
}

async fn keep(
    cx: &Cx,
    event: &EventHead,
    known: Option<(DiscountId, Option<i64>)>,
    mut plan: Plan,
) -> Result<Discount, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = match known {
        Some((id, version)) => {
            let before = load(&mut tx, event.id, id).await?;
            Error::outdated("discount", version, before.version)?;
            Some(before)
        }
        None => None,
    };
    let mut problems = plan.problems();
    price::accept_scope(&mut tx, event.id, &plan.scope, "/scope", &mut problems).await?;
    price::refuse(problems)?;
    if plan.min_value_minor.is_none() {
        plan.min_count.get_or_insert(1);
    }
    let id = known.map_or_else(|| DiscountId::new(cx.now, &cx.chance), |(id, _)| id);
    let used = before.as_ref().map_or(0, |before| before.used);
    // Whoever sells by the rules of before is done by then: a new limit counts what they have taken.
    crate::stock::close(&mut tx, event.id).await?;
    store::keep(&mut tx, event.id, id, &plan)
        .await
        .on_constraint("discounts_not_overused", || Error::BelowUsed { field: "max_uses", used })?;
    let kept = load(&mut tx, event.id, id).await?;
    let action = if before.is_some() { "discount.updated" } else { "discount.created" };
    let before = before.map(|before| before.plan);
    journal::write(&mut tx, change(event.id, id, action, before.as_ref(), Some(&plan))).await?;
    price::commit(tx, event).await?;
    Ok(kept)
}

/// Takes a discount away; who has got it keeps it, and it can be put back by [`restore`].
pub async fn delete(cx: &Cx, event: &EventHead, id: DiscountId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = load(&mut tx, event.id, id).await?.plan;
    store::set_archived(&mut tx, id, true).await?;
    journal::write(&mut tx, change(event.id, id, "discount.deleted", Some(&before), None)).await?;
    price::commit(tx, event).await
}

/// Puts a removed discount back as it was, if all that it is good for is still there; what it was used for before
/// counts. With `version`, only if it is still the one that was read.
pub async fn restore(
    cx: &Cx,
    event: &EventHead,
    (id, version): (DiscountId, Option<i64>),
) -> Result<Discount, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let removed = store::list(&mut tx, event.id, true).await?.into_iter().find(|discount| discount.id == id);
    let Discount { plan, version: known, .. } = removed.ok_or(Error::NotFound("removed discount"))?;
    Error::outdated("discount", version, known)?;
    let mut problems = plan.problems();
    price::accept_scope(&mut tx, event.id, &plan.scope, "/scope", &mut problems).await?;
    price::refuse(problems)?;
    store::set_archived(&mut tx, id, false).await?;
    journal::write(&mut tx, change(event.id, id, "discount.restored", None, Some(&plan))).await?;
    let back = load(&mut tx, event.id, id).await?;
    price::commit(tx, event).await?;
    Ok(back)
}

async fn load(tx: &mut Tx, event: EventId, id: DiscountId) -> Result<Discount, Error> {
    let found = store::list(tx, event, false).await?.into_iter().find(|discount| discount.id == id);
    found.ok_or(Error::NotFound("discount"))
}

fn change<'a>(
    event: EventId,
    id: DiscountId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "prices.changed",
        subject_kind: "discount",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}
