//! SQL for the wrapped keys, and for the columns of others that hold what they sealed.

use ::store::Db;
use kernel::{Instant, OrgId};
use ports::{SealedColumn, Whose};
use sqlx::{AssertSqlSafe, PgConnection};

use super::sealed::Holder;

/// A wrapped key of the installation.
#[derive(Debug, Clone)]
pub(super) struct InstallationKey {
    pub version: i32,
    pub wrapped: Vec<u8>,
    pub master: String,
    pub created_at: Instant,
}

/// A wrapped key of an organisation.
#[derive(Debug, Clone)]
pub(super) struct DataKey {
    pub version: i32,
    pub wrapped: Vec<u8>,
    pub wrapped_by: i32,
    pub created_at: Instant,
}

pub(super) async fn installation_keys(db: &Db) -> Result<Vec<InstallationKey>, sqlx::Error> {
    sqlx::query_as!(
        InstallationKey,
        "select version, wrapped, master, created_at from installation_keys order by version",
    )
    .fetch_all(&mut *db.outside().await?)
    .await
}

pub(super) async fn add_installation_key(db: &Db, key: &InstallationKey) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into installation_keys (version, wrapped, master, created_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        key.version,
        key.wrapped,
        key.master,
        key.created_at,
    )
    .execute(&mut *db.outside().await?)
    .await?;
    Ok(())
}

/// Changes the wrapping of a key, unless it was changed meanwhile.
pub(super) async fn wrap_anew(
    db: &Db,
    old: &InstallationKey,
    wrapped: &[u8],
    master: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update installation_keys set wrapped = $3, master = $4 where version = $1 and wrapped = $2",
        old.version,
        old.wrapped,
        wrapped,
        master,
    )
    .execute(&mut *db.outside().await?)
    .await?;
    Ok(())
}

pub(super) async fn data_keys(db: &Db, org: OrgId) -> Result<Vec<DataKey>, sqlx::Error> {
    let mut tx = db.begin_aside(org).await?;
    sqlx::query_as!(
        DataKey,
        "select version, wrapped, wrapped_by, created_at from data_keys where org_id = $1 order by version",
        org.uuid(),
    )
    .fetch_all(&mut *tx)
    .await
}

pub(super) async fn add_data_key(db: &Db, org: OrgId, key: &DataKey) -> Result<(), sqlx::Error> {
    let mut tx = db.begin_aside(org).await?;
    sqlx::query!(
        "insert into data_keys (org_id, version, wrapped, wrapped_by, created_at) values ($1, $2, $3, $4, $5)
         on conflict do nothing",
        org.uuid(),
        key.version,
        key.wrapped,
        key.wrapped_by,
        key.created_at,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}

/// Changes the wrapping of an organisation's key, unless it was changed meanwhile.
pub(super) async fn wrap_data_key_anew(
    db: &Db,
    org: OrgId,
    old: &DataKey,
    wrapped: &[u8],
    wrapped_by: i32,
) -> Result<(), sqlx::Error> {
    let mut tx = db.begin_aside(org).await?;
    sqlx::query!(
        "update data_keys set wrapped = $4, wrapped_by = $5 where org_id = $1 and version = $2 and wrapped = $3",
        org.uuid(),
        old.version,
        old.wrapped,
        wrapped,
        wrapped_by,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}

/// How many secrets a column holds, and how many of them do not begin with `head`.
pub(super) async fn count(
    connection: &mut PgConnection,
    place: &SealedColumn,
    org: Option<OrgId>,
    head: &[u8],
) -> Result<(i64, i64), sqlx::Error> {
    let SealedColumn { table, column, .. } = place;
    let (fence, bytes) = (fence(place), head.len());
    let sql = format!(
        "select count(*), count(*) filter (where substring({column} for {bytes}) <> $1) from {table}
         where {column} is not null and {fence}"
    );
    sqlx::query_as(AssertSqlSafe(sql)).bind(head).bind(org.map(OrgId::uuid)).fetch_one(connection).await
}

/// How many secrets a column holds in all organisations, and how many of them were not sealed with the newest key of
/// whoever they belong to. For a connection that sees every organisation's rows.
pub(super) async fn count_everywhere(
    connection: &mut PgConnection,
    place: &SealedColumn,
) -> Result<(i64, i64), sqlx::Error> {
    let SealedColumn { table, column, .. } = place;
    let newest = match place.whose {
        Whose::Organisation => "(select max(version) from data_keys k where k.org_id = t.org_id)",
        Whose::Installation => "(select max(version) from installation_keys)",
    };
    let sql = format!(
        "select count(*), count(*) filter (where substring({column} for 5) is distinct from $1 || int4send({newest}))
         from {table} t where {column} is not null"
    );
    let holder = match place.whose {
        Whose::Organisation => Holder::Organisation,
        Whose::Installation => Holder::Installation,
    };
    sqlx::query_as(AssertSqlSafe(sql)).bind([holder.byte()]).fetch_one(connection).await
}

/// Some secrets of a column that do not begin with `head`, by the row they stand in.
pub(super) async fn stale(
    connection: &mut PgConnection,
    place: &SealedColumn,
    org: Option<OrgId>,
    head: &[u8],
    after: Option<&str>,
) -> Result<Vec<(String, Vec<u8>)>, sqlx::Error> {
    let SealedColumn { table, row, column, .. } = place;
    let (fence, bytes, kind) = (fence(place), head.len(), place.purpose.row_type());
    let sql = format!(
        "select {row}::text, {column} from {table}
         where {column} is not null and substring({column} for {bytes}) <> $1 and {fence}
           and ($3::text is null or {row} > $3::text::{kind})
         order by {table}.{row} limit 100"
    );
    sqlx::query_as(AssertSqlSafe(sql))
        .bind(head)
        .bind(org.map(OrgId::uuid))
        .bind(after)
        .fetch_all(connection)
        .await
}

/// Puts a secret that was sealed anew in the place of the old one, unless that was changed meanwhile.
pub(super) async fn replace(
    connection: &mut PgConnection,
    place: &SealedColumn,
    org: Option<OrgId>,
    row: &str,
    (old, new): (&[u8], &[u8]),
) -> Result<(), sqlx::Error> {
    let SealedColumn { table, row: key, column, .. } = place;
    let (fence, kind) = (fence(place), place.purpose.row_type());
    let sql = format!(
        "update {table} set {column} = $1 where {key} = $3::text::{kind} and {column} = $4 and {fence}"
    );
    sqlx::query(AssertSqlSafe(sql))
        .bind(new)
        .bind(org.map(OrgId::uuid))
        .bind(row)
        .bind(old)
        .execute(connection)
        .await?;
    Ok(())
}

/// The organisation's rows, or all where nobody owns them. The parameter is used in both, so that it has a type.
fn fence(place: &SealedColumn) -> &'static str {
    match place.whose {
        Whose::Organisation => "org_id = $2::uuid",
        Whose::Installation => "$2::uuid is null",
    }
}
