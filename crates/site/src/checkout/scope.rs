//! The cart in the path, and what stops a page of the checkout before it is shown.

use axum::{
    extract::{FromRef, FromRequestParts},
    http::{StatusCode, request::Parts},
    response::{IntoResponse, Response},
};
use catalog::{GuestEvent, Mode};
use httpkit::{App, Problem, auth::path_param};
use kernel::Locale;
use sales::{
    Desk,
    cart::{self, CartStatus},
    order::{self, CartOrder, PaymentMethod},
};

use super::build::{Checkout, Topic, words_for};
use crate::{
    View,
    event_page::build::private_shell,
    respond,
    visit::{Paths, Visit},
};

/// A guest with the secret of a cart.
pub(super) struct AtCheckout {
    pub visit: Visit,
    pub scope: GuestEvent,
    pub desk: Desk,
    pub secret: String,
}

/// Another answer than the page that was asked for.
pub(super) enum Stop {
    /// This one: the order the cart became, or that the time is up.
    Answer(Response),
    /// A problem.
    Problem(Problem),
}

impl IntoResponse for Stop {
    fn into_response(self) -> Response {
        match self {
            Self::Answer(response) => response,
            Self::Problem(problem) => problem.into_response(),
        }
    }
}

impl<E: Into<Problem>> From<E> for Stop {
    fn from(error: E) -> Self {
        Self::Problem(error.into())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for AtCheckout
where
    App: FromRef<S>,
{
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        let scope = GuestEvent::from_request_parts(parts, state).await?;
        let secret = path_param(parts, state, "secret").await?;
        let desk = Desk::from_request_parts(parts, state).await?;
        Ok(Self { visit: Visit::of(App::from_ref(state), parts), scope, desk, secret })
    }
}

impl AtCheckout {
    /// The language of the pages and their addresses.
    pub fn paths(&self) -> (Locale, Paths) {
        let event = &self.scope.event;
        let locale = self.visit.locale(&event.locales);
        let paths = Paths::new(&self.scope.org_slug, event.slug.as_str(), &locale, &event.main_locale());
        (locale, paths)
    }

    /// The address of a page of this cart's checkout.
    pub fn href(&self, topic: Topic) -> String {
        format!("{}/{}", self.paths().1.checkout(&self.secret), topic.name())
    }

    /// The cart, whatever became of it; an ordered one leads to its order.
    pub async fn load(&self) -> Result<Checkout, Stop> {
        let (cx, event) = (&self.scope.cx, &self.scope.event);
        let cart = cart::get(cx, event, &self.secret).await?;
        let (locale, paths) = self.paths();
        if cart.status == CartStatus::Ordered {
            // The same cart again gives the same order; nothing is placed here.
            let wish =
                CartOrder { cart: self.secret.clone(), method: PaymentMethod::Free, shown_total_minor: 0 };
            let placed = order::place_from_cart(cx, &self.desk, event, &wish).await?.order;
            return Err(Stop::Answer(respond::see_other(&paths.order(&placed.code, &placed.secret))));
        }
        let cart = cart::view::view(cx, event, cart).await?;
        let methods = PaymentMethod::offered(event, Mode::of(cart.test), &self.desk.providers);
        let words = words_for(&locale);
        Ok(Checkout {
            words,
            locale,
            paths,
            event: event.clone(),
            cart,
            methods,
            now: cx.now,
            refused_code: String::new(),
        })
    }

    /// The cart while its tickets are held.
    pub async fn open(&self) -> Result<Checkout, Stop> {
        let checkout = self.load().await?;
        let held = checkout.cart.status == CartStatus::Open && checkout.cart.expires_at > checkout.now;
        if held { Ok(checkout) } else { Err(Stop::Answer(self.expired(&checkout, Vec::new())?)) }
    }

    /// A page of the checkout with the title called `title`.
    pub fn page<V: View>(
        &self,
        checkout: &Checkout,
        status: StatusCode,
        title: &str,
        view: &V,
    ) -> Result<Response, Stop> {
        let (words, organiser) = (checkout.words, &checkout.event.organiser);
        let origin = &self.visit.app.settings.public_url;
        let title = format!("{} · {}", words.say(title), checkout.event.name.get(&checkout.locale));
        let mut shell = private_shell(words, &checkout.locale, origin, (organiser, &checkout.paths), title)
            .testing("order", checkout.cart.test);
        shell.failed = status == StatusCode::UNPROCESSABLE_ENTITY;
        Ok(respond::private(status, respond::html(words, &shell, view)?))
    }

    /// The page after the time was up.
    pub fn expired(&self, checkout: &Checkout, lost: Vec<String>) -> Result<Response, Stop> {
        self.page(checkout, StatusCode::CONFLICT, "expired-title", &checkout.expired(lost))
    }
}
