//! Who comes with which ticket, changed after buying.

use std::collections::BTreeMap;

use admission::ticket;
use catalog::EventHead;
use httpkit::{FieldError, rules};
use kernel::Instant;
use serde_json::json;
use store::{Tx, audit};

use super::{Order, OrderStatus, store as rows};
use crate::Error;

/// Letters a name may have at most.
const MAX_NAME: usize = 200;

/// Whether it can be somebody's name: one line, nothing in it that turns the direction of what follows.
pub(crate) fn is_name(name: &str) -> bool {
    rules::line(MAX_NAME)(name, &()).is_ok()
}

/// Until when the buyer may change names: the event's start; `None` if the order has ended or the event is off.
pub(super) fn open_until(event: &EventHead, order: &Order) -> Option<Instant> {
    let lives = matches!(order.status, OrderStatus::Pending | OrderStatus::Paid);
    (lives && event.status != catalog::event::Status::Cancelled).then_some(event.starts_at)
}

/// The buyer writes who comes, one name per ticket in the order of their numbers; fewer leave the rest as they are.
/// Possible until the event starts.
pub async fn rename_by_buyer(
    tx: &mut Tx,
    event: &EventHead,
    code: &str,
    secret: &str,
    names: &[String],
) -> Result<(), Error> {
    let order = rows::lock_by_code(tx, event.id, code).await?.filter(|order| order.secret == secret);
    let order = order.ok_or(Error::NotFound("order"))?;
    if open_until(event, &order).is_none_or(|until| tx.now() >= until) {
        return Err(Error::NamesClosed);
    }
    let wrong = |(index, _): (usize, &String)| {
        let pointer = format!("/attendee_names/{index}");
        FieldError::new(pointer, "sales.name", "Use a name of at most 200 characters.")
    };
    let errors: Vec<FieldError> =
        names.iter().enumerate().filter(|(_, name)| !is_name(name.trim())).map(wrong).collect();
    if !errors.is_empty() {
        return Err(Error::Buyer(errors));
    }
    let numbered = names.iter().zip(1..).map(|(name, number)| (number, name.as_str()));
    rename(tx, &order, &numbered.collect()).await
}

/// The organiser writes who comes with ticket `number`, at any time.
pub async fn rename_by_organiser(
    tx: &mut Tx,
    event: &EventHead,
    code: &str,
    number: i32,
    name: &str,
) -> Result<(), Error> {
    let order = rows::lock_by_code(tx, event.id, code).await?.ok_or(Error::NotFound("order"))?;
    if open_until(event, &order).is_none() {
        return Err(Error::WrongState(order.status.as_str()));
    }
    let positions = rows::positions(tx, order.id).await?;
    if positions.iter().all(|position| position.number != number) {
        return Err(Error::NotFound("ticket"));
    }
    rename(tx, &order, &BTreeMap::from([(number, name)])).await
}

/// Writes the names that differ, on the tickets, too. The codes stay, so what was printed keeps letting people in.
async fn rename(tx: &mut Tx, order: &Order, names: &BTreeMap<i32, &str>) -> Result<(), Error> {
    let (mut before, mut after) = (BTreeMap::new(), BTreeMap::new());
    for position in rows::positions(tx, order.id).await? {
        let Some(name) = names.get(&position.number).map(|name| name.trim()) else { continue };
        if position.attendee_name == name {
            continue;
        }
        rows::set_attendee(tx, position.id, name).await?;
        ticket::rename(tx, position.id, name).await?;
        before.insert(position.number, position.attendee_name);
        after.insert(position.number, name.to_owned());
    }
    if after.is_empty() {
        return Ok(());
    }
    let entry = audit::Entry {
        action: "order.names_changed",
        subject_kind: "order",
        subject: order.id.uuid(),
        event: Some(order.event),
        before: Some(json!({ "attendee_names": before })),
        after: Some(json!({ "attendee_names": after })),
    };
    Ok(audit::record(tx, entry).await?)
}
