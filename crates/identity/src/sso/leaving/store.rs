//! SQL for ending sessions, and for `sso_logout_tokens`.

use ::store::Tx;
use kernel::{Instant, PersonId};
use ports::sign_on::SignedOutThere;

/// Notes that a logout token was taken; `false` if it was taken before.
pub(super) async fn remember(tx: &mut Tx, digest: &[u8], until: Instant) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query!("delete from sso_logout_tokens where org_id = $1 and expires_at <= $2", org, now)
        .execute(&mut **tx)
        .await?;
    let done = sqlx::query!(
        "insert into sso_logout_tokens (org_id, digest, expires_at) values ($1, $2, $3) on conflict do nothing",
        org,
        digest,
        until,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Ends the sessions of a subject, or one of them: whose they were, and the digests of their tokens. A session that the
/// provider gave no name belongs to every session of its subject.
pub(super) async fn end(
    tx: &mut Tx,
    issuer: &str,
    out: &SignedOutThere,
) -> Result<Vec<(PersonId, Vec<u8>)>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"delete from sessions s using sso_identities i
           where s.sso_identity = i.id and i.org_id = $1 and i.issuer = $2
             and ($3::text is null or i.subject = $3)
             and ($4::text is null or s.sso_session = $4 or (s.sso_session is null and $3::text is not null))
           returning s.person_id as "person: PersonId", s.token_hash"#,
        org,
        issuer,
        out.subject,
        out.session,
    )
    .fetch_all(&mut **tx)
    .await?;
    Ok(rows.into_iter().map(|row| (row.person, row.token_hash)).collect())
}
