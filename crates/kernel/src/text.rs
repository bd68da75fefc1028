//! Content in several languages.

use std::{collections::BTreeMap, fmt, str::FromStr};

use serde::{Deserialize, Serialize};

/// A language tag as content uses it: `en`, `de`, `pt-BR` (BCP 47, language and optional region or script).
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Locale(String);

/// The text is not a language tag.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a language tag such as en or pt-BR")]
pub struct InvalidLocale(String);

impl Locale {
    /// English, the language of last resort.
    pub fn english() -> Self {
        Self("en".to_owned())
    }

    /// The tag.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The language without region or script.
    pub fn language(&self) -> &str {
        self.0.split('-').next().unwrap_or(&self.0)
    }

    /// Whether the script runs from right to left.
    pub fn is_rtl(&self) -> bool {
        matches!(self.language(), "ar" | "he" | "fa" | "ur" | "yi" | "ps" | "sd" | "ug" | "dv" | "ckb")
    }
}

impl FromStr for Locale {
    type Err = InvalidLocale;

    fn from_str(tag: &str) -> Result<Self, InvalidLocale> {
        let invalid = || InvalidLocale(tag.chars().take(40).collect());
        let mut parts = tag.split('-');
        let language = parts.next().unwrap_or_default();
        if !(2..=3).contains(&language.len()) || !language.bytes().all(|b| b.is_ascii_alphabetic()) {
            return Err(invalid());
        }
        let mut out = language.to_ascii_lowercase();
        for part in parts {
            if out.len() > 16
                || !(2..=4).contains(&part.len())
                || !part.bytes().all(|b| b.is_ascii_alphanumeric())
            {
                return Err(invalid());
            }
            out.push('-');
            match part.len() {
                4 => out.extend([part[..1].to_ascii_uppercase(), part[1..].to_ascii_lowercase()]),
                _ => out.push_str(&part.to_ascii_uppercase()),
            }
        }
        Ok(Self(out))
    }
}

impl fmt::Display for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Locale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Locale {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Locale {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Locale {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[a-z]{2,3}(-[A-Za-z0-9]{2,4})*$"))
            .examples(["de"])
            .into()
    }
}

impl utoipa::ToSchema for Locale {}

/// One text in several languages, by language tag. Empty texts are not kept.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
#[serde(transparent)]
pub struct LocalizedText(BTreeMap<Locale, String>);

impl LocalizedText {
    /// The text in one language.
    pub fn new(locale: Locale, text: impl Into<String>) -> Self {
        [(locale, text.into())].into_iter().collect()
    }

    /// The text in exactly this language.
    pub fn exact(&self, locale: &Locale) -> Option<&str> {
        self.0.get(locale).map(String::as_str)
    }

    /// The best text for a reader of `locale`: exact, same language, English, whatever there is, or nothing.
    pub fn get(&self, locale: &Locale) -> &str {
        self.exact(locale)
            .or_else(|| {
                self.0.iter().find(|(l, _)| l.language() == locale.language()).map(|(_, t)| t.as_str())
            })
            .or_else(|| self.exact(&Locale::english()))
            .or_else(|| self.0.values().next().map(String::as_str))
            .unwrap_or_default()
    }

    /// Whether there is no text in any language.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Every language with its text.
    pub fn iter(&self) -> impl Iterator<Item = (&Locale, &str)> {
        self.0.iter().map(|(locale, text)| (locale, text.as_str()))
    }

    /// This text and `other` side by side, in every language that one of them has: “Conference · Student”.
    pub fn joined(&self, other: &Self) -> Self {
        let locales: std::collections::BTreeSet<&Locale> = self.0.keys().chain(other.0.keys()).collect();
        let both = |locale: &Locale| match (self.get(locale), other.get(locale)) {
            ("", text) | (text, "") => text.to_owned(),
            (first, second) => format!("{first} · {second}"),
        };
        locales.into_iter().map(|locale| (locale.clone(), both(locale))).collect()
    }

    /// The longest text in characters.
    pub fn longest(&self) -> usize {
        self.0.values().map(|text| text.chars().count()).max().unwrap_or_default()
    }
}

impl FromIterator<(Locale, String)> for LocalizedText {
    fn from_iter<I: IntoIterator<Item = (Locale, String)>>(texts: I) -> Self {
        Self(texts.into_iter().filter(|(_, text)| !text.trim().is_empty()).collect())
    }
}

impl<'de> Deserialize<'de> for LocalizedText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let texts = BTreeMap::<Locale, String>::deserialize(deserializer)?;
        if texts.values().any(|text| text.contains('\0')) {
            return Err(serde::de::Error::custom("a text may not contain NUL"));
        }
        Ok(texts.into_iter().collect())
    }
}

impl utoipa::PartialSchema for LocalizedText {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        use utoipa::openapi::schema::{ObjectBuilder, Type};
        ObjectBuilder::new()
            .schema_type(Type::Object)
            .additional_properties(Some(utoipa::openapi::RefOr::T(utoipa::openapi::Schema::Object(
                ObjectBuilder::new().schema_type(Type::String).build(),
            ))))
            .examples([serde_json::json!({"en": "Opening night", "de": "Eröffnung"})])
            .into()
    }
}

impl utoipa::ToSchema for LocalizedText {}
