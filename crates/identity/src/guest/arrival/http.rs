//! `/sso/{org}/guests`: where the provider sends guests back to.

use axum::{
    Router,
    extract::State,
    response::{IntoResponse, Response},
    routing::get,
};
use axum_extra::extract::CookieJar;
use httpkit::{App, Path, Problem, Query, erased};
use ports::sign_on::Asking;
use store::{Actor, Cx};

use crate::{
    Error,
    guest::{self, cookie, provider},
    sso::flow::{
        self, Flow, Purpose, Side,
        http::{IdPath, answer, browser, context, go, known_browser, refused, slug},
    },
};

/// Addresses for browsers; they are no part of the API.
pub fn pages() -> Router<App> {
    Router::new().route("/sso/{org}/guests", get(erased(callback)))
}

/// Begins a guest's way to the provider, from which they come back to `next`, a page of this site: gives the cookie that
/// binds it to the browser, and where to send the browser.
pub async fn start(app: &App, cx: &Cx, jar: CookieJar, next: String) -> Result<(CookieJar, String), Error> {
    let provider = provider::required(cx).await?;
    let registration = provider::registration(app, cx.org, &provider).await?;
    let flow = Flow { purpose: Purpose::Guest, person: None, next };
    let browser = browser(app, &jar);
    let address = flow::begin_at(app, cx, &registration, &browser, &flow, &Asking::default()).await?;
    Ok((jar.add(flow::http::cookie(app, &browser)), address))
}

/// `GET /sso/{org}/guests`: back from the provider.
async fn callback(
    State(app): State<App>,
    jar: CookieJar,
    Path(path): Path<IdPath>,
    Query(sent): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let cx = context(&app, path.org, Actor::Guest);
    let slug = slug(&cx).await.map_err(|_| Problem::not_found("page"))?;
    let lost = |error| Ok(go(refused(&format!("/{slug}/my"), error, None)));
    let (Some(browser), Some(answer)) = (known_browser(&app, &jar), answer(&sent)) else {
        return lost(Error::SsoOver);
    };
    let flow = match flow::take(&cx, &browser, &answer.state, Side::Guests).await {
        Ok(flow) => flow,
        Err(error) => return lost(error),
    };
    match super::finish(&app, &cx, &browser, answer).await {
        Ok(token) => {
            if let Some(old) = cookie::token(&jar, &app) {
                guest::leave(&cx, &old).await?;
            }
            Ok((cookie::put(jar, &app, token), go(flow.next)).into_response())
        }
        Err(error) => Ok(go(refused(&flow.next, error, None))),
    }
}
