//! Letting people in: tickets, check-in lists, and what happens at the door.
//!
//! Tables: `event_keys`, `tickets`, `check_in_lists`, `check_in_list_products`, `check_ins`, `refused_scans`.
//! Facts: `ticket.checked_in`, `ticket.check_in_undone`.
//!
//! - [`event_key`]: the key pair that signs an event's tickets
//! - [`ticket`]: issued when an order is paid; [`TicketToken`] is the text of its QR code

pub mod error;
pub mod event_key;
pub mod ticket;

pub use error::Error;
pub use event_key::{EventSigner, Signers};
pub use ticket::TicketToken;
