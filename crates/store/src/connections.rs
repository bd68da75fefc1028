//! Connections for transactions, kept ready between them.
//!
//! The pool asks a connection for a sign of life each time it is given back: one more round trip for every transaction.
//! A transaction that came to a good end has just given one, so its connection is passed on as it is. One that did not
//! is rolled back first, behind whoever left it.

use std::{
    ops::{Deref, DerefMut},
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use sqlx::{AssertSqlSafe, Executor, PgConnection, PgPool, Postgres, pool::PoolConnection};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

/// How long to wait for a free connection.
const PATIENCE: Duration = Duration::from_secs(10);

/// The share of the pool that transactions leave to everything else: one in so many connections.
const SHARE_OF_OTHERS: u32 = 4;

/// Connections of `pool` that are ready for a transaction. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Connections(Arc<Parts>);

struct Parts {
    pool: PgPool,
    seats: Arc<Semaphore>,
    idle: Mutex<Vec<PoolConnection<Postgres>>>,
}

impl Connections {
    /// Connections of `pool`, which opens at most `most`.
    pub fn new(pool: PgPool, most: u32) -> Self {
        let seats = (most - most.div_ceil(SHARE_OF_OTHERS).min(most - 1)) as usize;
        Self(Arc::new(Parts { pool, seats: Arc::new(Semaphore::new(seats)), idle: Mutex::default() }))
    }

    /// A connection on which `statement` has run, which begins a transaction.
    pub async fn begin(&self, statement: String) -> Result<Busy, sqlx::Error> {
        let seat = tokio::time::timeout(PATIENCE, self.0.seats.clone().acquire_owned()).await;
        let seat = seat.map_err(|_| sqlx::Error::PoolTimedOut)?.map_err(|_| sqlx::Error::PoolClosed)?;
        loop {
            let kept = self.idle(Vec::pop);
            let fresh = kept.is_none();
            let connection = match kept {
                Some(connection) => connection,
                None => self.0.pool.acquire().await?,
            };
            let mut busy = Busy { connection: Some(connection), all: self.clone(), seat: None };
            match busy.execute(sqlx::raw_sql(AssertSqlSafe(statement.clone()))).await {
                Ok(_) => {
                    busy.seat = Some(seat);
                    return Ok(busy);
                }
                // The server was restarted since: the next one, at last a new one, will do.
                Err(sqlx::Error::Io(_)) if !fresh => busy.connection = None,
                Err(error) => return Err(error),
            }
        }
    }

    /// Gives back what is idle, and takes nothing more.
    pub fn close(&self) {
        self.0.seats.close();
        drop(self.idle(std::mem::take));
    }

    fn idle<T>(&self, change: impl FnOnce(&mut Vec<PoolConnection<Postgres>>) -> T) -> T {
        change(&mut self.0.idle.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn keep(&self, connection: PoolConnection<Postgres>) {
        if !self.0.seats.is_closed() {
            self.idle(|idle| idle.push(connection));
        }
    }
}

/// A connection with a transaction under way, which is rolled back when this is dropped.
pub(crate) struct Busy {
    /// There until the end.
    connection: Option<PoolConnection<Postgres>>,
    all: Connections,
    seat: Option<OwnedSemaphorePermit>,
}

impl Busy {
    /// Makes the transaction durable, after `last` has run in the same round trip. If that fails, nothing is done.
    pub async fn commit(mut self, last: Option<String>) -> Result<(), sqlx::Error> {
        let statement = match last {
            Some(last) => format!("{last}; commit"),
            None => "commit".to_owned(),
        };
        self.execute(sqlx::raw_sql(AssertSqlSafe(statement))).await?;
        if let Some(connection) = self.connection.take() {
            self.all.keep(connection);
        }
        Ok(())
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        let Some(mut connection) = self.connection.take() else { return };
        let (all, seat) = (self.all.clone(), self.seat.take());
        let Ok(runtime) = tokio::runtime::Handle::try_current() else { return };
        runtime.spawn(async move {
            // What can't be rolled back goes to the pool, which looks at it.
            if connection.execute("rollback").await.is_ok() {
                all.keep(connection);
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
