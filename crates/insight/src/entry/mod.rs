//! Entries of the audit log: finding them, and taking them along as a file.

mod file;
pub mod http;
mod store;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use futures_util::Stream;
use kernel::{AnyId, CorrelationId, Cursor, EventId, Instant, Page, PageQuery};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::{IntoParams, ToSchema};
use uuid::Uuid;

pub use file::Format;

use crate::Error;

/// Which entries.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct AuditFilter {
    /// Who: the id of a person, a key, an app or a device, or a kind such as `guest`, `job` or `provider`.
    #[param(value_type = Option<String>)]
    pub actor: Option<Who>,
    /// What: the name of an action such as `order.paid`, or how names begin, such as `order.`
    #[param(value_type = Option<String>, pattern = "^[a-z_]+\\.?[a-z_]*$", max_length = 80)]
    pub action: Option<Action>,
    /// To what: the id of an order, a member, a role and so on.
    #[param(value_type = Option<String>)]
    pub subject: Option<AnyId>,
    /// At which event.
    pub event: Option<EventId>,
    /// Not before this moment.
    pub from: Option<Instant>,
    /// Before this moment.
    pub to: Option<Instant>,
    /// In which request, and what followed from it: `req_…`.
    #[param(value_type = Option<String>)]
    pub correlation: Option<CorrelationId>,
    /// `next_cursor` of the page before.
    pub cursor: Option<String>,
    /// Items a page, 1 to 100; 50 if absent.
    #[param(minimum = 1, maximum = 100)]
    pub limit: Option<u16>,
}

/// Who acted, as a filter.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub enum Who {
    /// This person, key, app or device; as it was written, and its id.
    One(String, Uuid),
    /// Everybody of this kind.
    Kind(String),
}

impl TryFrom<String> for Who {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        match text.parse::<AnyId>() {
            Ok(id) => Ok(Self::One(text, id.uuid())),
            Err(_) if is_name(&text) => Ok(Self::Kind(text)),
            Err(_) => Err("not somebody's id, nor a kind of actor such as guest"),
        }
    }
}

/// The name of an action, or its beginning.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "String")]
pub struct Action(String);

impl TryFrom<String> for Action {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let (noun, verb) = text.split_once('.').unwrap_or((&text, ""));
        if !(is_name(noun) && (verb.is_empty() || is_name(verb))) {
            return Err("not the name of an action such as order.paid");
        }
        Ok(Self(text))
    }
}

/// Lower-case words with underscores.
fn is_name(text: &str) -> bool {
    (1..=40).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_')
}

/// One entry.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEntry {
    /// The entry.
    pub id: String,
    /// When.
    pub at: Instant,
    /// What was done, such as `order.paid`.
    pub action: String,
    /// Who did it.
    pub actor: AuditActor,
    /// To what.
    pub subject: AuditSubject,
    /// At which event, if at one.
    pub event: Option<AuditEvent>,
    /// The fields that changed, as they were.
    pub before: Option<Value>,
    /// The fields that changed, as they became.
    pub after: Option<Value>,
    /// Why, where a reason was given (header `x-reason`).
    pub reason: Option<String>,
    /// From which address; of guests only the network.
    pub from: Option<String>,
    /// The request that did it, and all that followed from it.
    pub correlation_id: Option<String>,
    /// Its number in the chain; absent until it is sealed.
    pub position: Option<i64>,
}

/// Who did it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditActor {
    /// What they are: `person`, `key`, `app`, `device`, `guest`, `job`, `provider`, `system`.
    pub kind: String,
    /// Which person, key, app or device.
    pub id: Option<String>,
    /// How they are called now.
    pub name: Option<String>,
}

/// What it was done to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditSubject {
    /// What it is, such as `order`.
    pub kind: String,
    /// Which one.
    pub id: Option<String>,
    /// How it is called, where that is known: an order's code, a person's name.
    pub name: Option<String>,
}

/// The event it was done at.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct AuditEvent {
    /// The event.
    pub id: EventId,
    /// Its address.
    pub slug: Option<String>,
    /// Its name.
    pub name: Option<String>,
}

/// Where a page starts: the time in microseconds, then the id.
type Place = (i64, Uuid);

/// Matching entries, newest first.
pub async fn list(cx: &Cx, filter: &AuditFilter) -> Result<Page<AuditEntry>, Error> {
    let after: Option<Place> = match &filter.cursor {
        Some(cursor) => Some(Cursor::decode(cursor)?),
        None => None,
    };
    let limit = PageQuery { cursor: None, limit: filter.limit }.limit();
    let rows = store::rows(&mut cx.read().await?, filter, after, limit + 1).await?;
    Ok(Page::cut(rows, limit, store::Row::place).map(Into::into))
}

/// Sealed entries after number `position`, in the order of the chain.
pub(crate) async fn sealed_after(tx: &mut Tx, position: i64, limit: i64) -> Result<Vec<AuditEntry>, Error> {
    let rows = store::sealed_after(tx, position, limit).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// Matching entries as a file, newest first, read block by block. Whoever takes them along is recorded, with the filter.
pub async fn export(
    cx: Cx,
    filter: AuditFilter,
    format: Format,
) -> Result<impl Stream<Item = Result<Vec<u8>, Error>>, Error> {
    const BLOCK: usize = 500;
    let asked = json!({
        "format": format.extension(),
        "actor": filter.actor.as_ref().map(|who| match who {
            Who::One(text, _) | Who::Kind(text) => text.clone(),
        }),
        "action": filter.action.as_ref().map(|action| &action.0),
        "event": filter.event, "from": filter.from, "to": filter.to,
    });
    let entry = Entry {
        action: "audit.exported",
        subject_kind: "organisation",
        subject: cx.org.uuid(),
        event: filter.event,
        before: None,
        after: Some(asked),
    };
    audit::took(&cx, entry).await?;
    let start = Some((None, format.head()?));
    Ok(futures_util::stream::try_unfold((cx, filter, format, start), async |(cx, filter, format, next)| {
        let Some((after, mut block)) = next else { return Ok(None) };
        let rows = store::rows(&mut cx.read().await?, &filter, after, BLOCK).await?;
        let next =
            (rows.len() == BLOCK).then(|| rows.last().map(|row| (Some(row.place()), Vec::new()))).flatten();
        block.extend(format.lines(rows.into_iter().map(AuditEntry::from))?);
        Ok(Some((block, (cx, filter, format, next))))
    }))
}
