//! `/{org}/my`: a guest's orders. The address has two letters, which no event's has.

use axum::{
    Router,
    body::Bytes,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::{
    CookieJar,
    cookie::{Cookie, SameSite},
};
use catalog::public::Organiser;
use httpkit::{App, Guest, Origin, Path, Problem, Query};
use identity::guest;
use kernel::{Email, Locale};
use sales::order::{
    OrderStatus,
    bought::{self, Bought},
};
use serde::Deserialize;

use super::{AskPage, EnterPage, OrderCard, OrdersPage};
use crate::{
    Lang, View,
    event_page::build::brief_of,
    i18n::Words,
    respond,
    shell::{Shell, localized},
    visit::{Paths, Visit},
};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/{org}/my", get(show).post(ask))
        .route("/{org}/my/out", post(leave))
        .route("/{org}/my/{token}", get(knock).post(enter))
}

/// An organiser's guest, and in which language their pages are.
struct Here {
    visit: Visit,
    guest: Guest,
    organiser: Organiser,
    locale: Locale,
    words: Words,
    /// The address of the organiser's page in this language.
    root: String,
}

impl Here {
    async fn find(visit: Visit, guest: Guest) -> Result<Self, Problem> {
        let organiser = catalog::public::organisation(&guest.cx).await?.organiser;
        let locale = visit.locale(&organiser.locales);
        let main = organiser.locales.first().cloned().unwrap_or_else(Locale::english);
        let path = format!("/{}", organiser.slug);
        let root = if locale == main { path } else { localized(&locale, &path) };
        let words = Words::new(Lang::for_locale(&locale));
        Ok(Self { visit, guest, organiser, locale, words, root })
    }

    fn own(&self) -> String {
        format!("{}/my", self.root)
    }

    fn page<V: View>(&self, status: StatusCode, view: &V) -> Result<Response, Problem> {
        let title = self.words.say("my-tickets");
        let origin = &self.visit.app.settings.public_url;
        let Organiser { name, contact_email, .. } = &self.organiser;
        let mut shell = Shell::new(self.words, &self.locale, origin, title)
            .of_organiser(name, &self.root, contact_email)
            .private();
        shell.failed = status == StatusCode::UNPROCESSABLE_ENTITY;
        Ok(respond::private(status, respond::html(self.words, &shell, view)?))
    }

    fn ask_page(&self) -> AskPage {
        AskPage { action: self.own(), ..AskPage::default() }
    }

    fn card(&self, order: &Bought) -> OrderCard {
        let event = &order.event;
        let locale = self.visit.locale(&event.locales);
        let paths = Paths::new(&self.guest.slug, event.slug.as_str(), &locale, &event.main_locale());
        OrderCard {
            event: brief_of(self.words, &locale, event, &paths),
            href: paths.order(&order.code, &order.secret),
            code: order.code.clone(),
            tickets: order.tickets,
            total: self.words.money(order.total),
            standing: self.words.say(match order.status {
                OrderStatus::Paid => "my-paid",
                OrderStatus::Pending => "my-pending",
                OrderStatus::Cancelled | OrderStatus::Expired => "my-cancelled",
            }),
        }
    }
}

#[derive(Deserialize)]
struct Asked {
    sent: Option<String>,
}

#[derive(Deserialize)]
struct Link {
    token: String,
}

async fn show(
    visit: Visit,
    guest: Guest,
    jar: CookieJar,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let cx = &here.guest.cx;
    let known = match token(&here.visit.app, &jar) {
        Some(token) => guest::whose(cx, &token).await?,
        None => None,
    };
    let Some(email) = known else {
        return here.page(StatusCode::OK, &AskPage { sent: asked.sent.is_some(), ..here.ask_page() });
    };
    let orders = bought::bought(cx, &email).await?;
    let view = OrdersPage {
        email: email.to_string(),
        orders: orders.iter().map(|order| here.card(order)).collect(),
        out_action: format!("{}/out", here.own()),
    };
    here.page(StatusCode::OK, &view)
}

#[derive(Default, Deserialize)]
struct AskForm {
    #[serde(default)]
    email: String,
}

/// Says the same whether or not anything was ordered with the address.
async fn ask(visit: Visit, guest: Guest, origin: Origin, body: Bytes) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let form: AskForm = serde_html_form::from_bytes(&body).unwrap_or_default();
    let Ok(email) = form.email.parse::<Email>() else {
        let mut page = here.ask_page();
        page.errors.add("email", here.words.say("my-email-invalid"));
        page.email_error = page.errors.of("email");
        page.email = form.email.chars().take(300).collect();
        return here.page(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    guest::ask(&here.visit.app, &here.guest.cx, &email, &here.locale, &origin).await?;
    Ok(respond::see_other(&format!("{}?sent=1", here.own())))
}

async fn knock(visit: Visit, guest: Guest, Path(link): Path<Link>) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let open = guest::is_open(&here.guest.cx, &link.token).await?;
    let action = format!("{}/{}", here.own(), link.token);
    let status = if open { StatusCode::OK } else { StatusCode::GONE };
    here.page(status, &EnterPage { open, action, again_href: here.own() })
}

async fn enter(
    visit: Visit,
    guest: Guest,
    jar: CookieJar,
    Path(link): Path<Link>,
) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let cx = &here.guest.cx;
    match guest::enter(cx, &link.token).await {
        Ok(token) => {
            if let Some(old) = self::token(&here.visit.app, &jar) {
                guest::leave(cx, &old).await?;
            }
            let jar = jar.add(cookie(&here.visit.app, token, i64::from(guest::LASTS_DAYS) * 86_400));
            Ok((jar, respond::see_other(&here.own())).into_response())
        }
        Err(identity::Error::LinkOver) => {
            let page = EnterPage { open: false, action: String::new(), again_href: here.own() };
            here.page(StatusCode::GONE, &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn leave(visit: Visit, guest: Guest, jar: CookieJar) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    if let Some(token) = token(&here.visit.app, &jar) {
        guest::leave(&here.guest.cx, &token).await?;
    }
    let jar = jar.add(cookie(&here.visit.app, String::new(), 0));
    Ok((jar, respond::see_other(&here.own())).into_response())
}

fn cookie_name(app: &App) -> &'static str {
    if app.settings.https() { "__Host-tessera_guest" } else { "tessera_guest" }
}

fn token(app: &App, jar: &CookieJar) -> Option<String> {
    jar.get(cookie_name(app)).map(|cookie| cookie.value().to_owned())
}

fn cookie(app: &App, token: String, seconds: i64) -> Cookie<'static> {
    let mut cookie = Cookie::new(cookie_name(app), token);
    cookie.set_path("/");
    cookie.set_http_only(true);
    cookie.set_secure(app.settings.https());
    cookie.set_same_site(SameSite::Lax);
    let lasts = std::time::Duration::from_secs(seconds.unsigned_abs());
    cookie.set_max_age(Some(lasts.try_into().unwrap_or_default()));
    cookie
}
