//! Where providers tell what happened.

use axum::{
    body::Bytes,
    extract::{Extension, State},
    http::{HeaderMap, StatusCode},
};
use httpkit::{ApiRouter, App, Path, Problem, routes};
use kernel::CorrelationId;
use ports::PaymentError;
use serde::Deserialize;
use store::Actor;

use crate::{Desk, Error};

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(provider_notice))
}

#[derive(Deserialize)]
struct ProviderPath {
    provider: String,
}

/// A payment provider's signed notice. Answered 2xx once it is kept; otherwise the provider sends it again.
#[utoipa::path(post, path = "/webhooks/{provider}", tag = "providers", params(("provider" = String, Path)),
    request_body(content = serde_json::Value, description = "As the provider sends it", content_type = "application/json"),
    responses((status = 204, description = "Kept"), (status = 401, description = "Not signed by the provider")))]
async fn provider_notice(
    State(app): State<App>,
    Extension(correlation): Extension<CorrelationId>,
    desk: Desk,
    Path(path): Path<ProviderPath>,
    headers: HeaderMap,
    body: Bytes,
) -> Result<StatusCode, Problem> {
    let provider = app.ports.payments.get(&path.provider).ok_or_else(|| Problem::not_found("provider"))?;
    let header = |name: &str| headers.get(name).and_then(|v| v.to_str().ok()).map(str::to_owned);
    let notice = match provider.read_notice(&header, &body, app.now()) {
        Ok(notice) => notice,
        Err(PaymentError::BadSignature) => {
            return Err(Problem::new(
                StatusCode::UNAUTHORIZED,
                "sales.bad_signature",
                "Not signed by the provider",
            ));
        }
        Err(error) => return Err(Error::from(error).into()),
    };
    let cx = app.cx(notice.org, Actor::Provider, correlation);
    super::notice(&cx, &desk, &app.ports.payments, provider.name(), &notice).await?;
    Ok(StatusCode::NO_CONTENT)
}
