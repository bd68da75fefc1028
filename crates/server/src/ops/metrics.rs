//! Numbers for Prometheus.

use std::{
    collections::HashMap,
    sync::{LazyLock, PoisonError, RwLock},
    time::Instant,
};

use anyhow::{Context, Result};
use axum::{
    extract::{MatchedPath, Request},
    http::{Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use metrics::{Counter, Histogram};
use metrics_exporter_prometheus::{Matcher, PrometheusBuilder, PrometheusHandle};

/// Upper bounds of the latency histograms, in seconds.
const BUCKETS: [f64; 12] = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// Begins to count.
pub fn install() -> Result<PrometheusHandle> {
    PrometheusBuilder::new()
        .set_buckets_for_metric(Matcher::Suffix("_seconds".to_owned()), &BUCKETS)
        .and_then(PrometheusBuilder::install_recorder)
        .context("metrics can't be counted")
}

/// `GET /metrics`, in the text exposition format.
pub fn render(handle: &PrometheusHandle) -> Response {
    handle.run_upkeep();
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], handle.render()).into_response()
}

/// Has a request answered, counts it by route and status, and measures how long it takes.
pub async fn measured<F>(request: Request, answer: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = answer(request).await;
    count(&method, route.as_ref().map_or("unknown", MatchedPath::as_str), response.status(), started);
    response
}

/// Counts a request that was answered.
pub fn count(method: &Method, route: &str, status: StatusCode, started: Instant) {
    static METERS: LazyLock<Meters> = LazyLock::new(Meters::default);
    let (answered, seconds) = METERS.of(method, route, status);
    answered.increment(1);
    seconds.record(started.elapsed().as_secs_f64());
}

/// The counter and the histogram of a kind of request.
type Meter = (Counter, Histogram);

/// The meters of one route, by method and status.
type OfRoute = Vec<(Method, StatusCode, Meter)>;

/// Meters that were made: making one costs more than counting with it. There are as many as the exporter has, because
/// the labels are routes and not paths.
#[derive(Default)]
struct Meters(RwLock<HashMap<String, OfRoute>>);

impl Meters {
    fn of(&self, method: &Method, route: &str, status: StatusCode) -> Meter {
        self.known(method, route, status).unwrap_or_else(|| {
            let meter = meter(method, route, status);
            let mut all = self.0.write().unwrap_or_else(PoisonError::into_inner);
            all.entry(route.to_owned()).or_default().push((method.clone(), status, meter.clone()));
            meter
        })
    }

    fn known(&self, method: &Method, route: &str, status: StatusCode) -> Option<Meter> {
        let all = self.0.read().unwrap_or_else(PoisonError::into_inner);
        let (.., meter) = all.get(route)?.iter().find(|(m, s, _)| m == method && *s == status)?;
        Some(meter.clone())
    }
}

fn meter(method: &Method, route: &str, status: StatusCode) -> Meter {
    let (method, route) = (method.as_str().to_owned(), route.to_owned());
    let status = status.as_str().to_owned();
    (
        metrics::counter!("http_requests_total", "method" => method.clone(), "route" => route.clone(), "status" => status),
        metrics::histogram!("http_request_seconds", "method" => method, "route" => route),
    )
}
