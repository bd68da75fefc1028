//! People who can sign in, for all their organisations.

pub mod http;
pub(crate) mod store;

use std::collections::BTreeMap;

use ::store::Db;
use httpkit::{App, Origin};
use kernel::{Chance, Email, EventGrants, EventId, Instant, Locale, OrgId, PermissionSet, PersonId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    Error, api_key, directory,
    letter::{self, Letter},
    log, member, oauth, password,
    role::RoleRef,
    session,
};

/// A person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// How to call them.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Whether mails are known to arrive there.
    pub email_verified: bool,
    /// The language they read.
    pub locale: Locale,
}

/// An organisation somebody belongs to, with what they may do there.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Membership {
    /// The organisation.
    pub id: OrgId,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// Whether members can sign in through the organisation's identity provider.
    pub sso: bool,
    /// The person's own role: a built-in one such as `owner`, or the id of one that the organisation made.
    pub role: RoleRef,
    /// What the role is called.
    pub role_name: String,
    /// Whether every event is there for them, or only those in `event_permissions`.
    pub all_events: bool,
    /// What they may do to the organisation and at every event, teams included.
    pub permissions: PermissionSet,
    /// What they may do besides, by event.
    pub event_permissions: BTreeMap<EventId, PermissionSet>,
}

/// Somebody new.
#[derive(Debug)]
pub struct NewPerson {
    /// How to call them.
    pub name: String,
    /// Where they get mail; nobody else may have the same.
    pub email: Email,
    /// What they sign in with; without one they add a passkey, or set one by mail.
    pub password: Option<String>,
}

/// What is known about the address of somebody new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// Mails arrive: they hold the link of one.
    Given,
    /// Nothing: a mail asks them to follow its link.
    Asked,
    /// Nothing, and nobody asks.
    Missing,
}

/// Adds a person.
pub async fn create(app: &App, now: Instant, new: NewPerson, proof: Proof) -> Result<Person, Error> {
    let hash = match new.password {
        Some(password) => Some(password::hash(app, password).await?),
        None => None,
    };
    let id = PersonId::new(now, &app.chance);
    let person = Person {
        id,
        name: new.name,
        email: new.email.to_string(),
        email_verified: proof == Proof::Given,
        locale: Locale::english(),
    };
    let mut tx = app.db.begin_outside().await?;
    store::insert(&mut tx, &person, hash.as_deref(), now).await?;
    match proof {
        Proof::Given => {
            store::verify_email(&mut tx, id, &person.email, now).await?;
        }
        Proof::Asked => letter::write(&mut tx, now, Some(id), Letter::VerifyEmail).await?,
        Proof::Missing => {}
    }
    letter::commit(&app.db, tx).await?;
    Ok(person)
}

/// Changes how somebody is called, or the language they read; `None` leaves it as it is.
pub async fn update(
    app: &App,
    id: PersonId,
    name: Option<String>,
    locale: Option<Locale>,
    origin: &Origin,
) -> Result<(), Error> {
    let mut tx = app.db.begin_outside().await?;
    store::update(&mut tx, id, name.as_deref(), locale.as_ref()).await?;
    log::record(&mut tx, &app.chance, app.now(), id, "person.updated", origin).await?;
    Ok(tx.commit().await?)
}

/// Disables an account, for the operator: its sessions, keys of its own and what apps were allowed end, and nothing begins a
/// session for it whatever it proves. What it did, and where it belongs, stays. `false` if nobody has the address.
pub async fn disable(db: &Db, chance: &Chance, now: Instant, email: &Email) -> Result<bool, Error> {
    let Some(person) = account_of(db, email).await? else { return Ok(false) };
    let mut tx = db.begin_for_person(person).await?;
    store::set_disabled(&mut tx, person, Some(now)).await?;
    session::store::revoke_others(&mut tx, person, &[0; 32]).await?;
    api_key::store::revoke_all_own(&mut tx, person, now).await?;
    oauth::consent::store::delete_all(&mut tx, person).await?;
    log::record(&mut tx, chance, now, person, "account.disabled", &Origin::default()).await?;
    tx.commit().await?;
    Ok(true)
}

/// Lets a disabled account be used again; what ended stays ended. `false` if nobody has the address.
pub async fn enable(db: &Db, chance: &Chance, now: Instant, email: &Email) -> Result<bool, Error> {
    let Some(person) = account_of(db, email).await? else { return Ok(false) };
    let mut tx = db.begin_for_person(person).await?;
    store::set_disabled(&mut tx, person, None).await?;
    log::record(&mut tx, chance, now, person, "account.enabled", &Origin::default()).await?;
    tx.commit().await?;
    Ok(true)
}

async fn account_of(db: &Db, email: &Email) -> Result<Option<PersonId>, sqlx::Error> {
    let mut connection = db.outside().await?;
    Ok(store::by_email(&mut connection, email).await?.map(|(person, _)| person))
}

/// The person.
pub(crate) async fn get(db: &Db, id: PersonId) -> Result<Person, Error> {
    let mut connection = db.outside().await?;
    store::find(&mut connection, id).await?.ok_or(Error::NotFound("person"))
}

/// The person and the organisations they belong to, by name; `None` if they are gone.
pub async fn with_organisations(
    db: &Db,
    id: PersonId,
) -> Result<Option<(Person, Vec<Membership>)>, sqlx::Error> {
    let mut tx = db.begin_for_person(id).await?;
    let Some(person) = store::find(&mut tx, id).await? else { return Ok(None) };
    let held = member::store::held_by(&mut tx, id, None).await?;
    let mut memberships = Vec::new();
    for (org, slug, name, sso) in store::organisations(&mut tx, id).await? {
        let here = || held.iter().filter(|place| place.org == org).map(|place| &place.held);
        // The first is their own, teams come after.
        let Some(own) = here().next() else { continue };
        let grant = directory::sum(here());
        memberships.push(Membership {
            id: org,
            slug,
            name,
            sso,
            role: own.assignment.role,
            role_name: own.name.clone(),
            all_events: grant.events() == EventGrants::All,
            permissions: grant.everywhere(),
            event_permissions: grant.chosen().clone(),
        });
    }
    Ok(Some((person, memberships)))
}
