//! Groups as the provider knows them. A group is a role by the single sign-on's mapping, and fills the team of its name.

pub(super) mod store;

use std::collections::BTreeSet;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use axum::http::HeaderMap;
use kernel::Instant;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::{
    discovery::GROUP,
    error::Refusal,
    filter::get,
    patch::{self, Patch},
    resource::{Resource, check_version},
};
use crate::{
    Error,
    directory::Memory,
    member,
    role::{Assignment, BuiltIn, RoleRef},
    sso::connection,
};

/// Members that a group may have.
const MOST_MEMBERS: usize = 10_000;

/// A group as the provider knows it.
pub(super) struct Group {
    pub id: Uuid,
    pub display_name: String,
    pub external_id: Option<String>,
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
    /// Who is in it, with their names at the provider.
    pub members: Vec<(Uuid, String)>,
}

/// What is said of a group.
struct Draft {
    display_name: String,
    external_id: Option<String>,
    members: BTreeSet<Uuid>,
}

impl Group {
    fn resource(&self) -> Resource {
        let members: Vec<Value> =
            self.members.iter().map(|(id, name)| json!({ "value": id, "display": name })).collect();
        let mut fields = Map::from_iter([
            ("schemas".to_owned(), json!([GROUP])),
            ("displayName".to_owned(), json!(self.display_name)),
            ("members".to_owned(), Value::Array(members)),
        ]);
        if let Some(external_id) = &self.external_id {
            fields.insert("externalId".to_owned(), json!(external_id));
        }
        Resource {
            id: self.id,
            version: self.version,
            kind: "Group",
            created_at: self.created_at,
            updated_at: self.updated_at,
            fields,
        }
    }
}

impl Draft {
    fn read(fields: &Map<String, Value>) -> Result<Self, Refusal> {
        let text = |name: &str| {
            let text = get(fields, name).and_then(Value::as_str).map(str::trim).unwrap_or_default();
            let plain = text.chars().count() <= 200 && !text.chars().any(char::is_control);
            (plain && !text.is_empty()).then(|| text.to_owned())
        };
        let name = text("displayName");
        let name = name.ok_or_else(|| {
            Refusal::bad("invalidValue", "A group needs a displayName of 1 to 200 characters.")
        })?;
        let listed = match get(fields, "members") {
            None | Some(Value::Null) => &[],
            Some(Value::Array(all)) if all.len() <= MOST_MEMBERS => all.as_slice(),
            _ => return Err(Refusal::bad("tooMany", "members has to be a list of at most 10000.")),
        };
        let id =
            |member: &Value| -> Option<Uuid> { get(member.as_object()?, "value")?.as_str()?.parse().ok() };
        let members: Option<BTreeSet<Uuid>> = listed.iter().map(id).collect();
        let members =
            members.ok_or_else(|| Refusal::bad("invalidValue", "A member's value is the id of a user."))?;
        Ok(Self { display_name: name, external_id: text("externalId"), members })
    }
}

/// Every group, oldest first.
pub(super) async fn list(cx: &Cx) -> Result<Vec<Resource>, Refusal> {
    let groups = store::list(&mut cx.read().await?, None).await?;
    Ok(groups.iter().map(Group::resource).collect())
}

/// One of them.
pub(super) async fn get_one(cx: &Cx, id: Uuid) -> Result<Resource, Refusal> {
    Ok(find(&mut cx.read().await?, id).await?.resource())
}

/// Makes a group.
pub(super) async fn create(cx: &Cx, fields: Map<String, Value>) -> Result<Resource, Refusal> {
    let draft = Draft::read(&fields)?;
    let mut tx = cx.begin().await?;
    crate::organisation::store::lock(&mut tx).await?;
    let id = cx.chance.uuid(cx.now);
    store::insert(&mut tx, id, &draft.display_name, draft.external_id.as_deref()).await?;
    fill(&mut tx, id, &draft).await?;
    record(&mut tx, "scim.group_created", id, None, Some(&draft.display_name)).await?;
    let resource = find(&mut tx, id).await?.resource();
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(resource)
}

/// Says anew everything about a group.
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

/// Dissolves a group; who was in it stays.
pub(super) async fn delete(cx: &Cx, id: Uuid, headers: &HeaderMap) -> Result<(), Refusal> {
    let mut tx = cx.begin().await?;
    crate::organisation::store::lock(&mut tx).await?;
    let group = find(&mut tx, id).await?;
    check_version(headers, group.version)?;
    store::empty_team(&mut tx, &group.display_name, &ids(&group)).await?;
    store::delete(&mut tx, id).await?;
    settle(&mut tx, &ids(&group)).await?;
    record(&mut tx, "scim.group_deleted", id, Some(&group.display_name), None).await?;
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(())
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
    let draft = Draft::read(&edit(before.resource().fields)?)?;
    store::update(&mut tx, id, &draft.display_name, draft.external_id.as_deref()).await?;
    let gone: Vec<Uuid> = ids(&before).into_iter().filter(|user| !draft.members.contains(user)).collect();
    let renamed = !before.display_name.eq_ignore_ascii_case(&draft.display_name);
    let leaving = if renamed { ids(&before) } else { gone.clone() };
    store::empty_team(&mut tx, &before.display_name, &leaving).await?;
    fill(&mut tx, id, &draft).await?;
    settle(&mut tx, &gone).await?;
    record(&mut tx, "scim.group_changed", id, Some(&before.display_name), Some(&draft.display_name)).await?;
    let resource = find(&mut tx, id).await?.resource();
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(resource)
}

/// Sets who is in a group, and what that makes them.
async fn fill(tx: &mut Tx, id: Uuid, draft: &Draft) -> Result<(), Refusal> {
    let members: Vec<Uuid> = draft.members.iter().copied().collect();
    if !store::set_members(tx, id, &members).await? {
        return Err(Refusal::bad("invalidValue", "A member's value is the id of a user."));
    }
    store::fill_team(tx, id).await?;
    Ok(settle(tx, &members).await?)
}

/// Gives each of `users` the role that their groups say. Owners stay what they are, and where no group is mapped everybody
/// does.
async fn settle(tx: &mut Tx, users: &[Uuid]) -> Result<(), Error> {
    let mapped =
        connection::store::find(tx).await?.is_some_and(|connection| !connection.plan.groups.is_empty());
    if !mapped {
        return Ok(());
    }
    for (user, person) in store::people(tx, users).await? {
        let Some(held) = member::store::role_of(tx, person).await? else { continue };
        let role = role_of(tx, user).await?;
        if held.assignment.role.is_owner() || held.assignment.role == role {
            continue;
        }
        let assignment = Assignment { role, ..held.assignment.clone() };
        member::store::assign(tx, person, &assignment).await?;
        let entry = Entry {
            action: "member.changed",
            subject_kind: "person",
            subject: person.uuid(),
            event: None,
            before: Some(member::told(&held.assignment)),
            after: Some(member::told(&assignment)),
        };
        audit::record(tx, entry).await?;
    }
    Ok(())
}

/// What the groups of a user make them: the first that is mapped, else what the single sign-on says of everybody else,
/// else a viewer.
pub(super) async fn role_of(tx: &mut Tx, user: Uuid) -> Result<RoleRef, Error> {
    let otherwise = RoleRef::BuiltIn(BuiltIn::Viewer);
    let Some(connection) = connection::store::find(tx).await? else { return Ok(otherwise) };
    let names = store::names_of(tx, user).await?;
    let mapped = connection
        .plan
        .groups
        .iter()
        .find(|mapped| names.iter().any(|name| name.eq_ignore_ascii_case(&mapped.group)));
    Ok(mapped.map(|mapped| mapped.role).or(connection.plan.default_role).unwrap_or(otherwise))
}

fn ids(group: &Group) -> Vec<Uuid> {
    group.members.iter().map(|(id, _)| *id).collect()
}

async fn find(tx: &mut Tx, id: Uuid) -> Result<Group, Refusal> {
    store::list(tx, Some(id)).await?.pop().ok_or_else(|| Refusal::missing("group"))
}

async fn record(
    tx: &mut Tx,
    action: &'static str,
    id: Uuid,
    before: Option<&str>,
    after: Option<&str>,
) -> Result<(), sqlx::Error> {
    let named = |name: Option<&str>| name.map(|name| json!({ "name": name }));
    let (before, after) = (named(before), named(after));
    audit::record(tx, Entry { action, subject_kind: "group", subject: id, event: None, before, after }).await
}
