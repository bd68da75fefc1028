//! SQL for `guests` and `guest_identities`.

use ::store::Tx;
use kernel::GuestId;
use uuid::Uuid;

use super::Connected;
use crate::guest::Identity;

/// The account of an address, new with `id` if there is none.
pub(super) async fn upsert(tx: &mut Tx, id: GuestId, email: &str) -> Result<GuestId, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_scalar!(
        r#"insert into guests (org_id, id, email, created_at) values ($1, $2, $3, $4)
           on conflict (org_id, lower(email)) do update set email = guests.email
           returning id as "id: GuestId""#,
        org,
        id.uuid(),
        email,
        now,
    )
    .fetch_one(&mut **tx)
    .await
}

/// The account of an address, if there is one.
pub(crate) async fn by_email(tx: &mut Tx, email: &str) -> Result<Option<GuestId>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select id as "id: GuestId" from guests where org_id = $1 and lower(email) = lower($2)"#,
        org,
        email,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Deletes an account that nothing signs in to any more.
pub(crate) async fn delete_if_bare(tx: &mut Tx, guest: GuestId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "delete from guests where org_id = $1 and id = $2
           and not exists (select from guest_passkeys where org_id = $1 and guest_id = $2)
           and not exists (select from guest_identities where org_id = $1 and guest_id = $2)",
        org,
        guest.uuid(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Notes who a guest is at the provider; `false` if somebody is already.
pub(super) async fn connect(
    tx: &mut Tx,
    id: Uuid,
    identity: &Identity,
    guest: GuestId,
) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "insert into guest_identities (org_id, id, issuer, subject, guest_id, created_at, last_used_at)
         values ($1, $2, $3, $4, $5, $6, $6) on conflict (org_id, issuer, subject) do nothing",
        org,
        id,
        identity.issuer,
        identity.subject,
        guest.uuid(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The account whose owner somebody at the provider is; notes that they were here.
pub(crate) async fn find(tx: &mut Tx, identity: &Identity) -> Result<Option<Connected>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_as!(
        Connected,
        "update guest_identities i set last_used_at = $4 from guests g
         where i.org_id = $1 and i.issuer = $2 and i.subject = $3 and g.org_id = $1 and g.id = i.guest_id
         returning i.id, g.email",
        org,
        identity.issuer,
        identity.subject,
        now,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// Forgets who guests are at the provider, whoever it was; the sessions that began there end. Accounts that nothing else
/// signs in to go, too.
pub(crate) async fn forget_identities(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from guest_identities where org_id = $1", org).execute(&mut **tx).await?;
    sqlx::query!("delete from guest_sessions where org_id = $1 and issuer is not null", org)
        .execute(&mut **tx)
        .await?;
    sqlx::query!(
        "delete from guests g where g.org_id = $1
           and not exists (select from guest_passkeys p where p.org_id = $1 and p.guest_id = g.id)",
        org,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
