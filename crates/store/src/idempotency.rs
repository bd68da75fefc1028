//! Writes that may be repeated: the answer to an `Idempotency-Key` is kept in the business transaction and
//! replayed for a day (draft-ietf-httpapi-idempotency-key-header).

use std::collections::HashMap;

use kernel::Instant;
use serde_json::Value;

use crate::{OnConstraint, Tx};

/// A caller's key with what it was used for and the digest of the request it came with.
#[derive(Debug, Clone)]
pub struct Key {
    /// The operation and the caller, so that keys of different ones do not meet.
    pub scope: String,
    /// What the caller sent.
    pub key: String,
    /// SHA-256 of the request's body and path.
    pub digest: Vec<u8>,
}

/// What became of a key.
#[derive(Debug)]
pub enum Claim {
    /// It is new: do the work, then [`keep`] the answer.
    Fresh,
    /// It was answered before.
    Replay(Answer),
}

/// An answer that was given.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The JSON body.
    pub body: Value,
}

/// Why a key can't be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// Another request with this key is still running.
    #[error("a request with this Idempotency-Key is still running")]
    InFlight,
    /// The key was used for a different request.
    #[error("this Idempotency-Key was used for a different request")]
    Reused,
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

/// Claims `key` for this transaction, or finds the answer it got before. Never waits.
pub async fn claim(tx: &mut Tx, key: &Key) -> Result<Claim, KeyError> {
    let org = tx.org().uuid();
    let lock = format!("{org}/{}/{}", key.scope, key.key);
    let free =
        sqlx::query_scalar!(r#"select pg_try_advisory_xact_lock(hashtextextended($1, 0)) as "free!""#, lock)
            .fetch_one(&mut **tx)
            .await?;
    if !free {
        return Err(KeyError::InFlight);
    }
    let kept = sqlx::query!(
        "select digest, status, response from idempotency_keys where org_id = $1 and scope = $2 and key = $3",
        org,
        key.scope,
        key.key,
    )
    .fetch_optional(&mut **tx)
    .await?;
    match kept {
        None => Ok(Claim::Fresh),
        Some(row) if row.digest != key.digest => Err(KeyError::Reused),
        Some(row) => {
            let status = u16::try_from(row.status).unwrap_or(200);
            Ok(Claim::Replay(Answer { status, body: row.response }))
        }
    }
}

/// Keeps the answer to `key`; it becomes visible with the commit.
pub async fn keep(tx: &mut Tx, key: &Key, answer: &Answer) -> Result<(), KeyError> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into idempotency_keys (org_id, scope, key, digest, status, response, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        org,
        key.scope,
        key.key,
        key.digest,
        i32::from(answer.status),
        answer.body,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("idempotency_keys_pkey", || KeyError::InFlight)?;
    Ok(())
}

/// The kept answers to any of `keys`, by scope and key, with the digest of the request they answered.
pub async fn find(
    tx: &mut Tx,
    keys: &[&Key],
) -> Result<HashMap<(String, String), (Vec<u8>, Answer)>, sqlx::Error> {
    if keys.is_empty() {
        return Ok(HashMap::new());
    }
    let scopes: Vec<String> = keys.iter().map(|key| key.scope.clone()).collect();
    let names: Vec<String> = keys.iter().map(|key| key.key.clone()).collect();
    let rows = sqlx::query!(
        "select scope, key, digest, status, response from idempotency_keys
         where org_id = $1 and (scope, key) in (select * from unnest($2::text[], $3::text[]))",
        tx.org().uuid(),
        &scopes,
        &names,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let status = u16::try_from(row.status).unwrap_or(200);
            ((row.scope, row.key), (row.digest, Answer { status, body: row.response }))
        })
        .collect())
}

/// Keeps several answers; fails with a unique violation when another transaction kept one of them first.
pub async fn keep_many(tx: &mut Tx, answers: &[(&Key, Answer)]) -> Result<(), sqlx::Error> {
    if answers.is_empty() {
        return Ok(());
    }
    let (org, now) = (tx.org().uuid(), tx.now());
    let scopes: Vec<String> = answers.iter().map(|(key, _)| key.scope.clone()).collect();
    let names: Vec<String> = answers.iter().map(|(key, _)| key.key.clone()).collect();
    let digests: Vec<Vec<u8>> = answers.iter().map(|(key, _)| key.digest.clone()).collect();
    let statuses: Vec<i32> = answers.iter().map(|(_, answer)| i32::from(answer.status)).collect();
    let bodies: Vec<Value> = answers.iter().map(|(_, answer)| answer.body.clone()).collect();
    sqlx::query!(
        "insert into idempotency_keys (org_id, created_at, scope, key, digest, status, response)
         select $1, $2, t.* from unnest($3::text[], $4::text[], $5::bytea[], $6::int[], $7::jsonb[]) as t",
        org,
        now,
        &scopes,
        &names,
        &digests,
        &statuses,
        &bodies,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Deletes the organisation's answers older than `before`; returns how many.
pub async fn prune(tx: &mut Tx, before: Instant) -> Result<u64, sqlx::Error> {
    let org = tx.org().uuid();
    let done =
        sqlx::query!("delete from idempotency_keys where org_id = $1 and created_at < $2", org, before)
            .execute(&mut **tx)
            .await?;
    Ok(done.rows_affected())
}
