//! Every route and every layer, in one place.

use std::{sync::Arc, time::Duration};

use axum::{
    Extension, Router,
    extract::{DefaultBodyLimit, Request, State},
    http::{HeaderName, HeaderValue, StatusCode, header},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::get,
};
use httpkit::{
    App, ClientAddr, Problem, bounds,
    client_addr::{self, TrustedProxies},
    correlation,
};
use metrics_exporter_prometheus::{PrometheusBuilder, PrometheusHandle};
use tokio_util::sync::CancellationToken;
use tower_http::{
    catch_panic::CatchPanicLayer,
    compression::CompressionLayer,
    set_header::SetResponseHeaderLayer,
    timeout::{RequestBodyTimeoutLayer, TimeoutLayer},
};

use crate::{
    admin,
    boot::Running,
    config::Config,
    delivery, docs_page, limits, openapi,
    ops::{
        health::{self, Readiness},
        metrics,
    },
    serve::Role,
};

/// Bytes a request body may have, unless a route allows more.
const BODY_LIMIT: usize = 1024 * 1024;

/// For a year. Other names under the same domain are not ours to decide about.
const STAY: &str = "max-age=31536000";

/// The whole service.
pub fn service(
    running: &Running,
    config: &Config,
    role: Role,
    readiness: Readiness,
    metrics: PrometheusHandle,
) -> Router {
    let ground = ground(readiness, metrics);
    if role == Role::Worker {
        return ground;
    }
    let app = &running.app;
    let timeout = Duration::from_secs(config.server.request_timeout_seconds);
    let body_timeout = Duration::from_secs(config.server.body_timeout_seconds);
    let proxies = TrustedProxies::new(&config.server.trusted_proxies);
    let (api, _) = openapi::routes().split_for_parts();
    let document: Arc<str> = openapi::json().unwrap_or_default().into();
    let pages = Router::new()
        .merge(site::router(app))
        .merge(delivery::http::page())
        .merge(sandbox(running, config))
        .merge(admin::router())
        .merge(docs_page::router())
        .route("/api/v1/openapi.json", get(async move || json(&document)))
        .merge(api)
        .fallback(site::not_found)
        .method_not_allowed_fallback(async || {
            Problem::new(
                StatusCode::METHOD_NOT_ALLOWED,
                "request.method",
                "This address does not take that method",
            )
        })
        .layer(Extension(running.desk.clone()))
        .layer(Extension(running.desk.signers.clone()))
        .layer(middleware::from_fn_with_state(app.clone(), limits::layer))
        .layer(middleware::from_fn(metrics::measure))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
        .layer(RequestBodyTimeoutLayer::new(body_timeout))
        .layer(middleware::from_fn(bounds::layer))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, timeout))
        .layer(middleware::from_fn_with_state(app.clone(), site::error_pages))
        .layer(middleware::from_fn_with_state(app.clone(), correlation::layer))
        .layer(CompressionLayer::new().br(true).gzip(true))
        .layer(header_layer("x-content-type-options", "nosniff"))
        .layer(header_layer("referrer-policy", "strict-origin-when-cross-origin"))
        .layer(header_layer("x-frame-options", "SAMEORIGIN"))
        .layer(header_layer(
            "permissions-policy",
            "camera=(self), geolocation=(), microphone=(), payment=(), usb=()",
        ))
        .layer(header_layer("cross-origin-opener-policy", "same-origin"))
        .layer(header_layer("cross-origin-resource-policy", "same-origin"))
        .layer(middleware::from_fn(api_is_not_stored))
        .layer(middleware::from_fn_with_state(app.clone(), https_stays_https))
        .layer(middleware::from_fn_with_state(proxies, client_addr::layer))
        .with_state(app.clone());
    ground.merge(site::with_languages(pages))
}

/// The whole service as tests start it: ready from the beginning, counting for itself.
pub fn for_tests(running: &Running, config: &Config, role: Role) -> Router {
    let readiness = Readiness::new(running.app.db.clone(), CancellationToken::new());
    readiness.open();
    let recorder = PrometheusBuilder::new().build_recorder();
    service(running, config, role, readiness, recorder.handle())
}

/// The test card's page, unless it is turned off.
fn sandbox(running: &Running, config: &Config) -> Router<App> {
    match config.payments.sandbox {
        true => adapters::sandbox::router(running.sandbox.clone()),
        false => Router::new(),
    }
}

/// Health and metrics: outside every layer, so that they answer when nothing else does.
fn ground(readiness: Readiness, handle: PrometheusHandle) -> Router {
    Router::new()
        .route("/healthz", get(async || "ok\n"))
        .route("/readyz", get(async move || health::ready(&readiness).await))
        .route("/metrics", get(async move || metrics::render(&handle)))
}

fn json(document: &str) -> Response {
    let headers = [
        (header::CONTENT_TYPE, "application/json"),
        (header::CACHE_CONTROL, "public, max-age=300"),
        (header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"),
    ];
    (headers, document.to_owned()).into_response()
}

fn header_layer(name: &'static str, value: &'static str) -> SetResponseHeaderLayer<HeaderValue> {
    SetResponseHeaderLayer::if_not_present(HeaderName::from_static(name), HeaderValue::from_static(value))
}

/// Answers of the API are personal unless they say otherwise.
async fn api_is_not_stored(request: Request, next: Next) -> Response {
    let api = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    if api && !response.headers().contains_key(header::CACHE_CONTROL) {
        response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
    response
}

/// Where the site is one of HTTPS, browsers that came by HTTPS are told to stay with it (RFC 6797 §7.2).
async fn https_stays_https(State(app): State<App>, request: Request, next: Next) -> Response {
    let client = request.extensions().get::<ClientAddr>().copied();
    let mut response = next.run(request).await;
    if app.settings.https() && client.is_some_and(|client| client.https) {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(STAY));
    }
    response
}

fn panicked(panic: Box<dyn std::any::Any + Send>) -> Response {
    let said = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Problem::internal(std::io::Error::other(format!("a handler panicked: {said}"))).into_response()
}
