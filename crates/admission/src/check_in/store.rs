mod record;

use kernel::{AuditId, CheckInId, CheckInListId, EventId, Instant, LocalizedText, TicketId};
use serde_json::json;
use sqlx::types::Json;
use store::{Cx, Tx};
use uuid::Uuid;

use super::{Attempt, Code, Main, Reason, TicketFacts, gate::Waiting};
use crate::ticket::{CheckedIn, TicketStatus};

pub(super) use record::{annul, refused, scans};

/// Where an order stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub(super) enum OrderState {
    /// Nobody has decided about it yet.
    Asked,
    Pending,
    Paid,
    Expired,
    Cancelled,
}

/// What the one statement saw and did.
pub(super) struct Seen {
    pub admitted: bool,
    pub list_name: String,
    pub ticket: Option<Found>,
}

/// The ticket that a code belongs to, at whatever event of the organisation, or the one that it holds of a list that
/// matches add-ons.
pub(super) struct Found {
    pub facts: TicketFacts,
    /// The ticket that the code belongs to, if `facts` are about one that it holds.
    pub main: Option<Main>,
    /// Whether it holds several tickets of the list.
    pub ambiguous: bool,
    pub event: EventId,
    pub token: String,
    pub status: TicketStatus,
    pub order_state: OrderState,
    pub on_list: bool,
    pub test: bool,
}

/// An order found by a typed code.
pub(super) struct Order {
    pub event: EventId,
    pub code: String,
    pub state: OrderState,
}

/// The admission that stands in the way of another.
#[derive(Clone)]
pub(super) struct FirstIn {
    pub id: CheckInId,
    pub at: Instant,
    pub gate: String,
}

impl From<FirstIn> for CheckedIn {
    fn from(first: FirstIn) -> Self {
        Self { at: first.at, gate: first.gate }
    }
}

/// A valid ticket of a list that another one holds.
pub(super) struct Held {
    pub facts: TicketFacts,
    pub first: Option<FirstIn>,
}

/// What was said to a nonce before; no reason means that it was let in.
pub(super) struct SaidBefore {
    pub list: CheckInListId,
    pub ticket: Option<TicketId>,
    pub code: Option<String>,
    pub reason: Option<Reason>,
    pub first: Option<FirstIn>,
}

/// The scans of a batch as columns.
#[derive(Default)]
struct Tries {
    place: Vec<i32>,
    token: Vec<Option<String>>,
    admissible: Vec<bool>,
    testing: Vec<bool>,
    check_in: Vec<Uuid>,
    nonce: Vec<Uuid>,
    gate: Vec<String>,
    person: Vec<Option<Uuid>>,
    at: Vec<Instant>,
    fact: Vec<serde_json::Value>,
    entry: Vec<Uuid>,
    actor: Vec<&'static str>,
    correlation: Vec<String>,
    from_addr: Vec<Option<String>>,
    why: Vec<Option<String>>,
    readings: Readings,
}

/// The tickets that the codes may stand for, likeliest first.
#[derive(Default)]
struct Readings {
    place: Vec<i32>,
    ticket: Vec<Option<Uuid>>,
    short: Vec<Option<String>>,
}

impl Tries {
    fn push(&mut self, place: i32, cx: &Cx, Attempt { scan, code, genuine, off, testing }: &Attempt) {
        let check_in = CheckInId::new(cx.now, &cx.chance);
        let token = code.token();
        self.place.push(place);
        self.token.push(token.map(|_| code.text.clone()));
        self.admissible.push(*genuine && !off);
        self.testing.push(*testing);
        self.check_in.push(check_in.uuid());
        self.nonce.push(scan.nonce);
        self.gate.push(scan.gate.clone());
        self.person.push(cx.actor.id());
        self.at.push(cx.now);
        self.fact.push(json!({"list_id": scan.list, "check_in_id": check_in, "gate": scan.gate}));
        self.entry.push(AuditId::new(cx.now, &cx.chance).uuid());
        self.actor.push(cx.actor.kind());
        self.correlation.push(cx.correlation.to_string());
        self.from_addr.push(cx.from_addr());
        self.why.push(cx.reason().map(str::to_owned));
        let tickets = token.map(|token| (Some(token.ticket.uuid()), None)).into_iter();
        for (ticket, short) in
            tickets.chain(code.shorts().iter().map(|short| (None, Some(short.ticket.clone()))))
        {
            self.readings.place.push(place);
            self.readings.ticket.push(ticket);
            self.readings.short.push(short);
        }
    }
}

/// Lets tickets in where nothing speaks against it, with their facts and audit rows, in one statement. However many
/// doors try at once, the unique index on standing admissions lets one of them win; tickets are taken in the order of
/// their ids, so that two batches never wait for each other in a circle. What was seen comes back in the order of
/// the batch, nothing if there is no such list.
pub(super) async fn admit(
    tx: &mut Tx,
    event: EventId,
    list: CheckInListId,
    batch: &[Waiting],
) -> Result<Vec<Option<Seen>>, sqlx::Error> {
    let mut tries = Tries::default();
    for (place, waiting) in (0_i32..).zip(batch) {
        tries.push(place, &waiting.cx, &waiting.attempt);
    }
    let rows = sqlx::query!(
        r#"with list as (
             select id, name, all_products, match_add_ons from check_in_lists
             where org_id = $1 and event_id = $2 and id = $3
           ), tries as (
             select * from unnest($4::int[], $5::text[], $6::bool[], $7::uuid[], $8::uuid[], $9::text[], $10::uuid[],
               $11::timestamptz[], $12::jsonb[], $13::uuid[], $14::text[], $15::text[], $19::text[], $20::text[], $21::bool[])
               as t (place, token, admissible, check_in, nonce, gate, person, at, fact, entry, actor, correlation,
                 from_addr, why, testing)
           ), scanned as (
             select distinct on (r.place) r.place, t.id, t.event_id, t.short_code, t.attendee_name, t.status, t.token,
               t.test, t.position_id, l.match_add_ons, o.code as order_code, o.status as order_state, p.name as product_name, v.name as variation_name,
               coalesce(l.all_products or exists (select from check_in_list_products
                 where list_id = l.id and product_id = t.product_id), false) as on_list
             from unnest($16::int[], $17::uuid[], $18::text[]) with ordinality as r (place, ticket, short, likely)
             cross join lateral (
               select * from tickets where org_id = $1 and id = r.ticket
               union all
               select * from tickets where org_id = $1 and short_code = r.short
             ) t
             join order_states o on o.id = t.order_id
             join product_names p on p.id = t.product_id
             left join variation_names v on v.id = t.variation_id
             left join list l on true
             order by r.place, r.likely
           ), held as (
             select s.place, t.id, t.short_code, t.attendee_name, p.name as product_name, v.name as variation_name,
               count(*) over (partition by s.place) as matching
             from scanned s
             join tickets t on t.org_id = $1 and t.main_position_id = s.position_id and t.status = 'valid'
             join product_names p on p.id = t.product_id
             left join variation_names v on v.id = t.variation_id
             where s.match_add_ons and not s.on_list and s.event_id = $2 and s.status = 'valid'
               and t.product_id in (select product_id from check_in_list_products where list_id = $3)
           ), found as (
             select s.place, coalesce(h.id, s.id) as id, s.event_id, coalesce(h.short_code, s.short_code) as short_code,
               coalesce(nullif(h.attendee_name, ''), s.attendee_name) as attendee_name, s.status, s.token, s.test, s.order_code,
               s.order_state, coalesce(h.product_name, s.product_name) as product_name,
               case when h.id is null then s.variation_name else h.variation_name end as variation_name,
               s.on_list or h.id is not null as on_list,
               exists (select from held m where m.place = s.place and m.matching > 1) as ambiguous,
               case when h.id is not null then s.id end as main_id, s.short_code as main_code,
               s.product_name as main_product, s.variation_name as main_variation
             from scanned s left join held h on h.place = s.place and h.matching = 1
           ), admitted as (
             insert into check_ins (id, org_id, event_id, list_id, ticket_id, gate, person_id, nonce, at, test)
             select a.check_in, $1, $2, $3, f.id, a.gate, a.person, a.nonce, a.at, f.test
             from tries a join found f using (place)
             where f.event_id = $2 and f.status = 'valid' and f.order_state = 'paid' and f.on_list
               and a.admissible and (a.testing or not f.test) and f.token = coalesce(a.token, f.token)
               and not exists (select from refused_scans where org_id = $1 and nonce = a.nonce)
             order by f.id, a.place
             on conflict do nothing
             returning id, ticket_id
           ), facts as (
             insert into outbox (org_id, event_id, kind, payload, created_at)
             select $1, $2, 'ticket.checked_in', a.fact, a.at
             from admitted join tries a on a.check_in = admitted.id
           ), trail as (
             insert into audit_log (id, org_id, event_id, at, actor_kind, actor_id, action, subject_kind,
               subject_id, after, correlation, from_addr, reason)
             select a.entry, $1, $2, a.at, a.actor, a.person, 'ticket.checked_in', 'ticket', admitted.ticket_id,
               a.fact, a.correlation, a.from_addr, a.why
             from admitted join tries a on a.check_in = admitted.id
           ), waiting as (
             insert into audit_waiting (org_id, id)
             select $1, a.entry from admitted join tries a on a.check_in = admitted.id
           )
           select a.place as "place!", l.name as list_name,
             exists (select from admitted where admitted.id = a.check_in) as "admitted!",
             f.id as "id?: TicketId", f.event_id as "event?: EventId", f.short_code as "short_code?",
             f.attendee_name as "attendee_name?", f.status as "status?: TicketStatus", f.token as "token?",
             f.order_code as "order_code?", f.order_state as "order_state?: OrderState",
             f.product_name as "product_name?: Json<LocalizedText>",
             f.variation_name as "variation_name?: Json<LocalizedText>", f.on_list as "on_list?", f.test as "test?",
             f.ambiguous as "ambiguous?", f.main_id as "main_id?: TicketId", f.main_code as "main_code?",
             f.main_product as "main_product?: Json<LocalizedText>",
             f.main_variation as "main_variation?: Json<LocalizedText>"
           from tries a cross join list l left join found f using (place)"#,
        tx.org().uuid(),
        event.uuid(),
        list.uuid(),
        &tries.place,
        &tries.token as &[Option<String>],
        &tries.admissible,
        &tries.check_in,
        &tries.nonce,
        &tries.gate,
        &tries.person as &[Option<Uuid>],
        &tries.at as &[Instant],
        &tries.fact,
        &tries.entry,
        &tries.actor as &[&str],
        &tries.correlation,
        &tries.readings.place,
        &tries.readings.ticket as &[Option<Uuid>],
        &tries.readings.short as &[Option<String>],
        &tries.from_addr as &[Option<String>],
        &tries.why as &[Option<String>],
        &tries.testing,
    )
    .fetch_all(&mut **tx)
    .await?;
    let mut seen: Vec<Option<Seen>> = batch.iter().map(|_| None).collect();
    for row in rows {
        let name = full_name(row.product_name, row.variation_name);
        let facts = row.id.zip(name).map(|(id, product_name)| TicketFacts {
            id,
            short_code: row.short_code.unwrap_or_default(),
            attendee_name: row.attendee_name.unwrap_or_default(),
            product_name,
            order_code: row.order_code.unwrap_or_default(),
        });
        let main =
            row.main_id.zip(full_name(row.main_product, row.main_variation)).map(|(id, product_name)| Main {
                id,
                short_code: row.main_code.unwrap_or_default(),
                product_name,
            });
        let ticket = facts.zip(row.event).zip(row.status.zip(row.order_state)).map(
            |((facts, event), (status, order_state))| Found {
                facts,
                main,
                ambiguous: row.ambiguous.unwrap_or_default(),
                event,
                token: row.token.unwrap_or_default(),
                status,
                order_state,
                on_list: row.on_list.unwrap_or_default(),
                test: row.test.unwrap_or_default(),
            },
        );
        let place = usize::try_from(row.place).ok().and_then(|place| seen.get_mut(place));
        if let Some(place) = place {
            *place = Some(Seen { admitted: row.admitted, list_name: row.list_name, ticket });
        }
    }
    Ok(seen)
}

/// What a ticket is called: by its product, and by the variation if there is one.
fn full_name(
    product: Option<Json<LocalizedText>>,
    variation: Option<Json<LocalizedText>>,
) -> Option<LocalizedText> {
    let product = product?.0;
    Some(match variation {
        Some(variation) => product.joined(&variation.0),
        None => product,
    })
}

pub(super) async fn said_before(tx: &mut Tx, nonce: Uuid) -> Result<Option<SaidBefore>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select s.list_id as "list!: CheckInListId", s.ticket_id as "ticket: TicketId", s.code,
             s.reason as "reason: Reason", f.id as "first_id?: CheckInId", f.at as "first_at?",
             f.gate as "first_gate?"
           from (
             select list_id, ticket_id, null::text as code, null::text as reason, null::uuid as first
             from check_ins where org_id = $1 and nonce = $2
             union all
             select list_id, ticket_id, code, reason, first_check_in_id
             from refused_scans where org_id = $1 and nonce = $2
           ) s left join check_ins f on f.id = s.first"#,
        org,
        nonce,
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(row.map(|row| SaidBefore {
        list: row.list,
        ticket: row.ticket,
        code: row.code,
        reason: row.reason,
        first: row.first_id.zip(row.first_at).map(|(id, at)| FirstIn {
            id,
            at,
            gate: row.first_gate.unwrap_or_default(),
        }),
    }))
}

/// The order that a typed code names.
pub(super) async fn order_by_code(tx: &mut Tx, code: &Code) -> Result<Option<Order>, sqlx::Error> {
    let org = tx.org().uuid();
    let codes: Vec<String> = code.shorts().iter().map(|short| short.order.clone()).collect();
    if codes.is_empty() {
        return Ok(None);
    }
    sqlx::query_as!(
        Order,
        r#"select event_id as "event!: EventId", code as "code!",
             case when asked then 'asked' else status end as "state!: OrderState"
           from order_states where org_id = $1 and code = any($2)
           order by array_position($2, code) limit 1"#,
        org,
        &codes,
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The admission of the ticket that stands on the list.
pub(super) async fn standing(
    tx: &mut Tx,
    list: CheckInListId,
    ticket: TicketId,
) -> Result<Option<FirstIn>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        FirstIn,
        r#"select id as "id: CheckInId", at, gate from check_ins
           where org_id = $1 and list_id = $2 and ticket_id = $3 and annulled_at is null"#,
        org,
        list.uuid(),
        ticket.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await
}

/// The valid tickets of the list that a ticket holds, with their admissions, in the order of their lines.
pub(super) async fn held(
    tx: &mut Tx,
    list: CheckInListId,
    ticket: TicketId,
) -> Result<Vec<Held>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select t.id as "id: TicketId", t.short_code, t.attendee_name, p.name as "product_name: Json<LocalizedText>",
             v.name as "variation_name?: Json<LocalizedText>", o.code as "order_code!",
             c.id as "first_id?: CheckInId", c.at as "first_at?", c.gate as "first_gate?"
           from tickets main
           join tickets t on t.org_id = $1 and t.main_position_id = main.position_id and t.status = 'valid'
           join check_in_list_products l on l.list_id = $2 and l.product_id = t.product_id
           join order_states o on o.id = t.order_id
           join product_names p on p.id = t.product_id
           left join variation_names v on v.id = t.variation_id
           left join check_ins c on c.list_id = $2 and c.ticket_id = t.id and c.annulled_at is null
           where main.org_id = $1 and main.id = $3
           order by length(t.short_code), t.short_code"#,
        org,
        list.uuid(),
        ticket.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let first = row.first_id.zip(row.first_at);
            Some(Held {
                facts: TicketFacts {
                    id: row.id,
                    short_code: row.short_code,
                    attendee_name: row.attendee_name,
                    product_name: full_name(row.product_name, row.variation_name)?,
                    order_code: row.order_code,
                },
                first: first.map(|(id, at)| FirstIn { id, at, gate: row.first_gate.unwrap_or_default() }),
            })
        })
        .collect())
}
