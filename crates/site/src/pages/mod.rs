//! The pages of the platform itself: when something is wrong, accessibility, privacy, and what machines read.

use serde::Serialize;

use crate::{i18n::Words, render::View, shell::Link};

pub(crate) mod http;
pub mod machines;

/// What went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// There is no such page.
    NotFound,
    /// It was there once.
    Gone,
    /// Too many requests from one place.
    Busy,
    /// The form came from another site, or is damaged.
    Refused,
    /// Our fault.
    Broken,
}

impl Trouble {
    /// The HTTP status.
    pub fn status(self) -> u16 {
        match self {
            Self::NotFound => 404,
            Self::Gone => 410,
            Self::Busy => 429,
            Self::Refused => 400,
            Self::Broken => 500,
        }
    }

    fn key(self) -> &'static str {
        match self {
            Self::NotFound => "trouble-not-found",
            Self::Gone => "trouble-gone",
            Self::Busy => "trouble-busy",
            Self::Refused => "trouble-refused",
            Self::Broken => "trouble-broken",
        }
    }
}

/// A page that says what went wrong and what to do.
#[derive(Clone, Debug, Serialize)]
pub struct TroublePage {
    /// The HTTP status.
    pub status: u16,
    /// What happened.
    pub title: String,
    /// What to do.
    pub text: String,
    /// The reference to quote to whoever helps.
    pub correlation: Option<String>,
    /// Where to go on.
    pub onward: Link,
}

impl TroublePage {
    /// The words for `trouble`.
    pub fn new(words: Words, trouble: Trouble, correlation: Option<String>, onward: Link) -> Self {
        let key = trouble.key();
        Self {
            status: trouble.status(),
            title: words.say(&format!("{key}-title")),
            text: words.say(&format!("{key}-text")),
            correlation,
            onward,
        }
    }
}

impl View for TroublePage {
    const TEMPLATE: &'static str = "trouble.html";
}

/// A page of prose: headings and paragraphs.
#[derive(Clone, Debug, Serialize)]
pub struct ProsePage {
    /// The heading.
    pub title: String,
    /// What comes before the first section.
    pub lead: String,
    /// The sections.
    pub sections: Vec<Section>,
}

/// A heading with its paragraphs.
#[derive(Clone, Debug, Serialize)]
pub struct Section {
    /// The heading.
    pub title: String,
    /// The paragraphs.
    pub paragraphs: Vec<String>,
}

impl View for ProsePage {
    const TEMPLATE: &'static str = "prose.html";
}

impl ProsePage {
    /// How accessible the public pages are, and whom to tell about a barrier.
    pub fn accessibility(words: Words) -> Self {
        Self::of(
            words,
            ["accessibility-title", "accessibility-lead"],
            &[
                ("accessibility-works", &["accessibility-works-keyboard", "accessibility-works-plain"]),
                ("accessibility-time", &["accessibility-time-text"]),
                ("accessibility-limits", &["accessibility-limits-text"]),
                ("accessibility-tell", &["accessibility-tell-text"]),
            ],
        )
    }

    /// What is stored about a visitor, and why.
    pub fn privacy(words: Words) -> Self {
        Self::of(
            words,
            ["privacy-title", "privacy-lead"],
            &[
                ("privacy-reading", &["privacy-reading-text"]),
                ("privacy-buying", &["privacy-buying-text", "privacy-buying-use"]),
                ("privacy-link", &["privacy-link-text"]),
                ("privacy-my", &["privacy-my-text"]),
                ("privacy-code", &["privacy-code-text"]),
                ("privacy-rights", &["privacy-rights-text"]),
            ],
        )
    }

    fn of(words: Words, [title, lead]: [&str; 2], sections: &[(&str, &[&str])]) -> Self {
        Self {
            title: words.say(title),
            lead: words.say(lead),
            sections: sections
                .iter()
                .map(|(title, paragraphs)| Section {
                    title: words.say(title),
                    paragraphs: paragraphs.iter().map(|key| words.say(key)).collect(),
                })
                .collect(),
        }
    }
}
