//! `/api/v1/organisations/{org}/events/{event}/products/{product}/availability`.

use httpkit::{ApiRouter, Json, Path, Problem, Query, routes};
use kernel::{Instant, ProductId, VariationId, perm};
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Explanation, Imagined};
use crate::{EventPath, EventScope, availability::Channel, product::http::ProductPath};

/// The operation that explains.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(explain_product))
}

/// Who is to be imagined; a guest on the site who comes now and gave nothing if all is absent.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
struct ImaginedQuery {
    /// When they come.
    at: Option<Instant>,
    /// Through which door.
    channel: Option<Channel>,
    /// Which form of the product; all of them if absent.
    variation: Option<VariationId>,
    /// The access code they give.
    #[param(max_length = 50)]
    code: Option<String>,
    /// Whether they have a voucher for it.
    voucher: Option<bool>,
    /// The code of a voucher that they give. What it opens counts, as far as it is good for the product.
    #[param(max_length = 100)]
    voucher_code: Option<String>,
    /// Whether they have one that ignores quotas.
    ignores_quota: Option<bool>,
    /// How many they want in one order.
    #[param(minimum = 0, maximum = 100)]
    quantity: Option<u32>,
    /// Their mail address, for limits per customer.
    #[param(max_length = 254)]
    email: Option<String>,
}

/// Whether a product can be bought, and every reason why not.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ProductExplanation)]
pub struct ExplanationList {
    /// One for each form, or one for the product if it has none.
    pub items: Vec<Explanation>,
}

/// Whether a product can be bought, by whom and when you like, with every reason why not and what fixes it
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/products/{product}/availability",
    tag = "catalog", security(("session" = [])),
    params(EventPath, ("product" = ProductId, Path, description = "The product"), ImaginedQuery),
    responses((status = 200, description = "By the same rules that sell", body = ExplanationList)),
    extensions(("x-permission" = json!("member"))))]
async fn explain_product(
    scope: EventScope<perm::Member>,
    Path(path): Path<ProductPath>,
    Query(query): Query<ImaginedQuery>,
) -> Result<Json<ExplanationList>, Problem> {
    let imagined = Imagined {
        at: query.at.unwrap_or(scope.cx.now),
        channel: query.channel.unwrap_or(Channel::Web),
        variation: query.variation,
        code: query.code,
        voucher: query.voucher.unwrap_or_default(),
        voucher_code: query.voucher_code,
        beyond: query.ignores_quota.unwrap_or_default(),
        quantity: query.quantity.unwrap_or_default().min(1_000_000),
        email: query.email.map(|email| email.trim().to_owned()),
    };
    let items = super::explain(&scope.cx, &scope.event, path.product, &imagined).await?;
    Ok(Json(ExplanationList { items }))
}
