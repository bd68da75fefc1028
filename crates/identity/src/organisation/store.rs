//! SQL for `organisation_slugs` and `organisations`.

use ::store::{OnConstraint, Tx, column};
use kernel::{Instant, LocalizedText, OrgId};
use sqlx::{PgConnection, types::Json};

use super::{Organisation, Profile};
use crate::Error;

/// Whose address it is; before any tenant is known.
pub(crate) async fn by_slug(connection: &mut PgConnection, slug: &str) -> Result<Option<OrgId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select org_id as "org_id: OrgId" from organisation_slugs where slug = $1"#, slug)
        .fetch_optional(connection)
        .await
}

/// Every organisation's id.
pub(super) async fn all(connection: &mut PgConnection) -> Result<Vec<OrgId>, sqlx::Error> {
    sqlx::query_scalar!(r#"select org_id as "org_id: OrgId" from organisation_slugs order by slug"#)
        .fetch_all(connection)
        .await
}

pub(super) async fn insert(tx: &mut Tx, organisation: &Organisation) -> Result<(), Error> {
    let Organisation { id, slug, profile, created_at } = organisation;
    sqlx::query!("insert into organisation_slugs (slug, org_id) values ($1, $2)", slug.as_str(), id.uuid())
        .execute(&mut **tx)
        .await
        .on_constraint("organisation_slugs_pkey", || Error::SlugTaken)?;
    sqlx::query!(
        "insert into organisations (org_id, slug, name, contact_email, website, about, locales, created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $8)",
        id.uuid(),
        slug.as_str(),
        profile.name,
        profile.contact_email.as_str(),
        profile.website,
        Json(&profile.about) as _,
        &tags(profile),
        *created_at as Instant,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// Locks the organisation against other changes.
pub(crate) async fn lock(tx: &mut Tx) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!("select org_id from organisations where org_id = $1 for no key update", org)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(())
}

pub(crate) async fn find(tx: &mut Tx) -> Result<Option<Organisation>, sqlx::Error> {
    let id = tx.org();
    let row = sqlx::query!(
        r#"select slug, name, contact_email, website, about as "about: Json<LocalizedText>", locales, created_at
           from organisations where org_id = $1"#,
        id.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|row| {
        Ok(Organisation {
            id,
            slug: column("slug", &row.slug)?,
            profile: Profile {
                name: row.name,
                contact_email: column("contact_email", &row.contact_email)?,
                website: row.website,
                about: row.about.0,
                locales: row.locales.iter().map(|tag| column("locales", tag)).collect::<Result<_, _>>()?,
            },
            created_at: row.created_at,
        })
    })
    .transpose()
}

pub(super) async fn update(tx: &mut Tx, profile: &Profile) -> Result<(), sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!(
        "update organisations set name = $2, contact_email = $3, website = $4, about = $5, locales = $6,
           updated_at = $7
         where org_id = $1",
        org,
        profile.name,
        profile.contact_email.as_str(),
        profile.website,
        Json(&profile.about) as _,
        &tags(profile),
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

fn tags(profile: &Profile) -> Vec<String> {
    profile.locales.iter().map(ToString::to_string).collect()
}
