//! A database for each test.
//!
//! One PostgreSQL serves the whole test process: our embedded one, or the server at `TESSERA_TEST_DATABASE_URL`. It is
//! migrated once, into a template. A test gets a copy of that, which some test before it may have used: then its rows are
//! gone, and its connections are open and know the tables and statements.

mod host;
mod rewind;
mod scratch;
mod store;
#[cfg(test)]
mod tests;
mod warm;

use ::store::Db;
use kernel::Instant;
use sqlx::{ConnectOptions, postgres::PgConnectOptions};

use crate::workbench;

pub use rewind::Snapshot;
pub use warm::CONNECTIONS;
pub(crate) use warm::{Promise, Used, Warm};

/// A migrated database that only one test knows, without rows unless it begins with some.
#[derive(Debug)]
pub struct TestDb {
    /// There until it is given back.
    warm: Option<Warm>,
    promise: Option<Promise>,
}

impl TestDb {
    /// An empty one. The first call of the process also starts PostgreSQL.
    ///
    /// # Panics
    /// With the reason, when there is no PostgreSQL or a migration fails; outside of a `testkit::test`.
    pub async fn new() -> Self {
        let warm = match workbench::take() {
            Some(warm) => warm,
            None => Warm::create().await,
        };
        Self { warm: Some(warm), promise: None }
    }

    /// One with the rows of another.
    ///
    /// # Panics
    /// Like [`TestDb::new`].
    pub async fn of(snapshot: &Snapshot) -> Self {
        let mut this = Self::new().await;
        this.warm_mut().load(snapshot).await;
        this
    }

    /// Keeps its rows for [`TestDb::of`]. What is still going on in it is waited for.
    ///
    /// # Panics
    /// With PostgreSQL's reason, and if somebody does not come to an end.
    pub async fn save(mut self) -> Snapshot {
        let snapshot = self.warm_mut().save().await;
        // Whoever goes on from there gets the connections that have done all this.
        if let Some(warm) = self.warm.take()
            && let Some(clean) = (Used { warm, promise: None }).clean().await
        {
            workbench::put(clean);
        }
        snapshot
    }

    /// It, open.
    pub fn db(&self) -> Db {
        self.warm().db()
    }

    /// Has the test fail if work that is due at `moment` is left undone when it ends, but for `one_kind`.
    pub fn promise_nothing_is_due(&mut self, moment: Instant, one_kind: &'static str) {
        self.promise = Some(Promise { moment, one_kind });
    }

    /// How the role that owns the schema connects.
    pub fn owner_options(&self) -> PgConnectOptions {
        self.warm().owner().clone()
    }

    /// The owner's connection URL.
    pub fn url(&self) -> String {
        self.warm().owner().to_url_lossy().into()
    }

    fn warm(&self) -> &Warm {
        self.warm.as_ref().expect("it is there until it is given back")
    }

    fn warm_mut(&mut self) -> &mut Warm {
        self.warm.as_mut().expect("it is there until it is given back")
    }
}

impl Drop for TestDb {
    fn drop(&mut self) {
        if let Some(warm) = self.warm.take() {
            workbench::give_back(Used { warm, promise: self.promise.take() });
        }
    }
}
