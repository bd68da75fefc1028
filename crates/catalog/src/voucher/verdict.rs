//! What a voucher does for one product, in words: for organisers who ask why a code does not work.

use ::store::Tx;
use kernel::{EventId, Instant, VoucherId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Voucher, by_codes};
use crate::{
    Item, Mode,
    quote::{self, VoucherOutcome},
    sale::Goods,
};

/// What becomes of a voucher. The first that applies is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = VoucherVerdictCode)]
pub enum Code {
    /// It is good for it.
    Valid,
    /// The event has no voucher with this code.
    Unknown,
    /// Its time is over.
    Expired,
    /// It was used as often as it may be.
    UsedUp,
    /// It may take off nothing more.
    BudgetSpent,
    /// It is not good for this product.
    WrongProduct,
    /// Its first use needs more tickets.
    TooFew,
}

/// What a voucher does for a product.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = VoucherVerdict)]
pub struct Verdict {
    /// What becomes of it: a stable code.
    pub code: Code,
    /// In words for organisers.
    pub organiser: String,
    /// The voucher's field that makes it good when it is changed; absent where none does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
    /// The voucher; absent if it is unknown.
    pub voucher_id: Option<VoucherId>,
    /// For how many of the tickets asked about it can be used now.
    pub uses: i64,
    /// For how many tickets it is still good in all.
    pub uses_left: i64,
    /// What it may still take off in all, in minor units; null is without a limit.
    pub budget_left_minor: Option<i64>,
    /// Whether it shows this product although it is hidden.
    pub shows_hidden: bool,
    /// Whether places of this product are kept aside for it.
    pub reserves_quota: bool,
    /// Whether it takes this product beyond the size of its quotas.
    pub ignores_quota: bool,
}

/// The voucher that somebody gives, by its code as they type it.
pub(crate) async fn given(tx: &mut Tx, event: EventId, code: &str) -> Result<Option<Voucher>, sqlx::Error> {
    Ok(by_codes(tx, event, &[code], Mode::Live, false).await?.pop())
}

/// What the voucher does at `now` for so many of `item`; the event has no such voucher if there is none.
pub(crate) fn about(
    voucher: Option<&Voucher>,
    goods: &Goods,
    (item, quantity): (Item, u32),
    now: Instant,
) -> Verdict {
    let Some(voucher) = voucher else { return Verdict::unknown() };
    let product = goods.products.iter().find(|product| product.item() == item);
    let reached = product.filter(|product| voucher.reaches(product));
    // Add-ons go with their ticket: they have no use of their own.
    let counted = reached.is_some_and(|product| product.composition.sold_alone);
    let count = if counted { i64::from(quantity.max(1)) } else { 0 };
    let judged = quote::judge(&voucher.for_quotes(), count, now);
    let (code, organiser, fix) = words(voucher, count, judged);
    let kept = voucher.reserved().is_some_and(|(kept, _)| kept.item == item);
    let terms = &voucher.terms;
    Verdict {
        code,
        organiser,
        fix: fix.map(|field| format!("voucher.{field}")),
        voucher_id: Some(voucher.id),
        uses: judged.unwrap_or_default(),
        uses_left: terms.max_uses.saturating_sub(voucher.used).max(0),
        budget_left_minor: terms.budget_minor.map(|budget| budget.saturating_sub(voucher.spent_minor).max(0)),
        shows_hidden: reached.is_some_and(|product| voucher.shows(product)),
        reserves_quota: kept,
        ignores_quota: terms.ignores_quota && reached.is_some(),
    }
}

fn words(
    voucher: &Voucher,
    count: i64,
    judged: Result<i64, VoucherOutcome>,
) -> (Code, String, Option<&'static str>) {
    let most = voucher.terms.max_uses;
    match judged {
        Ok(uses) if uses < count => {
            (Code::Valid, format!("The voucher is good for {uses} of {count}."), Some("max_uses"))
        }
        Ok(_) | Err(VoucherOutcome::Applied { .. }) => {
            (Code::Valid, "The voucher is good for it.".to_owned(), None)
        }
        Err(VoucherOutcome::Expired) => {
            (Code::Expired, "The voucher is not valid any more.".to_owned(), Some("valid_until"))
        }
        Err(VoucherOutcome::UsedUp) => (
            Code::UsedUp,
            format!("The voucher was used {} of {most} times.", voucher.used),
            Some("max_uses"),
        ),
        Err(VoucherOutcome::BudgetSpent) => {
            (Code::BudgetSpent, "The voucher has taken off all that it may.".to_owned(), Some("budget_minor"))
        }
        Err(VoucherOutcome::NothingMatches) => {
            (Code::WrongProduct, "The voucher is not good for this ticket.".to_owned(), Some("scope"))
        }
        Err(VoucherOutcome::TooFew { needed }) => (
            Code::TooFew,
            format!("The first use of the voucher needs at least {needed} tickets."),
            Some("min_uses"),
        ),
    }
}

impl Verdict {
    fn unknown() -> Self {
        Self {
            code: Code::Unknown,
            organiser: "This event has no voucher with this code.".to_owned(),
            fix: None,
            voucher_id: None,
            uses: 0,
            uses_left: 0,
            budget_left_minor: None,
            shows_hidden: false,
            reserves_quota: false,
            ignores_quota: false,
        }
    }

    /// Whether the voucher is good for it.
    pub fn is_valid(&self) -> bool {
        self.code == Code::Valid
    }
}
