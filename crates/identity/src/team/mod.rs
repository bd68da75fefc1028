//! Teams: members who share a role, besides their own.

pub mod http;
mod store;

use std::collections::BTreeSet;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use kernel::{Grant, Instant, PersonId, TeamId};
use serde_json::{Value, json};

use crate::{
    Error,
    directory::Memory,
    member,
    role::{self, Assignment, Held},
};

/// A team.
#[derive(Debug, Clone)]
pub struct Team {
    /// The team.
    pub id: TeamId,
    /// What it is called.
    pub name: String,
    /// What it grants its members.
    pub held: Held,
    /// Who is in it.
    pub members: BTreeSet<PersonId>,
    /// When it was made.
    pub created_at: Instant,
}

/// What is said of a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// What it is called.
    pub name: String,
    /// What it grants its members.
    pub assignment: Assignment,
    /// Who is in it.
    pub members: BTreeSet<PersonId>,
}

/// The organisation's teams by name.
pub async fn list(cx: &Cx) -> Result<Vec<Team>, Error> {
    Ok(store::list(&mut cx.read().await?, None).await?)
}

/// Makes a team. Nobody makes one that grants more than they may do themselves.
pub async fn create(cx: &Cx, grant: &Grant, plan: Plan) -> Result<Team, Error> {
    let mut tx = cx.begin().await?;
    may_give(&mut tx, grant, &plan).await?;
    let id = TeamId::new(cx.now, &cx.chance);
    store::insert(&mut tx, id, &plan).await?;
    store::set_members(&mut tx, id, &plan.members).await?;
    record(&mut tx, "team.created", id, None, Some(&plan)).await?;
    finish(tx, id).await
}

/// Changes a team by `edit`, for everybody in it, at once.
pub async fn update(cx: &Cx, grant: &Grant, id: TeamId, edit: impl FnOnce(&mut Plan)) -> Result<Team, Error> {
    let mut tx = cx.begin().await?;
    let before = take(&mut tx, grant, id).await?;
    let mut plan = before.clone();
    edit(&mut plan);
    may_give(&mut tx, grant, &plan).await?;
    store::update(&mut tx, id, &plan).await?;
    store::set_members(&mut tx, id, &plan.members).await?;
    record(&mut tx, "team.updated", id, Some(&before), Some(&plan)).await?;
    finish(tx, id).await
}

/// Dissolves a team; its members stay members.
pub async fn delete(cx: &Cx, grant: &Grant, id: TeamId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = take(&mut tx, grant, id).await?;
    store::delete(&mut tx, id).await?;
    record(&mut tx, "team.deleted", id, Some(&before), None).await?;
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(())
}

/// The team as it is, locked, if the caller may do what it grants.
async fn take(tx: &mut Tx, grant: &Grant, id: TeamId) -> Result<Plan, Error> {
    store::lock(tx, id).await?;
    let team = store::list(tx, Some(id)).await?.pop().ok_or(Error::NotFound("team"))?;
    role::within(grant, team.held.permissions)?;
    Ok(Plan { name: team.name, assignment: team.held.assignment, members: team.members })
}

async fn may_give(tx: &mut Tx, grant: &Grant, plan: &Plan) -> Result<(), Error> {
    if plan.assignment.role.is_owner() {
        return Err(Error::TeamOfOwners);
    }
    member::may_give(tx, grant, &plan.assignment).await.map(drop)
}

async fn finish(mut tx: Tx, id: TeamId) -> Result<Team, Error> {
    let db = tx.cx().db.clone();
    let team = store::list(&mut tx, Some(id)).await?.pop().ok_or(Error::NotFound("team"))?;
    tx.commit().await?;
    Memory::forget_grants(&db);
    Ok(team)
}

fn told(plan: &Plan) -> Value {
    let mut told = member::told(&plan.assignment);
    told["name"] = json!(plan.name);
    told["members"] = json!(plan.members);
    told
}

async fn record(
    tx: &mut Tx,
    action: &'static str,
    id: TeamId,
    before: Option<&Plan>,
    after: Option<&Plan>,
) -> Result<(), sqlx::Error> {
    let (before, after) = (before.map(told), after.map(told));
    let entry = Entry { action, subject_kind: "team", subject: id.uuid(), event: None, before, after };
    audit::record(tx, entry).await
}
