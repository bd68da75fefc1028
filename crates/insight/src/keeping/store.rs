//! SQL for `audit_settings`, and for removing what is too old.

use ::store::Tx;
use kernel::{Instant, OrgId};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

use super::{Settings, Stream, StreamKind};

pub(super) async fn find(tx: &mut Tx) -> Result<Settings, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select keep_months, stream_kind as "kind: StreamKind", stream_target, sealed_secret, delivered_to, last_error
           from audit_settings where org_id = $1"#,
        org,
    )
    .fetch_optional(&mut **tx)
    .await?;
    let nothing =
        Settings { keep_months: None, stream: None, delivered_to: 0, last_error: None, sealed_secret: None };
    Ok(row.map_or(nothing, |row| Settings {
        keep_months: row.keep_months,
        stream: row.kind.zip(row.stream_target).map(|(kind, target)| Stream { kind, target }),
        delivered_to: row.delivered_to,
        last_error: row.last_error,
        sealed_secret: row.sealed_secret,
    }))
}

pub(super) async fn set(tx: &mut Tx, settings: &Settings) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into audit_settings (org_id, keep_months, stream_kind, stream_target, sealed_secret, delivered_to,
           updated_at)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (org_id) do update set keep_months = $2, stream_kind = $3, stream_target = $4, sealed_secret = $5,
           delivered_to = $6, last_error = null, updated_at = $7",
        org,
        settings.keep_months,
        settings.stream.as_ref().map(|stream| stream.kind) as Option<StreamKind>,
        settings.stream.as_ref().map(|stream| &stream.target),
        settings.sealed_secret,
        settings.delivered_to,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves on to what was handed over, unless somebody else did.
pub(super) async fn delivered(tx: &mut Tx, from: i64, to: i64) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!(
        "update audit_settings set delivered_to = $3, last_error = null where org_id = $1 and delivered_to = $2",
        org,
        from,
        to,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn failed(tx: &mut Tx, error: &str) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("update audit_settings set last_error = $2 where org_id = $1", org, error)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// The number of the last seal of the unbroken row of entries from the beginning that are older than `before`.
pub(super) async fn too_old(tx: &mut Tx, before: Instant) -> Result<Option<(i64, Vec<u8>)>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        "select position, hash from audit_seals
         where org_id = $1 and position < coalesce(
           (select min(s.position) from audit_seals s join audit_log a on a.org_id = s.org_id and a.id = s.entry
            where s.org_id = $1 and a.at >= $2), 9223372036854775807)
         order by position desc limit 1",
        org,
        before,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| (row.position, row.hash)))
}

/// The hash under a number.
pub(super) async fn hash_at(tx: &mut Tx, position: i64) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!("select hash from audit_seals where org_id = $1 and position = $2", org, position)
        .fetch_optional(&mut **tx)
        .await
}

/// What takes the place of the entries that are removed.
pub(super) struct Anchor<'a> {
    pub position: i64,
    pub hash: &'a [u8],
    pub public_key: &'a [u8],
    pub signature: &'a [u8],
}

/// Removes entries and seals up to `anchor`, which takes their place. As the schema's owner: the application's role may
/// not delete history.
pub(super) async fn remove(
    owner: &mut PgConnection,
    org: OrgId,
    now: Instant,
    anchor: &Anchor<'_>,
) -> Result<u64, sqlx::Error> {
    let mut tx = owner.begin().await?;
    let fence = format!("set local app.org = '{}'", org.uuid());
    sqlx::raw_sql(AssertSqlSafe(fence)).execute(&mut *tx).await?;
    sqlx::query!(
        "insert into audit_anchors (org_id, position, hash, public_key, signature, removed_at)
         values ($1, $2, $3, $4, $5, $6) on conflict do nothing",
        org.uuid(),
        anchor.position,
        anchor.hash,
        anchor.public_key,
        anchor.signature,
        now,
    )
    .execute(&mut *tx)
    .await?;
    let removed = sqlx::query!(
        "delete from audit_log where org_id = $1
           and id in (select entry from audit_seals where org_id = $1 and position <= $2)",
        org.uuid(),
        anchor.position,
    )
    .execute(&mut *tx)
    .await?;
    sqlx::query!(
        "delete from audit_seals where org_id = $1 and position <= $2",
        org.uuid(),
        anchor.position,
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(removed.rows_affected())
}
