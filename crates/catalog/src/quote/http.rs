//! `POST …/quote`: what a basket costs, for organisers and for guests.

use garde::Validate;
use httpkit::{ApiRouter, Checked, FieldError, Json, Problem, routes};
use kernel::{Instant, ProductId, VariationId, perm};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{
    Customer, MAX_UNITS, Refusal, VatCheck,
    ask::{self, Ask, DraftPrice, Drafts, QuoteView},
};
use crate::{
    EventPath, EventScope, GuestEvent, Item,
    availability::Channel,
    composition::Line,
    discount,
    product::MAX_PRICE,
    vat::{Country, VatId},
    voucher,
};

/// The operations on quotes.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(quote_basket)).routes(routes!(quote_for_guest))
}

/// What a quote is asked for.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuoteIn {
    /// The tickets: at most 500 in all.
    #[garde(length(max = MAX_UNITS), dive)]
    #[schema(max_items = 500)]
    lines: Vec<QuoteLineIn>,
    /// A voucher's code.
    #[garde(length(chars, max = 100))]
    #[serde(default)]
    #[schema(max_length = 100)]
    voucher: Option<String>,
    /// Where the buyer is.
    #[garde(skip)]
    #[serde(default)]
    country: Option<Country>,
    /// Whether a business buys.
    #[garde(skip)]
    #[serde(default)]
    business: bool,
    /// The business's VAT id. Quotes take it as given; only its form and check digits are looked at.
    #[garde(length(chars, max = 30))]
    #[serde(default)]
    #[schema(max_length = 30)]
    vat_id: Option<String>,
    /// Through which door; on the site if absent. Guests can't choose it.
    #[garde(skip)]
    #[serde(default)]
    channel: Option<Channel>,
    /// At what time; now if absent. Guests can't choose it.
    #[garde(skip)]
    #[serde(default)]
    at: Option<Instant>,
    /// A voucher that is not stored yet, instead of `voucher`. For organisers; guests can't imagine one.
    #[garde(dive)]
    #[serde(default)]
    draft_voucher: Option<voucher::Draft>,
    /// A discount that is not stored yet. For organisers; guests can't imagine one.
    #[garde(dive)]
    #[serde(default)]
    draft_discount: Option<discount::Draft>,
    /// List prices that are not stored yet. For organisers; guests can't imagine any.
    #[garde(length(max = MAX_UNITS), dive)]
    #[serde(default)]
    #[schema(max_items = 500)]
    draft_prices: Vec<DraftPriceIn>,
}

/// A list price that is not stored yet.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct DraftPriceIn {
    /// The product.
    #[garde(skip)]
    product: ProductId,
    /// Which variation of it.
    #[garde(skip)]
    #[serde(default)]
    variation: Option<VariationId>,
    /// The price in minor units, on the channel that is asked for.
    #[garde(range(min = 0, max = MAX_PRICE))]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    price_minor: i64,
}

/// So many of one ticket.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
struct QuoteLineIn {
    /// The product.
    #[garde(skip)]
    product: ProductId,
    /// Which variation of it.
    #[garde(skip)]
    #[serde(default)]
    variation: Option<VariationId>,
    /// How many; 1 if absent.
    #[garde(range(min = 1, max = MAX_UNITS))]
    #[serde(default = "one")]
    #[schema(minimum = 1, maximum = 500)]
    quantity: usize,
    /// The line that it is an add-on of, from 0; it has to come before.
    #[garde(skip)]
    #[serde(default)]
    parent: Option<usize>,
    /// The price that the buyer chose, in minor units.
    #[garde(inner(range(min = 0, max = MAX_PRICE)))]
    #[serde(default)]
    #[schema(minimum = 0, maximum = 10_000_000_000_i64)]
    price_minor: Option<i64>,
}

fn one() -> usize {
    1
}

impl QuoteIn {
    fn parse(self, channel: Channel, now: Instant) -> Result<Ask, Problem> {
        let vat_id = match self.vat_id.as_deref().map(str::parse::<VatId>) {
            Some(Err(error)) => {
                return Err(Problem::invalid_field("/vat_id", "catalog.vat_id", error.to_string()));
            }
            Some(Ok(id)) => Some(id),
            None => None,
        };
        let customer =
            Customer { country: self.country, business: self.business, vat_id, checked: VatCheck::Unchecked };
        let lines = self.lines.iter().map(QuoteLineIn::line).collect();
        let price = |draft: &DraftPriceIn| DraftPrice {
            item: Item::new(draft.product, draft.variation),
            minor: draft.price_minor,
        };
        let prices = self.draft_prices.iter().map(price).collect();
        let drafts = Drafts { prices, voucher: self.draft_voucher, discount: self.draft_discount };
        Ok(Ask { lines, customer, voucher: self.voucher, channel, now, drafts })
    }
}

impl QuoteLineIn {
    fn line(&self) -> Line {
        let item = Item::new(self.product, self.variation);
        Line { item, quantity: self.quantity, parent: self.parent, chosen: self.price_minor }
    }
}

/// What a basket costs and why, for whomever the organiser imagines
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/quote", tag = "catalog",
    security(("session" = [])), params(EventPath), request_body = QuoteIn,
    responses((status = 200, description = "The quote", body = QuoteView)),
    extensions(("x-permission" = json!("member"))))]
async fn quote_basket(
    scope: EventScope<perm::Member>,
    Checked(body): Checked<QuoteIn>,
) -> Result<Json<QuoteView>, Problem> {
    let (at, channel) = (body.at.unwrap_or(scope.cx.now), body.channel.unwrap_or(Channel::Web));
    Ok(Json(ask::for_organiser(&scope.cx, &scope.event, body.parse(channel, at)?).await?))
}

/// What a basket costs and why. Nothing is set aside
#[utoipa::path(post, path = "/api/v1/public/{org}/{event}/quote", tag = "guests",
    params(EventPath), request_body = QuoteIn,
    responses((status = 200, description = "The quote", body = QuoteView)))]
async fn quote_for_guest(
    scope: GuestEvent,
    Checked(body): Checked<QuoteIn>,
) -> Result<Json<QuoteView>, Problem> {
    let ask = Ask { drafts: Drafts::default(), ..body.parse(Channel::Web, scope.cx.now)? };
    Ok(Json(ask::for_guest(&scope.cx, &scope.event, ask).await?))
}

impl From<Refusal> for Problem {
    fn from(refusal: Refusal) -> Self {
        let said = refusal.to_string();
        let at = |line: usize, field: &str, code| {
            Self::invalid(vec![FieldError::new(format!("/lines/{line}{field}"), code, said.clone())])
        };
        match refusal {
            Refusal::Unknown { line } => at(line, "/product", "catalog.not_for_sale"),
            Refusal::Orphan { line } => at(line, "/parent", "catalog.no_parent"),
            Refusal::NoAddOn { line } => at(line, "/product", "catalog.no_add_on"),
            Refusal::NotAlone { line } => at(line, "/parent", "catalog.not_alone"),
            Refusal::TooManyAddOns { line, .. } => at(line, "/quantity", "catalog.too_many_add_ons"),
            Refusal::AddOnNeeded { line, .. } => at(line, "", "catalog.add_on_needed"),
            Refusal::FixedPrice { line } => at(line, "/price_minor", "catalog.fixed_price"),
            Refusal::OutOfLimits { line, .. } => at(line, "/price_minor", "catalog.price_limits"),
            Refusal::NotSoldThere { line } => at(line, "", "catalog.not_sold_there"),
            Refusal::TooMany(_) => Self::invalid_field("/lines", "catalog.too_many", said),
            Refusal::Overflow => Self::invalid_field("/lines", "catalog.overflow", said),
        }
    }
}
