//! Why a product can't be bought, for whoever an organiser imagines.

pub mod http;

use std::collections::HashMap;

use ::store::{Cx, Tx};
use kernel::{EventId, Instant, ProductId, VariationId};
use serde::Serialize;
use utoipa::ToSchema;

use super::{Product, load, store};
use crate::{
    Error, EventHead, Item,
    availability::{self, Ask, Availability, Channel, Reason},
    sale,
    variation::Variation,
    voucher::{
        self,
        verdict::{self, Verdict},
    },
};

impl Product {
    /// Why it, or one of its forms, can't be bought by whoever asks: its own terms and stock if `variation` is absent.
    fn reasons(&self, variation: Option<&Variation>, ask: &Ask<'_>) -> Explanation {
        let (terms, stock) = variation.map_or((&self.terms, &self.stock), |form| (&form.terms, &form.stock));
        Explanation {
            variation_id: variation.map(|form| form.id),
            availability: availability::explain(terms, stock, ask),
            reasons: availability::reasons(terms, Some(stock), ask),
            voucher: None,
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
    /// The code of a voucher that is there.
    pub voucher_code: Option<String>,
    /// Whether the imagined voucher takes it beyond the size of its quotas.
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
    /// What the voucher whose code was given does for it; absent if none was given.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub voucher: Option<Verdict>,
}

/// The product without a voucher, and with the one that was given.
struct Shown {
    plain: Product,
    opened: Option<Product>,
    verdicts: HashMap<Option<VariationId>, Verdict>,
}

impl Shown {
    /// Looks at the product with the voucher of this code.
    async fn with(
        tx: &mut Tx,
        (event, plain): (EventId, Product),
        code: Option<&str>,
        (quantity, at): (u32, Instant),
    ) -> Result<Self, Error> {
        let Some(code) = code.map(str::trim).filter(|code| !code.is_empty()) else {
            return Ok(Self { plain, opened: None, verdicts: HashMap::new() });
        };
        let voucher = verdict::given(tx, event, code).await?;
        let goods = sale::goods(tx, event).await?;
        let forms = plain.offered().map(|form| Some(form.id)).chain([None]);
        let about =
            |form| verdict::about(voucher.as_ref(), &goods, (Item::new(plain.id, form), quantity), at);
        let verdicts = forms.map(|form| (form, about(form))).collect();
        let opened = voucher.map(|voucher| {
            let mut opened = plain.clone();
            voucher::open(&mut opened, &voucher, &goods);
            opened
        });
        Ok(Self { plain, opened, verdicts })
    }

    /// Why it, or one of its forms, can't be bought: with what the voucher opens, if it is good for that.
    fn explain(&self, form: Option<VariationId>, ask: &Ask<'_>) -> Explanation {
        let verdict = self.verdicts.get(&form).cloned();
        let opened = self.opened.as_ref().filter(|_| verdict.as_ref().is_some_and(Verdict::is_valid));
        let product = opened.unwrap_or(&self.plain);
        let variation = product.variations.iter().find(|variation| Some(variation.id) == form);
        Explanation { voucher: verdict, ..product.reasons(variation, ask) }
    }
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
    let forms: Vec<Option<VariationId>> = match imagined.variation {
        Some(wanted) if product.offered().all(|form| form.id != wanted) => {
            return Err(Error::NotFound("variation"));
        }
        Some(wanted) => vec![Some(wanted)],
        None if product.offered().next().is_none() => vec![None],
        None => product.offered().map(|form| Some(form.id)).collect(),
    };
    let (code, how) = (imagined.voucher_code.as_deref(), (imagined.quantity, imagined.at));
    let shown = Shown::with(&mut tx, (event.id, product), code, how).await?;
    Ok(forms.into_iter().map(|form| shown.explain(form, &ask)).collect())
}
