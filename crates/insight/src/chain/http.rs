//! Where the chain stands.

use axum::extract::State;
use data_encoding::BASE64;
use httpkit::{ApiRouter, App, Json, OrgScope, Problem, routes};
use kernel::{Instant, perm};
use serde::Serialize;
use utoipa::ToSchema;

use super::SignedHead;

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(audit_chain))
}

/// How far the log is sealed, and what an outsider needs to prove it.
#[derive(Debug, Serialize, ToSchema)]
struct AuditChain {
    /// The number of the last sealed entry; 0 if there is none.
    sealed_to: i64,
    /// When it was sealed.
    sealed_at: Option<Instant>,
    /// Entries that wait for the next round.
    waiting: i64,
    /// The number of the last entry that was removed because its time was over; 0 if there is none.
    begins_after: i64,
    /// The key that verifies the signatures (Ed25519): 32 bytes in base 64.
    public_key: String,
    /// The end of the chain, signed now.
    head: SignedHead,
    /// The ends of the last 31 days on which something happened, latest first.
    days: Vec<SignedHead>,
}

/// How far the audit log is sealed
///
/// Each entry carries the hash of the one before. Keep a signed head outside: a chain that was rewritten later does not
/// lead to it. `tessera audit verify` compares everything.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/audit/chain", tag = "audit", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The state of the chain", body = AuditChain)),
    extensions(("x-permission" = json!("audit.view"))))]
async fn audit_chain(
    State(app): State<App>,
    scope: OrgScope<perm::AuditView>,
) -> Result<Json<AuditChain>, Problem> {
    let chain = super::state(&scope.cx, &*app.ports.keys).await?;
    Ok(Json(AuditChain {
        sealed_to: chain.head.position,
        sealed_at: chain.sealed_at,
        waiting: chain.waiting,
        begins_after: chain.begins_after,
        public_key: BASE64.encode(&chain.public_key),
        head: chain.head,
        days: chain.days,
    }))
}
