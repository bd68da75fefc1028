//! Carts of one event that are filled while the last ones are being committed share the next transaction. Only what needs
//! nothing but places is taken here; whatever else there is about a cart is found out for it alone.

use ::store::{Cx, Lanes, lanes};
use catalog::stock::Shifts;
use kernel::EventId;

use super::{Cart, jobs, store};
use crate::{Error, offer::Offer};

/// A cart without rules of price, chosen from the goods of a version of the event.
struct Filled {
    cx: Cx,
    cart: Cart,
    version: i64,
    places: Shifts,
}

/// A cart waiting for its turn; the answer is whether its places are held.
type Waiting = lanes::Waiting<Filled, bool>;

/// Writes `cart`, which was chosen from `offer`, and takes its places. `false`, and nothing done, if the event is not at
/// `version` any more, if its batch wanted more than there is, or if it could not be written.
pub(super) async fn hold(cx: &Cx, offer: &Offer, cart: &Cart, version: i64) -> bool {
    let places = Shifts::default().hold(&cart.places(offer));
    let filled = Filled { cx: cx.clone(), cart: cart.clone(), version, places };
    let lanes = cx.db.cache::<Lanes<EventId, Waiting>>();
    lanes.join(cart.event, filled, serve).await.unwrap_or_default()
}

async fn serve(batch: Vec<Waiting>) {
    let held = hold_all(&batch).await.unwrap_or_else(|error| {
        tracing::debug!(%error, carts = batch.len(), "a batch of carts is taken apart");
        false
    });
    batch.into_iter().for_each(|waiting| waiting.answer(held));
}

async fn hold_all(batch: &[Waiting]) -> Result<bool, Error> {
    let Some(first) = batch.first() else { return Ok(true) };
    let event = first.cart.event;
    let mut tx = first.cx.begin_through(event.uuid()).await?;
    let expiries = batch.iter().map(|waiting| jobs::expiry(&waiting.cx, &waiting.cart));
    let expiries = expiries.collect::<Result<Vec<_>, _>>()?;
    let carts: Vec<&Cart> = batch.iter().map(|waiting| &waiting.cart).collect();
    let version = store::insert(&mut tx, event, &carts, expiries).await?;
    if batch.iter().any(|waiting| waiting.version != version) {
        return Ok(false);
    }
    let mut places = Shifts::default();
    batch.iter().for_each(|waiting| places.add(waiting.places.clone()));
    places.apply_with_commit(&mut tx);
    tx.commit().await?;
    Ok(true)
}
