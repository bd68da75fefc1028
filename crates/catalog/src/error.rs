//! Why the catalogue refuses.

use axum::http::StatusCode;
use httpkit::{FieldError, Problem};
use kernel::page::InvalidCursor;

use crate::event::checklist::{Item, ItemState};

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such event, product or quota in this organisation.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// Fields that can't be taken.
    #[error("some fields can't be taken")]
    Invalid(Vec<FieldError>),
    /// Another event of the organisation has this address.
    #[error("another event has this address")]
    SlugTaken,
    /// Somebody changed what is to be changed, since it was read.
    #[error("the {what} was changed meanwhile: it has version {now} now")]
    Outdated {
        /// What it is.
        what: &'static str,
        /// The present version.
        now: i64,
    },
    /// Several of those that were to be changed together were changed meanwhile.
    #[error("some of them were changed meanwhile")]
    SomeOutdated(Vec<FieldError>),
    /// Publishing has to wait for these.
    #[error("the event is not ready to be published")]
    NotReady(Vec<Item>),
    /// The event was called off already.
    #[error("the event was cancelled already")]
    Cancelled,
    /// An event that was public can't be a template.
    #[error("an event that was public can't be a template; copy it as one instead")]
    WasPublic,
    /// Paid tickets were sold or held in the present currency.
    #[error("the currency can't change once paid tickets are sold or reserved")]
    CurrencyInUse,
    /// The new size is below what is sold, held and kept aside.
    #[error("{}: the size can't be below {}", taken(*sold, *held, *blocked), sold + held + blocked)]
    BelowSold {
        /// Places sold.
        sold: i64,
        /// Places held by carts and unpaid orders.
        held: i64,
        /// Places kept aside.
        blocked: i64,
    },
    /// Places of it are sold or held.
    #[error("{sold} places are sold and {held} are held")]
    QuotaInUse {
        /// Places sold.
        sold: i64,
        /// Places held by carts and unpaid orders.
        held: i64,
    },
    /// A quota that products are to take places from has too few for what they have taken already.
    #[error("“{quota}” has {free} free places, but {wanted} are sold or held of these tickets")]
    QuotaTooSmall {
        /// The quota's name.
        quota: String,
        /// Places that were taken already.
        wanted: i64,
        /// Places it has left.
        free: i64,
    },
    /// A product of which places are taken would belong to no quota.
    #[error("{sold} of these tickets are sold and {held} are held: they have to belong to a quota")]
    NoQuotaLeft {
        /// Places sold.
        sold: i64,
        /// Places held by carts and unpaid orders.
        held: i64,
    },
    /// Another product contains it or has it as an add-on.
    #[error("“{name}” contains it or has it as an add-on")]
    BelongsTo {
        /// The other product's name.
        name: String,
    },
    /// A voucher keeps places of it aside.
    #[error("a voucher keeps places of it aside")]
    KeptAside,
    /// Something is taxed by the rule.
    #[error("something is taxed by this rule")]
    TaxRuleInUse,
    /// The new limit is below what was used already.
    #[error("{used} are used already")]
    BelowUsed {
        /// Which limit.
        field: &'static str,
        /// What was used.
        used: i64,
    },
    /// Another voucher of the event has this code.
    #[error("another voucher of this event has this code")]
    CodeTaken,
    /// The voucher was used.
    #[error("the voucher was used for {used} tickets")]
    VoucherUsed {
        /// For how many tickets.
        used: i64,
    },
    /// There is no quote.
    #[error(transparent)]
    Quote(#[from] crate::quote::Refusal),
    /// The cursor is not one that the list gave out.
    #[error(transparent)]
    Cursor(#[from] InvalidCursor),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

fn taken(sold: i64, held: i64, blocked: i64) -> String {
    match blocked {
        0 => format!("{sold} places are sold and {held} are held"),
        _ => format!("{sold} places are sold, {held} are held and {blocked} are kept aside"),
    }
}

impl Error {
    /// Refuses a change of what has another version by `now` than the one that was read.
    pub(crate) fn outdated(what: &'static str, read: Option<i64>, now: i64) -> Result<(), Self> {
        if read.is_none_or(|read| read == now) { Ok(()) } else { Err(Self::Outdated { what, now }) }
    }
}

fn outdated(said: String) -> Problem {
    Problem::new(StatusCode::PRECONDITION_FAILED, "catalog.outdated", "Changed meanwhile").detail(said)
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let said = error.to_string();
        match error {
            Error::NotFound(what) => Self::not_found(what),
            Error::Invalid(errors) => Self::invalid(errors),
            Error::SlugTaken => {
                Self::conflict("catalog.slug_taken", "The address is taken").field(FieldError::new(
                    "/slug",
                    "catalog.slug_taken",
                    "Another event has this address. Choose another.",
                ))
            }
            Error::Outdated { .. } => outdated(format!("{said}. Load it again and repeat your change.")),
            Error::SomeOutdated(errors) => {
                let said = "Nothing was changed. Load them again and repeat your change.";
                Problem { errors, ..outdated(said.to_owned()) }
            }
            Error::NotReady(items) => not_ready(&items),
            Error::Cancelled => Self::conflict("catalog.cancelled", "Cancelled already").detail(said),
            Error::WasPublic => Self::invalid_field("/template", "catalog.was_public", said),
            Error::CurrencyInUse => Self::invalid_field("/currency", "catalog.currency_in_use", said),
            Error::BelowSold { .. } => Self::invalid_field("/size", "catalog.quota_below_sold", said),
            Error::QuotaInUse { .. } => {
                Self::conflict("catalog.quota_in_use", "The quota is in use").detail(said)
            }
            Error::QuotaTooSmall { .. } => {
                Self::conflict("catalog.quota_too_small", "The quota is too small").detail(said)
            }
            Error::NoQuotaLeft { .. } => {
                Self::conflict("catalog.quota_in_use", "The ticket type is in use").detail(said)
            }
            Error::BelongsTo { .. } => {
                Self::conflict("catalog.belongs_to", "Something else needs it").detail(said)
            }
            Error::KeptAside => Self::conflict("catalog.kept_aside", "A voucher keeps it aside")
                .detail("A voucher keeps places of it aside. Remove the voucher, or let it end, first."),
            Error::TaxRuleInUse => {
                Self::conflict("catalog.tax_rule_in_use", "The tax rule is in use").detail(format!("{said}."))
            }
            Error::BelowUsed { field, .. } => {
                Self::invalid_field(&format!("/{field}"), "catalog.below_used", said)
            }
            Error::CodeTaken => {
                Self::conflict("catalog.code_taken", "The code is taken").field(FieldError::new(
                    "/code",
                    "catalog.code_taken",
                    "Another voucher has this code. Choose another.",
                ))
            }
            Error::VoucherUsed { .. } => Self::conflict("catalog.voucher_used", "The voucher was used")
                .detail(format!("{said}. Let it end by its date or its number of uses instead.")),
            Error::Quote(refusal) => refusal.into(),
            Error::Cursor(_) => {
                Self::new(StatusCode::BAD_REQUEST, "request.bad_cursor", "The cursor can't be read")
                    .detail(said)
            }
            Error::Sql(error) => error.into(),
        }
    }
}

fn not_ready(items: &[Item]) -> Problem {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    let problem = Problem::new(status, "catalog.not_ready", "The event is not ready to be published");
    items
        .iter()
        .filter(|item| item.state == ItemState::Blocking)
        .map(|item| FieldError::new(format!("/{}", item.key), "catalog.not_ready", &*item.detail))
        .fold(problem, Problem::field)
}
