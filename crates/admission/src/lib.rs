//! Letting people in: tickets, check-in lists, and what happens at the door.
//!
//! Tables: `event_keys`, `tickets`, `check_in_lists`, `check_in_list_products`, `check_ins`, `refused_scans`,
//! `door_links`. Reads the views `order_states`, `product_names`, `variation_names`, `actor_names`, `organisers` and
//! `event_names`. Facts: `ticket.checked_in`, `ticket.check_in_undone`, `check_in_list.created`, `check_in_list.updated`.
//!
//! - [`event_key`]: the key pair that signs an event's tickets
//! - [`ticket`]: issued when an order is paid; [`TicketToken`] is the text of its QR code (docs/ticket-format.md)
//! - [`event_copy`]: copying an event with its lists
//! - [`check_in_list`]: which tickets get in where; [`check_in`]: scans, verdicts, undo; [`door_link`]: devices of helpers

pub mod check_in;
pub mod check_in_list;
pub mod door_link;
pub mod error;
pub mod event_copy;
pub mod event_key;
pub mod ticket;

use httpkit::ApiRouter;

pub use error::Error;
pub use event_key::{EventSigner, Signers};
pub use ticket::TicketToken;

/// Every operation of the door. The server adds [`Signers`] as a request extension.
pub fn router() -> ApiRouter {
    ApiRouter::new()
        .merge(event_copy::http::router())
        .merge(check_in_list::http::router())
        .merge(check_in::http::router())
        .merge(door_link::http::router())
}
