//! SQL for `people`, and for their memberships.

use ::store::OnConstraint;
use kernel::{Email, Instant, Locale, OrgId, PersonId};
use sqlx::PgConnection;

use super::Person;
use crate::Error;

pub(crate) async fn insert(
    connection: &mut PgConnection,
    person: &Person,
    hash: Option<&str>,
    now: Instant,
) -> Result<(), Error> {
    sqlx::query!(
        "insert into people (id, email, name, password_hash, locale, created_at) values ($1, $2, $3, $4, $5, $6)",
        person.id.uuid(),
        person.email,
        person.name,
        hash,
        person.locale.as_str(),
        now,
    )
    .execute(connection)
    .await
    .on_constraint("people_email", || Error::EmailTaken)?;
    Ok(())
}

pub(crate) async fn find(tx: &mut PgConnection, id: PersonId) -> Result<Option<Person>, sqlx::Error> {
    let row = sqlx::query!(r#"select name, email, email_verified_at is not null as "email_verified!", locale from people where id = $1"#, id.uuid())
        .fetch_optional(tx)
        .await?;
    Ok(row.map(|row| Person {
        id,
        name: row.name,
        email: row.email,
        email_verified: row.email_verified,
        locale: row.locale.parse().unwrap_or_else(|_| Locale::english()),
    }))
}

pub(super) async fn update(
    connection: &mut PgConnection,
    id: PersonId,
    name: Option<&str>,
    locale: Option<&Locale>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update people set name = coalesce($2, name), locale = coalesce($3, locale) where id = $1",
        id.uuid(),
        name,
        locale.map(Locale::as_str),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whose address it is, and whether they have proven it.
pub(crate) async fn by_email(
    connection: &mut PgConnection,
    email: &Email,
) -> Result<Option<(PersonId, bool)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PersonId", email_verified_at is not null as "verified!"
           from people where lower(email) = lower($1)"#,
        email.as_str(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.id, row.verified)))
}

/// The organisations of the person the transaction was begun for, by name: id, slug, name and whether they have an
/// identity provider.
pub(super) async fn organisations(
    tx: &mut PgConnection,
    person: PersonId,
) -> Result<Vec<(OrgId, String, String, bool)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select o.org_id as "id: OrgId", o.slug, o.name,
             exists (select from sso_connections c where c.org_id = o.org_id) as "sso!"
           from memberships m join organisations o on o.org_id = m.org_id
           where m.person_id = $1
           order by o.name, o.org_id"#,
        person.uuid(),
    )
    .fetch_all(tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.slug, row.name, row.sso)).collect())
}

/// Whose address it is, with the hash of their password.
pub(crate) async fn credentials(
    connection: &mut PgConnection,
    email: &Email,
) -> Result<Option<(PersonId, Option<String>)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: PersonId", password_hash from people where lower(email) = lower($1)"#,
        email.as_str(),
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.id, row.password_hash)))
}

/// The hash of somebody's password; `None` if they have none.
pub(crate) async fn password_hash(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Option<String>, sqlx::Error> {
    let found = sqlx::query_scalar!("select password_hash from people where id = $1", person.uuid());
    Ok(found.fetch_optional(connection).await?.flatten())
}

/// `from_mail`: whether whoever sets it has proven no more than that they read the person's mails.
pub(crate) async fn set_password(
    connection: &mut PgConnection,
    person: PersonId,
    hash: &str,
    from_mail: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update people set password_hash = $2, password_from_mail = $3 where id = $1",
        person.uuid(),
        hash,
        from_mail,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Notes that the password is known to somebody who has proven more than that they read the person's mails.
pub(crate) async fn trust_password(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update people set password_from_mail = false where id = $1 and password_from_mail",
        person.uuid(),
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Disables an account, or, with `None`, enables it.
pub(super) async fn set_disabled(
    connection: &mut PgConnection,
    person: PersonId,
    at: Option<Instant>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update people set disabled_at = $2 where id = $1", person.uuid(), at as Option<Instant>)
        .execute(connection)
        .await?;
    Ok(())
}

/// Whether the account is disabled; nobody disables it until the transaction ends.
pub(crate) async fn is_disabled(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select disabled_at is not null as "disabled!" from people where id = $1 for share"#,
        person.uuid(),
    )
    .fetch_one(connection)
    .await
}

/// Locks the person against other changes of how they sign in.
pub(crate) async fn lock(connection: &mut PgConnection, person: PersonId) -> Result<(), sqlx::Error> {
    sqlx::query!("select id from people where id = $1 for no key update", person.uuid())
        .fetch_optional(connection)
        .await?;
    Ok(())
}

/// Notes that mails to `email` arrive, if it still is the person's; `true` if that was not known before.
pub(crate) async fn verify_email(
    connection: &mut PgConnection,
    person: PersonId,
    email: &str,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update people set email_verified_at = $3 where id = $1 and email = $2 and email_verified_at is null",
        person.uuid(),
        email,
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(crate) async fn set_pending_email(
    connection: &mut PgConnection,
    person: PersonId,
    email: &Email,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update people set pending_email = $2 where id = $1", person.uuid(), email.as_str())
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes the address that somebody wants and has proven theirs; `false` if they want another by now.
pub(crate) async fn change_email(
    connection: &mut PgConnection,
    person: PersonId,
    email: &str,
    now: Instant,
) -> Result<bool, Error> {
    let done = sqlx::query!(
        "update people set former_email = email, email = pending_email, pending_email = null, email_verified_at = $3
         where id = $1 and pending_email = $2",
        person.uuid(),
        email,
        now,
    )
    .execute(connection)
    .await
    .on_constraint("people_email", || Error::EmailTaken)?;
    Ok(done.rows_affected() == 1)
}

/// Where mails to somebody go.
pub(crate) struct Addresses {
    pub name: String,
    pub locale: String,
    pub email: String,
    pub pending_email: Option<String>,
    pub former_email: Option<String>,
}

pub(crate) async fn addresses(
    connection: &mut PgConnection,
    person: PersonId,
) -> Result<Option<Addresses>, sqlx::Error> {
    sqlx::query_as!(
        Addresses,
        "select name, locale, email, pending_email, former_email from people where id = $1",
        person.uuid(),
    )
    .fetch_optional(connection)
    .await
}
