//! The parts of a mail, and the two templates that write them.

use std::sync::LazyLock;

use minijinja::{AutoEscape, Environment, UndefinedBehavior, context, syntax::SyntaxConfig, value::Serde};
use serde::Serialize;

use super::{OrderFacts, Organiser, Rendered, Sum, words::Words};
use crate::Error;

/// The colour at the top.
#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Tone {
    Good,
    Waiting,
    Bad,
}

/// The one thing to do next.
#[derive(Debug, Serialize)]
pub(super) struct Button {
    pub label: String,
    pub link: String,
}

/// Facts to copy, one a line.
#[derive(Debug, Serialize)]
pub(super) struct Panel {
    pub title: Option<String>,
    pub rows: Vec<Row>,
}

/// One fact.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    pub label: String,
    pub value: String,
    /// Whether it is read letter by letter, from left to right in every language.
    pub code: bool,
}

impl Row {
    pub(super) fn text(label: String, value: &str) -> Self {
        Self { label, value: value.to_owned(), code: false }
    }

    pub(super) fn code(label: String, value: &str) -> Self {
        Self { label, value: value.to_owned(), code: true }
    }
}

#[derive(Debug, Serialize)]
struct LineView {
    text: String,
    amount: String,
    notes: Vec<String>,
}

impl From<&Sum> for LineView {
    fn from(sum: &Sum) -> Self {
        Self { text: sum.label.clone(), amount: sum.amount.clone(), notes: Vec::new() }
    }
}

/// A mail before it is written out.
#[derive(Debug, Serialize)]
pub(super) struct Letter {
    #[serde(skip)]
    pub subject: String,
    /// That the order is a test, said first.
    test: Option<String>,
    pub tone: Tone,
    pub heading: String,
    pub greeting: String,
    pub paragraphs: Vec<String>,
    pub panel: Option<Panel>,
    pub button: Option<Button>,
    pub notes: Vec<String>,
    lang: &'static str,
    rtl: bool,
    organiser: String,
    organiser_email: String,
    event_name: String,
    event_link: String,
    /// When and where, line by line.
    event: Vec<String>,
    order_title: String,
    lines: Vec<LineView>,
    total_label: String,
    total: String,
    taxes: Vec<LineView>,
    tax_ids: Vec<LineView>,
    questions: String,
    link_hint: String,
}

impl Letter {
    pub(super) fn new(words: Words, tone: Tone, greeting: String, order: &OrderFacts) -> Self {
        let when = [Some(&order.event.date), Some(&order.event.time), order.event.doors.as_ref()];
        let lines = order.lines.iter().map(|line| LineView {
            text: format!("{} × {}", line.quantity, line.name),
            amount: line.amount.clone(),
            notes: line.notes.clone(),
        });
        let questions = [("organiser", order.organiser.name.as_str().into())];
        Self {
            subject: String::new(),
            test: order.test.then(|| words.say("test-note")),
            tone,
            heading: String::new(),
            greeting,
            paragraphs: Vec::new(),
            panel: None,
            button: None,
            notes: Vec::new(),
            lang: words.code(),
            rtl: words.is_rtl(),
            organiser: order.organiser.name.clone(),
            organiser_email: order.organiser.email.clone(),
            event_name: order.event.name.clone(),
            event_link: order.event.link.clone(),
            event: when
                .into_iter()
                .flatten()
                .chain(&order.event.place)
                .filter(|l| !l.is_empty())
                .cloned()
                .collect(),
            order_title: words.say_with("order-title", &[("code", order.code.as_str().into())]),
            lines: lines.collect(),
            total_label: words.say("total"),
            total: order.total.clone(),
            taxes: order.taxes.iter().map(LineView::from).collect(),
            tax_ids: order.tax_ids.iter().map(LineView::from).collect(),
            questions: words.say_with("questions", &questions),
            link_hint: words.say("link-hint"),
        }
    }

    /// A letter about somebody's own account: no event, no order, nobody to answer.
    pub(super) fn to_person(words: Words, tone: Tone, greeting: String, site: &str) -> Self {
        Self {
            subject: String::new(),
            test: None,
            tone,
            heading: String::new(),
            greeting,
            paragraphs: Vec::new(),
            panel: None,
            button: None,
            notes: Vec::new(),
            lang: words.code(),
            rtl: words.is_rtl(),
            organiser: site.to_owned(),
            organiser_email: String::new(),
            event_name: String::new(),
            event_link: String::new(),
            event: Vec::new(),
            order_title: String::new(),
            lines: Vec::new(),
            total_label: String::new(),
            total: String::new(),
            taxes: Vec::new(),
            tax_ids: Vec::new(),
            questions: String::new(),
            link_hint: words.say("link-hint"),
        }
    }

    /// A letter from an organisation about neither event nor order; answers go to it.
    pub(super) fn from_organiser(words: Words, tone: Tone, greeting: String, organiser: &Organiser) -> Self {
        Self {
            organiser_email: organiser.email.clone(),
            questions: words.say_with("questions", &[("organiser", organiser.name.as_str().into())]),
            ..Self::to_person(words, tone, greeting, &organiser.name)
        }
    }

    pub(super) fn render(&self) -> Result<Rendered, Error> {
        let write = |name: &str| TEMPLATES.get_template(name)?.render(context! { mail => Serde(self) });
        // A subject is one line, whatever names hold.
        let subject = self.subject.split(char::is_control).collect::<Vec<_>>().join(" ");
        let subject = if self.test.is_some() { format!("[TEST] {subject}") } else { subject };
        Ok(Rendered { subject, text: write("letter.txt")?, html: write("letter.html")? })
    }
}

static TEMPLATES: LazyLock<Environment<'static>> = LazyLock::new(|| {
    let mut templates = Environment::new();
    if let Ok(syntax) = SyntaxConfig::builder().trim_blocks(true).lstrip_blocks(true).build() {
        templates.set_syntax(syntax);
    }
    templates.set_undefined_behavior(UndefinedBehavior::Strict);
    templates.set_auto_escape_callback(|name| {
        if name.ends_with(".html") { AutoEscape::Html } else { AutoEscape::None }
    });
    for (name, source) in [
        ("letter.html", include_str!("../../../templates/letter.html")),
        ("letter.txt", include_str!("../../../templates/letter.txt")),
    ] {
        if let Err(error) = templates.add_template(name, source) {
            tracing::error!(%error, name, "a mail template does not parse");
        }
    }
    templates
});
