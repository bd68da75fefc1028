//! People as the provider knows them. Whoever is active belongs to the organisation; whoever is not, is shut out at once.

mod draft;
pub(crate) mod store;

use std::collections::BTreeMap;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use axum::http::HeaderMap;
use kernel::{EventGrants, Instant, Locale, PersonId};
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    discovery::USER,
    error::Refusal,
    filter, group,
    patch::{self, Patch},
    resource::{ListQuery, Resource, check_version},
};
use crate::{
    Error,
    directory::Memory,
    member,
    person::{self, Person},
    role::{Assignment, Held},
    session,
    sso::domain::{self, Domain},
};
use draft::Draft;

/// Somebody as the provider knows them.
pub(super) struct User {
    pub id: Uuid,
    pub person: PersonId,
    pub user_name: String,
    pub active: bool,
    pub body: Map<String, Value>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
}

impl User {
    fn resource(self, groups: &BTreeMap<Uuid, Vec<(Uuid, String)>>) -> Resource {
        let mut fields = self.body;
        fields.insert("schemas".to_owned(), json!([USER]));
        fields.insert("active".to_owned(), json!(self.active));
        let of = groups.get(&self.id).map(Vec::as_slice).unwrap_or_default();
        let of: Vec<Value> = of.iter().map(|(id, name)| json!({ "value": id, "display": name })).collect();
        if !of.is_empty() {
            fields.insert("groups".to_owned(), Value::Array(of));
        }
        Resource {
            id: self.id,
            version: self.version,
            kind: "User",
            created_at: self.created_at,
            updated_at: self.updated_at,
            fields,
        }
    }
}

/// Everybody the provider knows, oldest first; those that `query` names, where it names one.
pub(super) async fn list(cx: &Cx, query: &ListQuery) -> Result<Vec<Resource>, Refusal> {
    let wanted = query.filter.as_deref().map(filter::parse).transpose()?;
    let exactly = |name: &str| wanted.as_ref().and_then(|filter| filter::exactly(filter, name));
    let mut tx = cx.read().await?;
    let users = store::list(&mut tx, None, exactly("userName"), exactly("externalId")).await?;
    let groups = group::store::by_user(&mut tx).await?;
    Ok(users.into_iter().map(|user| user.resource(&groups)).collect())
}

/// One of them.
pub(super) async fn get(cx: &Cx, id: Uuid) -> Result<Resource, Refusal> {
    let mut tx = cx.read().await?;
    view(&mut tx, id).await
}

/// Takes somebody on.
pub(super) async fn create(cx: &Cx, fields: Map<String, Value>) -> Result<Resource, Refusal> {
    let draft = Draft::read(fields)?;
    let mut tx = cx.begin().await?;
    crate::organisation::store::lock(&mut tx).await?;
    if store::is_name_taken(&mut tx, &draft.user_name).await? {
        return Err(Refusal::taken("Somebody has this userName already."));
    }
    let person = whose(&mut tx, &draft).await?;
    let id = cx.chance.uuid(cx.now);
    store::insert(&mut tx, id, person, &draft).await?;
    record(&mut tx, "scim.user_created", person, None, Some(told(&draft))).await?;
    if draft.active {
        join(&mut tx, id, person).await?;
    }
    let resource = view(&mut tx, id).await?;
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(resource)
}

/// Says anew everything about somebody.
pub(super) async fn replace(
    cx: &Cx,
    id: Uuid,
    headers: &HeaderMap,
    fields: Map<String, Value>,
) -> Result<Resource, Refusal> {
    change(cx, id, headers, move |_| Ok(fields)).await
}

/// Changes some of it.
pub(super) async fn patch(cx: &Cx, id: Uuid, headers: &HeaderMap, patch: Patch) -> Result<Resource, Refusal> {
    change(cx, id, headers, move |mut fields| {
        patch::apply(&mut fields, patch)?;
        Ok(fields)
    })
    .await
}

/// Forgets somebody, who is shut out.
pub(super) async fn delete(cx: &Cx, id: Uuid, headers: &HeaderMap) -> Result<(), Refusal> {
    let mut tx = cx.begin().await?;
    crate::organisation::store::lock(&mut tx).await?;
    let user = find(&mut tx, id).await?;
    check_version(headers, user.version)?;
    let ended = if user.active { shut_out(&mut tx, id, user.person).await? } else { Vec::new() };
    store::delete(&mut tx, id).await?;
    let before = Some(json!({ "user_name": user.user_name }));
    record(&mut tx, "scim.user_deleted", user.person, before, None).await?;
    finish(tx, cx, &ended).await
}

async fn change(
    cx: &Cx,
    id: Uuid,
    headers: &HeaderMap,
    edit: impl FnOnce(Map<String, Value>) -> Result<Map<String, Value>, Refusal>,
) -> Result<Resource, Refusal> {
    let mut tx = cx.begin().await?;
    crate::organisation::store::lock(&mut tx).await?;
    let before = find(&mut tx, id).await?;
    check_version(headers, before.version)?;
    let mut fields = before.body.clone();
    fields.insert("active".to_owned(), json!(before.active));
    let draft = Draft::read(edit(fields)?)?;
    if !draft.user_name.eq_ignore_ascii_case(&before.user_name)
        && store::is_name_taken(&mut tx, &draft.user_name).await?
    {
        return Err(Refusal::taken("Somebody has this userName already."));
    }
    store::update(&mut tx, id, &draft).await?;
    let was = json!({ "user_name": before.user_name, "active": before.active });
    record(&mut tx, "scim.user_changed", before.person, Some(was), Some(told(&draft))).await?;
    let ended = match (before.active, draft.active) {
        (true, false) => shut_out(&mut tx, id, before.person).await?,
        (false, true) => {
            join(&mut tx, id, before.person).await?;
            Vec::new()
        }
        _ => Vec::new(),
    };
    let resource = view(&mut tx, id).await?;
    finish(tx, cx, &ended).await?;
    Ok(resource)
}

async fn finish(tx: Tx, cx: &Cx, ended: &[Vec<u8>]) -> Result<(), Refusal> {
    tx.commit().await?;
    session::forget(&cx.db, ended);
    Memory::forget_grants(&cx.db);
    Ok(())
}

async fn find(tx: &mut Tx, id: Uuid) -> Result<User, Refusal> {
    store::list(tx, Some(id), None, None).await?.pop().ok_or_else(|| Refusal::missing("user"))
}

async fn view(tx: &mut Tx, id: Uuid) -> Result<Resource, Refusal> {
    let user = find(tx, id).await?;
    let groups = group::store::by_user(tx).await?;
    Ok(user.resource(&groups))
}

/// Whose account somebody's address belongs to. Who is a member already is found by it; others only at a domain that the
/// organisation has proven, and accounts are made for those who have none.
async fn whose(tx: &mut Tx, draft: &Draft) -> Result<PersonId, Refusal> {
    let no_address =
        || Refusal::bad("invalidValue", "A user needs a mail address, in emails or as userName.");
    let email = draft.email.clone().ok_or_else(no_address)?;
    let org = tx.org();
    let known = person::store::by_email(tx, &email).await?;
    if let Some((person, _)) = known
        && member::store::role_of(tx, person).await?.is_some()
    {
        return taken(tx, person).await;
    }
    let domain = Domain::of(email.as_str()).ok_or_else(no_address)?;
    if !domain::store::is_owned(tx, org, domain.as_str()).await? {
        let detail = format!("The organisation has not proven that {domain} is its own.");
        return Err(Refusal::bad("invalidValue", detail));
    }
    match known {
        Some((person, true)) => taken(tx, person).await,
        Some((_, false)) => Err(Error::SsoUnprovenAccount.into()),
        None => {
            let now = tx.now();
            let person = Person {
                id: PersonId::new(now, &tx.cx().chance),
                name: draft.name(email.as_str()),
                email: email.to_string(),
                email_verified: true,
                locale: Locale::english(),
            };
            person::store::insert(tx, &person, None, now).await?;
            person::store::verify_email(tx, person.id, email.as_str(), now).await?;
            Ok(person.id)
        }
    }
}

async fn taken(tx: &mut Tx, person: PersonId) -> Result<PersonId, Refusal> {
    match store::is_person_taken(tx, person).await? {
        true => Err(Refusal::taken("Another user has this mail address.")),
        false => Ok(person),
    }
}

/// Makes somebody a member, as what they were before or as their groups say, and fills their teams.
async fn join(tx: &mut Tx, id: Uuid, person: PersonId) -> Result<(), Refusal> {
    if member::store::role_of(tx, person).await?.is_none() {
        let assignment = match store::remembered(tx, id).await? {
            Some(before) => before,
            None => {
                let role = group::role_of(tx, id).await?;
                Assignment { role, events: EventGrants::All }
            }
        };
        member::store::insert(tx, person, &assignment).await?;
        record(tx, "member.joined", person, None, Some(member::told(&assignment))).await?;
    }
    Ok(group::store::fill_teams(tx, id).await?)
}

/// Takes somebody out: they are no member any more, and their sessions end: those that began through the organisation's
/// provider, and all of them where the address is at a domain of the organisation. Gives the digests of their tokens.
async fn shut_out(tx: &mut Tx, id: Uuid, person: PersonId) -> Result<Vec<Vec<u8>>, Refusal> {
    if let Some(held) = member::store::role_of(tx, person).await? {
        member::keep_an_owner(tx, person, &held, None).await?;
        remove(tx, id, person, &held).await?;
    }
    let found = person::store::find(tx, person).await?;
    let domain = found.and_then(|person| Domain::of(&person.email));
    let org = tx.org();
    let ours = match domain {
        Some(domain) => domain::store::is_owned(tx, org, domain.as_str()).await?,
        None => false,
    };
    Ok(session::store::end_of_member(tx, person, ours).await?)
}

async fn remove(tx: &mut Tx, id: Uuid, person: PersonId, held: &Held) -> Result<(), Refusal> {
    store::remember(tx, id, &held.assignment).await?;
    member::store::delete(tx, person).await?;
    record(tx, "member.removed", person, Some(member::told(&held.assignment)), None).await?;
    Ok(member::tell_owners(tx, person).await?)
}

fn told(draft: &Draft) -> Value {
    json!({ "user_name": draft.user_name, "active": draft.active })
}

async fn record(
    tx: &mut Tx,
    action: &'static str,
    person: PersonId,
    before: Option<Value>,
    after: Option<Value>,
) -> Result<(), sqlx::Error> {
    let subject = person.uuid();
    audit::record(tx, Entry { action, subject_kind: "person", subject, event: None, before, after }).await
}
