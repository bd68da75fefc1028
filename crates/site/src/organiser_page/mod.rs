//! The page of an organiser: who they are, what comes, what was.

use serde::Serialize;

use crate::{
    event_page::{Brief, Cover},
    render::View,
    shell::Link,
};

pub(crate) mod http;

/// An event in a list.
#[derive(Clone, Debug, Serialize)]
pub struct EventCard {
    /// Name, dates and place.
    pub event: Brief,
    /// One sentence.
    pub summary: String,
    /// Who invites, in lists over several organisers.
    pub organiser: Option<String>,
    /// The picture, if there is one.
    pub cover: Option<Cover>,
    /// The picture drawn for events without one (SVG).
    pub mosaic: String,
    /// Whether it was called off.
    pub cancelled: bool,
    /// Whether it is only being tried out.
    pub test: bool,
    /// The lowest price.
    pub price: Option<String>,
}

/// The whole page.
#[derive(Clone, Debug, Serialize)]
pub struct OrganiserPage {
    /// The organiser's name.
    pub name: String,
    /// Who they are, as safe HTML.
    pub about: String,
    /// Their own site.
    pub website: Option<Link>,
    /// Events that are not over yet, next one first.
    pub upcoming: Vec<EventCard>,
    /// Events that are over, latest first.
    pub past: Vec<EventCard>,
    /// All events as a calendar that can be subscribed to.
    pub calendar_href: String,
    /// The picture on top (SVG).
    pub mosaic: String,
}

impl View for OrganiserPage {
    const TEMPLATE: &'static str = "organiser.html";
}
