//! `/api/v1/organisations/{org}/mails`.

use axum::{
    extract::State,
    http::{HeaderMap, HeaderValue, header},
    response::Html,
};
use bytes::Bytes;
use garde::Validate;
use httpkit::{ApiRouter, App, FieldError, Json, OrgScope, Path, Problem, Query, routes, rules};
use kernel::{AttachmentId, EventId, Instant, MailId, Page, PageQuery, PermissionSet, perm};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Filter, MailAttachment, MailStatus, Summary};

/// The operations on mails.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_mails))
        .routes(routes!(get_mail))
        .routes(routes!(mail_html))
        .routes(routes!(mail_attachment))
        .routes(routes!(retry_mail))
}

/// What a mail may do in a frame: show itself and open links in new tabs. No scripts, nothing from elsewhere but
/// images.
const SANDBOX: &str = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; \
                       img-src data: https:; style-src 'unsafe-inline'; frame-ancestors 'self'";

/// Which mails.
#[derive(Debug, Deserialize, Validate, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
struct MailQuery {
    /// Part of the receiver's name or address, or of the subject.
    #[garde(inner(custom(rules::line(200))))]
    #[param(max_length = 200)]
    q: Option<String>,
    /// Only what is about this event.
    #[garde(skip)]
    event: Option<EventId>,
    /// Only what stands like this.
    #[garde(skip)]
    status: Option<MailStatus>,
    /// `next_cursor` of the page before.
    #[garde(skip)]
    cursor: Option<String>,
    /// Items a page, 1 to 100; 50 if absent.
    #[garde(skip)]
    #[param(minimum = 1, maximum = 100)]
    limit: Option<u16>,
}

/// The mail in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct MailPath {
    /// The organisation's slug.
    #[param(example = "harbour-hall")]
    org: String,
    /// The mail.
    mail: MailId,
}

/// The file in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct AttachmentPath {
    /// The mail.
    mail: MailId,
    /// The file.
    attachment: AttachmentId,
}

/// A mail in a list.
#[derive(Debug, Serialize, ToSchema)]
struct MailSummary {
    /// The mail.
    id: MailId,
    /// What kind, such as `order_paid`.
    template: String,
    /// The subject.
    subject: String,
    /// Who gets it.
    to_email: String,
    /// The receiver's name, if known.
    to_name: Option<String>,
    /// Where it stands.
    status: MailStatus,
    /// What the mail server said last.
    error: Option<String>,
    /// When it was written.
    created_at: Instant,
    /// When it was handed over.
    sent_at: Option<Instant>,
    /// How many files came with it.
    attachments: i64,
}

/// A whole mail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Mail)]
struct MailView {
    /// The mail.
    id: MailId,
    /// What kind, such as `order_paid`.
    template: String,
    /// The subject.
    subject: String,
    /// Who gets it.
    to_email: String,
    /// The receiver's name, if known.
    to_name: Option<String>,
    /// Where it stands.
    status: MailStatus,
    /// What the mail server said last.
    error: Option<String>,
    /// When it was written.
    created_at: Instant,
    /// When it was handed over.
    sent_at: Option<Instant>,
    /// The plain body; null for an invitation, whose link is secret, unless the caller may do `security.manage`.
    text: Option<String>,
    /// Where its HTML body is, made for a frame.
    html_url: String,
    /// Its files.
    attachments: Vec<AttachmentView>,
}

/// A file of a mail.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = MailAttachment)]
struct AttachmentView {
    /// The file.
    id: AttachmentId,
    /// Its name.
    name: String,
    /// Its media type.
    content_type: String,
    /// Its size in bytes; null before it is drawn.
    size: Option<i64>,
    /// Where its bytes are.
    url: String,
}

impl From<Summary> for MailSummary {
    fn from(mail: Summary) -> Self {
        Self {
            id: mail.id,
            template: mail.template,
            subject: mail.subject,
            to_email: mail.to_email,
            to_name: (!mail.to_name.is_empty()).then_some(mail.to_name),
            status: mail.status,
            error: mail.error,
            created_at: mail.created_at,
            sent_at: mail.sent_at,
            attachments: mail.attachments,
        }
    }
}

impl MailView {
    fn new(mail: super::Mail, org_slug: &str, held: PermissionSet) -> Self {
        let summary = MailSummary::from(mail.summary);
        let readable = super::may_read(&summary.template, held);
        let address = format!("/api/v1/organisations/{org_slug}/mails/{}", summary.id);
        let attachment = |file: MailAttachment| AttachmentView {
            id: file.id,
            url: format!("{address}/attachments/{}", file.id),
            name: file.name,
            content_type: file.content_type,
            size: file.size,
        };
        Self {
            id: summary.id,
            template: summary.template,
            subject: summary.subject,
            to_email: summary.to_email,
            to_name: summary.to_name,
            status: summary.status,
            error: summary.error,
            created_at: summary.created_at,
            sent_at: summary.sent_at,
            text: readable.then_some(mail.text),
            html_url: format!("{address}/html"),
            attachments: mail.attachments.into_iter().map(attachment).collect(),
        }
    }
}

/// The organisation's mails, latest first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/mails", tag = "engagement", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), MailQuery),
    responses((status = 200, description = "A page of mails", body = Page<MailSummary>)),
    extensions(("x-permission" = json!("mails.view"))))]
async fn list_mails(
    scope: OrgScope<perm::MailsView>,
    Query(query): Query<MailQuery>,
) -> Result<Json<Page<MailSummary>>, Problem> {
    if query.validate().is_err() {
        let error = FieldError::new("/q", "request.invalid_field", "has control characters or is too long");
        return Err(Problem::invalid(vec![error]));
    }
    let text = query.q.filter(|text| !text.trim().is_empty());
    let filter = Filter { text, event: query.event, status: query.status };
    let page = PageQuery { cursor: query.cursor, limit: query.limit };
    Ok(Json(super::list(&scope.cx, &filter, &page).await?.map(Into::into)))
}

/// One mail
#[utoipa::path(get, path = "/api/v1/organisations/{org}/mails/{mail}", tag = "engagement",
    security(("session" = [])), params(MailPath),
    responses((status = 200, description = "The mail", body = MailView)),
    extensions(("x-permission" = json!("mails.view")), ("x-audit" = json!(["mail.opened"]))))]
async fn get_mail(
    scope: OrgScope<perm::MailsView>,
    Path(path): Path<MailPath>,
) -> Result<Json<MailView>, Problem> {
    let mail = super::get(&scope.cx, path.mail).await?;
    Ok(Json(MailView::new(mail, &path.org, scope.grant.everywhere())))
}

/// The HTML body of a mail, made for a frame
#[utoipa::path(get, path = "/api/v1/organisations/{org}/mails/{mail}/html", tag = "engagement",
    security(("session" = [])), params(MailPath),
    responses((status = 200, description = "The body", content_type = "text/html", body = String)),
    extensions(("x-permission" = json!("mails.view")), ("x-audit" = json!(["mail.opened"]))))]
async fn mail_html(
    scope: OrgScope<perm::MailsView>,
    Path(path): Path<MailPath>,
) -> Result<(HeaderMap, Html<String>), Problem> {
    let html = super::html(&scope.cx, path.mail, scope.grant.everywhere()).await?;
    let mut headers = private();
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(SANDBOX));
    Ok((headers, Html(html)))
}

/// A file of a mail
#[utoipa::path(get, path = "/api/v1/organisations/{org}/mails/{mail}/attachments/{attachment}",
    tag = "engagement", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), AttachmentPath),
    responses((status = 200, description = "Its bytes", content_type = "application/octet-stream", body = [u8])),
    extensions(("x-permission" = json!("mails.view")), ("x-audit" = json!(["mail.file_opened"]))))]
async fn mail_attachment(
    State(app): State<App>,
    scope: OrgScope<perm::MailsView>,
    Path(path): Path<AttachmentPath>,
) -> Result<(HeaderMap, Bytes), Problem> {
    let (file, bytes) = super::attachment(&scope.cx, &app.ports, path.mail, path.attachment).await?;
    let mut headers = private();
    headers.insert(header::CONTENT_TYPE, value(&file.content_type)?);
    headers.insert(header::CONTENT_DISPOSITION, value(&disposition(&file))?);
    Ok((headers, bytes))
}

/// Try a failed mail again
///
/// A mail that was only kept, because no mail server was configured, is handed over.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/mails/{mail}/retry", tag = "engagement",
    security(("session" = [])), params(MailPath),
    responses((status = 200, description = "The mail, waiting again", body = MailView),
        (status = 409, description = "It is waiting or was sent", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("jobs.manage")), ("x-audit" = json!(["mail.retried"]))))]
async fn retry_mail(
    scope: OrgScope<perm::JobsManage>,
    Path(path): Path<MailPath>,
) -> Result<Json<MailView>, Problem> {
    let mail = super::retry(&scope.cx, path.mail).await?;
    Ok(Json(MailView::new(mail, &path.org, scope.grant.everywhere())))
}

/// Headers of what only the organisation's members may see.
fn private() -> HeaderMap {
    HeaderMap::from_iter([
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
        (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    ])
}

/// PDFs are shown, everything else is saved (RFC 6266).
fn disposition(file: &MailAttachment) -> String {
    let kind = if file.content_type == "application/pdf" { "inline" } else { "attachment" };
    let plain: String = file
        .name
        .chars()
        .map(|c| if c.is_ascii_alphanumeric() || ".-_ ".contains(c) { c } else { '_' })
        .collect();
    let exact = utf8_percent_encode(&file.name, NON_ALPHANUMERIC);
    format!("{kind}; filename=\"{plain}\"; filename*=UTF-8''{exact}")
}

fn value(text: &str) -> Result<HeaderValue, Problem> {
    HeaderValue::from_str(text).map_err(Problem::internal)
}
