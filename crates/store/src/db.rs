//! The pool of the application role.

use std::{
    any::{Any, TypeId},
    collections::HashMap,
    sync::{Arc, OnceLock, PoisonError, RwLock},
    time::Duration,
};

use data_encoding::HEXLOWER;
use kernel::{OrgId, PersonId};
use sqlx::{
    AssertSqlSafe, Connection, PgConnection, PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use tokio::sync::Notify;

use crate::{
    connections::{Busy, Connections, Fence},
    migrate::{self, APP_ROLE},
};

/// Connections that are kept apart, and how long one of them may do nothing.
const ASIDE: u32 = 1;
const ASIDE_IDLE: Duration = Duration::from_secs(60);

/// Begins a transaction that sees no organisation's rows. A session that only reads begins transactions that do so, unless
/// told otherwise.
const BEGIN_OUTSIDE: &str = "begin read write; set local app.org = ''";

/// How to reach the database.
#[derive(Clone, Debug)]
pub struct DbOptions {
    /// The role that owns the schema.
    pub owner: PgConnectOptions,
    /// Connections the pool may open.
    pub max_connections: u32,
}

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum DbError {
    /// It is older than what Tessera is tested with.
    #[error("PostgreSQL {0} is too old: Tessera needs 15 or later")]
    TooOld(String),
    /// A migration failed, or the schema was made by a newer Tessera.
    #[error("the database could not be migrated: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The connection or a statement failed.
    #[error("the database can't be reached: {0}")]
    Sql(#[from] sqlx::Error),
}

/// The database as the application sees it: every connection acts as a role that owns nothing. Cheap to clone, because
/// every request and every transaction holds one.
#[derive(Clone)]
pub struct Db(Arc<DbParts>);

struct DbParts {
    connections: Connections,
    aside: PgPool,
    owner: PgConnectOptions,
    jobs_waiting: Notify,
    caches: RwLock<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>,
}

impl Db {
    /// Checks the version, brings the schema up to date and opens the pool.
    pub async fn open(options: DbOptions) -> Result<Self, DbError> {
        // The first connection brings the schema up to date and is one of the pool's from then on. Before that nobody
        // knows what role the others have to act as.
        let session: Arc<OnceLock<String>> = Arc::default();
        let settings = || {
            let session = session.clone();
            PgPoolOptions::new().acquire_timeout(Duration::from_secs(10)).after_connect(
                move |connection, _| {
                    let session = session.clone();
                    Box::pin(async move {
                        match session.get() {
                            Some(session) => prepare(connection, session).await,
                            None => Ok(()),
                        }
                    })
                },
            )
        };
        let most = options.max_connections;
        let pool = settings().max_connections(most).test_before_acquire(false);
        let pool = pool.connect_lazy_with(options.owner.clone());
        let mut first = pool.acquire().await?;
        let separate_role = bring_up_to_date(&mut first).await?;
        prepare(&mut first, session.get_or_init(|| session_settings(separate_role))).await?;
        let aside = settings().max_connections(ASIDE).idle_timeout(ASIDE_IDLE);
        let aside = aside.connect_lazy_with(options.owner.clone());
        let (jobs_waiting, caches) = (Notify::default(), RwLock::default());
        let connections = Connections::new(pool, most, first);
        Ok(Self(Arc::new(DbParts { aside, connections, owner: options.owner, jobs_waiting, caches })))
    }

    /// The same database for who must know nothing of what this one has read: at most `most` connections go over, the caches
    /// do not. Whoever still holds this one is lent nothing more. None if a connection is still in use after `patience`.
    /// For tests, which would pay more for their connections than for what they do with them.
    pub async fn hand_over(&self, most: usize, patience: Duration) -> Option<Self> {
        let connections = self.0.connections.hand_over(most, patience).await?;
        let (aside, owner) = (self.0.aside.clone(), self.0.owner.clone());
        let (jobs_waiting, caches) = (Notify::default(), RwLock::default());
        Some(Self(Arc::new(DbParts { aside, connections, owner, jobs_waiting, caches })))
    }

    /// How many connections are open.
    pub fn open_connections(&self) -> u32 {
        self.0.connections.open() + self.0.aside.size()
    }

    /// A connection that sees no organisation's rows, outside of any transaction: for global tables.
    pub async fn outside(&self) -> Result<Busy, sqlx::Error> {
        self.0.connections.outside().await
    }

    /// Begins a transaction that sees no organisation's rows.
    pub async fn begin_outside(&self) -> Result<Busy, sqlx::Error> {
        self.0.connections.begin_outside(BEGIN_OUTSIDE.to_owned()).await
    }

    /// A connection of the schema's owner, for migrations, checks and maintenance.
    pub async fn owner(&self) -> Result<PgConnection, sqlx::Error> {
        PgConnection::connect_with(&self.0.owner).await
    }

    /// How the owner connects.
    pub fn owner_options(&self) -> &PgConnectOptions {
        &self.0.owner
    }

    /// Begins a transaction fenced to `org`, in one round trip; for what happens before there is a [`crate::Cx`].
    pub async fn begin_for(&self, org: OrgId) -> Result<Busy, sqlx::Error> {
        self.0.connections.begin_outside(fenced(org)).await
    }

    /// The same for a [`crate::Cx`], whose work leaves some connections to everything else.
    pub(crate) async fn begin_kept(&self, org: OrgId) -> Result<Busy, sqlx::Error> {
        self.0.connections.begin(fenced(org)).await
    }

    /// A connection behind `fence`, outside of any transaction.
    pub(crate) async fn behind(&self, fence: Fence) -> Result<Busy, sqlx::Error> {
        self.0.connections.behind(fence).await
    }

    /// Like [`Db::begin_kept`], having passed a gate in the same round trip.
    pub(crate) async fn begin_through(&self, org: OrgId, gate: i64) -> Result<Busy, sqlx::Error> {
        let statement = format!("{}; select pg_advisory_xact_lock_shared({gate})", fenced(org));
        self.0.connections.begin(statement).await
    }

    /// Begins a transaction fenced to `org` on a connection that no other transaction waits for, so that somebody in the
    /// middle of one can have it. For what is rarely read and kept in memory, such as keys.
    pub async fn begin_aside(&self, org: OrgId) -> Result<Transaction<'static, Postgres>, sqlx::Error> {
        self.0.aside.begin_with(AssertSqlSafe(fenced(org))).await
    }

    /// Begins a transaction that sees what belongs to `person` across organisations: their memberships.
    pub async fn begin_for_person(&self, person: PersonId) -> Result<Busy, sqlx::Error> {
        // The session may be fenced to an organisation, which adds to what a person sees.
        let statement = format!("{BEGIN_OUTSIDE}; set local app.person = '{}'", person.uuid());
        self.0.connections.begin_outside(statement).await
    }

    /// Begins a transaction that sees what the holder of a secret may see: the row that keeps its SHA-256.
    pub async fn begin_for_bearer(&self, digest: &[u8; 32]) -> Result<Busy, sqlx::Error> {
        let secret = HEXLOWER.encode(digest);
        let statement = format!("{BEGIN_OUTSIDE}; set local app.secret = '{secret}'");
        self.0.connections.begin_outside(statement).await
    }

    /// Wakes this process's workers: a job was committed.
    pub fn wake_workers(&self) {
        self.0.jobs_waiting.notify_one();
    }

    /// Rings whenever a job was committed by this process.
    pub fn jobs_waiting(&self) -> &Notify {
        &self.0.jobs_waiting
    }

    /// The one cache of type `T` of what is read from this database; empty at first use. It lives and dies with
    /// the database, so that two of them in one process never see each other's rows.
    pub fn cache<T: Default + Send + Sync + 'static>(&self) -> Arc<T> {
        let key = TypeId::of::<T>();
        let known = self.0.caches.read().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
        let any = known.unwrap_or_else(|| {
            let mut caches = self.0.caches.write().unwrap_or_else(PoisonError::into_inner);
            caches.entry(key).or_insert_with(|| Arc::new(T::default())).clone()
        });
        any.downcast().unwrap_or_default()
    }

    /// Closes all connections after running transactions have ended.
    pub async fn close(&self) {
        self.0.connections.close().await;
        self.0.aside.close().await;
    }
}

/// Begins a transaction that sees and touches only this organisation's rows.
fn fenced(org: OrgId) -> String {
    format!("begin read write; set local app.org = '{}'", org.uuid())
}

/// Checks the version and migrates; tells whether the application has a role of its own.
async fn bring_up_to_date(owner: &mut PgConnection) -> Result<bool, DbError> {
    let version: i32 = sqlx::query_scalar("select current_setting('server_version_num')::int")
        .fetch_one(&mut *owner)
        .await?;
    if version < 150_000 {
        return Err(DbError::TooOld(format!("{}.{}", version / 10_000, version % 10_000)));
    }
    migrate::run(owner).await?;
    Ok(migrate::ensure_app_role(owner).await?)
}

/// What every session begins with.
fn session_settings(separate_role: bool) -> String {
    // Our statements find rows by key: one plan fits all values, and planning each time costs more than running. What
    // has optional filters is built for them and never prepared with unused ones.
    //
    // Such a plan outlives the size that its tables had when it was made. What looks a key up is as good for a small table as
    // reading all of it, and the only good one once it has grown; PostgreSQL's costs of reading a page are those of disks that
    // turn, and prefer the whole.
    let mut settings = "set plan_cache_mode = force_generic_plan; set random_page_cost = 1.1".to_owned();
    if separate_role {
        settings.push_str(&format!("; set role {APP_ROLE}"));
    }
    settings
}

async fn prepare(connection: &mut PgConnection, settings: &str) -> Result<(), sqlx::Error> {
    sqlx::raw_sql(AssertSqlSafe(settings.to_owned())).execute(connection).await.map(drop)
}

/// What a PostgreSQL server tells of itself.
#[derive(Debug, Clone)]
pub struct ServerFacts {
    /// Its version, in its own words.
    pub version: String,
    /// The time by its clock.
    pub now: kernel::Instant,
}

/// Asks the server for its version and time.
pub async fn server_facts(connection: &mut PgConnection) -> Result<ServerFacts, sqlx::Error> {
    let (version, now) = sqlx::query_as("select version(), clock_timestamp()").fetch_one(connection).await?;
    Ok(ServerFacts { version, now })
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("connections", &self.open_connections()).finish_non_exhaustive()
    }
}
