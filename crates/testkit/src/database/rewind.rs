//! Taking a database back to where it began, or to what another one was.

use futures_util::TryStreamExt;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection, postgres::PgConnectOptions};

/// What the template has for it.
pub(super) const SCHEMA: &str = "
create schema testkit;

-- Something else than before when the schema or its rights were changed.
create function testkit.catalogue() returns text language sql as $$
  select concat_ws(' ',
    (select count(*) || '/' || max(xmin::text::bigint) from pg_class),
    (select count(*) || '/' || max(xmin::text::bigint) from pg_proc),
    (select count(*) || '/' || max(xmin::text::bigint) from pg_trigger),
    (select count(*) || '/' || max(xmin::text::bigint) from pg_policy),
    (select count(*) || '/' || max(xmin::text::bigint) from public._sqlx_migrations))
$$;

-- Empties all tables, whatever points at what. Each has a statement of its own, which a session plans once.
do $do$ declare statements text; begin
  select string_agg(format('delete from public.%I;', tablename), ' ' order by tablename) into statements
  from pg_tables where schemaname = 'public' and tablename <> '_sqlx_migrations';
  select statements || string_agg(format(' perform setval(''public.%I'', 1, false);', sequencename), '')
  into statements from pg_sequences where schemaname = 'public';
  execute format('create function testkit.empty() returns void language plpgsql as %L',
    'begin ' || statements || ' end');
end $do$";

/// Nobody holds a lock for longer once a test is over. Rows come and go whatever points at them: what is loaded was checked
/// when it was written. That is told for the whole session, because telling it throws all plans away.
const SESSION: &str = "set lock_timeout = '5s'; set session_replication_role = replica";

/// The rows of a database, for others to begin with.
#[derive(Debug)]
pub struct Snapshot {
    /// In PostgreSQL's binary format, by the tables that have any.
    rows: Vec<(String, Vec<u8>)>,
    /// The numbers last drawn, by sequence.
    drawn: Vec<(String, i64)>,
}

/// The owner's connection to a database that goes from test to test.
#[derive(Debug)]
pub(super) struct Rewinder {
    connection: PgConnection,
    catalogue: String,
}

impl Rewinder {
    /// To a database as it came from the template.
    pub(super) async fn open(owner: &PgConnectOptions) -> sqlx::Result<Self> {
        let mut connection = PgConnection::connect_with(owner).await?;
        connection.execute(SESSION).await?;
        let catalogue = catalogue(&mut connection).await?;
        Ok(Self { connection, catalogue })
    }

    /// The owner's connection itself.
    pub(super) fn connection(&mut self) -> &mut PgConnection {
        &mut self.connection
    }

    /// Removes all rows; `false` if the schema is not what it was.
    pub(super) async fn rewind(&mut self) -> sqlx::Result<bool> {
        self.connection.execute(sqlx::query("select testkit.empty()")).await?;
        Ok(catalogue(&mut self.connection).await? == self.catalogue)
    }

    /// How many sessions the database has, this one among them.
    pub(super) async fn sessions(&mut self) -> sqlx::Result<i32> {
        sqlx::query_scalar(
            "select pg_stat_get_db_numbackends(oid) from pg_database where datname = current_database()",
        )
        .fetch_one(&mut self.connection)
        .await
    }

    /// Reads all rows.
    pub(super) async fn save(&mut self) -> sqlx::Result<Snapshot> {
        let tables: Vec<String> = sqlx::query_scalar(
            "select tablename::text from pg_tables
             where schemaname = 'public' and tablename <> '_sqlx_migrations' order by tablename",
        )
        .fetch_all(&mut self.connection)
        .await?;
        let mut rows = Vec::new();
        for table in tables {
            let some = format!("select exists (select from {table})");
            if sqlx::query_scalar(AssertSqlSafe(some)).fetch_one(&mut self.connection).await? {
                let copy = format!("copy {table} to stdout (format binary)");
                let bytes = self.connection.copy_out_raw(&copy).await?;
                let bytes = bytes.try_fold(Vec::new(), async |mut all, some| {
                    all.extend_from_slice(&some);
                    Ok(all)
                });
                let bytes = bytes.await?;
                rows.push((table, bytes));
            }
        }
        let drawn = sqlx::query_as(
            "select format('%I.%I', schemaname, sequencename), last_value from pg_sequences
             where schemaname = 'public' and last_value is not null",
        )
        .fetch_all(&mut self.connection)
        .await?;
        Ok(Snapshot { rows, drawn })
    }

    /// Writes the rows of another database into this one, which is empty.
    pub(super) async fn load(&mut self, snapshot: &Snapshot) -> sqlx::Result<()> {
        let mut tx = self.connection.begin().await?;
        for (table, bytes) in &snapshot.rows {
            let mut copy = tx.copy_in_raw(&format!("copy {table} from stdin (format binary)")).await?;
            copy.send(bytes.as_slice()).await?;
            copy.finish().await?;
        }
        for (sequence, last) in &snapshot.drawn {
            let set = sqlx::query("select setval($1::regclass, $2)").bind(sequence).bind(last);
            set.execute(&mut *tx).await?;
        }
        tx.commit().await
    }
}

async fn catalogue(connection: &mut PgConnection) -> sqlx::Result<String> {
    sqlx::query_scalar("select testkit.catalogue()").fetch_one(connection).await
}
