//! Countries and VAT ids: their form and their check digits. Whether a register knows one is asked elsewhere.

mod check;

use std::{fmt, str::FromStr};

/// The countries of ISO 3166-1, two letters each.
const COUNTRIES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI \
    FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU ID IE IL IM IN IO IQ IR \
    IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM \
    MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT \
    PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM \
    TN TO TR TT TV TW TZ UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

/// The member states of the European Union.
const EU: &str = "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK";

/// A country of ISO 3166-1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Country([u8; 2]);

/// The text is not a country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a country code of ISO 3166-1 such as DE")]
pub struct UnknownCountry(String);

impl Country {
    /// The two letters.
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Whether it is a member state of the European Union.
    pub fn is_eu(self) -> bool {
        EU.split(' ').any(|code| code.as_bytes() == self.0)
    }
}

impl FromStr for Country {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, UnknownCountry> {
        let code = text.trim().to_ascii_uppercase();
        let known = COUNTRIES.split_ascii_whitespace().find(|known| *known == code);
        let bytes = known.and_then(|known| known.as_bytes().try_into().ok());
        bytes.map(Self).ok_or_else(|| UnknownCountry(text.chars().take(20).collect()))
    }
}

impl fmt::Display for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Country {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

/// A VAT id whose form and check digits are right. Written without spaces, with its prefix.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct VatId {
    text: String,
    country: Country,
}

/// Why a text is no VAT id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum InvalidVatId {
    /// It starts with no prefix of a country that takes part.
    #[error("a VAT id starts with the letters of its country, such as DE or ATU")]
    Prefix,
    /// Too long, too short, wrong characters, or wrong check digits.
    #[error("the number is not one that {0} gives out: a digit may be mistyped")]
    Number(Country),
}

impl VatId {
    /// The id without spaces, with its prefix: `ATU13585627`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The country that gave it out. Greece writes EL and is GR; Northern Ireland writes XI and is GB.
    pub fn country(&self) -> Country {
        self.country
    }

    /// What registers are asked for: the prefix and the rest.
    pub fn parts(&self) -> (&str, &str) {
        self.text.split_at(2)
    }
}

impl FromStr for VatId {
    type Err = InvalidVatId;

    fn from_str(text: &str) -> Result<Self, InvalidVatId> {
        let kept = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '.' | '-' | '/' | ','));
        let text: String = kept.map(|c| c.to_ascii_uppercase()).take(20).collect();
        let (prefix, body) = text.split_at_checked(2).ok_or(InvalidVatId::Prefix)?;
        let iso = match prefix {
            "EL" => "GR",
            "XI" => "GB",
            "GR" | "GB" => return Err(InvalidVatId::Prefix),
            other => other,
        };
        let country: Country = iso.parse().map_err(|_| InvalidVatId::Prefix)?;
        if !country.is_eu() && prefix != "XI" {
            return Err(InvalidVatId::Prefix);
        }
        if !check::is_right(prefix, body.as_bytes()) {
            return Err(InvalidVatId::Number(country));
        }
        Ok(Self { text, country })
    }
}

impl fmt::Display for VatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for VatId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// A type that is its text on the wire.
macro_rules! as_text {
    ($name:ident, $pattern:expr, $example:literal) => {
        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                <String as serde::Deserialize>::deserialize(deserializer)?
                    .parse()
                    .map_err(serde::de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .pattern(Some($pattern))
                    .examples([$example])
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

pub(crate) use as_text;

as_text!(Country, "^[A-Z]{2}$", "DE");
as_text!(VatId, "^[A-Z]{2}[A-Z0-9+*]{2,13}$", "ATU13585627");

#[cfg(test)]
mod tests;
