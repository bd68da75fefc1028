//! Tickets: issued when an order is paid, revoked when it is cancelled, renamed in between.

pub(crate) mod store;
#[cfg(test)]
mod tests;
mod token;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use kernel::{EventId, Instant, OrderId, OrgId, PositionId, ProductId, TicketId, VariationId};
use serde_json::json;

pub use store::insert;
pub use token::{InvalidToken, TicketToken};

use crate::{Error, EventSigner, Signers};

/// Whether a ticket counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type, serde::Serialize, utoipa::ToSchema)]
#[sqlx(type_name = "text", rename_all = "snake_case")]
#[serde(rename_all = "snake_case")]
pub enum TicketStatus {
    /// It admits its holder.
    Valid,
    /// Its order was cancelled.
    Revoked,
}

/// What a ticket is issued for.
#[derive(Debug, Clone)]
pub struct ForPosition {
    /// The order.
    pub order: OrderId,
    /// The line of the order.
    pub position: PositionId,
    /// What was bought.
    pub product: ProductId,
    /// In which form.
    pub variation: Option<VariationId>,
    /// The line of the ticket that it is an add-on of, or of the bundle that it is part of.
    pub main: Option<PositionId>,
    /// Who comes; may be empty.
    pub attendee_name: String,
    /// [`short_code`].
    pub short_code: String,
    /// Whether its order is a test.
    pub test: bool,
}

/// A signed ticket that is not stored yet.
#[derive(Debug, Clone)]
pub struct NewTicket {
    /// The ticket.
    pub id: TicketId,
    /// The tenant.
    pub org: OrgId,
    /// The event it admits to.
    pub event: EventId,
    /// What it is for.
    pub subject: ForPosition,
    /// [`TicketToken`] as text.
    pub token: String,
    /// When it was issued.
    pub issued_at: Instant,
}

/// An order whose tickets are to be issued.
#[derive(Debug, Clone)]
pub struct IssueOrder<'a> {
    /// Who has it done.
    pub cx: &'a Cx,
    /// The order.
    pub order: OrderId,
    /// Its event.
    pub event: EventId,
    /// Its code, such as `K7M3PQ`.
    pub code: String,
    /// Whether it is a test.
    pub test: bool,
    /// Its lines.
    pub positions: Vec<IssuePosition>,
}

/// One line of an order whose tickets are to be issued.
#[derive(Debug, Clone)]
pub struct IssuePosition {
    /// The line.
    pub position: PositionId,
    /// Its number within the order, from 1.
    pub number: i32,
    /// What was bought.
    pub product: ProductId,
    /// In which form.
    pub variation: Option<VariationId>,
    /// The line of the ticket that it is an add-on of, or of the bundle that it is part of.
    pub main: Option<PositionId>,
    /// Who comes; may be empty.
    pub attendee_name: String,
}

/// A ticket with where its holder is.
#[derive(Debug, Clone)]
pub struct Ticket {
    /// The ticket.
    pub id: TicketId,
    /// The line of the order.
    pub position: PositionId,
    /// What was bought.
    pub product: ProductId,
    /// In which form.
    pub variation: Option<VariationId>,
    /// What people type if the code can't be scanned.
    pub short_code: String,
    /// The text of the QR code.
    pub token: String,
    /// Who comes; may be empty.
    pub attendee_name: String,
    /// Whether it counts.
    pub status: TicketStatus,
    /// When it was issued.
    pub issued_at: Instant,
    /// The first admission that stands, on whatever list.
    pub checked_in: Option<CheckedIn>,
}

/// An admission as others see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedIn {
    /// When.
    pub at: Instant,
    /// Through which gate; may be empty.
    pub gate: String,
}

impl From<&NewTicket> for Ticket {
    /// The ticket as it will be read back right after it is stored.
    fn from(new: &NewTicket) -> Self {
        Self {
            id: new.id,
            position: new.subject.position,
            product: new.subject.product,
            variation: new.subject.variation,
            short_code: new.subject.short_code.clone(),
            token: new.token.clone(),
            attendee_name: new.subject.attendee_name.clone(),
            status: TicketStatus::Valid,
            issued_at: new.issued_at,
            checked_in: None,
        }
    }
}

/// The code people type for the ticket of an order's line: `K7M3PQ-1`.
pub fn short_code(order_code: &str, number: i32) -> String {
    format!("{order_code}-{number}")
}

/// Signs a ticket. Pure: nothing is stored until [`insert`].
pub fn prepare(signer: &EventSigner, cx: &Cx, subject: ForPosition) -> NewTicket {
    let id = TicketId::new(cx.now, &cx.chance);
    let token = signer.sign(id, cx.chance.bytes()).to_string();
    NewTicket { id, org: cx.org, event: signer.event(), subject, token, issued_at: cx.now }
}

/// Issues the tickets of orders that were just paid; a second time is refused by the database.
pub async fn issue_for_orders(
    tx: &mut Tx,
    signers: &Signers,
    orders: Vec<IssueOrder<'_>>,
) -> Result<(), Error> {
    let mut tickets = Vec::new();
    for order in orders {
        let signer = signers.for_event(tx, order.event).await?;
        let ticket = |line: IssuePosition| ForPosition {
            order: order.order,
            position: line.position,
            product: line.product,
            variation: line.variation,
            main: line.main,
            attendee_name: line.attendee_name,
            short_code: short_code(&order.code, line.number),
            test: order.test,
        };
        let subjects = order.positions.into_iter().map(ticket);
        tickets.extend(subjects.map(|subject| prepare(&signer, order.cx, subject)));
    }
    insert(tx, &tickets).await?;
    Ok(())
}

/// Makes the tickets of a cancelled order worthless; returns how many were valid.
pub async fn revoke_for_order(tx: &mut Tx, order: OrderId) -> Result<u64, Error> {
    Ok(store::revoke(tx, order).await?)
}

/// Removes the tickets of a test order, with everything that a door has noted of them.
pub async fn delete_for_order(tx: &mut Tx, order: OrderId) -> Result<(), Error> {
    Ok(store::delete(tx, order).await?)
}

/// The tickets of an order, in the order of its lines.
pub async fn of_order(tx: &mut Tx, order: OrderId) -> Result<Vec<Ticket>, Error> {
    Ok(store::of_order(tx, order).await?)
}

/// Changes who comes with the ticket of a line, if it has a valid one; the token stays, so printed tickets do, too.
pub async fn rename(tx: &mut Tx, position: PositionId, attendee_name: &str) -> Result<bool, Error> {
    let Some(renamed) = store::rename(tx, position, attendee_name).await? else { return Ok(false) };
    let entry = Entry {
        action: "ticket.renamed",
        subject_kind: "ticket",
        subject: renamed.id.uuid(),
        event: Some(renamed.event),
        before: Some(json!({"attendee_name": renamed.before})),
        after: Some(json!({"attendee_name": attendee_name})),
    };
    audit::record(tx, entry).await?;
    Ok(true)
}
