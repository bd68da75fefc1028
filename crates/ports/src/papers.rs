//! What an order looks like on paper.

use async_trait::async_trait;
use bytes::Bytes;
use kernel::{OrderId, OrgId};

/// A paper about an order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// Its tickets, one page each (PDF).
    Tickets,
    /// Its event as an entry of a calendar (RFC 5545).
    Calendar,
    /// What it costs and why (PDF).
    Summary,
}

impl Paper {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::Tickets, Self::Calendar, Self::Summary];

    /// The name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Tickets => "tickets",
            Self::Calendar => "calendar",
            Self::Summary => "summary",
        }
    }

    /// The name of its file in the file store.
    pub fn file(self) -> &'static str {
        match self {
            Self::Tickets => "tickets.pdf",
            Self::Calendar => "event.ics",
            Self::Summary => "order.pdf",
        }
    }
}

/// Draws papers.
#[async_trait]
pub trait Papers: Send + Sync {
    /// The paper as the order is now; `None` if there is no such order, or nothing to draw.
    async fn draw(&self, org: OrgId, order: OrderId, paper: Paper) -> Result<Option<Bytes>, PaperError>;
}

/// A paper could not be drawn, or not at this moment.
#[derive(Debug, thiserror::Error)]
#[error("the paper could not be drawn: {0}")]
pub struct PaperError(#[source] pub Box<dyn std::error::Error + Send + Sync>);
