//! `/api/v1/organisations/{org}/sso/domains`.

use axum::{extract::State, http::StatusCode};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, OrgScope, Path, Problem, routes};
use kernel::{Instant, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Claimed, Domain};

/// The operations on an organisation's mail domains.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_domains, add_domain))
        .routes(routes!(remove_domain))
        .routes(routes!(verify_domain))
}

/// A mail domain that the organisation says is its own.
#[derive(Debug, Serialize, ToSchema)]
pub struct SsoDomain {
    /// The domain.
    domain: String,
    /// The name of the TXT record that proves it.
    record_name: String,
    /// What the record says.
    record_value: String,
    /// Since when it is proven; null: not yet.
    verified_at: Option<Instant>,
}

impl From<Claimed> for SsoDomain {
    fn from(claimed: Claimed) -> Self {
        Self {
            record_name: claimed.record_name(),
            record_value: claimed.record_value(),
            domain: claimed.domain,
            verified_at: claimed.verified_at,
        }
    }
}

/// The organisation's mail domains.
#[derive(Debug, Serialize, ToSchema)]
struct SsoDomainList {
    /// In alphabetical order.
    items: Vec<SsoDomain>,
}

/// A domain to be proven.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct SsoDomainIn {
    /// What stands behind the `@`.
    #[garde(length(min = 1, max = 253))]
    #[schema(min_length = 1, max_length = 253)]
    domain: String,
}

#[derive(Deserialize)]
struct DomainPath {
    domain: String,
}

/// The organisation's mail domains
#[utoipa::path(get, path = "/api/v1/organisations/{org}/sso/domains", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The domains in alphabetical order", body = SsoDomainList)),
    extensions(("x-permission" = json!("security.manage"))))]
async fn list_domains(scope: OrgScope<perm::SecurityManage>) -> Result<Json<SsoDomainList>, Problem> {
    let domains = super::list(&scope.cx).await?;
    Ok(Json(SsoDomainList { items: domains.into_iter().map(Into::into).collect() }))
}

/// Name a mail domain, to be proven by a TXT record
#[utoipa::path(post, path = "/api/v1/organisations/{org}/sso/domains", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")), request_body = SsoDomainIn,
    responses((status = 201, description = "The domain and the record to set", body = SsoDomain)),
    extensions(("x-permission" = json!("security.manage")), ("x-audit" = json!(["sso.domain_added"]))))]
async fn add_domain(
    scope: OrgScope<perm::SecurityManage>,
    Checked(body): Checked<SsoDomainIn>,
) -> Result<(StatusCode, Json<SsoDomain>), Problem> {
    let domain: Domain = body.domain.parse().map_err(|error: super::InvalidDomain| {
        Problem::invalid_field("/domain", "identity.bad_domain", format!("{} {error}.", body.domain))
    })?;
    let claimed = super::claim(&scope.cx, &domain).await?;
    Ok((StatusCode::CREATED, Json(claimed.into())))
}

/// Look for a domain's TXT record
#[utoipa::path(post, path = "/api/v1/organisations/{org}/sso/domains/{domain}/verify", tag = "team",
    security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("domain" = String, Path, description = "The domain")),
    responses((status = 200, description = "The domain is proven", body = SsoDomain),
        (status = 409, description = "The record is not there, or the domain is another organisation's", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("security.manage")), ("x-audit" = json!(["sso.domain_verified"]))))]
async fn verify_domain(
    State(app): State<App>,
    scope: OrgScope<perm::SecurityManage>,
    Path(path): Path<DomainPath>,
) -> Result<Json<SsoDomain>, Problem> {
    Ok(Json(super::verify(&app, &scope.cx, &path.domain).await?.into()))
}

/// Take a mail domain back
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/sso/domains/{domain}", tag = "team",
    security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"), ("domain" = String, Path, description = "The domain")),
    responses((status = 204, description = "Nobody joins through it any more")),
    extensions(("x-permission" = json!("security.manage")), ("x-audit" = json!(["sso.domain_removed"]))))]
async fn remove_domain(
    scope: OrgScope<perm::SecurityManage>,
    Path(path): Path<DomainPath>,
) -> Result<StatusCode, Problem> {
    super::disown(&scope.cx, &path.domain).await?;
    Ok(StatusCode::NO_CONTENT)
}
