//! Documents made from plain data: the PDF tickets, the summaries of orders, the QR codes and the calendar entries.
//!
//! No I/O and no tables; the fonts are embedded (`fonts.toml` lists them). Entry points:
//! [`ticket::ticket_pdf`], [`summary::summary_pdf`], [`qr::svg`], [`qr::png`], [`ics::event_ics`].

// Linked for its feature: with zlib-rs the PDF writer compresses twice as fast as with its default.
use flate2 as _;

mod error;
mod fonts;
pub mod ics;
pub mod qr;
pub mod summary;
mod text;
pub mod ticket;

pub use error::Error;
