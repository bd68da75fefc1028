//! `PATCH /api/v1/organisations/{org}/events/{event}/products`: many at once.

use garde::Validate;
use httpkit::{ApiRouter, Checked, Json, Problem, routes};
use kernel::{ProductId, VariationId, perm};
use serde::Deserialize;
use utoipa::ToSchema;

use super::Edit;
use crate::{
    EventPath, EventScope,
    product::{
        Plan,
        http::{ProductList, ProductPatch, ProductView},
    },
    variation::{self, http::VariationPatch},
};

/// The operation on many products.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(update_products))
}

/// Changes of many products.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = ProductsPatch)]
struct ProductsIn {
    /// Product by product; they are changed in this order.
    #[garde(length(min = 1, max = 500), dive)]
    #[schema(min_items = 1, max_items = 500)]
    items: Vec<ProductChange>,
}

/// What changes about one product and its variations.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct ProductChange {
    /// The product.
    #[garde(skip)]
    product: ProductId,
    /// Its version that was read; nothing changes if it has another one by now.
    #[garde(skip)]
    #[serde(default)]
    version: Option<i64>,
    /// Takes it out of the offer when all else is done, or puts an archived one back into it first.
    #[garde(skip)]
    #[serde(default)]
    archived: Option<bool>,
    /// What changes about it; what is absent stays.
    #[garde(dive)]
    #[serde(default)]
    changes: Option<ProductPatch>,
    /// What changes about its variations.
    #[garde(length(max = 100), dive)]
    #[serde(default)]
    #[schema(max_items = 100)]
    variations: Vec<VariationChange>,
}

/// What changes about one variation.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct VariationChange {
    /// The variation.
    #[garde(skip)]
    variation: VariationId,
    /// Its version that was read.
    #[garde(skip)]
    #[serde(default)]
    version: Option<i64>,
    /// What changes about it; what is absent stays.
    #[garde(dive)]
    changes: VariationPatch,
}

impl ProductChange {
    fn edit(self) -> Edit<impl FnOnce(&mut Plan), impl FnOnce(&mut variation::Plan)> {
        let variations = self.variations.into_iter().map(|form| {
            let changes = form.changes;
            (form.variation, form.version, move |plan: &mut variation::Plan| changes.apply(plan))
        });
        Edit {
            product: self.product,
            version: self.version,
            archived: self.archived,
            change: self.changes.map(|changes| move |plan: &mut Plan| changes.apply(plan)),
            variations: variations.collect(),
        }
    }
}

/// Change many products together, or none of them
///
/// A refusal names everything that is in the way by its place in the request. Each product that changes has its own entry
/// in the audit log.
#[utoipa::path(patch, path = "/api/v1/organisations/{org}/events/{event}/products", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = ProductsIn,
    responses((status = 200, description = "Those products of them that are on offer, in the order they are shown",
            body = ProductList),
        (status = 409, description = "Something else needs one of them; nothing was changed", body = Problem,
            content_type = "application/problem+json"),
        (status = 412, description = "Somebody changed one of them meanwhile; nothing was changed", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("catalogue.edit")),
        ("x-audit" = json!([
            "product.updated", "variation.updated", "product.archived", "product.restored",
        ]))))]
async fn update_products(
    scope: EventScope<perm::CatalogueEdit>,
    Checked(body): Checked<ProductsIn>,
) -> Result<Json<ProductList>, Problem> {
    let edits = body.items.into_iter().map(ProductChange::edit).collect();
    let products = super::update(&scope.cx, &scope.event, edits).await?;
    let items = products.into_iter().map(|product| ProductView::new(product, scope.cx.now)).collect();
    Ok(Json(ProductList { items }))
}
