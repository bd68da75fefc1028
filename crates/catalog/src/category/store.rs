//! SQL for `categories`.

use ::store::Tx;
use kernel::{CategoryId, EventId, LocalizedText};
use sqlx::types::Json;

use super::{Category, Plan};

pub(crate) async fn select(
    tx: &mut Tx,
    event: EventId,
    only: Option<CategoryId>,
) -> Result<Vec<Category>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select id as "id: CategoryId", name as "name: Json<LocalizedText>",
             description as "description: Json<LocalizedText>", sort, version, created_at, updated_at
           from categories where org_id = $1 and event_id = $2 and ($3::uuid is null or id = $3)
           order by sort, id"#,
        org,
        event.uuid(),
        only.map(CategoryId::uuid),
    )
    .fetch_all(&mut **tx)
    .await?;
    let categories = rows.into_iter().map(|row| Category {
        id: row.id,
        name: row.name.0,
        description: row.description.0,
        sort: row.sort,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    });
    Ok(categories.collect())
}

pub(crate) async fn insert(
    tx: &mut Tx,
    id: CategoryId,
    event: EventId,
    plan: &Plan,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into categories (id, org_id, event_id, name, description, sort, created_at, updated_at)
         values ($1, $2, $3, $4, $5,
           coalesce($6, (select max(c.sort) + 1 from categories c where c.org_id = $2 and c.event_id = $3), 0), $7, $7)",
        id.uuid(),
        org,
        event.uuid(),
        Json(&plan.name) as _,
        Json(&plan.description) as _,
        plan.sort,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, id: CategoryId, plan: &Plan) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update categories set name = $3, description = $4, sort = coalesce($5, sort), updated_at = $6,
           version = version + 1
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        Json(&plan.name) as _,
        Json(&plan.description) as _,
        plan.sort,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: CategoryId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from categories where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}
