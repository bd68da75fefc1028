//! What a buyer does next.

use serde::Serialize;
use utoipa::ToSchema;

use super::{Order, OrderStatus, PaymentMethod};

/// What the buyer can do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum NextStep {
    /// Pay, or pay again.
    Pay,
    /// Wait until the organiser has looked at it.
    Approval,
    /// Wait for the money to arrive.
    Wait,
    /// Get the tickets.
    Tickets,
    /// Nothing: it is over.
    None,
}

/// What the buyer of `order` can do next.
pub(super) fn next_step(order: &Order) -> NextStep {
    match (order.status, order.payment_method) {
        _ if order.is_asked() => NextStep::Approval,
        (OrderStatus::Pending, PaymentMethod::Sandbox) => NextStep::Pay,
        (OrderStatus::Pending, _) => NextStep::Wait,
        (OrderStatus::Paid, _) => NextStep::Tickets,
        (OrderStatus::Expired | OrderStatus::Cancelled, _) => NextStep::None,
    }
}
