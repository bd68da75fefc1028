//! SQL over the tables of all factors.

use kernel::PersonId;
use sqlx::PgExecutor;

use super::Factors;

/// `None` if there is no such person.
pub(crate) async fn factors(
    database: impl PgExecutor<'_>,
    person: PersonId,
) -> Result<Option<Factors>, sqlx::Error> {
    sqlx::query_as!(
        Factors,
        r#"select password_hash is not null as "password!", email_verified_at is not null as "email_verified!",
             password_from_mail,
             exists (select from totp_factors where person_id = $1 and confirmed_at is not null) as "totp!",
             (select count(*) from passkeys where person_id = $1) as "passkeys!",
             (select count(*) from recovery_codes where person_id = $1) as "recovery_codes!"
           from people where id = $1"#,
        person.uuid(),
    )
    .fetch_optional(database)
    .await
}
