//! Members: who belongs to an organisation, and with which role.

pub mod http;
pub(crate) mod store;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use httpkit::Origin;
use kernel::{EventGrants, Grant, Instant, PermissionSet, PersonId, TeamId};
use serde_json::{Value, json};

use crate::{
    Error, api_key,
    directory::Memory,
    letter::{self, Letter},
    log, oauth,
    role::{self, Assignment, Held},
    session, sso,
};

/// Somebody who belongs to the organisation.
#[derive(Debug, Clone)]
pub struct Member {
    /// The person.
    pub person: PersonId,
    /// How to call them.
    pub name: String,
    /// Where they get mail.
    pub email: String,
    /// Their own role.
    pub held: Held,
    /// Teams that grant them more.
    pub teams: Vec<TeamId>,
    /// Whether they sign in with a second factor.
    pub second_factor: bool,
    /// When they joined.
    pub joined_at: Instant,
    /// When they last used any session that still lives.
    pub last_seen_at: Option<Instant>,
}

/// Everybody who belongs to the organisation, by name.
pub async fn list(cx: &Cx) -> Result<Vec<Member>, Error> {
    Ok(store::list(&mut cx.read().await?, None).await?)
}

/// Gives a member another role, or the same at other events. Only owners make owners or change them; the last one
/// stays.
pub async fn change(
    cx: &Cx,
    grant: &Grant,
    person: PersonId,
    edit: impl FnOnce(&mut Assignment),
) -> Result<Member, Error> {
    let mut tx = cx.begin().await?;
    let before = take(&mut tx, grant, person).await?;
    let mut assignment = before.assignment.clone();
    edit(&mut assignment);
    may_give(&mut tx, grant, &assignment).await?;
    keep_an_owner(&mut tx, person, &before, Some(&assignment)).await?;
    store::assign(&mut tx, person, &assignment).await?;
    record(&mut tx, "member.changed", person, Some(&before.assignment), Some(&assignment)).await?;
    let member = store::list(&mut tx, Some(person)).await?.pop().ok_or(Error::NotFound("member"))?;
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(member)
}

/// Removes a member; what they did stays.
pub async fn remove(cx: &Cx, grant: &Grant, person: PersonId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = take(&mut tx, grant, person).await?;
    part(tx, person, &before, "member.removed").await
}

/// Signs a member out of the organisation: what they proved before, in a session or with a key of their own, opens it no
/// more, sessions through its identity provider end, and so does what they allowed apps here. They may prove who they are
/// and come back. Their other organisations, and the account, are theirs: nothing changes there.
pub async fn sign_out(cx: &Cx, grant: &Grant, person: PersonId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    take(&mut tx, grant, person).await?;
    store::sign_out(&mut tx, person).await?;
    let ended = session::store::end_of_member(&mut tx, person, false).await?;
    let apps = oauth::consent::store::delete_here(&mut tx, person).await?;
    log::record(&mut tx, &cx.chance, cx.now, person, "session.ended_by_organisation", &Origin::default())
        .await?;
    let entry = Entry {
        action: "member.signed_out",
        subject_kind: "person",
        subject: person.uuid(),
        event: None,
        before: None,
        after: Some(json!({ "sso_sessions": ended.len(), "apps": apps })),
    };
    audit::record(&mut tx, entry).await?;
    letter::enqueue(&mut tx, person, Letter::SignedOut { org: cx.org }).await?;
    tx.commit().await?;
    session::forget(&cx.db, &ended);
    Memory::forget_grants(&cx.db);
    Memory::forget_tokens(&cx.db);
    Ok(())
}

/// Leaves the organisation; its last owner stays.
pub async fn leave(cx: &Cx, person: PersonId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let before = locked(&mut tx, person).await?;
    part(tx, person, &before, "member.left").await
}

/// Whether the caller may give this role: it exists, its events do, and it allows nothing that the caller may not do
/// everywhere. Owners are made by owners.
pub(crate) async fn may_give(
    tx: &mut Tx,
    grant: &Grant,
    assignment: &Assignment,
) -> Result<(String, PermissionSet), Error> {
    let (name, permissions) = role::look_up(tx, assignment.role).await?.ok_or(Error::UnknownRole)?;
    role::within(grant, permissions)?;
    if assignment.role.is_owner() {
        only_owners(tx).await?;
    }
    match &assignment.events {
        EventGrants::Only(_) if assignment.role.is_owner() => Err(Error::OwnerEverywhere),
        EventGrants::Only(chosen) if !store::events_exist(tx, chosen).await? => Err(Error::UnknownEvent),
        _ => Ok((name, permissions)),
    }
}

/// The member's present role, locked, if the caller may take it away.
async fn take(tx: &mut Tx, grant: &Grant, person: PersonId) -> Result<Held, Error> {
    let held = locked(tx, person).await?;
    may_take(tx, grant, &held).await?;
    Ok(held)
}

/// Refuses unless the caller may take this role away.
pub(crate) async fn may_take(tx: &mut Tx, grant: &Grant, held: &Held) -> Result<(), Error> {
    role::within(grant, held.permissions)?;
    if held.assignment.role.is_owner() { only_owners(tx).await } else { Ok(()) }
}

/// One change of members at a time, so that two owners can't remove each other.
async fn locked(tx: &mut Tx, person: PersonId) -> Result<Held, Error> {
    crate::organisation::store::lock(tx).await?;
    store::role_of(tx, person).await?.ok_or(Error::NotFound("member"))
}

async fn only_owners(tx: &mut Tx) -> Result<(), Error> {
    let Some(caller) = tx.cx().actor.person() else { return Err(Error::MoreThanYours) };
    if is_owner(tx, caller).await? { Ok(()) } else { Err(Error::MoreThanYours) }
}

/// Whether somebody owns the organisation.
pub(crate) async fn is_owner(tx: &mut Tx, person: PersonId) -> Result<bool, sqlx::Error> {
    let held = store::role_of(tx, person).await?;
    Ok(held.is_some_and(|held| held.assignment.role.is_owner()))
}

/// Refuses where nobody would be left who can mend everything.
pub(crate) async fn keep_an_owner(
    tx: &mut Tx,
    person: PersonId,
    before: &Held,
    after: Option<&Assignment>,
) -> Result<(), Error> {
    let stays = after.is_some_and(|assignment| assignment.role.is_owner());
    if !before.assignment.role.is_owner() || stays {
        return Ok(());
    }
    if store::owners(tx).await?.len() < 2 {
        return Err(Error::LastOwner);
    }
    let org = tx.org();
    match sso::connection::store::is_required(tx, org).await? {
        Some(Some(break_glass)) if break_glass == person => Err(Error::BreakGlassStays),
        _ => Ok(()),
    }
}

async fn part(mut tx: Tx, person: PersonId, before: &Held, action: &'static str) -> Result<(), Error> {
    let db = tx.cx().db.clone();
    keep_an_owner(&mut tx, person, before, None).await?;
    store::delete(&mut tx, person).await?;
    record(&mut tx, action, person, Some(&before.assignment), None).await?;
    tell_owners(&mut tx, person).await?;
    tx.commit().await?;
    Memory::forget_grants(&db);
    Ok(())
}

/// Mails the owners if somebody who has just gone may still know secrets of the organisation: those of its keys and apps
/// that they made, which go on working.
pub(crate) async fn tell_owners(tx: &mut Tx, person: PersonId) -> Result<(), sqlx::Error> {
    let keys = api_key::store::are_left_by(tx, person).await?;
    if !keys && !oauth::app::store::are_left_by(tx, person).await? {
        return Ok(());
    }
    let org = tx.org();
    for owner in store::owners(tx).await? {
        letter::enqueue(tx, owner, Letter::SecretsLeft { org, person }).await?;
    }
    Ok(())
}

/// An assignment as the audit log tells it.
pub(crate) fn told(assignment: &Assignment) -> Value {
    let events = match &assignment.events {
        EventGrants::All => Value::Null,
        EventGrants::Only(chosen) => json!(chosen),
    };
    json!({ "role": assignment.role, "events": events })
}

async fn record(
    tx: &mut Tx,
    action: &'static str,
    person: PersonId,
    before: Option<&Assignment>,
    after: Option<&Assignment>,
) -> Result<(), sqlx::Error> {
    let (before, after) = (before.map(told), after.map(told));
    let entry = Entry { action, subject_kind: "person", subject: person.uuid(), event: None, before, after };
    audit::record(tx, entry).await
}
