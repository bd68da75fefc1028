//! SQL for `sessions`, a global table.

use ::store::Tx;
use kernel::{Instant, OrgId, PersonId, SessionId};
use sqlx::PgConnection;

use super::{Digest, There, Through};

pub(super) struct NewSession<'a> {
    pub id: SessionId,
    pub digest: Digest,
    pub person: PersonId,
    pub user_agent: &'a str,
    pub network: &'a str,
    pub authenticated_at: Instant,
    pub expires_at: Instant,
    pub through: Option<&'a Through>,
    pub sealed_id_token: Option<Vec<u8>>,
}

pub(super) struct Found {
    pub person_id: PersonId,
    pub expires_at: Instant,
    pub last_seen_at: Instant,
    pub authenticated_at: Instant,
    pub sso: Option<OrgId>,
}

pub(super) struct Row {
    pub id: SessionId,
    pub token_hash: Vec<u8>,
    pub user_agent: String,
    pub network: String,
    pub created_at: Instant,
    pub last_seen_at: Instant,
}

pub(super) async fn insert(
    connection: &mut PgConnection,
    new: &NewSession<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into sessions
           (id, token_hash, person_id, user_agent, network, created_at, last_seen_at, authenticated_at, expires_at,
            sso_org, sso_identity, sso_session, sealed_id_token)
         values ($1, $2, $3, $4, $5, $6, $6, $7, $8, $9, $10, $11, $12)",
        new.id.uuid(),
        new.digest.as_slice(),
        new.person.uuid(),
        new.user_agent,
        new.network,
        now,
        new.authenticated_at,
        new.expires_at,
        new.through.map(|through| through.org.uuid()),
        new.through.map(|through| through.identity),
        new.through.and_then(|through| through.session.as_deref()),
        new.sealed_id_token,
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn find(
    connection: &mut PgConnection,
    digest: &Digest,
) -> Result<Option<Found>, sqlx::Error> {
    sqlx::query_as!(
        Found,
        r#"select person_id as "person_id: PersonId", expires_at, last_seen_at, authenticated_at,
             sso_org as "sso: OrgId"
           from sessions where token_hash = $1"#,
        digest.as_slice(),
    )
    .fetch_optional(connection)
    .await
}

/// What signing out at the session's identity provider needs.
pub(super) async fn there(
    connection: &mut PgConnection,
    digest: &Digest,
) -> Result<Option<There>, sqlx::Error> {
    sqlx::query_as!(
        There,
        r#"select id as "session: SessionId", sealed_id_token as "sealed_id_token!"
           from sessions where token_hash = $1 and sealed_id_token is not null"#,
        digest.as_slice(),
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn list(
    connection: &mut PgConnection,
    person: PersonId,
    now: Instant,
    idle_since: Instant,
) -> Result<Vec<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select id as "id: SessionId", token_hash, user_agent, network, created_at, last_seen_at
           from sessions where person_id = $1 and expires_at > $2 and last_seen_at > $3
           order by last_seen_at desc, id desc limit 200"#,
        person.uuid(),
        now,
        idle_since,
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn seen(
    connection: &mut PgConnection,
    digest: &Digest,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update sessions set last_seen_at = $2 where token_hash = $1", digest.as_slice(), now)
        .execute(connection)
        .await?;
    Ok(())
}

/// `false` if the session is over.
pub(super) async fn rotate(
    connection: &mut PgConnection,
    old: &Digest,
    new: &Digest,
    now: Instant,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update sessions set token_hash = $2, authenticated_at = $3, last_seen_at = $3 where token_hash = $1",
        old.as_slice(),
        new.as_slice(),
        now,
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn delete(connection: &mut PgConnection, digest: &Digest) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from sessions where token_hash = $1", digest.as_slice()).execute(connection).await?;
    Ok(())
}

/// Deletes one; gives the digest of its token.
pub(super) async fn revoke(
    connection: &mut PgConnection,
    person: PersonId,
    id: SessionId,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "delete from sessions where person_id = $1 and id = $2 returning token_hash",
        person.uuid(),
        id.uuid(),
    )
    .fetch_optional(connection)
    .await
}

/// Deletes all but one; gives the digests of their tokens.
pub(crate) async fn revoke_others(
    connection: &mut PgConnection,
    person: PersonId,
    keep: &Digest,
) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "delete from sessions where person_id = $1 and token_hash <> $2 returning token_hash",
        person.uuid(),
        keep.as_slice(),
    )
    .fetch_all(connection)
    .await
}

/// Deletes what a member of the organisation began through its identity provider, or all they have; gives the digests of
/// the tokens.
pub(crate) async fn end_of_member(
    tx: &mut Tx,
    person: PersonId,
    all: bool,
) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        "delete from sessions where person_id = $1 and ($3 or sso_org = $2) returning token_hash",
        person.uuid(),
        org,
        all,
    )
    .fetch_all(&mut **tx)
    .await
}

pub(super) async fn prune(
    connection: &mut PgConnection,
    now: Instant,
    idle_since: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from sessions where expires_at <= $1 or last_seen_at <= $2", now, idle_since)
        .execute(connection)
        .await?;
    Ok(())
}
