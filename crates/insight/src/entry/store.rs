//! The filtered list in SQL.

use ::store::Tx;
use kernel::{AnyId, AuditId, EventId, Instant, Locale, LocalizedText};
use serde_json::Value;
use sqlx::{FromRow, QueryBuilder, types::Json};
use uuid::Uuid;

use super::{AuditActor, AuditEntry, AuditEvent, AuditFilter, AuditSubject, Place, Who};

/// What the ids of each kind of subject begin with.
const PREFIXES: [(&str, &str); 24] = [
    ("api_key", "key"),
    ("app", "app"),
    ("attachment", "att"),
    ("category", "cat"),
    ("check_in_list", "lst"),
    ("discount", "dsc"),
    ("door_link", "dlk"),
    ("event", "evt"),
    ("fee", "fee"),
    ("file", "fil"),
    ("invitation", "inv"),
    ("mail", "mai"),
    ("order", "ord"),
    ("organisation", "org"),
    ("payment", "pay"),
    ("person", "per"),
    ("product", "prd"),
    ("quota", "quo"),
    ("role", "rol"),
    ("tax_rule", "tax"),
    ("team", "tea"),
    ("ticket", "tkt"),
    ("variation", "var"),
    ("voucher", "vou"),
];

/// What the ids of each kind of actor begin with; an app acts by somebody's consent.
const ACTORS: [(&str, &str); 4] = [("app", "con"), ("device", "dlk"), ("key", "key"), ("person", "per")];

/// A row of the list.
#[derive(FromRow)]
pub(super) struct Row {
    id: AuditId,
    at: Instant,
    action: String,
    actor_kind: String,
    actor_id: Option<Uuid>,
    actor_name: Option<String>,
    subject_kind: String,
    subject_id: Option<Uuid>,
    subject_name: Option<String>,
    product_name: Option<Json<LocalizedText>>,
    event_id: Option<EventId>,
    event_slug: Option<String>,
    event_name: Option<Json<LocalizedText>>,
    before: Option<Value>,
    after: Option<Value>,
    reason: Option<String>,
    from_addr: Option<String>,
    correlation: Option<String>,
    position: Option<i64>,
}

impl Row {
    pub fn place(&self) -> Place {
        (self.at.as_microsecond(), self.id.uuid())
    }

    /// How the subject is called: as it is known elsewhere, or as the entry itself says.
    fn subject_name(&self) -> Option<String> {
        let known = self.subject_name.clone().or_else(|| english(self.product_name.as_ref()));
        let event = || (self.subject_kind == "event").then(|| english(self.event_name.as_ref())).flatten();
        let said = |fields: &Option<Value>| {
            let fields = fields.as_ref()?;
            let name =
                ["name", "code", "short_code", "email"].iter().find_map(|field| fields.get(*field)?.as_str());
            name.map(str::to_owned)
        };
        known.or_else(event).or_else(|| said(&self.after)).or_else(|| said(&self.before))
    }
}

fn prefix_of<'a>(prefixes: &[(&'a str, &'a str)], kind: &'a str) -> &'a str {
    prefixes.iter().find(|(known, _)| *known == kind).map_or(kind, |(_, prefix)| prefix)
}

/// As the admin, which speaks English, would call it.
fn english(text: Option<&Json<LocalizedText>>) -> Option<String> {
    text.map(|text| text.get(&Locale::english()).to_owned()).filter(|text| !text.is_empty())
}

impl From<Row> for AuditEntry {
    fn from(row: Row) -> Self {
        let name = row.subject_name();
        let subject_id =
            row.subject_id.map(|id| AnyId::on_the_wire(prefix_of(&PREFIXES, &row.subject_kind), id));
        let actor_id = row.actor_id.map(|id| AnyId::on_the_wire(prefix_of(&ACTORS, &row.actor_kind), id));
        let event_name = english(row.event_name.as_ref());
        Self {
            id: row.id.to_string(),
            at: row.at,
            action: row.action,
            actor: AuditActor { kind: row.actor_kind, id: actor_id, name: row.actor_name },
            subject: AuditSubject { kind: row.subject_kind, id: subject_id, name },
            event: row.event_id.map(|id| AuditEvent { id, slug: row.event_slug, name: event_name }),
            before: row.before,
            after: row.after,
            reason: row.reason,
            from: row.from_addr,
            correlation_id: row.correlation,
            position: row.position,
        }
    }
}

/// Entries with the names of what they are about; a condition has to follow.
const SELECT: &str =
    "select a.id, a.at, a.action, a.actor_kind, a.actor_id, actor.name as actor_name, a.subject_kind, a.subject_id,
       coalesce(person.name, o.code) as subject_name, p.name as product_name, a.event_id, e.slug as event_slug,
       e.name as event_name, a.before, a.after, a.reason, a.from_addr, a.correlation, s.position
     from audit_log a
     left join audit_seals s on s.org_id = a.org_id and s.entry = a.id
     left join actor_names actor on actor.id = a.actor_id
     left join person_names person on a.subject_kind = 'person' and person.id = a.subject_id
     left join order_states o on a.subject_kind = 'order' and o.org_id = a.org_id and o.id = a.subject_id
     left join product_names p on a.subject_kind = 'product' and p.org_id = a.org_id and p.id = a.subject_id
     left join event_names e on e.org_id = a.org_id and e.id = a.event_id
     where a.org_id = ";

pub(super) async fn sealed_after(tx: &mut Tx, position: i64, limit: i64) -> Result<Vec<Row>, sqlx::Error> {
    let mut query = QueryBuilder::new(SELECT);
    query.push_bind(tx.org().uuid());
    query.push(" and s.org_id = a.org_id and s.position > ").push_bind(position);
    query.push(" order by s.position limit ").push_bind(limit);
    query.build_query_as().fetch_all(&mut **tx).await
}

pub(super) async fn rows(
    tx: &mut Tx,
    filter: &AuditFilter,
    after: Option<Place>,
    limit: usize,
) -> Result<Vec<Row>, sqlx::Error> {
    let mut query = QueryBuilder::new(SELECT);
    query.push_bind(tx.org().uuid());
    match &filter.actor {
        Some(Who::One(_, id)) => drop(query.push(" and a.actor_id = ").push_bind(*id)),
        Some(Who::Kind(kind)) => drop(query.push(" and a.actor_kind = ").push_bind(kind.clone())),
        None => {}
    }
    if let Some(action) = &filter.action {
        match action.0.contains('.') && !action.0.ends_with('.') {
            true => query.push(" and a.action = ").push_bind(action.0.clone()),
            false => query.push(" and starts_with(a.action, ").push_bind(action.0.clone()).push(")"),
        };
    }
    if let Some(subject) = filter.subject {
        query.push(" and a.subject_id = ").push_bind(subject.uuid());
    }
    if let Some(event) = filter.event {
        query.push(" and a.event_id = ").push_bind(event.uuid());
    }
    if let Some(from) = filter.from {
        query.push(" and a.at >= ").push_bind(from);
    }
    if let Some(to) = filter.to {
        query.push(" and a.at < ").push_bind(to);
    }
    if let Some(correlation) = filter.correlation {
        query.push(" and a.correlation = ").push_bind(correlation.to_string());
    }
    if let Some((micros, id)) = after
        && let Some(at) = Instant::from_microsecond(micros)
    {
        query.push(" and (a.at, a.id) < (").push_bind(at).push(", ").push_bind(id).push(")");
    }
    query.push(" order by a.at desc, a.id desc limit ");
    query.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query.build_query_as().fetch_all(&mut **tx).await
}
