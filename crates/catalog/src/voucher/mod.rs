//! Vouchers: codes that change prices, for so many tickets, within a budget, until a date.

mod code;
pub mod http;
mod import;
mod kept;
mod opens;
pub mod reserve;
mod sheet;
pub(crate) mod store;
pub mod verdict;

use ::store::{Cx, OnConstraint, Tx};
use garde::Validate;
use httpkit::{FieldError, rules};
use kernel::{Cursor, EventId, Instant, Page, PageQuery, ProductId, VariationId, VoucherId};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

use crate::{
    Error, EventHead, Mode, event,
    journal::{self, Change},
    price,
    quote::{self, Effect, Scope},
    sale::SaleProduct,
};

pub use code::{Code, InvalidCode};
pub use import::{Bulk, Import, import, make_many};
pub use kept::{Kept, KeptPart};
pub(crate) use opens::open;

/// What an organiser says about a voucher, or about many of them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = VoucherIn)]
pub struct Plan {
    /// What guests type, in any case; a new one of 8 letters if absent. Not for many at once.
    #[garde(skip)]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Code>,
    /// What it belongs to, to find it again: a sponsor, a campaign.
    #[garde(custom(rules::line(50)))]
    #[serde(default)]
    #[schema(max_length = 50)]
    pub tag: String,
    /// A note for organisers.
    #[garde(custom(rules::lines(1000)))]
    #[serde(default)]
    #[schema(max_length = 1000)]
    pub comment: String,
    /// What it is good for; everything if empty.
    #[garde(skip)]
    #[serde(default)]
    pub scope: Scope,
    /// What it does to the price of each ticket. It never raises a price.
    #[garde(skip)]
    #[serde(default = "no_effect")]
    pub effect: Effect,
    /// For how many tickets it is good in all.
    #[garde(range(min = 1, max = 1_000_000))]
    #[serde(default = "once")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub max_uses: i64,
    /// How many tickets its first use has to have at least.
    #[garde(range(min = 1, max = 1_000_000))]
    #[serde(default = "once")]
    #[schema(minimum = 1, maximum = 1_000_000)]
    pub min_uses: i64,
    /// What it takes off in all at most, in minor units.
    #[garde(inner(range(min = 0)))]
    #[serde(default)]
    #[schema(minimum = 0)]
    pub budget_minor: Option<i64>,
    /// Until when; for good if absent.
    #[garde(skip)]
    #[serde(default)]
    pub valid_until: Option<Instant>,
    /// Whether it shows ticket types that are hidden, as far as it is good for them.
    #[garde(skip)]
    #[serde(default)]
    pub shows_hidden: bool,
    /// Whether places are kept aside for its uses, until its date. Its scope is one ticket type or one variation then.
    #[garde(skip)]
    #[serde(default)]
    pub blocks_quota: bool,
    /// Whether its uses take their places beyond the size of the quotas, sold out or not; said once and for all. Not
    /// together with `blocks_quota`.
    #[garde(skip)]
    #[serde(default)]
    pub ignores_quota: bool,
}

fn no_effect() -> Effect {
    Effect::None
}

fn once() -> i64 {
    1
}

/// A voucher.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Voucher {
    /// The voucher.
    pub id: VoucherId,
    /// What guests type.
    pub code: Code,
    /// What it does and for whom; without the code.
    #[serde(flatten)]
    pub terms: Plan,
    /// For how many tickets it was used, open carts included.
    pub used: i64,
    /// What it took off, open carts included, in minor units.
    pub spent_minor: i64,
    /// Whether places are kept aside for it at present.
    pub reserving: bool,
    /// For what.
    #[serde(skip)]
    pub reserves: Option<Kept>,
    /// Its version, which each change by hand increases, and using it does not: for `If-Match`.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it was last changed.
    pub updated_at: Instant,
}

impl Voucher {
    /// The voucher as quotes need it.
    pub fn for_quotes(&self) -> quote::Voucher {
        quote::Voucher {
            id: self.id,
            scope: self.terms.scope.clone(),
            effect: self.terms.effect,
            max_uses: self.terms.max_uses,
            min_uses: self.terms.min_uses,
            used: self.used,
            budget: self.terms.budget_minor,
            spent: self.spent_minor,
            valid_until: self.terms.valid_until,
        }
    }

    /// Whether its time is not over and some of its uses are left.
    pub fn is_good(&self, now: Instant) -> bool {
        self.terms.valid_until.is_none_or(|until| now < until) && self.used < self.terms.max_uses
    }

    /// What it keeps aside for each use at present, and for how many.
    pub fn reserved(&self) -> Option<(Kept, i64)> {
        let kept = self.reserves.clone().filter(|_| self.reserving)?;
        Some((kept, self.terms.max_uses.saturating_sub(self.used).max(0)))
    }

    /// Whether somebody means it by `code`.
    pub fn is_called(&self, code: &str) -> bool {
        code.parse::<Code>().is_ok_and(|code| code.key() == self.code.key())
    }

    /// Whether it is good for this product.
    pub fn reaches(&self, product: &SaleProduct) -> bool {
        let item = (product.id, product.variation);
        self.terms.scope.reaches(item, product.category, &product.quota_ids)
    }

    /// Whether it shows this product although it is hidden.
    pub fn shows(&self, product: &SaleProduct) -> bool {
        self.terms.shows_hidden && self.reaches(product)
    }

    fn plan(&self) -> Plan {
        Plan { code: Some(self.code.clone()), ..self.terms.clone() }
    }
}

/// A voucher as it would be.
#[derive(Debug, Clone, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = DraftVoucher)]
pub struct Draft {
    /// The voucher that it would replace: what that one was used for counts.
    #[garde(skip)]
    #[serde(default)]
    pub replaces: Option<VoucherId>,
    /// What it would say.
    #[garde(dive)]
    pub terms: Plan,
}

impl Draft {
    /// The voucher as it would be stored. Nothing is written, and no places are kept aside.
    pub(crate) async fn imagine(self, tx: &mut Tx, event: EventId) -> Result<Voucher, Error> {
        const NAMELESS: &str = "DRAFT";
        let Self { replaces, terms } = self;
        let mut problems = terms.problems();
        price::accept_scope(tx, event, &terms.scope, "/scope", &mut problems).await?;
        price::refuse_at("/draft_voucher/terms", problems)?;
        let stored = match replaces {
            Some(id) => Some(store::find(tx, event, id).await?.ok_or_else(|| {
                let message = "names a voucher that is not there";
                Error::Invalid(vec![FieldError::new(
                    "/draft_voucher/replaces",
                    "request.invalid_field",
                    message,
                )])
            })?),
            None => None,
        };
        let known = stored.as_ref().map(|stored| stored.code.clone());
        let code = terms.code.clone().or(known).or_else(|| NAMELESS.parse().ok());
        let (used, spent_minor) = stored.as_ref().map_or((0, 0), |stored| (stored.used, stored.spent_minor));
        Ok(Voucher {
            id: replaces.unwrap_or_else(|| Uuid::nil().into()),
            code: code.ok_or(Error::NotFound("voucher"))?,
            used,
            spent_minor,
            reserving: false,
            reserves: None,
            version: 0,
            created_at: tx.now(),
            updated_at: tx.now(),
            terms: Plan { code: None, ..terms },
        })
    }
}

impl Plan {
    /// What does not fit together, by field.
    fn problems(&self) -> Vec<FieldError> {
        let mut found = Vec::new();
        let mut refuse = |pointer: &str, message: &str| {
            found.push(FieldError::new(pointer, "request.invalid_field", message));
        };
        if self.min_uses > self.max_uses {
            refuse("/min_uses", "can't be more than the uses there are");
        }
        if self.valid_until.is_some_and(|date| !event::in_calendar(date)) {
            refuse("/valid_until", "has to lie between 1970 and 2200");
        }
        if self.budget_minor.is_some() && self.effect == Effect::None {
            refuse("/budget_minor", "is for vouchers that take something off");
        }
        let one = self.scope.products.len() + self.scope.variations.len() == 1;
        if self.blocks_quota && !(one && self.scope.quotas.is_empty() && self.scope.categories.is_empty()) {
            refuse("/blocks_quota", "needs a scope of one ticket type or one variation");
        }
        if self.blocks_quota && self.ignores_quota {
            refuse("/ignores_quota", "is for vouchers that keep no places aside");
        }
        price::check_effect(self.effect, "/effect", &mut found);
        found
    }
}

/// Which vouchers.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Filter {
    /// Part of a code, a tag or a note.
    #[param(max_length = 200)]
    pub q: Option<String>,
    /// Those with this tag.
    #[param(max_length = 50)]
    pub tag: Option<String>,
}

/// Matching vouchers, newest first.
pub async fn list(
    cx: &Cx,
    event: EventId,
    filter: &Filter,
    page: &PageQuery,
) -> Result<Page<Voucher>, Error> {
    let after: Option<Uuid> = page.cursor.as_deref().map(Cursor::decode).transpose()?;
    let limit = page.limit();
    let rows = store::list(&mut cx.read().await?, event, filter, after, limit + 1).await?;
    Ok(Page::cut(rows, limit, |voucher| voucher.id.uuid()))
}

/// Matching vouchers as CSV, newest first.
pub async fn export(cx: &Cx, event: &EventHead, filter: &Filter) -> Result<Vec<u8>, Error> {
    const MOST: usize = 100_000;
    let rows = store::list(&mut cx.read().await?, event.id, filter, None, MOST).await?;
    Ok(sheet::sheet(&rows, event.currency)?)
}

/// One voucher.
pub async fn get(cx: &Cx, event: EventId, id: VoucherId) -> Result<Voucher, Error> {
    load(&mut cx.read().await?, event, id).await
}

/// The event's vouchers with these codes, as they stand now for what counts or for tests. `locked` keeps them so until the
/// transaction ends.
pub async fn by_codes(
    tx: &mut Tx,
    event: EventId,
    codes: &[&str],
    mode: Mode,
    locked: bool,
) -> Result<Vec<Voucher>, sqlx::Error> {
    let codes: Vec<Code> = codes.iter().filter_map(|code| code.parse().ok()).collect();
    if codes.is_empty() { Ok(Vec::new()) } else { store::by_codes(tx, event, &codes, mode, locked).await }
}

/// Adds a voucher.
pub async fn create(cx: &Cx, event: &EventHead, plan: Plan) -> Result<Voucher, Error> {
    let mut tx = cx.begin_through(event.id.uuid()).await?;
    accept(&mut tx, event.id, &plan).await?;
    let code = plan.code.clone().unwrap_or_else(|| Code::new(&cx.chance));
    let id = VoucherId::new(cx.now, &cx.chance);
    let plan = Plan { code: Some(code.clone()), ..plan };
    journal::note(&mut tx, change(event.id, id, "voucher.created", None, Some(&plan))).await?;
    let made = add(&mut tx, event.id, (id, code, plan)).await?;
    tx.commit().await?;
    Ok(made)
}

/// Writes a new voucher and keeps its places aside.
pub(crate) async fn add(
    tx: &mut Tx,
    event: EventId,
    (id, code, plan): (VoucherId, Code, Plan),
) -> Result<Voucher, Error> {
    let reserves = reserve::of(tx, event, &plan).await?;
    store::insert(tx, event, &[(id, code, plan)], reserves.as_ref())
        .await
        .on_constraint("vouchers_code", || Error::CodeTaken)?;
    let made = load(tx, event, id).await?;
    reserve::end_at(tx, event, &made).await?;
    reserve::shift(tx, event, None, made.reserved()).await?;
    Ok(made)
}

/// Replaces a voucher; what was sold or is in a cart keeps its price. Neither uses nor budget can fall below what was
/// used. With `version`, only if nobody changed it since.
pub async fn replace(
    cx: &Cx,
    event: &EventHead,
    (id, version): (VoucherId, Option<i64>),
    plan: Plan,
) -> Result<Voucher, Error> {
    let mut tx = cx.begin_through(event.id.uuid()).await?;
    let before = store::lock(&mut tx, event.id, id).await?.ok_or(Error::NotFound("voucher"))?;
    Error::outdated("voucher", version, before.version)?;
    accept(&mut tx, event.id, &plan).await?;
    let reserves = reserve::of(&mut tx, event.id, &plan).await?;
    let reserved = before.reserved();
    if plan.max_uses < before.used {
        return Err(Error::BelowUsed { field: "max_uses", used: before.used });
    }
    if plan.ignores_quota != before.terms.ignores_quota {
        let message = "can't be changed any more; make another voucher";
        let wrong = FieldError::new("/ignores_quota", "request.invalid_field", message);
        return Err(Error::Invalid(vec![wrong]));
    }
    if plan.budget_minor.is_some_and(|budget| budget < before.spent_minor) {
        return Err(Error::BelowUsed { field: "budget_minor", used: before.spent_minor });
    }
    let plan = Plan { code: Some(plan.code.unwrap_or_else(|| before.code.clone())), ..plan };
    store::update(&mut tx, id, &plan, reserves.as_ref())
        .await
        .on_constraint("vouchers_code", || Error::CodeTaken)?;
    let before = before.plan();
    journal::note(&mut tx, change(event.id, id, "voucher.updated", Some(&before), Some(&plan))).await?;
    let kept = load(&mut tx, event.id, id).await?;
    reserve::end_at(&mut tx, event.id, &kept).await?;
    reserve::shift(&mut tx, event.id, reserved, kept.reserved()).await?;
    tx.commit().await?;
    Ok(kept)
}

/// Removes a voucher that nobody has used. Others can be ended by their date or their number of uses.
pub async fn delete(cx: &Cx, event: &EventHead, id: VoucherId) -> Result<(), Error> {
    let mut tx = cx.begin_through(event.id.uuid()).await?;
    let before = store::lock(&mut tx, event.id, id).await?.ok_or(Error::NotFound("voucher"))?;
    if before.used > 0 {
        return Err(Error::VoucherUsed { used: before.used });
    }
    store::delete(&mut tx, id).await?;
    let (reserved, before) = (before.reserved(), before.plan());
    journal::note(&mut tx, change(event.id, id, "voucher.deleted", Some(&before), None)).await?;
    reserve::shift(&mut tx, event.id, reserved, None).await?;
    tx.commit().await?;
    Ok(())
}

/// Whether a voucher keeps places of this product aside: of that form, if one is named. It stays so if the event's stock is
/// closed.
pub(crate) async fn is_kept(
    tx: &mut Tx,
    event: EventId,
    product: ProductId,
    form: Option<VariationId>,
) -> Result<bool, sqlx::Error> {
    store::is_kept(tx, event, product, form).await
}

async fn accept(tx: &mut Tx, event: EventId, terms: &Plan) -> Result<(), Error> {
    let mut problems = terms.problems();
    price::accept_scope(tx, event, &terms.scope, "/scope", &mut problems).await?;
    price::refuse(problems)
}

async fn load(tx: &mut Tx, event: EventId, id: VoucherId) -> Result<Voucher, Error> {
    store::find(tx, event, id).await?.ok_or(Error::NotFound("voucher"))
}

fn change<'a>(
    event: EventId,
    id: VoucherId,
    action: &'static str,
    before: Option<&'a Plan>,
    after: Option<&'a Plan>,
) -> Change<'a, Plan> {
    Change {
        event,
        action,
        fact: "voucher.changed",
        subject_kind: "voucher",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}

#[cfg(test)]
mod tests;
