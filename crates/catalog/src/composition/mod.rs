//! Products that belong together: add-ons of a ticket, and bundles of several products. A product that belongs to others
//! has neither add-ons nor parts of its own, so nothing can go in circles.

mod accept;
mod units;

#[cfg(test)]
mod tests;

use garde::Validate;
use kernel::{ProductId, VariationId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(crate) use accept::{accept, is_free};
pub use units::{Line, part_of, units};

/// The most add-ons and parts that a product can have.
pub const MOST: usize = 50;

/// That a product can be bought along with another one, in any of its variations.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductAddOn)]
pub struct AddOn {
    /// The product that is added.
    #[garde(skip)]
    pub product_id: ProductId,
    /// How many of it have to be bought with each.
    #[garde(range(max = 100))]
    #[serde(default)]
    #[schema(minimum = 0, maximum = 100)]
    pub min: u32,
    /// How many of it can be bought with each.
    #[garde(range(min = 1, max = 100))]
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 100)]
    pub max: u32,
    /// Whether the price includes it.
    #[garde(skip)]
    #[serde(default)]
    pub included: bool,
}

/// That a product is part of a bundle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductPart)]
pub struct Part {
    /// The product that is contained.
    #[garde(skip)]
    pub product_id: ProductId,
    /// Which form of it, if it comes in several.
    #[garde(skip)]
    #[serde(default)]
    pub variation_id: Option<VariationId>,
    /// How many of it.
    #[garde(range(min = 1, max = 100))]
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 100)]
    pub count: u32,
    /// How much of the bundle's price each of them is, in minor units: for taxes and invoices.
    #[garde(range(min = 0, max = crate::product::MAX_PRICE))]
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    pub share_minor: i64,
}

fn one() -> u32 {
    1
}

/// What belongs to a product, and how it is sold.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Composition {
    /// What can be bought along with it.
    pub add_ons: Vec<AddOn>,
    /// What it contains.
    pub bundle: Vec<Part>,
    /// Whether it can be bought without another product that it is an add-on of.
    pub sold_alone: bool,
}

/// How much of the price of one its parts have, in minor units.
pub fn shares(composition: &Composition) -> i64 {
    let each = composition.bundle.iter();
    each.fold(0, |sum, part| sum.saturating_add(part.share_minor.saturating_mul(part.count.into())))
}

impl Default for Composition {
    fn default() -> Self {
        Self { add_ons: Vec::new(), bundle: Vec::new(), sold_alone: true }
    }
}
