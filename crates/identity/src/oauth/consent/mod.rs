//! Asking somebody whether an app may act for them, and what they allowed.

pub mod http;
mod request;
pub(crate) mod store;

use ::store::{
    Cx, Db,
    audit::{self, Entry},
};
use httpkit::{App, Origin};
use kernel::{ConsentId, Instant, OrgId, PermissionSet, PersonId};
use serde_json::json;

pub use request::{Asked, Asks, Refusal, read};

use crate::{Error, directory::Memory, link, log};

/// How long a code is good, in seconds (RFC 6749 §4.1.2 asks for ten minutes at most).
const CODE_SECONDS: i64 = 60;

/// What somebody allowed an app.
#[derive(Debug, Clone)]
pub struct Consent {
    /// The consent.
    pub id: ConsentId,
    /// What the app is called.
    pub app: String,
    /// The organisation in which it acts.
    pub organisation: String,
    /// The organisation's slug.
    pub org_slug: String,
    /// What it may do at most.
    pub permissions: PermissionSet,
    /// When it was allowed.
    pub created_at: Instant,
    /// When it was last used, to within a minute.
    pub last_used_at: Option<Instant>,
}

/// Lets the app act for `person`; gives the address to send them to, with a code for the app in it.
pub async fn allow(cx: &Cx, person: PersonId, asked: &Asked, issuer: &str) -> Result<String, Error> {
    let (code, digest) = link::token(&cx.chance);
    let mut tx = cx.begin().await?;
    let id = ConsentId::new(cx.now, &cx.chance);
    let id = store::upsert(&mut tx, id, asked.client.id, person, asked.permissions).await?;
    store::insert_code(&mut tx, &digest, id, asked, cx.now.plus_seconds(CODE_SECONDS)).await?;
    let entry = Entry {
        action: "app.allowed",
        subject_kind: "app",
        subject: asked.client.id.uuid(),
        event: None,
        before: None,
        after: Some(json!({ "name": asked.client.name, "permissions": asked.permissions })),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    // A consent that got narrower counts for tokens that are out already.
    Memory::forget_tokens(&cx.db);
    Ok(asked.answer(issuer, &[("code", &code)]))
}

/// What somebody allows apps, in every organisation of theirs, latest first.
pub async fn list_own(db: &Db, person: PersonId) -> Result<Vec<Consent>, Error> {
    Ok(store::of_person(&mut *db.begin_for_person(person).await?, person).await?)
}

/// Takes back what somebody allowed an app; its tokens end at once in this process, within five seconds in others.
pub async fn revoke_own(app: &App, person: PersonId, id: ConsentId, origin: &Origin) -> Result<(), Error> {
    let mut tx = app.db.begin_for_person(person).await?;
    let org: OrgId = store::organisation_of(&mut tx, person, id).await?.ok_or(Error::NotFound("app"))?;
    drop(tx);
    let mut tx = app.db.begin_for(org).await?;
    store::delete(&mut tx, org, person, id).await?;
    log::record(&mut tx, &app.chance, app.now(), person, "app.revoked", origin).await?;
    tx.commit().await?;
    Memory::forget_tokens(&app.db);
    Ok(())
}
