//! What a voucher keeps aside for each of its uses.

use kernel::{ProductId, VariationId};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::{
    Item,
    sale::{Goods, SaleProduct},
};

/// What always comes along with something, as it is kept in the voucher's row: SQL reads it, too, so the ids are bare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptPart {
    /// What.
    pub product: Uuid,
    /// In which form.
    pub variation: Option<Uuid>,
    /// How many with each.
    pub count: u32,
}

/// What a voucher keeps aside for each of its uses. It stays like that until the voucher is replaced, or ends: what the
/// product contains can't be changed meanwhile.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// What the voucher is good for.
    pub item: Item,
    /// What always comes along with it.
    pub parts: Vec<KeptPart>,
}

impl Kept {
    /// What a voucher for this product keeps aside: the parts of a bundle, too, and add-ons that have to be bought along
    /// with it. Of an add-on with variations nobody knows which of them it will be.
    pub(super) fn of(goods: &Goods, product: &SaleProduct) -> Self {
        let bundle = product.composition.bundle.iter();
        let bundle = bundle.map(|part| KeptPart {
            product: part.product_id.uuid(),
            variation: part.variation_id.map(VariationId::uuid),
            count: part.count,
        });
        let single = |id: ProductId| {
            goods.products.iter().any(|it| it.item() == Item::from(id) && !it.needs_variation)
        };
        let forced =
            product.composition.add_ons.iter().filter(|rule| rule.min > 0 && single(rule.product_id));
        let forced =
            forced.map(|rule| KeptPart { product: rule.product_id.uuid(), variation: None, count: rule.min });
        Self { item: product.item(), parts: bundle.chain(forced).collect() }
    }

    /// How many of what are kept for so many uses.
    pub fn items(&self, uses: u32) -> impl Iterator<Item = (Item, u32)> {
        let parts = self.parts.iter();
        let parts = parts.map(move |part| {
            let item = Item::new(part.product.into(), part.variation.map(VariationId::from));
            (item, part.count.saturating_mul(uses))
        });
        std::iter::once((self.item, uses)).chain(parts)
    }
}
