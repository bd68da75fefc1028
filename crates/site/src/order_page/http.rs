//! `/{org}/{event}/order/{code}/{secret}/…`: who knows the secret may see the order.

use axum::{
    Router,
    body::Bytes,
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
    response::Response,
    routing::{get, post},
};
use catalog::LinkedEvent;
use httpkit::{App, Problem, Query, auth::path_param, erased};
use kernel::Locale;
use sales::{
    Desk,
    order::{self, GuestOrder, OrderStatus, PaymentMethod, view::GuestPosition},
    payment,
};
use serde::Deserialize;

use super::{PendingPage, build::Shown};
use crate::{
    Lang, View,
    event_page::{
        Notice,
        build::{brief_of, private_shell},
    },
    form::FormErrors,
    i18n::Words,
    respond,
    shell::Link,
    visit::{Paths, Visit},
};

pub(crate) fn router() -> Router<App> {
    let at = |page: &str| format!("/{{org}}/{{event}}/order/{{code}}/{{secret}}{page}");
    Router::new()
        .route(&at(""), get(erased(show)))
        .route(&at("/ticket/{number}"), get(erased(ticket)))
        .route(&at("/names"), get(erased(show_names)).post(erased(take_names)))
        .route(&at("/pay"), post(erased(pay)).get(erased(show_order)))
        .route(&at("/returned"), get(erased(returned)))
        .route(&at("/mail-tickets"), post(erased(mail_tickets)).get(erased(show_order)))
}

/// A buyer with the secret of an order.
struct AtOrder {
    visit: Visit,
    scope: LinkedEvent,
    code: String,
    secret: String,
}

impl<S: Send + Sync> FromRequestParts<S> for AtOrder
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let scope = LinkedEvent::from_request_parts(parts, state).await?;
        let code = path_param(parts, state, "code").await?;
        let secret = path_param(parts, state, "secret").await?;
        Ok(Self { visit: Visit::of(App::from_ref(state), parts), scope, code, secret })
    }
}

/// The order, and in which language its pages are.
struct Found {
    words: Words,
    locale: Locale,
    paths: Paths,
    order: GuestOrder,
    root: String,
}

impl AtOrder {
    async fn find(&self) -> Result<Found, Problem> {
        let event = &self.scope.event;
        let providers = &self.visit.app.ports.payments;
        let order = order::guest_view(&self.scope.cx, providers, event, &self.code, &self.secret).await?;
        let locale = self.visit.locale_or(&event.locales, &order.locale);
        let words = Words::new(Lang::for_locale(&locale));
        let paths = Paths::new(&self.scope.org_slug, event.slug.as_str(), &locale, &event.main_locale());
        let root = paths.order(&self.code, &self.secret);
        Ok(Found { words, locale, paths, order, root })
    }

    fn shown<'a>(&'a self, found: &'a Found) -> Shown<'a> {
        Shown {
            words: found.words,
            locale: &found.locale,
            paths: &found.paths,
            event: &self.scope.event,
            order: &found.order,
            root: &found.root,
        }
    }

    fn page<V: View>(&self, found: &Found, title: String, view: &V) -> Result<Response, Problem> {
        self.answer(StatusCode::OK, found, title, view)
    }

    fn answer<V: View>(
        &self,
        status: StatusCode,
        found: &Found,
        title: String,
        view: &V,
    ) -> Result<Response, Problem> {
        let origin = &self.visit.app.settings.public_url;
        let organiser = (&self.scope.event.organiser, &found.paths);
        let mut shell = private_shell(found.words, &found.locale, origin, organiser, title)
            .testing("order", found.order.test);
        shell.failed = status == StatusCode::UNPROCESSABLE_ENTITY;
        Ok(respond::private(status, respond::html(found.words, &shell, view)?))
    }

    /// The address of the order's page, in the language of the address.
    fn root(&self) -> String {
        let event = &self.scope.event;
        let locale = self.visit.locale(&event.locales);
        let paths = Paths::new(&self.scope.org_slug, event.slug.as_str(), &locale, &event.main_locale());
        paths.order(&self.code, &self.secret)
    }
}

#[derive(Deserialize)]
struct Done {
    mailed: Option<String>,
    named: Option<String>,
}

async fn show(at: AtOrder, Query(done): Query<Done>) -> Result<Response, Problem> {
    let found = at.find().await?;
    let told = |key| Notice::new(found.words, "success", key);
    let notice = match done {
        Done { mailed: Some(_), .. } => Some(told("notice-mailed")),
        Done { named: Some(_), .. } => Some(told("notice-named")),
        _ => None,
    };
    let title = found.words.say_with("order-of", &[("code", found.order.code.as_str().into())]);
    at.page(&found, title, &at.shown(&found).page(notice))
}

/// A reload or a bookmark of a form's address.
async fn show_order(at: AtOrder) -> Response {
    respond::see_other(&at.root())
}

#[derive(Deserialize)]
struct TicketNumber {
    number: i32,
}

async fn ticket(at: AtOrder, path: httpkit::Path<TicketNumber>) -> Result<Response, Problem> {
    let found = at.find().await?;
    let page = at.shown(&found).ticket(path.0.number).map_err(Problem::internal)?;
    let page = page.ok_or_else(|| Problem::not_found("ticket"))?;
    let of: &[(&str, _)] = &[("number", page.number.into()), ("count", page.of.into())];
    let title = format!("{} · {}", found.words.say_with("ticket-number", of), page.event.name);
    at.page(&found, title, &page)
}

async fn show_names(at: AtOrder) -> Result<Response, Problem> {
    let found = at.find().await?;
    let Some(page) = at.shown(&found).names(None, FormErrors::default()) else {
        return Ok(respond::see_other(&at.root()));
    };
    at.page(&found, found.words.say("names-title"), &page)
}

async fn take_names(at: AtOrder, body: Bytes) -> Result<Response, Problem> {
    let found = at.find().await?;
    let fields: Vec<(String, String)> = serde_html_form::from_bytes(&body).unwrap_or_default();
    let typed = |position: &GuestPosition| {
        let wanted = format!("attendee-{}", position.number);
        let field = fields.iter().find(|(key, _)| *key == wanted);
        field.map_or_else(|| position.attendee_name.clone(), |(_, name)| name.clone())
    };
    let names: Vec<String> = found.order.positions.iter().map(typed).collect();
    let mut tx = at.scope.cx.begin().await?;
    match order::rename_by_buyer(&mut tx, &at.scope.event, &at.code, &at.secret, &names).await {
        Ok(()) => tx.commit().await?,
        Err(sales::Error::NamesClosed) => return Ok(respond::see_other(&at.root())),
        Err(sales::Error::Buyer(wrong)) => {
            let mut errors = FormErrors::default();
            for (place, position) in found.order.positions.iter().enumerate() {
                let pointer = format!("/attendee_names/{place}");
                if wrong.iter().any(|error| error.pointer == pointer) {
                    errors.add(format!("attendee-{}", position.number), found.words.say("name-invalid"));
                }
            }
            let page = at.shown(&found).names(Some(&names), errors);
            let page = page.ok_or_else(|| Problem::not_found("order"))?;
            let title = found.words.say("names-title");
            return at.answer(StatusCode::UNPROCESSABLE_ENTITY, &found, title, &page);
        }
        Err(other) => return Err(other.into()),
    }
    Ok(respond::see_other(&format!("{}?named=1", at.root())))
}

#[derive(Default, Deserialize)]
struct PayForm {
    payment_method: Option<PaymentMethod>,
}

/// Sends the buyer to the provider, or shows where to transfer the money if that was chosen.
async fn pay(at: AtOrder, body: Bytes) -> Result<Response, Problem> {
    let (cx, event) = (&at.scope.cx, &at.scope.event);
    let form: PayForm = serde_html_form::from_bytes(&body).unwrap_or_default();
    let providers = &at.visit.app.ports.payments;
    let order = match form.payment_method {
        Some(method) => order::switch_method(cx, providers, event, (&at.code, &at.secret), method).await,
        None => order::find(cx, event, &at.code, &at.secret).await,
    };
    let back = at.visit.app.settings.url(&format!("{}/returned", at.root()));
    let begun = match order {
        Ok(order) => order::pay_url(cx, providers, event, &order, &back).await,
        Err(error) => Err(error),
    };
    match begun {
        Ok(Some(provider)) => Ok(respond::see_other(&provider)),
        Ok(None) => Ok(respond::see_other(&at.root())),
        // Paid, expired or cancelled meanwhile: the page says so.
        Err(
            sales::Error::WrongState(_)
            | sales::Error::NotApproved
            | sales::Error::PaymentMethod
            | sales::Error::RealMoney,
        ) => Ok(respond::see_other(&at.root())),
        Err(other) => Err(other.into()),
    }
}

/// The buyer comes back from the provider, which may not know yet itself.
async fn returned(at: AtOrder, desk: Desk) -> Result<Response, Problem> {
    let (cx, event) = (&at.scope.cx, &at.scope.event);
    let providers = &at.visit.app.ports.payments;
    match payment::settle_order(cx, &desk, providers, event, &at.code, &at.secret).await {
        Ok(true) => {}
        Ok(false) => return Ok(respond::see_other(&at.root())),
        Err(sales::Error::Provider(error)) => tracing::warn!(%error, "a provider could not be asked"),
        Err(other) => return Err(other.into()),
    }
    let found = at.find().await?;
    if found.order.status != OrderStatus::Pending || !found.order.payment_under_way {
        return Ok(respond::see_other(&at.root()));
    }
    let words = found.words;
    let page = PendingPage {
        event: brief_of(words, &found.locale, event, &found.paths),
        code: found.order.code.clone(),
        amount: words.money(found.order.total),
        email: found.order.email.clone(),
        check_href: format!("{}/returned", found.root),
        order: Link { text: words.say("see-order"), href: found.root.clone() },
    };
    at.page(&found, words.say("pending-title"), &page)
}

/// Says the same whether or not there was something to mail.
async fn mail_tickets(at: AtOrder) -> Result<Response, Problem> {
    match order::resend_to_buyer(&at.scope.cx, &at.scope.event, &at.code, &at.secret).await {
        Ok(()) | Err(sales::Error::WrongState(_)) => {}
        Err(other) => return Err(other.into()),
    }
    Ok(respond::see_other(&format!("{}?mailed=1", at.root())))
}
