//! Who came back from the provider, and whether they get in.
//!
//! Somebody is known by issuer and subject alone. An address links somebody new to an account, or makes one, only if the
//! organisation has proven that the address's domain is its own, and only to an account whose address is proven, too:
//! else whoever has set up an account with somebody else's address would share it with them.

mod claims;
pub(crate) mod store;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use httpkit::{App, Origin};
use kernel::{Email, EventGrants, Locale, PersonId};
use ports::sign_on::{Proven, Returned};
use serde_json::{Value, json};

use super::{
    connection::{self, Connection},
    domain::{self, Domain},
    flow::{self, Browser, Flow, Purpose},
};
use crate::{
    Error,
    directory::Memory,
    link, member,
    person::{self, Person},
    role::{Assignment, RoleRef},
    scim::user,
    session::{self, Through},
};

/// What the browser came back with.
pub(crate) struct Answer {
    pub state: String,
    /// A code, or the provider's refusal in its own words.
    pub result: Result<Returned, String>,
}

/// What came of it.
pub(crate) enum Arrived {
    /// Signed in: the session's token.
    In(String),
    /// The identity is the signed-in person's.
    Linked,
    /// The connection was tried; the outcome is found by this token.
    Tested(String),
}

/// Finishes a way that [`flow::take`] has ended.
pub(crate) async fn finish(
    app: &App,
    cx: &Cx,
    browser: &Browser,
    flow: &Flow,
    answer: Answer,
    origin: &Origin,
) -> Result<Arrived, Error> {
    let connection = connection::required(cx).await?;
    let proven = prove(app, cx, browser, &connection, answer).await;
    match (flow.purpose, flow.person) {
        (Purpose::SignIn, _) => sign_in(app, cx, &connection, proven?, origin).await.map(Arrived::In),
        (Purpose::Link, Some(person)) => {
            let (identity, mut tx) = (proven?, cx.begin().await?);
            link_to(&mut tx, &connection, &identity, person).await?;
            tx.commit().await?;
            Ok(Arrived::Linked)
        }
        (Purpose::Link, None) | (Purpose::Guest, _) => Err(Error::SsoOver),
        (Purpose::Test, _) => tell(cx, &connection, proven).await.map(Arrived::Tested),
    }
}

async fn prove(
    app: &App,
    cx: &Cx,
    browser: &Browser,
    connection: &Connection,
    answer: Answer,
) -> Result<Proven, Error> {
    let registration = connection::registration(app, cx.org, connection).await?;
    let returned = answer.result.map_err(Error::SsoRefused)?;
    let bound = browser.bind(&answer.state);
    Ok(app.ports.sign_on.finish(&registration, &bound, returned, cx.now).await?)
}

/// Starts a session of whoever the provider vouches for, if they get in.
async fn sign_in(
    app: &App,
    cx: &Cx,
    connection: &Connection,
    proven: Proven,
    origin: &Origin,
) -> Result<String, Error> {
    let mut tx = cx.begin().await?;
    // Of two first sign-ins at once one makes the account, and the other finds it.
    crate::organisation::store::lock(&mut tx).await?;
    let issuer = &connection.plan.issuer;
    let (identity, person) = match store::find(&mut tx, issuer, &proven.subject).await? {
        Some(known) => known,
        None => {
            let person = whose(&mut tx, connection, &proven).await?;
            (link_to(&mut tx, connection, &proven, person).await?, person)
        }
    };
    settle(&mut tx, connection, &proven, person).await?;
    store::used(&mut tx, identity).await?;
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    let through = Through {
        org: cx.org,
        identity,
        session: proven.session,
        id_token: proven.id_token,
        authenticated_at: proven.authenticated_at.map_or(cx.now, |at| at.min(cx.now)),
    };
    session::start(app, person, origin, Some(&through)).await
}

/// Whose account it is that comes through the provider for the first time. Accounts are made for whoever may join.
async fn whose(tx: &mut Tx, connection: &Connection, proven: &Proven) -> Result<PersonId, Error> {
    let email = claims::email(&proven.claims)?;
    let domain = Domain::of(email.as_str()).ok_or(Error::SsoNoAddress)?;
    let org = tx.org();
    if !domain::store::is_owned(tx, org, domain.as_str()).await? {
        return Err(Error::SsoForeignDomain);
    }
    match person::store::by_email(tx, &email).await? {
        Some((person, true)) => Ok(person),
        Some((_, false)) => Err(Error::SsoUnprovenAccount),
        None if connection.plan.joins => join(tx, &email, proven).await,
        None => Err(Error::SsoNotMember),
    }
}

/// Makes an account without a password.
async fn join(tx: &mut Tx, email: &Email, proven: &Proven) -> Result<PersonId, Error> {
    let now = tx.now();
    let person = Person {
        id: PersonId::new(now, &tx.cx().chance),
        name: claims::name(&proven.claims, email),
        email: email.to_string(),
        email_verified: true,
        locale: claims::locale(&proven.claims).unwrap_or_else(Locale::english),
    };
    person::store::insert(tx, &person, None, now).await?;
    person::store::verify_email(tx, person.id, email.as_str(), now).await?;
    Ok(person.id)
}

/// Notes who somebody is at the provider.
async fn link_to(
    tx: &mut Tx,
    connection: &Connection,
    proven: &Proven,
    person: PersonId,
) -> Result<uuid::Uuid, Error> {
    let issuer = &connection.plan.issuer;
    match store::find(tx, issuer, &proven.subject).await? {
        Some((identity, owner)) if owner == person => return Ok(identity),
        Some(_) => return Err(Error::SsoIdentityTaken),
        None => {}
    }
    let (id, now) = (tx.cx().chance.uuid(tx.now()), tx.now());
    store::insert(tx, id, issuer, &proven.subject, person, now).await?;
    let after = Some(json!({ "issuer": issuer }));
    record(tx, "sso.linked", person, None, after).await?;
    Ok(id)
}

/// Makes somebody what their groups say: a member, if people join by signing in, with the role of the first group that
/// fits. Owners stay what they are, and where no group is mapped everybody does.
async fn settle(
    tx: &mut Tx,
    connection: &Connection,
    proven: &Proven,
    person: PersonId,
) -> Result<(), Error> {
    if user::store::is_shut_out(tx, person).await? {
        return Err(Error::SsoDeactivated);
    }
    let plan = &connection.plan;
    let held = member::store::role_of(tx, person).await?;
    match (held, role_for(connection, &proven.claims)) {
        (None, _) if !plan.joins => Err(Error::SsoNotMember),
        (None, None) => Err(Error::SsoNoRole),
        (None, Some(role)) => {
            let assignment = Assignment { role, events: EventGrants::All };
            member::store::insert(tx, person, &assignment).await?;
            Ok(record(tx, "member.joined", person, None, Some(member::told(&assignment))).await?)
        }
        (Some(held), _) if held.assignment.role.is_owner() || plan.groups.is_empty() => Ok(()),
        (Some(_), None) => Err(Error::SsoNoRole),
        (Some(held), Some(role)) if held.assignment.role == role => Ok(()),
        (Some(held), Some(role)) => {
            let assignment = Assignment { role, ..held.assignment.clone() };
            member::store::assign(tx, person, &assignment).await?;
            let (before, after) = (member::told(&held.assignment), member::told(&assignment));
            Ok(record(tx, "member.changed", person, Some(before), Some(after)).await?)
        }
    }
}

fn role_for(connection: &Connection, claims: &serde_json::Map<String, Value>) -> Option<RoleRef> {
    let plan = &connection.plan;
    let groups = plan.group_claim.as_deref().map(|name| claims::groups(claims, name)).unwrap_or_default();
    let mapped = plan.groups.iter().find(|mapped| groups.contains(&mapped.group.as_str()));
    mapped.map(|mapped| mapped.role).or(plan.default_role)
}

/// Keeps what a trial showed, for whoever began it.
async fn tell(cx: &Cx, connection: &Connection, proven: Result<Proven, Error>) -> Result<String, Error> {
    let mut tx = cx.begin().await?;
    let outcome = match proven {
        Ok(proven) => {
            let email = claims::email(&proven.claims).ok();
            let domain = email.as_ref().and_then(|email| Domain::of(email.as_str()));
            let proven_domain = match &domain {
                Some(domain) => domain::store::is_owned(&mut tx, cx.org, domain.as_str()).await?,
                None => false,
            };
            json!({
                "works": true, "subject": proven.subject, "email": email, "domain_verified": proven_domain,
                "role": role_for(connection, &proven.claims), "claims": proven.claims,
            })
        }
        Err(Error::SignOn(error)) => json!({ "works": false, "problem": error.to_string() }),
        Err(Error::SsoRefused(words)) => {
            json!({ "works": false, "problem": format!("the identity provider refuses: {words}") })
        }
        Err(other) => return Err(other),
    };
    let (token, digest) = link::token(&cx.chance);
    flow::store::keep_outcome(&mut tx, &digest, &outcome).await?;
    tx.commit().await?;
    Ok(token)
}

/// Notes that somebody tried the connection.
pub(crate) async fn tried(cx: &Cx) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let subject = cx.org.uuid();
    let (action, subject_kind) = ("sso.tried", "organisation");
    let entry = Entry { action, subject_kind, subject, event: None, before: None, after: None };
    audit::record(&mut tx, entry).await?;
    Ok(tx.commit().await?)
}

/// Forgets who the person is at the provider, and ends their sessions that began there.
pub(crate) async fn unlink(cx: &Cx, person: PersonId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let ended = store::delete(&mut tx, person).await?.ok_or(Error::NotFound("connection"))?;
    record(&mut tx, "sso.unlinked", person, None, None).await?;
    tx.commit().await?;
    session::forget(&cx.db, &ended);
    Ok(())
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
