//! What almost every request needs of an event, kept for two seconds.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use ::store::{Cache, Cx, Db, Tx};
use kernel::{Currency, EventId, Instant, Locale, LocalizedText, OrgId, Slug, Zone};

use super::{BankDetails, Cancellation, Event, PaymentMethod, Status, store};
use crate::{Mode, public::Organiser};

/// An event without its long texts.
#[derive(Debug, Clone)]
pub struct EventHead {
    /// The event.
    pub id: EventId,
    /// Its part of the address.
    pub slug: Slug,
    /// Its name.
    pub name: LocalizedText,
    /// Whether it is on sale.
    pub status: Status,
    /// Whether what is ordered now counts.
    pub mode: Mode,
    /// Its languages; the first is the main one.
    pub locales: Vec<Locale>,
    /// The time zone of the place.
    pub zone: Zone,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// When the doors open.
    pub doors_at: Option<Instant>,
    /// The venue's name; may be empty.
    pub venue_name: String,
    /// The venue's postal address; may be empty.
    pub venue_address: String,
    /// Where to take part online; may be empty.
    pub online_url: String,
    /// The currency of its prices.
    pub currency: Currency,
    /// Minutes that a cart holds its places.
    pub hold_minutes: i32,
    /// Days that an order waits for a bank transfer.
    pub payment_days: i32,
    /// How buyers can pay.
    pub payment_methods: Vec<PaymentMethod>,
    /// Where bank transfers go to.
    pub bank_details: Option<BankDetails>,
    /// When it was first published.
    pub published_at: Option<Instant>,
    /// Whether it is a template: nothing is ever sold there.
    pub template: bool,
    /// Since when and why it will not take place.
    pub cancellation: Option<Cancellation>,
    /// Counts every change of the event, its products and its quotas' sizes.
    pub version: i64,
    /// Who organises it.
    pub organiser: Organiser,
}

impl EventHead {
    /// The main language.
    pub fn main_locale(&self) -> Locale {
        self.locales.first().cloned().unwrap_or_else(Locale::english)
    }
}

impl From<Event> for EventHead {
    fn from(event: Event) -> Self {
        let details = event.details;
        Self {
            id: event.id,
            slug: event.slug,
            name: details.name,
            status: event.status,
            mode: event.mode,
            locales: details.locales,
            zone: details.zone,
            starts_at: details.starts_at,
            ends_at: details.ends_at,
            doors_at: details.doors_at,
            venue_name: details.venue_name,
            venue_address: details.venue_address,
            online_url: details.online_url,
            currency: details.currency,
            hold_minutes: details.hold_minutes,
            payment_days: details.payment_days,
            payment_methods: details.payment_methods,
            bank_details: details.bank_details,
            published_at: event.published_at,
            template: details.template,
            cancellation: event.cancellation,
            version: event.version,
            organiser: event.organiser,
        }
    }
}

/// Heads by address. Other processes see a change within the two seconds.
struct Heads(Cache<(OrgId, String), Arc<EventHead>>);

impl Default for Heads {
    fn default() -> Self {
        Self(Cache::living(5_000, Duration::from_secs(2)))
    }
}

/// The event of an organisation with this slug, if it was asked about a moment ago and has not changed since.
pub async fn kept_head(db: &Db, event: &(OrgId, String)) -> Option<Arc<EventHead>> {
    db.cache::<Heads>().0.get(event)
}

/// The organisation's event with this slug.
pub async fn head(cx: &Cx, slug: &str) -> Result<Option<Arc<EventHead>>, sqlx::Error> {
    let heads = cx.db.cache::<Heads>();
    let key = (cx.org, slug.to_owned());
    if let Some(known) = heads.0.get(&key) {
        return Ok(Some(known));
    }
    let mut tx = cx.read().await?;
    let Some(event) = store::by_slug(&mut tx, slug).await? else { return Ok(None) };
    let head = Arc::new(EventHead::from(event));
    heads.0.insert(key, head.clone());
    Ok(Some(head))
}

/// Heads by id and version; what is not the event's own, such as its organiser's name, may be two seconds old.
struct HeadsById(Cache<(EventId, i64), Arc<EventHead>>);

impl Default for HeadsById {
    fn default() -> Self {
        Self(Cache::living(5_000, Duration::from_secs(2)))
    }
}

/// The event with this id, which is at `version`; for jobs.
pub async fn head_at(tx: &mut Tx, id: EventId, version: i64) -> Result<Option<Arc<EventHead>>, sqlx::Error> {
    let heads = tx.cx().db.cache::<HeadsById>();
    if let Some(known) = heads.0.get(&(id, version)) {
        return Ok(Some(known));
    }
    let Some(event) = store::by_id(tx, id).await? else { return Ok(None) };
    let head = Arc::new(EventHead::from(event));
    heads.0.insert((id, head.version), head.clone());
    Ok(Some(head))
}

/// Counts the changes of events in this process.
#[derive(Default)]
struct Changes(AtomicU64);

/// A number that grows whenever an event changes in this process: lists of events that were kept before are out of date.
/// Other processes see a change when what they kept is over.
pub fn changes(db: &Db) -> u64 {
    db.cache::<Changes>().0.load(Ordering::Acquire)
}

/// Forgets what was kept of an event that changed; call after the commit.
pub(crate) fn forget(cx: &Cx, slug: &str) {
    cx.db.cache::<Changes>().0.fetch_add(1, Ordering::AcqRel);
    cx.db.cache::<Heads>().0.forget(&(cx.org, slug.to_owned()));
}
