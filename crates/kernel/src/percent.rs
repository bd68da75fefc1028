//! Shares of a hundred, exactly.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A share between 0 and 100 %, in steps of a ten-thousandth of a percent: 19 %, 8.875 %, 7.7 %. A decimal text on the
/// wire (`"8.875"`), an integer of millionths in PostgreSQL.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, sqlx::Type)]
#[sqlx(transparent)]
pub struct Percent(i32);

/// The text is not a share of a hundred.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a percentage from 0 to 100 with at most four decimals, such as 8.875")]
pub struct InvalidPercent(String);

impl Percent {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const FULL: Self = Self(1_000_000);

    /// So many millionths, held within 0 and one.
    pub const fn from_millionths(millionths: i32) -> Self {
        match millionths {
            ..=0 => Self::ZERO,
            1_000_000.. => Self::FULL,
            share => Self(share),
        }
    }

    /// The share as millionths: 190 000 for 19 %.
    pub const fn millionths(self) -> i32 {
        self.0
    }

    /// Whether it is nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }
}

impl FromStr for Percent {
    type Err = InvalidPercent;

    fn from_str(text: &str) -> Result<Self, InvalidPercent> {
        let refuse = || InvalidPercent(text.chars().take(40).collect());
        let (whole, rest) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str, most: usize| {
            (1..=most).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
        };
        if !digits(whole, 3) || !digits(rest, 4) {
            return Err(refuse());
        }
        let padded = format!("{whole}{rest:0<4}");
        let millionths: i32 = padded.parse().map_err(|_| refuse())?;
        if millionths > Self::FULL.0 { Err(refuse()) } else { Ok(Self(millionths)) }
    }
}

impl fmt::Display for Percent {
    /// Without needless zeros: `19`, `8.875`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0 / 10_000, self.0 % 10_000);
        if rest == 0 {
            return write!(f, "{whole}");
        }
        let rest = format!("{rest:04}");
        write!(f, "{whole}.{}", rest.trim_end_matches('0'))
    }
}

impl fmt::Debug for Percent {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}%")
    }
}

impl Serialize for Percent {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Percent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Percent {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A percentage from 0 to 100 with at most four decimals"))
            .pattern(Some(r"^(100(\.0{1,4})?|\d{1,2}(\.\d{1,4})?)$"))
            .examples(["8.875"])
            .into()
    }
}

impl ToSchema for Percent {}
