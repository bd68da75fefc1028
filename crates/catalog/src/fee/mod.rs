//! Fees: what is added to an order, or borne by the organiser.

pub mod http;
pub(crate) mod store;

use ::store::{Cx, Tx};
use garde::Validate;
use httpkit::{FieldError, rules};
use kernel::{EventId, FeeId, Instant, LocalizedText, TaxRuleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error, EventHead, event,
    journal::{self, Change},
    price,
    quote::{self, FeeAmount},
    tax_rule,
};

/// What an organiser says about a fee.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = FeeIn)]
pub struct Plan {
    /// What guests read, at most 100 characters each.
    #[garde(custom(rules::localized_line(100)))]
    pub name: LocalizedText,
    /// Its place among the others, small first.
    #[garde(range(min = 0, max = 1_000_000))]
    #[serde(default)]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: i32,
    /// Whether it is charged at present.
    #[garde(skip)]
    #[serde(default = "crate::price::yes")]
    pub active: bool,
    /// How much.
    #[garde(skip)]
    pub amount: FeeAmount,
    /// Per ticket that costs something, instead of once per order that costs something.
    #[garde(skip)]
    #[serde(default)]
    pub per_ticket: bool,
    /// The organiser bears it: quotes tell it to organisers, but nobody pays it.
    #[garde(skip)]
    #[serde(default)]
    pub absorbed: bool,
    /// How it is taxed; the event's default if absent.
    #[garde(skip)]
    #[serde(default)]
    pub tax_rule_id: Option<TaxRuleId>,
}

/// A fee.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Fee {
    /// The fee.
    pub id: FeeId,
    /// What it says.
    #[serde(flatten)]
    pub plan: Plan,
    /// Its version, which each change by hand increases: for `If-Match`.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

/// The event's fees in the order they are shown.
pub async fn list(cx: &Cx, event: EventId) -> Result<Vec<Fee>, Error> {
    Ok(store::list(&mut cx.read().await?, event).await?)
}

/// The active fees as quotes need them.
pub(crate) async fn for_quotes(tx: &mut Tx, event: EventId) -> Result<Vec<quote::Fee>, sqlx::Error> {
    let active = store::list(tx, event).await?.into_iter().filter(|fee| fee.plan.active);
    let fee = |Fee { id, plan, .. }| {
        let Plan { name, amount, per_ticket, absorbed, tax_rule_id: tax, .. } = plan;
        quote::Fee { id, name, amount, per_ticket, absorbed, tax }
    };
    Ok(active.map(fee).collect())
}

/// Adds a fee.
pub async fn create(cx: &Cx, event: &EventHead, plan: Plan) -> Result<Fee, Error> {
    keep(cx, event, None, plan).await
}

/// Replaces a fee; orders keep what they were charged. With `version`, only if nobody
/// changed it since.
pub async fn replace(
    cx: &Cx,
    event: &EventHead,
    (id, version): (FeeId, Option<i64>),
    plan: Plan,
) -> Result<Fee, Error> {
    keep(cx, event, Some((id, version)), plan).await
}

async fn keep(
    cx: &Cx,
    event: &EventHead,
    known: Option<(FeeId, Option<i64>)>,
    plan: Plan,
) -> Result<Fee, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = match known {
        Some((id, version)) => {
            let before = load(&mut tx, event.id, id).await?;
            Error::outdated("fee", version, before.version)?;
            Some(before.plan)
        }
        None => None,
    };
    let mut problems = Vec::new();
    if plan.name.is_empty() {
        problems.push(FieldError::new("/name", "request.invalid_field", "is missing"));
    }
    if let FeeAmount::Fixed { amount_minor } = plan.amount {
        price::check_amount(amount_minor, "/amount/amount_minor", &mut problems);
    }
    tax_rule::accept(&mut tx, event.id, plan.tax_rule_id, "/tax_rule_id", &mut problems).await?;
    price::refuse(problems)?;
    let id = known.map_or_else(|| FeeId::new(cx.now, &cx.chance), |(id, _)| id);
    store::keep(&mut tx, event.id, id, &plan).await?;
    let action = if before.is_some() { "fee.updated" } else { "fee.created" };
    journal::write(&mut tx, change(event.id, id, action, before.as_ref(), Some(&plan))).await?;
    let kept = load(&mut tx, event.id, id).await?;
    price::commit(tx, event).await?;
    Ok(kept)
}

/// Removes a fee; orders keep what they were charged.
pub async fn delete(cx: &Cx, event: &EventHead, id: FeeId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = load(&mut tx, event.id, id).await?.plan;
    store::delete(&mut tx, id).await?;
    journal::write(&mut tx, change(event.id, id, "fee.deleted", Some(&before), None)).await?;
    price::commit(tx, event).await
}

async fn load(tx: &mut Tx, event: EventId, id: FeeId) -> Result<Fee, Error> {
    let found = store::list(tx, event).await?.into_iter().find(|fee| fee.id == id);
    found.ok_or(Error::NotFound("fee"))
}

fn change<'a>(
    event: EventId,
    id: FeeId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "prices.changed",
        subject_kind: "fee",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}
