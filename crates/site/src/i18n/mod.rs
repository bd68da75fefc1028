//! The interface's words, from Fluent files (`locales/*/site.ftl`).

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle, types::FluentNumber};
use kernel::Locale;
use unic_langid::LanguageIdentifier;

#[cfg(test)]
mod tests;

/// A language the interface speaks. Content may have more.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Lang {
    /// English, the language of last resort.
    En,
    /// German.
    De,
    /// Arabic.
    Ar,
}

impl Lang {
    /// Every language of the interface.
    pub const ALL: [Self; 3] = [Self::En, Self::De, Self::Ar];

    /// The language tag.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
            Self::Ar => "ar",
        }
    }

    /// Whether its script runs from right to left.
    pub fn is_rtl(self) -> bool {
        self == Self::Ar
    }

    /// The interface language for a reader of `locale`: the same language, or English.
    pub fn for_locale(locale: &Locale) -> Self {
        Self::ALL.into_iter().find(|lang| lang.code() == locale.language()).unwrap_or(Self::En)
    }

    fn source(self) -> &'static str {
        match self {
            Self::En => include_str!("../../locales/en/site.ftl"),
            Self::De => include_str!("../../locales/de/site.ftl"),
            Self::Ar => include_str!("../../locales/ar/site.ftl"),
        }
    }

    fn id(self) -> LanguageIdentifier {
        self.code().parse().unwrap_or_default()
    }
}

/// What a language calls itself, for links to other languages.
pub fn own_name(locale: &Locale) -> &str {
    match locale.language() {
        "ar" => "العربية",
        "cs" => "Čeština",
        "da" => "Dansk",
        "de" => "Deutsch",
        "el" => "Ελληνικά",
        "en" => "English",
        "es" => "Español",
        "fa" => "فارسی",
        "fi" => "Suomi",
        "fr" => "Français",
        "he" => "עברית",
        "hi" => "हिन्दी",
        "hu" => "Magyar",
        "it" => "Italiano",
        "ja" => "日本語",
        "ko" => "한국어",
        "nl" => "Nederlands",
        "no" | "nb" => "Norsk",
        "pl" => "Polski",
        "pt" => "Português",
        "ro" => "Română",
        "ru" => "Русский",
        "sv" => "Svenska",
        "tr" => "Türkçe",
        "uk" => "Українська",
        "zh" => "中文",
        _ => locale.as_str(),
    }
}

/// A value put into a sentence.
pub type Arg<'a> = FluentValue<'a>;

/// The words of one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Words {
    /// The language.
    pub lang: Lang,
}

impl Words {
    /// The words of `lang`.
    pub fn new(lang: Lang) -> Self {
        Self { lang }
    }

    /// The sentence called `key`.
    pub fn say(self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The sentence called `key` with values in it. A missing one is said in English; one missing there, too,
    /// shows its key (the tests know no such case).
    pub fn say_with(self, key: &str, values: &[(&str, Arg<'_>)]) -> String {
        let mut args = FluentArgs::with_capacity(values.len());
        for (name, value) in values {
            args.set(*name, value.clone());
        }
        [self.lang, Lang::En].into_iter().find_map(|lang| pattern(lang, key, &args)).unwrap_or_else(|| {
            tracing::error!(key, "a sentence of the interface is missing");
            key.to_owned()
        })
    }
}

type Bundle = FluentBundle<FluentResource>;

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| Lang::ALL.map(bundle));

fn bundle(lang: Lang) -> Bundle {
    let mut bundle = Bundle::new_concurrent(vec![lang.id()]);
    // Isolation marks keep foreign names from upsetting a right-to-left line; elsewhere they would only be noise.
    bundle.set_use_isolating(lang.is_rtl());
    bundle.set_formatter(Some(match lang {
        Lang::De => |value, _| number(value, Lang::De),
        Lang::En | Lang::Ar => |value, _| number(value, Lang::En),
    }));
    let resource = FluentResource::try_new(lang.source().to_owned()).unwrap_or_else(|(resource, errors)| {
        tracing::error!(?errors, lang = lang.code(), "the interface's words do not parse");
        resource
    });
    bundle.add_resource_overriding(resource);
    bundle
}

fn number(value: &FluentValue<'_>, lang: Lang) -> Option<String> {
    match value {
        FluentValue::Number(FluentNumber { value, .. }) if value.fract() == 0.0 => {
            Some(Words::new(lang).number(*value as i64))
        }
        _ => None,
    }
}

fn pattern(lang: Lang, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let bundle = &BUNDLES[lang as usize];
    let message = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(message, Some(args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(key, ?errors, lang = lang.code(), "a sentence lacks a value");
    }
    Some(text)
}
