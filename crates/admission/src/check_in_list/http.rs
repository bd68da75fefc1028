//! `/api/v1/organisations/{org}/events/{event}/check-in-lists`.

use axum::http::StatusCode;
use catalog::{EventPath, EventScope};
use garde::Validate;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Tagged, patch, routes, rules};
use kernel::{CheckInListId, Instant, ProductId, perm};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{CheckInList, Plan};
use crate::Error;

/// The operations on check-in lists.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_check_in_lists, create_check_in_list))
        .routes(routes!(get_check_in_list, update_check_in_list))
}

/// The list in the path.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct ListPath {
    /// The check-in list.
    pub list: CheckInListId,
}

impl ListPath {
    /// Refuses unless the list is one that the caller sees (`only`, if that is one).
    pub(crate) fn seen_by(self, only: Option<CheckInListId>) -> Result<CheckInListId, Error> {
        if only.is_none_or(|only| only == self.list) { Ok(self.list) } else { Err(Error::NoSuchList) }
    }
}

/// A new check-in list.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckInListIn {
    /// Its name.
    #[garde(custom(rules::filled_line(200)))]
    #[schema(min_length = 1, max_length = 200, example = "Backstage")]
    name: String,
    /// The ticket types it admits; absent or null for all.
    #[serde(default)]
    #[garde(inner(length(min = 1, max = 200)))]
    #[schema(min_items = 1, max_items = 200)]
    product_ids: Option<Vec<ProductId>>,
    /// Whether add-ons and parts of bundles get in by the code of the ticket that holds them, too. For lists of chosen
    /// ticket types.
    #[serde(default)]
    #[garde(skip)]
    match_add_ons: bool,
}

/// Changes of a check-in list; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CheckInListPatch {
    /// Its name.
    #[garde(inner(custom(rules::filled_line(200))))]
    #[schema(min_length = 1, max_length = 200)]
    name: Option<String>,
    /// The ticket types it admits; null for all. The list that nobody had to make admits all.
    #[serde(default, deserialize_with = "patch::present")]
    #[garde(inner(inner(length(min = 1, max = 200))))]
    #[schema(value_type = Option<Vec<ProductId>>, min_items = 1, max_items = 200)]
    product_ids: Option<Option<Vec<ProductId>>>,
    /// Whether add-ons and parts of bundles get in by the code of the ticket that holds them, too. For lists of chosen
    /// ticket types.
    #[garde(skip)]
    match_add_ons: Option<bool>,
}

impl CheckInListPatch {
    fn apply(self, plan: &mut Plan) {
        if let Some(name) = self.name {
            name.trim().clone_into(&mut plan.name);
        }
        if let Some(products) = self.product_ids {
            plan.products = products;
        }
        plan.match_add_ons = self.match_add_ons.unwrap_or(plan.match_add_ons);
    }
}

/// A check-in list with how far it is.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = CheckInList)]
pub struct CheckInListView {
    /// The list.
    id: CheckInListId,
    /// Its name.
    name: String,
    /// The ticket types it admits; null for all.
    product_ids: Option<Vec<ProductId>>,
    /// Whether add-ons and parts of bundles get in by the code of the ticket that holds them, too.
    match_add_ons: bool,
    /// Valid tickets it admits.
    expected: i64,
    /// Tickets that are in.
    checked_in: i64,
    /// Whether nobody had to make it: it always admits every ticket type.
    default: bool,
    /// Its version, which each change by hand increases: for `If-Match`.
    version: i64,
    /// When it was made.
    created_at: Instant,
}

impl From<CheckInList> for CheckInListView {
    fn from(list: CheckInList) -> Self {
        Self {
            id: list.id,
            name: list.name,
            product_ids: list.products,
            match_add_ons: list.match_add_ons,
            expected: list.counts.expected,
            checked_in: list.counts.checked_in,
            default: list.default,
            version: list.version,
            created_at: list.created_at,
        }
    }
}

/// Every check-in list of an event.
#[derive(Debug, Serialize, ToSchema)]
struct CheckInLists {
    items: Vec<CheckInListView>,
}

/// The event's check-in lists, “Everyone” first
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/check-in-lists", tag = "admission",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "Every list; there is always one", body = CheckInLists)),
    extensions(("x-permission" = json!("checkin.view"))))]
async fn list_check_in_lists(scope: EventScope<perm::CheckinView>) -> Result<Json<CheckInLists>, Problem> {
    let mut lists = super::list(&scope.cx, &scope.event).await?;
    lists.retain(|list| scope.list.is_none_or(|only| only == list.id));
    Ok(Json(CheckInLists { items: lists.into_iter().map(Into::into).collect() }))
}

/// Make a check-in list
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/check-in-lists", tag = "admission",
    security(("session" = [])), params(EventPath), request_body = CheckInListIn,
    responses((status = 201, description = "The list", body = CheckInListView)),
    extensions(("x-permission" = json!("checkin.manage")), ("x-audit" = json!(["check_in_list.created"]))))]
async fn create_check_in_list(
    scope: EventScope<perm::CheckinManage>,
    Checked(body): Checked<CheckInListIn>,
) -> Result<(StatusCode, Json<CheckInListView>), Problem> {
    let new = Plan {
        name: body.name.trim().to_owned(),
        products: body.product_ids,
        match_add_ons: body.match_add_ons,
    };
    let list = super::create(&scope.cx, &scope.event, new).await?;
    Ok((StatusCode::CREATED, Json(list.into())))
}

/// One check-in list
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/check-in-lists/{list}", tag = "admission",
    security(("session" = [])), params(EventPath, ListPath),
    responses((status = 200, description = "The list", body = CheckInListView)),
    extensions(("x-permission" = json!("checkin.view"))))]
async fn get_check_in_list(
    scope: EventScope<perm::CheckinView>,
    Path(path): Path<ListPath>,
) -> Result<Tagged<Json<CheckInListView>>, Problem> {
    let list = path.seen_by(scope.list)?;
    let list = super::get(&scope.cx, &scope.event, list).await?;
    Ok(Tagged(list.version, Json(list.into())))
}

/// Change who gets in by a check-in list
///
/// Every door follows from its next scan on. Who is in already stays in.
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/events/{event}/check-in-lists/{list}", tag = "admission",
    security(("session" = [])),
    params(EventPath, ListPath,
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = CheckInListPatch,
    responses((status = 200, description = "The list as it is now", body = CheckInListView),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("checkin.manage")), ("x-audit" = json!(["check_in_list.updated"]))))]
async fn update_check_in_list(
    scope: EventScope<perm::CheckinManage>,
    Path(path): Path<ListPath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<CheckInListPatch>,
) -> Result<Tagged<Json<CheckInListView>>, Problem> {
    let one = (path.seen_by(scope.list)?, version);
    let list = super::update(&scope.cx, &scope.event, one, |plan| body.apply(plan)).await?;
    Ok(Tagged(list.version, Json(list.into())))
}
