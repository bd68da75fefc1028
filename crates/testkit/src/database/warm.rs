//! A database that goes from test to test with its open connections.

use std::time::Duration;

use ::store::{
    Db, DbOptions,
    job::{self, Leftover},
};
use kernel::Instant;
use sqlx::{Connection, PgConnection, postgres::PgConnectOptions};

use super::{
    host,
    rewind::{Rewinder, Snapshot},
};

/// How many connections a test's database opens at most.
pub const CONNECTIONS: u32 = 12;

/// How many of them stay open between two tests: a small one needs no more, and each of PostgreSQL's sessions takes tens of
/// megabytes.
const KEPT: usize = 8;

/// How many statements a connection keeps: tests use more of them than any process does.
const STATEMENTS: usize = 2_000;

/// How long to wait for what a test has left under way.
const PATIENCE: Duration = Duration::from_secs(2);

/// How long to wait for sessions that are on their way out, and how often to look.
const GOODBYE: Duration = Duration::from_millis(10);
const GOODBYES: u32 = 10;

/// What a test says of the work that it leaves.
#[derive(Debug)]
pub(crate) struct Promise {
    pub(super) moment: Instant,
    pub(super) one_kind: &'static str,
}

/// A database that a test is done with.
pub(crate) struct Used {
    pub(super) warm: Warm,
    pub(super) promise: Option<Promise>,
}

impl Used {
    /// Checks what the test promised and makes the database ready for the next one. None if it is not fit for that.
    ///
    /// # Panics
    /// If work is left undone.
    pub(crate) async fn clean(mut self) -> Option<Warm> {
        if let Some(promise) = &self.promise {
            let mut left = self.warm.leftovers(promise.moment).await.expect("the jobs can be read");
            left.retain(|job| job.dead || job.kind != promise.one_kind);
            assert!(left.is_empty(), "background work is left: {left:?}; run_jobs() does it");
        }
        self.warm.is_rewound().await.then_some(self.warm)
    }
}

/// A database with open connections. It is dropped with this value.
#[derive(Debug)]
pub(crate) struct Warm {
    name: String,
    owner: PgConnectOptions,
    db: Db,
    rewinder: Rewinder,
}

impl Warm {
    /// Copies the template and connects.
    pub(super) async fn create() -> Self {
        let (name, owner) = match host::create().await {
            Ok(created) => created,
            Err(reason) => panic!("no database for this test: {reason}"),
        };
        let rewinder = Rewinder::open(&owner).await.expect("the owner connects");
        let prepared = owner.clone().statement_cache_capacity(STATEMENTS);
        let options = DbOptions { owner: prepared, max_connections: CONNECTIONS };
        let db = Db::open(options).await.expect("the template is migrated");
        Self { name, owner, db, rewinder }
    }

    pub(super) fn db(&self) -> Db {
        self.db.clone()
    }

    pub(super) fn owner(&self) -> &PgConnectOptions {
        &self.owner
    }

    pub(super) async fn load(&mut self, snapshot: &Snapshot) {
        self.rewinder.load(snapshot).await.expect("rows of the same schema");
    }

    pub(super) async fn save(&mut self) -> Snapshot {
        assert!(self.is_quiet().await, "the database is still in use");
        self.rewinder.save().await.expect("the owner reads everything")
    }

    async fn leftovers(&mut self, due: Instant) -> Result<Vec<Leftover>, sqlx::Error> {
        match job::leftovers(self.rewinder.connection(), due).await {
            // The test cut all connections.
            Err(sqlx::Error::Io(_)) => {
                job::leftovers(&mut PgConnection::connect_with(&self.owner).await?, due).await
            }
            result => result,
        }
    }

    /// Takes it from whoever still has it; `false` if they don't let go.
    async fn is_quiet(&mut self) -> bool {
        let next = self.db.hand_over(KEPT, PATIENCE).await;
        next.map(|db| self.db = db).is_some()
    }

    /// Makes it what it was; `false` where that can't be done: where the schema was changed, a connection is not given back
    /// or lost, or others are connected who may still write.
    async fn is_rewound(&mut self) -> bool {
        self.is_quiet().await && self.is_alone().await && self.rewinder.rewind().await.unwrap_or(false)
    }

    async fn is_alone(&mut self) -> bool {
        for _ in 0..GOODBYES {
            let ours = self.db.open_connections() + 1;
            match self.rewinder.sessions().await {
                Ok(sessions) if sessions.cast_unsigned() <= ours => return true,
                Ok(_) => tokio::time::sleep(GOODBYE).await,
                Err(_) => return false,
            }
        }
        false
    }
}

impl Drop for Warm {
    fn drop(&mut self) {
        host::discard(std::mem::take(&mut self.name));
    }
}
