//! The order that somebody at the till wants, once its positions have their prices.

use catalog::{Mode, composition::Line, quote::Part};
use kernel::{Instant, Money, OrderId, PositionId};

use super::{NewLine, NewOrder, Waiting};
use crate::{
    Error,
    chosen::Chosen,
    order::{
        Approval, CODE_LETTERS, MAX_TICKETS, Order, OrderStatus, PaymentMethod, Position, total as total_of,
    },
    price::{Priced, Tariff},
};

/// How it was priced.
fn tariff(wish: &NewOrder, priced: Option<&Priced>) -> Tariff {
    Tariff {
        fee_minor: priced.map(Priced::fee_minor),
        tax_minor: priced.map(Priced::tax_minor),
        voucher: wish.voucher.clone(),
        buyer: wish.buyer_tax.clone(),
    }
}

/// The order that `wish` becomes; `looked_at` is whether somebody has to look at it first, `mode` whether it
/// counts.
pub(super) fn new_order(
    waiting: &Waiting,
    positions: &[Position],
    priced: Option<&Priced>,
    (looked_at, mode): (bool, Mode),
) -> Result<Order, Error> {
    let (cx, wish) = (&waiting.cx, &waiting.order);
    let tariff = tariff(wish, priced);
    let currency = waiting.event.currency;
    let prices = positions.iter().map(|p| p.price_minor).chain(tariff.fee_minor);
    let total = total_of(prices, currency).ok_or(Error::TooMany(MAX_TICKETS))?;
    if wish.shown_total_minor.is_some_and(|shown| shown != total.minor) {
        return Err(Error::TotalChanged { now: total });
    }
    let method = method(wish, total)?;
    let approval = looked_at.then_some(if wish.approved { Approval::Approved } else { Approval::Asked });
    let asked = approval == Some(Approval::Asked);
    if asked && wish.paid {
        return Err(Error::NotApproved);
    }
    let paid = !asked && (wish.paid || method == PaymentMethod::Free);
    let expires_at: Option<Instant> = (!paid && !asked).then(|| cx.now.plus_days(waiting.event.payment_days));
    Ok(Order {
        id: OrderId::new(cx.now, &cx.chance),
        event: waiting.event.id,
        code: cx.chance.code(CODE_LETTERS),
        secret: cx.chance.secret(),
        status: if paid { OrderStatus::Paid } else { OrderStatus::Pending },
        channel: wish.channel,
        name: wish.buyer.name.clone(),
        email: wish.buyer.email.to_string(),
        locale: wish.buyer.locale.clone(),
        total,
        approval,
        mode,
        tariff,
        seller: None,
        payment_method: method,
        expires_at,
        paid_at: paid.then_some(cx.now),
        ended_at: None,
        created_at: cx.now,
    })
}

/// Free if there is nothing to pay; organisers may settle by transfer or by hand, but not by a guest's card.
fn method(wish: &NewOrder, total: Money) -> Result<PaymentMethod, Error> {
    match wish.method {
        _ if total.is_zero() => Ok(PaymentMethod::Free),
        PaymentMethod::BankTransfer if wish.paid => Err(Error::PaymentMethod),
        PaymentMethod::BankTransfer | PaymentMethod::Manual => Ok(wish.method),
        PaymentMethod::Free | PaymentMethod::Sandbox => Err(Error::PaymentMethod),
    }
}

/// The lines of the request again, of which each ticket is one.
pub(super) fn wanted(lines: &[NewLine]) -> Vec<Line> {
    let mut wanted: Vec<Line> = Vec::new();
    for line in lines {
        match wanted.get_mut(line.line) {
            Some(known) => known.quantity += 1,
            None => wanted.push(Line {
                item: line.item,
                quantity: 1,
                parent: line.parent,
                chosen: line.price_minor,
            }),
        }
    }
    wanted
}

/// The positions at the prices of the list. Parts of bundles have no names of their own yet.
pub(super) fn positions(waiting: &Waiting, chosen: &[Chosen]) -> Vec<Position> {
    let mut named = waiting.order.lines.iter();
    let position = |chosen: &Chosen| {
        let line = if matches!(chosen.unit.part, Part::Share(_)) { None } else { named.next() };
        Position {
            id: PositionId::new(waiting.cx.now, &waiting.cx.chance),
            number: chosen.number,
            parent: chosen.parent,
            product: chosen.unit.product,
            variation: chosen.unit.variation,
            price_minor: chosen.price_minor,
            admits: chosen.admits,
            beyond: false,
            attendee_name: line.map(|line| line.attendee_name.clone()).unwrap_or_default(),
        }
    };
    chosen.iter().map(position).collect()
}
