//! How long an organisation keeps its audit log, and where a copy of each entry goes.

pub mod http;
pub mod jobs;
mod message;
mod pruning;
mod store;
mod stream;
#[cfg(test)]
mod tests;

use ::store::{
    Cx,
    audit::{self, Entry},
};
use data_encoding::BASE64URL_NOPAD;
use kernel::{Instant, OrgId};
use ports::{Keys, Purpose, SealedColumn, Whose, forward::Forwarder};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

pub use pruning::prune;
pub use stream::{deliver, wake};

use crate::Error;

/// What kind of system gets a copy of each entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum StreamKind {
    /// A web address that takes JSON, signed with HMAC.
    Webhook,
    /// Syslog (RFC 5424) over TCP, octet counting (RFC 6587).
    SyslogTcp,
    /// The same over TLS (RFC 5425).
    SyslogTls,
}

/// A system that gets a copy of each entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AuditStream)]
pub struct Stream {
    /// What kind of system.
    pub kind: StreamKind,
    /// Where: `https://…` for a webhook, `host:port` for syslog.
    #[schema(max_length = 500)]
    pub target: String,
}

/// What is kept and copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// After how many months entries are removed; never if absent.
    pub keep_months: Option<i32>,
    /// The system that gets copies.
    pub stream: Option<Stream>,
    /// The number of the last entry that was handed over.
    pub delivered_to: i64,
    /// Why the last attempt failed.
    pub last_error: Option<String>,
    pub(crate) sealed_secret: Option<Vec<u8>>,
}

/// The settings as they are to be.
#[derive(Debug, Clone)]
pub struct Wish {
    /// After how many months entries are removed; never if absent.
    pub keep_months: Option<i32>,
    /// The system that gets copies.
    pub stream: Option<Stream>,
    /// Whether a webhook gets a new secret.
    pub new_secret: bool,
}

/// The settings of the organisation.
pub async fn get(cx: &Cx) -> Result<Settings, Error> {
    Ok(store::find(&mut cx.read().await?).await?)
}

/// Changes the settings; gives them and the new secret of a webhook, which is told this once. A new stream begins with
/// what is sealed from now on.
pub async fn set(
    cx: &Cx,
    keys: &dyn Keys,
    forwarder: &dyn Forwarder,
    wish: Wish,
) -> Result<(Settings, Option<String>), Error> {
    if let Some(reason) = wish.stream.as_ref().and_then(|stream| refusal(forwarder, stream)) {
        return Err(Error::Target(reason));
    }
    let mut tx = cx.begin().await?;
    let before = store::find(&mut tx).await?;
    let webhook = wish.stream.as_ref().is_some_and(|stream| stream.kind == StreamKind::Webhook);
    let secret = (webhook && (wish.new_secret || before.sealed_secret.is_none())).then(|| new_secret(cx));
    let sealed_secret = match &secret {
        Some(secret) => Some(keys.seal_for(cx.org, &purpose(cx.org), secret.as_bytes()).await?),
        None => before.sealed_secret.clone().filter(|_| webhook),
    };
    let delivered_to = match before.stream {
        Some(_) => before.delivered_to,
        None => crate::chain::store::end(&mut tx).await?.position,
    };
    let after = Settings {
        keep_months: wish.keep_months,
        stream: wish.stream,
        delivered_to,
        last_error: None,
        sealed_secret,
    };
    store::set(&mut tx, &after).await?;
    let told =
        |settings: &Settings| json!({ "keep_months": settings.keep_months, "stream": settings.stream });
    let entry = Entry {
        action: "audit.settings_changed",
        subject_kind: "organisation",
        subject: cx.org.uuid(),
        event: None,
        before: Some(told(&before)),
        after: Some(told(&after)),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    Ok((after, secret))
}

fn refusal(forwarder: &dyn Forwarder, stream: &Stream) -> Option<String> {
    match stream.kind {
        StreamKind::Webhook => forwarder.refuses_url(&stream.target),
        StreamKind::SyslogTcp | StreamKind::SyslogTls => forwarder.refuses_socket(&stream.target),
    }
}

/// 32 random bytes as text that is recognised as what it is.
fn new_secret(cx: &Cx) -> String {
    format!("whsec_{}", BASE64URL_NOPAD.encode(&cx.chance.bytes::<32>()))
}

fn purpose(org: OrgId) -> String {
    format!("audit-stream/{org}")
}

/// Where the secrets of webhooks are.
pub const SEALED: SealedColumn = SealedColumn {
    table: "audit_settings",
    row: "org_id",
    column: "sealed_secret",
    purpose: Purpose::OfUuid(|org| purpose(org.into())),
    whose: Whose::Organisation,
};

/// The moment so many calendar months before `now`.
fn months_before(now: Instant, months: i32) -> Instant {
    let local = now.in_zone(&kernel::Zone::utc());
    let then = local.checked_sub(jiff::Span::new().months(months)).unwrap_or(local);
    Instant::from_jiff(then.timestamp())
}
