//! SQL for `guest_providers`.

use ::store::Tx;

use super::{Plan, Provider};

pub(super) async fn find(tx: &mut Tx) -> Result<Option<Provider>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        "select name, issuer, client_id, sealed_secret, scopes from guest_providers where org_id = $1",
        org,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| Provider {
        plan: Plan { name: row.name, issuer: row.issuer, client_id: row.client_id, scopes: row.scopes },
        sealed_secret: row.sealed_secret,
    }))
}

pub(super) async fn upsert(tx: &mut Tx, plan: &Plan, sealed: Option<&[u8]>) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into guest_providers (org_id, name, issuer, client_id, sealed_secret, scopes, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $7)
         on conflict (org_id) do update set name = $2, issuer = $3, client_id = $4, sealed_secret = $5, scopes = $6,
           updated_at = $7",
        org,
        plan.name,
        plan.issuer,
        plan.client_id,
        sealed,
        &plan.scopes,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from guest_providers where org_id = $1", org).execute(&mut **tx).await?;
    Ok(())
}
