//! `/api/v1/public/{org}`: what everybody may see.

use axum::extract::State;
use httpkit::{ApiRouter, App, Guest, Json, Problem, Query, routes};
use serde::Deserialize;
use utoipa::IntoParams;

use super::{PublicEvent, PublicOrganisation};
use crate::{EventPath, LinkedEvent};

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

/// An organiser with their events
#[utoipa::path(get, path = "/api/v1/public/{org}", tag = "guests",
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "The organiser and what they have on", body = PublicOrganisation)))]
async fn public_organisation(guest: Guest) -> Result<Json<PublicOrganisation>, Problem> {
    Ok(Json(super::organisation(&guest.cx).await?))
}

/// A live event with what can be bought, or one that was called off
#[utoipa::path(get, path = "/api/v1/public/{org}/{event}", tag = "guests", params(EventPath, CodeQuery),
    responses((status = 200, description = "The event and its products", body = PublicEvent)))]
async fn public_event(
    State(app): State<App>,
    guest: LinkedEvent,
    Query(query): Query<CodeQuery>,
) -> Result<Json<PublicEvent>, Problem> {
    let (slug, providers) = (guest.event.slug.as_str(), &app.ports.payments);
    Ok(Json(super::event(&guest.cx, providers, slug, query.code.as_deref()).await?))
}
