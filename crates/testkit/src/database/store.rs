//! The template, its copies, and what dead runs left of them.
//!
//! A name ends in the key of an advisory lock that every user of the database holds as long as it lives, so that any
//! run can tell what nobody needs any more.

use std::fmt::Display;

use anyhow::bail;
use kernel::Chance;
use ring::digest::{self, SHA256};
use sqlx::postgres::PgConnectOptions;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use store::migrate;

use super::rewind;

const TEMPLATE: &str = "tessera_template_";
const COPY: &str = "tessera_test_";
const KEY_DIGITS: usize = 16;

/// The databases of one test process.
#[derive(Debug)]
pub(super) struct Databases {
    owner: PgConnectOptions,
    connection: PgConnection,
    template: String,
    run: Key,
    copies: u64,
}

impl Databases {
    /// Sweeps, and makes sure of the template.
    pub(super) async fn open(owner: PgConnectOptions) -> anyhow::Result<(Self, Dropper)> {
        let mut connection = PgConnection::connect_with(&owner).await?;
        if !is_superuser(&mut connection).await? {
            bail!(
                "{} is no superuser: nobody else may empty tables that others point at",
                owner.get_username()
            );
        }
        copy_in_the_kernel(&mut connection).await?;
        let run = Key(i64::from_ne_bytes(Chance::system().bytes()));
        run.lock(&mut connection).await?;
        let migrations = Key::of_template(owner.get_username());
        migrations.lock(&mut connection).await?;
        let template = format!("{TEMPLATE}{migrations}");
        if !exists(&mut connection, &template).await? {
            build_template(&mut connection, &owner, &template).await?;
        }
        migrations.share(&mut connection).await?;
        sweep(&mut connection).await?;
        let dropper = Dropper(PgConnection::connect_with(&owner).await?);
        Ok((Self { owner, connection, template, run, copies: 0 }, dropper))
    }

    /// A fresh copy of the template: its name and how its owner connects.
    pub(super) async fn create(&mut self) -> sqlx::Result<(String, PgConnectOptions)> {
        self.copies += 1;
        let name = format!("{COPY}{}_{}", self.run, self.copies);
        let template = &self.template;
        run(&mut self.connection, format!("create database {name} template {template} strategy file_copy"))
            .await?;
        let owner = self.owner.clone().database(&name);
        Ok((name, owner))
    }
}

/// Drops copies beside what else is done with them.
#[derive(Debug)]
pub(super) struct Dropper(PgConnection);

impl Dropper {
    /// Drops a copy, whoever is still connected.
    pub(super) async fn discard(&mut self, name: &str) -> sqlx::Result<()> {
        drop_database(&mut self.0, name).await
    }
}

async fn build_template(
    connection: &mut PgConnection,
    owner: &PgConnectOptions,
    template: &str,
) -> anyhow::Result<()> {
    let unfinished = format!("{template}_unfinished");
    drop_database(connection, &unfinished).await?;
    run(connection, format!("create database {unfinished}")).await?;
    let mut inside = PgConnection::connect_with(&owner.clone().database(&unfinished)).await?;
    migrate::run(&mut inside).await?;
    migrate::ensure_app_role(&mut inside).await?;
    sqlx::raw_sql(rewind::SCHEMA).execute(&mut inside).await?;
    inside.close().await?;
    // Each connection begins with what one after the last change of the schema has written down about the catalogue; a copy
    // has it, too.
    PgConnection::connect_with(&owner.clone().database(&unfinished)).await?.close().await?;
    run(connection, format!("alter database {unfinished} rename to {template}")).await?;
    // A database somebody is connected to can't be copied.
    run(connection, format!("alter database {template} with allow_connections false")).await?;
    Ok(())
}

/// Where PostgreSQL can, from 18 on: a file's bytes don't take the way through its own memory.
async fn copy_in_the_kernel(connection: &mut PgConnection) -> sqlx::Result<()> {
    let set = "select set_config(name, 'clone', false) from pg_settings where name = 'file_copy_method'";
    connection.execute(set).await.map(drop)
}

/// Drops copies of dead runs, and templates of migrations that nobody tests any more.
async fn sweep(connection: &mut PgConnection) -> sqlx::Result<()> {
    let names: Vec<String> = sqlx::query_scalar(
        "select datname from pg_database where datname ~ '^tessera_te' and pg_has_role(datdba, 'usage')",
    )
    .fetch_all(&mut *connection)
    .await?;
    for name in names {
        let rest = name.strip_prefix(COPY).or(name.strip_prefix(TEMPLATE));
        let Some(key) = rest.and_then(|rest| rest.get(..KEY_DIGITS)).and_then(Key::parse) else { continue };
        if key.try_lock(connection).await? {
            drop_database(connection, &name).await?;
            key.unlock(connection).await?;
        }
    }
    Ok(())
}

async fn is_superuser(connection: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar("select current_setting('is_superuser') = 'on'").fetch_one(connection).await
}

async fn exists(connection: &mut PgConnection, name: &str) -> sqlx::Result<bool> {
    sqlx::query_scalar("select exists (select from pg_database where datname = $1)")
        .bind(name)
        .fetch_one(connection)
        .await
}

async fn drop_database(connection: &mut PgConnection, name: &str) -> sqlx::Result<()> {
    run(connection, format!("drop database if exists {name} with (force)")).await
}

async fn run(connection: &mut PgConnection, statement: String) -> sqlx::Result<()> {
    connection.execute(AssertSqlSafe(statement)).await.map(drop)
}

/// Names a database and the advisory lock of those who use it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Key(i64);

impl Key {
    /// A template belongs to its owner; another user of the same server may not copy it.
    fn of_template(owner: &str) -> Self {
        let mut context = digest::Context::new(&SHA256);
        context.update(owner.as_bytes());
        context.update(rewind::SCHEMA.as_bytes());
        migrate::MIGRATIONS.iter().for_each(|migration| context.update(&migration.checksum));
        let digest = context.finish();
        Self(digest.as_ref().iter().take(8).fold(0, |key, byte| key << 8 | i64::from(*byte)))
    }

    pub(super) fn parse(digits: &str) -> Option<Self> {
        u64::from_str_radix(digits, 16).ok().map(|key| Self(key.cast_signed()))
    }

    async fn lock(self, connection: &mut PgConnection) -> sqlx::Result<()> {
        sqlx::query("select pg_advisory_lock($1)").bind(self.0).execute(connection).await.map(drop)
    }

    async fn try_lock(self, connection: &mut PgConnection) -> sqlx::Result<bool> {
        // A session may take its own lock again, so those it holds are left out.
        sqlx::query_scalar(
            "select not exists (
               select from pg_locks
               where locktype = 'advisory' and pid = pg_backend_pid()
                 and (classid::bigint << 32) | objid::bigint = $1
             ) and pg_try_advisory_lock($1)",
        )
        .bind(self.0)
        .fetch_one(connection)
        .await
    }

    /// Goes from having a lock alone to sharing it, without letting go in between.
    async fn share(self, connection: &mut PgConnection) -> sqlx::Result<()> {
        let share = sqlx::query("select pg_advisory_lock_shared($1)").bind(self.0);
        share.execute(&mut *connection).await?;
        self.unlock(connection).await
    }

    async fn unlock(self, connection: &mut PgConnection) -> sqlx::Result<()> {
        sqlx::query("select pg_advisory_unlock($1)").bind(self.0).execute(connection).await.map(drop)
    }
}

impl Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}
