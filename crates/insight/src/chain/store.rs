//! SQL for seals, heads and anchors, and for the entries they are about.

use ::store::Tx;
use kernel::{Instant, OrgId};
use sqlx::PgConnection;
use uuid::Uuid;

use super::{End, GENESIS, Hash, Record};

/// The seal of one entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seal {
    /// Its number in the chain, from 1.
    pub position: i64,
    /// The entry.
    pub entry: Uuid,
    /// The hash of the seal before.
    pub previous: Hash,
    /// Its own.
    pub hash: Hash,
}

/// A seal with its entry, if that is still there.
#[derive(Debug, Clone)]
pub(super) struct Sealed {
    pub seal: Seal,
    pub record: Option<Record>,
}

/// The end of a chain, signed.
#[derive(Debug, Clone)]
pub(crate) struct Signed {
    pub position: i64,
    pub hash: Vec<u8>,
    pub public_key: Vec<u8>,
    pub signature: Vec<u8>,
}

pub(super) struct SigningKey {
    pub public_key: Vec<u8>,
    pub sealed_key: Vec<u8>,
}

pub(super) async fn organisations_waiting(connection: &mut PgConnection) -> Result<Vec<OrgId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select distinct org_id as "org_id: OrgId" from audit_waiting"#)
        .fetch_all(connection)
        .await
}

/// `false` if somebody else has it.
pub(super) async fn lock(tx: &mut Tx, number: i64) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock($1) as "locked!""#, number)
        .fetch_one(&mut **tx)
        .await
}

/// The oldest entries that wait; ids grow with time. They are chosen first, and their entries looked up one by one
/// (`offset 0`): otherwise PostgreSQL may go through the whole log to find the few that wait.
pub(super) async fn waiting(tx: &mut Tx, limit: i64) -> Result<Vec<Record>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Record,
        r#"with oldest as materialized (
             select id from audit_waiting where org_id = $1 order by id limit $2
           )
           select a.id, a.org_id, a.event_id, a.at as "at: Instant", a.actor_kind, a.actor_id, a.action, a.subject_kind,
             a.subject_id, a.before::text as before, a.after::text as after, a.correlation, a.from_addr, a.reason
           from oldest cross join lateral (
             select * from audit_log where org_id = $1 and id = oldest.id offset 0
           ) a
           order by a.at, a.id"#,
        org,
        limit,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Entries that wait.
pub(super) async fn count_waiting(tx: &mut Tx) -> Result<i64, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(r#"select count(*) as "count!" from audit_waiting where org_id = $1"#, org)
        .fetch_one(&mut **tx)
        .await
}

/// Appends `seals` and takes their entries from those that wait.
pub(super) async fn append(tx: &mut Tx, seals: &[Seal]) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let positions: Vec<i64> = seals.iter().map(|seal| seal.position).collect();
    let entries: Vec<Uuid> = seals.iter().map(|seal| seal.entry).collect();
    let previous: Vec<Vec<u8>> = seals.iter().map(|seal| seal.previous.to_vec()).collect();
    let hashes: Vec<Vec<u8>> = seals.iter().map(|seal| seal.hash.to_vec()).collect();
    sqlx::query!(
        "with settled as (delete from audit_waiting where org_id = $1 and id = any ($3::uuid[]))
         insert into audit_seals (org_id, sealed_at, position, entry, previous, hash)
         select $1, $2, t.* from unnest($4::bigint[], $3::uuid[], $5::bytea[], $6::bytea[]) as t",
        org,
        now,
        &entries,
        &positions,
        &previous,
        &hashes,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Where the chain ends: its last seal, or what is left of its beginning.
pub(crate) async fn end(tx: &mut Tx) -> Result<End, sqlx::Error> {
    let org = tx.org().uuid();
    let last = sqlx::query!(
        r#"select position as "position!", hash as "hash!" from (
             (select position, hash from audit_seals where org_id = $1 order by position desc limit 1)
             union all
             (select position, hash from audit_anchors where org_id = $1 order by position desc limit 1)
           ) ends order by position desc limit 1"#,
        org,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(last.map_or(End { position: 0, hash: GENESIS }, |last| End {
        position: last.position,
        hash: hash(&last.hash),
    }))
}

/// When the last seal was set.
pub(super) async fn sealed_at(tx: &mut Tx) -> Result<Option<Instant>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select sealed_at as "at: Instant" from audit_seals where org_id = $1 order by position desc limit 1"#,
        org,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Seals after number `after`, with their entries.
pub(super) async fn seals(tx: &mut Tx, after: i64, limit: i64) -> Result<Vec<Sealed>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select s.position, s.entry, s.previous, s.hash, a.id as "id?", a.org_id as "org_id?", a.event_id,
             a.at as "at?: Instant", a.actor_kind as "actor_kind?", a.actor_id, a.action as "action?",
             a.subject_kind as "subject_kind?", a.subject_id, a.before::text as before, a.after::text as after,
             a.correlation, a.from_addr, a.reason
           from audit_seals s left join audit_log a on a.org_id = s.org_id and a.id = s.entry
           where s.org_id = $1 and s.position > $2 order by s.position limit $3"#,
        org,
        after,
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let sealed = rows.into_iter().map(|row| Sealed {
        seal: Seal {
            position: row.position,
            entry: row.entry,
            previous: hash(&row.previous),
            hash: hash(&row.hash),
        },
        record: row.id.zip(row.at).map(|(id, at)| Record {
            id,
            org_id: row.org_id.unwrap_or_default(),
            event_id: row.event_id,
            at,
            actor_kind: row.actor_kind.unwrap_or_default(),
            actor_id: row.actor_id,
            action: row.action.unwrap_or_default(),
            subject_kind: row.subject_kind.unwrap_or_default(),
            subject_id: row.subject_id,
            before: row.before,
            after: row.after,
            correlation: row.correlation,
            from_addr: row.from_addr,
            reason: row.reason,
        }),
    });
    Ok(sealed.collect())
}

/// Entries that are neither sealed nor waiting: the program did not write them.
pub(super) async fn strangers(tx: &mut Tx) -> Result<Vec<Uuid>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        "select a.id from audit_log a where a.org_id = $1
           and not exists (select from audit_seals s where s.org_id = $1 and s.entry = a.id)
           and not exists (select from audit_waiting w where w.org_id = $1 and w.id = a.id)
         order by a.at, a.id limit 1000",
        org,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Entries that wait to be sealed and are gone.
pub(super) async fn lost(tx: &mut Tx) -> Result<Vec<Uuid>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        "select w.id from audit_waiting w where w.org_id = $1
           and not exists (select from audit_log a where a.org_id = $1 and a.id = w.id) order by w.id limit 1000",
        org,
    )
    .fetch_all(&mut **tx)
    .await
}

/// Has every statement of the transaction see the same moment; before any other statement.
pub(super) async fn freeze(tx: &mut Tx) -> Result<(), sqlx::Error> {
    sqlx::query!("set transaction isolation level repeatable read").execute(&mut **tx).await?;
    Ok(())
}

pub(super) async fn signing_key(tx: &mut Tx) -> Result<Option<SigningKey>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(SigningKey, "select public_key, sealed_key from audit_keys where org_id = $1", org)
        .fetch_optional(&mut **tx)
        .await
}

/// `false` if somebody else was faster; theirs is visible from now on.
pub(super) async fn add_signing_key(tx: &mut Tx, public: &[u8], sealed: &[u8]) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "insert into audit_keys (org_id, public_key, sealed_key, created_at) values ($1, $2, $3, $4)
         on conflict do nothing",
        org,
        public,
        sealed,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn add_head(tx: &mut Tx, day: &str, head: &Signed) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into audit_heads (org_id, day, position, hash, public_key, signature, signed_at)
         values ($1, ($2::text)::date, $3, $4, $5, $6, $7) on conflict do nothing",
        org,
        day,
        head.position,
        head.hash,
        head.public_key,
        head.signature,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// The signed ends of days (`2027-03-01`), latest first.
pub(super) async fn heads(tx: &mut Tx, limit: i64) -> Result<Vec<(String, Signed)>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select day::text as "day!", position, hash, public_key, signature from audit_heads
           where org_id = $1 order by audit_heads.day desc limit $2"#,
        org,
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    let head = rows.into_iter().map(|row| {
        let (hash, public_key, signature) = (row.hash, row.public_key, row.signature);
        (row.day, Signed { position: row.position, hash, public_key, signature })
    });
    Ok(head.collect())
}

/// What the chain begins after, if its beginning was removed.
pub(super) async fn anchor(tx: &mut Tx) -> Result<Option<Signed>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Signed,
        "select position, hash, public_key, signature from audit_anchors
         where org_id = $1 order by position desc limit 1",
        org,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Bytes of a column whose length is checked.
pub(crate) fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().unwrap_or(GENESIS)
}
