//! What a line of a cart or an order is about.

use kernel::{ProductId, VariationId};

/// A product, or one variation of it: what is put into a cart and what takes places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Item {
    /// The product.
    pub product: ProductId,
    /// In which form, if it has several.
    pub variation: Option<VariationId>,
}

impl Item {
    /// The product as such.
    pub fn new(product: ProductId, variation: Option<VariationId>) -> Self {
        Self { product, variation }
    }
}

impl From<ProductId> for Item {
    fn from(product: ProductId) -> Self {
        Self { product, variation: None }
    }
}
