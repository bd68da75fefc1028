use kernel::{EventId, Instant, OrderId, PositionId, ProductId, TicketId, VariationId};
use sqlx::PgConnection;
use store::Tx;
use uuid::Uuid;

use super::{CheckedIn, NewTicket, Ticket, TicketStatus};

/// Stores signed tickets in one statement; all have to belong to the transaction's organisation.
pub async fn insert(connection: &mut PgConnection, tickets: &[NewTicket]) -> Result<(), sqlx::Error> {
    let uuids = |field: fn(&NewTicket) -> Uuid| tickets.iter().map(field).collect::<Vec<_>>();
    let texts =
        |field: fn(&NewTicket) -> &str| tickets.iter().map(|t| field(t).to_owned()).collect::<Vec<_>>();
    let variations: Vec<Option<Uuid>> =
        tickets.iter().map(|t| t.subject.variation.map(VariationId::uuid)).collect();
    let mains: Vec<Option<Uuid>> = tickets.iter().map(|t| t.subject.main.map(PositionId::uuid)).collect();
    let tests: Vec<bool> = tickets.iter().map(|t| t.subject.test).collect();
    let issued_at: Vec<Instant> = tickets.iter().map(|t| t.issued_at).collect();
    sqlx::query!(
        "insert into tickets (id, org_id, event_id, order_id, position_id, product_id, short_code, token,
           attendee_name, issued_at, variation_id, main_position_id, test)
         select * from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::uuid[], $5::uuid[], $6::uuid[], $7::text[],
           $8::text[], $9::text[], $10::timestamptz[], $11::uuid[], $12::uuid[], $13::bool[])",
        &uuids(|t| t.id.uuid()),
        &uuids(|t| t.org.uuid()),
        &uuids(|t| t.event.uuid()),
        &uuids(|t| t.subject.order.uuid()),
        &uuids(|t| t.subject.position.uuid()),
        &uuids(|t| t.subject.product.uuid()),
        &texts(|t| &t.subject.short_code),
        &texts(|t| &t.token),
        &texts(|t| &t.subject.attendee_name),
        &issued_at as &[Instant],
        &variations as &[Option<Uuid>],
        &mains as &[Option<Uuid>],
        &tests,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn revoke(tx: &mut Tx, order: OrderId) -> Result<u64, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "update tickets set status = 'revoked', revoked_at = $3
         where org_id = $1 and order_id = $2 and status = 'valid'",
        org,
        order.uuid(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected())
}

/// Deletes the order's tickets if they are tests, and the scans of them.
pub(super) async fn delete(tx: &mut Tx, order: OrderId) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "delete from refused_scans
         where org_id = $1 and ticket_id in (select id from tickets where org_id = $1 and order_id = $2 and test)",
        org,
        order.uuid(),
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!(
        "delete from check_ins
         where org_id = $1 and ticket_id in (select id from tickets where org_id = $1 and order_id = $2 and test)",
        org,
        order.uuid(),
    )
    .execute(&mut **tx)
    .await?;
    sqlx::query!("delete from tickets where org_id = $1 and order_id = $2 and test", org, order.uuid())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

pub(super) async fn of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<Ticket>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select t.id as "id: TicketId", t.position_id as "position: PositionId",
             t.product_id as "product: ProductId", t.variation_id as "variation: VariationId", t.short_code, t.token, t.attendee_name,
             t.status as "status: TicketStatus", t.issued_at, c.at as "at?", c.gate as "gate?"
           from tickets t
           left join lateral (
             select at, gate from check_ins
             where ticket_id = t.id and org_id = $1 and annulled_at is null
             order by at, id limit 1
           ) c on true
           where t.org_id = $1 and t.order_id = $2
           order by length(t.short_code), t.short_code"#,
        org,
        order.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| Ticket {
            id: row.id,
            position: row.position,
            product: row.product,
            variation: row.variation,
            short_code: row.short_code,
            token: row.token,
            attendee_name: row.attendee_name,
            status: row.status,
            issued_at: row.issued_at,
            checked_in: row.at.zip(row.gate).map(|(at, gate)| CheckedIn { at, gate }),
        })
        .collect())
}

pub(super) struct Renamed {
    pub id: TicketId,
    pub event: EventId,
    pub before: String,
}

pub(super) async fn rename(
    tx: &mut Tx,
    position: PositionId,
    attendee_name: &str,
) -> Result<Option<Renamed>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Renamed,
        r#"update tickets t set attendee_name = $3
           from (select id, attendee_name from tickets
                 where org_id = $1 and position_id = $2 and status = 'valid' for update) old
           where t.id = old.id and old.attendee_name <> $3
           returning t.id as "id: TicketId", t.event_id as "event: EventId", old.attendee_name as before"#,
        org,
        position.uuid(),
        attendee_name,
    )
    .fetch_optional(&mut **tx)
    .await
}
