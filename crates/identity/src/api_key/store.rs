//! SQL for `api_keys`. The transaction is begun for the organisation, the person or the bearer; the fence does the rest.

use ::store::{Db, Tx};
use httpkit::auth::USED_EVERY_SECONDS;
use kernel::{ApiKeyId, EventGrants, EventId, Instant, OrgId, PermissionSet, PersonId};
use sqlx::{PgConnection, types::Uuid};

use super::{ApiKey, Known, MOST, Owner, Plan};
use crate::{member::http::event_grants, session::Digest};

impl Owner {
    fn columns(self) -> (Option<Uuid>, Option<Uuid>) {
        match self {
            Self::Organisation(org) => (Some(org.uuid()), None),
            Self::Person(person) => (None, Some(person.uuid())),
        }
    }
}

pub(super) struct NewKey<'a> {
    pub id: ApiKeyId,
    pub owner: Owner,
    pub made_by: Option<PersonId>,
    pub prefix: &'a str,
    pub digest: Digest,
    pub events: Option<Vec<Uuid>>,
    pub plan: &'a Plan,
}

/// A live key, found by what its holder showed.
pub(super) struct Found {
    pub id: ApiKeyId,
    pub owner: Owner,
    pub permissions: PermissionSet,
    pub events: EventGrants,
    pub created_at: Instant,
    pub expires_at: Option<Instant>,
    pub last_used_at: Option<Instant>,
}

pub(super) async fn insert(
    connection: &mut PgConnection,
    new: &NewKey<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    let (org, person) = new.owner.columns();
    sqlx::query!(
        "insert into api_keys
           (id, org_id, person_id, made_by, name, prefix, key_hash, permissions, events, created_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)",
        new.id.uuid(),
        org,
        person,
        new.made_by.map(|person| person.uuid()),
        new.plan.name,
        new.prefix,
        new.digest.as_slice(),
        &new.plan.permissions.names(),
        new.events.as_deref(),
        now,
        new.plan.expires_at as Option<Instant>,
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// How many live keys the owner has.
pub(super) async fn count(connection: &mut PgConnection, owner: Owner) -> Result<usize, sqlx::Error> {
    let (org, person) = owner.columns();
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from api_keys
           where (org_id = $1 or person_id = $2) and revoked_at is null"#,
        org,
        person,
    )
    .fetch_one(connection)
    .await?;
    Ok(usize::try_from(count).unwrap_or(MOST))
}

pub(super) async fn list(connection: &mut PgConnection, owner: Owner) -> Result<Vec<ApiKey>, sqlx::Error> {
    select(connection, owner, None).await
}

pub(super) async fn find(
    connection: &mut PgConnection,
    owner: Owner,
    id: ApiKeyId,
) -> Result<Option<ApiKey>, sqlx::Error> {
    Ok(select(connection, owner, Some(id)).await?.pop())
}

async fn select(
    connection: &mut PgConnection,
    owner: Owner,
    id: Option<ApiKeyId>,
) -> Result<Vec<ApiKey>, sqlx::Error> {
    let (org, person) = owner.columns();
    let rows = sqlx::query!(
        r#"select k.id as "id: ApiKeyId", k.name, k.prefix, k.permissions, k.events as "events: Vec<EventId>",
             p.name as "made_by?",
             (k.org_id is not null and not exists (select from memberships m
               where m.org_id = k.org_id and m.person_id = k.made_by)) as "maker_left!", k.created_at as "created_at: Instant", k.expires_at as "expires_at: Instant",
             k.last_used_at as "last_used_at: Instant"
           from api_keys k left join people p on p.id = k.made_by
           where (k.org_id = $1 or k.person_id = $2) and ($3::uuid is null or k.id = $3) and k.revoked_at is null
           order by k.created_at desc, k.id desc"#,
        org,
        person,
        id.map(ApiKeyId::uuid),
    )
    .fetch_all(connection)
    .await?;
    let key = rows.into_iter().map(|row| ApiKey {
        id: row.id,
        name: row.name,
        prefix: row.prefix,
        permissions: PermissionSet::from_names(&row.permissions),
        events: event_grants(row.events),
        made_by: row.made_by,
        maker_left: row.maker_left,
        created_at: row.created_at,
        expires_at: row.expires_at,
        last_used_at: row.last_used_at,
    });
    Ok(key.collect())
}

/// How many live keys of organisations were made by somebody who has left, over all organisations.
pub(super) async fn left_behind(connection: &mut PgConnection, now: Instant) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from api_keys k
           where k.org_id is not null and k.revoked_at is null and (k.expires_at is null or k.expires_at > $1)
             and not exists (select from memberships m where m.org_id = k.org_id and m.person_id = k.made_by)"#,
        now,
    )
    .fetch_one(connection)
    .await
}

/// Whether live keys of the organisation were made by this person.
pub(crate) async fn are_left_by(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    sqlx::query_scalar!(
        r#"select exists (select from api_keys where org_id = $1 and made_by = $2 and revoked_at is null
             and (expires_at is null or expires_at > $3)) as "left!""#,
        org,
        person.uuid(),
        now,
    )
    .fetch_one(&mut **tx)
    .await
}

/// Ends a key; gives its digest, or nothing if it was not live.
pub(super) async fn revoke(
    connection: &mut PgConnection,
    owner: Owner,
    id: ApiKeyId,
    now: Instant,
) -> Result<Option<Vec<u8>>, sqlx::Error> {
    let (org, person) = owner.columns();
    sqlx::query_scalar!(
        "update api_keys set revoked_at = $4
         where (org_id = $1 or person_id = $2) and id = $3 and revoked_at is null returning key_hash",
        org,
        person,
        id.uuid(),
        now,
    )
    .fetch_optional(connection)
    .await
}

/// Ends every key of somebody's own; gives their digests. The transaction has to be begun for the person.
pub(crate) async fn revoke_all_own(
    connection: &mut PgConnection,
    person: PersonId,
    now: Instant,
) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!(
        "update api_keys set revoked_at = $2 where person_id = $1 and revoked_at is null returning key_hash",
        person.uuid(),
        now,
    )
    .fetch_all(connection)
    .await
}

/// The live key of a digest, in a transaction begun for its bearer.
pub(super) async fn by_digest(
    connection: &mut PgConnection,
    digest: &Digest,
) -> Result<Option<Found>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select id as "id: ApiKeyId", org_id as "org_id: OrgId", person_id as "person_id: PersonId", permissions,
             events as "events: Vec<EventId>", created_at, expires_at as "expires_at: Instant",
             last_used_at as "last_used_at: Instant"
           from api_keys where key_hash = $1 and revoked_at is null"#,
        digest.as_slice(),
    )
    .fetch_optional(connection)
    .await?;
    // The check `api_keys_one_owner` leaves no third case.
    let found = row.and_then(|row| {
        let owner = row.org_id.map(Owner::Organisation).or(row.person_id.map(Owner::Person))?;
        Some(Found {
            id: row.id,
            owner,
            permissions: PermissionSet::from_names(&row.permissions),
            events: event_grants(row.events),
            created_at: row.created_at,
            expires_at: row.expires_at,
            last_used_at: row.last_used_at,
        })
    });
    Ok(found)
}

/// Notes that a key is used, at most once a minute whoever notes it.
pub(crate) async fn note_use(db: &Db, known: &Known, now: Instant) -> Result<(), sqlx::Error> {
    let org = known.caller.reach.as_ref().and_then(|reach| reach.org);
    let mut tx = match (org, known.caller.person) {
        (Some(org), _) => db.begin_for(org).await?,
        (None, Some(person)) => db.begin_for_person(person).await?,
        (None, None) => return Ok(()),
    };
    sqlx::query!(
        "update api_keys set last_used_at = $2
         where id = $1 and (last_used_at is null or last_used_at <= $3)",
        known.id.uuid(),
        now,
        now.plus_seconds(-USED_EVERY_SECONDS),
    )
    .execute(&mut *tx)
    .await?;
    tx.commit().await
}
