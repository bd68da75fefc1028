use kernel::{CheckInListId, EventId, ProductId};
use store::Tx;
use uuid::Uuid;

use super::{CheckInList, Counts, Plan};

pub(super) async fn of_event(tx: &mut Tx, event: EventId) -> Result<Vec<CheckInList>, sqlx::Error> {
    select(tx, event, None).await
}

pub(super) async fn find(
    tx: &mut Tx,
    event: EventId,
    list: CheckInListId,
) -> Result<Option<CheckInList>, sqlx::Error> {
    Ok(select(tx, event, Some(list)).await?.pop())
}

async fn select(
    tx: &mut Tx,
    event: EventId,
    list: Option<CheckInListId>,
) -> Result<Vec<CheckInList>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select l.id as "id: CheckInListId", l.name, l.all_products, l.match_add_ons, l.is_default, l.version,
             l.created_at,
             array(select product_id from check_in_list_products where list_id = l.id order by product_id)
               as "products!: Vec<ProductId>",
             (select count(*) from tickets t
              where t.org_id = $1 and t.event_id = $2 and t.status = 'valid' and not t.test
                and (l.all_products or t.product_id in
                  (select product_id from check_in_list_products where list_id = l.id))) as "expected!",
             (select count(*) from check_ins where list_id = l.id and annulled_at is null and not test) as "checked_in!"
           from check_in_lists l
           where l.org_id = $1 and l.event_id = $2 and ($3::uuid is null or l.id = $3)
           order by l.is_default desc, l.created_at, l.id"#,
        org,
        event.uuid(),
        list.map(CheckInListId::uuid),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| CheckInList {
            id: row.id,
            name: row.name,
            products: (!row.all_products).then_some(row.products),
            match_add_ons: row.match_add_ons,
            counts: Counts { expected: row.expected, checked_in: row.checked_in },
            default: row.is_default,
            version: row.version,
            created_at: row.created_at,
        })
        .collect())
}

pub(super) async fn counts(
    tx: &mut Tx,
    event: EventId,
    list: CheckInListId,
) -> Result<Option<Counts>, sqlx::Error> {
    Ok(find(tx, event, list).await?.map(|list| list.counts))
}

pub(super) async fn known_products(
    tx: &mut Tx,
    event: EventId,
    products: &[ProductId],
) -> Result<Vec<ProductId>, sqlx::Error> {
    let org = tx.org().uuid();
    let ids: Vec<Uuid> = products.iter().map(|id| id.uuid()).collect();
    sqlx::query_scalar!(
        r#"select id as "id!: ProductId" from product_names
           where org_id = $1 and event_id = $2 and id = any($3)"#,
        org,
        event.uuid(),
        &ids,
    )
    .fetch_all(&mut **tx)
    .await
}

pub(super) async fn insert(
    tx: &mut Tx,
    id: CheckInListId,
    event: EventId,
    new: &Plan,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let products: Vec<Uuid> = new.products.iter().flatten().map(|id| id.uuid()).collect();
    sqlx::query!(
        "with list as (
           insert into check_in_lists (id, org_id, event_id, name, all_products, created_at, match_add_ons)
           values ($1, $2, $3, $4, $5, $6, $8)
           returning id
         )
         insert into check_in_list_products (list_id, product_id, org_id)
         select distinct list.id, product, $2::uuid from list, unnest($7::uuid[]) product",
        id.uuid(),
        org,
        event.uuid(),
        new.name,
        new.products.is_none(),
        now,
        &products,
        new.match_add_ons,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Keeps everybody else from changing the list until the transaction ends. Scans go on.
pub(super) async fn lock(tx: &mut Tx, event: EventId, list: CheckInListId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "select id from check_in_lists where org_id = $1 and event_id = $2 and id = $3 for no key update",
        org,
        event.uuid(),
        list.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, list: CheckInListId, plan: &Plan) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    let products: Vec<Uuid> = plan.products.iter().flatten().map(|id| id.uuid()).collect();
    sqlx::query!(
        "with changed as (
           update check_in_lists set name = $3, all_products = $4, match_add_ons = $5, version = version + 1
           where org_id = $1 and id = $2
         ), gone as (
           delete from check_in_list_products where org_id = $1 and list_id = $2 and not product_id = any ($6)
         )
         insert into check_in_list_products (list_id, product_id, org_id)
         select distinct $2::uuid, product, $1::uuid from unnest($6::uuid[]) product
         on conflict do nothing",
        org,
        list.uuid(),
        plan.name,
        plan.products.is_none(),
        plan.match_add_ons,
        &products,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn insert_default(
    tx: &mut Tx,
    id: CheckInListId,
    event: EventId,
    name: &str,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "insert into check_in_lists (id, org_id, event_id, name, is_default, created_at)
         values ($1, $2, $3, $4, true, $5)
         on conflict (event_id) where is_default do nothing",
        id.uuid(),
        org,
        event.uuid(),
        name,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}
