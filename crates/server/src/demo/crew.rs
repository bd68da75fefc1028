//! Who can sign in: the owner of every organisation, and people with narrower roles in the first.

use anyhow::{Context, Result};
use identity::{
    invitation::{self, jobs::MailInvitation},
    person::{self, NewPerson, Proof},
    role::{Assignment, BuiltIn, RoleRef},
};
use kernel::{EventGrants, Grant, Instant, OrgId, PermissionSet, PersonId};
use store::Actor;

use super::stage::Stage;
use crate::boot::Running;

/// Everybody's; the demo is open to all.
const PASSWORD: &str = "tessera-demo";

const OWNER: (&str, &str) = ("demo@tessera.example", "Mara Lindqvist");

/// Address, name and role.
const MEMBERS: [(&str, &str, BuiltIn); 3] = [
    ("door@tessera.example", "Jonas Feld", BuiltIn::Door),
    ("finance@tessera.example", "Amina Haddad", BuiltIn::Finance),
    ("viewer@tessera.example", "Tomás Rivera", BuiltIn::Viewer),
];

/// Whom to try first, one a line: address, password, and what for.
pub fn logins() -> String {
    let (owner, _) = OWNER;
    let (door, _, _) = MEMBERS[0];
    format!("{owner}  {PASSWORD}  (owner of all organisations)\n{door}  {PASSWORD}  (door staff of one)\n")
}

/// Signs the owner up, three quarters of a year ago.
pub(super) async fn found(running: &Running) -> Result<Stage<'_>> {
    let now = running.app.now();
    let owner = sign_up(running, OWNER.0, OWNER.1, now.plus_days(-270)).await?;
    Ok(Stage::new(running, owner, now))
}

/// Has the owner invite the members, and them accept.
pub(super) async fn join(stage: &Stage<'_>, org: OrgId) -> Result<()> {
    let mut everything = Grant::default();
    everything.add(PermissionSet::ALL, &EventGrants::All);
    let cx = stage.owner_cx(org, stage.now.plus_days(-200));
    for (email, name, role) in MEMBERS {
        let person = sign_up(stage.running, email, name, cx.now).await?;
        let assignment = Assignment { role: RoleRef::BuiltIn(role), events: EventGrants::All };
        let invitation = invitation::create(&cx, &everything, email.parse()?, assignment).await?.id;
        let mut tx = cx.begin().await?;
        let draft = invitation::draft(&mut tx, &MailInvitation { invitation, sending: 1 }).await?;
        tx.commit().await?;
        let token = draft.context("the invitation is open")?.token;
        let (_, token) = invitation::opened_by(&cx.db, &token).await?;
        let accepts = stage.cx(org, Actor::Person(person), cx.now.plus_minutes(40));
        invitation::accept(&accepts, &token, person).await?;
    }
    Ok(())
}

async fn sign_up(running: &Running, email: &str, name: &str, at: Instant) -> Result<PersonId> {
    let app = &running.app;
    let new = NewPerson { name: name.to_owned(), email: email.parse()?, password: Some(PASSWORD.to_owned()) };
    Ok(person::create(app, at, new, Proof::Missing).await?.id)
}
