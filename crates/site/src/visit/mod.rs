//! Who looks, in which language, and under which addresses the pages of an event live.

use axum::{
    extract::{FromRef, FromRequestParts, Request},
    http::{Uri, request::Parts, uri::PathAndQuery},
};
use httpkit::{App, Problem, correlation};
use kernel::{CorrelationId, Locale, OrgId};
use store::{Actor, Cx};

use crate::{
    i18n::{Lang, Words},
    shell::localized,
};

/// The language that stood in front of the path.
#[derive(Clone, Debug)]
struct Asked(Locale);

/// Takes a language in front of the path (`/de/…`: two letters, which no organiser's address has) off it before
/// routing, so that every route is written once.
pub fn take_language(mut request: Request) -> Request {
    if let Some((locale, rest)) =
        split_language(request.uri().path_and_query().map_or("", PathAndQuery::as_str))
    {
        let mut parts = request.uri().clone().into_parts();
        parts.path_and_query = PathAndQuery::try_from(rest).ok();
        if let Ok(uri) = Uri::from_parts(parts) {
            *request.uri_mut() = uri;
            request.extensions_mut().insert(Asked(locale));
        }
    }
    request
}

/// `/de/nordlicht?x=1` → (`de`, `/nordlicht?x=1`).
fn split_language(path: &str) -> Option<(Locale, String)> {
    let rest = path.strip_prefix('/')?;
    let end = rest.find(['/', '?']).unwrap_or(rest.len());
    let (tag, rest) = rest.split_at(end);
    if tag.len() != 2 || !tag.bytes().all(|b| b.is_ascii_lowercase()) {
        return None;
    }
    let rest = if rest.starts_with('/') { rest.to_owned() } else { format!("/{rest}") };
    Some((tag.parse().ok()?, rest))
}

/// A visitor of the public pages.
#[derive(Clone)]
pub struct Visit {
    /// The state behind the router.
    pub app: App,
    /// The language asked for in the address.
    asked: Option<Locale>,
}

impl<S: Send + Sync> FromRequestParts<S> for Visit
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        Ok(Self::of(App::from_ref(state), parts))
    }
}

impl Visit {
    /// The visit that sends the request.
    pub fn of(app: App, parts: &Parts) -> Self {
        Self { app, asked: parts.extensions.get::<Asked>().map(|asked| asked.0.clone()) }
    }

    /// The visit that `request` belongs to.
    pub fn of_request(app: App, request: &Request) -> Self {
        Self { app, asked: request.extensions().get::<Asked>().map(|asked| asked.0.clone()) }
    }

    /// The same visit in another language, unless none is given.
    pub fn reading(&self, locale: Option<Locale>) -> Self {
        Self { app: self.app.clone(), asked: locale.or_else(|| self.asked.clone()) }
    }

    /// The language to read a page in whose own languages are `locales`, the first of them the main one.
    pub fn locale(&self, locales: &[Locale]) -> Locale {
        let main = || locales.first().cloned().unwrap_or_else(Locale::english);
        let Some(asked) = &self.asked else { return main() };
        let offered = locales.iter().find(|locale| locale.language() == asked.language());
        offered.cloned().unwrap_or_else(|| asked.clone())
    }

    /// The language of a page that remembers one (an order), unless another is asked for.
    pub fn locale_or(&self, locales: &[Locale], remembered: &Locale) -> Locale {
        if self.asked.is_some() { self.locale(locales) } else { remembered.clone() }
    }

    /// What stands in front of the path: nothing, or the language that was asked for.
    pub fn prefix(&self) -> String {
        self.asked.as_ref().map(|locale| format!("/{locale}")).unwrap_or_default()
    }

    /// The language of the address, for keys of kept pages.
    pub fn language(&self) -> &str {
        self.asked.as_ref().map_or("", Locale::as_str)
    }

    /// What use cases of `org` take first on behalf of the visitor.
    pub fn cx(&self, org: OrgId) -> Cx {
        let correlation = correlation::current();
        let correlation = correlation.unwrap_or_else(|| CorrelationId::new(self.app.now(), &self.app.chance));
        self.app.cx(org, Actor::Guest, correlation)
    }

    /// The interface language of the platform's own pages.
    pub fn words(&self) -> Words {
        Words::new(self.asked.as_ref().map_or(Lang::En, Lang::for_locale))
    }

    /// The language of an error page: asked for in the address, or the browser's first that we speak.
    pub fn words_or(&self, accept_language: &str) -> Words {
        let wanted = accept_language.split(',').filter_map(|tag| tag.split(['-', ';']).next());
        let spoken =
            wanted.filter_map(|tag| Lang::ALL.into_iter().find(|lang| lang.code() == tag.trim())).next();
        match (&self.asked, spoken) {
            (None, Some(lang)) => Words::new(lang),
            _ => self.words(),
        }
    }
}

/// The addresses of an event's pages in one language.
#[derive(Clone, Debug)]
pub struct Paths {
    /// The organiser's page.
    pub organiser: String,
    /// The event's page.
    pub event: String,
}

impl Paths {
    /// The addresses of `/org/event` for a reader of `locale`; the main language needs no prefix.
    pub fn new(org: &str, event: &str, locale: &Locale, main: &Locale) -> Self {
        let path = |path: String| if locale == main { path } else { localized(locale, &path) };
        Self { organiser: path(format!("/{org}")), event: path(format!("/{org}/{event}")) }
    }

    /// Where the ticket form is sent.
    pub fn cart(&self) -> String {
        format!("{}/cart", self.event)
    }

    /// The event as a calendar file.
    pub fn calendar(&self) -> String {
        format!("{}/event.ics", self.event)
    }

    /// The checkout of a cart.
    pub fn checkout(&self, secret: &str) -> String {
        format!("{}/checkout/{secret}", self.event)
    }

    /// The page of an order.
    pub fn order(&self, code: &str, secret: &str) -> String {
        format!("{}/order/{code}/{secret}", self.event)
    }
}

#[cfg(test)]
mod tests;
