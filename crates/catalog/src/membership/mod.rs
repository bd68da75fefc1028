//! Which products take their places from which quotas. When that changes after sales, the places that a product has
//! taken move with it; nobody sells meanwhile.

mod store;

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use kernel::{EventId, ProductId, QuotaId};

use crate::{Error, stock};

/// A product and a quota that it takes its places from.
pub(crate) type Link = (ProductId, QuotaId);

/// Places that a product has taken.
#[derive(Debug, Clone, Copy, Default)]
struct Taken {
    held: i64,
    sold: i64,
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
    let left: Vec<Link> = before.difference(&after).copied().collect();
    let joined: Vec<Link> = after.difference(&before).copied().collect();
    let products: BTreeSet<ProductId> = left.iter().chain(&joined).map(|(product, _)| *product).collect();
    if products.is_empty() {
        return Ok(());
    }
    stock::close(tx, event).await?;
    let taken = store::taken(tx, event, &products).await?;
    let taken = |product: &ProductId| taken.get(product).copied().unwrap_or_default();
    let mut shifts = BTreeMap::<QuotaId, (i64, i64)>::new();
    for (links, sign) in [(&left, -1), (&joined, 1)] {
        for (product, quota) in links {
            let (shift, taken) = (shifts.entry(*quota).or_default(), taken(product));
            *shift = (shift.0 + sign * taken.held, shift.1 + sign * taken.sold);
        }
    }
    for row in stock::lock(tx, &Vec::from_iter(shifts.keys().copied())).await? {
        let wanted = shifts.get(&row.id).map_or(0, |(held, sold)| held + sold);
        if let Some(free) = row.free().filter(|free| wanted > *free) {
            let quota = store::name(tx, row.id).await?;
            return Err(Error::QuotaTooSmall { quota, wanted, free });
        }
    }
    store::unlink(tx, &left).await?;
    store::link(tx, &joined).await?;
    let bare = store::bare(tx, &products).await?;
    if let Some(Taken { held, sold }) = bare.iter().map(taken).find(|Taken { held, sold }| held + sold > 0) {
        return Err(Error::NoQuotaLeft { sold, held });
    }
    Ok(stock::settle(tx, &shifts).await?)
}
