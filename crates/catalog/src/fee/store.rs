//! SQL for `fees`.

use ::store::Tx;
use kernel::{EventId, FeeId, LocalizedText, TaxRuleId};
use sqlx::types::Json;

use super::{Fee, Plan};
use crate::quote::FeeAmount;

pub(crate) async fn list(tx: &mut Tx, event: EventId) -> Result<Vec<Fee>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select id as "id: FeeId", name as "name: Json<LocalizedText>", sort, active,
             amount as "amount: Json<FeeAmount>", per_ticket, absorbed, tax_rule_id as "tax_rule_id: TaxRuleId",
             version, created_at, updated_at
           from fees where org_id = $1 and event_id = $2 order by sort, id"#,
        org,
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let fees = rows.into_iter().map(|row| {
        let plan = Plan {
            name: row.name.0,
            sort: row.sort,
            active: row.active,
            amount: row.amount.0,
            per_ticket: row.per_ticket,
            absorbed: row.absorbed,
            tax_rule_id: row.tax_rule_id,
        };
        Fee { id: row.id, plan, version: row.version, created_at: row.created_at, updated_at: row.updated_at }
    });
    Ok(fees.collect())
}

/// Adds the fee, or changes it if it is there.
pub(crate) async fn keep(tx: &mut Tx, event: EventId, id: FeeId, plan: &Plan) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into fees (id, org_id, event_id, name, sort, active, amount, per_ticket, absorbed, tax_rule_id,
           created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $11)
         on conflict (id) do update set name = $4, sort = $5, active = $6, amount = $7, per_ticket = $8, absorbed = $9,
           tax_rule_id = $10, updated_at = $11, version = fees.version + 1",
        id.uuid(),
        org,
        event.uuid(),
        Json(&plan.name) as _,
        plan.sort,
        plan.active,
        Json(&plan.amount) as _,
        plan.per_ticket,
        plan.absorbed,
        plan.tax_rule_id.map(TaxRuleId::uuid),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: FeeId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from fees where org_id = $1 and id = $2", org, id.uuid()).execute(&mut **tx).await?;
    Ok(())
}
