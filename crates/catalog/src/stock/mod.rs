//! The one place that changes `sold` and `held`. Quotas are always touched in the order of their ids, so that two
//! sales never wait for each other in a circle.

mod store;

use std::collections::BTreeMap;

use ::store::{Tx, gate};
use kernel::{EventId, QuotaId};
use store::Change;

pub use store::QuotaRow;

/// Why stock can't be taken. The caller has to roll back: some quotas may have been changed.
#[derive(Debug, thiserror::Error)]
pub enum StockError {
    /// There are not that many free places in this quota.
    #[error("the places of {quota} are sold out")]
    SoldOut {
        /// The first quota that is too full.
        quota: QuotaId,
    },
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// Places that somebody takes from one quota.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// The quota.
    pub quota: QuotaId,
    /// How many.
    pub count: u32,
    /// How many of them a voucher takes beyond the quota's size.
    pub beyond: u32,
}

impl From<(QuotaId, u32)> for Places {
    fn from((quota, count): (QuotaId, u32)) -> Self {
        Self { quota, count, beyond: 0 }
    }
}

/// By how much the counters of a quota change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Shift {
    /// Held places.
    pub held: i64,
    /// Sold places.
    pub sold: i64,
    /// Those of both that are beyond the size.
    pub beyond: i64,
}

/// Takes free places for a cart or an unpaid order: free → held.
pub async fn hold(tx: &mut Tx, places: &[impl Into<Places> + Copy]) -> Result<(), StockError> {
    shift(tx, places, |n, beyond| (n, 0, beyond)).await
}

/// Like [`hold`], done in the round trip of the commit: everybody who buys waits for these rows, and they are locked
/// for nothing else. A commit that [`is_sold_out`] took nothing and did nothing.
pub fn hold_with_commit(tx: &mut Tx, places: &[Places]) {
    shift_with_commit(tx, places, |n, beyond| (n, 0, beyond));
}

/// Like [`sell_held`], done in the round trip of the commit. Can't oversell.
pub fn sell_held_with_commit(tx: &mut Tx, places: &[Places]) {
    shift_with_commit(tx, places, |n, _| (-n, n, 0));
}

/// Whether a commit failed because places were gone.
pub fn is_sold_out(error: &sqlx::Error) -> bool {
    let constraint = error.as_database_error().and_then(|error| error.constraint());
    matches!(constraint, Some("quotas_not_oversold" | "quotas_open"))
}

/// Gives held places back: held → free.
pub async fn release(tx: &mut Tx, places: &[impl Into<Places> + Copy]) -> Result<(), StockError> {
    shift(tx, places, |n, beyond| (-n, 0, -beyond)).await
}

/// Sells places that were held: held → sold.
pub async fn sell_held(tx: &mut Tx, places: &[impl Into<Places> + Copy]) -> Result<(), StockError> {
    shift(tx, places, |n, _| (-n, n, 0)).await
}

/// Sells free places at once: free → sold.
pub async fn sell(tx: &mut Tx, places: &[impl Into<Places> + Copy]) -> Result<(), StockError> {
    shift(tx, places, |n, beyond| (0, n, beyond)).await
}

/// Takes a sale back: sold → free.
pub async fn unsell(tx: &mut Tx, places: &[impl Into<Places> + Copy]) -> Result<(), StockError> {
    shift(tx, places, |n, beyond| (0, -n, -beyond)).await
}

/// Takes a sale back whose places stay held, because a voucher reserves them: sold → held.
pub async fn hold_sold(tx: &mut Tx, places: &[impl Into<Places> + Copy]) -> Result<(), StockError> {
    shift(tx, places, |n, _| (n, -n, 0)).await
}

/// Gives held places back and takes others instead, in one step.
pub async fn exchange(tx: &mut Tx, given: &[Places], taken: &[Places]) -> Result<(), StockError> {
    let mut shifts = BTreeMap::<QuotaId, Shift>::new();
    for (places, sign) in [(given, -1), (taken, 1)] {
        for Places { quota, count, beyond } in places {
            let shift = shifts.entry(*quota).or_default();
            shift.held += sign * i64::from(*count);
            shift.beyond += sign * i64::from(*beyond);
        }
    }
    shifts.retain(|_, shift| *shift != Shift::default());
    apply(tx, listed(&shifts)).await
}

/// Comes before reading which quotas the event's products take places from, in every transaction that then changes
/// stock: as long as it runs, no product changes its quotas.
pub async fn enter(tx: &mut Tx, event: EventId) -> Result<(), sqlx::Error> {
    gate::pass(tx, event.uuid()).await
}

/// Waits until nobody is changing the event's stock, and keeps everybody out until the transaction ends.
pub(crate) async fn close(tx: &mut Tx, event: EventId) -> Result<(), sqlx::Error> {
    gate::close(tx, event.uuid()).await
}

/// Locks quotas in the order of their ids and reads them; who holds the lock may decide about them.
pub async fn lock(tx: &mut Tx, quotas: &[QuotaId]) -> Result<Vec<QuotaRow>, sqlx::Error> {
    store::lock(tx, quotas).await
}

/// Applies what was decided for a whole batch on a [`Stand`](crate::sale::Stand): for each quota by how much its
/// counters change. `false` if the catalogue has another version by now or the places are gone; the caller has to
/// roll back then.
pub async fn take_at(
    tx: &mut Tx,
    event: EventId,
    version: i64,
    changes: &BTreeMap<QuotaId, Shift>,
) -> Result<bool, sqlx::Error> {
    let changes = listed(changes);
    let done = store::apply_at(tx, event, version, &changes).await?;
    Ok(done == changes.len() as u64)
}

fn shift_with_commit(tx: &mut Tx, places: &[Places], each: impl Fn(i64, i64) -> (i64, i64, i64)) {
    let changes = merged(places, each);
    if !changes.is_empty() {
        let statement = store::apply_text(tx, &changes);
        tx.run_with_commit(statement);
    }
}

/// Applies what was decided under [`lock`]: for each quota by how much its counters change.
pub(crate) async fn settle(tx: &mut Tx, changes: &BTreeMap<QuotaId, Shift>) -> Result<(), sqlx::Error> {
    let changes = listed(changes);
    let done = store::apply(tx, &changes).await?;
    if done.len() == changes.len() { Ok(()) } else { Err(sqlx::Error::RowNotFound) }
}

fn listed(changes: &BTreeMap<QuotaId, Shift>) -> Vec<Change> {
    let change = |(quota, Shift { held, sold, beyond }): (&QuotaId, &Shift)| Change {
        quota: *quota,
        held: *held,
        sold: *sold,
        beyond: *beyond,
    };
    changes.iter().map(change).collect()
}

async fn shift(
    tx: &mut Tx,
    places: &[impl Into<Places> + Copy],
    each: impl Fn(i64, i64) -> (i64, i64, i64),
) -> Result<(), StockError> {
    apply(tx, merged(places, each)).await
}

async fn apply(tx: &mut Tx, changes: Vec<Change>) -> Result<(), StockError> {
    let done = match changes.as_slice() {
        [] => return Ok(()),
        [_] => store::apply(tx, &changes).await?,
        // Locked in order first: a plain update of several rows takes them in any order.
        _ => {
            store::lock(tx, &changes.iter().map(|change| change.quota).collect::<Vec<_>>()).await?;
            store::apply(tx, &changes).await?
        }
    };
    match changes.iter().find(|change| !done.contains(&change.quota)) {
        None => Ok(()),
        Some(refused) if refused.held + refused.sold > refused.beyond => {
            Err(StockError::SoldOut { quota: refused.quota })
        }
        Some(_) => Err(StockError::Sql(sqlx::Error::RowNotFound)),
    }
}

/// One change per quota, in the order of ids, without those that take nothing.
fn merged(places: &[impl Into<Places> + Copy], each: impl Fn(i64, i64) -> (i64, i64, i64)) -> Vec<Change> {
    let mut sums = BTreeMap::<QuotaId, (i64, i64)>::new();
    for places in places {
        let Places { quota, count, beyond } = (*places).into();
        let sum = sums.entry(quota).or_default();
        *sum = (sum.0 + i64::from(count), sum.1 + i64::from(beyond));
    }
    let change = |(quota, (n, beyond))| {
        let (held, sold, beyond) = each(n, beyond);
        Change { quota, held, sold, beyond }
    };
    sums.into_iter().filter(|(_, (n, _))| *n > 0).map(change).collect()
}

#[cfg(test)]
mod tests;
