use kernel::{AttachmentId, Instant, MailId, OrderId};
use ports::Paper;
use sqlx::{Postgres, QueryBuilder, Row, postgres::PgRow, types::Uuid};
use store::{Cx, Tx};

use super::{Filter, MailAttachment, MailStatus, NewMail, Source, Summary};

/// What is handed over.
pub(super) struct Letter {
    pub to_email: String,
    pub to_name: String,
    pub from_name: String,
    pub reply_to: Option<String>,
    pub subject: String,
    pub text_body: String,
    pub html_body: String,
}

/// Writes mails with their files; returns those that are new: of the others one with the same `dedupe` exists. Nobody waits
/// for the disk if they are only kept: when PostgreSQL breaks down it forgets a mail only together with the end of the job
/// that wrote it, which runs again.
pub(super) async fn insert(
    tx: &mut Tx,
    mails: &[(MailId, &Cx, &NewMail)],
    status: MailStatus,
) -> Result<Vec<MailId>, sqlx::Error> {
    let (new, files) = (Columns::of(mails), Files::of(mails));
    sqlx::query_scalar!(
        r#"with new_mails as (
             insert into mails (org_id, status, id, event_id, order_id, dedupe, template, locale, to_email, to_name,
               from_name, reply_to, subject, text_body, html_body, correlation, created_at, sent_at)
             select $1, $2, m.*, case $2 when 'kept' then m.created_at end
             from unnest($3::uuid[], $4::uuid[], $5::uuid[], $6::text[], $7::text[], $8::text[], $9::text[], $10::text[],
               $11::text[], $12::text[], $13::text[], $14::text[], $15::text[], $16::text[], $17::timestamptz[])
               as m (id, event, ord, dedupe, template, locale, to_email, to_name, from_name, reply_to, subject, text, html,
                 correlation, created_at)
             on conflict (org_id, dedupe) do nothing
             returning id
           ), files as (
             insert into mail_attachments (id, org_id, mail_id, name, content_type, paper)
             select f.id, $1, f.mail, f.name, f.type, f.paper
             from unnest($18::uuid[], $19::uuid[], $20::text[], $21::text[], $22::text[])
               as f (id, mail, name, type, paper)
             where f.mail in (select id from new_mails)
           )
           select id as "id: MailId" from new_mails"#,
        tx.org().uuid(),
        status as MailStatus,
        &new.ids,
        &new.events as &[Option<Uuid>],
        &new.orders as &[Option<Uuid>],
        &new.dedupes as &[&str],
        &new.templates as &[&str],
        &new.locales as &[&str],
        &new.to_emails as &[&str],
        &new.to_names as &[&str],
        &new.from_names as &[&str],
        &new.reply_tos as &[Option<&str>],
        &new.subjects as &[&str],
        &new.texts as &[&str],
        &new.htmls as &[&str],
        &new.correlations,
        &new.times as &[Instant],
        &files.ids,
        &files.mails,
        &files.names as &[&str],
        &files.types as &[&str],
        &files.papers as &[&str],
    )
    .fetch_all(&mut **tx)
    .await
}

/// Columns of new mails.
struct Columns<'a> {
    ids: Vec<Uuid>,
    events: Vec<Option<Uuid>>,
    orders: Vec<Option<Uuid>>,
    dedupes: Vec<&'a str>,
    templates: Vec<&'a str>,
    locales: Vec<&'a str>,
    to_emails: Vec<&'a str>,
    to_names: Vec<&'a str>,
    from_names: Vec<&'a str>,
    reply_tos: Vec<Option<&'a str>>,
    subjects: Vec<&'a str>,
    texts: Vec<&'a str>,
    htmls: Vec<&'a str>,
    correlations: Vec<String>,
    times: Vec<Instant>,
}

impl<'a> Columns<'a> {
    fn of(mails: &[(MailId, &Cx, &'a NewMail)]) -> Self {
        fn column<'a, T>(mails: &[(MailId, &Cx, &'a NewMail)], value: impl Fn(&'a NewMail) -> T) -> Vec<T> {
            mails.iter().map(|(_, _, mail)| value(mail)).collect()
        }
        Self {
            ids: mails.iter().map(|(id, _, _)| id.uuid()).collect(),
            events: column(mails, |mail| mail.event.map(|id| id.uuid())),
            orders: column(mails, |mail| mail.order.map(|id| id.uuid())),
            dedupes: column(mails, |mail| mail.dedupe.as_str()),
            templates: column(mails, |mail| mail.template),
            locales: column(mails, |mail| mail.locale.as_str()),
            to_emails: column(mails, |mail| mail.to_email.as_str()),
            to_names: column(mails, |mail| mail.to_name.as_str()),
            from_names: column(mails, |mail| mail.from_name.as_str()),
            reply_tos: column(mails, |mail| mail.reply_to.as_ref().map(|email| email.as_str())),
            subjects: column(mails, |mail| mail.content.subject.as_str()),
            texts: column(mails, |mail| mail.content.text.as_str()),
            htmls: column(mails, |mail| mail.content.html.as_str()),
            correlations: mails.iter().map(|(_, cx, _)| cx.correlation.to_string()).collect(),
            times: mails.iter().map(|(_, cx, _)| cx.now).collect(),
        }
    }
}

/// Columns of the files of new mails.
#[derive(Default)]
struct Files<'a> {
    ids: Vec<Uuid>,
    mails: Vec<Uuid>,
    names: Vec<&'a str>,
    types: Vec<&'a str>,
    papers: Vec<&'a str>,
}

impl<'a> Files<'a> {
    fn of(mails: &[(MailId, &Cx, &'a NewMail)]) -> Self {
        let mut columns = Self::default();
        for (mail, cx, new) in mails {
            for file in &new.attachments {
                columns.ids.push(AttachmentId::new(cx.now, &cx.chance).uuid());
                columns.mails.push(mail.uuid());
                columns.names.push(&file.name);
                columns.types.push(file.content_type);
                columns.papers.push(file.paper.as_str());
            }
        }
        columns
    }
}

/// The mail if it still waits to be handed over.
pub(super) async fn queued(tx: &mut Tx, id: MailId) -> Result<Option<Letter>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_as!(
        Letter,
        "select to_email, to_name, from_name, reply_to, subject, text_body, html_body
         from mails where org_id = $1 and id = $2 and status = 'queued'",
        org,
        id.uuid(),
    )
    .fetch_optional(&mut **tx)
    .await
}

pub(super) async fn attachments(tx: &mut Tx, mail: MailId) -> Result<Vec<MailAttachment>, sqlx::Error> {
    let org = tx.org().uuid();
    let rows = sqlx::query!(
        r#"select f.id as "id: AttachmentId", f.name, f.content_type, f.size_bytes, f.blob_key, f.paper,
             m.order_id as "order: OrderId"
           from mail_attachments f join mails m on m.id = f.mail_id
           where f.org_id = $1 and f.mail_id = $2 order by f.id"#,
        org,
        mail.uuid(),
    )
    .fetch_all(&mut **tx)
    .await?;
    rows.into_iter()
        .map(|row| {
            let paper = Paper::ALL.into_iter().find(|paper| Some(paper.as_str()) == row.paper.as_deref());
            let source = match (row.blob_key, row.order, paper) {
                (Some(name), ..) => Source::Stored(name),
                (None, Some(order), Some(paper)) => Source::Drawn(order, paper),
                _ => return Err(sqlx::Error::Decode("a file comes from nowhere".into())),
            };
            let (name, content_type, size) = (row.name, row.content_type, row.size_bytes);
            Ok(MailAttachment { id: row.id, name, content_type, size, source })
        })
        .collect()
}

/// Notes that a drawn paper is kept in the file store.
pub(super) async fn stored(
    tx: &mut Tx,
    id: AttachmentId,
    blob_key: &str,
    size: usize,
) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update mail_attachments set blob_key = $3, size_bytes = $4
         where org_id = $1 and id = $2 and blob_key is null",
        org,
        id.uuid(),
        blob_key,
        i64::try_from(size).unwrap_or(i64::MAX),
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// `false` if it does not wait to be handed over any more.
pub(super) async fn handed_over(tx: &mut Tx, id: MailId, status: MailStatus) -> Result<bool, sqlx::Error> {
    let (org, now) = (tx.org().uuid(), tx.now());
    let done = sqlx::query!(
        "update mails set status = $3, error = null, sent_at = $4
         where org_id = $1 and id = $2 and status = 'queued'",
        org,
        id.uuid(),
        status as MailStatus,
        now,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps what the mail server said while the mail goes on waiting.
pub(super) async fn note_error(tx: &mut Tx, id: MailId, said: &str) -> Result<(), sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query!(
        "update mails set error = $3 where org_id = $1 and id = $2 and status = 'queued'",
        org,
        id.uuid(),
        said,
    )
    .execute(&mut **tx)
    .await?;
    Ok(())
}

/// `false` if it does not wait to be handed over any more.
pub(super) async fn failed(tx: &mut Tx, id: MailId, said: &str) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!(
        "update mails set status = 'failed', error = $3 where org_id = $1 and id = $2 and status = 'queued'",
        org,
        id.uuid(),
        said,
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Has a failed or kept mail wait again; `false` if it is neither.
pub(super) async fn requeue(tx: &mut Tx, id: MailId) -> Result<bool, sqlx::Error> {
    let org = tx.org().uuid();
    let done = sqlx::query!(
        "update mails set status = 'queued', error = null, sent_at = null
         where org_id = $1 and id = $2 and status in ('failed', 'kept')",
        org,
        id.uuid(),
    )
    .execute(&mut **tx)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// The template and the HTML body.
pub(super) async fn html(tx: &mut Tx, id: MailId) -> Result<Option<(String, String)>, sqlx::Error> {
    let org = tx.org().uuid();
    let row =
        sqlx::query!("select template, html_body from mails where org_id = $1 and id = $2", org, id.uuid())
            .fetch_optional(&mut **tx)
            .await?;
    Ok(row.map(|row| (row.template, row.html_body)))
}

const SUMMARY: &str =
    "select m.id, m.template, m.subject, m.to_email, m.to_name, m.status, m.error, m.created_at,
    m.sent_at, m.text_body, (select count(*) from mail_attachments where mail_id = m.id) as attachments
  from mails m where m.org_id = ";

pub(super) async fn find(tx: &mut Tx, id: MailId) -> Result<Option<(Summary, String)>, sqlx::Error> {
    let mut query = QueryBuilder::<Postgres>::new(SUMMARY);
    query.push_bind(tx.org().uuid()).push(" and m.id = ").push_bind(id.uuid());
    let row = query.build().fetch_optional(&mut **tx).await?;
    row.map(|row| Ok((summary(&row)?, row.try_get("text_body")?))).transpose()
}

pub(super) async fn list(
    tx: &mut Tx,
    filter: &Filter,
    after: Option<(Instant, MailId)>,
    limit: usize,
) -> Result<Vec<Summary>, sqlx::Error> {
    let mut query = QueryBuilder::<Postgres>::new(SUMMARY);
    query.push_bind(tx.org().uuid());
    if let Some(event) = filter.event {
        query.push(" and m.event_id = ").push_bind(event.uuid());
    }
    if let Some(status) = filter.status {
        query.push(" and m.status = ").push_bind(status);
    }
    if let Some(text) = &filter.text {
        let pattern = format!("%{}%", text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_"));
        query.push(" and concat_ws(' ', m.to_name, m.to_email, m.subject) ilike ").push_bind(pattern);
    }
    if let Some((at, id)) = after {
        query.push(" and (m.created_at, m.id) < (").push_bind(at).push(", ").push_bind(id.uuid()).push(")");
    }
    query.push(" order by m.created_at desc, m.id desc limit ");
    query.push_bind(i64::try_from(limit).unwrap_or(i64::MAX));
    query.build().fetch_all(&mut **tx).await?.iter().map(summary).collect()
}

fn summary(row: &PgRow) -> Result<Summary, sqlx::Error> {
    Ok(Summary {
        id: row.try_get("id")?,
        template: row.try_get("template")?,
        subject: row.try_get("subject")?,
        to_email: row.try_get("to_email")?,
        to_name: row.try_get("to_name")?,
        status: row.try_get("status")?,
        error: row.try_get("error")?,
        created_at: row.try_get("created_at")?,
        sent_at: row.try_get("sent_at")?,
        attachments: row.try_get("attachments")?,
    })
}

/// Deletes the mails about an order; returns the names of their files in the blob store.
pub(super) async fn delete_of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<String>, sqlx::Error> {
    let org = tx.org().uuid();
    sqlx::query_scalar!(
        r#"with attached as (
             select f.blob_key from mail_attachments f join mails m on m.id = f.mail_id
             where m.org_id = $1 and m.order_id = $2
           ), gone as (
             delete from mails where org_id = $1 and order_id = $2
           )
           select distinct blob_key as "name!" from attached where blob_key is not null"#,
        org,
        order.uuid(),
    )
    .fetch_all(&mut **tx)
    .await
}
