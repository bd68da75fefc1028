//! Roles: the built-in ones, and those that an organisation makes for itself.

mod assignment;
mod builtin;
pub mod http;
mod store;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use kernel::{Grant, PermissionSet, RoleId};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

pub use assignment::{Assignment, Held, RoleRef};
pub(crate) use assignment::{Columns, event_column};
pub use builtin::BuiltIn;

use crate::{Error, directory::Memory};

/// A role as the team's page shows it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Role {
    /// A built-in name such as `door`, or the id of one of the organisation's own.
    pub role: RoleRef,
    /// What it is called.
    pub name: String,
    /// Whether every organisation has it; those can't be changed.
    pub built_in: bool,
    /// What it allows, besides seeing the events it is given for.
    pub permissions: PermissionSet,
    /// Members who have it themselves, not through a team.
    pub members: i64,
}

/// What an organisation says of a role of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// What it is called.
    pub name: String,
    /// What it allows.
    pub permissions: PermissionSet,
}

/// Every role that members can have, the built-in ones first.
pub async fn list(cx: &Cx) -> Result<Vec<Role>, Error> {
    let mut tx = cx.read().await?;
    let counts = store::built_in_counts(&mut tx).await?;
    let built_in = BuiltIn::ALL.into_iter().map(|role| Role {
        role: RoleRef::BuiltIn(role),
        name: role.label().to_owned(),
        built_in: true,
        permissions: role.permissions(),
        members: counts.iter().find(|(key, _)| key == role.key()).map_or(0, |(_, count)| *count),
    });
    Ok(built_in.chain(store::list(&mut tx).await?).collect())
}

/// Makes a role. Nobody makes one that allows more than they may do themselves.
pub async fn create(cx: &Cx, grant: &Grant, plan: Plan) -> Result<Role, Error> {
    within(grant, plan.permissions)?;
    let id = RoleId::new(cx.now, &cx.chance);
    let mut tx = cx.begin().await?;
    store::insert(&mut tx, id, &plan).await?;
    record(&mut tx, "role.created", id, None, Some(&plan)).await?;
    tx.commit().await?;
    Ok(view(id, plan, 0))
}

/// Changes a role by `edit`, for everybody who has it, at once.
pub async fn update(cx: &Cx, grant: &Grant, id: RoleId, edit: impl FnOnce(&mut Plan)) -> Result<Role, Error> {
    let mut tx = cx.begin().await?;
    let before = store::lock(&mut tx, id).await?.ok_or(Error::NotFound("role"))?;
    let mut plan = before.clone();
    edit(&mut plan);
    within(grant, before.permissions.union(plan.permissions))?;
    store::update(&mut tx, id, &plan).await?;
    record(&mut tx, "role.updated", id, Some(&before), Some(&plan)).await?;
    let members = store::members(&mut tx, id).await?;
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(view(id, plan, members))
}

/// Deletes a role that nobody has.
pub async fn delete(cx: &Cx, grant: &Grant, id: RoleId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = store::lock(&mut tx, id).await?.ok_or(Error::NotFound("role"))?;
    within(grant, before.permissions)?;
    store::delete(&mut tx, id).await?;
    record(&mut tx, "role.deleted", id, Some(&before), None).await?;
    Ok(tx.commit().await?)
}

/// What a role that somebody names is called and allows; `None` if the organisation has no such role.
pub(crate) async fn look_up(
    tx: &mut Tx,
    role: RoleRef,
) -> Result<Option<(String, PermissionSet)>, sqlx::Error> {
    match role {
        RoleRef::BuiltIn(role) => Ok(Some((role.label().to_owned(), role.permissions()))),
        RoleRef::Custom(id) => {
            let plan = store::find(tx, id).await?;
            Ok(plan.map(|plan| (plan.name, plan.permissions)))
        }
    }
}

/// Refuses unless the caller may do all of `permissions` everywhere: nobody gives more than they have, nor takes it.
pub(crate) fn within(grant: &Grant, permissions: PermissionSet) -> Result<(), Error> {
    if grant.everywhere().covers(permissions) { Ok(()) } else { Err(Error::MoreThanYours) }
}

fn view(id: RoleId, plan: Plan, members: i64) -> Role {
    let Plan { name, permissions } = plan;
    Role { role: RoleRef::Custom(id), name, built_in: false, permissions, members }
}

async fn record(
    tx: &mut Tx,
    action: &'static str,
    id: RoleId,
    before: Option<&Plan>,
    after: Option<&Plan>,
) -> Result<(), sqlx::Error> {
    let value = |plan: Option<&Plan>| plan.and_then(|plan| serde_json::to_value(plan).ok());
    let (before, after): (Option<Value>, Option<Value>) = (value(before), value(after));
    let entry = Entry { action, subject_kind: "role", subject: id.uuid(), event: None, before, after };
    audit::record(tx, entry).await
}

#[cfg(test)]
mod tests;
