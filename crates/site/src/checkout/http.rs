//! `/{org}/{event}/checkout/{secret}/…`: forms and redirects, nothing else.

use axum::{
    Router,
    body::Bytes,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use httpkit::{App, Query};
use sales::{
    cart::{self, People},
    order::{self, CartOrder, PaymentMethod},
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    build::{Checkout, Topic, total_changed},
    scope::{AtCheckout, Stop},
    typo,
};
use crate::{form::FormErrors, respond};

pub(crate) fn router() -> Router<App> {
    let at = |page: &str| format!("/{{org}}/{{event}}/checkout/{{secret}}{page}");
    Router::new()
        .route(&at(""), get(begin))
        .route(&at("/you"), get(show_you).post(take_you))
        .route(&at("/tickets"), get(show_tickets).post(take_tickets))
        .route(&at("/review"), get(show_review).post(place))
        .route(&at("/extend"), post(extend).get(begin))
        .route(&at("/release"), post(release).get(begin))
        .route(&at("/again"), post(again).get(begin))
}

#[derive(Deserialize)]
struct Done {
    extended: Option<String>,
}

/// What a form holds; what can't be read is empty, and the page asks for it.
fn form<T: DeserializeOwned + Default>(body: &[u8]) -> T {
    serde_html_form::from_bytes(body).unwrap_or_default()
}

async fn begin(at: AtCheckout) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    Ok(respond::see_other(&checkout.href(Topic::You)))
}

async fn show_you(at: AtCheckout, Query(done): Query<Done>) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    let frame = checkout.frame(Topic::You, FormErrors::default(), done.extended.is_some());
    let buyer = checkout.cart.buyer.clone();
    at.page(&checkout, StatusCode::OK, "you-title", &checkout.you(frame, buyer.name, buyer.email, None))
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct YouForm {
    name: String,
    email: String,
    /// The suggested address, if it was taken.
    r#use: String,
    /// The address that was asked about before.
    confirmed: String,
}

async fn take_you(at: AtCheckout, body: Bytes) -> Result<Response, Stop> {
    let mut checkout = at.open().await?;
    let form: YouForm = form(&body);
    let taken = !form.r#use.is_empty();
    let email = if taken { form.r#use } else { form.email.trim().to_owned() };
    let people = People { name: Some(form.name.clone()), email: Some(email.clone()), attendee_names: None };
    match cart::update(&at.scope.cx, &at.scope.event, &at.secret, people).await {
        Ok(_) => {}
        Err(sales::Error::Buyer(found)) => {
            let errors = checkout.complaints(&found);
            let frame = checkout.frame(Topic::You, errors, false);
            let page = checkout.you(frame, form.name, email, None);
            return at.page(&checkout, StatusCode::UNPROCESSABLE_ENTITY, "you-title", &page);
        }
        Err(other) => return Err(other.into()),
    }
    if let Some(suggestion) = typo::suggestion(&email).filter(|_| !taken && form.confirmed != email) {
        let frame = checkout.frame(Topic::You, FormErrors::default(), false);
        let page = checkout.you(frame, form.name, email, Some(suggestion));
        return at.page(&checkout, StatusCode::OK, "you-title", &page);
    }
    checkout.cart.buyer.name = form.name;
    let next = checkout.topics().get(1).copied().unwrap_or(Topic::Review);
    Ok(respond::see_other(&checkout.href(next)))
}

async fn show_tickets(at: AtCheckout, Query(done): Query<Done>) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    let frame = checkout.frame(Topic::Tickets, FormErrors::default(), done.extended.is_some());
    at.page(&checkout, StatusCode::OK, "attendees-title", &checkout.tickets(frame, None))
}

/// A form's fields as sent.
type Fields = Vec<(String, String)>;

/// The names typed for the cart's tickets, in their order.
fn attendee_names(checkout: &Checkout, fields: &Fields) -> Vec<String> {
    let name = |number: i32| {
        let wanted = format!("attendee-{number}");
        fields.iter().find(|(key, _)| *key == wanted).map(|(_, name)| name.clone()).unwrap_or_default()
    };
    checkout.cart.attendees.iter().map(|attendee| name(attendee.number)).collect()
}

async fn take_tickets(at: AtCheckout, body: Bytes) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    let names = attendee_names(&checkout, &form::<Fields>(&body));
    let people = People { attendee_names: Some(names.clone()), ..People::default() };
    match cart::update(&at.scope.cx, &at.scope.event, &at.secret, people).await {
        Ok(_) => Ok(respond::see_other(&checkout.href(Topic::Review))),
        Err(sales::Error::Buyer(found)) => {
            let frame = checkout.frame(Topic::Tickets, checkout.complaints(&found), false);
            let page = checkout.tickets(frame, Some(&names));
            at.page(&checkout, StatusCode::UNPROCESSABLE_ENTITY, "attendees-title", &page)
        }
        Err(other) => Err(other.into()),
    }
}

async fn show_review(at: AtCheckout, Query(done): Query<Done>) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    if !checkout.has_buyer() {
        return Ok(respond::see_other(&checkout.href(Topic::You)));
    }
    let frame = checkout.frame(Topic::Review, FormErrors::default(), done.extended.is_some());
    at.page(&checkout, StatusCode::OK, review_title(&checkout), &checkout.review(frame, None, None))
}

fn review_title(checkout: &Checkout) -> &'static str {
    if checkout.cart.total.is_zero() { "review-title-free" } else { "review-title" }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PlaceForm {
    payment_method: String,
    shown_total_minor: i64,
}

async fn place(at: AtCheckout, body: Bytes) -> Result<Response, Stop> {
    let mut checkout = at.open().await?;
    let form: PlaceForm = form(&body);
    let (cx, event) = (&at.scope.cx, &at.scope.event);
    let Some(method) = method(&checkout, &form.payment_method) else {
        return choose_method(&at, &checkout);
    };
    let wish = CartOrder { cart: at.secret.clone(), method, shown_total_minor: form.shown_total_minor };
    let placed = match order::place_from_cart(cx, &at.desk, event, &wish).await {
        Ok(placed) => placed,
        Err(sales::Error::PaymentMethod) => return choose_method(&at, &checkout),
        Err(sales::Error::CartExpired) => return at.expired(&checkout, Vec::new()),
        Err(sales::Error::Buyer(_)) => return Ok(respond::see_other(&checkout.href(Topic::You))),
        Err(sales::Error::TotalChanged { now }) => {
            let notice = total_changed(&mut checkout, now);
            let frame = checkout.frame(Topic::Review, FormErrors::default(), false);
            let page = checkout.review(frame, Some(&form.payment_method), Some(notice));
            return at.page(&checkout, StatusCode::CONFLICT, review_title(&checkout), &page);
        }
        Err(other) => return Err(other.into()),
    };
    let href = checkout.paths.order(&placed.order.code, &placed.order.secret);
    let back = at.visit.app.settings.url(&format!("{href}/returned"));
    match order::pay_url(cx, &at.visit.app.ports.payments, event, &placed.order, &back).await {
        Ok(Some(provider)) => Ok(respond::see_other(&provider)),
        Ok(None) => Ok(respond::see_other(&href)),
        // The order stands; its page offers to pay again.
        Err(sales::Error::Provider(error)) => {
            tracing::warn!(%error, "a payment could not be started");
            Ok(respond::see_other(&href))
        }
        Err(other) => Err(other.into()),
    }
}

/// The way to pay that was chosen; `None` if none was, or one that is not offered.
fn method(checkout: &Checkout, chosen: &str) -> Option<PaymentMethod> {
    if checkout.cart.total.is_zero() {
        return Some(PaymentMethod::Free);
    }
    [PaymentMethod::Sandbox, PaymentMethod::BankTransfer].into_iter().find(|method| method.as_str() == chosen)
}

fn choose_method(at: &AtCheckout, checkout: &Checkout) -> Result<Response, Stop> {
    let mut errors = FormErrors::default();
    errors.add("method", checkout.words.say("method-missing"));
    let frame = checkout.frame(Topic::Review, errors, false);
    let page = checkout.review(frame, None, None);
    at.page(checkout, StatusCode::UNPROCESSABLE_ENTITY, review_title(checkout), &page)
}

#[derive(Deserialize)]
struct BackTo {
    #[serde(default)]
    to: String,
}

async fn extend(at: AtCheckout, Query(back): Query<BackTo>, body: Bytes) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    remember(&at, &checkout, &form::<Fields>(&body)).await?;
    match cart::extend(&at.scope.cx, &at.scope.event, &at.secret).await {
        Ok(_) => {
            let page = checkout.href(Topic::named(&back.to));
            Ok(respond::see_other(&format!("{page}?extended=1")))
        }
        Err(sales::Error::CartExpired) => at.expired(&checkout, Vec::new()),
        Err(other) => Err(other.into()),
    }
}

/// Keeps what was typed before *Extend time* was pressed; what can't be taken yet is asked for again later.
async fn remember(at: &AtCheckout, checkout: &Checkout, fields: &Fields) -> Result<(), Stop> {
    let typed = |name: &str| fields.iter().find(|(key, value)| key == name && !value.is_empty());
    let typed = |name: &str| typed(name).map(|(_, value)| value.clone());
    let names = fields.iter().any(|(key, _)| key.starts_with("attendee-"));
    let parts = [
        People { name: typed("name"), ..People::default() },
        People { email: typed("email"), ..People::default() },
        People { attendee_names: names.then(|| attendee_names(checkout, fields)), ..People::default() },
    ];
    for part in parts {
        match cart::update(&at.scope.cx, &at.scope.event, &at.secret, part).await {
            Ok(_) | Err(sales::Error::Buyer(_)) => {}
            Err(other) => return Err(other.into()),
        }
    }
    Ok(())
}

async fn release(at: AtCheckout) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    cart::release(&at.scope.cx, &at.scope.event, &at.secret).await?;
    Ok(respond::see_other(&checkout.paths.event))
}

async fn again(at: AtCheckout) -> Result<Response, Stop> {
    let checkout = at.load().await?;
    match cart::reacquire(&at.scope.cx, &at.scope.event, &at.secret).await {
        Ok(_) => {
            let topic = if checkout.has_buyer() { Topic::Review } else { Topic::You };
            Ok(respond::see_other(&checkout.href(topic)))
        }
        Err(sales::Error::NotForSale { line, .. }) => {
            let lost = checkout.cart.attendees.get(line).map(|attendee| attendee.product_name.clone());
            at.expired(&checkout, lost.into_iter().collect())
        }
        Err(other) => Err(other.into()),
    }
}
