//! Events: drafted, published, changed, taken off sale.

mod bank;
pub mod checklist;
mod details;
pub(crate) mod dto;
mod head;
pub mod http;
pub(crate) mod store;

use ::store::{Cx, Tx};
use kernel::{
    Currency, Cursor, EventGrants, EventId, FileId, Instant, LocalizedText, OrgId, Page, PageQuery, Slug,
    Zone,
};
use ports::Providers;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use bank::{BankDetails, Iban, InvalidIban};
pub(crate) use details::in_calendar;
pub use details::{Details, PaymentMethod};
pub(crate) use head::forget;
pub use head::{EventHead, changes, head, head_at, kept_head};

use crate::{
    Error, Mode,
    journal::{self, Change},
    product,
    public::Organiser,
    stock,
};

/// Whether an event is public.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[schema(as = EventStatus)]
pub enum Status {
    /// Only organisers see it.
    Draft,
    /// Everybody sees it and can buy.
    Live,
    /// It will not take place.
    Cancelled,
}

impl Status {
    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Live => "live",
            Self::Cancelled => "cancelled",
        }
    }
}

/// An event.
#[derive(Debug, Clone)]
pub struct Event {
    /// The event.
    pub id: EventId,
    /// Its part of the address.
    pub slug: Slug,
    /// What the organiser says about it.
    pub details: Details,
    /// Whether it is public.
    pub status: Status,
    /// Whether what is ordered now counts.
    pub mode: Mode,
    /// Its picture.
    pub cover: Option<Cover>,
    /// When it was first published.
    pub published_at: Option<Instant>,
    /// Since when and why it will not take place.
    pub cancellation: Option<Cancellation>,
    /// Counts every change of the event, its products and its quotas' sizes.
    pub version: i64,
    /// When it was created.
    pub created_at: Instant,
    /// When it, a product or a quota's size was last changed.
    pub updated_at: Instant,
    /// Who organises it.
    pub organiser: Organiser,
}

/// That an event will not take place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = EventCancellation)]
pub struct Cancellation {
    /// Since when that is known.
    pub at: Instant,
    /// Why, for guests; may be empty.
    pub reason: LocalizedText,
}

/// An event's picture.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Cover {
    /// The file.
    pub file_id: FileId,
    /// Where its sizes are served, relative to the site.
    pub urls: CoverUrls,
    /// The width in pixels of the largest size.
    pub width: i32,
    /// The height in pixels of the largest size.
    pub height: i32,
}

/// Where the sizes of a picture are served.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CoverUrls {
    /// At most 640 pixels wide.
    pub small: String,
    /// At most 1280 pixels wide.
    pub medium: String,
    /// At most 2000 pixels wide.
    pub large: String,
}

impl Cover {
    pub(crate) fn new(
        org: OrgId,
        file: Option<FileId>,
        width: Option<i32>,
        height: Option<i32>,
    ) -> Option<Self> {
        let (file_id, width, height) = (file?, width?, height?);
        let url = |size| format!("/media/{org}/{file_id}/{size}.jpg");
        Some(Self {
            file_id,
            urls: CoverUrls { small: url("small"), medium: url("medium"), large: url("large") },
            width,
            height,
        })
    }
}

/// An event in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = EventSummary)]
pub struct Summary {
    /// The event.
    pub id: EventId,
    /// Its part of the address.
    pub slug: Slug,
    /// Its name.
    pub name: LocalizedText,
    /// When it starts.
    pub starts_at: Instant,
    /// When it ends.
    pub ends_at: Instant,
    /// The time zone of the place.
    pub zone: Zone,
    /// Whether it is public.
    pub status: Status,
    /// Whether it is in test mode.
    pub test_mode: bool,
    /// The venue's name; may be empty.
    pub venue_name: String,
    /// The currency of its prices.
    pub currency: Currency,
    /// Places sold.
    pub sold: i64,
    /// Places held by carts, unpaid orders and vouchers.
    pub held: i64,
    /// Places there are; null is unlimited, or none set up yet.
    pub size: Option<i64>,
    /// Its picture.
    pub cover: Option<Cover>,
}

/// Which events to list.
#[derive(Debug, Clone)]
pub struct Filter {
    /// Only those.
    pub granted: EventGrants,
    /// Only those in this status.
    pub status: Option<Status>,
    /// Templates instead of events.
    pub templates: bool,
    /// Only those after this place in the list.
    after: Option<Place>,
}

/// A place in the list: microseconds of the start, and the event.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Place(i64, Uuid);

/// Drafts an event. Without a slug, one is made of its name.
pub async fn create(cx: &Cx, slug: Option<Slug>, details: Details) -> Result<Event, Error> {
    let mut tx = cx.begin().await?;
    let id = draft(&mut tx, slug, &details).await?;
    record(&mut tx, id, "event.created", &details).await?;
    let event = load(&mut tx, id).await?;
    tx.commit().await?;
    Ok(event)
}

/// Writes a draft into the caller's transaction, who also records it.
pub(crate) async fn draft(tx: &mut Tx, slug: Option<Slug>, details: &Details) -> Result<EventId, Error> {
    accept(details)?;
    let slug = match slug {
        Some(slug) => slug,
        None => free_slug(tx, details).await?,
    };
    let id = EventId::new(tx.now(), &tx.cx().chance);
    store::insert(tx, id, &slug, details).await?;
    Ok(id)
}

/// Records how a new event came about.
pub(crate) async fn record<T: Serialize>(
    tx: &mut Tx,
    id: EventId,
    action: &'static str,
    made: &T,
) -> Result<(), sqlx::Error> {
    journal::write(tx, change(id, action, None, Some(made))).await
}

/// The event as organisers see it.
pub async fn get(cx: &Cx, id: EventId) -> Result<Event, Error> {
    load(&mut cx.read().await?, id).await
}

/// The organisation's events, or its templates, that are there for the caller, latest start first.
pub async fn list(
    cx: &Cx,
    granted: &EventGrants,
    (status, templates): (Option<Status>, bool),
    page: &PageQuery,
) -> Result<Page<Summary>, Error> {
    let after = page.cursor.as_deref().map(Cursor::decode).transpose()?;
    let limit = page.limit();
    let filter = Filter { granted: granted.clone(), status, templates, after };
    let rows = store::list(&mut cx.read().await?, &filter, limit).await?;
    Ok(Page::cut(rows, limit, |event| Place(event.starts_at.as_microsecond(), event.id.uuid())))
}

/// Changes an event by `edit`. With `version`, only if nobody changed it since.
pub async fn update(
    cx: &Cx,
    id: EventId,
    version: Option<i64>,
    edit: impl FnOnce(&mut Slug, &mut Details),
) -> Result<Event, Error> {
    let mut tx = cx.begin().await?;
    store::lock(&mut tx, id).await?;
    let before = load(&mut tx, id).await?;
    Error::outdated("event", version, before.version)?;
    let (mut slug, mut details) = (before.slug.clone(), before.details.clone());
    edit(&mut slug, &mut details);
    accept(&details)?;
    if details.template && before.published_at.is_some() {
        return Err(Error::WasPublic);
    }
    if details.currency != before.details.currency && store::has_paid_sales(&mut tx, id).await? {
        return Err(Error::CurrencyInUse);
    }
    store::update(&mut tx, id, &slug, &details).await?;
    journal::write(&mut tx, change(id, "event.updated", Some(&before.details), Some(&details))).await?;
    finish(tx, id, &before.slug).await
}

/// Puts a draft on sale if nothing on its checklist blocks; buyers can pay through `providers`.
pub async fn publish(cx: &Cx, providers: &Providers, id: EventId) -> Result<Event, Error> {
    let mut tx = cx.begin().await?;
    store::lock(&mut tx, id).await?;
    let list = checklist_in(&mut tx, providers, id).await?;
    if !list.ready {
        return Err(Error::NotReady(list.items));
    }
    switch(tx, id, Status::Draft, Status::Live, "event.published").await
}

/// Takes an event off sale and off the public pages. Orders and tickets stay as they are.
pub async fn unpublish(cx: &Cx, id: EventId) -> Result<Event, Error> {
    let tx = cx.begin().await?;
    switch(tx, id, Status::Live, Status::Draft, "event.unpublished").await
}

/// Calls an event off: it is off sale, and its page says so and why. What becomes of carts and orders is for sales to
/// see to. Call [`changed`] after the commit.
pub async fn cancel(tx: &mut Tx, id: EventId, reason: &LocalizedText) -> Result<(), Error> {
    let before = load(tx, id).await?.status;
    if !store::cancel(tx, id, reason).await? {
        return Err(Error::Cancelled);
    }
    let was = serde_json::json!({ "status": before });
    let is = serde_json::json!({ "status": Status::Cancelled, "reason": reason });
    Ok(journal::write(tx, change(id, "event.cancelled", Some(&was), Some(&is))).await?)
}

/// Puts an event into test mode, or back; `false` if it is there already. In the one transaction that does it, nobody sells:
/// whatever is sold before counts as before, whatever is sold after as from now on. Call [`changed`] after the commit.
pub async fn set_mode(tx: &mut Tx, id: EventId, mode: Mode) -> Result<bool, Error> {
    store::lock(tx, id).await?;
    let event = load(tx, id).await?;
    if event.mode == mode {
        return Ok(false);
    }
    stock::close(tx, id).await?;
    store::set_mode(tx, id, mode).await?;
    if mode.is_test() {
        stock::set_up_tests(tx, id).await?;
    }
    let view = |mode: Mode| serde_json::json!({ "test_mode": mode.is_test() });
    let (was, is) = (view(event.mode), view(mode));
    let action = if mode.is_test() { "event.test_mode_begun" } else { "event.test_mode_ended" };
    journal::write(tx, change(id, action, Some(&was), Some(&is))).await?;
    Ok(true)
}

/// What is done, what is missing and why.
pub async fn checklist(cx: &Cx, providers: &Providers, id: EventId) -> Result<checklist::Checklist, Error> {
    checklist_in(&mut cx.read().await?, providers, id).await
}

/// Makes `file` the event's cover; returns the cover before, if nobody needs it any more. Call
/// [`changed`] after the commit.
pub async fn set_cover(tx: &mut Tx, id: EventId, file: FileId) -> Result<Option<FileId>, Error> {
    replace_cover(tx, id, Some(file), "event.cover_set").await
}

/// Leaves the event without a cover; returns the one before, if nobody needs it any more.
pub async fn remove_cover(tx: &mut Tx, id: EventId) -> Result<Option<FileId>, Error> {
    replace_cover(tx, id, None, "event.cover_removed").await
}

/// Forgets what was kept of the event; to be called after a commit that changed it.
pub async fn changed(cx: &Cx, slug: &Slug) {
    forget(cx, slug.as_str());
}

async fn replace_cover(
    tx: &mut Tx,
    id: EventId,
    file: Option<FileId>,
    action: &'static str,
) -> Result<Option<FileId>, Error> {
    let before = store::set_cover(tx, id, file).await?;
    let view = |file: Option<FileId>| serde_json::json!({ "cover": file });
    let (was, is) = (view(before), view(file));
    journal::write(tx, change(id, action, Some(&was), Some(&is))).await?;
    // A copy of the event shows the same file.
    match before {
        Some(cover) if !store::is_cover(tx, cover).await? => Ok(before),
        _ => Ok(None),
    }
}

async fn switch(
    mut tx: Tx,
    id: EventId,
    from: Status,
    to: Status,
    action: &'static str,
) -> Result<Event, Error> {
    let slug = load(&mut tx, id).await?.slug;
    if store::set_status(&mut tx, id, from, to).await? {
        let view = |status: Status| serde_json::json!({ "status": status });
        let (was, is) = (view(from), view(to));
        journal::write(&mut tx, change(id, action, Some(&was), Some(&is))).await?;
    }
    finish(tx, id, &slug).await
}

/// Reads the event as it is now, commits, and forgets what was kept under its old address.
async fn finish(mut tx: Tx, id: EventId, old_slug: &Slug) -> Result<Event, Error> {
    let cx = tx.cx().clone();
    let event = load(&mut tx, id).await?;
    tx.commit().await?;
    forget(&cx, old_slug.as_str());
    Ok(event)
}

/// The event inside the caller's transaction.
pub(crate) async fn load(tx: &mut Tx, id: EventId) -> Result<Event, Error> {
    store::by_id(tx, id).await?.ok_or(Error::NotFound("event"))
}

async fn checklist_in(
    tx: &mut Tx,
    providers: &Providers,
    id: EventId,
) -> Result<checklist::Checklist, Error> {
    let event = load(tx, id).await?;
    let products = product::store::list(tx, id, Mode::Live).await?;
    Ok(checklist::Checklist::of(&event, &products, tx.now(), providers))
}

fn accept(details: &Details) -> Result<(), Error> {
    let problems = details.problems();
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// A free slug made of the event's name.
async fn free_slug(tx: &mut Tx, details: &Details) -> Result<Slug, Error> {
    let chance = tx.cx().chance.clone();
    let base = Slug::from_name(details.name.get(&details.main_locale()));
    if let Some(slug) = &base
        && !store::slug_taken(tx, slug).await?
    {
        return Ok(slug.clone());
    }
    let base = base.map_or_else(|| "event".to_owned(), |slug| slug.to_string());
    let tail = chance.code(5).to_lowercase();
    format!("{base}-{tail}").parse().map_err(|_| Error::SlugTaken)
}

fn change<'a, T>(
    id: EventId,
    action: &'static str,
    before: Option<&'a T>,
    after: Option<&'a T>,
) -> Change<'a, T> {
    Change {
        event: id,
        action,
        fact: "event.updated",
        subject_kind: "event",
        subject: id.uuid(),
        subject_id: id.to_string(),
        before,
        after,
    }
}

#[cfg(test)]
mod tests;
