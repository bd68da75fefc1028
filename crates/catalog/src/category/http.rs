//! `/api/v1/organisations/{org}/events/{event}/categories`.

use axum::http::StatusCode;
use garde::Validate;
use httpkit::{ApiRouter, Checked, IfMatch, Json, Path, Problem, Tagged, routes, rules};
use kernel::{CategoryId, LocalizedText, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Category, Plan};
use crate::{EventPath, EventScope, event::dto::set};

/// The operations on categories.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(list_categories, create_category))
        .routes(routes!(update_category, delete_category))
}

/// A new category.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryIn {
    /// Its name, at most 200 characters each.
    #[garde(custom(rules::localized_line(200)))]
    pub name: LocalizedText,
    /// What stands below the name, at most 2000 characters each.
    #[garde(inner(custom(rules::localized_lines(2000))))]
    pub description: Option<LocalizedText>,
    /// Its place among the others, small first; last if absent.
    #[garde(inner(range(min = 0, max = 1_000_000)))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: Option<i32>,
}

/// Changes of a category; what is absent stays.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CategoryPatch {
    /// Its name, at most 200 characters each.
    #[garde(inner(custom(rules::localized_line(200))))]
    pub name: Option<LocalizedText>,
    /// What stands below the name, at most 2000 characters each.
    #[garde(inner(custom(rules::localized_lines(2000))))]
    pub description: Option<LocalizedText>,
    /// Its place among the others, small first.
    #[garde(inner(range(min = 0, max = 1_000_000)))]
    #[schema(minimum = 0, maximum = 1_000_000)]
    pub sort: Option<i32>,
}

impl CategoryPatch {
    fn apply(self, plan: &mut Plan) {
        set(&mut plan.name, self.name);
        set(&mut plan.description, self.description);
        plan.sort = self.sort.or(plan.sort);
    }
}

/// All categories of an event.
#[derive(Debug, Serialize, ToSchema)]
pub struct CategoryList {
    /// The categories, in the order they are shown.
    pub items: Vec<Category>,
}

#[derive(Debug, Deserialize)]
struct CategoryPath {
    category: CategoryId,
}

/// The event's categories
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/categories", tag = "catalog",
    security(("session" = [])), params(EventPath),
    responses((status = 200, description = "The categories in the order they are shown", body = CategoryList)),
    extensions(("x-permission" = json!("member"))))]
async fn list_categories(scope: EventScope<perm::Member>) -> Result<Json<CategoryList>, Problem> {
    Ok(Json(CategoryList { items: super::list(&scope.cx, scope.event.id).await? }))
}

/// Add a category
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/categories", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = CategoryIn,
    responses((status = 201, description = "The category", body = Category)),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["category.created"]))))]
async fn create_category(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<CategoryIn>,
) -> Result<(StatusCode, Json<Category>), Problem> {
    let plan = Plan { name: body.name, description: body.description.unwrap_or_default(), sort: body.sort };
    Ok((StatusCode::CREATED, Json(super::create(&scope.cx, &scope.event, plan).await?)))
}

/// Change a category
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/events/{event}/categories/{category}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("category" = CategoryId, Path, description = "The category"),
        ("If-Match" = Option<String>, Header, description = "The version that was read, in quotes")),
    request_body = CategoryPatch,
    responses((status = 200, description = "The category as it is now", body = Category),
        (status = 412, description = "Somebody changed it meanwhile", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["category.updated"]))))]
async fn update_category(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<CategoryPath>,
    IfMatch(version): IfMatch,
    Checked(body): Checked<CategoryPatch>,
) -> Result<Tagged<Json<Category>>, Problem> {
    let one = (path.category, version);
    let category = super::update(&scope.cx, &scope.event, one, |plan| body.apply(plan)).await?;
    Ok(Tagged(category.version, Json(category)))
}

/// Remove a category; its products stand without one
#[utoipa::path(delete, path = "/api/v1/organisations/{org}/events/{event}/categories/{category}", tag = "catalog",
    security(("session" = [])), params(EventPath, ("category" = CategoryId, Path, description = "The category")),
    responses((status = 204, description = "It is gone")),
    extensions(("x-permission" = json!("catalogue.edit")), ("x-audit" = json!(["category.deleted"]))))]
async fn delete_category(
    scope: EventScope<perm::CatalogueEdit>,
    Path(path): Path<CategoryPath>,
) -> Result<StatusCode, Problem> {
    super::delete(&scope.cx, &scope.event, path.category).await?;
    Ok(StatusCode::NO_CONTENT)
}
