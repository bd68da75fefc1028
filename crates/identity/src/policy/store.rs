//! SQL for the rules in `organisations`.

use ::store::Tx;
use kernel::OrgId;
use sqlx::PgConnection;

use super::SecondFactorRule;

pub(super) async fn find(
    connection: &mut PgConnection,
    org: OrgId,
) -> Result<Option<SecondFactorRule>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select second_factor as "second_factor: SecondFactorRule" from organisations where org_id = $1"#,
        org.uuid(),
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn set(tx: &mut Tx, rule: SecondFactorRule) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update organisations set second_factor = $2, updated_at = $3 where org_id = $1",
        org,
        rule as SecondFactorRule,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
