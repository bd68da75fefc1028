//! `/{org}/{event}/checkout/{secret}/…`: forms and redirects, nothing else.

use axum::{
    Router,
    body::Bytes,
    http::StatusCode,
    response::Response,
    routing::{get, post},
};
use catalog::quote::Refusal;
use httpkit::{App, Query, erased};
use sales::{
    cart::{self, Change, People},
    order::{self, CartOrder, PaymentMethod},
    price::BuyerTax,
};
use serde::{Deserialize, de::DeserializeOwned};

use super::{
    build::{Checkout, Topic, TypedTax, TypedYou, total_changed},
    code,
    scope::{AtCheckout, Stop},
    typo,
};
use crate::{form::FormErrors, respond};

pub(crate) fn router() -> Router<App> {
    let at = |page: &str| format!("/{{org}}/{{event}}/checkout/{{secret}}{page}");
    Router::new()
        .route(&at(""), get(erased(begin)))
        .route(&at("/you"), get(erased(show_you)).post(erased(take_you)))
        .route(&at("/tickets"), get(erased(show_tickets)).post(erased(take_tickets)))
        .route(&at("/review"), get(erased(show_review)).post(erased(place)))
        .route(&at("/extend"), post(erased(extend)).get(erased(begin)))
        .route(&at("/voucher"), post(erased(code::apply)).get(erased(begin)))
        .route(&at("/release"), post(erased(release)).get(erased(begin)))
        .route(&at("/again"), post(erased(again)).get(erased(begin)))
}

#[derive(Default, Deserialize)]
struct Done {
    extended: Option<String>,
}

/// What a form holds; what can't be read is empty, and the page asks for it.
pub(super) fn form<T: DeserializeOwned + Default>(body: &[u8]) -> T {
    serde_html_form::from_bytes(body).unwrap_or_default()
}

async fn begin(at: AtCheckout) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    Ok(respond::see_other(&checkout.href(Topic::You)))
}

async fn show_you(at: AtCheckout, Query(done): Query<Done>) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    let frame = checkout.frame(Topic::You, FormErrors::default(), done.extended.is_some());
    at.page(&checkout, StatusCode::OK, "you-title", &checkout.you(frame, checkout.known(), None))
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
    /// Absent if the page did not ask.
    country: Option<String>,
    business: String,
    vat_id: String,
}

impl YouForm {
    /// What was typed about where the buyer is.
    fn tax(&self) -> Option<TypedTax> {
        let country = self.country.clone()?;
        Some(TypedTax { country, business: !self.business.is_empty(), vat_id: self.vat_id.clone() })
    }
}

async fn take_you(at: AtCheckout, body: Bytes) -> Result<Response, Stop> {
    let form: YouForm = form(&body);
    let taken = !form.r#use.is_empty();
    let email = if taken { form.r#use.clone() } else { form.email.trim().to_owned() };
    let typed = TypedYou { name: form.name.clone(), email: email.clone(), tax: form.tax() };
    if let Some(refused) = code::given(&at, Topic::You, &body).await? {
        return Ok(refused);
    }
    let people = People { name: Some(form.name), email: Some(email.clone()), attendee_names: None };
    let told = cart::update(&at.scope.cx, &at.scope.event, &at.secret, people).await;
    let cart = match (told, tax(&at, typed.tax.as_ref()).await) {
        (Ok(cart), Ok(())) if cart.holds(at.scope.cx.now) => cart,
        // The page for a cart whose time is up, or the order it became.
        (Ok(_) | Err(sales::Error::CartOrdered), Ok(()))
        | (_, Err(sales::Error::CartExpired | sales::Error::CartOrdered)) => {
            return show_you(at, Query(Done::default())).await;
        }
        (told, tax) => return you_again(&at, typed, [told.err(), tax.err()]).await,
    };
    if let Some(suggestion) = typo::suggestion(&email).filter(|_| !taken && form.confirmed != email) {
        let checkout = at.open().await?;
        let frame = checkout.frame(Topic::You, FormErrors::default(), false);
        let page = checkout.you(frame, typed, Some(suggestion));
        return at.page(&checkout, StatusCode::OK, "you-title", &page);
    }
    let admitted = cart.lines.iter().filter(|line| line.admits).count();
    let next = Topic::of(admitted).get(1).copied().unwrap_or(Topic::Review);
    Ok(respond::see_other(&at.href(next)))
}

/// Notes where the buyer is, if the page asked for it; the cart is priced anew.
async fn tax(at: &AtCheckout, typed: Option<&TypedTax>) -> Result<(), sales::Error> {
    let Some(TypedTax { country, business, vat_id }) = typed else { return Ok(()) };
    let buyer = BuyerTax::parse(country, *business, vat_id).map_err(sales::Error::Buyer)?;
    let change = Change { voucher: None, buyer: Some(buyer) };
    cart::reprice(&at.scope.cx, &at.scope.event, &at.secret, change).await?;
    Ok(())
}

/// The page with what is wrong with the answers.
async fn you_again(
    at: &AtCheckout,
    typed: TypedYou,
    refusals: [Option<sales::Error>; 2],
) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    let (mut found, mut not_sold) = (Vec::new(), false);
    for refusal in refusals.into_iter().flatten() {
        match refusal {
            sales::Error::Buyer(errors) => found.extend(errors),
            sales::Error::Catalog(catalog::Error::Quote(Refusal::NotSoldThere { .. })) => not_sold = true,
            other => return Err(other.into()),
        }
    }
    let mut errors = checkout.complaints(&found);
    if not_sold {
        errors.add("country", checkout.words.say("country-not-sold"));
    }
    let frame = checkout.frame(Topic::You, errors, false);
    let page = checkout.you(frame, typed, None);
    at.page(&checkout, StatusCode::UNPROCESSABLE_ENTITY, "you-title", &page)
}

async fn show_tickets(at: AtCheckout, Query(done): Query<Done>) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    let frame = checkout.frame(Topic::Tickets, FormErrors::default(), done.extended.is_some());
    at.page(&checkout, StatusCode::OK, "attendees-title", &checkout.tickets(frame, None))
}

/// A form's fields as sent.
pub(super) type Fields = Vec<(String, String)>;

/// The names typed for the cart's tickets, in their order.
pub(super) fn attendee_names(checkout: &Checkout, fields: &Fields) -> Vec<String> {
    let name = |number: i32| {
        let wanted = format!("attendee-{number}");
        fields.iter().find(|(key, _)| *key == wanted).map(|(_, name)| name.clone()).unwrap_or_default()
    };
    checkout.cart.attendees.iter().map(|attendee| name(attendee.number)).collect()
}

async fn take_tickets(at: AtCheckout, body: Bytes) -> Result<Response, Stop> {
    let checkout = at.open().await?;
    if let Some(refused) = code::given(&at, Topic::Tickets, &body).await? {
        return Ok(refused);
    }
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

pub(super) fn review_title(checkout: &Checkout) -> &'static str {
    if checkout.cart.total.is_zero() || checkout.cart.approval { "review-title-free" } else { "review-title" }
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct PlaceForm {
    payment_method: String,
    shown_total_minor: i64,
}

async fn place(at: AtCheckout, body: Bytes) -> Result<Response, Stop> {
    let form: PlaceForm = form(&body);
    if let Some(refused) = code::given(&at, Topic::Review, &body).await? {
        return Ok(refused);
    }
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
        sales::Error::PaymentMethod | sales::Error::RealMoney => choose_method(at, &checkout),
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
pub(super) struct BackTo {
    #[serde(default)]
    pub to: String,
}

async fn extend(at: AtCheckout, Query(back): Query<BackTo>, body: Bytes) -> Result<Response, Stop> {
    // A code that was typed counts whichever button is pressed.
    if let Some(answer) = code::given(&at, Topic::named(&back.to), &body).await? {
        return Ok(answer);
    }
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
pub(super) async fn remember(at: &AtCheckout, checkout: &Checkout, fields: &Fields) -> Result<(), Stop> {
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
