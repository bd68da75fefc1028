//! The page as a buyer sees it whom a member imagines: at any moment (`?at=`) or in any language (`?lang=`), and then
//! with a voucher (`?voucher=`). For everybody else the moment and the language mean nothing.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::request::Parts,
    response::Response,
};
use catalog::{EventScope, SeenEvent, public};
use httpkit::{App, Problem, Query};
use jiff::civil::DateTime;
use kernel::{Instant, Locale, Zone, perm};
use serde::Deserialize;
use store::Cx;

use super::{
    Notice,
    build::{self, Done},
    http::entered_code,
};
use crate::{Lang, i18n::Words, respond, visit::Visit};

/// What the address asks for.
#[derive(Debug, Deserialize)]
pub(super) struct Wish {
    at: Option<String>,
    lang: Option<Locale>,
    voucher: Option<String>,
}

/// A wish, if a member of the organisation has one.
pub(super) struct Imagination(pub Option<Wish>);

impl<S: Send + Sync> FromRequestParts<S> for Imagination
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        if parts.uri.query().is_none() {
            return Ok(Self(None));
        }
        let Ok(Query(wish)) = Query::<Wish>::from_request_parts(parts, state).await else {
            return Ok(Self(None));
        };
        if wish.at.is_none() && wish.lang.is_none() {
            return Ok(Self(None));
        }
        let member = EventScope::<perm::Member>::from_request_parts(parts, state).await;
        Ok(Self(member.is_ok().then_some(wish)))
    }
}

/// Shows the page as it is wished.
pub(super) async fn show(
    visit: &Visit,
    guest: &SeenEvent,
    wish: Wish,
    mut done: Done,
) -> Result<Response, Problem> {
    let visit = visit.reading(wish.lang);
    let at = moment(wish.at.as_deref(), guest.cx.now, &guest.event.zone)?;
    done.code = wish.voucher.as_deref().and_then(entered_code).or(done.code);
    let (then, providers) = (Cx { now: at, ..guest.cx.clone() }, &visit.app.ports.payments);
    let slug = guest.event.slug.as_str();
    let event = public::preview(&then, providers, slug, done.code.as_deref()).await?;
    let locale = visit.locale(&event.locales);
    let words = Words::new(Lang::for_locale(&locale));
    let mut notice = Notice::new(words, "warning", "notice-imagined");
    let when = words.deadline(at, &event.zone);
    notice.text = words.say_with("notice-imagined-text", &[("when", when.into())]);
    done.imagined = Some(notice);
    let origin = &visit.app.settings.public_url;
    let (words, shell, page) = build::page(origin, &locale, (&guest.event, at), &event, None, done);
    Ok(respond::preview(respond::html(words, &shell, &page)?))
}

/// A moment as RFC 3339 says it, or a date and time on the clocks of the place; now if it is not given.
fn moment(text: Option<&str>, now: Instant, zone: &Zone) -> Result<Instant, Problem> {
    let Some(text) = text.map(str::trim).filter(|text| !text.is_empty() && *text != "now") else {
        return Ok(now);
    };
    let local = || {
        let zoned = text.parse::<DateTime>().ok()?.to_zoned(zone.jiff().clone()).ok()?;
        Some(Instant::from_jiff(zoned.timestamp()))
    };
    text.parse::<Instant>().ok().or_else(local).ok_or_else(|| {
        let message = "takes a moment such as 2027-03-14T18:00:00Z, or 2027-03-14T18:00 at the event's place";
        Problem::invalid_field("/at", "request.invalid_field", message)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_exactly_or_on_the_clocks_of_the_place() {
        let (now, berlin) = ("2027-01-01T00:00:00Z".parse().unwrap(), "Europe/Berlin".parse().unwrap());
        let at = |text| moment(Some(text), now, &berlin).ok().map(|at| at.to_string());
        assert_eq!(at("2027-07-01T18:00:00Z").as_deref(), Some("2027-07-01T18:00:00Z"));
        assert_eq!(at("2027-07-01T18:00").as_deref(), Some("2027-07-01T16:00:00Z"));
        assert_eq!(at(" now "), Some(now.to_string()));
        assert_eq!(at("tomorrow"), None);
        assert_eq!(moment(None, now, &berlin).ok(), Some(now));
    }
}
