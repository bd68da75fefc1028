//! People who can sign in, for all their organisations.

pub mod http;
pub(crate) mod store;

use ::store::Db;
use kernel::{Chance, Email, Instant, Locale, OrgId, PersonId};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{Error, password};

/// A person.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Person {
    /// The person.
    pub id: PersonId,
    /// How to call them.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// The language they read.
    pub locale: Locale,
}

/// An organisation somebody belongs to.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Membership {
    /// The organisation.
    pub id: OrgId,
    /// Its part of the address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// What the person may do there.
    pub role: Role,
}

/// What a person may do in an organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Role {
    /// Everything.
    Owner,
}

/// Somebody new.
#[derive(Debug)]
pub struct NewPerson {
    /// How to call them.
    pub name: String,
    /// Where they get mail; nobody else may have the same.
    pub email: Email,
    /// What they sign in with.
    pub password: String,
}

/// Adds a person.
pub async fn create(db: &Db, chance: &Chance, now: Instant, new: NewPerson) -> Result<Person, Error> {
    let hash = password::hash(new.password, chance).await?;
    let id = PersonId::new(now, chance);
    let person = Person { id, name: new.name, email: new.email.to_string(), locale: Locale::english() };
    store::insert(db.pool(), &person, &hash, now).await?;
    Ok(person)
}

/// The person and the organisations they belong to, by name; `None` if they are gone.
pub async fn with_organisations(
    db: &Db,
    id: PersonId,
) -> Result<Option<(Person, Vec<Membership>)>, sqlx::Error> {
    let mut tx = db.begin_for_person(id).await?;
    let Some(person) = store::find(&mut tx, id).await? else { return Ok(None) };
    let memberships = store::memberships(&mut tx, id).await?;
    Ok(Some((person, memberships)))
}
