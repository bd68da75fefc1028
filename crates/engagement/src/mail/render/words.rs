//! The mails' words, from Fluent files (`locales/*/mail.ftl`).

use std::sync::LazyLock;

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use kernel::Locale;
use unic_langid::LanguageIdentifier;

type Bundle = FluentBundle<FluentResource>;

/// Tag and source of every language; the first is the one of last resort.
const LANGUAGES: [(&str, &str); 3] = [
    ("en", include_str!("../../../locales/en/mail.ftl")),
    ("de", include_str!("../../../locales/de/mail.ftl")),
    ("ar", include_str!("../../../locales/ar/mail.ftl")),
];

static BUNDLES: LazyLock<[Bundle; 3]> = LazyLock::new(|| LANGUAGES.map(|(tag, source)| bundle(tag, source)));

/// The words of one language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words(usize);

impl Words {
    /// The words for a reader of `locale`: the same language, or English.
    pub(super) fn of(locale: &Locale) -> Self {
        Self(LANGUAGES.iter().position(|(tag, _)| *tag == locale.language()).unwrap_or_default())
    }

    pub(super) fn code(self) -> &'static str {
        LANGUAGES[self.0].0
    }

    pub(super) fn is_rtl(self) -> bool {
        self.code() == "ar"
    }

    pub(super) fn say(self, key: &str) -> String {
        self.say_with(key, &[])
    }

    /// The sentence called `key`; a missing one is said in English, one missing there, too, shows its key.
    pub(super) fn say_with(self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().map(|(name, value)| (*name, value.clone())).collect();
        [self.0, 0].into_iter().find_map(|index| sentence(&BUNDLES[index], key, &args)).unwrap_or_else(|| {
            tracing::error!(key, "a sentence of the mails is missing");
            key.to_owned()
        })
    }

    #[cfg(test)]
    pub(super) fn keys(self) -> Vec<String> {
        let source = LANGUAGES[self.0].1.lines();
        let keys = source.filter_map(|line| line.split_once(" =").map(|(key, _)| key));
        keys.filter(|key| !key.starts_with([' ', '#'])).map(ToOwned::to_owned).collect()
    }
}

fn sentence(bundle: &Bundle, key: &str, args: &FluentArgs<'_>) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(args), &mut errors);
    if !errors.is_empty() {
        tracing::error!(key, ?errors, "a sentence of the mails can't be completed");
    }
    Some(text.into_owned())
}

fn bundle(tag: &str, source: &str) -> Bundle {
    let id: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = Bundle::new_concurrent(vec![id]);
    // Isolation marks keep foreign names from upsetting a right-to-left line; elsewhere they would only be noise.
    bundle.set_use_isolating(tag == "ar");
    let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
        tracing::error!(?errors, tag, "the words of the mails do not parse");
        resource
    });
    bundle.add_resource_overriding(resource);
    bundle
}
