//! Every route, in one place; what stands before them is [`Front`].

use std::{sync::LazyLock, time::Duration};

use axum::{
    Router,
    extract::{Request, State},
    http::{StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use httpkit::{
    App, Problem,
    client_addr::{self, TrustedProxies},
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use sales::Desk;
use tokio_util::sync::CancellationToken;

use crate::{
    admin,
    boot::Running,
    config::Config,
    delivery, docs_page,
    front::{self, Front, FrontParts},
    limits,
    openapi::{self, Served},
    ops::{
        health::{self, Readiness},
        metrics,
    },
    serve::Role,
};

/// The whole service.
pub fn service(
    running: &Running,
    config: &Config,
    role: Role,
    readiness: Readiness,
    metrics: PrometheusHandle,
) -> Router {
    with_api(openapi::served, running, config, role, (readiness, metrics))
}

fn with_api(
    api: impl FnOnce() -> Served,
    running: &Running,
    config: &Config,
    role: Role,
    (readiness, metrics): (Readiness, PrometheusHandle),
) -> Router {
    let proxies = TrustedProxies::new(&config.server.trusted_proxies);
    let ground = ground(readiness, metrics, proxies.clone(), running.app.settings.https());
    if role == Role::Worker {
        return ground;
    }
    let app = &running.app;
    let Served { api, document } = api();
    let shared = Shared { app: app.clone(), desk: running.desk.clone() };
    // The largest takes in the others: each path that is taken in is laid out anew.
    let routes = api
        .merge(site::router(app))
        .merge(delivery::http::page())
        .merge(identity::pages())
        .merge(sandbox(running, config))
        .merge(admin::router())
        .merge(docs_page::router())
        .route("/api/v1/openapi.json", get(async move || json(&document)))
        .fallback(site::not_found)
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "request.method",
                "This address does not take that method",
            )
        })
        .layer(middleware::from_fn_with_state(shared, at_route))
        .with_state(app.clone());
    let front = Front::new(FrontParts {
        app: app.clone(),
        routes,
        proxies,
        timeout: Duration::from_secs(config.server.request_timeout_seconds),
        body_timeout: Duration::from_secs(config.server.body_timeout_seconds),
    });
    ground.fallback_service(front)
}

/// What routes get besides the state.
#[derive(Clone)]
struct Shared {
    app: App,
    desk: Desk,
}

/// What can only be done when the route is known: measuring and counting. Everything else is [`Front`]'s.
async fn at_route(State(shared): State<Shared>, mut request: Request, next: Next) -> Response {
    request.extensions_mut().insert(shared.desk.signers.clone());
    request.extensions_mut().insert(shared.desk);
    let run = |request| next.run(request);
    metrics::measured(request, |request| limits::counted(&shared.app, request, run)).await
}

/// The whole service as tests start it: ready from the beginning, counting for itself. They start it hundreds of times,
/// so the document is written once for all.
pub fn for_tests(running: &Running, config: &Config, role: Role) -> Router {
    static SERVED: LazyLock<Served> = LazyLock::new(openapi::served);
    let readiness = Readiness::new(running.app.db.clone(), CancellationToken::new());
    readiness.open();
    let recorder = PrometheusBuilder::new().build_recorder();
    with_api(|| SERVED.clone(), running, config, role, (readiness, recorder.handle()))
}

/// The test card's page, unless it is turned off.
fn sandbox(running: &Running, config: &Config) -> Router<App> {
    match config.payments.sandbox {
        true => adapters::sandbox::router(running.sandbox.clone()),
        false => Router::new(),
    }
}

/// Health and metrics: outside every other layer, so that they answer when nothing else does.
fn ground(
    readiness: Readiness,
    handle: PrometheusHandle,
    proxies: TrustedProxies,
    https_site: bool,
) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(async move || health::ready(&readiness).await))
        .route("/metrics", get(async move || metrics::render(&handle)))
        .layer(middleware::from_fn(move |request: Request, next: Next| {
            let client = client_addr::of(&proxies, &request);
            async move {
                let mut response = next.run(request).await;
                front::dress(&mut response, true);
                front::stay(&mut response, client, https_site);
                response
            }
        }))
}

fn json(document: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, document.to_owned()).into_response()
}
