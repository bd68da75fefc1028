//! What every request goes through on its way in, and every answer on its way out. It is one function and no stack of
//! layers, because a router copies its layers for every request.

use std::{
    convert::Infallible,
    panic::AssertUnwindSafe,
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
    time::{Duration, Instant},
};

use axum::{
    Router,
    body::Body,
    extract::{DefaultBodyLimit, Request},
    http::{HeaderName, HeaderValue, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use futures_util::FutureExt;
use http_body::Body as _;
use httpkit::{
    App, ClientAddr, Problem, bounds,
    client_addr::{self, TrustedProxies},
    correlation::{self, Asked},
};
use tower::{Layer, Service, service_fn};
use tower_http::{compression::CompressionLayer, timeout::TimeoutBody};

use crate::{limits, ops::metrics};

/// Bytes a request body may have, unless a route allows more.
const BODY_LIMIT: usize = 1024 * 1024;

/// For a year. Other names under the same domain are not ours to decide about.
static STAY: HeaderValue = HeaderValue::from_static("max-age=31536000");

/// What every answer says, unless it says something else.
static HEADERS: [(HeaderName, HeaderValue); 7] = [
    // Pages have their own. What is no page has no parts to load, and nobody shows it in a frame.
    (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'")),
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::REFERRER_POLICY, HeaderValue::from_static("strict-origin-when-cross-origin")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("SAMEORIGIN")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(self), geolocation=(), microphone=(), payment=(), usb=()"),
    ),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
];

/// Where answers are personal unless they say otherwise.
const PERSONAL: [&str; 2] = ["/api/", "/scim/"];

/// What every answer of this program says, those beside the routes, too; `personal` ones are kept nowhere.
pub fn dress(response: &mut Response, personal: bool) {
    let headers = response.headers_mut();
    headers.reserve(HEADERS.len() + 2);
    for (name, value) in &HEADERS {
        headers.entry(name).or_insert_with(|| value.clone());
    }
    if personal {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    }
}

/// Where the site is one of HTTPS, browsers that came by HTTPS are told to stay with it (RFC 6797 §7.2).
pub fn stay(response: &mut Response, client: ClientAddr, https_site: bool) {
    if client.https && https_site {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, STAY.clone());
    }
}

/// Everything before the routes. Cheap to clone.
#[derive(Clone)]
pub struct Front(Arc<FrontParts>);

/// The parts of [`Front`].
pub struct FrontParts {
    /// The state behind the router.
    pub app: App,
    /// The routes.
    pub routes: Router,
    /// Whose word counts about where a request comes from.
    pub proxies: TrustedProxies,
    /// How long a request may take.
    pub timeout: Duration,
    /// How long a client may send nothing of a body.
    pub body_timeout: Duration,
}

impl Front {
    /// Stands before `parts.routes`.
    pub fn new(parts: FrontParts) -> Self {
        Self(Arc::new(parts))
    }

    async fn answer(self, request: Request) -> Response {
        let client = client_addr::of(&self.0.proxies, &request);
        let request = match self.kept_page(request, client).await {
            Ok(page) => return self.dressed(page, client, false),
            Err(request) => request,
        };
        let mut request = site::take_language(request);
        request.extensions_mut().insert(client);
        let personal = PERSONAL.iter().any(|start| request.uri().path().starts_with(start));
        let front = self.clone();
        let service = service_fn(move |request| front.clone().identified(request).map(Ok::<_, Infallible>));
        let mut compressed = CompressionLayer::new().br(true).gzip(true).layer(service);
        let Ok(response) = compressed.call(request).await;
        self.dressed(response.map(Body::new), client, personal)
    }

    /// An event's page that was sent to somebody else a moment ago, or the request back.
    async fn kept_page(&self, request: Request, client: ClientAddr) -> Result<Response, Request> {
        let app = &self.0.app;
        let started = Instant::now();
        if bounds::check(request.uri(), request.headers()).is_err() {
            return Err(request);
        }
        let (request, page) = site::kept_page(app, request).await;
        let Some(mut response) = page else { return Err(request) };
        // Who asks too often is refused where everybody is; what is refused is not counted.
        if !limits::may_see_page(app, client).await {
            return Err(request);
        }
        Asked::new(app, &request).answered(app, &mut response);
        metrics::count(&Method::GET, site::EVENT_ROUTE, response.status(), started);
        Ok(response)
    }

    async fn identified(self, request: Request) -> Response {
        let app = &self.0.app;
        let guarded = |request| self.guarded(request);
        correlation::run(app, request, |request| site::error_pages(app, request, guarded)).await
    }

    /// Has the routes answer, in time and without a panic.
    async fn guarded(&self, request: Request) -> Response {
        let answer = AssertUnwindSafe(self.routed(request)).catch_unwind();
        match tokio::time::timeout(self.0.timeout, answer).await {
            Ok(Ok(response)) => response,
            Ok(Err(panic)) => panicked(panic.as_ref()),
            Err(_) => StatusCode::SERVICE_UNAVAILABLE.into_response(),
        }
    }

    async fn routed(&self, mut request: Request) -> Response {
        if let Err(problem) = bounds::check(request.uri(), request.headers()) {
            return problem.into_response();
        }
        if !request.body().is_end_stream() {
            request = request.map(|body| Body::new(TimeoutBody::new(self.0.body_timeout, body)));
        }
        DefaultBodyLimit::max(BODY_LIMIT).apply(&mut request);
        let Ok(response) = self.0.routes.clone().call(request).await;
        response
    }

    /// The answer with the headers that all have.
    fn dressed(&self, mut response: Response, client: ClientAddr, personal: bool) -> Response {
        dress(&mut response, personal);
        stay(&mut response, client, self.0.app.settings.https());
        response
    }
}

impl Service<Request> for Front {
    type Response = Response;
    type Error = Infallible;
    type Future = Pin<Box<dyn Future<Output = Result<Response, Infallible>> + Send>>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Self::Future {
        Box::pin(self.clone().answer(request).map(Ok))
    }
}

fn panicked(panic: &(dyn std::any::Any + Send)) -> Response {
    let said = panic.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let said = said.or_else(|| panic.downcast_ref::<String>().cloned()).unwrap_or_default();
    Problem::internal(std::io::Error::other(format!("a handler panicked: {said}"))).into_response()
}
