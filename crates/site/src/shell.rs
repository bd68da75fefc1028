//! What every page has around it: head, header, footer.

use kernel::Locale;
use serde::Serialize;

use crate::{
    assets,
    i18n::{Lang, Words, own_name},
};

/// A link with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Link {
    /// The words.
    pub text: String,
    /// Where it leads.
    pub href: String,
}

/// The same page in one of its languages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Alternate {
    /// The language tag.
    pub lang: String,
    /// The language's own name.
    pub name: String,
    /// The path of the page.
    pub href: String,
    /// Whether it is the page being read.
    pub current: bool,
}

/// The frame of a page.
#[derive(Clone, Debug, Serialize)]
pub struct Shell {
    /// The interface language.
    pub lang: &'static str,
    /// `ltr` or `rtl`.
    pub dir: &'static str,
    /// The language of the organiser's texts when the interface does not speak it.
    pub content_lang: Option<String>,
    /// `ltr` or `rtl` of the organiser's texts.
    pub content_dir: &'static str,
    /// The title of the page.
    pub title: String,
    /// What is a test, if something is: `event` or `order`.
    pub test: Option<&'static str>,
    /// Whether the page complains about a form; the title says so first.
    pub failed: bool,
    /// One sentence for search engines and link previews.
    pub description: String,
    /// Scheme and host, without a slash at the end.
    pub origin: String,
    /// The page's own path, for public pages.
    pub canonical: Option<String>,
    /// The page in its languages, the current one included.
    pub alternates: Vec<Alternate>,
    /// What the language in which it is read calls itself; not every page has its words in it.
    pub language: String,
    /// Absolute address of a picture for link previews.
    pub image: Option<String>,
    /// schema.org data as JSON, safe inside a script element.
    pub json_ld: Option<String>,
    /// Keeps search engines out; secret addresses have no alternates and no canonical either.
    pub private: bool,
    /// The organiser, on their pages.
    pub organiser: Option<Link>,
    /// Whom to ask.
    pub contact: Option<String>,
    /// Front page in this language.
    pub home_href: String,
    /// Accessibility statement.
    pub accessibility_href: String,
    /// Privacy page.
    pub privacy_href: String,
    /// The site's icon.
    pub icon_href: &'static str,
}

impl Shell {
    /// A frame for the page at `path` (without language) of the site at `origin`, in the reader's `locale`.
    pub fn new(words: Words, locale: &Locale, origin: &str, title: impl Into<String>) -> Self {
        let direction = |rtl| if rtl { "rtl" } else { "ltr" };
        let foreign = locale.language() != words.lang.code();
        let prefix = prefix(words);
        Self {
            lang: words.lang.code(),
            dir: direction(words.lang.is_rtl()),
            content_lang: foreign.then(|| locale.to_string()),
            content_dir: direction(locale.is_rtl()),
            title: title.into(),
            test: None,
            failed: false,
            description: String::new(),
            origin: origin.to_owned(),
            canonical: None,
            alternates: Vec::new(),
            language: String::new(),
            image: None,
            json_ld: None,
            private: false,
            organiser: None,
            contact: None,
            accessibility_href: format!("{prefix}/accessibility"),
            privacy_href: format!("{prefix}/privacy"),
            home_href: if prefix.is_empty() { "/".to_owned() } else { prefix },
            icon_href: &assets::icon().href,
        }
    }

    /// Offers the page in `locales`, of which the first needs no prefix; `path` is the address without one.
    #[must_use]
    pub fn in_languages(mut self, locales: &[Locale], current: &Locale, path: &str) -> Self {
        self.language = own_name(current).to_owned();
        self.alternates = locales
            .iter()
            .map(|locale| Alternate {
                lang: locale.to_string(),
                name: own_name(locale).to_owned(),
                href: match locales.first() == Some(locale) {
                    true => path.to_owned(),
                    false => localized(locale, path),
                },
                current: locale == current,
            })
            .collect();
        self
    }

    /// Marks the page as public with `path` (language included) as its one address.
    #[must_use]
    pub fn public(mut self, path: impl Into<String>) -> Self {
        self.canonical = Some(path.into());
        self
    }

    /// Marks the page as one for a single reader.
    #[must_use]
    pub fn private(mut self) -> Self {
        self.private = true;
        self
    }

    /// Says above everything else that an event or an order is a test.
    #[must_use]
    pub fn testing(mut self, what: &'static str, test: bool) -> Self {
        self.test = test.then_some(what);
        self
    }

    /// Puts the organiser into the header and their address into the footer.
    #[must_use]
    pub fn of_organiser(mut self, name: &str, href: &str, contact: &str) -> Self {
        self.organiser = Some(Link { text: name.to_owned(), href: href.to_owned() });
        self.contact = Some(contact.to_owned());
        self
    }
}

/// `path` under the prefix of `locale`.
pub fn localized(locale: &Locale, path: &str) -> String {
    match path {
        "/" => format!("/{}", locale.language()),
        path => format!("/{}{path}", locale.language()),
    }
}

/// The language prefix of the platform's own pages; English has none.
pub fn prefix(words: Words) -> String {
    match words.lang {
        Lang::En => String::new(),
        lang => format!("/{}", lang.code()),
    }
}
