//! SQL for the rules in `organisations`.

use ::store::Tx;
use kernel::OrgId;
use sqlx::PgConnection;

use super::{SecondFactorRule, SecurityPolicy};
use crate::role::RoleRef;

pub(super) async fn find(
    connection: &mut PgConnection,
    org: OrgId,
) -> Result<Option<SecurityPolicy>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select second_factor as "second_factor: SecondFactorRule", second_factor_roles from organisations
           where org_id = $1"#,
        org.uuid(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| SecurityPolicy {
        second_factor: row.second_factor,
        second_factor_roles: row.second_factor_roles.iter().filter_map(|name| RoleRef::read(name)).collect(),
    }))
}

pub(super) async fn set(tx: &mut Tx, policy: &SecurityPolicy) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let roles: Vec<String> = policy.second_factor_roles.iter().map(ToString::to_string).collect();
    sqlx::query!(
        "update organisations set second_factor = $2, second_factor_roles = $3, updated_at = $4 where org_id = $1",
        org,
        policy.second_factor as SecondFactorRule,
        &roles,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
