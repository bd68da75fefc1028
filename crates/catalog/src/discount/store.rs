//! SQL for `discounts`.

use ::store::Tx;
use kernel::{DiscountId, EventId, LocalizedText};
use sqlx::types::Json;

use super::{Discount, Plan};
use crate::{
    Mode,
    quote::{Effect, Scope},
};

/// The event's discounts in the order they are tried: those that are there, or those that were removed.
pub(crate) async fn list(tx: &mut Tx, event: EventId, archived: bool) -> Result<Vec<Discount>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select id as "id: DiscountId", name as "name: Json<LocalizedText>", sort, active,
             scope as "scope: Json<Scope>", min_count, min_value_minor, effect as "effect: Json<Effect>", cheapest, same,
             addons, skip_vouchered, valid_from, valid_until, max_uses, used, version, created_at,
             updated_at
           from discounts where org_id = $1 and event_id = $2 and (archived_at is not null) = $3 order by sort, id"#,
        org,
        event.uuid(),
        archived,
    )
    .fetch_all(&mut **tx)
    .await?;
    let discounts = rows.into_iter().map(|row| Discount {
        id: row.id,
        plan: Plan {
            name: row.name.0,
            sort: row.sort,
            active: row.active,
            scope: row.scope.0,
            min_count: row.min_count,
            min_value_minor: row.min_value_minor,
            effect: row.effect.0,
            cheapest: row.cheapest,
            same: row.same,
            addons: row.addons,
            skip_vouchered: row.skip_vouchered,
            valid_from: row.valid_from,
            valid_until: row.valid_until,
            max_uses: row.max_uses,
        },
        used: row.used,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    });
    Ok(discounts.collect())
}

/// Adds the discount, or changes it if it is there. A limit below what was used waits for its refusal.
pub(crate) async fn keep(
    tx: &mut Tx,
    event: EventId,
    id: DiscountId,
    plan: &Plan,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into discounts (id, org_id, event_id, name, sort, active, scope, min_count, min_value_minor, effect,
           cheapest, same, addons, skip_vouchered, valid_from, valid_until, max_uses, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
         on conflict (id) do update set name = $4, sort = $5, active = $6, scope = $7, min_count = $8,
           min_value_minor = $9, effect = $10, cheapest = $11, same = $12, addons = $13, skip_vouchered = $14,
           valid_from = $15, valid_until = $16, max_uses = $17, updated_at = $18, version = discounts.version + 1,
           used = case when $17::bigint is null then 0 else
             (select count(*) from price_uses u where u.org_id = $2 and u.discount_id = $1 and not u.test) end,
           test_used = case when $17::bigint is null then 0 else
             (select count(*) from price_uses u where u.org_id = $2 and u.discount_id = $1 and u.test) end",
        id.uuid(),
        org,
        event.uuid(),
        Json(&plan.name) as _,
        plan.sort,
        plan.active,
        Json(&plan.scope) as _,
        plan.min_count,
        plan.min_value_minor,
        Json(&plan.effect) as _,
        plan.cheapest,
        plan.same,
        plan.addons,
        plan.skip_vouchered,
        plan.valid_from,
        plan.valid_until,
        plan.max_uses,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Puts a discount into the archive, or takes it out.
pub(super) async fn set_archived(tx: &mut Tx, id: DiscountId, archived: bool) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update discounts set archived_at = $3, updated_at = $4, version = version + 1 where org_id = $1 and id = $2",
        org,
        id.uuid(),
        archived.then_some(now),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// How many tickets each of the event's discounts with a limit has taken in.
pub(crate) async fn used(
    tx: &mut Tx,
    event: EventId,
    mode: Mode,
    locked: bool,
) -> Result<Vec<(DiscountId, i64)>, sqlx::Error> {
    let org = tx.org().uuid();
    if locked {
        sqlx::query!(
            "select id from discounts where org_id = $1 and event_id = $2 and max_uses is not null order by id
             for no key update",
            org,
            event.uuid(),
        )
        .fetch_all(&mut **tx)
        .await?;
    }
    let rows = sqlx::query!(
        r#"select id as "id: DiscountId", case when $3 then test_used else used end as "used!" from discounts
           where org_id = $1 and event_id = $2 and max_uses is not null"#,
        org,
        event.uuid(),
        mode.is_test(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.used)).collect())
}
