//! Counting requests before anything is done for them.

mod classes;

use axum::{
    extract::{MatchedPath, Request, State},
    http::HeaderMap,
    middleware::Next,
    response::{IntoResponse, Response},
};
use httpkit::{
    App, ClientAddr, auth,
    limits::{self, Class},
};

/// Takes every request out of its caller's quota, or refuses it with 429. Answers of the API tell what is left.
pub async fn layer(State(app): State<App>, request: Request, next: Next) -> Response {
    let class = class_of(&request);
    let Some(class) = class.filter(|_| app.settings.limits.enabled) else { return next.run(request).await };
    let api = request.uri().path().starts_with("/api/");
    let address = request.extensions().get::<ClientAddr>().copied();
    let caller = caller(&app, class, request.headers(), address).await;
    let ruling = limits::take(&app, class, &caller).await;
    let mut response = if ruling.allowed {
        next.run(request).await
    } else {
        metrics::counter!("rate_limited_total", "class" => class.name()).increment(1);
        limits::refusal(ruling).into_response()
    };
    if api {
        limits::tell(response.headers_mut(), class, app.settings.limits.quota(class), ruling);
    }
    response
}

fn class_of(request: &Request) -> Option<Class> {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    classes::of(request.method(), route, request.uri().query().unwrap_or_default())
}

/// Who is counted: the session where the class goes by it and there is a live one, otherwise the address.
async fn caller(app: &App, class: Class, headers: &HeaderMap, address: Option<ClientAddr>) -> String {
    if class.by_session()
        && let Some(session) = auth::caller(app, headers).await
    {
        return session;
    }
    address.map_or_else(String::new, |client| client.network().to_string())
}
