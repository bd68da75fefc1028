//! Connections for transactions and for reading, kept ready between them.
//!
//! The pool asks a connection for a sign of life each time it is given back: one more round trip for every transaction.
//! A transaction that came to a good end has just given one, so its connection is passed on as it is. One that did not
//! is rolled back first, behind whoever left it.
//!
//! Who only reads, or does all in one statement, needs no transaction: PostgreSQL gives every statement of one the view
//! of its own moment anyway. The session is fenced instead; whoever comes next for the same organisation and purpose has
//! nothing to ask before.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use kernel::OrgId;
use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres, pool::PoolConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long to wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// A connection that was quiet for longer may have lost its server.
const FRESH: Duration = Duration::from_secs(1);

/// The share of the pool that transactions leave to everything else: one in so many connections.
const SHARE_OF_OTHERS: u32 = 4;

/// Connections of `pool` that are ready for a transaction. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Connections(Arc<Parts>);

struct Parts {
    pool: PgPool,
    /// How many connections the pool opens at most.
    most: u32,
    seats: Arc<Semaphore>,
    idle: Mutex<Vec<Kept>>,
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

/// A connection between two uses.
struct Kept {
    connection: PoolConnection<Postgres>,
    fence: Option<Fence>,
    since: Instant,
}

impl Connections {
    /// Connections of `pool`, which opens at most `most`.
    pub fn new(pool: PgPool, most: u32) -> Self {
        let seats = (most - most.div_ceil(SHARE_OF_OTHERS).min(most - 1)) as usize;
        Self(Arc::new(Parts { pool, most, seats: Arc::new(Semaphore::new(seats)), idle: Mutex::default() }))
    }

    /// A connection on which `statement` has run, which begins a transaction.
    pub async fn begin(&self, statement: String) -> Result<Busy, sqlx::Error> {
        let seat = self.seat().await?;
        // A transaction can begin anywhere: those that read are left to who reads.
        let kept = self.idle(|idle| pick(idle, &[&|kept| kept.fence.is_none_or(|fence| fence.writes)]));
        self.run(kept, statement, seat, None).await
    }

    /// A connection behind `fence`, outside of any transaction.
    pub async fn behind(&self, fence: Fence) -> Result<Busy, sqlx::Error> {
        let seat = self.seat().await?;
        let ready = |kept: &Kept| kept.fence == Some(fence);
        let kept = self.idle(|idle| pick(idle, &[&ready, &|kept| kept.fence.is_none()]));
        match kept {
            Some(kept) if ready(&kept) && kept.since.elapsed() < FRESH => Ok(Busy {
                connection: Some(kept.connection),
                all: self.clone(),
                fence: kept.fence,
                in_transaction: false,
                seat: Some(seat),
            }),
            kept => self.run(kept, fence.statement(), seat, Some(fence)).await,
        }
    }

    async fn seat(&self) -> Result<OwnedSemaphorePermit, sqlx::Error> {
        let seat = tokio::time::timeout(PATIENCE, self.0.seats.clone().acquire_owned()).await;
        seat.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)
    }

    /// Runs `statement` on `kept`, or on another one where there is none or it has lost its server.
    async fn run(
        &self,
        mut kept: Option<Kept>,
        statement: String,
        seat: OwnedSemaphorePermit,
        behind: Option<Fence>,
    ) -> Result<Busy, sqlx::Error> {
        // All that were open may be lost; one after them is new.
        let mut more = self.0.most;
        loop {
            let (connection, fence) = match kept {
                Some(kept) => (kept.connection, kept.fence),
                None => (self.0.pool.acquire().await?, None),
            };
            let mut busy = Busy {
                connection: Some(connection),
                all: self.clone(),
                fence: behind.or(fence),
                in_transaction: behind.is_none(),
                seat: None,
            };
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

    /// Gives back what is idle, and takes nothing more.
    pub fn close(&self) {
        self.0.seats.close();
        self.idle(|idle| idle.drain(..).for_each(Kept::leave));
    }

    fn idle<T>(&self, change: impl FnOnce(&mut Vec<Kept>) -> T) -> T {
        change(&mut self.0.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, connection: PoolConnection<Postgres>, fence: Option<Fence>) {
        let kept = Kept { connection, fence, since: Instant::now() };
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

/// Takes the last of `idle` that is wanted; the first wish comes first, and any is better than none.
fn pick(idle: &mut Vec<Kept>, wishes: &[&dyn Fn(&Kept) -> bool]) -> Option<Kept> {
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
pub(crate) struct Busy {
    /// There until the end.
    connection: Option<PoolConnection<Postgres>>,
    all: Connections,
    fence: Option<Fence>,
    in_transaction: bool,
    seat: Option<OwnedSemaphorePermit>,
}

impl Busy {
    /// Makes the transaction durable, after `last` has run in the same round trip. If that fails, nothing is done.
    /// Without a transaction everything is durable already.
    pub async fn commit(mut self, last: Option<String>) -> Result<(), sqlx::Error> {
        let statement = match (self.in_transaction, last) {
            (true, Some(last)) => Some(format!("{last}; commit")),
            (true, None) => Some("commit".to_owned()),
            (false, last) => last,
        };
        if let Some(statement) = statement {
            self.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await?;
        }
        if let Some(connection) = self.connection.take() {
            self.all.keep(connection, self.fence);
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
            return self.all.keep(connection, self.fence);
        }
        let (all, fence, seat) = (self.all.clone(), self.fence, self.seat.take());
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return connection.close_on_drop() };
        runtime.spawn(async move {
            match connection.execute("rollback").await {
                Ok(_) => all.keep(connection, fence),
                Err(_) => connection.close_on_drop(),
            }
            drop(seat);
        });
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
