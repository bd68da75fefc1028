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

/// Movements of places as one: what one of them takes and another gives back of the same quota never leaves it.
#[derive(Debug, Clone, Default)]
pub struct Shifts(BTreeMap<QuotaId, Shift>);

impl Shifts {
    /// Free → held: for a cart or an unpaid order.
    pub fn hold(self, places: &[Places]) -> Self {
        self.and(places, |n, beyond| (n, 0, beyond))
    }

    /// Held → free.
    pub fn release(self, places: &[Places]) -> Self {
        self.and(places, |n, beyond| (-n, 0, -beyond))
    }

    /// Held → sold.
    pub fn sell_held(self, places: &[Places]) -> Self {
        self.and(places, |n, _| (-n, n, 0))
    }

    /// Free → sold.
    pub fn sell(self, places: &[Places]) -> Self {
        self.and(places, |n, beyond| (0, n, beyond))
    }

    /// Sold → free.
    pub fn unsell(self, places: &[Places]) -> Self {
        self.and(places, |n, beyond| (0, -n, -beyond))
    }

    fn and(mut self, places: &[Places], each: impl Fn(i64, i64) -> (i64, i64, i64)) -> Self {
        for Places { quota, count, beyond } in places {
            let (held, sold, beyond) = each(i64::from(*count), i64::from(*beyond));
            self.shift(*quota, Shift { held, sold, beyond });
        }
        self
    }

    /// Moves those of somebody else, too.
    pub fn add(&mut self, others: Self) {
        for (quota, shift) in others.0 {
            self.shift(quota, shift);
        }
    }

    fn shift(&mut self, quota: QuotaId, Shift { held, sold, beyond }: Shift) {
        let sum = self.0.entry(quota).or_default();
        sum.held += held;
        sum.sold += sold;
        sum.beyond += beyond;
    }

    /// How many free places of each quota that takes, or gives back if there are fewer than none.
    pub fn taken(&self) -> impl Iterator<Item = (QuotaId, i64)> {
        self.0.iter().map(|(quota, Shift { held, sold, beyond })| (*quota, held + sold - beyond))
    }

    /// Does it now. The caller has to roll back if that fails: some quotas may have been changed.
    pub async fn apply(&self, tx: &mut Tx) -> Result<(), StockError> {
        apply(tx, self.changes()).await
    }

    /// Does it in the round trip of the commit: everybody who buys waits for these rows, and they are locked for nothing
    /// else. A commit that [`is_sold_out`] took nothing and did nothing.
    pub fn apply_with_commit(&self, tx: &mut Tx) {
        let changes = self.changes();
        if !changes.is_empty() {
            let statement = store::apply_text(tx, &changes);
            tx.run_with_commit(statement);
        }
    }

    /// One change per quota, in the order of ids, without those that change nothing.
    fn changes(&self) -> Vec<Change> {
        let mut changes = listed(&self.0);
        changes.retain(|change| (change.held, change.sold, change.beyond) != (0, 0, 0));
        changes
    }
}

/// Whether a commit failed because places were gone.
pub fn is_sold_out(error: &sqlx::Error) -> bool {
    let constraint = error.as_database_error().and_then(|error| error.constraint());
    matches!(constraint, Some("quotas_not_oversold" | "quotas_open"))
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

/// Gives every quota of the event its double in the test stock, and makes those that are there what they should be. The
/// caller has [`close`]d the stock.
pub(crate) async fn set_up_tests(tx: &mut Tx, event: EventId) -> Result<(), sqlx::Error> {
    store::refresh_tests(tx, event).await
}

/// [`close`]s the stock of an event that has a test stock, before a quota is changed: whoever sells passes the gate before
/// the quota's row, too.
pub(crate) async fn close_if_tested(tx: &mut Tx, event: EventId) -> Result<bool, sqlx::Error> {
    let tested = store::has_tests(tx, event).await?;
    if tested {
        close(tx, event).await?;
    }
    Ok(tested)
}

/// Has the test stock follow a change of the event's quotas, or of what takes its places from them, if there is one.
pub(crate) async fn follow(tx: &mut Tx, event: EventId) -> Result<(), sqlx::Error> {
    if close_if_tested(tx, event).await? {
        store::refresh_tests(tx, event).await?;
    }
    Ok(())
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
    changes: &Shifts,
) -> Result<bool, sqlx::Error> {
    // Those that change nothing, too: the version has to be that of the decision all the same.
    let changes = listed(&changes.0);
    let done = store::apply_at(tx, event, version, &changes).await?;
    Ok(done == changes.len() as u64)
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

#[cfg(test)]
mod tests;
