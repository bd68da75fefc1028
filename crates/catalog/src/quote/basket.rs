//! What a quote is asked for, and what it answers.

use std::collections::BTreeMap;

use kernel::{Currency, DiscountId, FeeId, Instant, Percent, ProductId, TaxRuleId, VariationId, VoucherId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{
    Voucher,
    tax::{Customer, TaxCode, Taxed},
};
use crate::availability::Channel;

/// What somebody wants to buy, ticket by ticket.
#[derive(Debug, Clone)]
pub struct Basket {
    /// The tickets.
    pub units: Vec<Unit>,
    /// Who buys.
    pub customer: Customer,
    /// Through which door.
    pub channel: Channel,
    /// When.
    pub now: Instant,
    /// The voucher that was given.
    pub voucher: Option<Voucher>,
    /// How many tickets each discount with a limit has taken in already, open carts included.
    pub used: BTreeMap<DiscountId, i64>,
}

/// One ticket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unit {
    /// Which line of the request it came from, for refusals.
    pub line: usize,
    /// The product.
    pub product: ProductId,
    /// Which variation of it.
    pub variation: Option<VariationId>,
    /// The ticket that it belongs to, as an index into the units.
    pub parent: Option<usize>,
    /// How it is part of its parent.
    pub part: Part,
    /// The price that the buyer chose, in minor units.
    pub chosen: Option<i64>,
}

/// How a ticket gets its price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Part {
    /// It has its own price.
    #[default]
    Own,
    /// An add-on that its parent's price includes.
    Included,
    /// A part of a bundle: it has this share, in minor units, of its parent's price.
    Share(i64),
}

/// What a basket costs, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quote {
    /// The event's currency.
    pub currency: Currency,
    /// One per ticket, in the order of the basket.
    pub units: Vec<Priced>,
    /// Fees on top.
    pub fees: Vec<Charged>,
    /// Fees that the organiser bears; in no sum.
    pub absorbed: Vec<Charged>,
    /// The sums by rate.
    pub taxes: Vec<TaxTotal>,
    /// Without tax, in minor units.
    pub net: i64,
    /// The tax.
    pub tax: i64,
    /// What the buyer pays.
    pub total: i64,
    /// What became of the voucher, if one was given.
    pub voucher: Option<VoucherOutcome>,
    /// How many tickets each discount took in.
    pub discounts: Vec<(DiscountId, i64)>,
    /// A VAT id decided about tax that nobody could check.
    pub unchecked_vat_id: bool,
}

/// What one ticket costs, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Priced {
    /// Which line of the request it came from.
    pub line: usize,
    /// The product.
    pub product: ProductId,
    /// Which variation of it.
    pub variation: Option<VariationId>,
    /// The list price in minor units.
    pub list: i64,
    /// What changed it, in order.
    pub steps: Vec<Step>,
    /// The list price after all steps, with or without tax as the event's prices are.
    pub price: i64,
    /// The price with its tax.
    pub taxed: Taxed,
    /// The voucher it used.
    pub voucher: Option<VoucherId>,
    /// What the voucher took off, in minor units.
    pub voucher_off: i64,
    /// The discount that took it in.
    pub discount: Option<DiscountId>,
}

/// One change of a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Step {
    /// What changed it.
    pub kind: StepKind,
    /// Which one.
    pub reference: Option<Reference>,
    /// By how much, in minor units.
    #[serde(rename = "change_minor")]
    #[schema(rename = "change_minor")]
    pub change: i64,
    /// The price from then on, in minor units.
    #[serde(rename = "price_minor")]
    #[schema(rename = "price_minor")]
    pub price: i64,
}

/// What changes a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepKind {
    /// It is included in another ticket.
    Included,
    /// Parts of the bundle have their own share of the price.
    Bundle,
    /// A voucher.
    Voucher,
    /// The buyer chose the price.
    FreePrice,
    /// A discount.
    Discount,
}

/// The voucher or discount of a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(untagged)]
pub enum Reference {
    /// A voucher.
    Voucher(VoucherId),
    /// A discount.
    Discount(DiscountId),
}

/// A fee as it is charged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Charged {
    /// The fee.
    pub fee: FeeId,
    /// How many tickets it is charged for; 1 for a fee on the order.
    pub count: i64,
    /// The amount with its tax.
    pub taxed: Taxed,
}

/// What one rate comes to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TaxTotal {
    /// The rules that led to it.
    pub rules: Vec<TaxRuleId>,
    /// The rate.
    pub rate: Percent,
    /// The tax category.
    pub code: TaxCode,
    /// Without tax, in minor units.
    #[serde(rename = "net_minor")]
    #[schema(rename = "net_minor")]
    pub net: i64,
    /// The tax, in minor units.
    #[serde(rename = "tax_minor")]
    #[schema(rename = "tax_minor")]
    pub tax: i64,
    /// With tax, in minor units.
    #[serde(rename = "gross_minor")]
    #[schema(rename = "gross_minor")]
    pub gross: i64,
}

/// What became of a voucher.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum VoucherOutcome {
    /// It was used.
    Applied {
        /// For so many tickets.
        uses: i64,
        /// What it took off, in minor units.
        #[serde(rename = "off_minor")]
        #[schema(rename = "off_minor")]
        off: i64,
        /// So many more matched than it has uses left for.
        left_out: i64,
    },
    /// Its time is over.
    Expired,
    /// It was used as often as it may be.
    UsedUp,
    /// It may take off nothing more.
    BudgetSpent,
    /// Nothing in the basket is what it is good for.
    NothingMatches,
    /// Its first use needs more tickets.
    TooFew {
        /// So many at least.
        needed: i64,
    },
}

/// Why there is no quote.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// There is no such product or variation in the price book.
    #[error("line {line} names something that is not for sale")]
    Unknown {
        /// The line.
        line: usize,
    },
    /// A parent that does not come before its add-on.
    #[error("line {line} belongs to no ticket of this basket")]
    Orphan {
        /// The line.
        line: usize,
    },
    /// It is no add-on of its parent.
    #[error("line {line} is no add-on of the ticket that it belongs to")]
    NoAddOn {
        /// The line.
        line: usize,
    },
    /// It is sold with another ticket only.
    #[error("line {line} is only sold along with another ticket")]
    NotAlone {
        /// The line.
        line: usize,
    },
    /// More add-ons than a ticket can have.
    #[error("each ticket can have at most {max} of line {line}")]
    TooManyAddOns {
        /// The line.
        line: usize,
        /// The most.
        max: u32,
    },
    /// A ticket without an add-on that it has to have.
    #[error("line {line} needs at least {min} of an add-on with each ticket")]
    AddOnNeeded {
        /// The line.
        line: usize,
        /// The add-on.
        product: ProductId,
        /// The fewest.
        min: u32,
    },
    /// A price was chosen for something with a fixed price.
    #[error("the price of line {line} is fixed")]
    FixedPrice {
        /// The line.
        line: usize,
    },
    /// The chosen price is out of its limits.
    #[error("line {line} costs at least {min}{}", max.map(|max| format!(" and at most {max}")).unwrap_or_default())]
    OutOfLimits {
        /// The line.
        line: usize,
        /// The least, in minor units.
        min: i64,
        /// The most, in minor units.
        max: Option<i64>,
    },
    /// It is not sold to buyers of this kind or country.
    #[error("line {line} is not sold to buyers of this country")]
    NotSoldThere {
        /// The line.
        line: usize,
    },
    /// More tickets than a quote is made for.
    #[error("a quote is made for at most {0} tickets")]
    TooMany(usize),
    /// Sums beyond what can be counted.
    #[error("the amounts are too large")]
    Overflow,
}
