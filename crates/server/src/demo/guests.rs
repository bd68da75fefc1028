//! Guests in the checkout: from the cart to the hosted payment page and back.

use admission::ticket::short_code;
use anyhow::{Context, Result};
use axum::{
    body::Body,
    http::{Request, header},
};
use futures_util::{TryStreamExt, stream};
use kernel::Locale;
use sales::{
    cart::{self, Change, Codes, People, Wish},
    order::{self, CartOrder, PaymentMethod},
    payment,
};
use store::{Actor, Cx};
use tower::ServiceExt;

use super::{
    dice::Dice,
    orders::{AT_ONCE, Issued},
    plan::{Fate, Order},
    prices,
    stage::{Show, Stage},
};

/// Sends everybody who pays by card through the checkout; returns the tickets.
pub(super) async fn visit(stage: &Stage<'_>, show: &Show<'_>, round: &[Order]) -> Result<Vec<Issued>> {
    let by_card = round.iter().filter(|order| order.fate.by_card());
    let visits = stream::iter(by_card.map(Ok)).map_ok(|order| Box::pin(check_out(stage, show, order)));
    let tickets = visits.try_buffer_unordered(AT_ONCE).try_concat().await;
    tickets.with_context(|| format!("a guest of {}", show.spec.slug))
}

async fn check_out(stage: &Stage<'_>, show: &Show<'_>, planned: &Order) -> Result<Vec<Issued>> {
    let (event, desk) = (&*show.event, &stage.running.desk);
    let at = |minutes: i32| stage.cx(show.org, Actor::Guest, planned.at.plus_minutes(minutes));
    let order = Box::pin(place(&at(0), &at(3), stage, show, planned)).await?;
    let providers = &stage.running.app.ports.payments;
    let back = stage.running.app.settings.url(&format!("/{}/{}", show.house.slug, event.slug));
    let presses: &[&str] = match planned.fate {
        Fate::Declined => &["decline"],
        Fate::Card(true) => &["decline", "approve"],
        _ => &["approve"],
    };
    for (press, minute) in presses.iter().zip([4, 6]) {
        let cx = at(minute);
        let url = order::pay_url(&cx, providers, event, &order, &back).await?;
        let url = url.context("the order can't be paid online")?;
        press_button(stage, &url, press).await?;
        payment::settle_order(&cx, desk, providers, event, &order.code, &order.secret).await?;
    }
    if let (Fate::Declined, Some(due)) = (planned.fate, order.expires_at) {
        let mut tx = stage.cx(show.org, Actor::Job, due).begin().await?;
        order::expire(&mut tx, order.id).await?;
        tx.commit().await?;
        return Ok(Vec::new());
    }
    let numbers = (1..).take(planned.tickets.len());
    let ticket = |number| Issued { short_code: short_code(&order.code, number), valid: true };
    Ok(numbers.map(ticket).collect())
}

/// Fills a cart and orders it.
async fn place(
    begun: &Cx,
    decided: &Cx,
    stage: &Stage<'_>,
    show: &Show<'_>,
    planned: &Order,
) -> Result<order::Order> {
    let event = &show.event;
    let wishes: Vec<Wish> = planned.tickets.iter().map(|ticket| Wish::new(ticket.item, 1)).collect();
    let code = planned.access_code.as_deref();
    let cart = cart::create(begun, event, &wishes, code, planned.buyer.locale.clone()).await?;
    if let Some(buyer) = prices::buyer(show.spec.prices.as_ref())? {
        let change = Change { voucher: None, buyer: Some(buyer) };
        cart::reprice(begun, event, &cart.secret, change).await?;
    }
    let people = People {
        name: Some(planned.buyer.name.clone()),
        email: Some(planned.buyer.email.to_string()),
        attendee_names: Some(planned.tickets.iter().map(|ticket| ticket.attendee.clone()).collect()),
    };
    let cart = cart::update(decided, event, &cart.secret, people).await?;
    let total = cart.total(event.currency).context("the cart is too dear")?;
    let wish =
        CartOrder { cart: cart.secret, method: PaymentMethod::Sandbox, shown_total_minor: total.minor };
    Ok(order::place_from_cart(decided, &stage.running.desk, event, &wish).await?.order)
}

/// Presses a button of the hosted page, as the buyer's browser would.
async fn press_button(stage: &Stage<'_>, url: &str, button: &str) -> Result<()> {
    let app = &stage.running.app;
    let path = url.strip_prefix(&app.settings.public_url).context("the hosted page is elsewhere")?;
    let request = Request::post(path)
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(format!("outcome={button}")))?;
    let answer = adapters::sandbox::router(stage.running.sandbox.clone())
        .with_state(app.clone())
        .oneshot(request)
        .await?;
    anyhow::ensure!(answer.status().is_redirection(), "the hosted page answered {}", answer.status());
    Ok(())
}

/// Guests who are choosing just now: carts that hold places for the next minutes.
pub(super) async fn dawdle(stage: &Stage<'_>, show: &Show<'_>) -> Result<()> {
    let mut dice = Dice::new(0xca27);
    let on_sale = show.products.iter().filter(|product| product.spec.access_code.is_none());
    let on_sale = on_sale.filter(|product| product.until == stage.now && product.variations.is_empty());
    let on_sale: Vec<_> = on_sale.collect();
    for _ in 0..show.spec.open_carts {
        let Some(product) = on_sale.get(dice.below(on_sale.len())) else { return Ok(()) };
        let minutes = i32::try_from(dice.below(15)).unwrap_or_default() + 2;
        let cx = stage.cx(show.org, Actor::Guest, stage.now.plus_minutes(-minutes));
        let quantity = if dice.chance(60) { 1 } else { 2 };
        let wish = Wish::new(product.id, quantity);
        let locale = show.house.locales.first().cloned().unwrap_or_else(Locale::english);
        cart::create(&cx, &show.event, &[wish], Codes::default(), locale).await?;
    }
    Ok(())
}
