//! How an event reads its prices, and its price book: what [`crate::quote`] works with, kept in memory for as long as
//! the event stays at one version.

mod channels;
pub mod http;
mod scope;
pub(crate) mod store;
mod uses;

use std::{
    collections::BTreeMap,
    sync::{Arc, OnceLock},
    time::Duration,
};

use ::store::{Cache, Cx, Db, Tx};
use garde::Validate;
use httpkit::{FieldError, rules};
use kernel::{Currency, EventId, ProductId, TaxRuleId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    Error, EventHead, Mode, discount, event, fee,
    journal::{self, Change},
    product::MAX_PRICE,
    quote::{Book, Effect, FreePrice, Listed, Rounding, Terms},
    sale::{Goods, SaleProduct},
    tax_rule,
};

pub use channels::ChannelPrices;
pub(crate) use scope::{accept as accept_scope, accept_products};
pub use uses::{Uses, give_back, look_up_reserves, take};

/// How an event reads its prices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PriceSettings)]
pub struct Settings {
    /// Whether prices include tax.
    #[garde(skip)]
    pub includes_tax: bool,
    /// How sums are rounded.
    #[garde(skip)]
    pub rounding: Rounding,
    /// The tax rule of whatever names none; outside the scope of tax if there is none either.
    #[garde(skip)]
    pub default_tax_rule_id: Option<TaxRuleId>,
    /// The seller's VAT id or tax number, as summaries of orders print it.
    #[garde(inner(custom(rules::filled_line(40))))]
    #[serde(default)]
    #[schema(min_length = 1, max_length = 40, example = "DE136695976")]
    pub seller_vat_id: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self { includes_tax: true, rounding: Rounding::Line, default_tax_rule_id: None, seller_vat_id: None }
    }
}

/// How the event reads its prices.
pub async fn settings(cx: &Cx, event: EventId) -> Result<Settings, Error> {
    Ok(store::settings(&mut cx.read().await?, event).await?.unwrap_or_default())
}

/// Changes how the event reads its prices; what was sold or is in a cart keeps its own.
pub async fn set(cx: &Cx, event: &EventHead, settings: Settings) -> Result<Settings, Error> {
    let mut tx = cx.begin().await?;
    event::store::lock(&mut tx, event.id).await?;
    let mut problems = Vec::new();
    tax_rule::accept(&mut tx, event.id, settings.default_tax_rule_id, "/default_tax_rule_id", &mut problems)
        .await?;
    refuse(problems)?;
    let before = store::settings(&mut tx, event.id).await?.unwrap_or_default();
    store::keep(&mut tx, event.id, &settings).await?;
    let change = Change {
        event: event.id,
        action: "prices.updated",
        fact: "prices.changed",
        subject_kind: "event",
        subject: event.id.uuid(),
        subject_id: event.id.to_string(),
        before: Some(&before),
        after: Some(&settings),
    };
    journal::write(&mut tx, change).await?;
    commit(tx, event).await?;
    Ok(settings)
}

/// Commits a change of what decides on prices.
pub(crate) async fn commit(tx: Tx, event: &EventHead) -> Result<(), Error> {
    let cx = tx.cx().clone();
    tx.commit().await?;
    event::changed(&cx, &event.slug).await;
    Ok(())
}

/// For fields that are on unless told otherwise.
pub(crate) fn yes() -> bool {
    true
}

/// Refuses if anything was found.
pub(crate) fn refuse(problems: Vec<FieldError>) -> Result<(), Error> {
    if problems.is_empty() { Ok(()) } else { Err(Error::Invalid(problems)) }
}

/// The same for something that stands at `pointer` of the request.
pub(crate) fn refuse_at(pointer: &str, problems: Vec<FieldError>) -> Result<(), Error> {
    let inside = problems
        .into_iter()
        .map(|problem| FieldError { pointer: format!("{pointer}{}", problem.pointer), ..problem });
    refuse(inside.collect())
}

/// What is wrong with an effect, at `pointer`.
pub(crate) fn check_effect(effect: Effect, pointer: &str, problems: &mut Vec<FieldError>) {
    if let Effect::Set { amount_minor } | Effect::Subtract { amount_minor } = effect {
        check_amount(amount_minor, &format!("{pointer}/amount_minor"), problems);
    }
}

/// Refuses amounts below nothing and above the highest price.
pub(crate) fn check_amount(minor: i64, pointer: &str, problems: &mut Vec<FieldError>) {
    if !(0..=MAX_PRICE).contains(&minor) {
        let message = "takes 0 to 10 000 000 000 minor units";
        problems.push(FieldError::new(pointer, "request.invalid_field", message));
    }
}

/// Everything that decides on the prices of an event besides the list, at one version of the event.
#[derive(Debug)]
pub struct Rules {
    version: i64,
    settings: Settings,
    taxes: Vec<crate::quote::TaxRule>,
    of_product: BTreeMap<ProductId, TaxRuleId>,
    discounts: Vec<crate::quote::Discount>,
    fees: Vec<crate::quote::Fee>,
    book: OnceLock<Arc<Book>>,
}

impl Rules {
    /// Whether nothing but the list decides on prices: no tax, no discount, no fee.
    pub fn are_none(&self) -> bool {
        self.taxes.is_empty() && self.discounts.is_empty() && self.fees.is_empty()
    }

    /// Whether some discount ends by count, so that how many it has taken in has to be read.
    pub fn have_limits(&self) -> bool {
        self.discounts.iter().any(|discount| discount.limit.is_some())
    }

    /// Whether what a buyer owes depends on the country or on being a business.
    pub fn ask_for_buyer(&self) -> bool {
        let plain = (crate::quote::Place::Anywhere, crate::quote::BuyerKind::Anybody);
        self.taxes.iter().flat_map(|rule| &rule.cases).any(|case| (case.country, case.buyer) != plain)
    }

    /// The discounts, in the order they are tried.
    pub fn discounts(&self) -> &[crate::quote::Discount] {
        &self.discounts
    }

    /// Whether list prices hold their tax.
    pub fn include_tax(&self) -> bool {
        self.settings.includes_tax
    }

    /// The seller's VAT id or tax number.
    pub fn seller_vat_id(&self) -> Option<&str> {
        self.settings.seller_vat_id.as_deref()
    }

    /// The tax rule with this id.
    pub fn tax(&self, id: TaxRuleId) -> Option<&crate::quote::TaxRule> {
        self.taxes.iter().find(|rule| rule.id == id)
    }

    /// The fees.
    pub fn fees(&self) -> &[crate::quote::Fee] {
        &self.fees
    }

    /// The price book with these products; made once for those of the same version.
    pub fn book(&self, currency: Currency, goods: &Goods) -> Arc<Book> {
        let make = || Arc::new(self.make_book(currency, goods));
        if goods.version == self.version { self.book.get_or_init(make).clone() } else { make() }
    }

    fn make_book(&self, currency: Currency, goods: &Goods) -> Book {
        let there =
            goods.products.iter().filter(|product| !product.terms.archived && !product.needs_variation);
        let mut items: Vec<Listed> = there.map(|product| self.listed(product)).collect();
        items.sort_unstable_by_key(|item| (item.product, item.variation));
        Book {
            terms: Terms {
                currency: goods.products.first().map_or(currency, |product| product.price.currency),
                includes_tax: self.settings.includes_tax,
                rounding: self.settings.rounding,
                default_tax: self.settings.default_tax_rule_id,
            },
            items,
            taxes: self.taxes.clone(),
            discounts: self.discounts.clone(),
            fees: self.fees.clone(),
        }
    }

    fn listed(&self, product: &SaleProduct) -> Listed {
        Listed {
            product: product.id,
            variation: product.variation,
            list: product.price.minor,
            by_channel: product.channel_prices,
            tax: self.of_product.get(&product.id).copied(),
            category: product.category,
            quotas: product.quota_ids.clone(),
            free: product.free_price.then_some(FreePrice { min: product.price.minor, max: None }),
        }
    }
}

/// Rules by event.
struct KeptRules(Cache<EventId, Arc<Rules>>);

impl Default for KeptRules {
    fn default() -> Self {
        Self(Cache::idling(1_000, Duration::from_secs(600)))
    }
}

/// The rules of the event at `version`, from memory if they were asked for before.
pub async fn rules(tx: &mut Tx, event: EventId, version: i64) -> Result<Arc<Rules>, sqlx::Error> {
    let kept = tx.cx().db.cache::<KeptRules>();
    if let Some(rules) = kept.0.get(&event).filter(|rules| rules.version == version) {
        return Ok(rules);
    }
    let rules = Arc::new(load(tx, event).await?);
    kept.0.insert(event, rules.clone());
    Ok(rules)
}

/// Whether nothing but the list decided on prices at `version`, as far as that is known from memory.
pub async fn known_as_none(db: &Db, event: EventId, version: i64) -> bool {
    let kept = db.cache::<KeptRules>().0.get(&event);
    kept.is_some_and(|rules| rules.version == version && rules.are_none())
}

/// How many tickets each discount with a limit has taken in. `locked` keeps them so until the transaction ends.
pub async fn used(
    tx: &mut Tx,
    event: EventId,
    mode: Mode,
    locked: bool,
) -> Result<BTreeMap<kernel::DiscountId, i64>, sqlx::Error> {
    Ok(discount::store::used(tx, event, mode, locked).await?.into_iter().collect())
}

async fn load(tx: &mut Tx, event: EventId) -> Result<Rules, sqlx::Error> {
    // The version comes first: if something changes meanwhile, the rules are newer than they say and read again.
    let (version, taxed) = store::version_and_taxes(tx, event).await?;
    Ok(Rules {
        version,
        settings: store::settings(tx, event).await?.unwrap_or_default(),
        of_product: taxed.into_iter().collect(),
        taxes: tax_rule::store::list(tx, event).await?.into_iter().map(|rule| rule.for_quotes()).collect(),
        discounts: discount::for_quotes(tx, event).await?,
        fees: fee::for_quotes(tx, event).await?,
        book: OnceLock::new(),
    })
}
