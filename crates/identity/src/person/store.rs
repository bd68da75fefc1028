//! SQL for `people`, and for their memberships.

use ::store::OnConstraint;
use kernel::{Email, Instant, Locale, OrgId, PersonId};
use sqlx::{PgConnection, PgPool};

use super::Person;
use crate::Error;

pub(super) async fn insert(pool: &PgPool, person: &Person, hash: &str, now: Instant) -> Result<(), Error> {
    sqlx::query!(
        "insert into people (id, email, name, password_hash, locale, created_at) values ($1, $2, $3, $4, $5, $6)",
        person.id.uuid(),
        person.email,
        person.name,
        hash,
        person.locale.as_str(),
        now,
    )
    .execute(pool)
    .await
    .on_constraint("people_email", || Error::EmailTaken)?;
    Ok(())
}

pub(crate) async fn find(tx: &mut PgConnection, id: PersonId) -> Result<Option<Person>, sqlx::Error> {
    let row = sqlx::query!(r#"select name, email, locale from people where id = $1"#, id.uuid())
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|row| Person {
        id,
        name: row.name,
        email: row.email,
        locale: row.locale.parse().unwrap_or_else(|_| Locale::english()),
    }))
}

/// The organisations of the person the transaction was begun for, by name: id, slug and name.
pub(super) async fn organisations(
    tx: &mut PgConnection,
    person: PersonId,
) -> Result<Vec<(OrgId, String, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select o.org_id as "id: OrgId", o.slug, o.name
           from memberships m join organisations o on o.org_id = m.org_id
           where m.person_id = $1
           order by o.name, o.org_id"#,
        person.uuid(),
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug, row.name)).collect())
}

/// Whose address it is, with the hash of their password.
pub(crate) async fn credentials(
    pool: &PgPool,
    email: &Email,
) -> Result<Option<(PersonId, String)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PersonId", password_hash from people where lower(email) = lower($1)"#,
        email.as_str(),
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| (row.id, row.password_hash)))
}
