//! SQL for `token_keys`, a global table.

use kernel::Instant;
use sqlx::PgConnection;

/// A key pair that signs access tokens.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub kid: String,
    pub public_key: Vec<u8>,
    pub sealed_key: Vec<u8>,
    pub created_at: Instant,
    pub signs_from: Instant,
}

/// Every key, the one that signs latest first.
pub(crate) async fn all(connection: &mut PgConnection) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select kid, public_key, sealed_key, created_at, signs_from from token_keys
           order by signs_from desc, kid desc"#,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn insert(connection: &mut PgConnection, row: &Row) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into token_keys (kid, public_key, sealed_key, created_at, signs_from) values ($1, $2, $3, $4, $5)",
        row.kid,
        row.public_key,
        row.sealed_key,
        row.created_at,
        row.signs_from,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn delete(connection: &mut PgConnection, kid: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from token_keys where kid = $1", kid).execute(connection).await?;
    Ok(())
}
