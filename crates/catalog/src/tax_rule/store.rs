//! SQL for `tax_rules`.

use ::store::Tx;
use kernel::{EventId, LocalizedText, ProductId, TaxRuleId};
use sqlx::types::Json;

use super::{Plan, TaxRule};
use crate::quote::{TaxCase, Treatment};

pub(crate) async fn list(tx: &mut Tx, event: EventId) -> Result<Vec<TaxRule>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select id as "id: TaxRuleId", name as "name: Json<LocalizedText>", base as "base: Json<Treatment>",
             keep_gross, cases as "cases: Json<Vec<TaxCase>>", version, created_at, updated_at,
             array(select p.id from products p where p.tax_rule_id = r.id and p.archived_at is null order by p.sort, p.id)
               as "product_ids!: Vec<ProductId>"
           from tax_rules r where org_id = $1 and event_id = $2 order by id"#,
        org,
        event.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    let rules = rows.into_iter().map(|row| {
        let plan = Plan {
            name: row.name.0,
            base: row.base.0,
            keep_gross: row.keep_gross,
            cases: row.cases.0,
            product_ids: row.product_ids,
        };
        TaxRule {
            id: row.id,
            plan,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    });
    Ok(rules.collect())
}

/// Adds the rule, or changes it if it is there.
pub(crate) async fn keep(tx: &mut Tx, event: EventId, id: TaxRuleId, plan: &Plan) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into tax_rules (id, org_id, event_id, name, base, keep_gross, cases, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)
         on conflict (id) do update set name = $4, base = $5, keep_gross = $6, cases = $7, updated_at = $8,
           version = tax_rules.version + 1",
        id.uuid(),
        org,
        event.uuid(),
        Json(&plan.name) as _,
        Json(&plan.base) as _,
        plan.keep_gross,
        Json(&plan.cases) as _,
        now,
    )
    .execute(&mut **tx)
    .await?;
    let products: Vec<uuid::Uuid> = plan.product_ids.iter().map(|id| id.uuid()).collect();
    sqlx::query!(
        "update products set tax_rule_id = case when id = any($4) then $3::uuid end
         where org_id = $1 and event_id = $2 and archived_at is null
           and (id = any($4) or tax_rule_id = $3) and (id = any($4)) is distinct from (tax_rule_id is not distinct from $3)",
        org,
        event.uuid(),
        id.uuid(),
        &products,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Whether something is taxed by the rule.
pub(super) async fn is_used(tx: &mut Tx, id: TaxRuleId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from products where org_id = $1 and tax_rule_id = $2 and archived_at is null)
             or exists (select from fees where org_id = $1 and tax_rule_id = $2)
             or exists (select from price_settings where org_id = $1 and default_tax_rule_id = $2) as "used!""#,
        org,
        id.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn delete(tx: &mut Tx, id: TaxRuleId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update products set tax_rule_id = null where org_id = $1 and tax_rule_id = $2",
        org,
        id.uuid()
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from tax_rules where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
