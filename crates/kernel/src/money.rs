//! Money in minor units.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// An ISO 4217 currency.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Currency(iso_currency::Currency);

/// The text is not an ISO 4217 code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not an ISO 4217 currency code such as EUR")]
pub struct UnknownCurrency(String);

impl Currency {
    /// The sign that everybody knows it by, if there is one that can't be mistaken.
    pub fn symbol(self) -> Option<&'static str> {
        Some(match self.code() {
            "EUR" => "€",
            "USD" => "US$",
            "GBP" => "£",
            "JPY" => "¥",
            "CNY" => "CN¥",
            "INR" => "₹",
            "KRW" => "₩",
            "ILS" => "₪",
            "TRY" => "₺",
            "UAH" => "₴",
            "VND" => "₫",
            "NGN" => "₦",
            "PHP" => "₱",
            "AUD" => "A$",
            "CAD" => "CA$",
            "NZD" => "NZ$",
            "HKD" => "HK$",
            "BRL" => "R$",
            "MXN" => "MX$",
            _ => return None,
        })
    }

    /// The three-letter code.
    pub fn code(self) -> &'static str {
        self.0.code()
    }

    /// How many decimals the minor unit has: 2 for EUR, 0 for JPY, 3 for KWD.
    pub fn decimals(self) -> u8 {
        u8::try_from(self.0.exponent().unwrap_or(2)).unwrap_or(2)
    }
}

impl FromStr for Currency {
    type Err = UnknownCurrency;

    fn from_str(code: &str) -> Result<Self, UnknownCurrency> {
        iso_currency::Currency::from_code(&code.to_ascii_uppercase())
            .map(Self)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl Serialize for Currency {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.code())
    }
}

impl<'de> Deserialize<'de> for Currency {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

impl utoipa::PartialSchema for Currency {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .pattern(Some("^[A-Z]{3}$"))
            .examples(["EUR"])
            .into()
    }
}

impl ToSchema for Currency {}

/// An amount in the currency's minor unit (cents for EUR, yen for JPY).
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Serialize, Deserialize, ToSchema)]
pub struct Money {
    /// The amount in minor units.
    #[serde(rename = "amount_minor")]
    #[schema(rename = "amount_minor")]
    pub minor: i64,
    /// The currency.
    pub currency: Currency,
}

/// The text is not an amount in this currency.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{text}” is not an amount with at most {decimals} decimals")]
pub struct InvalidAmount {
    text: String,
    decimals: u8,
}

impl Money {
    /// `minor` units of `currency`.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Whether there is nothing to pay.
    pub fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The amount that somebody wrote in whole units, such as `84`, `84.5` or `84,50` for EUR. Digits behind the decimal
    /// sign are at most those of the currency; there are no thousands separators.
    pub fn parse(text: &str, currency: Currency) -> Result<Self, InvalidAmount> {
        let refuse =
            || InvalidAmount { text: text.chars().take(40).collect(), decimals: currency.decimals() };
        let text = text.trim();
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |rest| (-1, rest));
        let (whole, rest) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let decimals = usize::from(currency.decimals());
        let all_digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let dangling = rest.is_empty() && digits.len() > whole.len();
        if whole.is_empty() || dangling || rest.len() > decimals || !all_digits(whole) || !all_digits(rest) {
            return Err(refuse());
        }
        let minor: i64 = format!("{whole}{rest:0<decimals$}").parse().map_err(|_| refuse())?;
        Ok(Self::new(sign * minor, currency))
    }

    /// The sum; `None` on overflow or between currencies.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        let minor =
            (self.currency == other.currency).then(|| self.minor.checked_add(other.minor)).flatten()?;
        Some(Self::new(minor, self.currency))
    }

    /// This amount `count` times; `None` on overflow.
    pub fn checked_mul(self, count: i64) -> Option<Self> {
        Some(Self::new(self.minor.checked_mul(count)?, self.currency))
    }
}

impl fmt::Display for Money {
    /// A plain form for logs and CSV: `84.00 EUR`, `-0.05 EUR`, `500 JPY`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimals = u32::from(self.currency.decimals());
        let scale = 10_u64.pow(decimals);
        let sign = if self.minor < 0 { "-" } else { "" };
        let (whole, rest) = (self.minor.unsigned_abs() / scale, self.minor.unsigned_abs() % scale);
        match decimals {
            0 => write!(f, "{sign}{whole} {}", self.currency),
            _ => write!(f, "{sign}{whole}.{rest:0width$} {}", self.currency, width = decimals as usize),
        }
    }
}
