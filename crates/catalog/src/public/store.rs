//! SQL for the public lists.

use ::store::{Tx, column};
use kernel::{EventId, FileId, LocalizedText};
use sqlx::types::Json;

use super::{Organiser, PublicSummary};
use crate::event::{Cover, Status, store::locales};

pub(super) async fn organiser(tx: &mut Tx) -> Result<Option<Organiser>, sqlx::Error> {
    let org = tx.org().uuid();
    let row = sqlx::query!(
        r#"select slug as "slug!", name as "name!", contact_email as "contact_email!", website,
             about as "about!: Json<LocalizedText>", locales as "locales!"
           from organisers where org_id = $1"#,
        org,
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Organiser {
            slug: row.slug,
            name: row.name,
            contact_email: row.contact_email,
            website: row.website,
            about: row.about.0,
            locales: locales(&row.locales)?,
        })
    })
    .transpose()
}

/// Events that are not over, also those that were called off after guests had seen them; soonest first, without their
/// prices; at most 100.
pub(super) async fn upcoming(tx: &mut Tx) -> Result<Vec<PublicSummary>, sqlx::Error> {
    shown(tx, false, 100).await
}

/// Live events that are over, latest first; at most 20.
pub(super) async fn past(tx: &mut Tx) -> Result<Vec<PublicSummary>, sqlx::Error> {
    shown(tx, true, 20).await
}

async fn shown(tx: &mut Tx, over: bool, limit: i64) -> Result<Vec<PublicSummary>, sqlx::Error> {
    let (org, now) = (tx.org(), tx.now());
    let rows = sqlx::query!(
        r#"select e.id as "id: EventId", e.slug, e.name as "name: Json<LocalizedText>", e.summary as "summary: Json<LocalizedText>",
             e.starts_at, e.ends_at, e.zone, e.venue_name, e.online_url <> '' as "online!",
             e.status as "status: Status", e.test_mode, e.cover_file_id as "cover_file_id: FileId", i.width as "width?", i.height as "height?", e.version, e.updated_at
           from events e left join images i on i.file_id = e.cover_file_id
           where e.org_id = $1 and (e.ends_at <= $2) = $3
             and (e.status = 'live' or e.status = 'cancelled' and e.published_at is not null and not $3)
           order by case when $3 then e.starts_at end desc, e.starts_at, e.id
           limit $4"#,
        org.uuid(),
        now,
        over,
        limit,
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            Ok(PublicSummary {
                id: row.id,
                slug: column("slug", &row.slug)?,
                name: row.name.0,
                summary: row.summary.0,
                starts_at: row.starts_at,
                ends_at: row.ends_at,
                zone: column("zone", &row.zone)?,
                venue_name: row.venue_name,
                online: row.online,
                status: row.status,
                test_mode: row.test_mode,
                cover: Cover::new(org, row.cover_file_id, row.width, row.height),
                price_from: None,
                version: row.version,
                updated_at: row.updated_at,
            })
        })
        .collect()
}

/// Whether the event has vouchers.
pub(super) async fn has_vouchers(tx: &mut Tx, event: kernel::EventId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"select exists (select from vouchers where org_id = $1 and event_id = $2) as "any!""#,
        org,
        event.uuid(),
    )
    .fetch_one(&mut **tx)
    .await
}
