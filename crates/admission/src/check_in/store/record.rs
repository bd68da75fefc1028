//! SQL for what stays on record: refusals, admissions taken back, and the scans of a list.

use kernel::{CheckInId, CheckInListId, EventId, Instant, LocalizedText, TicketId};
use sqlx::types::Json;
use store::Tx;

use super::{FirstIn, full_name};
use crate::check_in::{Attempt, PastScan, Reason, TicketFacts, Verdict};

/// Records a refusal; `false` if its nonce is there already.
pub(in crate::check_in) async fn refused(
    tx: &mut Tx,
    event: EventId,
    attempt: &Attempt,
    reason: Reason,
    ticket: Option<TicketId>,
    first: Option<&FirstIn>,
) -> Result<bool, sqlx::Error> {
    let cx = tx.cx().clone();
    let scan = &attempt.scan;
    let done = sqlx::query!(
        "insert into refused_scans (id, org_id, event_id, list_id, ticket_id, first_check_in_id, code, reason, gate,
           person_id, nonce, at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
         on conflict (org_id, nonce) do nothing",
        CheckInId::new(cx.now, &cx.chance).uuid(),
        cx.org.uuid(),
        event.uuid(),
        scan.list.uuid(),
        ticket.map(TicketId::uuid),
        first.map(|first| first.id.uuid()),
        attempt.code.text,
        reason.as_str(),
        scan.gate,
        cx.actor.id(),
        scan.nonce,
        cx.now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(in crate::check_in) struct Annulled {
    pub at: Instant,
    pub gate: String,
}

pub(in crate::check_in) async fn annul(
    tx: &mut Tx,
    list: CheckInListId,
    ticket: TicketId,
) -> Result<Option<Annulled>, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_as!(
        Annulled,
        "update check_ins set annulled_at = $4
         where org_id = $1 and list_id = $2 and ticket_id = $3 and annulled_at is null
         returning at, gate",
        org,
        list.uuid(),
        ticket.uuid(),
        now,
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(in crate::check_in) async fn scans(
    tx: &mut Tx,
    list: CheckInListId,
    after: Option<(Instant, CheckInId)>,
    limit: usize,
) -> Result<Vec<PastScan>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select s.id as "id!: CheckInId", s.at as "at!", s.reason as "reason: Reason", s.gate as "gate!",
             s.annulled_at, t.id as "ticket?: TicketId", t.short_code as "short_code?",
             t.attendee_name as "attendee_name?", p.name as "product_name?: Json<LocalizedText>",
             v.name as "variation_name?: Json<LocalizedText>", o.code as "order_code?"
           from (
             (select id, at, null::text as reason, gate, annulled_at, ticket_id from check_ins
              where org_id = $1 and list_id = $2 and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
              order by at desc, id desc limit $5)
             union all
             (select id, at, reason, gate, null::timestamptz, ticket_id from refused_scans
              where org_id = $1 and list_id = $2 and ($3::timestamptz is null or (at, id) < ($3, $4::uuid))
              order by at desc, id desc limit $5)
           ) s
           left join tickets t on t.id = s.ticket_id
           left join product_names p on p.id = t.product_id
           left join variation_names v on v.id = t.variation_id
           left join order_states o on o.id = t.order_id
           order by s.at desc, s.id desc limit $5"#,
        org,
        list.uuid(),
        after.map(|(at, _)| at),
        after.map(|(_, id)| id.uuid()),
        i64::try_from(limit).unwrap_or(i64::MAX),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .map(|row| PastScan {
            id: row.id,
            at: row.at,
            verdict: row.reason.map_or(Verdict::Admitted, Reason::verdict),
            gate: row.gate,
            ticket: row.ticket.zip(full_name(row.product_name, row.variation_name)).map(
                |(id, product_name)| TicketFacts {
                    id,
                    short_code: row.short_code.unwrap_or_default(),
                    attendee_name: row.attendee_name.unwrap_or_default(),
                    product_name,
                    order_code: row.order_code.unwrap_or_default(),
                },
            ),
            annulled_at: row.annulled_at,
        })
        .collect())
}
