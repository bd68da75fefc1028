//! Where buyers transfer money to.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A bank account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema, garde::Validate)]
#[serde(deny_unknown_fields)]
pub struct BankDetails {
    /// Whose account it is.
    #[garde(custom(httpkit::rules::filled_line(200)))]
    #[schema(max_length = 200)]
    pub account_holder: String,
    /// The account's number.
    #[garde(skip)]
    pub iban: Iban,
    /// The bank's code (ISO 9362), 8 or 11 characters; may be empty.
    #[garde(custom(bank_code))]
    #[serde(default)]
    #[schema(max_length = 11)]
    pub bic: String,
    /// The bank's name; may be empty.
    #[garde(custom(httpkit::rules::line(200)))]
    #[serde(default)]
    #[schema(max_length = 200)]
    pub bank_name: String,
}

fn bank_code(text: &str, (): &()) -> garde::Result {
    let shape = matches!(text.len(), 0 | 8 | 11) && text.bytes().all(|b| b.is_ascii_alphanumeric());
    if shape { Ok(()) } else { Err(garde::Error::new("has 8 or 11 letters and digits")) }
}

/// An account number (ISO 13616) whose check digits fit; kept without spaces, in upper case.
#[derive(Clone, PartialEq, Eq)]
pub struct Iban(String);

/// The text is not an IBAN, or a digit is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("is not a valid IBAN: check every digit")]
pub struct InvalidIban;

impl Iban {
    /// The number without spaces.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The number in groups of four, as it is printed.
    pub fn spaced(&self) -> String {
        let digits: Vec<char> = self.0.chars().collect();
        digits.chunks(4).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
    }
}

impl FromStr for Iban {
    type Err = InvalidIban;

    fn from_str(text: &str) -> Result<Self, InvalidIban> {
        let iban: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}')).take(40).collect();
        let iban = iban.to_ascii_uppercase();
        let country = iban.bytes().take(2).all(|b| b.is_ascii_uppercase());
        let digits = iban.bytes().skip(2).take(2).all(|b| b.is_ascii_digit());
        let shape = (15..=34).contains(&iban.len()) && iban.bytes().all(|b| b.is_ascii_alphanumeric());
        if shape && country && digits && remainder(&iban) == 1 { Ok(Self(iban)) } else { Err(InvalidIban) }
    }
}

/// The remainder by 97 of the number that ISO 7064 makes of an IBAN: country and check digits moved to the end,
/// letters as 10 to 35.
fn remainder(iban: &str) -> u32 {
    let (start, rest) = iban.split_at(4);
    rest.chars().chain(start.chars()).filter_map(|c| c.to_digit(36)).fold(0, |sum, value| {
        let scale = if value < 10 { 10 } else { 100 };
        (sum * scale + value) % 97
    })
}

impl fmt::Display for Iban {
    /// As it is printed.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.spaced())
    }
}

impl fmt::Debug for Iban {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl Serialize for Iban {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Iban {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Iban {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .max_length(Some(42))
            .examples(["DE89370400440532013000"])
            .into()
    }
}

impl ToSchema for Iban {}
