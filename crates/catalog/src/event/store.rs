//! SQL for `events`.

use ::store::{OnConstraint, Tx, column};
use kernel::{EventGrants, EventId, FileId, Instant, Locale, LocalizedText, Slug, Zone};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::{
    BankDetails, Cancellation, Cover, Details, Event, Filter, PaymentMethod, Place, Status, Summary,
};
use crate::{Error, Mode, public::Organiser};

struct Row {
    id: EventId,
    slug: String,
    name: Json<LocalizedText>,
    summary: Json<LocalizedText>,
    description: Json<LocalizedText>,
    locales: Vec<String>,
    zone: String,
    starts_at: Instant,
    ends_at: Instant,
    doors_at: Option<Instant>,
    venue_name: String,
    venue_address: String,
    online_url: String,
    currency: String,
    template: bool,
    hold_minutes: i32,
    payment_days: i32,
    payment_methods: Vec<String>,
    bank_details: Option<Json<BankDetails>>,
    status: Status,
    test_mode: bool,
    cover_file_id: Option<FileId>,
    cover_width: Option<i32>,
    cover_height: Option<i32>,
    published_at: Option<Instant>,
    cancelled_at: Option<Instant>,
    cancel_reason: Json<LocalizedText>,
    version: i64,
    created_at: Instant,
    updated_at: Instant,
    org_slug: String,
    org_name: String,
    contact_email: String,
    website: Option<String>,
    about: Json<LocalizedText>,
    org_locales: Vec<String>,
}

impl Row {
    fn event(self, org: kernel::OrgId) -> Result<Event, sqlx::Error> {
        let methods = self.payment_methods.iter().filter_map(|name| PaymentMethod::from_name(name));
        let details = Details {
            name: self.name.0,
            summary: self.summary.0,
            description: self.description.0,
            locales: locales(&self.locales)?,
            zone: column::<Zone>("zone", &self.zone)?,
            starts_at: self.starts_at,
            ends_at: self.ends_at,
            doors_at: self.doors_at,
            venue_name: self.venue_name,
            venue_address: self.venue_address,
            online_url: self.online_url,
            currency: column("currency", &self.currency)?,
            template: self.template,
            hold_minutes: self.hold_minutes,
            payment_days: self.payment_days,
            payment_methods: methods.collect(),
            bank_details: self.bank_details.map(|details| details.0),
        };
        Ok(Event {
            id: self.id,
            slug: column("slug", &self.slug)?,
            details,
            status: self.status,
            mode: Mode::of(self.test_mode),
            cover: Cover::new(org, self.cover_file_id, self.cover_width, self.cover_height),
            published_at: self.published_at,
            cancellation: self.cancelled_at.map(|at| Cancellation { at, reason: self.cancel_reason.0 }),
            version: self.version,
            created_at: self.created_at,
            updated_at: self.updated_at,
            organiser: Organiser {
                slug: self.org_slug,
                name: self.org_name,
                contact_email: self.contact_email,
                website: self.website,
                about: self.about.0,
                locales: locales(&self.org_locales)?,
            },
        })
    }
}

pub(crate) fn locales(tags: &[String]) -> Result<Vec<Locale>, sqlx::Error> {
    tags.iter().map(|tag| column("locales", tag)).collect()
}

pub(crate) async fn by_id(tx: &mut Tx, id: EventId) -> Result<Option<Event>, sqlx::Error> {
    find(tx, Some(id.uuid()), None).await
}

pub(crate) async fn by_slug(tx: &mut Tx, slug: &str) -> Result<Option<Event>, sqlx::Error> {
    find(tx, None, Some(slug)).await
}

/// By id or by slug, whichever is given.
async fn find(tx: &mut Tx, id: Option<Uuid>, slug: Option<&str>) -> Result<Option<Event>, sqlx::Error> {
    let org = tx.org();
    let row = sqlx::query_as!(
        Row,
        r#"select e.id as "id: EventId", e.slug, e.name as "name: Json<LocalizedText>",
             e.summary as "summary: Json<LocalizedText>", e.description as "description: Json<LocalizedText>",
             e.locales, e.zone, e.starts_at, e.ends_at, e.doors_at, e.venue_name, e.venue_address, e.online_url,
             e.currency, e.template, e.hold_minutes, e.payment_days, e.payment_methods,
             e.bank_details as "bank_details: Json<BankDetails>", e.status as "status: Status",
             e.test_mode, e.cover_file_id as "cover_file_id: FileId", i.width as "cover_width?", i.height as "cover_height?",
             e.published_at, e.cancelled_at, e.cancel_reason as "cancel_reason: Json<LocalizedText>", e.version, e.created_at, e.updated_at,
             o.slug as "org_slug!", o.name as "org_name!", o.contact_email as "contact_email!", o.website,
             o.about as "about!: Json<LocalizedText>", o.locales as "org_locales!"
           from events e join organisers o on o.org_id = e.org_id left join images i on i.file_id = e.cover_file_id
           where e.org_id = $1 and (e.id = $2 or e.slug = $3)"#,
        org.uuid(),
        id,
        slug,
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| row.event(org)).transpose()
}

/// Locks the event against other changes, so that what is read next is what will be changed.
pub(crate) async fn lock(tx: &mut Tx, id: EventId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let found = sqlx::query_scalar!(
        "select version from events where org_id = $1 and id = $2 for no key update",
        org,
        id.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    Ok(found.is_some())
}

pub(crate) async fn slug_taken(tx: &mut Tx, slug: &Slug) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from events where org_id = $1 and slug = $2) as "taken!""#,
        org,
        slug.as_str(),
    )
    .fetch_one(&mut **tx)
    .await
}

pub(super) async fn insert(tx: &mut Tx, id: EventId, slug: &Slug, d: &Details) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let lists = Lists::of(d);
    sqlx::query!(
        "insert into events (id, org_id, slug, name, summary, description, locales, zone, starts_at, ends_at,
           doors_at, venue_name, venue_address, online_url, currency, hold_minutes, payment_days, payment_methods,
           bank_details, created_at, updated_at, template)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $20, $21)",
        id.uuid(),
        org,
        slug.as_str(),
        Json(&d.name) as _,
        Json(&d.summary) as _,
        Json(&d.description) as _,
        &lists.locales,
        d.zone.name(),
        d.starts_at,
        d.ends_at,
        d.doors_at,
        d.venue_name,
        d.venue_address,
        d.online_url,
        d.currency.code(),
        d.hold_minutes,
        d.payment_days,
        &lists.payment_methods,
        lists.bank_details,
        now,
        d.template,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("events_org_id_slug_key", || Error::SlugTaken)?;
    Ok(())
}

pub(super) async fn update(tx: &mut Tx, id: EventId, slug: &Slug, d: &Details) -> Result<(), Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let lists = Lists::of(d);
    sqlx::query!(
        "update events set slug = $3, name = $4, summary = $5, description = $6, locales = $7, zone = $8,
           starts_at = $9, ends_at = $10, doors_at = $11, venue_name = $12, venue_address = $13, online_url = $14,
           currency = $15, hold_minutes = $16, payment_days = $17, payment_methods = $18, bank_details = $19,
           updated_at = $20, template = $21
         where org_id = $1 and id = $2",
        org,
        id.uuid(),
        slug.as_str(),
        Json(&d.name) as _,
        Json(&d.summary) as _,
        Json(&d.description) as _,
        &lists.locales,
        d.zone.name(),
        d.starts_at,
        d.ends_at,
        d.doors_at,
        d.venue_name,
        d.venue_address,
        d.online_url,
        d.currency.code(),
        d.hold_minutes,
        d.payment_days,
        &lists.payment_methods,
        lists.bank_details,
        now,
        d.template,
    )
    .execute(&mut **tx)
    .await
    .on_constraint("events_org_id_slug_key", || Error::SlugTaken)?;
    Ok(())
}

/// The columns that are lists or JSON, as PostgreSQL takes them.
struct Lists {
    locales: Vec<String>,
    payment_methods: Vec<String>,
    bank_details: Option<Value>,
}

impl Lists {
    fn of(details: &Details) -> Self {
        Self {
            locales: details.locales.iter().map(ToString::to_string).collect(),
            payment_methods: details
                .payment_methods
                .iter()
                .map(|method| method.as_str().to_owned())
                .collect(),
            bank_details: details
                .bank_details
                .as_ref()
                .map(|bank| serde_json::to_value(bank).unwrap_or_default()),
        }
    }
}

/// Counts one more change of the event or of what belongs to it.
pub(crate) async fn bump_version(tx: &mut Tx, id: EventId) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update events set version = version + 1, updated_at = $3 where org_id = $1 and id = $2",
        org,
        id.uuid(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Moves the event from one status to another; `false` if it is not in the first. The first publication is kept.
pub(super) async fn set_status(
    tx: &mut Tx,
    id: EventId,
    from: Status,
    to: Status,
) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "update events set status = $4,
           published_at = case when $4 = 'live' then coalesce(published_at, $5) else published_at end
         where org_id = $1 and id = $2 and status = $3",
        org,
        id.uuid(),
        from.as_str(),
        to.as_str(),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Puts the event into test mode, or back.
pub(super) async fn set_mode(tx: &mut Tx, id: EventId, mode: Mode) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update events set test_mode = $3 where org_id = $1 and id = $2",
        org,
        id.uuid(),
        mode.is_test(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Calls the event off; `false` if it is off already.
pub(super) async fn cancel(tx: &mut Tx, id: EventId, reason: &LocalizedText) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "update events set status = 'cancelled', cancelled_at = $3, cancel_reason = $4
         where org_id = $1 and id = $2 and status <> 'cancelled'",
        org,
        id.uuid(),
        now,
        Json(reason) as _,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Sets or clears the cover; returns the one before.
pub(crate) async fn set_cover(
    tx: &mut Tx,
    id: EventId,
    cover: Option<FileId>,
) -> Result<Option<FileId>, sqlx::Error> {
    let org = tx.org().uuid();
    let before = sqlx::query_scalar!(
        r#"select cover_file_id as "cover: FileId" from events where org_id = $1 and id = $2 for no key update"#,
        org,
        id.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    sqlx::query!(
        "update events set cover_file_id = $3 where org_id = $1 and id = $2",
        org,
        id.uuid(),
        cover.map(FileId::uuid),
    )
    .execute(&mut **tx)
    .await?;
    Ok(before.flatten())
}

/// Whether some event of the organisation has this cover.
pub(super) async fn is_cover(tx: &mut Tx, file: FileId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from events where org_id = $1 and cover_file_id = $2) as "used!""#,
        org,
        file.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// Whether places of paid products are sold or held.
pub(super) async fn has_paid_sales(tx: &mut Tx, id: EventId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (
             select from products p
             join quota_products qp on qp.product_id = p.id
             join quotas q on q.id = qp.quota_id
             where p.org_id = $1 and p.event_id = $2 and q.sold + q.held > 0
               and (p.price_minor > 0 or p.free_price or exists (
                 select from product_variations v where v.product_id = p.id and v.price_minor > 0))) as "sold!""#,
        org,
        id.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}

/// The organisation's events by start, latest first; one more than a page holds.
pub(super) async fn list(tx: &mut Tx, filter: &Filter, limit: usize) -> Result<Vec<Summary>, sqlx::Error> {
    let org = tx.org();
    let (before, before_id) = match &filter.after {
        Some(Place(micros, id)) => (Instant::from_microsecond(*micros), Some(*id)),
        None => (None, None),
    };
    let granted: Option<Vec<Uuid>> = match &filter.granted {
        EventGrants::All => None,
        EventGrants::Only(chosen) => Some(chosen.iter().map(|event| event.uuid()).collect()),
    };
    let rows = sqlx::query!(
        r#"select e.id as "id: EventId", e.slug, e.name as "name: Json<LocalizedText>", e.starts_at, e.ends_at, e.zone,
             e.status as "status: Status", e.test_mode, e.venue_name, e.currency, e.cover_file_id as "cover_file_id: FileId",
             i.width as "width?", i.height as "height?", coalesce(s.sold, 0) as "sold!",
             coalesce(s.held, 0) as "held!", s.size as "size?"
           from events e
           left join images i on i.file_id = e.cover_file_id
           left join event_stock s on s.org_id = e.org_id and s.event_id = e.id
           where e.org_id = $1 and ($2::text is null or e.status = $2)
             and ($3::timestamptz is null or (e.starts_at, e.id) < ($3, $4::uuid))
             and ($6::uuid[] is null or e.id = any($6)) and e.template = $7
           order by e.starts_at desc, e.id desc
           limit $5"#,
        org.uuid(),
        filter.status.map(Status::as_str),
        before,
        before_id,
        i64::try_from(limit).unwrap_or(100) + 1,
        granted.as_deref(),
        filter.templates,
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(Summary {
                id: row.id,
                slug: column("slug", &row.slug)?,
                name: row.name.0,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                zone: column("zone", &row.zone)?,
                status: row.status,
                test_mode: row.test_mode,
                venue_name: row.venue_name,
                currency: column("currency", &row.currency)?,
                sold: row.sold,
                held: row.held,
                size: row.size,
                cover: Cover::new(org, row.cover_file_id, row.width, row.height),
            })
        })
        .collect()
}
