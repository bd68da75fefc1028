//! `/api/v1/organisations/{org}/audit/settings`.

use axum::extract::State;
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, OrgScope, Problem, Recent, routes};
use kernel::perm;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Settings, Stream, Wish};

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(get_audit_settings, set_audit_settings))
}

/// How long the audit log is kept, and where a copy of each entry goes.
#[derive(Debug, Serialize, ToSchema)]
struct AuditSettings {
    /// After how many months entries are removed; never if null.
    keep_months: Option<i32>,
    /// The system that gets a copy of each entry.
    stream: Option<Stream>,
    /// The number of the last entry that was handed over.
    streamed_to: i64,
    /// Why the last attempt failed.
    stream_error: Option<String>,
    /// The webhook's new secret, told this once.
    secret: Option<String>,
}

impl AuditSettings {
    fn new(settings: Settings, secret: Option<String>) -> Self {
        Self {
            keep_months: settings.keep_months,
            stream: settings.stream,
            streamed_to: settings.delivered_to,
            stream_error: settings.last_error,
            secret,
        }
    }
}

/// How long the audit log is to be kept, and where a copy of each entry is to go.
#[derive(Debug, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct AuditSettingsIn {
    /// After how many months entries are removed; never if null.
    #[garde(range(min = 1, max = 600))]
    #[schema(minimum = 1, maximum = 600)]
    keep_months: Option<i32>,
    /// The system that gets a copy of each entry sealed from now on; none if null.
    #[garde(custom(short_target))]
    stream: Option<Stream>,
    /// Whether a webhook gets a new secret; its first is made anyway.
    #[garde(skip)]
    #[serde(default)]
    new_secret: bool,
}

fn short_target(stream: &Option<Stream>, (): &()) -> garde::Result {
    match stream {
        Some(stream) => httpkit::rules::filled_line(500)(&stream.target, &()),
        None => Ok(()),
    }
}

/// How long the audit log is kept, and where a copy of each entry goes
#[utoipa::path(get, path = "/api/v1/organisations/{org}/audit/settings", tag = "audit", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The settings", body = AuditSettings)),
    extensions(("x-permission" = json!("security.manage"))))]
async fn get_audit_settings(scope: OrgScope<perm::SecurityManage>) -> Result<Json<AuditSettings>, Problem> {
    Ok(Json(AuditSettings::new(super::get(&scope.cx).await?, None)))
}

/// Change how long the audit log is kept, and where a copy of each entry goes
///
/// A webhook gets `{"organisation", "entries"}` by POST, in the order of the chain, signed in `tessera-signature`:
/// `t=SECONDS,v1=HEX`, the HMAC-SHA-256 of the seconds, a dot and the body. An entry may come twice: go by its position.
#[utoipa::path(put, path = "/api/v1/organisations/{org}/audit/settings", tag = "audit", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = AuditSettingsIn,
    responses((status = 200, description = "The settings as they are now", body = AuditSettings)),
    extensions(("x-permission" = json!("security.manage")), ("x-people-only" = json!(true)),
        ("x-audit" = json!(["audit.settings_changed"]))))]
async fn set_audit_settings(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
    _: Recent,
    Checked(body): Checked<AuditSettingsIn>,
) -> Result<Json<AuditSettings>, Problem> {
    let AuditSettingsIn { keep_months, stream, new_secret } = body;
    let wish = Wish { keep_months, stream, new_secret };
    let (ports, cx) = (&app.ports, &scope.cx);
    let (settings, secret) = super::set(cx, &*ports.keys, &*ports.forwarder, wish).await?;
    Ok(Json(AuditSettings::new(settings, secret)))
}
