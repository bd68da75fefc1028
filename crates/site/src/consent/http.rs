//! `/oauth/authorize` (RFC 6749 §3.1): a page and a form, no script.

use axum::{
    Router,
    body::Bytes,
    extract::{Request, State},
    http::{HeaderMap, HeaderValue, StatusCode, header},
    response::Response,
    routing::get,
};
use httpkit::{
    App, Problem, SignedIn,
    auth::{csrf_token, same},
    erased,
};
use identity::{
    oauth::{
        consent::{self, Asked, Asks, Refusal},
        token::FAMILY_DAYS,
    },
    person,
};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Deserialize;

use super::ConsentPage;
use crate::{respond, shell::Shell, visit::Visit};

pub(crate) fn router() -> Router<App> {
    Router::new().route("/oauth/authorize", get(erased(ask)).post(erased(decide)))
}

/// What the form sends: the request once more, and the answer to it.
#[derive(Deserialize)]
struct Decision {
    #[serde(flatten)]
    asks: Asks,
    decision: String,
    csrf: String,
}

async fn ask(State(app): State<App>, visit: Visit, request: Request) -> Result<Response, Problem> {
    let query = request.uri().query().unwrap_or_default();
    let asked = match read(&app, query.as_bytes()).await? {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let Some(signed_in) = SignedIn::on_page(&app, request.headers()).await? else {
        let back = format!("/oauth/authorize?{query}");
        let next = utf8_percent_encode(&back, NON_ALPHANUMERIC);
        return Ok(respond::see_other(&format!("/admin/sign-in?next={next}")));
    };
    belongs(&app, &asked, &signed_in).await?;
    page(&app, &visit, &asked, &signed_in).await
}

async fn decide(
    State(app): State<App>,
    visit: Visit,
    headers: HeaderMap,
    body: Bytes,
) -> Result<Response, Problem> {
    let decision: Decision = serde_html_form::from_bytes(&body).map_err(|_| unreadable())?;
    let asked = match checked(&app, decision.asks).await? {
        Ok(asked) => asked,
        Err(answer) => return answer,
    };
    let signed_in = SignedIn::on_page(&app, &headers).await?.ok_or_else(Problem::unauthenticated)?;
    if !same(&decision.csrf, &csrf_token(&signed_in.token)) {
        return Err(Problem::new(StatusCode::FORBIDDEN, "auth.csrf", "The form came from elsewhere")
            .detail("Start again from the app."));
    }
    let issuer = &app.settings.public_url;
    if decision.decision != "allow" {
        return Ok(respond::see_other(&asked.denied(issuer)));
    }
    belongs(&app, &asked, &signed_in).await?;
    let actor = store::Actor::Person(signed_in.person);
    let cx = store::Cx { actor, ..visit.cx(asked.client.org) };
    let answer = consent::allow(&cx, signed_in.person, &asked, issuer).await?;
    Ok(respond::see_other(&answer))
}

async fn read(app: &App, query: &[u8]) -> Result<Result<Asked, Result<Response, Problem>>, Problem> {
    // Nothing may be there twice (RFC 6749 §3.1).
    let asks: Asks = serde_html_form::from_bytes(query).map_err(|_| unreadable())?;
    checked(app, asks).await
}

/// A request to ask somebody about, or the answer that it gets at once.
async fn checked(app: &App, asks: Asks) -> Result<Result<Asked, Result<Response, Problem>>, Problem> {
    let read = consent::read(&app.db, &app.settings.public_url, asks).await?;
    Ok(read.map_err(|refusal| match refusal {
        Refusal::Tell(address) => Ok(respond::see_other(&address)),
        Refusal::UnknownApp => {
            Err(Problem::new(StatusCode::BAD_REQUEST, "oauth.unknown_app", "This app is not known here")
                .detail("Whoever made it has to register it, and send the client_id of the registration."))
        }
        Refusal::WrongRedirect => Err(Problem::new(
            StatusCode::BAD_REQUEST,
            "oauth.wrong_redirect",
            "The way back is not registered",
        )
        .detail("The redirect_uri has to be one of the app's, character for character.")),
    }))
}

fn unreadable() -> Problem {
    Problem::new(StatusCode::BAD_REQUEST, "oauth.unreadable", "The request can't be read")
        .detail("Each parameter stands there once.")
}

/// Refuses who does not belong to the app's organisation, or lacks the second factor that it asks for.
async fn belongs(app: &App, asked: &Asked, signed_in: &SignedIn) -> Result<(), Problem> {
    let caller = signed_in.caller();
    let grant = app.directory.grant(asked.client.org, &caller).await?;
    grant.ok_or_else(|| Problem::not_found("app"))?;
    httpkit::step_up::require_way_in(app, asked.client.org, signed_in.person, &caller).await
}

async fn page(app: &App, visit: &Visit, asked: &Asked, signed_in: &SignedIn) -> Result<Response, Problem> {
    let (person, organisations) =
        person::with_organisations(&app.db, signed_in.person).await?.ok_or_else(Problem::unauthenticated)?;
    let organisation = organisations.into_iter().find(|organisation| organisation.id == asked.client.org);
    let organisation = organisation.ok_or_else(|| Problem::not_found("app"))?;
    let words = visit.words();
    let view = ConsentPage {
        app: asked.client.name.clone(),
        organisation: organisation.name,
        person: person.name,
        email: person.email,
        sentences: super::sentences(words, asked.permissions.iter()),
        days: FAMILY_DAYS,
        destination: destination(&asked.redirect_uri),
        fields: fields(asked, csrf_token(&signed_in.token)),
    };
    let title = words.say_with("consent-title", &[("app", view.app.as_str().into())]);
    let locale = words.lang.code().parse().map_err(Problem::internal)?;
    let shell = Shell::new(words, &locale, &app.settings.public_url, title).private();
    let mut response = respond::private(StatusCode::OK, respond::html(words, &shell, &view)?);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy(&asked.redirect_uri));
    headers.insert(header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY"));
    Ok(response)
}

fn fields(asked: &Asked, csrf: String) -> Vec<(&'static str, String)> {
    let mut fields = vec![
        ("response_type", "code".to_owned()),
        ("client_id", asked.client.id.to_string()),
        ("redirect_uri", asked.redirect_uri.clone()),
        ("scope", asked.permissions.names().join(" ")),
        ("code_challenge", asked.challenge.clone()),
        ("code_challenge_method", "S256".to_owned()),
        ("csrf", csrf),
    ];
    fields.extend(asked.state.clone().map(|state| ("state", state)));
    fields
}

/// Host and port of an address, or the scheme of one that has none.
fn destination(uri: &str) -> String {
    let Some((scheme, rest)) = uri.split_once(':') else { return String::new() };
    match rest.strip_prefix("//").map(|rest| rest.split(['/', '?']).next().unwrap_or_default()) {
        Some(host) if !host.is_empty() => host.to_owned(),
        _ => scheme.to_owned(),
    }
}

/// Browsers apply `form-action` to the redirect after a form, too: the app's address has to be named. It was registered,
/// and holds nothing that could end a directive.
fn policy(uri: &str) -> HeaderValue {
    const STRICT: &str = "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; \
        base-uri 'none'; frame-ancestors 'none'; form-action 'self'";
    let (scheme, host) = (uri.split(':').next().unwrap_or_default(), destination(uri));
    let target = if scheme == host { format!("{scheme}:") } else { format!("{scheme}://{host}") };
    let plain = target.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-+[]".contains(&byte));
    let policy = if plain { format!("{STRICT} {target}") } else { STRICT.to_owned() };
    HeaderValue::from_str(&policy).unwrap_or_else(|_| HeaderValue::from_static(STRICT))
}
