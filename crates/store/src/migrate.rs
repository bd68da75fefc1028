//! The schema's history, and the rights of the role the application acts as.

use sqlx::{
    AssertSqlSafe, PgConnection,
    migrate::{MigrateError, Migrator},
};

/// The role that every pooled connection acts as. It owns nothing, so row-level security binds it.
pub const APP_ROLE: &str = "tessera_app";

/// Tables that are only ever added to.
const APPEND_ONLY: [&str; 5] = ["audit_anchors", "audit_heads", "audit_log", "audit_seals", "ledger_entries"];

/// Every migration, embedded.
pub static MIGRATIONS: Migrator = sqlx::migrate!("../../migrations");

/// Applies what is missing, under the migrator's own lock. Where nothing is, two questions find out.
pub async fn run(owner: &mut PgConnection) -> Result<(), MigrateError> {
    let applied = applied(owner).await?;
    let there = applied.iter().map(|(version, success, checksum)| (*version, *success, checksum.as_slice()));
    match there.eq(MIGRATIONS.iter().map(|it| (it.version, true, it.checksum.as_ref()))) {
        true => Ok(()),
        false => MIGRATIONS.run(owner).await,
    }
}

/// How many migrations are known but not applied.
pub async fn pending(owner: &mut PgConnection) -> Result<usize, sqlx::Error> {
    let applied = applied(owner).await?;
    let is_applied = |known: i64| applied.iter().any(|(version, success, _)| *success && *version == known);
    Ok(MIGRATIONS.iter().filter(|m| !is_applied(m.version)).count())
}

/// Version, success and checksum of what was applied, in order.
async fn applied(owner: &mut PgConnection) -> Result<Vec<(i64, bool, Vec<u8>)>, sqlx::Error> {
    // To ask a table that is not there would leave an error in PostgreSQL's log of every first start.
    let exists: bool = sqlx::query_scalar("select to_regclass('_sqlx_migrations') is not null")
        .fetch_one(&mut *owner)
        .await?;
    if !exists {
        return Ok(Vec::new());
    }
    sqlx::query_as("select version, success, checksum from _sqlx_migrations order by version")
        .fetch_all(owner)
        .await
}

/// Makes sure of the application role and its rights; `false` where the database user may not create roles:
/// then the owner acts itself, bound by `force row level security`.
pub async fn ensure_app_role(owner: &mut PgConnection) -> Result<bool, sqlx::Error> {
    if app_role_is_complete(owner).await? {
        return Ok(true);
    }
    let create = format!(
        "do $$ begin
           perform pg_advisory_xact_lock(7238914);
           if not exists (select from pg_roles where rolname = '{APP_ROLE}') then
             create role {APP_ROLE} nologin;
           end if;
           if not pg_has_role(current_user, '{APP_ROLE}', 'member') then
             grant {APP_ROLE} to current_user;
           end if;
         end $$"
    );
    match sqlx::raw_sql(AssertSqlSafe(create)).execute(&mut *owner).await {
        Ok(_) => {}
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42501") => return Ok(false),
        Err(error) => return Err(error),
    }
    let append_only = APPEND_ONLY.join(", ");
    let grants = format!(
        "begin;
         select pg_advisory_xact_lock(7238914);
         grant usage on schema public to {APP_ROLE};
         grant select, insert, update, delete on all tables in schema public to {APP_ROLE};
         grant usage on all sequences in schema public to {APP_ROLE};
         revoke update, delete on {append_only} from {APP_ROLE};
         revoke all on _sqlx_migrations from {APP_ROLE};
         commit"
    );
    sqlx::raw_sql(AssertSqlSafe(grants)).execute(owner).await?;
    Ok(true)
}

/// Whether there is the role, ours to act as, with its rights and no more. To grant them again rewrites the catalogue's row
/// of every table, and every connection of every process then reads those anew.
async fn app_role_is_complete(owner: &mut PgConnection) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar(
        "select case when exists (select from pg_roles where rolname = $1) then
           pg_has_role(current_user, $1, 'member')
           and has_schema_privilege($1, 'public', 'usage')
           and not exists (
             select from pg_class
             where relnamespace = 'public'::regnamespace and case
               when relkind = 'S' then not has_sequence_privilege($1, oid, 'usage')
               when relkind not in ('r', 'p', 'v', 'm', 'f') then false
               when relname = '_sqlx_migrations' then has_table_privilege($1, oid, 'select, insert, update, delete')
               else not has_table_privilege($1, oid, 'select')
                 or not has_table_privilege($1, oid, 'insert')
                 or has_table_privilege($1, oid, 'update') = (relname = any($2))
                 or has_table_privilege($1, oid, 'delete') = (relname = any($2))
             end
           )
         else false end",
    )
    .bind(APP_ROLE)
    .bind(&APPEND_ONLY[..])
    .fetch_one(owner)
    .await
}
