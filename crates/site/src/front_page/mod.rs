//! The front page: what is on, across all organisers of this site.

use serde::Serialize;

use crate::{organiser_page::EventCard, render::View};

pub(crate) mod http;

/// The whole page.
#[derive(Clone, Debug, Serialize)]
pub struct FrontPage {
    /// Events that are not over yet, next one first.
    pub upcoming: Vec<EventCard>,
    /// Where organisers sign in.
    pub admin_href: String,
}

impl View for FrontPage {
    const TEMPLATE: &'static str = "front.html";
}
