//! What countries are called in the languages of the interface. The names are those of Unicode CLDR.

use serde::Serialize;

use crate::i18n::Lang;

/// A country and its name.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct Named {
    /// The two letters of ISO 3166-1.
    pub code: &'static str,
    /// Its name in the reader's language.
    pub name: &'static str,
}

/// All countries, sorted as readers of the language look for them.
pub fn all(lang: Lang) -> impl Iterator<Item = Named> {
    let table = match lang {
        Lang::En => include_str!("../locales/en/countries.tsv"),
        Lang::De => include_str!("../locales/de/countries.tsv"),
        Lang::Ar => include_str!("../locales/ar/countries.tsv"),
    };
    table.lines().filter_map(|line| line.split_once('\t')).map(|(code, name)| Named { code, name })
}

/// The name of one.
pub fn name(lang: Lang, code: &str) -> String {
    all(lang).find(|known| known.code == code).map_or(code, |known| known.name).to_owned()
}
