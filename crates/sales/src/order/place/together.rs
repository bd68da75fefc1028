//! Carts of one event that are ordered while the last orders are being committed share the next transaction. Only what
//! the list alone prices, nobody has a share of and has to be paid is taken here; anything else is placed alone, and so is
//! what can't be placed, to be told why.

use std::{collections::HashMap, sync::Arc};

use catalog::{EventHead, sale};
use kernel::EventId;
use store::{Cx, Lanes, lanes};

use super::{CartOrder, New, Placed};
use crate::{
    Desk, Error,
    cart::{self, Cart, CartStatus},
    customer,
};

/// A cart that somebody orders.
struct Wanted {
    cx: Cx,
    desk: Desk,
    event: Arc<EventHead>,
    wish: CartOrder,
}

/// A cart waiting for its turn; the answer is its order if it was placed.
type Waiting = lanes::Waiting<Wanted, Option<Placed>>;

/// The order that a cart became; `None`, and nothing done, if it has to be looked at alone.
pub(super) async fn place(cx: &Cx, desk: &Desk, event: &Arc<EventHead>, wish: &CartOrder) -> Option<Placed> {
    let wanted = Wanted { cx: cx.clone(), desk: desk.clone(), event: Arc::clone(event), wish: wish.clone() };
    cx.db.cache::<Lanes<EventId, Waiting>>().join(event.id, wanted, serve).await.flatten()
}

async fn serve(batch: Vec<Waiting>) {
    let placed = place_all(&batch).await.unwrap_or_else(|error| {
        tracing::debug!(%error, orders = batch.len(), "a batch of orders is taken apart");
        Vec::new()
    });
    let placed = placed.into_iter().chain(std::iter::repeat(None));
    batch.into_iter().zip(placed).for_each(|(waiting, placed)| waiting.answer(placed));
}

async fn place_all(batch: &[Waiting]) -> Result<Vec<Option<Placed>>, Error> {
    let Some(first) = batch.first() else { return Ok(Vec::new()) };
    let mut tx = first.cx.begin().await?;
    let secrets: Vec<&str> = batch.iter().map(|waiting| waiting.wish.cart.as_str()).collect();
    let carts = cart::store::lock_all(&mut tx, first.event.id, &secrets).await?;
    let mut carts: HashMap<String, Cart> =
        carts.into_iter().map(|cart| (cart.secret.clone(), cart)).collect();
    let mut new = New::default();
    let mut placed = Vec::with_capacity(batch.len());
    for waiting in batch {
        // Whoever sends the same cart twice at once finds the order when asked alone.
        let cart = carts.remove(&waiting.wish.cart);
        placed.push(match cart {
            Some(cart) if is_plain(waiting, &cart).await => add(&mut new, waiting, &cart),
            _ => None,
        });
    }
    if new.rows.is_empty() {
        return Ok(placed);
    }
    new.rows.insert(&mut tx, None).await?;
    new.trail.write(&mut tx).await?;
    tx.commit().await?;
    Ok(placed)
}

/// Whether nothing but the cart itself decides about it.
async fn is_plain(Wanted { cx, event, .. }: &Wanted, cart: &Cart) -> bool {
    if cart.status != CartStatus::Open || cart.tariff.fee_minor.is_some() {
        return false;
    }
    let goods = sale::kept(&cx.db, event.id, event.version).await;
    goods.is_some_and(|goods| !customer::limited(&goods.products, cart.lines.iter().map(|line| line.product)))
}

fn add(new: &mut New, Wanted { cx, desk, event, wish }: &Wanted, cart: &Cart) -> Option<Placed> {
    super::check(cx, event, cart).ok()?;
    cart.total(event.currency).filter(|total| !total.is_zero())?;
    new.add(cx, desk, event, cart, wish).ok()
}
