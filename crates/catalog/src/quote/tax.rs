//! Which rate applies to whom, and what that makes of a price.

use std::{fmt, str::FromStr};

use kernel::{LocalizedText, Percent, TaxRuleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{Book, Refusal, exact};
use crate::vat::{Country, UnknownCountry, VatId};

/// How something is taxed.
#[derive(Debug, Clone)]
pub struct TaxRule {
    /// The rule.
    pub id: TaxRuleId,
    /// What invoices call it.
    pub name: LocalizedText,
    /// What applies where no case does.
    pub base: Treatment,
    /// Where prices include tax and another rate than `base` applies: the buyer pays the same and the net changes.
    /// Otherwise the net stays and the buyer pays more or less.
    pub keep_gross: bool,
    /// Exceptions; the first that fits applies.
    pub cases: Vec<TaxCase>,
}

/// An exception to a tax rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct TaxCase {
    /// Where the buyer is.
    pub country: Place,
    /// What the buyer is.
    pub buyer: BuyerKind,
    /// What applies then.
    pub treatment: Treatment,
}

/// A country, or several. `any`, `eu`, or the two letters of a country on the wire.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Everywhere.
    Anywhere,
    /// A member state of the European Union.
    Eu,
    /// This country.
    In(Country),
}

impl FromStr for Place {
    type Err = UnknownCountry;

    fn from_str(text: &str) -> Result<Self, UnknownCountry> {
        match text {
            "any" => Ok(Self::Anywhere),
            "eu" => Ok(Self::Eu),
            code => code.parse().map(Self::In),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Anywhere => f.write_str("any"),
            Self::Eu => f.write_str("eu"),
            Self::In(country) => country.fmt(f),
        }
    }
}

crate::vat::as_text!(Place, "^(any|eu|[A-Z]{2})$", "eu");

/// A kind of buyer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum BuyerKind {
    /// Everybody.
    Anybody,
    /// People who buy for themselves.
    Private,
    /// Businesses, with a VAT id or without.
    Business,
    /// Businesses with a VAT id that is well formed and not known to be wrong.
    BusinessWithVatId,
}

/// What is done about tax. The codes are those of UNCL 5305, which EN 16931 uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Treatment {
    /// This rate is charged.
    Charge {
        /// The rate.
        rate: Percent,
    },
    /// The buyer owes the tax.
    ReverseCharge,
    /// Exempt from tax.
    Exempt,
    /// Not a matter of this tax.
    OutOfScope,
    /// It is not sold to such buyers.
    Refuse,
}

/// The tax category of UNCL 5305.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, sqlx::Type,
)]
#[sqlx(type_name = "text")]
pub enum TaxCode {
    /// Standard and reduced rates.
    S,
    /// Zero rated.
    Z,
    /// Exempt.
    E,
    /// Reverse charge.
    #[serde(rename = "AE")]
    #[sqlx(rename = "AE")]
    Ae,
    /// Outside the scope of tax.
    O,
}

impl TaxCode {
    /// Its stable name.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::S => "S",
            Self::Z => "Z",
            Self::E => "E",
            Self::Ae => "AE",
            Self::O => "O",
        }
    }
}

impl Treatment {
    /// The rate that is charged; `None` if it is not sold.
    fn rate(self) -> Option<Percent> {
        match self {
            Self::Charge { rate } => Some(rate),
            Self::ReverseCharge | Self::Exempt | Self::OutOfScope => Some(Percent::ZERO),
            Self::Refuse => None,
        }
    }

    fn code(self) -> TaxCode {
        match self {
            Self::Charge { rate } if rate.is_zero() => TaxCode::Z,
            Self::Charge { .. } => TaxCode::S,
            Self::ReverseCharge => TaxCode::Ae,
            Self::Exempt => TaxCode::E,
            Self::OutOfScope | Self::Refuse => TaxCode::O,
        }
    }
}

/// Who buys, as far as tax is concerned.
#[derive(Debug, Clone, Default)]
pub struct Customer {
    /// Where the buyer is; unknown fits only `Place::Anywhere`.
    pub country: Option<Country>,
    /// Whether a business buys.
    pub business: bool,
    /// The VAT id, if it is well formed.
    pub vat_id: Option<VatId>,
    /// What the register said of it.
    pub checked: VatCheck,
}

/// What is known about a VAT id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum VatCheck {
    /// Nobody could be asked. It is taken as given and flagged.
    #[default]
    Unchecked,
    /// The register knows it.
    Valid,
    /// The register does not know it.
    Invalid,
}

impl Customer {
    fn is(&self, kind: BuyerKind) -> bool {
        match kind {
            BuyerKind::Anybody => true,
            BuyerKind::Private => !self.business,
            BuyerKind::Business => self.business,
            BuyerKind::BusinessWithVatId => {
                self.business && self.vat_id.is_some() && self.checked != VatCheck::Invalid
            }
        }
    }

    fn in_place(&self, place: Place) -> bool {
        match place {
            Place::Anywhere => true,
            Place::Eu => self.country.is_some_and(Country::is_eu),
            Place::In(country) => self.country == Some(country),
        }
    }
}

/// An amount and its tax, in minor units. `net + tax = gross`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
pub struct Taxed {
    /// Without tax.
    #[serde(rename = "net_minor")]
    #[schema(rename = "net_minor")]
    pub net: i64,
    /// The tax.
    #[serde(rename = "tax_minor")]
    #[schema(rename = "tax_minor")]
    pub tax: i64,
    /// With tax: what the buyer pays.
    #[serde(rename = "gross_minor")]
    #[schema(rename = "gross_minor")]
    pub gross: i64,
    /// The rate.
    pub rate: Percent,
    /// The tax category.
    pub code: TaxCode,
    /// By which rule; none is outside the scope of tax.
    pub rule: Option<TaxRuleId>,
}

/// The rates that apply to one buyer, worked out once per rule.
pub(super) struct Taxation<'a> {
    book: &'a Book,
    customer: &'a Customer,
    known: Vec<(Option<TaxRuleId>, Applied)>,
}

#[derive(Clone, Copy)]
struct Applied {
    base: Percent,
    rate: Option<Percent>,
    code: TaxCode,
    keep_gross: bool,
    rule: Option<TaxRuleId>,
}

impl<'a> Taxation<'a> {
    pub(super) fn new(book: &'a Book, customer: &'a Customer) -> Self {
        Self { book, customer, known: Vec::new() }
    }

    fn applied(&mut self, named: Option<TaxRuleId>) -> Applied {
        let wanted = named.or(self.book.terms.default_tax);
        if let Some((_, applied)) = self.known.iter().find(|(rule, _)| *rule == wanted) {
            return *applied;
        }
        let rule = self.book.taxes.iter().find(|rule| Some(rule.id) == wanted);
        let base = rule.map_or(Treatment::OutOfScope, |rule| rule.base);
        let case = rule.and_then(|rule| {
            rule.cases
                .iter()
                .find(|case| self.customer.in_place(case.country) && self.customer.is(case.buyer))
        });
        let treatment = case.map_or(base, |case| case.treatment);
        let applied = Applied {
            base: base.rate().unwrap_or(Percent::ZERO),
            rate: treatment.rate(),
            code: treatment.code(),
            keep_gross: rule.is_some_and(|rule| rule.keep_gross),
            rule: rule.map(|rule| rule.id),
        };
        self.known.push((wanted, applied));
        applied
    }

    /// What `price` is with tax, the line rounded by itself. `None` if it is not sold to this buyer.
    pub(super) fn tax(&mut self, price: i64, rule: Option<TaxRuleId>) -> Result<Option<Taxed>, Refusal> {
        let applied = self.applied(rule);
        let Some(rate) = applied.rate else { return Ok(None) };
        let price = i128::from(price);
        let (net, tax) = if !self.book.terms.includes_tax {
            (price, exact::tax_upon(price, rate))
        } else if rate == applied.base || applied.keep_gross {
            let tax = exact::tax_within(price, rate);
            (price - tax, tax)
        } else {
            let net = price - exact::tax_within(price, applied.base);
            (net, exact::tax_upon(net, rate))
        };
        let (net, tax) = (exact::minor(net)?, exact::minor(tax)?);
        let gross = exact::sum([net, tax])?;
        Ok(Some(Taxed { net, tax, gross, rate, code: applied.code, rule: applied.rule }))
    }
}
