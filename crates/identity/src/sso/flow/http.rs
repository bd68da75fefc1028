//! `/sso`: where browsers go to sign in, and where providers send them back to; and what the admin asks about it.

use axum::{
    Form, Router,
    extract::State,
    http::{HeaderName, HeaderValue, StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::{CookieJar, cookie::Cookie};
use garde::Validate;
use httpkit::{
    ApiRouter, App, Checked, Json, OrgScope, Origin, Path, Problem, Query, Recent, correlation, erased,
    routes,
};
use kernel::{CorrelationId, Email, OrgId, PersonId, perm};
use ports::sign_on::{Asking, Returned};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use store::{Actor, Cx};
use utoipa::ToSchema;

use super::{Browser, Flow, LASTS_MINUTES, Purpose, Side};
use crate::{
    Error, organisation,
    role::RoleRef,
    session,
    sso::{
        arrival::{self, Answer, Arrived},
        connection,
        domain::{self, Domain},
        leaving, next,
    },
};

/// The operations that begin a way to a provider.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .routes(routes!(find_sso))
        .routes(routes!(link_sso, unlink_sso))
        .routes(routes!(test_sso))
        .routes(routes!(get_sso_test))
}

/// Addresses for browsers and providers; they are no part of the API.
pub fn pages() -> Router<App> {
    Router::new()
        .route("/sso/{org}", get(erased(start)))
        .route("/sso/{org}/callback", get(erased(callback)))
        .route("/sso/{org}/backchannel-logout", post(erased(backchannel_logout)))
}

/// Whoever wants to sign in: by mail address or by organisation.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields, rename_all = "snake_case")]
pub enum SsoWanted {
    /// A mail address at a proven domain.
    Email(#[garde(length(max = 300))] String),
    /// The organisation's slug.
    Organisation(#[garde(length(max = 100))] String),
}

/// Where to go next.
#[derive(Debug, Serialize, ToSchema)]
pub struct SsoStart {
    /// The organisation's slug.
    organisation: String,
    /// Where to send the browser.
    url: String,
}

/// Where to go next.
#[derive(Debug, Serialize, ToSchema)]
pub struct SsoAddress {
    /// Where to send the browser.
    url: String,
}

/// What the provider said when the connection was tried.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
pub struct SsoTest {
    /// Whether somebody could sign in.
    works: bool,
    /// What is wrong, if anything.
    #[serde(default)]
    problem: Option<String>,
    /// Who they are at the provider.
    #[serde(default)]
    subject: Option<String>,
    /// Their address, if the provider vouches for it.
    #[serde(default)]
    email: Option<String>,
    /// Whether the address's domain is proven to be the organisation's.
    #[serde(default)]
    domain_verified: bool,
    /// What they would be here.
    #[serde(default)]
    role: Option<RoleRef>,
    /// Everything the provider says about them.
    #[serde(default)]
    claims: Map<String, Value>,
}

#[derive(Deserialize)]
struct OrgPath {
    org: String,
}

#[derive(Deserialize)]
pub(crate) struct IdPath {
    pub org: OrgId,
}

#[derive(Deserialize)]
struct TestPath {
    token: String,
}

#[derive(Deserialize)]
struct StartQuery {
    next: Option<String>,
    login_hint: Option<String>,
    again: Option<String>,
}

#[derive(Deserialize)]
struct LogoutForm {
    logout_token: String,
}

/// Where to sign in through an organisation's identity provider
#[utoipa::path(post, path = "/api/v1/auth/sso", tag = "identity", request_body = SsoWanted,
    responses((status = 200, description = "Where to send the browser", body = SsoStart),
        (status = 404, description = "No single sign-on is known there", body = Problem,
            content_type = "application/problem+json")))]
async fn find_sso(
    State(app): State<App>,
    Checked(wanted): Checked<SsoWanted>,
) -> Result<Json<SsoStart>, Problem> {
    let (org, hint) = match wanted {
        SsoWanted::Organisation(slug) => (app.directory.organisation(slug.trim()).await?, None),
        SsoWanted::Email(text) => {
            let email = text.parse::<Email>().ok();
            let domain = email.as_ref().and_then(|email| Domain::of(email.as_str()));
            let owner = match domain {
                Some(domain) => domain::store::owner(&mut *app.db.outside().await?, domain.as_str()).await?,
                None => None,
            };
            (owner, email)
        }
    };
    let org = org.ok_or(Error::SsoUnknown)?;
    let cx = context(&app, org, Actor::Guest);
    connection::get(&cx).await?.ok_or(Error::SsoUnknown)?;
    let slug = slug(&cx).await?;
    let query = hint.map(|email| format!("?login_hint={}", encoded(email.as_str()))).unwrap_or_default();
    Ok(Json(SsoStart { url: format!("/sso/{slug}{query}"), organisation: slug }))
}

/// Tell the organisation's identity provider to say who one is there
///
/// The browser goes to `url` and comes back to the account page.
#[utoipa::path(post, path = "/api/v1/me/sso/{org}", tag = "identity", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "Where to send the browser", body = SsoAddress),
        (status = 409, description = "The organisation has no single sign-on", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn link_sso(
    State(app): State<App>,
    jar: CookieJar,
    recent: Recent,
    Path(path): Path<OrgPath>,
) -> Result<(CookieJar, Json<SsoAddress>), Problem> {
    let cx = member_context(&app, &path.org, recent.person).await?;
    let flow =
        Flow { purpose: Purpose::Link, person: Some(recent.person), next: "/admin/account".to_owned() };
    begin(&app, &cx, jar, &flow).await
}

/// Forget who one is at the organisation's identity provider
#[utoipa::path(delete, path = "/api/v1/me/sso/{org}", tag = "identity", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 204, description = "Forgotten; sessions that began there ended")),
    extensions(("x-permission" = json!("signed_in"))))]
async fn unlink_sso(
    State(app): State<App>,
    recent: Recent,
    Path(path): Path<OrgPath>,
) -> Result<StatusCode, Problem> {
    let cx = member_context(&app, &path.org, recent.person).await?;
    arrival::unlink(&cx, recent.person).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// Try the connection: sign in at the provider and see what it says
///
/// The browser goes to `url` and comes back to the admin's page with `?test=` and a token; nobody is signed in.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/sso/test", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug")),
    responses((status = 200, description = "Where to send the browser", body = SsoAddress),
        (status = 409, description = "There is no connection, or the provider can't be reached", body = Problem,
            content_type = "application/problem+json")),
    extensions(("x-permission" = json!("security.manage")), ("x-audit" = json!(["sso.tried"]))))]
async fn test_sso(
    State(app): State<App>,
    jar: CookieJar,
    scope: OrgScope<perm::SecurityManage>,
) -> Result<(CookieJar, Json<SsoAddress>), Problem> {
    let next = format!("/admin/{}/sso", scope.slug);
    let flow = Flow { purpose: Purpose::Test, person: scope.cx.actor.person(), next };
    let answer = begin(&app, &scope.cx, jar, &flow).await?;
    arrival::tried(&scope.cx).await?;
    Ok(answer)
}

/// What the provider said when the connection was tried
#[utoipa::path(get, path = "/api/v1/organisations/{org}/sso/tests/{token}", tag = "team", security(("session" = [])),
    params(("org" = String, Path, description = "The organisation's slug"),
        ("token" = String, Path, description = "What the browser came back with")),
    responses((status = 200, description = "What it said; it is kept for ten minutes", body = SsoTest)),
    extensions(("x-permission" = json!("security.manage"))))]
async fn get_sso_test(
    scope: OrgScope<perm::SecurityManage>,
    Path(path): Path<TestPath>,
) -> Result<Json<SsoTest>, Problem> {
    let outcome = super::outcome(&scope.cx, &path.token).await?;
    Ok(Json(serde_json::from_value(outcome).map_err(Problem::internal)?))
}

/// `GET /sso/{org}`: off to the provider.
async fn start(
    State(app): State<App>,
    jar: CookieJar,
    Path(path): Path<OrgPath>,
    Query(query): Query<StartQuery>,
) -> Result<Response, Problem> {
    let org = app.directory.organisation(&path.org).await?.ok_or_else(|| Problem::not_found("page"))?;
    let cx = context(&app, org, Actor::Guest);
    let next = next::safe(query.next.as_deref()).to_owned();
    let flow = Flow { purpose: Purpose::SignIn, person: None, next };
    let hint = query.login_hint.filter(|hint| hint.len() <= 300);
    let ask = Asking { again: query.again.is_some(), login_hint: hint };
    let browser = browser(&app, &jar);
    let address = match super::begin(&app, &cx, &browser, &flow, &ask).await {
        Ok(address) => address,
        Err(error) => return Ok(go(refused("/admin/sign-in", error, Some(&path.org)))),
    };
    Ok((jar.add(cookie(&app, &browser)), go(address)).into_response())
}

/// `GET /sso/{org}/callback`: back from the provider.
async fn callback(
    State(app): State<App>,
    jar: CookieJar,
    origin: Origin,
    Path(path): Path<IdPath>,
    Query(sent): Query<Vec<(String, String)>>,
) -> Result<Response, Problem> {
    let cx = context(&app, path.org, Actor::Guest);
    let slug = slug(&cx).await.map_err(|_| Problem::not_found("page"))?;
    let sign_in = |error| Ok(go(refused("/admin/sign-in", error, Some(&slug))));
    let (Some(browser), Some(answer)) = (known_browser(&app, &jar), answer(&sent)) else {
        return sign_in(Error::SsoOver);
    };
    let flow = match super::take(&cx, &browser, &answer.state, Side::Members).await {
        Ok(flow) => flow,
        Err(error) => return sign_in(error),
    };
    let cx = context(&app, path.org, flow.person.map_or(Actor::Guest, Actor::Person));
    match arrival::finish(&app, &cx, &browser, &flow, answer, &origin).await {
        Ok(Arrived::In(token)) => {
            if let Some(old) = session::cookie::token(&jar, &app) {
                session::end(&app.db, &old).await?;
            }
            Ok((session::cookie::put(jar, &app, token), go(flow.next)).into_response())
        }
        Ok(Arrived::Linked) => Ok(go(format!("{}?linked={slug}", flow.next))),
        Ok(Arrived::Tested(token)) => Ok(go(format!("{}?test={token}", flow.next))),
        Err(error) if flow.purpose == Purpose::SignIn => sign_in(error),
        Err(error) => Ok(go(refused(&flow.next, error, None))),
    }
}

/// `POST /sso/{org}/backchannel-logout`: the provider tells that somebody signed out (Back-Channel Logout 1.0 §2.5).
async fn backchannel_logout(
    State(app): State<App>,
    Path(path): Path<IdPath>,
    Form(form): Form<LogoutForm>,
) -> Response {
    let cx = context(&app, path.org, Actor::Provider);
    let never_stored = [(header::CACHE_CONTROL, "no-store")];
    match leaving::signed_out(&app, &cx, &form.logout_token).await {
        Ok(()) => (StatusCode::OK, never_stored).into_response(),
        Err(error @ (Error::SignOn(_) | Error::SsoOver | Error::SsoNotConfigured)) => {
            let body =
                serde_json::json!({ "error": "invalid_request", "error_description": error.to_string() });
            (StatusCode::BAD_REQUEST, never_stored, axum::Json(body)).into_response()
        }
        Err(error) => Problem::from(error).into_response(),
    }
}

async fn begin(
    app: &App,
    cx: &Cx,
    jar: CookieJar,
    flow: &Flow,
) -> Result<(CookieJar, Json<SsoAddress>), Problem> {
    let browser = browser(app, &jar);
    let url = super::begin(app, cx, &browser, flow, &Asking::default()).await?;
    Ok((jar.add(cookie(app, &browser)), Json(SsoAddress { url })))
}

/// What the provider sent; `None` if it can't be told what it answers to, or says anything twice (RFC 6749 §3.1).
pub(crate) fn answer(sent: &[(String, String)]) -> Option<Answer> {
    let twice = |name: &str| sent.iter().filter(|(sent, _)| sent == name).count() > 1;
    if ["state", "code", "iss", "error"].into_iter().any(twice) {
        return None;
    }
    let text = |name: &str| sent.iter().find(|(sent, _)| sent == name).map(|(_, value)| value.clone());
    let result = match (text("code"), text("error")) {
        (Some(code), None) => Ok(Returned { code, issuer: text("iss") }),
        (_, Some(error)) => Err(error.chars().filter(|c| !c.is_control()).take(100).collect()),
        (None, None) => return None,
    };
    Some(Answer { state: text("state")?, result })
}

/// The secret of this browser; the same for ways that it begins at the same time.
pub(crate) fn browser(app: &App, jar: &CookieJar) -> Browser {
    known_browser(app, jar).unwrap_or_else(|| Browser::new(app))
}

/// The secret of this browser, if it has one.
pub(crate) fn known_browser(app: &App, jar: &CookieJar) -> Option<Browser> {
    jar.get(cookie_name(app)).and_then(|cookie| Browser::read(cookie.value()))
}

fn cookie_name(app: &App) -> &'static str {
    if app.settings.https() { "__Host-tessera_sso" } else { "tessera_sso" }
}

/// The cookie that binds a way to the browser that began it.
pub(crate) fn cookie(app: &App, browser: &Browser) -> Cookie<'static> {
    let seconds = i64::from(LASTS_MINUTES) * 60;
    session::cookie::lasting(app, cookie_name(app), browser.secret().to_owned(), seconds)
}

/// Sends the browser elsewhere; what it came with (codes, states) is told to nobody.
pub(crate) fn go(address: String) -> Response {
    let headers = [
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        (HeaderName::from_static("referrer-policy"), HeaderValue::from_static("no-referrer")),
        (header::LOCATION, HeaderValue::from_str(&address).unwrap_or(HeaderValue::from_static(next::HOME))),
    ];
    (StatusCode::SEE_OTHER, headers).into_response()
}

/// A page of the admin that tells why not.
pub(crate) fn refused(page: &str, error: Error, org: Option<&str>) -> String {
    let problem = Problem::from(error);
    let org = org.map(|org| format!("&org={}", encoded(org))).unwrap_or_default();
    format!("{page}?problem={}{org}", problem.code)
}

fn encoded(text: &str) -> String {
    percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string()
}

pub(crate) async fn slug(cx: &Cx) -> Result<String, Error> {
    let found = organisation::store::find(&mut cx.begin().await?).await?;
    Ok(found.ok_or(Error::NotFound("organisation"))?.slug.to_string())
}

async fn member_context(app: &App, slug: &str, person: PersonId) -> Result<Cx, Problem> {
    let outside = || Problem::not_found("organisation");
    let org = app.directory.organisation(slug).await?.ok_or_else(outside)?;
    app.directory.grant(org, &httpkit::Caller::person(person, app.now())).await?.ok_or_else(outside)?;
    Ok(context(app, org, Actor::Person(person)))
}

/// What use cases take first, for somebody who does not belong to the organisation yet.
pub(crate) fn context(app: &App, org: OrgId, actor: Actor) -> Cx {
    let correlation = correlation::current().unwrap_or_else(|| CorrelationId::new(app.now(), &app.chance));
    app.cx(org, actor, correlation)
}
