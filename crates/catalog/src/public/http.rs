//! `/api/v1/public/{org}`: what everybody may see.

use httpkit::{ApiRouter, Guest, Json, Problem, Query};
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::routes;

use super::{PublicEvent, PublicOrganisation};
use crate::{EventPath, GuestEvent};

/// The public operations of the catalogue.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(public_organisation)).routes(routes!(public_event))
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct CodeQuery {
    /// An access code that shows more products.
    #[param(max_length = 50)]
    code: Option<String>,
}

/// An organiser with their live events
#[utoipa::path(get, path = "/api/v1/public/{org}", tag = "guests",
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The organiser and what they have on", body = PublicOrganisation)))]
async fn public_organisation(guest: Guest) -> Result<Json<PublicOrganisation>, Problem> {
    Ok(Json(super::organisation(&guest.cx).await?))
}

/// A live event with what can be bought
#[utoipa::path(get, path = "/api/v1/public/{org}/{event}", tag = "guests", params(EventPath, CodeQuery),
    responses((status = 200, description = "The event and its products", body = PublicEvent)))]
async fn public_event(
    guest: GuestEvent,
    Query(query): Query<CodeQuery>,
) -> Result<Json<PublicEvent>, Problem> {
    Ok(Json(super::event(&guest.cx, guest.event.slug.as_str(), query.code.as_deref()).await?))
}
