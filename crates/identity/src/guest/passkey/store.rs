//! SQL for `guest_passkeys`.

use ::store::{OnConstraint, Tx};
use kernel::{GuestId, PasskeyId};
use serde_json::Value;

use super::Stored;
use crate::{
    Error,
    passkey::{Passkey, ceremony::Made},
};

pub(super) async fn insert(
    tx: &mut Tx,
    id: PasskeyId,
    guest: GuestId,
    name: &str,
    made: &Made,
) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into guest_passkeys (org_id, id, guest_id, credential_id, credential, name, created_at)
         values ($1, $2, $3, $4, $5, $6, $7)",
        org,
        id.uuid(),
        guest.uuid(),
        made.id,
        made.credential,
        name,
        now,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("guest_passkeys_credential", || Error::PasskeyKnown)?;
    Ok(())
}

pub(super) async fn list(tx: &mut Tx, email: &str) -> Result<Vec<Passkey>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Passkey,
        r#"select p.id as "id: PasskeyId", p.name, p.created_at, p.last_used_at
           from guests g join guest_passkeys p on p.org_id = $1 and p.guest_id = g.id
           where g.org_id = $1 and lower(g.email) = lower($2) order by p.created_at, p.id"#,
        org,
        email,
    )
    .fetch_all(&mut **tx)
    .await
}

pub(super) async fn credential_ids(tx: &mut Tx, guest: GuestId) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        "select credential_id from guest_passkeys where org_id = $1 and guest_id = $2",
        org,
        guest.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}

pub(super) async fn by_credential(tx: &mut Tx, id: &[u8]) -> Result<Option<Stored>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Stored,
        r#"select p.id as "id: PasskeyId", p.guest_id as "guest: GuestId", g.email, p.credential
           from guest_passkeys p join guests g on g.org_id = $1 and g.id = p.guest_id
           where p.org_id = $1 and p.credential_id = $2"#,
        org,
        id,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Notes a use with the new counter; `false` if the passkey was used or removed meanwhile.
pub(super) async fn used(tx: &mut Tx, stored: &Stored, credential: &Value) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "update guest_passkeys set credential = $4, last_used_at = $5
         where org_id = $1 and id = $2 and credential = $3",
        org,
        stored.id.uuid(),
        stored.credential,
        credential,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Deletes a passkey of whoever has the address; gives their account.
pub(super) async fn delete(tx: &mut Tx, email: &str, id: PasskeyId) -> Result<Option<GuestId>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"delete from guest_passkeys p using guests g
           where p.org_id = $1 and p.id = $2 and g.org_id = $1 and g.id = p.guest_id and lower(g.email) = lower($3)
           returning g.id as "id: GuestId""#,
        org,
        id.uuid(),
        email,
    )
    .fetch_optional(&mut **tx)
    .await
}
