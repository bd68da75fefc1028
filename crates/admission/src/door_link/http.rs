//! `/api/v1/organisations/{org}/events/{event}/door-links`, and `/api/v1/door` for the devices.

use axum::{extract::State, http::StatusCode};
use catalog::{EventPath, EventScope};
use fast_qr::{ECL, QRBuilder, convert::svg::SvgBuilder};
use garde::Validate;
use httpkit::{ApiRouter, App, Checked, Json, Path, Problem, auth::Device, routes, rules};
use kernel::{CheckInListId, DoorLinkId, Instant, LocalizedText, perm};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{DoorLink, Plan};
use crate::Error;

/// The operations on links for door staff.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_door_links, create_door_link))
        .routes(routes!(revoke_door_link))
        .routes(routes!(my_door))
}

/// A link that makes a device door staff.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = DoorLink)]
pub struct DoorLinkView {
    /// The link's id, as the audit log has it.
    id: DoorLinkId,
    /// Who or what it is for.
    name: String,
    /// The one check-in list it is for; null for every list of the event.
    list_id: Option<CheckInListId>,
    /// Who made it.
    made_by: Option<String>,
    /// When it was made.
    created_at: Instant,
    /// Until when it works.
    expires_at: Instant,
    /// When a device last used it, to within a minute.
    last_used_at: Option<Instant>,
}

impl From<DoorLink> for DoorLinkView {
    fn from(link: DoorLink) -> Self {
        Self {
            id: link.id,
            name: link.name,
            list_id: link.list,
            made_by: link.made_by,
            created_at: link.created_at,
            expires_at: link.expires_at,
            last_used_at: link.last_used_at,
        }
    }
}

/// An event's links for door staff.
#[derive(Debug, Serialize, ToSchema)]
struct DoorLinkList {
    /// The links that were not revoked, latest first.
    items: Vec<DoorLinkView>,
}

/// A link that was just made.
#[derive(Serialize, ToSchema)]
struct NewDoorLink {
    /// The link.
    link: DoorLinkView,
    /// The address to open on the device. It is told this once.
    #[schema(example = "https://tickets.example/admin/door#tsd_…")]
    url: String,
    /// The address as a QR code (SVG).
    qr_svg: String,
    /// What programs send as `Authorization: Bearer …`.
    secret: String,
}

/// A link to make.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct DoorLinkIn {
    /// Who or what it is for.
    #[garde(custom(rules::filled_line(100)))]
    #[schema(min_length = 1, max_length = 100, example = "Helpers at the north gate")]
    name: String,
    /// The one check-in list it is for; null for every list of the event.
    #[garde(skip)]
    #[serde(default)]
    list_id: Option<CheckInListId>,
    /// Until when it works; null for six hours after the event's end.
    #[garde(skip)]
    #[serde(default)]
    expires_at: Option<Instant>,
}

/// Where a device is let in.
#[derive(Debug, Serialize, ToSchema)]
struct DoorDevice {
    /// The link it came by.
    id: DoorLinkId,
    /// Who or what the link is for.
    name: String,
    /// The organisation's slug.
    org: String,
    /// The organisation's name.
    organisation: String,
    /// The event's slug.
    event: String,
    /// The event's name.
    event_name: LocalizedText,
    /// The one check-in list it is for; null for every list of the event.
    list_id: Option<CheckInListId>,
}

#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
struct LinkPath {
    /// The link.
    link: DoorLinkId,
}

/// The event's links for door staff
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/door-links", tag = "admission",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The links that were not revoked, latest first", body = DoorLinkList)),
    extensions(("x-permission" = json!("checkin.manage"))))]
async fn list_door_links(scope: EventScope<perm::CheckinManage>) -> Result<Json<DoorLinkList>, Problem> {
    let links = super::list(&scope.cx, &scope.event).await?;
    Ok(Json(DoorLinkList { items: links.into_iter().map(Into::into).collect() }))
}

/// Make a link that makes devices door staff
///
/// Whoever opens it may see the event's check-in lists, scan and undo, and nothing else, until it ends or is revoked.
/// Whoever makes it has to be allowed that as well.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/door-links", tag = "admission",
    security(("session" = [])), params(EventPath), request_body = DoorLinkIn,
    responses((status = 201, description = "The link and its QR code", body = NewDoorLink)),
    extensions(("x-permission" = json!("checkin.manage")), ("x-audit" = json!(["door_link.created"]))))]
async fn create_door_link(
    State(app): State<App>,
    scope: EventScope<perm::CheckinManage>,
    Checked(body): Checked<DoorLinkIn>,
) -> Result<(StatusCode, Json<NewDoorLink>), Problem> {
    let plan = Plan { name: body.name.trim().to_owned(), list: body.list_id, expires_at: body.expires_at };
    let (link, secret) = super::create(&scope.cx, &scope.event, scope.held, plan).await?;
    // What follows the # is never sent to a server, so it is in no log.
    let url = app.settings.url(&format!("/admin/door#{secret}"));
    let symbol = QRBuilder::new(url.as_str()).ecl(ECL::M).build();
    let symbol = symbol.map_err(|error| Error::Symbol(error.to_string()))?;
    let qr_svg = SvgBuilder::default().to_str(&symbol);
    Ok((StatusCode::CREATED, Json(NewDoorLink { link: link.into(), url, qr_svg, secret })))
}

/// Revoke a link for door staff
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/door-links/{link}", tag = "admission",
    security(("session" = [])), params(EventPath, LinkPath),
    responses((status = 204, description = "Its devices are refused from now on")),
    extensions(("x-permission" = json!("checkin.manage")), ("x-audit" = json!(["door_link.revoked"]))))]
async fn revoke_door_link(
    scope: EventScope<perm::CheckinManage>,
    Path(path): Path<LinkPath>,
) -> Result<StatusCode, Problem> {
    super::revoke(&scope.cx, &scope.event, path.link).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Where this device is let in
///
/// For devices that came by a link only.
#[utoipa::path(get, path = "/api/v1/door", tag = "admission", security(("bearer" = [])),
    responses((status = 200, description = "The event, and the list if it is for one", body = DoorDevice)),
    extensions(("x-permission" = json!("device"))))]
async fn my_door(device: Device) -> Result<Json<DoorDevice>, Problem> {
    let place = super::store::place(&mut device.cx.begin().await?, device.link).await?;
    let place = place.ok_or(Error::NoSuchLink)?;
    Ok(Json(DoorDevice {
        id: device.link,
        name: place.name,
        org: place.org_slug,
        organisation: place.organisation,
        event: place.event_slug,
        event_name: place.event_name,
        list_id: device.list,
    }))
}
