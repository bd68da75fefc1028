//! Invitations: somebody is asked by mail to join an organisation. The mail's link works once, for a week, and only for
//! the address it went to.

pub mod http;
pub mod jobs;
mod store;

use ::store::{
    Cx, Db, Tx,
    audit::{self, Entry},
    job,
};
use data_encoding::BASE64URL_NOPAD;
use kernel::{Email, Grant, Instant, InvitationId, LocalizedText, OrgId, PersonId};
use serde_json::json;

use crate::{
    Error,
    directory::Memory,
    member, person,
    role::{Assignment, Held},
    session::{self, Digest},
};

use jobs::MailInvitation;

/// How long an invitation can be accepted.
pub const LASTS_DAYS: i32 = 7;

/// An open invitation.
#[derive(Debug, Clone)]
pub struct Invitation {
    /// The invitation.
    pub id: InvitationId,
    /// Whom it is for.
    pub email: Email,
    /// What they are to be, and where.
    pub held: Held,
    /// Who asks, if they are known.
    pub invited_by: Option<String>,
    /// When they were asked first.
    pub created_at: Instant,
    /// Until when they can say yes.
    pub expires_at: Instant,
    /// Which mail about it was the last.
    sending: i32,
}

/// What whoever holds the link is told.
#[derive(Debug, Clone)]
pub struct Offer {
    /// The name of the organisation.
    pub organisation: String,
    /// Its part of the address.
    pub slug: String,
    /// The invitation.
    pub invitation: Invitation,
    /// Whether the address has an account: to sign in with, instead of signing up.
    pub has_account: bool,
}

/// What the mail says. The token is secret, so there is no `Debug`.
pub struct Draft {
    /// The invitation.
    pub invitation: Invitation,
    /// The names of the events it is for; none for the whole organisation.
    pub events: Vec<LocalizedText>,
    /// What the link holds; it is written nowhere else.
    pub token: String,
}

/// Everybody who is invited, latest first.
pub async fn list(cx: &Cx) -> Result<Vec<Invitation>, Error> {
    Ok(store::list(&mut cx.read().await?, None).await?)
}

/// Invites somebody. Nobody invites to more than they may do themselves.
pub async fn create(
    cx: &Cx,
    grant: &Grant,
    email: Email,
    assignment: Assignment,
) -> Result<Invitation, Error> {
    let mut tx = cx.begin().await?;
    member::may_give(&mut tx, grant, &assignment).await?;
    if store::is_member(&mut tx, &email).await? {
        return Err(Error::AlreadyMember);
    }
    let id = InvitationId::new(cx.now, &cx.chance);
    store::insert(&mut tx, id, &email, &assignment, cx.now.plus_days(LASTS_DAYS)).await?;
    let invitation = find(&mut tx, id).await?;
    send(tx, "invitation.created", invitation).await
}

/// Mails an invitation again with a new link, which lasts as long as the first did. The old link ends.
pub async fn resend(cx: &Cx, grant: &Grant, id: InvitationId) -> Result<Invitation, Error> {
    let mut tx = cx.begin().await?;
    let before = find(&mut tx, id).await?;
    member::may_give(&mut tx, grant, &before.held.assignment).await?;
    store::prolong(&mut tx, id, cx.now.plus_days(LASTS_DAYS)).await?;
    let invitation = find(&mut tx, id).await?;
    send(tx, "invitation.resent", invitation).await
}

/// Takes an invitation back; its link ends.
pub async fn revoke(cx: &Cx, grant: &Grant, id: InvitationId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let invitation = find(&mut tx, id).await?;
    member::may_take(&mut tx, grant, &invitation.held).await?;
    store::delete(&mut tx, id).await?;
    record(&mut tx, "invitation.revoked", &invitation).await?;
    Ok(tx.commit().await?)
}

/// Which organisation's invitation a link opens, and the token's digest.
pub async fn opened_by(db: &Db, token: &str) -> Result<(OrgId, Digest), Error> {
    let missing = || Error::NotFound("invitation");
    let digest = session::digest(token).ok_or_else(missing)?;
    let mut tx = db.begin_for_bearer(&digest).await?;
    let org = store::organisation_of(&mut tx, &digest).await?.ok_or_else(missing)?;
    Ok((org, digest))
}

/// What the holder of the link is told, also when it is too late.
pub(crate) async fn offer(cx: &Cx, token: &Digest) -> Result<Offer, Error> {
    let mut tx = cx.begin().await?;
    let invitation = by_token(&mut tx, token).await?;
    let organisation = crate::organisation::store::find(&mut tx).await?;
    let organisation = organisation.ok_or(Error::NotFound("invitation"))?;
    let has_account =
        person::store::credentials(&mut *cx.db.outside().await?, &invitation.email).await?.is_some();
    Ok(Offer {
        organisation: organisation.profile.name,
        slug: organisation.slug.to_string(),
        invitation,
        has_account,
    })
}

/// Whether somebody may sign up with `email`, because an open invitation was mailed there.
pub(crate) async fn vouches_for(cx: &Cx, token: &Digest, email: &Email) -> Result<(), Error> {
    let invitation = by_token(&mut cx.begin().await?, token).await?;
    still_open(&invitation, cx.now)?;
    same_address(&invitation, email.as_str())
}

/// Makes the signed-in person a member. Of those who try at the same time, one does.
pub async fn accept(cx: &Cx, token: &Digest, person: PersonId) -> Result<Offer, Error> {
    let offer = offer(cx, token).await?;
    let mut tx = cx.begin().await?;
    still_open(&offer.invitation, cx.now)?;
    let found = person::store::find(&mut tx, person).await?.ok_or(Error::NotFound("person"))?;
    same_address(&offer.invitation, &found.email)?;
    if !store::delete(&mut tx, offer.invitation.id).await? {
        return Err(Error::NotFound("invitation"));
    }
    if !member::store::insert(&mut tx, person, &offer.invitation.held.assignment).await? {
        return Err(Error::AlreadyMember);
    }
    person::store::verify_email(&mut tx, person, &found.email, cx.now).await?;
    let joined = Entry {
        action: "member.joined",
        subject_kind: "person",
        subject: person.uuid(),
        event: None,
        before: None,
        after: Some(told(&offer.invitation)),
    };
    audit::record(&mut tx, joined).await?;
    tx.commit().await?;
    Memory::forget_grants(&cx.db);
    Ok(offer)
}

/// What the mail that `job` asks for says, with a new token, which counts if the transaction is committed; `None` if
/// there is nothing to mail any more.
pub async fn draft(tx: &mut Tx, job: &MailInvitation) -> Result<Option<Draft>, sqlx::Error> {
    let found = store::list(tx, Some(job.invitation)).await?.pop();
    let Some(invitation) = found.filter(|invitation| invitation.sending == job.sending) else {
        return Ok(None);
    };
    let token = BASE64URL_NOPAD.encode(&tx.cx().chance.bytes::<32>());
    store::set_token(tx, invitation.id, &session::digest(&token).unwrap_or_default()).await?;
    let events = store::event_names(tx, &invitation.held.assignment.events).await?;
    Ok(Some(Draft { invitation, events, token }))
}

async fn find(tx: &mut Tx, id: InvitationId) -> Result<Invitation, Error> {
    store::list(tx, Some(id)).await?.pop().ok_or(Error::NotFound("invitation"))
}

async fn by_token(tx: &mut Tx, token: &Digest) -> Result<Invitation, Error> {
    let id = store::id_of(tx, token).await?.ok_or(Error::NotFound("invitation"))?;
    find(tx, id).await
}

fn still_open(invitation: &Invitation, now: Instant) -> Result<(), Error> {
    if now < invitation.expires_at { Ok(()) } else { Err(Error::InvitationExpired) }
}

fn same_address(invitation: &Invitation, email: &str) -> Result<(), Error> {
    let same = invitation.email.as_str().to_lowercase() == email.to_lowercase();
    if same { Ok(()) } else { Err(Error::OtherAddress) }
}

async fn send(mut tx: Tx, action: &'static str, invitation: Invitation) -> Result<Invitation, Error> {
    record(&mut tx, action, &invitation).await?;
    job::enqueue(&mut tx, &MailInvitation { invitation: invitation.id, sending: invitation.sending }).await?;
    tx.commit().await?;
    Ok(invitation)
}

/// An invitation as the audit log tells it.
fn told(invitation: &Invitation) -> serde_json::Value {
    let mut told = member::told(&invitation.held.assignment);
    told["email"] = json!(invitation.email);
    told
}

async fn record(tx: &mut Tx, action: &'static str, invitation: &Invitation) -> Result<(), sqlx::Error> {
    let (before, after) = match action {
        "invitation.revoked" => (Some(told(invitation)), None),
        _ => (None, Some(told(invitation))),
    };
    let subject = invitation.id.uuid();
    audit::record(tx, Entry { action, subject_kind: "invitation", subject, event: None, before, after }).await
}
