//! Organisations: the tenants.

pub mod http;
mod reserved;
pub(crate) mod store;

use ::store::{
    Cx, Db,
    audit::{self, Entry},
    outbox,
};
use kernel::{Email, EventGrants, Instant, Locale, LocalizedText, OrgId, PersonId, Slug};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

pub use reserved::is_reserved;

use crate::{
    Error, member,
    role::{Assignment, BuiltIn, RoleRef},
};

/// An organisation.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Organisation {
    /// The organisation.
    pub id: OrgId,
    /// Its part of the address.
    pub slug: Slug,
    /// What it says about itself.
    #[serde(flatten)]
    pub profile: Profile,
    /// When it was created.
    pub created_at: Instant,
}

/// What an organisation says about itself.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[schema(as = OrganisationProfile)]
pub struct Profile {
    /// Its name.
    pub name: String,
    /// Where guests turn to with questions.
    pub contact_email: Email,
    /// Its own site.
    pub website: Option<String>,
    /// About it, in Markdown.
    pub about: LocalizedText,
    /// The languages of its pages; the first is the main one.
    pub locales: Vec<Locale>,
}

/// Creates the organisation `cx.org`, which has to be a new id, and makes `owner` its owner.
pub async fn create(cx: &Cx, owner: PersonId, slug: Slug, profile: Profile) -> Result<Organisation, Error> {
    if is_reserved(&slug) {
        return Err(Error::SlugTaken);
    }
    let organisation = Organisation { id: cx.org, slug, profile, created_at: cx.now };
    let mut tx = cx.begin().await?;
    store::insert(&mut tx, &organisation).await?;
    let everything = Assignment { role: RoleRef::BuiltIn(BuiltIn::Owner), events: EventGrants::All };
    member::store::insert(&mut tx, owner, &everything).await?;
    let entry = Entry {
        action: "organisation.created",
        subject_kind: "organisation",
        subject: cx.org.uuid(),
        event: None,
        before: None,
        after: Some(json!({ "slug": organisation.slug, "name": organisation.profile.name, "owner": owner })),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok(organisation)
}

/// The organisation.
pub async fn get(cx: &Cx) -> Result<Organisation, Error> {
    store::find(&mut cx.read().await?).await?.ok_or(Error::NotFound("organisation"))
}

/// Changes what the organisation says about itself by `edit`.
pub async fn update(cx: &Cx, edit: impl FnOnce(&mut Profile)) -> Result<Organisation, Error> {
    let mut tx = cx.begin().await?;
    store::lock(&mut tx).await?;
    let mut organisation = store::find(&mut tx).await?.ok_or(Error::NotFound("organisation"))?;
    let before = organisation.profile.clone();
    edit(&mut organisation.profile);
    store::update(&mut tx, &organisation.profile).await?;
    let entry = Entry {
        action: "organisation.updated",
        subject_kind: "organisation",
        subject: cx.org.uuid(),
        event: None,
        before: serde_json::to_value(&before).ok(),
        after: serde_json::to_value(&organisation.profile).ok(),
    };
    audit::record(&mut tx, entry).await?;
    outbox::emit(&mut tx, None, "organisation.updated", json!({ "organisation": cx.org })).await?;
    tx.commit().await?;
    Ok(organisation)
}

/// Every organisation there is, for work that serves one after the other.
pub async fn all(db: &Db) -> Result<Vec<OrgId>, sqlx::Error> {
    store::all(&mut *db.outside().await?).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_site_itself_are_reserved() {
        for taken in ["admin", "api", "healthz", "well-known", "sign-in"] {
            assert!(is_reserved(&taken.parse().unwrap()), "{taken}");
        }
        assert!(!is_reserved(&"harbour-hall".parse().unwrap()));
    }
}
