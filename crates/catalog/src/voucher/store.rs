//! SQL for `vouchers`.

use ::store::Tx;
use kernel::{EventId, Instant, ProductId, VariationId, VoucherId};
use sqlx::{FromRow, Postgres, QueryBuilder, types::Json};
use uuid::Uuid;

use super::{Code, Filter, Kept, KeptPart, Plan, Voucher};
use crate::{
    Item, Mode,
    quote::{Effect, Scope},
};

const COLUMNS: &str =
    "select id, code, tag, comment, scope, effect, max_uses, min_uses, used, budget_minor, spent_minor,
    valid_until, shows_hidden, blocks_quota, ignores_quota, reserving, reserves_product_id, reserves_variation_id,
    reserves_parts, version, created_at, updated_at, test_used, test_spent_minor
    from vouchers where org_id = ";

/// A row of `vouchers`.
#[derive(FromRow)]
struct Row {
    id: VoucherId,
    code: String,
    tag: String,
    comment: String,
    scope: Json<Scope>,
    effect: Json<Effect>,
    max_uses: i64,
    min_uses: i64,
    used: i64,
    budget_minor: Option<i64>,
    spent_minor: i64,
    valid_until: Option<Instant>,
    shows_hidden: bool,
    blocks_quota: bool,
    ignores_quota: bool,
    reserving: bool,
    reserves_product_id: Option<ProductId>,
    reserves_variation_id: Option<VariationId>,
    reserves_parts: Json<Vec<KeptPart>>,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
    test_used: i64,
    test_spent_minor: i64,
}

impl Row {
    /// As it stands for tests: nothing is kept aside for it.
    fn in_mode(self, mode: Mode) -> Self {
        if !mode.is_test() {
            return self;
        }
        Self { used: self.test_used, spent_minor: self.test_spent_minor, reserving: false, ..self }
    }
}

impl TryFrom<Row> for Voucher {
    type Error = sqlx::Error;

    fn try_from(row: Row) -> Result<Self, sqlx::Error> {
        Ok(Self {
            id: row.id,
            code: row.code.parse().map_err(|error| sqlx::Error::Decode(Box::new(error)))?,
            terms: Plan {
                code: None,
                tag: row.tag,
                comment: row.comment,
                scope: row.scope.0,
                effect: row.effect.0,
                max_uses: row.max_uses,
                min_uses: row.min_uses,
                budget_minor: row.budget_minor,
                valid_until: row.valid_until,
                shows_hidden: row.shows_hidden,
                blocks_quota: row.blocks_quota,
                ignores_quota: row.ignores_quota,
            },
            reserving: row.reserving,
            reserves: row.reserves_product_id.map(|product| Kept {
                item: Item::new(product, row.reserves_variation_id),
                parts: row.reserves_parts.0,
            }),
            used: row.used,
            spent_minor: row.spent_minor,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

fn query(tx: &Tx, event: EventId) -> QueryBuilder<Postgres> {
    let mut query = QueryBuilder::new(COLUMNS);
    query.push_bind(tx.org().uuid()).push(" and event_id = ").push_bind(event.uuid());
    query
}

async fn one(tx: &mut Tx, mut query: QueryBuilder<Postgres>) -> Result<Option<Voucher>, sqlx::Error> {
    let row: Option<Row> = query.build_query_as().fetch_optional(&mut **tx).await?;
    row.map(Voucher::try_from).transpose()
}

pub(crate) async fn list(
    tx: &mut Tx,
    event: EventId,
    filter: &Filter,
    after: Option<Uuid>,
    limit: usize,
) -> Result<Vec<Voucher>, sqlx::Error> {
    let mut query = query(tx, event);
    if let Some(tag) = &filter.tag {
        query.push(" and tag = ").push_bind(tag.clone());
    }
    if let Some(part) = filter.q.as_deref().map(str::trim).filter(|part| !part.is_empty()) {
        query.push(" and position(").push_bind(part.to_uppercase());
        query.push(" in upper(code || ' ' || tag || ' ' || comment)) > 0");
    }
    if let Some(after) = after {
        query.push(" and id < ").push_bind(after);
    }
    query.push(" order by id desc limit ").push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    let rows: Vec<Row> = query.build_query_as().fetch_all(&mut **tx).await?;
    rows.into_iter().map(Voucher::try_from).collect()
}

pub(super) async fn find(tx: &mut Tx, event: EventId, id: VoucherId) -> Result<Option<Voucher>, sqlx::Error> {
    let mut query = query(tx, event);
    query.push(" and id = ").push_bind(id.uuid());
    one(tx, query).await
}

pub(super) async fn by_codes(
    tx: &mut Tx,
    event: EventId,
    codes: &[Code],
    mode: Mode,
    locked: bool,
) -> Result<Vec<Voucher>, sqlx::Error> {
    let keys: Vec<String> = codes.iter().map(Code::key).collect();
    let mut query = query(tx, event);
    query.push(" and code_key = any(").push_bind(keys).push(") order by id");
    if locked {
        query.push(" for no key update");
    }
    let rows: Vec<Row> = query.build_query_as().fetch_all(&mut **tx).await?;
    rows.into_iter().map(|row| row.in_mode(mode).try_into()).collect()
}

/// The voucher, locked until the transaction ends.
pub(super) async fn lock(tx: &mut Tx, event: EventId, id: VoucherId) -> Result<Option<Voucher>, sqlx::Error> {
    let mut query = query(tx, event);
    query.push(" and id = ").push_bind(id.uuid()).push(" for update");
    one(tx, query).await
}

/// What comes along with what is kept aside, as the row tells it.
fn parts_of(reserves: Option<&Kept>) -> Json<&[KeptPart]> {
    Json(reserves.map_or(&[], |kept| kept.parts.as_slice()))
}

pub(crate) async fn insert(
    tx: &mut Tx,
    event: EventId,
    vouchers: &[(VoucherId, Code, Plan)],
    reserves: Option<&Kept>,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let each = || vouchers.iter();
    let ids: Vec<Uuid> = each().map(|(id, ..)| id.uuid()).collect();
    let codes: Vec<String> = each().map(|(_, code, _)| code.as_str().to_owned()).collect();
    let keys: Vec<String> = each().map(|(_, code, _)| code.key()).collect();
    let tags: Vec<String> = each().map(|(.., terms)| terms.tag.clone()).collect();
    let comments: Vec<String> = each().map(|(.., terms)| terms.comment.clone()).collect();
    let scopes: Vec<Json<&Scope>> = each().map(|(.., terms)| Json(&terms.scope)).collect();
    let effects: Vec<Json<&Effect>> = each().map(|(.., terms)| Json(&terms.effect)).collect();
    let most: Vec<i64> = each().map(|(.., terms)| terms.max_uses).collect();
    let least: Vec<i64> = each().map(|(.., terms)| terms.min_uses).collect();
    let budgets: Vec<Option<i64>> = each().map(|(.., terms)| terms.budget_minor).collect();
    let until: Vec<Option<Instant>> = each().map(|(.., terms)| terms.valid_until).collect();
    let shows: Vec<bool> = each().map(|(.., terms)| terms.shows_hidden).collect();
    let blocks: Vec<bool> = each().map(|(.., terms)| terms.blocks_quota).collect();
    let ignores: Vec<bool> = each().map(|(.., terms)| terms.ignores_quota).collect();
    let lasts = |terms: &Plan| terms.valid_until.is_none_or(|until| until > now);
    let reserving: Vec<bool> = each().map(|(.., terms)| reserves.is_some() && lasts(terms)).collect();
    sqlx::query!(
        "insert into vouchers (id, org_id, event_id, code, code_key, tag, comment, scope, effect, max_uses, min_uses,
           budget_minor, valid_until, shows_hidden, blocks_quota, ignores_quota, created_at, updated_at,
           reserves_product_id, reserves_variation_id, reserving, reserves_parts)
         select v.id, $1, $2, v.code, v.key, v.tag, v.comment, v.scope, v.effect, v.most, v.least, v.budget, v.until,
           v.shows, v.blocks, v.ignores, $3, $3, $17, $18, v.reserving, $21
         from unnest($4::uuid[], $5::text[], $6::text[], $7::text[], $8::text[], $9::jsonb[], $10::jsonb[],
           $11::bigint[], $12::bigint[], $13::bigint[], $14::timestamptz[], $15::bool[], $16::bool[], $19::bool[],
           $20::bool[])
           as v (id, code, key, tag, comment, scope, effect, most, least, budget, until, shows, blocks, reserving,
             ignores)",
        org,
        event.uuid(),
        now,
        &ids,
        &codes,
        &keys,
        &tags,
        &comments,
        &scopes as _,
        &effects as _,
        &most,
        &least,
        &budgets as &[Option<i64>],
        &until as &[Option<Instant>],
        &shows,
        &blocks,
        reserves.map(|kept| kept.item.product.uuid()),
        reserves.and_then(|kept| kept.item.variation).map(VariationId::uuid),
        &reserving,
        &ignores,
        parts_of(reserves) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

pub(super) async fn update(
    tx: &mut Tx,
    id: VoucherId,
    plan: &Plan,
    reserves: Option<&Kept>,
) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let code = plan.code.as_ref();
    sqlx::query!(
        "update vouchers set code = coalesce($3, code), code_key = coalesce($4, code_key), tag = $5, comment = $6,
           scope = $7, effect = $8, max_uses = $9, min_uses = $10, budget_minor = $11, valid_until = $12,
           shows_hidden = $13, updated_at = $14, blocks_quota = $15, reserving = $16::uuid is not null,
           reserves_product_id = $16, reserves_variation_id = $17, reserves_parts = $18,
           version = version + 1
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        code.map(Code::as_str),
        code.map(Code::key),
        plan.tag,
        plan.comment,
        Json(&plan.scope) as _,
        Json(&plan.effect) as _,
        plan.max_uses,
        plan.min_uses,
        plan.budget_minor,
        plan.valid_until,
        plan.shows_hidden,
        now,
        plan.blocks_quota,
        reserves.map(|kept| kept.item.product.uuid()),
        reserves.and_then(|kept| kept.item.variation).map(VariationId::uuid),
        parts_of(reserves) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Nothing is kept aside for it any more.
pub(super) async fn end_reserve(tx: &mut Tx, id: VoucherId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("update vouchers set reserving = false where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn delete(tx: &mut Tx, id: VoucherId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("delete from vouchers where org_id = $1 and id = $2", org, id.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Whether a voucher keeps places of this product aside: of that form, if one is named.
pub(super) async fn is_kept(
    tx: &mut Tx,
    event: EventId,
    product: ProductId,
    form: Option<VariationId>,
) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from vouchers where org_id = $1 and event_id = $2 and reserves_product_id = $3
           and ($4::uuid is null or reserves_variation_id = $4) and reserving) as "kept!""#,
        org,
        event.uuid(),
        product.uuid(),
        form.map(VariationId::uuid),
    )
    .fetch_one(&mut **tx)
    .await
}
