//! Organisers write Markdown; readers get a few harmless elements.

use std::{collections::HashSet, sync::LazyLock};

use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd, html};

#[cfg(test)]
mod tests;

/// The HTML of `source`, sanitised: no scripts, styles, pictures, frames or forms, whatever was typed.
/// Headings start at the third level, below the page's own, and leave none out.
pub fn to_html(source: &str) -> String {
    let mut outline = Outline::default();
    let events =
        Parser::new_ext(source, Options::ENABLE_STRIKETHROUGH | Options::ENABLE_TABLES).map(|event| {
            match event {
                Event::Start(Tag::Heading { level, id, classes, attrs }) => {
                    Event::Start(Tag::Heading { level: outline.enter(level), id, classes, attrs })
                }
                Event::End(TagEnd::Heading(_)) => Event::End(TagEnd::Heading(outline.current())),
                // Raw HTML is shown as it was typed.
                Event::Html(text) | Event::InlineHtml(text) => Event::Text(text),
                other => other,
            }
        });
    let mut out = String::with_capacity(source.len() * 2);
    html::push_html(&mut out, events);
    CLEANER.clean(&out).to_string()
}

/// The words of `source` without any formatting, cut at about `limit` characters between two words.
pub fn to_text(source: &str, limit: usize) -> String {
    let mut out = String::new();
    for event in Parser::new(source) {
        match event {
            Event::Text(text) | Event::Code(text) => out.push_str(&text),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => out.push(' '),
            _ => {}
        }
        if out.len() > limit * 4 {
            break;
        }
    }
    let words: Vec<&str> = out.split_whitespace().collect();
    let text = words.join(" ");
    match text.char_indices().nth(limit) {
        None => text,
        Some((cut, _)) => {
            let kept = text[..cut].rsplit_once(' ').map_or(&text[..cut], |(kept, _)| kept);
            format!("{kept}…")
        }
    }
}

static CLEANER: LazyLock<ammonia::Builder<'static>> = LazyLock::new(|| {
    let tags = [
        "p",
        "br",
        "strong",
        "em",
        "del",
        "ul",
        "ol",
        "li",
        "a",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "code",
        "pre",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
    ];
    let mut builder = ammonia::Builder::default();
    builder
        .tags(HashSet::from(tags))
        .url_schemes(HashSet::from(["http", "https", "mailto", "tel"]))
        .link_rel(Some("noopener nofollow ugc"));
    builder
});

/// The headings that stand above the present one.
#[derive(Default)]
struct Outline(Vec<HeadingLevel>);

impl Outline {
    fn enter(&mut self, level: HeadingLevel) -> HeadingLevel {
        self.0.retain(|above| *above < level);
        self.0.push(level);
        self.current()
    }

    fn current(&self) -> HeadingLevel {
        match self.0.len() {
            0 | 1 => HeadingLevel::H3,
            2 => HeadingLevel::H4,
            3 => HeadingLevel::H5,
            _ => HeadingLevel::H6,
        }
    }
}
