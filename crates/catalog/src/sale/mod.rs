//! What selling reads of the catalogue.

mod store;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use ::store::{Cx, Tx};
use kernel::{EventId, LocalizedText, Money, ProductId, QuotaId};
use moka::future::Cache;

use crate::{EventHead, availability::Terms};

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

/// What an event sells at one version of its catalogue, and how much of it was free when it was read.
#[derive(Debug, Clone)]
pub struct Stand {
    /// The event's version: as long as it is the same, so are the products and which quotas they use.
    pub version: i64,
    /// Every product, in the order it is shown.
    pub products: Vec<SaleProduct>,
    /// Free places by quota; unlimited where there is no number.
    pub free: BTreeMap<QuotaId, Option<i64>>,
}

/// The event's stand as it is now, in one round trip.
pub async fn stand(tx: &mut Tx, event: EventId) -> Result<Stand, sqlx::Error> {
    store::stand(tx, event).await
}

/// What the products of an event are called.
pub type Names = HashMap<ProductId, LocalizedText>;

/// What these products are called.
pub fn names_of(products: &[SaleProduct]) -> Names {
    products.iter().map(|product| (product.id, product.name.clone())).collect()
}

/// Names by event and version: another version is another entry.
struct KeptNames(Cache<(EventId, i64), Arc<Names>>);

impl Default for KeptNames {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(5_000).time_to_idle(Duration::from_secs(60)).build())
    }
}

/// What the products of an event are called, from memory if its head was asked about before.
pub async fn names(cx: &Cx, event: &EventHead) -> Result<Arc<Names>, sqlx::Error> {
    let kept = cx.db.cache::<KeptNames>();
    let key = (event.id, event.version);
    if let Some(names) = kept.0.get(&key).await {
        return Ok(names);
    }
    let products = products_for_sale(&mut cx.begin().await?, event.id).await?;
    let names = Arc::new(names_of(&products));
    kept.0.insert(key, names.clone()).await;
    Ok(names)
}

/// Every product of the event, in the order it is shown, in one round trip.
pub async fn products_for_sale(tx: &mut Tx, event: EventId) -> Result<Vec<SaleProduct>, sqlx::Error> {
    Ok(stand(tx, event).await?.products)
}
