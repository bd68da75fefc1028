//! Mails: written in the transaction that gives reason to them, handed over by a job, readable ever after.

pub mod http;
mod jobs;
pub mod render;
pub(crate) mod store;
mod together;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
    job::{self, NewJob},
    trail::Trail,
};
use bytes::Bytes;
use kernel::{
    AttachmentId, Email, EventId, Instant, Locale, MailId, OrderId, OrgId, Page, PageQuery, Permission,
    PermissionSet,
};
use ports::{Blob, Mailer, Paper, Ports};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

pub use jobs::{Postman, SendMail};
pub use together::write;

use crate::Error;

/// The kind of mail that invites somebody to the organisation.
pub const INVITATION: &str = "invitation";

/// The kind of mail that lets a guest see all their orders.
pub const GUEST_LINK: &str = "guest_link";

/// Where a mail stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum MailStatus {
    /// Waiting to be handed over.
    Queued,
    /// A mail server took it.
    Sent,
    /// No mail server is configured: it can be read here.
    Kept,
    /// It was refused, or the mail server stayed away too long.
    Failed,
}

/// A mail to be sent.
#[derive(Debug, Clone)]
pub struct NewMail {
    /// At most one mail of the organisation has this: `order.paid/ord_…`.
    pub dedupe: String,
    /// What kind of mail, such as `order_paid`.
    pub template: &'static str,
    /// Its language.
    pub locale: Locale,
    /// The event it is about, if any.
    pub event: Option<EventId>,
    /// The order it is about, if any.
    pub order: Option<OrderId>,
    /// Who gets it.
    pub to_email: Email,
    /// The receiver's name; may be empty.
    pub to_name: String,
    /// The sender's name; may be empty.
    pub from_name: String,
    /// Where answers go.
    pub reply_to: Option<Email>,
    /// What it says.
    pub content: render::Rendered,
    /// Papers about the order.
    pub attachments: Vec<NewAttachment>,
}

/// A paper about the order that comes along.
#[derive(Debug, Clone)]
pub struct NewAttachment {
    /// The file's name for the receiver.
    pub name: String,
    /// Its media type.
    pub content_type: &'static str,
    /// What it is.
    pub paper: Paper,
}

/// What became of [`queue`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Queued {
    /// It will be sent.
    New(MailId),
    /// A mail with the same `dedupe` exists: nothing was done.
    Already,
}

/// A mail in a list.
#[derive(Debug, Clone)]
pub struct Summary {
    /// The mail.
    pub id: MailId,
    /// What kind.
    pub template: String,
    /// The subject.
    pub subject: String,
    /// Who gets it.
    pub to_email: String,
    /// The receiver's name; may be empty.
    pub to_name: String,
    /// Where it stands.
    pub status: MailStatus,
    /// What the mail server said last.
    pub error: Option<String>,
    /// When it was written.
    pub created_at: Instant,
    /// When it was handed over.
    pub sent_at: Option<Instant>,
    /// How many files came with it.
    pub attachments: i64,
}

/// A whole mail.
#[derive(Debug, Clone)]
pub struct Mail {
    /// What the list shows.
    pub summary: Summary,
    /// The plain body.
    pub text: String,
    /// Its files.
    pub attachments: Vec<MailAttachment>,
}

/// A file of a mail.
#[derive(Debug, Clone)]
pub struct MailAttachment {
    /// The file.
    pub id: AttachmentId,
    /// Its name.
    pub name: String,
    /// Its media type.
    pub content_type: String,
    /// Its size in bytes; `None` before it is drawn.
    pub size: Option<i64>,
    source: Source,
}

/// Where the bytes of a file are.
#[derive(Debug, Clone)]
pub(crate) enum Source {
    /// In the file store, under this name.
    Stored(String),
    /// Nowhere yet: it is drawn when somebody needs it.
    Drawn(OrderId, Paper),
}

impl MailAttachment {
    /// Its bytes; `None` if the file is lost, or its order is gone.
    pub(crate) async fn bytes(&self, org: OrgId, ports: &Ports) -> Result<Option<Bytes>, Error> {
        Ok(match &self.source {
            Source::Stored(name) => ports.blob.get(name).await?,
            Source::Drawn(order, paper) => ports.papers.draw(org, *order, *paper).await?,
        })
    }
}

/// Which mails to list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Part of the receiver's name or address, or of the subject.
    pub text: Option<String>,
    /// The event they are about.
    pub event: Option<EventId>,
    /// Where they stand.
    pub status: Option<MailStatus>,
}

/// Writes a mail that `mailer` sends after the commit, unless one with the same `dedupe` exists. Where mails are only
/// kept, it is kept at once, and itself the record of that.
pub async fn queue(tx: &mut Tx, mailer: &dyn Mailer, mail: &NewMail) -> Result<Queued, Error> {
    let cx = tx.cx().clone();
    let queued = queue_all(tx, mailer, &[(&cx, mail)]).await?;
    Ok(queued.into_iter().next().map_or(Queued::Already, Queued::New))
}

/// Does the same for mails that several have reason for, and returns those that are new.
async fn queue_all(
    tx: &mut Tx,
    mailer: &dyn Mailer,
    mails: &[(&Cx, &NewMail)],
) -> Result<Vec<MailId>, Error> {
    let status = if mailer.hands_over() { MailStatus::Queued } else { MailStatus::Kept };
    let named: Vec<_> =
        mails.iter().map(|(cx, mail)| (MailId::new(cx.now, &cx.chance), *cx, *mail)).collect();
    let new = store::insert(tx, &named, status).await?;
    if status == MailStatus::Queued {
        let mut trail = Trail::default();
        for (id, cx, _) in named.iter().filter(|(id, _, _)| new.contains(id)) {
            trail.enqueue(NewJob::of(cx, &SendMail { mail: *id })?);
        }
        trail.write(tx).await?;
    }
    Ok(new)
}

/// The organisation's mails, latest first.
pub async fn list(cx: &Cx, filter: &Filter, page: &PageQuery) -> Result<Page<Summary>, Error> {
    let after = page.cursor.as_deref().map(kernel::Cursor::decode::<(Instant, MailId)>).transpose()?;
    let mut tx = cx.read().await?;
    let mails = store::list(&mut tx, filter, after, page.limit() + 1).await?;
    Ok(Page::cut(mails, page.limit(), |mail| (mail.created_at, mail.id)))
}

/// One mail. Opening it is recorded.
pub async fn get(cx: &Cx, id: MailId) -> Result<Mail, Error> {
    let mut tx = cx.begin().await?;
    let mail = find(&mut tx, id).await?;
    audit::looked(&mut tx, "mail.opened", "mail", id.uuid(), None).await?;
    tx.commit().await?;
    Ok(mail)
}

/// The HTML body of a mail, for somebody who may do this everywhere. Opening it is recorded.
pub async fn html(cx: &Cx, id: MailId, held: PermissionSet) -> Result<String, Error> {
    let mut tx = cx.begin().await?;
    let (template, html) = store::html(&mut tx, id).await?.ok_or(Error::NotFound("mail"))?;
    if !may_read(&template, held) {
        return Err(Error::Secret);
    }
    audit::looked(&mut tx, "mail.opened", "mail", id.uuid(), None).await?;
    tx.commit().await?;
    Ok(html)
}

/// Whether somebody may read what a mail says. The link of an invitation is as good as the role it offers, so that
/// only those read it who may decide how members sign in.
pub fn may_read(template: &str, held: PermissionSet) -> bool {
    template != INVITATION || held.contains(Permission::SecurityManage)
}

/// A file of a mail with its bytes. Opening it is recorded.
pub async fn attachment(
    cx: &Cx,
    ports: &Ports,
    mail: MailId,
    id: AttachmentId,
) -> Result<(MailAttachment, Bytes), Error> {
    let mut tx = cx.begin().await?;
    let files = store::attachments(&mut tx, mail).await?;
    let file = files.into_iter().find(|file| file.id == id).ok_or(Error::NotFound("attachment"))?;
    audit::looked(&mut tx, "mail.file_opened", "attachment", id.uuid(), None).await?;
    tx.commit().await?;
    let bytes = file.bytes(cx.org, ports).await?.ok_or(Error::NotFound("attachment"))?;
    Ok((file, bytes))
}

/// Tries a failed mail again, or hands over one that was only kept.
pub async fn retry(cx: &Cx, id: MailId) -> Result<Mail, Error> {
    let mut tx = cx.begin().await?;
    if !store::requeue(&mut tx, id).await? {
        find(&mut tx, id).await?;
        return Err(Error::NotFailed);
    }
    tell(&mut tx, id, "mail.retried", None).await?;
    job::enqueue(&mut tx, &SendMail { mail: id }).await?;
    let mail = find(&mut tx, id).await?;
    tx.commit().await?;
    Ok(mail)
}

/// Deletes the mails about an order that was deleted, and their files. May run any number of times.
pub async fn forget_order(cx: &Cx, blob: &dyn Blob, order: OrderId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let files = store::delete_of_order(&mut tx, order).await?;
    for file in &files {
        blob.delete(file).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn find(tx: &mut Tx, id: MailId) -> Result<Mail, Error> {
    let (summary, text) = store::find(tx, id).await?.ok_or(Error::NotFound("mail"))?;
    let attachments = store::attachments(tx, id).await?;
    Ok(Mail { summary, text, attachments })
}

/// Writes what happened to a mail into the audit log.
async fn tell(tx: &mut Tx, id: MailId, action: &'static str, error: Option<&str>) -> Result<(), sqlx::Error> {
    let entry = Entry {
        action,
        subject_kind: "mail",
        subject: id.uuid(),
        event: None,
        before: None,
        after: error.map(|error| json!({"error": error})),
    };
    audit::record(tx, entry).await
}
