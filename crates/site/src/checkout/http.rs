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

#[derive(Default, Deserialize)]
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
    let form: YouForm = form(&body);
    let taken = !form.r#use.is_empty();
    let email = if taken { form.r#use } else { form.email.trim().to_owned() };
    let people = People { name: Some(form.name.clone()), email: Some(email.clone()), attendee_names: None };
    let cart = match cart::update(&at.scope.cx, &at.scope.event, &at.secret, people).await {
        Ok(cart) if cart.holds(at.scope.cx.now) => cart,
        // The page for a cart whose time is up, or the order it became.
        Ok(_) | Err(sales::Error::CartOrdered) => return show_you(at, Query(Done::default())).await,
        Err(sales::Error::Buyer(found)) => {
            let checkout = at.open().await?;
            let errors = checkout.complaints(&found);
            let frame = checkout.frame(Topic::You, errors, false);
            let page = checkout.you(frame, form.name, email, None);
            return at.page(&checkout, StatusCode::UNPROCESSABLE_ENTITY, "you-title", &page);
        }
        Err(other) => return Err(other.into()),
    };
    if let Some(suggestion) = typo::suggestion(&email).filter(|_| !taken && form.confirmed != email) {
        let checkout = at.open().await?;
        let frame = checkout.frame(Topic::You, FormErrors::default(), false);
        let page = checkout.you(frame, form.name, email, Some(suggestion));
        return at.page(&checkout, StatusCode::OK, "you-title", &page);
    }
    let admitted = cart.lines.iter().filter(|line| line.admits).count();
    let next = Topic::of(admitted).get(1).copied().unwrap_or(Topic::Review);
    Ok(respond::see_other(&at.href(next)))
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
    let form: PlaceForm = form(&body);
    let (cx, event) = (&at.scope.cx, &at.scope.event);
    let mut known = [PaymentMethod::Sandbox, PaymentMethod::BankTransfer].into_iter();
    // Whatever else was sent is refused where there is something to pay, and ignored where there is nothing.
    let method = known.find(|method| method.as_str() == form.payment_method);
    let method = method.unwrap_or(PaymentMethod::Free);
    let wish = CartOrder { cart: at.secret.clone(), method, shown_total_minor: form.shown_total_minor };
    let placed = match order::place_from_cart(cx, &at.desk, event, &wish).await {
        Ok(placed) => placed,
        Err(error) => return not_placed(&at, &form, error).await,
    };
    let href = at.paths().1.order(&placed.order.code, &placed.order.secret);
    if placed.again {
        return Ok(respond::see_other(&href));
    }
    let back = at.visit.app.settings.url(&format!("{href}/returned"));
    match order::pay_placed(cx, &at.visit.app.ports.payments, event, &placed, &back).await {
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

/// Why there is no order, on the page where it can be helped.
async fn not_placed(at: &AtCheckout, form: &PlaceForm, error: sales::Error) -> Result<Response, Stop> {
    let mut checkout = at.open().await?;
    match error {
        sales::Error::PaymentMethod => choose_method(at, &checkout),
        sales::Error::CartExpired => at.expired(&checkout, Vec::new()),
        sales::Error::Buyer(_) => Ok(respond::see_other(&checkout.href(Topic::You))),
        sales::Error::TotalChanged { now } => {
            let notice = total_changed(&mut checkout, now);
            let frame = checkout.frame(Topic::Review, FormErrors::default(), false);
            let page = checkout.review(frame, Some(&form.payment_method), Some(notice));
            at.page(&checkout, StatusCode::CONFLICT, review_title(&checkout), &page)
        }
        other => Err(other.into()),
    }
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
