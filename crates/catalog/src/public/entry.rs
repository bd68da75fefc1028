//! What coming costs: the price that stands on top of an event's page and beside it in every list.

use std::time::Duration;

use ::store::{Cache, Cx, Tx};
use kernel::{EventId, Money};

use super::{PublicAvailability, PublicProduct, prices};
use crate::{Error, event, product};

/// How long what an event costs is kept, unless it changes: time alone can end an early bird.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// What coming costs by event, with the event's version.
struct Known(Cache<EventId, (i64, Option<Money>)>);

impl Default for Known {
    fn default() -> Self {
        Self(Cache::living(10_000, KEPT_FOR))
    }
}

impl PublicProduct {
    /// The price and the availability of each of its forms, or its own if it has none.
    fn forms(&self) -> impl Iterator<Item = (Money, &PublicAvailability)> {
        let own = self.variations.is_empty().then_some((self.price, &self.availability));
        self.variations.iter().map(|form| (form.price, &form.availability)).chain(own)
    }

    /// Whether it lets in whoever buys it, without being looked at first.
    fn is_a_way_in(&self) -> bool {
        self.kind.admits() && !self.approval
    }
}

/// The least and the most that somebody pays for one ticket who comes: of what is a way in for everybody; where there is
/// none, of what can be had at all. With `now` only what can be bought at this moment counts.
pub fn entry(products: &[PublicProduct], now: bool) -> Option<(Money, Money)> {
    let range = |counts: fn(&PublicProduct) -> bool| {
        let forms = products.iter().filter(|product| product.sold_alone && counts(product));
        let forms = forms.flat_map(PublicProduct::forms).filter(|(_, told)| !now || told.available_up_to > 0);
        let prices: Vec<Money> = forms.map(|(price, _)| price).collect();
        let least = prices.iter().min_by_key(|price| price.minor)?;
        let most = prices.iter().max_by_key(|price| price.minor)?;
        Some((*least, *most))
    };
    range(PublicProduct::is_a_way_in).or_else(|| range(|_| true))
}

/// The least that coming to an event in a list costs, by the rules of now: of what can be bought, or while nothing can,
/// of what is shown.
pub(super) async fn price_from(cx: &Cx, tx: &mut Tx, slug: &str) -> Result<Option<Money>, Error> {
    let known = cx.db.cache::<Known>();
    let Some(event) = event::store::by_slug(tx, slug).await? else { return Ok(None) };
    if let Some((_, price)) = known.0.get(&event.id).filter(|(version, _)| *version == event.version) {
        return Ok(price);
    }
    let mut products = product::store::list(tx, event.id, event.mode).await?;
    let prices = prices::of(tx, &event, None, &mut products).await?;
    let shown: Vec<_> =
        products.iter().filter_map(|product| super::show(product, &prices, cx.now, None)).collect();
    let price = entry(&shown, true).or_else(|| entry(&shown, false)).map(|(least, _)| least);
    known.0.insert(event.id, (event.version, price));
    Ok(price)
}
