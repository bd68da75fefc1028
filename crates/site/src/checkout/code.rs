//! The code of a voucher, given when the cart is there already. Its field stands beside the form of each page and is
//! sent along with it, so that nothing typed is lost.

use axum::{body::Bytes, http::StatusCode, response::Response};
use httpkit::Query;
use sales::cart::{self, Change};

use super::{
    build::{Checkout, Topic},
    http::{BackTo, Fields, attendee_names, form, remember, review_title},
    scope::{AtCheckout, Stop},
};
use crate::{event_page::http::voucher_complaint, form::FormErrors, respond};

/// Uses the code that was typed, or the one in use no more, and goes back to the page.
pub(super) async fn apply(at: AtCheckout, Query(back): Query<BackTo>, body: Bytes) -> Result<Response, Stop> {
    let topic = Topic::named(&back.to);
    let fields: Fields = form(&body);
    let given_up = fields.iter().any(|(name, _)| name == "no_voucher");
    if !given_up && let Some(answer) = given(&at, topic, &body).await? {
        return Ok(answer);
    }
    let checkout = at.open().await?;
    remember(&at, &checkout, &fields).await?;
    let refused = match given_up {
        true => {
            let change = Change { voucher: Some(None), buyer: None };
            cart::reprice(&at.scope.cx, &at.scope.event, &at.secret, change).await.err()
        }
        // The button was pressed without a code.
        false => Some(sales::Error::Voucher { code: "sales.voucher_unknown", message: String::new() }),
    };
    match refused {
        None => Ok(respond::see_other(&checkout.href(topic))),
        Some(error) => refuse(&at, topic, (&fields, String::new()), error).await,
    }
}

/// Uses a code that was typed: then the page is shown again, with the new prices or with a complaint.
pub(super) async fn given(at: &AtCheckout, topic: Topic, body: &Bytes) -> Result<Option<Response>, Stop> {
    let fields: Fields = form(body);
    let typed = fields.iter().find(|(name, _)| name == "voucher").map(|(_, value)| value.trim());
    let Some(code) = typed.filter(|code| !code.is_empty()) else { return Ok(None) };
    remember(at, &at.open().await?, &fields).await?;
    let code: String = code.chars().take(100).collect();
    let change = Change { voucher: Some(Some(code.clone())), buyer: None };
    match cart::reprice(&at.scope.cx, &at.scope.event, &at.secret, change).await {
        Ok(_) => Ok(Some(respond::see_other(&at.href(topic)))),
        Err(error) => refuse(at, topic, (&fields, code), error).await.map(Some),
    }
}

/// The page again, with what is wrong with the code.
async fn refuse(
    at: &AtCheckout,
    topic: Topic,
    (fields, code): (&Fields, String),
    error: sales::Error,
) -> Result<Response, Stop> {
    let mut checkout = at.open().await?;
    let complaint = match error {
        sales::Error::Voucher { code, .. } => voucher_complaint(code),
        other => return Err(other.into()),
    };
    let mut errors = FormErrors::default();
    errors.add("voucher", checkout.words.say(complaint));
    checkout.refused_code = code;
    page(at, &checkout, topic, fields, errors)
}

fn page(
    at: &AtCheckout,
    checkout: &Checkout,
    topic: Topic,
    fields: &Fields,
    errors: FormErrors,
) -> Result<Response, Stop> {
    const REFUSED: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
    let frame = checkout.frame(topic, errors, false);
    let field = |name: &str| {
        fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.clone())
            .filter(|value| !value.is_empty())
    };
    match topic {
        Topic::You => {
            let mut typed = checkout.known();
            typed.name = field("name").unwrap_or(typed.name);
            typed.email = field("email").unwrap_or(typed.email);
            at.page(checkout, REFUSED, "you-title", &checkout.you(frame, typed, None))
        }
        Topic::Tickets => {
            let names = attendee_names(checkout, fields);
            at.page(checkout, REFUSED, "attendees-title", &checkout.tickets(frame, Some(&names)))
        }
        Topic::Review => {
            let method = field("payment_method");
            let page = checkout.review(frame, method.as_deref(), None);
            at.page(checkout, REFUSED, review_title(checkout), &page)
        }
    }
}
