//! Tax rules: which rate applies to whom.

pub mod http;
pub(crate) mod store;

use ::store::{Cx, Tx};
use garde::Validate;
use httpkit::{FieldError, rules};
use kernel::{EventId, Instant, LocalizedText, ProductId, TaxRuleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error, EventHead, event,
    journal::{self, Change},
    price,
    quote::{self, TaxCase, Treatment},
};

/// What an organiser says about a tax rule.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = TaxRuleIn)]
pub struct Plan {
    /// What invoices call it, at most 100 characters each.
    #[garde(custom(rules::localized_line(100)))]
    pub name: LocalizedText,
    /// What applies where no case does.
    #[garde(skip)]
    pub base: Treatment,
    /// Where prices include tax and another rate than `base` applies: the buyer pays the same and the net changes.
    /// Otherwise the net stays.
    #[garde(skip)]
    #[serde(default)]
    pub keep_gross: bool,
    /// Exceptions; the first that fits applies.
    #[garde(length(max = 100))]
    #[serde(default)]
    #[schema(max_items = 100)]
    pub cases: Vec<TaxCase>,
    /// The ticket types that are taxed by it; each has one rule, the last that named it. All others have the event's
    /// default.
    #[garde(length(max = 500))]
    #[serde(default)]
    #[schema(max_items = 500)]
    pub product_ids: Vec<ProductId>,
}

/// A tax rule.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TaxRule {
    /// The rule.
    pub id: TaxRuleId,
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

impl TaxRule {
    /// The rule as quotes need it.
    pub(crate) fn for_quotes(self) -> quote::TaxRule {
        let Plan { name, base, keep_gross, cases, .. } = self.plan;
        quote::TaxRule { id: self.id, name, base, keep_gross, cases }
    }
}

/// The event's tax rules by age.
pub async fn list(cx: &Cx, event: EventId) -> Result<Vec<TaxRule>, Error> {
    Ok(store::list(&mut cx.read().await?, event).await?)
}

/// Adds a tax rule.
pub async fn create(cx: &Cx, event: &EventHead, plan: Plan) -> Result<TaxRule, Error> {
    keep(cx, event, None, plan).await
}

/// Replaces a tax rule; what was sold keeps its tax. With `version`, only if nobody
/// changed it since.
pub async fn replace(
    cx: &Cx,
    event: &EventHead,
    (id, version): (TaxRuleId, Option<i64>),
    plan: Plan,
) -> Result<TaxRule, Error> {
    keep(cx, event, Some((id, version)), plan).await
}

async fn keep(
    cx: &Cx,
    event: &EventHead,
    known: Option<(TaxRuleId, Option<i64>)>,
    plan: Plan,
) -> Result<TaxRule, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = match known {
        Some((id, version)) => {
            let before = load(&mut tx, event.id, id).await?;
            Error::outdated("tax rule", version, before.version)?;
            Some(before.plan)
        }
        None => None,
    };
    let mut problems = Vec::new();
    if plan.name.is_empty() {
        problems.push(FieldError::new("/name", "request.invalid_field", "is missing"));
    }
    price::accept_products(&mut tx, event.id, &plan.product_ids, "/product_ids", &mut problems).await?;
    price::refuse(problems)?;
    let id = known.map_or_else(|| TaxRuleId::new(cx.now, &cx.chance), |(id, _)| id);
    store::keep(&mut tx, event.id, id, &plan).await?;
    let action = if before.is_some() { "tax_rule.updated" } else { "tax_rule.created" };
    journal::write(&mut tx, change(event.id, id, action, before.as_ref(), Some(&plan))).await?;
    let kept = load(&mut tx, event.id, id).await?;
    price::commit(tx, event).await?;
    Ok(kept)
}

/// Removes a tax rule by which nothing is taxed: no ticket type, no fee, not the event by default.
pub async fn delete(cx: &Cx, event: &EventHead, id: TaxRuleId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let before = load(&mut tx, event.id, id).await?.plan;
    if store::is_used(&mut tx, id).await? {
        return Err(Error::TaxRuleInUse);
    }
    store::delete(&mut tx, id).await?;
    journal::write(&mut tx, change(event.id, id, "tax_rule.deleted", Some(&before), None)).await?;
    price::commit(tx, event).await
}

/// Notes a problem at `pointer` if the event has no such rule.
pub(crate) async fn accept(
    tx: &mut Tx,
    event: EventId,
    rule: Option<TaxRuleId>,
    pointer: &str,
    problems: &mut Vec<FieldError>,
) -> Result<(), sqlx::Error> {
    let Some(rule) = rule else { return Ok(()) };
    if !store::list(tx, event).await?.iter().any(|known| known.id == rule) {
        problems.push(FieldError::new(pointer, "request.invalid_field", "is not a tax rule of this event"));
    }
    Ok(())
}

async fn load(tx: &mut Tx, event: EventId, id: TaxRuleId) -> Result<TaxRule, Error> {
    let found = store::list(tx, event).await?.into_iter().find(|rule| rule.id == id);
    found.ok_or(Error::NotFound("tax rule"))
}

fn change<'a>(
    event: EventId,
    id: TaxRuleId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "prices.changed",
        subject_kind: "tax_rule",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}
