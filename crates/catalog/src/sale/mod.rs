//! What selling reads of the catalogue.

mod store;

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
    time::Duration,
};

use ::store::{Cache, Cx, Db, Tx};
use kernel::{CategoryId, EventId, LocalizedText, Money, ProductId, QuotaId, VariationId};

use crate::{
    EventHead, Item, Mode,
    availability::{Channel, Terms},
    composition::Composition,
    price::ChannelPrices,
    product::Kind,
};

/// A product, or one variation of it, as selling needs it; archived ones included. A product with variations has one
/// of these for itself, too: it was sold like that before, and it is what the variations have in common.
#[derive(Debug, Clone)]
pub struct SaleProduct {
    /// The product.
    pub id: ProductId,
    /// In which form.
    pub variation: Option<VariationId>,
    /// Its name, with the variation's: “Conference · Student”.
    pub name: LocalizedText,
    /// What one gets.
    pub kind: Kind,
    /// Under which heading it stands.
    pub category: Option<CategoryId>,
    /// Its price; the least that can be given if the price is free.
    pub price: Money,
    /// What it costs on some channels, where that is another price.
    pub channel_prices: ChannelPrices,
    /// Whether buyers may give more than the price.
    pub free_price: bool,
    /// Whether one of the product's variations has to be chosen instead.
    pub needs_variation: bool,
    /// What belongs to it.
    pub composition: Composition,
    /// On what terms it is on offer; see [`crate::availability::reasons`].
    pub terms: Terms,
    /// The quotas it takes a place from, by id.
    pub quota_ids: Vec<QuotaId>,
}

impl SaleProduct {
    /// What it is on a line of a cart.
    pub fn item(&self) -> Item {
        Item::new(self.id, self.variation)
    }

    /// What it costs on a channel; the least that can be given if the price is free.
    pub fn price_on(&self, channel: Channel) -> Money {
        self.channel_prices.of(self.price, channel)
    }
}

/// What an event sells at one version of its catalogue.
#[derive(Debug, Default)]
pub struct Goods {
    /// The event's version: as long as it is the same, so are the products and which quotas they use.
    pub version: i64,
    /// Every product, followed by its variations, in the order they are shown.
    pub products: Vec<SaleProduct>,
    /// What they are called.
    pub names: Names,
    /// Whether what is sold at this version counts.
    pub mode: Mode,
    /// The quotas of the test stock, by those whose doubles they are; none where nothing was ever tested.
    pub doubles: HashMap<QuotaId, QuotaId>,
}

impl Goods {
    /// The quota that gives its places for `quota`. Tests never take real ones.
    pub fn stock_of(&self, quota: QuotaId, mode: Mode) -> Option<QuotaId> {
        match mode {
            Mode::Live => Some(quota),
            Mode::Test => self.doubles.get(&quota).copied(),
        }
    }
}

/// What the products of an event and their variations are called.
pub type Names = HashMap<Item, LocalizedText>;

/// What an event sells, and how much of it was free when it was read. Cheap to clone but for the numbers.
#[derive(Debug, Clone)]
pub struct Stand {
    /// The products.
    pub goods: Arc<Goods>,
    /// Free places by quota, those of the test stock included; unlimited where there is no number.
    pub free: BTreeMap<QuotaId, Option<i64>>,
}

/// Goods by event and version: another version is another entry.
struct KeptGoods(Cache<(EventId, i64), Arc<Goods>>);

impl Default for KeptGoods {
    fn default() -> Self {
        Self(Cache::idling(5_000, Duration::from_secs(60)))
    }
}

/// The event's stand as it is now, in one round trip.
pub async fn stand(tx: &mut Tx, event: EventId) -> Result<Stand, sqlx::Error> {
    let stand = store::stand(tx, event).await?;
    let kept = tx.cx().db.cache::<KeptGoods>();
    kept.0.insert((event, stand.goods.version), stand.goods.clone());
    Ok(stand)
}

/// What the event sells now, in one round trip.
pub async fn goods(tx: &mut Tx, event: EventId) -> Result<Arc<Goods>, sqlx::Error> {
    Ok(stand(tx, event).await?.goods)
}

/// The same behind the gate of the event's stock, where its version can't change any more: from memory if it was read
/// before.
pub async fn goods_now(tx: &mut Tx, event: EventId) -> Result<Arc<Goods>, sqlx::Error> {
    let db = tx.cx().db.clone();
    match kept(&db, event, store::version(tx, event).await?).await {
        Some(goods) => Ok(goods),
        None => goods(tx, event).await,
    }
}

/// What the event sold at `version`, if that was read before. Whether it is the version of now is for the caller to
/// see to.
pub async fn kept(db: &Db, event: EventId, version: i64) -> Option<Arc<Goods>> {
    db.cache::<KeptGoods>().0.get(&(event, version))
}

/// What the event sells, from memory if that version was read before: for looking only.
pub async fn seen(cx: &Cx, event: &EventHead) -> Result<Arc<Goods>, sqlx::Error> {
    match kept(&cx.db, event.id, event.version).await {
        Some(goods) => Ok(goods),
        None => goods(&mut cx.read().await?, event.id).await,
    }
}

/// Like [`seen`], for whoever is in a transaction: nobody who holds a connection waits for a second one.
pub async fn seen_within(tx: &mut Tx, event: &EventHead) -> Result<Arc<Goods>, sqlx::Error> {
    let db = tx.cx().db.clone();
    match kept(&db, event.id, event.version).await {
        Some(goods) => Ok(goods),
        None => goods(tx, event.id).await,
    }
}
