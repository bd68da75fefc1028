//! Counting requests before anything is done for them.

mod classes;

use std::fmt;

use axum::{
    extract::{MatchedPath, Request},
    http::HeaderMap,
    response::{IntoResponse, Response},
};
use httpkit::{
    App, ClientAddr, auth,
    limits::{self, Class},
};

/// Takes a request out of its caller's quota and has it answered, or refuses it with 429. Answers of the API tell what is
/// left.
pub async fn counted<F>(app: &App, request: Request, answer: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    let class = class_of(&request);
    let Some(class) = class.filter(|_| app.settings.limits.enabled) else { return answer(request).await };
    let api = request.uri().path().starts_with("/api/");
    let address = request.extensions().get::<ClientAddr>().copied();
    let caller = caller(app, class, request.headers(), address).await;
    let ruling = limits::take(app, class, caller).await;
    let mut response = if ruling.allowed {
        answer(request).await
    } else {
        metrics::counter!("rate_limited_total", "class" => class.name()).increment(1);
        limits::refusal(ruling).into_response()
    };
    if api {
        limits::tell(response.headers_mut(), class, app.settings.limits.quota(class), ruling);
    }
    response
}

/// Takes a page out of the quota of `client`; `false`, and nothing taken, if nothing is left.
pub async fn may_see_page(app: &App, client: ClientAddr) -> bool {
    !app.settings.limits.enabled
        || limits::take(app, Class::Page, Caller::Address(Some(client))).await.allowed
}

fn class_of(request: &Request) -> Option<Class> {
    let route = request.extensions().get::<MatchedPath>().map_or("", MatchedPath::as_str);
    classes::of(request.method(), route, request.uri().query().unwrap_or_default())
}

/// Who is counted.
enum Caller {
    Session(String),
    Address(Option<ClientAddr>),
}

impl fmt::Display for Caller {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Session(name) => f.write_str(name),
            Self::Address(Some(client)) => client.network().fmt(f),
            Self::Address(None) => Ok(()),
        }
    }
}

/// The session where the class goes by it and there is a live one, otherwise the address.
async fn caller(app: &App, class: Class, headers: &HeaderMap, address: Option<ClientAddr>) -> Caller {
    match class.by_session() {
        true => auth::caller(app, headers).await.map_or(Caller::Address(address), Caller::Session),
        false => Caller::Address(address),
    }
}
