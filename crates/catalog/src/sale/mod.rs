//! What selling reads of the catalogue.

mod store;

use ::store::Tx;
use kernel::{EventId, LocalizedText, Money, ProductId, QuotaId};

use crate::availability::Terms;

/// A product as selling needs it, archived ones included.
#[derive(Debug, Clone)]
pub struct SaleProduct {
    /// The product.
    pub id: ProductId,
    /// Its name.
    pub name: LocalizedText,
    /// Its price.
    pub price: Money,
    /// How many of it one order may have.
    pub max_per_order: u32,
    /// On what terms it is on offer; see [`crate::availability::refusal`].
    pub terms: Terms,
    /// The quotas it takes a place from, by id.
    pub quota_ids: Vec<QuotaId>,
}

/// Every product of the event, in the order it is shown, in one round trip.
pub async fn products_for_sale(tx: &mut Tx, event: EventId) -> Result<Vec<SaleProduct>, sqlx::Error> {
    store::products(tx, event).await
}
