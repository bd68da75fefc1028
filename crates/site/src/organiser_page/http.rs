//! `/{org}` and its calendar.

use std::sync::Arc;

use axum::{Router, http::HeaderMap, response::Response, routing::get};
use catalog::{
    event::Status,
    public::{PublicOrganisation, PublicSummary},
};
use documents::ics::{self, CalendarEntry};
use httpkit::{App, Guest, Problem, erased};
use kernel::Locale;

use super::{EventCard, OrganiserPage};
use crate::{
    Lang, PageCache,
    event_page::{Brief, Place, build},
    i18n::Words,
    markdown, mosaic,
    pages::machines,
    respond,
    shell::{Link, Shell},
    visit::{Paths, Visit},
};

pub(crate) fn router() -> Router<App> {
    Router::new().route("/{org}", get(erased(show))).route("/{org}/events.ics", get(erased(calendar)))
}

async fn show(visit: Visit, guest: Guest, request: HeaderMap) -> Result<Response, Problem> {
    let key = format!("{}|{}", visit.language(), guest.slug);
    let pages = visit.app.db.cache::<PageCache>();
    let rendered = pages.get(&key, render(&visit, &guest)).await;
    Ok(respond::shared(&request, &*rendered.map_err(Arc::unwrap_or_clone)?))
}

async fn render(visit: &Visit, guest: &Guest) -> Result<String, Problem> {
    let found = catalog::public::organisation(&guest.cx).await?;
    let organiser = &found.organiser;
    let locale = visit.locale(&organiser.locales);
    let main = organiser.locales.first().cloned().unwrap_or_else(Locale::english);
    let words = Words::new(Lang::for_locale(&locale));
    let path = format!("/{}", organiser.slug);
    let own = if locale == main { path.clone() } else { crate::shell::localized(&locale, &path) };
    let cards = |events: &[PublicSummary]| -> Vec<EventCard> {
        events.iter().map(|event| card(words, &locale, &main, &found, event)).collect()
    };
    let about = organiser.about.get(&locale);
    let view = OrganiserPage {
        name: organiser.name.clone(),
        about: markdown::to_html(about),
        website: organiser.website.as_deref().map(website),
        upcoming: cards(&found.upcoming),
        // What it cost helps nobody any more.
        past: cards(&found.past).into_iter().map(|card| EventCard { price: None, ..card }).collect(),
        calendar_href: format!("{own}/events.ics"),
        mosaic: mosaic::svg(&organiser.slug, mosaic::COVER),
    };
    let mut shell = Shell::new(words, &locale, &visit.app.settings.public_url, organiser.name.clone())
        .in_languages(&organiser.locales, &locale, &path)
        .of_organiser(&organiser.name, &own, &organiser.contact_email)
        .public(own);
    shell.description = markdown::to_text(about, 160);
    respond::html(words, &shell, &view)
}

/// A link that says where it leads, without the scheme.
fn website(href: &str) -> Link {
    let text = href.split_once("://").map_or(href, |(_, rest)| rest).trim_end_matches('/');
    Link { text: text.to_owned(), href: href.to_owned() }
}

/// An organiser's event in a list.
pub(crate) fn card(
    words: Words,
    locale: &Locale,
    main: &Locale,
    found: &PublicOrganisation,
    event: &PublicSummary,
) -> EventCard {
    let paths = Paths::new(&found.organiser.slug, event.slug.as_str(), locale, main);
    let online = if event.online { "yes" } else { "" };
    EventCard {
        event: Brief {
            name: event.name.get(locale).to_owned(),
            href: paths.event,
            dates: words.dates(event.starts_at, event.ends_at, None, &event.zone),
            place: Place::new(&event.venue_name, "", online),
        },
        summary: event.summary.get(locale).to_owned(),
        organiser: None,
        cover: event.cover.as_ref().map(build::cover),
        mosaic: mosaic::svg(&format!("{}/{}", found.organiser.slug, event.slug), mosaic::THUMBNAIL),
        cancelled: event.status == Status::Cancelled,
        test: event.test_mode,
        price: event.price_from.map(|price| match price.is_zero() {
            true => words.say("free"),
            false => words.say_with("price-from", &[("price", words.money(price).into())]),
        }),
    }
}

async fn calendar(visit: Visit, guest: Guest) -> Result<Response, Problem> {
    let found = catalog::public::organisation(&guest.cx).await?;
    let locale = visit.locale(&found.organiser.locales);
    let main = found.organiser.locales.first().cloned().unwrap_or_else(Locale::english);
    let settings = &visit.app.settings;
    let entry = |event: &PublicSummary| {
        let paths = Paths::new(&guest.slug, event.slug.as_str(), &locale, &main);
        CalendarEntry {
            uid: machines::calendar_uid(event.id, &settings.public_url),
            stamp: event.updated_at.jiff(),
            starts_at: event.starts_at.jiff(),
            ends_at: event.ends_at.jiff(),
            zone: event.zone.name().to_owned(),
            summary: event.name.get(&locale).to_owned(),
            description: Some(event.summary.get(&locale).to_owned()).filter(|text| !text.is_empty()),
            location: machines::location(&event.venue_name, ""),
            url: Some(settings.url(&paths.event)),
            organiser: Some(ics::Organiser {
                name: found.organiser.name.clone(),
                email: found.organiser.contact_email.clone(),
            }),
            status: machines::calendar_status(event.status),
            sequence: u32::try_from(event.version).unwrap_or(u32::MAX),
        }
    };
    let entries: Vec<CalendarEntry> = found.past.iter().rev().chain(&found.upcoming).map(entry).collect();
    Ok(respond::file("text/calendar; charset=utf-8", ics::calendar_ics(&entries)))
}
