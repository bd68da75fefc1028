//! `/{org}/my`: a guest's orders. The address has two letters, which no event's has.

mod passkey;

use axum::{
    Router,
    body::Bytes,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use axum_extra::extract::CookieJar;
use catalog::public::Organiser;
use httpkit::{App, Guest, Origin, Path, Problem, Query, erased};
use identity::guest::{self, Known, cookie, passkey as passkeys, provider};
use kernel::{Email, Instant, Locale};
use sales::order::{
    OrderStatus,
    bought::{self, Bought},
};
use serde::Deserialize;

use super::{AskPage, EnterPage, OrderCard, OrdersPage, PasskeyRow, Passkeys};
use crate::{
    Lang, View,
    event_page::build::brief_of,
    i18n::Words,
    respond,
    shell::{Link, Shell, localized},
    visit::{Paths, Visit},
};

pub(crate) fn router() -> Router<App> {
    Router::new()
        .route("/{org}/my", get(erased(show)).post(erased(ask)))
        .route("/{org}/my/out", post(erased(leave)))
        .route("/{org}/my/provider", get(erased(to_provider)))
        .merge(passkey::router())
        .route("/{org}/my/{token}", get(erased(knock)).post(erased(enter)))
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
        let organiser = catalog::public::organiser(&guest.cx).await?;
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

    /// The page that asks who one is, with every way to say so.
    async fn ask_page(&self) -> Result<AskPage, Problem> {
        let own = self.own();
        let provider = provider::get(&self.guest.cx).await?.map(|provider| Link {
            text: self.words.say_with("my-provider", &[("name", provider.plan.name.into())]),
            href: format!("{own}/provider"),
        });
        let passkey_action = passkeys::available(&self.visit.app).then(|| format!("{own}/passkey"));
        Ok(AskPage { action: own, passkey_action, provider, ..AskPage::default() })
    }

    /// The session that the browser shows.
    async fn known(&self, jar: &CookieJar) -> Result<Option<Known>, Problem> {
        match cookie::token(jar, &self.visit.app) {
            Some(token) => Ok(guest::whose(&self.guest.cx, &token).await?),
            None => Ok(None),
        }
    }

    async fn passkeys(&self, email: &Email, proven_at: Instant) -> Result<Option<Passkeys>, Problem> {
        if !passkeys::available(&self.visit.app) {
            return Ok(None);
        }
        let own = self.own();
        let row = |passkey: identity::passkey::Passkey| PasskeyRow {
            name: passkey.name,
            remove_action: format!("{own}/passkeys/{}/remove", passkey.id),
        };
        let items = passkeys::list(&self.guest.cx, email.as_str()).await?.into_iter().map(row).collect();
        let fresh = guest::is_fresh(&self.guest.cx, proven_at);
        let add_action = fresh.then(|| format!("{own}/passkeys"));
        Ok(Some(Passkeys { items, add_action, prove_action: own }))
    }

    async fn orders_page(
        &self,
        email: &Email,
        proven_at: Instant,
        problem: Option<&str>,
    ) -> Result<Response, Problem> {
        let orders = bought::bought(&self.guest.cx, email).await?;
        let view = OrdersPage {
            notice: problem.map(|code| self.words.say(words_of(code))),
            email: email.to_string(),
            orders: orders.iter().map(|order| self.card(order)).collect(),
            passkeys: self.passkeys(email, proven_at).await?,
            out_action: format!("{}/out", self.own()),
        };
        self.page(StatusCode::OK, &view)
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
                _ if order.test => "test-order-title",
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
    problem: Option<String>,
}

#[derive(Deserialize)]
struct LinkPath {
    token: String,
}

async fn show(
    visit: Visit,
    guest: Guest,
    jar: CookieJar,
    Query(asked): Query<Asked>,
) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let known = here.known(&jar).await?;
    if let Some(Known::Guest { email, proven_at }) = &known {
        return here.orders_page(email, *proven_at, asked.problem.as_deref()).await;
    }
    let key = if known.is_some() { Some("my-unproven") } else { asked.problem.as_deref().map(words_of) };
    let notice = key.map(|key| here.words.say(key));
    let mut page = AskPage { sent: asked.sent.is_some(), notice, ..here.ask_page().await? };
    if known.is_some() {
        // They come from there.
        page.provider = None;
    }
    here.page(StatusCode::OK, &page)
}

/// What is told of a refusal that a browser was sent back with.
fn words_of(code: &str) -> &'static str {
    match code {
        "identity.too_many_passkeys" => "my-passkeys-full",
        "identity.passkey_refused" | "identity.passkey_known" => "my-passkey-not-added",
        "identity.sso_over" => "my-way-over",
        _ => "my-way-refused",
    }
}

/// Off to the organiser's provider for guests. It is a link and no form: forms of our pages go nowhere else.
async fn to_provider(visit: Visit, guest: Guest, jar: CookieJar) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let own = here.own();
    match guest::arrival::http::start(&here.visit.app, &here.guest.cx, jar, own.clone()).await {
        Ok((jar, address)) => Ok((jar, respond::see_other(&address)).into_response()),
        Err(error) => {
            let problem = Problem::from(error);
            tracing::warn!(org = %here.guest.cx.org, code = %problem.code, "guests can't be sent to their provider");
            Ok(respond::see_other(&format!("{own}?problem={}", problem.code)))
        }
    }
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
        let mut page = here.ask_page().await?;
        page.errors.add("email", here.words.say("my-email-invalid"));
        page.email_error = page.errors.of("email");
        page.email = form.email.chars().take(300).collect();
        return here.page(StatusCode::UNPROCESSABLE_ENTITY, &page);
    };
    guest::ask(&here.visit.app, &here.guest.cx, &email, &here.locale, &origin).await?;
    Ok(respond::see_other(&format!("{}?sent=1", here.own())))
}

async fn knock(visit: Visit, guest: Guest, Path(link): Path<LinkPath>) -> Result<Response, Problem> {
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
    Path(link): Path<LinkPath>,
) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let cx = &here.guest.cx;
    let before = cookie::token(&jar, &here.visit.app);
    match guest::enter(cx, &link.token, before.as_deref()).await {
        Ok(token) => {
            let jar = cookie::put(jar, &here.visit.app, token);
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
    if let Some(token) = cookie::token(&jar, &here.visit.app) {
        guest::leave(&here.guest.cx, &token).await?;
    }
    let jar = cookie::remove(jar, &here.visit.app);
    Ok((jar, respond::see_other(&here.own())).into_response())
}
