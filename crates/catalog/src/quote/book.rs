//! What a quote is made from: the price book of an event. Plain data, read once and shared.

use kernel::{
    CategoryId, Currency, DiscountId, FeeId, Instant, LocalizedText, Percent, ProductId, QuotaId, TaxRuleId,
    VariationId, VoucherId,
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::tax::TaxRule;
use crate::{availability::Channel, price::ChannelPrices};

/// How sums are rounded to minor units. Half a unit is rounded away from zero everywhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Rounding {
    /// The tax of each line is rounded, and sums are sums of lines.
    #[default]
    Line,
    /// The tax of all lines of one rate is a share of the sum of their nets, rounded once (EN 16931). What that makes
    /// more or less is spread in minor units over the gross amounts, the highest first.
    SumByNet,
    /// The same, but gross amounts stay and the nets move.
    SumKeepGross,
    /// `sum_by_net` for businesses, `line` for everybody else.
    SumBusiness,
}

impl Rounding {
    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::SumByNet => "sum_by_net",
            Self::SumKeepGross => "sum_keep_gross",
            Self::SumBusiness => "sum_business",
        }
    }
}

/// How an event reads its prices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Terms {
    /// The one currency of the event.
    pub currency: Currency,
    /// Whether prices include tax.
    pub includes_tax: bool,
    /// How sums are rounded.
    pub rounding: Rounding,
    /// The rule of whatever names none.
    pub default_tax: Option<TaxRuleId>,
}

/// Everything that decides on prices.
#[derive(Debug, Clone)]
pub struct Book {
    /// How prices are read.
    pub terms: Terms,
    /// What is for sale, sorted by product and variation.
    pub items: Vec<Listed>,
    /// The tax rules.
    pub taxes: Vec<TaxRule>,
    /// The discounts, in the order they are tried.
    pub discounts: Vec<Discount>,
    /// The fees.
    pub fees: Vec<Fee>,
}

/// A price on the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The product.
    pub product: ProductId,
    /// Which of its variations; absent if it has none.
    pub variation: Option<VariationId>,
    /// The list price in minor units.
    pub list: i64,
    /// What the list says on some channels instead.
    pub by_channel: ChannelPrices,
    /// How it is taxed; the event's default if absent.
    pub tax: Option<TaxRuleId>,
    /// Its category.
    pub category: Option<CategoryId>,
    /// The quotas it takes places from.
    pub quotas: Vec<QuotaId>,
    /// Between what the buyer may choose the price; a fixed price if absent.
    pub free: Option<FreePrice>,
}

impl Listed {
    /// The list price on a channel, in minor units.
    pub fn on(&self, channel: Channel) -> i64 {
        self.by_channel.on(channel).unwrap_or(self.list)
    }
}

/// The limits of a price that the buyer chooses, in minor units.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FreePrice {
    /// The least.
    pub min: i64,
    /// The most; nothing but the limit of prices if absent.
    pub max: Option<i64>,
}

/// What a discount or a voucher is good for. Empty is everything; otherwise one match is enough.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[schema(as = PriceScope)]
pub struct Scope {
    /// These products.
    #[serde(rename = "product_ids")]
    #[schema(rename = "product_ids", max_items = 100)]
    pub products: Vec<ProductId>,
    /// These variations.
    #[serde(rename = "variation_ids")]
    #[schema(rename = "variation_ids", max_items = 100)]
    pub variations: Vec<VariationId>,
    /// Whatever takes places from these quotas.
    #[serde(rename = "quota_ids")]
    #[schema(rename = "quota_ids", max_items = 100)]
    pub quotas: Vec<QuotaId>,
    /// Whatever stands in these categories.
    #[serde(rename = "category_ids")]
    #[schema(rename = "category_ids", max_items = 100)]
    pub categories: Vec<CategoryId>,
}

impl Scope {
    /// Whether it names nothing and so means everything.
    pub fn is_everything(&self) -> bool {
        self.products.is_empty()
            && self.variations.is_empty()
            && self.quotas.is_empty()
            && self.categories.is_empty()
    }

    /// Whether it covers this item.
    pub fn covers(&self, item: &Listed) -> bool {
        self.reaches((item.product, item.variation), item.category, &item.quotas)
    }

    /// Whether it covers what stands in `category` and takes places from `quotas`.
    pub fn reaches(
        &self,
        (product, variation): (ProductId, Option<VariationId>),
        category: Option<CategoryId>,
        quotas: &[QuotaId],
    ) -> bool {
        self.is_everything()
            || self.products.contains(&product)
            || variation.is_some_and(|variation| self.variations.contains(&variation))
            || category.is_some_and(|category| self.categories.contains(&category))
            || quotas.iter().any(|quota| self.quotas.contains(quota))
    }
}

/// What a discount or a voucher does to the price of one ticket. It never raises a price.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
#[schema(as = PriceEffect)]
pub enum Effect {
    /// Nothing.
    None,
    /// It costs this.
    Set {
        /// The price in minor units.
        #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
        amount_minor: i64,
    },
    /// So much less, down to nothing.
    Subtract {
        /// How much, in minor units.
        #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
        amount_minor: i64,
    },
    /// A share less.
    Percent {
        /// The share.
        percent: Percent,
    },
}

/// A rule that discounts tickets by itself.
#[derive(Debug, Clone)]
pub struct Discount {
    /// The rule.
    pub id: DiscountId,
    /// What guests read beside the price.
    pub name: LocalizedText,
    /// What it is good for.
    pub scope: Scope,
    /// What it asks of the basket.
    pub condition: Condition,
    /// What it does to the price of each ticket.
    pub effect: Effect,
    /// Only the cheapest so many of each `Condition::Count` tickets get it.
    pub cheapest: Option<u32>,
    /// Counts each product and variation by itself: “five of the same”.
    pub same: bool,
    /// Whether add-ons count and get it too.
    pub addons: bool,
    /// Leaves alone what a voucher has made cheaper.
    pub skip_vouchered: bool,
    /// From when.
    pub from: Option<Instant>,
    /// Until when.
    pub until: Option<Instant>,
    /// How many tickets can get it in all: the first so many.
    pub limit: Option<i64>,
}

/// What a discount asks of the tickets it looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Condition {
    /// At least so many tickets.
    Count(u32),
    /// Tickets worth at least this together, in minor units.
    Value(i64),
}

/// A voucher, as far as prices are concerned.
#[derive(Debug, Clone)]
pub struct Voucher {
    /// The voucher.
    pub id: VoucherId,
    /// What it is good for.
    pub scope: Scope,
    /// What it does to the price of each ticket.
    pub effect: Effect,
    /// How many tickets it is good for in all.
    pub max_uses: i64,
    /// How many tickets its first use has to have at least.
    pub min_uses: i64,
    /// How many have used it already, open carts included.
    pub used: i64,
    /// What it may take off in all, in minor units.
    pub budget: Option<i64>,
    /// What it has taken off already, open carts included.
    pub spent: i64,
    /// Until when.
    pub valid_until: Option<Instant>,
}

/// What is added to an order.
#[derive(Debug, Clone)]
pub struct Fee {
    /// The fee.
    pub id: FeeId,
    /// What guests read.
    pub name: LocalizedText,
    /// How much.
    pub amount: FeeAmount,
    /// Per ticket that costs something, instead of once per order that costs something.
    pub per_ticket: bool,
    /// The organiser bears it: it is told, but not added.
    pub absorbed: bool,
    /// How it is taxed; the event's default if absent.
    pub tax: Option<TaxRuleId>,
}

/// How much a fee is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum FeeAmount {
    /// An amount.
    Fixed {
        /// How much, in minor units.
        #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
        amount_minor: i64,
    },
    /// A share of what the tickets cost.
    Percent {
        /// The share.
        percent: Percent,
    },
}
