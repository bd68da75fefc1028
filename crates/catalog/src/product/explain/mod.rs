//! Why a product can't be bought, for whoever an organiser imagines.

pub mod http;

use ::store::Cx;
use kernel::{Instant, ProductId, VariationId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Product, load, store};
use crate::{
    Error, EventHead,
    availability::{self, Ask, Availability, Channel, Reason},
    variation::Variation,
};

impl Product {
    /// Why it, or one of its forms, can't be bought by whoever asks: its own terms and stock if `variation` is absent.
    fn reasons(&self, variation: Option<&Variation>, ask: &Ask<'_>) -> Explanation {
        let (terms, stock) = variation.map_or((&self.terms, &self.stock), |form| (&form.terms, &form.stock));
        Explanation {
            variation_id: variation.map(|form| form.id),
            availability: availability::explain(terms, stock, ask),
            reasons: availability::reasons(terms, Some(stock), ask),
        }
    }
}

/// Who asks, as an organiser imagines them.
#[derive(Debug, Clone)]
pub struct Imagined {
    /// When.
    pub at: Instant,
    /// Through which door.
    pub channel: Channel,
    /// Which form; all of them if absent.
    pub variation: Option<VariationId>,
    /// The access code given.
    pub code: Option<String>,
    /// Whether a voucher for it was given.
    pub voucher: bool,
    /// Whether that voucher takes it beyond the size of its quotas.
    pub beyond: bool,
    /// How many are wanted.
    pub quantity: u32,
    /// The customer's address.
    pub email: Option<String>,
}

/// Whether something can be bought, and every reason why not.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Explanation {
    /// Which form it is about; null is the product as such.
    pub variation_id: Option<VariationId>,
    /// Where it stands.
    pub availability: Availability,
    /// Why it can't be bought, the first reason first; none if it can.
    pub reasons: Vec<Reason>,
}

/// Whether a product, or each of its forms, can be bought by whoever is imagined, and if not, all the reasons: by the
/// same function that sells.
pub async fn explain(
    cx: &Cx,
    event: &EventHead,
    id: ProductId,
    imagined: &Imagined,
) -> Result<Vec<Explanation>, Error> {
    let mut tx = cx.read().await?;
    let product = load(&mut tx, event.id, id).await?;
    let bought = match &imagined.email {
        Some(email) => {
            Some(store::bought(&mut tx, event.id, id, email).await?.try_into().unwrap_or(u32::MAX))
        }
        None => None,
    };
    let ask = Ask {
        at: imagined.at,
        channel: imagined.channel,
        staff: imagined.channel != Channel::Web,
        access_code: imagined.code.as_deref(),
        voucher: imagined.voucher,
        beyond: imagined.beyond,
        quantity: imagined.quantity,
        bought,
    };
    if let Some(wanted) = imagined.variation {
        let form = product.offered().find(|form| form.id == wanted).ok_or(Error::NotFound("variation"))?;
        return Ok(vec![product.reasons(Some(form), &ask)]);
    }
    let forms: Vec<Explanation> = product.offered().map(|form| product.reasons(Some(form), &ask)).collect();
    Ok(if forms.is_empty() { vec![product.reasons(None, &ask)] } else { forms })
}
