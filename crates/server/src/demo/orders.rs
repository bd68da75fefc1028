//! Orders through the till, many at a time, and what became of them.

use anyhow::{Context, Result, bail};
use catalog::{Item, Mode, product};
use futures_util::{TryStreamExt, future::try_join_all, stream};
use sales::{
    order::{self, Buyer, Channel, OrderView, PaymentMethod},
    till::{NewLine, NewOrder},
};
use store::Actor;

use super::{
    dice::Dice,
    people,
    plan::{Fate, Order, Ticket},
    prices,
    stage::{Show, Stage},
};

/// Orders followed up at the same time.
pub(super) const AT_ONCE: usize = 4;

/// A ticket of an order that is paid, or was meant to be.
pub(super) struct Issued {
    /// What the door can type: the order's code and the ticket's number.
    pub short_code: String,
    /// Whether it is good.
    pub valid: bool,
}

/// Places everything that goes through the till; returns the tickets.
pub(super) async fn place(stage: &Stage<'_>, show: &Show<'_>, round: &[Order]) -> Result<Vec<Issued>> {
    let planned: Vec<&Order> = round.iter().filter(|order| !order.fate.by_card()).collect();
    let placed = try_join_all(planned.iter().map(|order| place_one(stage, show, order))).await?;
    let both: Vec<(&Order, OrderView)> = planned.into_iter().zip(placed).collect();
    stream::iter(both.iter().map(Ok))
        .try_for_each_concurrent(AT_ONCE, |(order, placed)| follow_up(stage, show, order, placed))
        .await
        .with_context(|| format!("following up the orders of {}", show.spec.slug))?;
    Ok(both.iter().flat_map(|(order, placed)| issued(order, placed)).collect())
}

/// From now on orders of some tickets are looked at first, and a few wait for that.
pub(super) async fn ask(stage: &Stage<'_>, show: &Show<'_>) -> Result<()> {
    let mut dice = Dice::new(0xa5ced);
    for product in show.products.iter().filter(|product| product.spec.asked > 0) {
        let cx = stage.owner_cx(show.org, stage.now);
        product::update(&cx, &show.event, (product.id, None), |plan| plan.approval = true).await?;
        let mut round = Vec::with_capacity(product.spec.asked);
        for hours in (1..).take(product.spec.asked) {
            let guest = people::guest(&show.house.crowd, &mut dice)?;
            round.push(Order {
                at: stage.now.plus_minutes(-hours * 97),
                fate: Fate::Pending,
                tickets: vec![Ticket { item: product.id.into(), attendee: guest.name.clone() }],
                access_code: None,
                mail: true,
                buyer: Buyer { name: guest.name, email: guest.email, locale: show.event.main_locale() },
            });
        }
        place(stage, show, &round).await?;
    }
    Ok(())
}

/// Puts an event that is being tried out into test mode, and orders a few tickets: one waits for its money.
pub(super) async fn try_out(stage: &Stage<'_>, show: &Show<'_>) -> Result<()> {
    let Some(first) = show.products.first().filter(|_| show.spec.tests > 0) else { return Ok(()) };
    sales::test_mode::switch(&stage.owner_cx(show.org, stage.now), &show.event, Mode::Test).await?;
    let mut dice = Dice::new(0x7e57);
    let mut round = Vec::with_capacity(show.spec.tests);
    for number in 0..show.spec.tests {
        let guest = people::guest(&show.house.crowd, &mut dice)?;
        round.push(Order {
            at: stage.now,
            fate: if number == 0 { Fate::Pending } else { Fate::Settled },
            tickets: vec![Ticket { item: first.id.into(), attendee: guest.name.clone() }],
            access_code: None,
            mail: true,
            buyer: Buyer { name: guest.name, email: guest.email, locale: show.event.main_locale() },
        });
    }
    place(stage, show, &round).await?;
    Ok(())
}

async fn place_one(stage: &Stage<'_>, show: &Show<'_>, order: &Order) -> Result<OrderView> {
    let pay_later = matches!(order.fate, Fate::Pending | Fate::Expired | Fate::Transferred(_));
    // An extra goes with the first ticket, unless that is one, too.
    let is_extra =
        |item: Item| show.products.iter().any(|product| product.id == item.product && product.spec.add_on);
    let alone = order.tickets.first().is_some_and(|first| is_extra(first.item));
    let line = |(line, ticket): (usize, &Ticket)| NewLine {
        line,
        item: ticket.item,
        parent: (line > 0 && is_extra(ticket.item) && !alone).then_some(0),
        price_minor: None,
        attendee_name: ticket.attendee.clone(),
    };
    let new = NewOrder {
        approved: false,
        buyer: order.buyer.clone(),
        lines: order.tickets.iter().enumerate().map(line).collect(),
        voucher: None,
        buyer_tax: prices::buyer(show.spec.prices.as_ref())?,
        shown_total_minor: None,
        method: if pay_later { PaymentMethod::BankTransfer } else { PaymentMethod::Manual },
        paid: !pay_later,
        channel: Channel::Web,
        send_mail: order.mail,
        link: stage.running.app.settings.url(&format!("/{}/{}/order", show.house.slug, show.event.slug)),
        key: None,
    };
    let cx = stage.cx(show.org, Actor::Guest, order.at);
    let placed = stage.running.desk.till.place(cx, show.event.clone(), new).await;
    placed.with_context(|| format!("an order of {} tickets for {}", order.tickets.len(), show.spec.slug))
}

/// Pays, cancels or expires an order at the moment that was planned.
async fn follow_up(stage: &Stage<'_>, show: &Show<'_>, order: &Order, placed: &OrderView) -> Result<()> {
    let code = &placed.summary.code;
    match order.fate {
        Fate::Settled | Fate::Pending => {}
        Fate::Transferred(hours) => {
            let cx = stage.owner_cx(show.org, order.at.plus_minutes(hours * 60));
            let mut tx = cx.begin().await?;
            order::mark_paid(&mut tx, &stage.running.desk, &show.event, code, Some("bank statement")).await?;
            tx.commit().await?;
        }
        Fate::Cancelled(hours) => {
            let cx = stage.owner_cx(show.org, order.at.plus_minutes(hours * 60));
            let mut tx = cx.begin().await?;
            order::cancel(&mut tx, &show.event, code, Some("The guest can’t come."), order.mail).await?;
            tx.commit().await?;
        }
        Fate::Expired => {
            let Some(due) = placed.summary.expires_at else { bail!("{code} does not expire") };
            let mut tx = stage.cx(show.org, Actor::Job, due).begin().await?;
            order::expire(&mut tx, placed.summary.id).await?;
            tx.commit().await?;
        }
        Fate::Card(_) | Fate::Declined => bail!("cards don't go through the till"),
    }
    Ok(())
}

fn issued<'a>(order: &Order, placed: &'a OrderView) -> impl Iterator<Item = Issued> + use<'a> {
    let valid = matches!(order.fate, Fate::Settled | Fate::Transferred(_));
    placed.positions.iter().map(move |position| Issued {
        short_code: admission::ticket::short_code(&placed.summary.code, position.number),
        valid,
    })
}
