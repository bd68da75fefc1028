//! What takes its places from which quotas. When that changes after sales, the places that were taken move with it;
//! nobody sells meanwhile.

mod store;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use kernel::{EventId, ProductId, QuotaId};

use crate::{Error, Item, stock};

/// A quota, and what takes its places from it: one variation, or a product with all its variations.
pub(crate) type Link = (Item, QuotaId);

/// Places that were taken.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    held: i64,
    sold: i64,
    beyond: i64,
}

/// Makes `after` of the links `before`. The caller holds the lock of the event, under which alone links change.
pub(crate) async fn change(
    tx: &mut Tx,
    event: EventId,
    before: impl IntoIterator<Item = Link>,
    after: impl IntoIterator<Item = Link>,
) -> Result<(), Error> {
    let (before, after): (BTreeSet<Link>, BTreeSet<Link>) =
        (before.into_iter().collect(), after.into_iter().collect());
    let (left, joined) = (&before - &after, &after - &before);
    let products: BTreeSet<ProductId> = left.iter().chain(&joined).map(|(item, _)| item.product).collect();
    if products.is_empty() {
        return Ok(());
    }
    stock::close(tx, event).await?;
    let were = store::links(tx, &products).await?;
    let are = tidied(&(&were - &left) | &joined);
    let taken = store::taken(tx, event, &products).await?;
    let mut shifts = BTreeMap::<QuotaId, stock::Shift>::new();
    for (item, Taken { held, sold, beyond }) in &taken {
        for (links, sign) in [(&were, -1), (&are, 1)] {
            for quota in quotas_of(*item, links) {
                let shift = shifts.entry(quota).or_default();
                shift.held += sign * held;
                shift.sold += sign * sold;
                shift.beyond += sign * beyond;
            }
        }
    }
    for row in stock::lock(tx, &Vec::from_iter(shifts.keys().copied())).await? {
        let wanted = shifts.get(&row.id).map_or(0, |shift| shift.held + shift.sold - shift.beyond);
        if let Some(free) = row.free().filter(|free| wanted > *free) {
            let quota = store::name(tx, row.id).await?;
            return Err(Error::QuotaTooSmall { quota, wanted, free });
        }
    }
    store::unlink(tx, &Vec::from_iter(&were - &are)).await?;
    store::link(tx, &Vec::from_iter(&are - &were)).await?;
    let bare = taken.iter().find(|(item, _)| quotas_of(**item, &are).is_empty());
    if let Some((_, Taken { held, sold, .. })) = bare {
        return Err(Error::NoQuotaLeft { sold: *sold, held: *held });
    }
    stock::settle(tx, &shifts).await?;
    Ok(stock::follow(tx, event).await?)
}

/// The quotas that a place of `item` is taken from: each once, however it is linked.
fn quotas_of(item: Item, links: &BTreeSet<Link>) -> BTreeSet<QuotaId> {
    let whole = Item::from(item.product);
    links.iter().filter(|(linked, _)| *linked == item || *linked == whole).map(|(_, quota)| *quota).collect()
}

/// Without the variations whose whole product takes its places from the same quota.
fn tidied(links: BTreeSet<Link>) -> BTreeSet<Link> {
    let covered = |(item, quota): &Link| {
        item.variation.is_some() && links.contains(&(Item::from(item.product), *quota))
    };
    links.iter().filter(|link| !covered(link)).copied().collect()
}
