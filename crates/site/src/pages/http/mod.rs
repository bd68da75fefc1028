//! Assets, the platform's own pages, and error pages in place of bare problems.

use axum::{
    Router,
    extract::{Path, Request, State},
    http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header},
    middleware::Next,
    response::{IntoResponse, Response},
    routing::get,
};
use httpkit::{App, Problem, correlation, erased};

use super::{ProsePage, Trouble, TroublePage};
use crate::{
    Lang, assets,
    i18n::Words,
    respond,
    shell::{Link, Shell, prefix},
    visit::Visit,
};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/accessibility", get(erased(accessibility)))
        .route("/privacy", get(erased(privacy)))
        .route("/assets/{name}", get(erased(asset)))
        .route("/favicon.ico", get(async || respond::see_other(&assets::icon().href)))
}

async fn accessibility(visit: Visit) -> Result<Response, Problem> {
    prose(&visit, "/accessibility", ProsePage::accessibility(visit.words()))
}

async fn privacy(visit: Visit) -> Result<Response, Problem> {
    prose(&visit, "/privacy", ProsePage::privacy(visit.words()))
}

fn prose(visit: &Visit, path: &str, page: ProsePage) -> Result<Response, Problem> {
    let words = visit.words();
    let locales: Vec<_> = Lang::ALL.into_iter().filter_map(|lang| lang.code().parse().ok()).collect();
    let locale = visit.locale(&locales);
    let mut shell = Shell::new(words, &locale, &visit.app.settings.public_url, page.title.clone())
        .in_languages(&locales, &locale, path)
        .public(format!("{}{path}", prefix(words)));
    shell.description = page.lead.clone();
    let html = respond::html(words, &shell, &page)?;
    let mut response = respond::private(StatusCode::OK, html);
    let kept = HeaderValue::from_static("public, max-age=300, s-maxage=3600");
    response.headers_mut().insert(header::CACHE_CONTROL, kept);
    Ok(response)
}

async fn asset(Path(name): Path<String>, request: HeaderMap) -> Result<Response, Problem> {
    let found = assets::find(&format!("/assets/{name}")).ok_or_else(|| Problem::not_found("file"))?;
    Ok(respond::asset(&request, found))
}

/// Where no route leads.
pub async fn not_found() -> Problem {
    Problem::not_found("page")
}

/// Answers browsers with a page instead of a bare problem, in their language. What is under `/api` stays as it is.
pub async fn error_pages<F>(app: &App, request: Request, answer: impl FnOnce(Request) -> F) -> Response
where
    F: Future<Output = Response>,
{
    if !wants_page(&request) {
        return answer(request).await;
    }
    let reader = Reader::of(app, &request);
    let response = answer(request).await;
    match response.extensions().get::<Problem>() {
        Some(problem) => trouble_page(&reader, problem).await.unwrap_or(response),
        None => response,
    }
}

/// Whoever is to read an error page, if there is one.
struct Reader {
    visit: Visit,
    uri: Uri,
    languages: Option<HeaderValue>,
}

impl Reader {
    fn of(app: &App, request: &Request) -> Self {
        Self {
            visit: Visit::of_request(app.clone(), request),
            uri: request.uri().clone(),
            languages: request.headers().get(header::ACCEPT_LANGUAGE).cloned(),
        }
    }
}

fn wants_page(request: &Request) -> bool {
    let accepts = request.headers().get(header::ACCEPT).and_then(|value| value.to_str().ok());
    accepts.is_some_and(|accepts| accepts.contains("text/html")) && !request.uri().path().starts_with("/api/")
}

async fn trouble_page(reader: &Reader, problem: &Problem) -> Option<Response> {
    let trouble = match problem.status {
        404 | 405 => Trouble::NotFound,
        410 => Trouble::Gone,
        429 | 503 => Trouble::Busy,
        400..=499 => Trouble::Refused,
        _ => Trouble::Broken,
    };
    let visit = &reader.visit;
    let accepts = reader.languages.as_ref().and_then(|value| value.to_str().ok());
    let words = visit.words_or(accepts.unwrap_or_default());
    let locale = words.lang.code().parse().ok()?;
    let organiser =
        if trouble == Trouble::Broken { None } else { organiser(visit, &reader.uri, words).await };
    let home = Link { text: words.say("go-home"), href: format!("{}/", prefix(words)) };
    let onward = match &organiser {
        Some((link, _)) => Link {
            text: words.say_with("back-to", &[("name", link.text.as_str().into())]),
            href: link.href.clone(),
        },
        None => home,
    };
    let reference = correlation::current().map(|id| id.to_string());
    let mut page = TroublePage::new(words, trouble, reference, onward);
    page.status = problem.status;
    let mut shell = Shell::new(words, &locale, &visit.app.settings.public_url, page.title.clone()).private();
    if let Some((link, contact)) = organiser {
        shell = shell.of_organiser(&link.text, &link.href, &contact);
    }
    let html = respond::html(words, &shell, &page).ok()?;
    let mut response = respond::private(problem.status_code(), html);
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    Some(response)
}

/// The organiser whose address the path begins with, and whom to ask there.
async fn organiser(visit: &Visit, uri: &Uri, words: Words) -> Option<(Link, String)> {
    let slug = uri.path().split('/').nth(1).filter(|slug| !slug.is_empty())?;
    let org = visit.app.directory.organisation(slug).await.ok()??;
    let organiser = catalog::public::organiser(&visit.cx(org)).await.ok()?;
    let href = format!("{}/{slug}", prefix(words));
    Some((Link { text: organiser.name, href }, organiser.contact_email))
}

/// Lets forms through only from our own pages: the secret in an address is no help against a page that sends its
/// visitors' forms to us.
pub(crate) async fn own_forms(State(app): State<App>, request: Request, next: Next) -> Response {
    if request.method() == Method::POST && foreign(request.headers(), &app.settings.public_url) {
        return Problem::new(StatusCode::FORBIDDEN, "site.foreign_form", "The form came from another site")
            .detail(format!("Open the page at {} and send it again.", app.settings.public_url))
            .into_response();
    }
    next.run(request).await
}

/// Browsers say where a form comes from (Fetch Metadata); older ones name its origin. Pages without a referrer send
/// the origin `null`, which says nothing. What a request says about its host is not looked at: a name of somebody
/// else's that leads to our address would say the same there.
fn foreign(headers: &HeaderMap, public_url: &str) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return !matches!(site, "same-origin" | "none");
    }
    let Some(origin) = text("origin").filter(|origin| *origin != "null") else { return false };
    origin != public_url && !same_machine(origin, public_url)
}

/// Whether both are addresses of the reader's own machine with the same port, by whatever name.
fn same_machine(origin: &str, public_url: &str) -> bool {
    let port_at_home = |address: &str| {
        let uri: Uri = address.parse().ok()?;
        let home = matches!(uri.host()?, "localhost" | "127.0.0.1" | "[::1]");
        home.then(|| (uri.scheme_str().map(str::to_owned), uri.port_u16()))
    };
    port_at_home(origin).is_some_and(|at| port_at_home(public_url) == Some(at))
}

#[cfg(test)]
mod tests;
