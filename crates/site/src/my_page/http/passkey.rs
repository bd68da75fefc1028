//! Adding, removing and using a guest's passkeys. Each step is a form, and the page of a step holds what the browser needs:
//! so the pages' policy, under which no script asks for anything, stays as it is.

use axum::{
    Router,
    body::Bytes,
    http::StatusCode,
    response::{IntoResponse, Response},
    routing::post,
};
use axum_extra::extract::CookieJar;
use httpkit::{App, Guest, Origin, Path, Problem, erased};
use identity::{
    Error,
    guest::{self, Known, cookie, passkey},
};
use kernel::{Email, PasskeyId};
use serde::Deserialize;
use serde_json::Value;

use super::Here;
use crate::{
    my_page::{AskPage, PasskeyPage},
    respond,
    visit::Visit,
};

/// The longest name of a passkey, in characters.
const LONGEST_NAME: usize = 100;

pub(super) fn router() -> Router<App> {
    Router::new()
        .route("/{org}/my/passkey", post(erased(ask)))
        .route("/{org}/my/passkey/in", post(erased(enter)))
        .route("/{org}/my/passkeys", post(erased(make)))
        .route("/{org}/my/passkeys/new", post(erased(add)))
        .route("/{org}/my/passkeys/{passkey}/remove", post(erased(remove)))
}

#[derive(Default, Deserialize)]
struct AnswerForm {
    #[serde(default)]
    credential: String,
    #[serde(default)]
    name: String,
}

impl AnswerForm {
    fn read(body: &Bytes) -> Self {
        serde_html_form::from_bytes(body).unwrap_or_default()
    }

    fn credential(&self) -> Value {
        serde_json::from_str(&self.credential).unwrap_or_default()
    }

    /// What was typed, as far as it fits, or `otherwise`.
    fn name(&self, otherwise: String) -> String {
        let typed: String = self.name.chars().filter(|c| !c.is_control()).take(LONGEST_NAME).collect();
        if typed.trim().is_empty() { otherwise } else { typed }
    }
}

#[derive(Deserialize)]
struct OnePath {
    passkey: PasskeyId,
}

impl Here {
    /// The address of whoever may change what signs them in: it was proven just now.
    async fn fresh(&self, jar: &CookieJar) -> Result<Option<Email>, Problem> {
        Ok(match self.known(jar).await? {
            Some(Known::Guest { email, proven_at }) if guest::is_fresh(&self.guest.cx, proven_at) => {
                Some(email)
            }
            _ => None,
        })
    }

    fn home(&self) -> Response {
        respond::see_other(&self.own())
    }

    fn device_page(&self, making: bool, options: &Value) -> Result<Response, Problem> {
        let own = self.own();
        let view = PasskeyPage {
            making,
            options: options.to_string(),
            action: if making { format!("{own}/passkeys/new") } else { format!("{own}/passkey/in") },
            name: self.words.say("my-passkey-usual-name"),
            back_href: own,
        };
        self.page(StatusCode::OK, &view)
    }

    /// Back to the orders, where it is told why there is no new passkey.
    fn not_added(&self, error: Error) -> Result<Response, Problem> {
        match error {
            Error::PasskeyRefused | Error::PasskeyKnown | Error::TooManyPasskeys => {
                let code = Problem::from(error).code;
                Ok(respond::see_other(&format!("{}?problem={code}", self.own())))
            }
            other => Err(other.into()),
        }
    }

    /// The page that asks who one is, saying what went wrong.
    async fn refused(&self, key: &str) -> Result<Response, Problem> {
        let page = AskPage { notice: Some(self.words.say(key)), ..self.ask_page().await? };
        self.page(StatusCode::UNPROCESSABLE_ENTITY, &page)
    }
}

/// Asks the device for whatever passkey it finds.
async fn ask(visit: Visit, guest: Guest) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let options = passkey::begin_authentication(&here.visit.app, &here.guest.cx).await?;
    here.device_page(false, &options)
}

async fn enter(
    visit: Visit,
    guest: Guest,
    jar: CookieJar,
    origin: Origin,
    body: Bytes,
) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let (app, cx) = (&here.visit.app, &here.guest.cx);
    match passkey::enter(app, cx, AnswerForm::read(&body).credential(), &origin).await {
        Ok(token) => {
            if let Some(old) = cookie::token(&jar, app) {
                guest::leave(cx, &old).await?;
            }
            Ok((cookie::put(jar, app, token), here.home()).into_response())
        }
        Err(Error::PasskeyRefused) => here.refused("my-passkey-refused").await,
        Err(other) => Err(other.into()),
    }
}

/// Asks the device to make one.
async fn make(visit: Visit, guest: Guest, jar: CookieJar) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let Some(email) = here.fresh(&jar).await? else { return Ok(here.home()) };
    match passkey::begin_registration(&here.visit.app, &here.guest.cx, email.as_str()).await {
        Ok(options) => here.device_page(true, &options),
        Err(error) => here.not_added(error),
    }
}

async fn add(visit: Visit, guest: Guest, jar: CookieJar, body: Bytes) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let Some(email) = here.fresh(&jar).await? else { return Ok(here.home()) };
    let form = AnswerForm::read(&body);
    let name = form.name(here.words.say("my-passkey-usual-name"));
    let (app, cx) = (&here.visit.app, &here.guest.cx);
    match passkey::finish_registration(app, cx, email.as_str(), &name, form.credential()).await {
        Ok(()) => Ok(here.home()),
        Err(error) => here.not_added(error),
    }
}

async fn remove(
    visit: Visit,
    guest: Guest,
    jar: CookieJar,
    Path(path): Path<OnePath>,
) -> Result<Response, Problem> {
    let here = Here::find(visit, guest).await?;
    let Some(email) = here.fresh(&jar).await? else { return Ok(here.home()) };
    let token = cookie::token(&jar, &here.visit.app).unwrap_or_default();
    passkey::remove(&here.guest.cx, email.as_str(), &token, path.passkey).await?;
    Ok(here.home())
}
