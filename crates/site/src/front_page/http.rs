//! `/` and `sitemap.xml`: what is on, across all organisers.

use std::sync::Arc;

use axum::{Router, extract::State, http::HeaderMap, response::Response, routing::get};
use catalog::{
    event::{self, Status},
    public::PublicOrganisation,
};
use httpkit::{App, Problem, erased};
use kernel::{Instant, Locale};

use super::FrontPage;
use crate::{
    Lang, PageCache,
    organiser_page::{EventCard, http::card},
    pages::machines,
    respond,
    shell::{Shell, prefix},
    visit::Visit,
};

/// So many organisations are asked at most; a larger site wants a front page of its own.
const ORGANISERS: usize = 200;

/// Events on the front page.
const EVENTS: usize = 60;

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/", get(erased(show)))
        .route("/sitemap.xml", get(erased(sitemap)))
        .route("/robots.txt", get(async |State(app): State<App>| robots(&app)))
}

async fn show(visit: Visit, request: HeaderMap) -> Result<Response, Problem> {
    let key = format!("front/{}|{}", visit.language(), event::changes(&visit.app.db));
    let pages = visit.app.db.cache::<PageCache>();
    let rendered = pages.get(&key, render(&visit)).await;
    Ok(respond::shared(&request, &*rendered.map_err(Arc::unwrap_or_clone)?))
}

async fn render(visit: &Visit) -> Result<String, Problem> {
    let words = visit.words();
    let locales: Vec<Locale> = Lang::ALL.into_iter().filter_map(|lang| lang.code().parse().ok()).collect();
    let locale = visit.locale(&locales);
    let mut cards: Vec<(Instant, EventCard)> = Vec::new();
    for found in organisers(visit).await? {
        let main = found.organiser.locales.first().cloned().unwrap_or_else(Locale::english);
        for event in found.upcoming.iter().filter(|event| event.status == Status::Live) {
            let card = card(words, &locale, &main, &found, event);
            let organiser = Some(found.organiser.name.clone());
            cards.push((event.starts_at, EventCard { organiser, ..card }));
        }
    }
    cards.sort_by_key(|(starts, _)| *starts);
    let view = FrontPage {
        upcoming: cards.into_iter().take(EVENTS).map(|(_, card)| card).collect(),
        admin_href: "/admin/".to_owned(),
    };
    let own = if prefix(words).is_empty() { "/".to_owned() } else { prefix(words) };
    let mut shell = Shell::new(words, &locale, &visit.app.settings.public_url, words.say("front-title"))
        .in_languages(&locales, &locale, "/")
        .public(own);
    shell.description = words.say("front-lead");
    respond::html(words, &shell, &view)
}

/// Everybody who has events to show.
async fn organisers(visit: &Visit) -> Result<Vec<PublicOrganisation>, Problem> {
    let mut found = Vec::new();
    for org in identity::organisation::all(&visit.app.db).await?.into_iter().take(ORGANISERS) {
        let organisation = catalog::public::organisation(&visit.cx(org)).await?;
        if !(organisation.upcoming.is_empty() && organisation.past.is_empty()) {
            found.push(organisation);
        }
    }
    Ok(found)
}

/// Kept like the pages: asking every organiser what is on costs the same for a machine as for a reader.
async fn sitemap(visit: Visit, request: HeaderMap) -> Result<Response, Problem> {
    let pages = visit.app.db.cache::<PageCache>();
    let key = format!("sitemap.xml|{}", event::changes(&visit.app.db));
    let rendered = pages.get(&key, list_pages(&visit)).await;
    Ok(respond::shared_file(
        &request,
        "application/xml; charset=utf-8",
        &*rendered.map_err(Arc::unwrap_or_clone)?,
    ))
}

async fn list_pages(visit: &Visit) -> Result<String, Problem> {
    let mut pages = vec![("/".to_owned(), None)];
    for found in organisers(visit).await? {
        let path = format!("/{}", found.organiser.slug);
        pages.push((path.clone(), None));
        for event in found.upcoming.iter().chain(&found.past) {
            pages.push((format!("{path}/{}", event.slug), Some(event.updated_at)));
        }
    }
    Ok(machines::sitemap(&visit.app.settings.public_url, &pages))
}

fn robots(app: &App) -> Response {
    respond::file("text/plain; charset=utf-8", machines::robots(&app.settings.public_url))
}
