//! What a buyer tells about country and business, as far as tax asks for it.

use catalog::{
    quote::{Customer, VatCheck},
    vat::{Country, VatId},
};
use httpkit::FieldError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What an order remembers of how it was priced, and a cart before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tariff {
    /// What the fees come to, in minor units; absent where nothing but the list decided on prices.
    pub fee_minor: Option<i64>,
    /// The tax in the total, in minor units; absent where nothing but the list decided on prices.
    pub tax_minor: Option<i64>,
    /// The voucher's code as it was given.
    pub voucher: Option<String>,
    /// What the buyer told for the tax's sake, if that was asked.
    pub buyer: Option<BuyerTax>,
}

/// Where a buyer is, and whether it is a business: what tax rules ask for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct BuyerTax {
    /// The country.
    pub country: Country,
    /// Whether a business buys.
    pub business: bool,
    /// The business's VAT id.
    pub vat_id: Option<VatId>,
    /// What the register of VAT ids said. An id that nobody could check was taken as given.
    pub checked: VatCheck,
}

impl BuyerTax {
    /// The buyer as quotes need it.
    pub fn customer(&self) -> Customer {
        Customer {
            country: Some(self.country),
            business: self.business,
            vat_id: self.vat_id.clone(),
            checked: self.checked,
        }
    }

    /// What was typed, checked by its form. A VAT id counts for businesses only, and belongs to the country that gave
    /// it out.
    pub fn parse(country: &str, business: bool, vat_id: &str) -> Result<Self, Vec<FieldError>> {
        let mut errors = Vec::new();
        let country = match country.trim() {
            "" => Err(FieldError::new("/country", "sales.country_missing", "Choose your country.")),
            code => code
                .parse::<Country>()
                .map_err(|error| FieldError::new("/country", "sales.country", format!("{error}."))),
        };
        let vat_id = match vat_id.trim() {
            "" => Ok(None),
            _ if !business => Ok(None),
            text => text.parse::<VatId>().map(Some).map_err(|error| {
                FieldError::new("/vat_id", "sales.vat_id", format!("This can't be right: {error}."))
            }),
        };
        match (country, vat_id) {
            (Ok(country), Ok(vat_id)) => {
                if vat_id.as_ref().is_some_and(|id| id.country() != country) {
                    let message = "The VAT id was given out by another country than the one chosen.";
                    return Err(vec![FieldError::new("/vat_id", "sales.vat_id_country", message)]);
                }
                Ok(Self { country, business, vat_id, checked: VatCheck::Unchecked })
            }
            (country, vat_id) => {
                errors.extend(country.err());
                errors.extend(vat_id.err());
                Err(errors)
            }
        }
    }
}
