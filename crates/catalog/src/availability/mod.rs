//! Whether a product can be bought, and if not, why. One function, used for showing and for selling.

use kernel::Instant;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// At most this many places left count as few.
pub const FEW: u64 = 10;

/// Who gets to see a product.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema, sqlx::Type)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Whoever knows the access code.
    Code,
    /// Nobody on the public pages.
    Hidden,
}

/// On what terms a product is on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Who gets to see it.
    pub visibility: Visibility,
    /// The code that shows it, if `visibility` is [`Visibility::Code`].
    pub access_code: Option<String>,
    /// When its sale starts; open at once if absent.
    pub sales_from: Option<Instant>,
    /// When its sale ends; never if absent.
    pub sales_until: Option<Instant>,
    /// Whether its sale is switched off for the time being.
    pub paused: bool,
    /// Whether it was taken out of the offer for good.
    pub archived: bool,
}

impl Terms {
    /// The terms of a variation of a product on these terms.
    pub fn of_variation(self, active: bool, archived: bool) -> Self {
        Self { paused: self.paused || !active, archived: self.archived || archived, ..self }
    }
}

/// The places of one quota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// The quota's name, for organisers.
    pub name: String,
    /// Places there are; unlimited if absent.
    pub size: Option<i64>,
    /// Places sold.
    pub sold: i64,
    /// Places held by open carts and unpaid orders.
    pub held: i64,
}

impl Stock {
    /// Places left to sell; `None` is unlimited.
    pub fn left(&self) -> Option<u64> {
        let size = self.size?;
        Some(u64::try_from(size.saturating_sub(self.sold).saturating_sub(self.held)).unwrap_or(0))
    }
}

/// Whether something can be bought; the first state that applies, in this order from the bottom up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = AvailabilityState)]
pub enum State {
    /// It can be bought.
    Available,
    /// It can be bought, but few places are left.
    Low,
    /// Every free place is in a cart or an unpaid order: some may come back.
    Held,
    /// Everything is sold.
    SoldOut,
    /// It has no quota, so there is nothing to sell.
    NoQuota,
    /// Its sale is switched off.
    Paused,
    /// The sale is over.
    Over,
    /// The sale has not started.
    NotYet,
    /// It is not shown, or only to those with the code.
    Hidden,
}

/// Whether a product can be bought, how many, and why not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Availability {
    /// Where it stands.
    pub state: State,
    /// Places left, whatever the state; null is unlimited.
    #[schema(minimum = 0)]
    pub available: Option<u64>,
    /// The state in a sentence for organisers.
    pub reason: String,
}

impl Availability {
    /// Whether at least one can be bought now.
    pub fn is_open(&self) -> bool {
        matches!(self.state, State::Available | State::Low)
    }
}

/// What keeps a product from being offered at all to somebody who gave `access_code`; `None` if it is on offer.
/// Stock is not looked at.
pub fn refusal(terms: &Terms, now: Instant, access_code: Option<&str>) -> Option<State> {
    let hidden = match terms.visibility {
        Visibility::Public => false,
        Visibility::Hidden => true,
        Visibility::Code => !same_code(terms.access_code.as_deref(), access_code),
    };
    if terms.archived || hidden {
        return Some(State::Hidden);
    }
    if terms.sales_from.is_some_and(|from| now < from) {
        return Some(State::NotYet);
    }
    if terms.sales_until.is_some_and(|until| now >= until) {
        return Some(State::Over);
    }
    terms.paused.then_some(State::Paused)
}

/// Whether a product on these terms, taking its places from `quotas`, can be bought at `now` by somebody who gave
/// `access_code`. The scarcest quota decides.
pub fn explain(terms: &Terms, quotas: &[Stock], now: Instant, access_code: Option<&str>) -> Availability {
    let available = left(quotas);
    let stock = stock_state(quotas, available);
    let state = refusal(terms, now, access_code).unwrap_or(stock);
    Availability { state, available, reason: reason(terms, state, quotas, available) }
}

/// Codes are compared without regard to case and outer spaces, as people type them.
fn same_code(wanted: Option<&str>, given: Option<&str>) -> bool {
    match (wanted, given) {
        (Some(wanted), Some(given)) => wanted.trim().to_lowercase() == given.trim().to_lowercase(),
        _ => false,
    }
}

/// Places left in the scarcest quota; `None` is unlimited, and no quota is nothing.
fn left(quotas: &[Stock]) -> Option<u64> {
    if quotas.is_empty() {
        return Some(0);
    }
    quotas.iter().filter_map(Stock::left).min()
}

fn stock_state(quotas: &[Stock], available: Option<u64>) -> State {
    match available {
        _ if quotas.is_empty() => State::NoQuota,
        Some(0) if quotas.iter().any(|quota| quota.size.is_some_and(|size| quota.sold >= size)) => {
            State::SoldOut
        }
        Some(0) => State::Held,
        Some(few) if few <= FEW => State::Low,
        _ => State::Available,
    }
}

fn reason(terms: &Terms, state: State, quotas: &[Stock], available: Option<u64>) -> String {
    let scarcest = quotas.iter().filter(|quota| quota.left() == Some(0));
    let full = scarcest.min_by_key(|quota| quota.size.unwrap_or_default().saturating_sub(quota.sold));
    let full =
        full.map(|quota| (quota.name.as_str(), quota.sold, quota.held, quota.size.unwrap_or_default()));
    match (state, full) {
        (State::Hidden, _) if terms.archived => "It was taken out of the offer.".to_owned(),
        (State::Hidden, _) if terms.visibility == Visibility::Code => {
            "Only guests with the access code see it.".to_owned()
        }
        (State::Hidden, _) => "It is hidden from guests.".to_owned(),
        (State::NotYet, _) => "The sale has not started yet.".to_owned(),
        (State::Paused, _) => "Its sale is switched off.".to_owned(),
        (State::Over, _) => "The sale is over.".to_owned(),
        (State::NoQuota, _) => "It belongs to no quota, so there are no places to sell.".to_owned(),
        (State::SoldOut, Some((name, sold, _, size))) => {
            format!("All places of “{name}” are sold: {sold} of {size}.")
        }
        (State::Held, Some((name, sold, held, size))) => format!(
            "Of {size} places of “{name}”, {sold} are sold and {held} are in carts and unpaid orders: some may come back."
        ),
        _ => match available {
            Some(1) => "1 place is left.".to_owned(),
            Some(left) => format!("{left} places are left."),
            None => "Places are unlimited.".to_owned(),
        },
    }
}

#[cfg(test)]
mod tests;
