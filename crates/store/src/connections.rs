//! Connections for transactions and for reading, kept ready between them.
//!
//! The pool asks a connection for a sign of life each time it is given back: one more round trip for every use, and
//! whoever comes meanwhile opens another connection, which knows neither tables nor statements yet. A transaction that
//! came to a good end has just given that sign, so its connection is passed on as it is. One that did not is rolled back
//! first, behind whoever left it.
//!
//! Who only reads, or does all in one statement, needs no transaction: PostgreSQL gives every statement of one the view
//! of its own moment anyway. The session is fenced instead; whoever comes next for the same organisation and purpose has
//! nothing to ask before.

use std::{
    ops::{Deref, DerefMut},
    sync::{
        Arc, Mutex, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use kernel::OrgId;
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres, pool::PoolConnection};
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

/// How long to wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that gave its last sign of life longer ago may have lost its server.
const FRESH: Duration = Duration::from_secs(1);

/// How long to wait for a connection that is being rolled back before another one is opened, which takes longer.
const SOON: Duration = Duration::from_millis(20);

/// The share of the pool that organisations' work leaves to everything else: one in so many connections.
const SHARE_OF_OTHERS: u32 = 4;

/// Connections of `pool` that are ready for a transaction. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Connections(Arc<Parts>);

struct Parts {
    pool: PgPool,
    /// How many connections the pool opens at most.
    most: u32,
    seats: Arc<Semaphore>,
    /// Those that an organisation's work may take.
    seats_inside: Arc<Semaphore>,
    idle: Mutex<Vec<Kept>>,
    /// How many are being rolled back, and who waits for one of them.
    returning: AtomicUsize,
    returned: Notify,
}

/// What a session may do outside of transactions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Fence {
    /// Whose rows it sees.
    pub org: OrgId,
    /// Whether it may change them.
    pub writes: bool,
}

impl Fence {
    fn statement(self) -> String {
        let read_only = if self.writes { "off" } else { "on" };
        format!("set app.org = '{}'; set default_transaction_read_only = {read_only}", self.org.uuid())
    }
}

/// Has a session see no organisation's rows and write.
const OUTSIDE: &str = "set app.org = ''; set default_transaction_read_only = off";

/// What a connection is taken for.
#[derive(Clone, Copy)]
enum Use {
    Transaction,
    /// Statements of their own, behind a fence or outside of all organisations.
    Session(Option<Fence>),
}

/// A connection between two uses.
struct Kept {
    connection: PoolConnection<Postgres>,
    /// None outside of all organisations.
    fence: Option<Fence>,
    /// When its server last answered one of our own statements. Those of whoever had it are not known here: one that lost
    /// its server would pass for fresh as long as somebody tries it.
    alive: Instant,
}

/// What somebody would like best.
type Wish<'a> = &'a (dyn Fn(&Kept) -> bool + Sync);

/// The right to a connection.
struct Seat {
    _one: OwnedSemaphorePermit,
    _inside: Option<OwnedSemaphorePermit>,
}

impl Connections {
    /// Connections of `pool`, which opens at most `most`; `first` is one of them, as it was opened.
    pub fn new(pool: PgPool, most: u32, first: PoolConnection<Postgres>) -> Self {
        Self::lending(pool, most, vec![Kept { connection: first, fence: None, alive: Instant::now() }])
    }

    fn lending(pool: PgPool, most: u32, idle: Vec<Kept>) -> Self {
        let inside = most - most.div_ceil(SHARE_OF_OTHERS).min(most - 1);
        let semaphore = |seats: u32| Arc::new(Semaphore::new(seats as usize));
        let (seats, seats_inside) = (semaphore(most), semaphore(inside));
        let (idle, returning, returned) = (Mutex::new(idle), AtomicUsize::new(0), Notify::new());
        Self(Arc::new(Parts { pool, most, seats, seats_inside, idle, returning, returned }))
    }

    /// How many are open.
    pub fn open(&self) -> u32 {
        self.0.pool.size()
    }

    /// A connection on which `statement` has run, which begins an organisation's transaction.
    pub async fn begin(&self, statement: String) -> Result<Busy, sqlx::Error> {
        self.transaction(statement, self.seat_inside().await?).await
    }

    /// The same for what belongs to no organisation, or comes before it is known.
    pub async fn begin_outside(&self, statement: String) -> Result<Busy, sqlx::Error> {
        self.transaction(statement, self.seat().await?).await
    }

    async fn transaction(&self, statement: String, seat: Seat) -> Result<Busy, sqlx::Error> {
        // A transaction can begin anywhere: those that read are left to who reads.
        let kept = self.take(&[&|kept| kept.fence.is_none_or(|fence| fence.writes)]).await;
        self.run(kept, statement, seat, Use::Transaction).await
    }

    /// A connection behind `fence`, outside of any transaction.
    pub async fn behind(&self, fence: Fence) -> Result<Busy, sqlx::Error> {
        self.session(Some(fence), self.seat_inside().await?).await
    }

    /// A connection outside of all organisations and of any transaction.
    pub async fn outside(&self) -> Result<Busy, sqlx::Error> {
        self.session(None, self.seat().await?).await
    }

    async fn session(&self, fence: Option<Fence>, seat: Seat) -> Result<Busy, sqlx::Error> {
        let ready = |kept: &Kept| kept.fence == fence;
        match self.take(&[&ready, &|kept| kept.fence.is_none()]).await {
            Some(kept) if ready(&kept) && kept.alive.elapsed() < FRESH => Ok(Busy {
                connection: Some(kept.connection),
                all: self.clone(),
                fence: kept.fence,
                alive: kept.alive,
                in_transaction: false,
                seat: Some(seat),
            }),
            kept => {
                let statement = fence.map_or_else(|| OUTSIDE.to_owned(), Fence::statement);
                self.run(kept, statement, seat, Use::Session(fence)).await
            }
        }
    }

    /// One that is open: idle, or soon to be.
    async fn take(&self, wishes: &[Wish<'_>]) -> Option<Kept> {
        let mut returned = std::pin::pin!(self.0.returned.notified());
        returned.as_mut().enable();
        let kept = self.idle(|idle| pick(idle, wishes));
        if kept.is_some() || self.0.returning.load(Ordering::Relaxed) == 0 {
            return kept;
        }
        // Whether one came back or not: what is idle now is taken.
        let _ = tokio::time::timeout(SOON, returned).await;
        self.idle(|idle| pick(idle, wishes))
    }

    async fn seat_inside(&self) -> Result<Seat, sqlx::Error> {
        let inside = permit(&self.0.seats_inside).await?;
        Ok(Seat { _inside: Some(inside), ..self.seat().await? })
    }

    async fn seat(&self) -> Result<Seat, sqlx::Error> {
        Ok(Seat { _one: permit(&self.0.seats).await?, _inside: None })
    }

    /// Runs `statement` on `kept`, or on another one where there is none or it has lost its server.
    async fn run(
        &self,
        mut kept: Option<Kept>,
        statement: String,
        seat: Seat,
        purpose: Use,
    ) -> Result<Busy, sqlx::Error> {
        // All that were open may be lost; one after them is new.
        let mut more = self.0.most;
        loop {
            let (connection, fence) = match kept {
                Some(kept) => (kept.connection, kept.fence),
                None => (self.0.pool.acquire().await?, None),
            };
            let (fence, in_transaction) = match purpose {
                Use::Transaction => (fence, true),
                Use::Session(fence) => (fence, false),
            };
            let (connection, all, alive) = (Some(connection), self.clone(), Instant::now());
            let mut busy = Busy { connection, all, fence, alive, in_transaction, seat: None };
            match busy.execute(sqlx::raw_sql(AssertSqlSafe(statement.clone()))).await {
                Ok(_) => {
                    busy.seat = Some(seat);
                    return Ok(busy);
                }
                // The server was restarted since: what else is idle has lost it, too.
                Err(error) if more > 0 && is_gone(&error) => {
                    busy.leave();
                    self.idle(|idle| idle.drain(..).for_each(Kept::leave));
                    kept = None;
                    more -= 1;
                }
                Err(error) => {
                    busy.leave();
                    return Err(error);
                }
            }
        }
    }

    /// Lends nothing more, closes what is idle and waits until the rest has been given back.
    pub async fn close(&self) {
        self.0.seats.close();
        self.0.seats_inside.close();
        self.idle(|idle| idle.drain(..).for_each(Kept::leave));
        self.0.pool.close().await;
    }

    /// Lends nothing more; the `most` last used of what has been given back are lent by another one from now on. None if
    /// something is still in use after `patience`.
    pub async fn hand_over(&self, most: usize, patience: Duration) -> Option<Self> {
        let everything = self.0.seats.clone().acquire_many_owned(self.0.most);
        let everything = tokio::time::timeout(patience, everything).await;
        self.0.seats.close();
        self.0.seats_inside.close();
        let _everything = everything.ok()?.ok()?;
        let mut idle = self.idle(std::mem::take);
        idle.drain(..idle.len().saturating_sub(most)).for_each(Kept::leave);
        Some(Self::lending(self.0.pool.clone(), self.0.most, idle))
    }

    fn idle<T>(&self, change: impl FnOnce(&mut Vec<Kept>) -> T) -> T {
        change(&mut self.0.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, kept: Kept) {
        match self.0.seats.is_closed() {
            true => kept.leave(),
            false => self.idle(|idle| idle.push(kept)),
        }
    }
}

impl Kept {
    /// The pool must never see it again: its session may be fenced to an organisation.
    fn leave(mut self) {
        self.connection.close_on_drop();
    }
}

async fn permit(seats: &Arc<Semaphore>) -> Result<OwnedSemaphorePermit, sqlx::Error> {
    let permit = tokio::time::timeout(PATIENCE, seats.clone().acquire_owned()).await;
    permit.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)
}

/// Takes the last of `idle` that is wanted; the first wish comes first, and any is better than none.
fn pick(idle: &mut Vec<Kept>, wishes: &[Wish<'_>]) -> Option<Kept> {
    let place = wishes.iter().find_map(|wish| idle.iter().rposition(*wish));
    match place {
        Some(place) => Some(idle.swap_remove(place)),
        None => idle.pop(),
    }
}

/// Whether the connection's server has gone: it ended (class 57P, "operator intervention") or the line is cut.
fn is_gone(error: &sqlx::Error) -> bool {
    match error {
        sqlx::Error::Io(_) => true,
        sqlx::Error::Database(error) => error.code().is_some_and(|code| code.starts_with("57P")),
        _ => false,
    }
}

/// A connection in use. A transaction under way is rolled back when this is dropped.
pub struct Busy {
    /// There until the end.
    connection: Option<PoolConnection<Postgres>>,
    all: Connections,
    fence: Option<Fence>,
    alive: Instant,
    in_transaction: bool,
    seat: Option<Seat>,
}

impl Busy {
    /// Makes the transaction durable. Without one everything is durable already.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        self.commit_after(None).await
    }

    /// The same after `last` has run in the same round trip. If that fails, nothing is done.
    pub(crate) async fn commit_after(mut self, last: Option<String>) -> Result<(), sqlx::Error> {
        let statement = match (self.in_transaction, last) {
            (true, Some(last)) => Some(format!("{last}; commit")),
            (true, None) => Some("commit".to_owned()),
            (false, last) => last,
        };
        if let Some(statement) = statement {
            self.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await?;
            self.alive = Instant::now();
        }
        if let Some(connection) = self.connection.take() {
            self.all.keep(Kept { connection, fence: self.fence, alive: self.alive });
        }
        Ok(())
    }

    /// Ends the connection.
    fn leave(&mut self) {
        if let Some(mut connection) = self.connection.take() {
            connection.close_on_drop();
        }
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        if !self.in_transaction {
            return self.all.keep(Kept { connection, fence: self.fence, alive: self.alive });
        }
        let (all, fence, seat) = (self.all.clone(), self.fence, self.seat.take());
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return connection.close_on_drop() };
        all.0.returning.fetch_add(1, Ordering::Relaxed);
        let returning = Returning(all);
        runtime.spawn(async move {
            match connection.execute("rollback").await {
                Ok(_) => returning.0.keep(Kept { connection, fence, alive: Instant::now() }),
                Err(_) => connection.close_on_drop(),
            }
            drop((returning, seat));
        });
    }
}

/// Counts a connection that is on its way back, however that ends.
struct Returning(Connections);

impl Drop for Returning {
    fn drop(&mut self) {
        self.0.0.returning.fetch_sub(1, Ordering::Relaxed);
        self.0.0.returned.notify_waiters();
    }
}

impl Deref for Busy {
    type Target = PgConnection;

    fn deref(&self) -> &PgConnection {
        self.connection.as_deref().expect("the connection is there until the end")
    }
}

impl DerefMut for Busy {
    fn deref_mut(&mut self) -> &mut PgConnection {
        self.connection.as_deref_mut().expect("the connection is there until the end")
    }
}
