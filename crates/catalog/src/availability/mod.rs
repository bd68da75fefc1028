//! Whether something can be bought, and if not, every reason why. One function, used for showing and for selling.

mod reason;

use kernel::{Instant, QuotaId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

pub use reason::{Code, Fix, Reason};

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
    /// Whoever has a voucher for it.
    Voucher,
    /// Nobody on the public pages, but whoever has a voucher that shows hidden ones.
    Hidden,
}

/// Through which door something is sold.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, ToSchema, sqlx::Type,
)]
#[serde(rename_all = "snake_case")]
#[sqlx(type_name = "text", rename_all = "snake_case")]
pub enum Channel {
    /// A guest on the site.
    Web,
    /// The organiser, face to face.
    BoxOffice,
    /// The organiser, or a program.
    Api,
}

impl Channel {
    /// Every channel.
    pub const ALL: [Self; 3] = [Self::Web, Self::BoxOffice, Self::Api];

    /// The name in the database and on the wire.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Web => "web",
            Self::BoxOffice => "box_office",
            Self::Api => "api",
        }
    }

    /// The channels of these names.
    pub(crate) fn named(names: &[String]) -> Vec<Self> {
        Self::ALL.into_iter().filter(|channel| names.iter().any(|name| name == channel.as_str())).collect()
    }
}

/// On what terms a product, or one of its variations, is on offer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Terms {
    /// Who gets to see it.
    pub visibility: Visibility,
    /// The code that shows it, if `visibility` is [`Visibility::Code`].
    pub access_code: Option<String>,
    /// Through which doors it is sold.
    pub channels: Vec<Channel>,
    /// When its sale starts; open at once if absent.
    pub sales_from: Option<Instant>,
    /// When its sale ends; never if absent.
    pub sales_until: Option<Instant>,
    /// The fewest of it that one order may have, if it has any.
    pub min_per_order: u32,
    /// The most of it that one order may have.
    pub max_per_order: u32,
    /// The fewest of it that one customer may have in all orders of the event, if they have any.
    pub min_per_customer: Option<u32>,
    /// The most of it that one customer may have in all orders of the event.
    pub max_per_customer: Option<u32>,
    /// Whether every order with it is looked at first.
    pub approval: bool,
    /// Whether its sale is switched off for the time being.
    pub paused: bool,
    /// Whether it was taken out of the offer for good.
    pub archived: bool,
}

impl Terms {
    /// For everybody, through every door, from one to ten at once, for ever.
    pub fn open() -> Self {
        Self {
            visibility: Visibility::Public,
            access_code: None,
            channels: Channel::ALL.to_vec(),
            sales_from: None,
            sales_until: None,
            min_per_order: 1,
            max_per_order: 10,
            min_per_customer: None,
            max_per_customer: None,
            approval: false,
            paused: false,
            archived: false,
        }
    }

    /// Whether it depends on what a customer has already.
    pub fn counts_customers(&self) -> bool {
        self.min_per_customer.is_some() || self.max_per_customer.is_some()
    }

    /// The terms of a variation of a product on these terms.
    pub fn of_variation(self, active: bool, archived: bool) -> Self {
        Self { paused: self.paused || !active, archived: self.archived || archived, ..self }
    }
}

/// The places of one quota.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stock {
    /// The quota, as PostgreSQL names it.
    pub id: Uuid,
    /// The quota's name, for organisers.
    pub name: String,
    /// Places there are; unlimited if absent.
    pub size: Option<i64>,
    /// Places sold.
    pub sold: i64,
    /// Places held by open carts and unpaid orders.
    pub held: i64,
    /// Places kept aside.
    pub blocked: i64,
    /// Those of the sold and held places that vouchers took beyond the size.
    #[serde(default)]
    pub overbooked: i64,
    /// Whether it was closed when it was sold out.
    pub closed: bool,
    /// How many of the held places lie in open carts; counted only where nothing is free.
    pub carts: i64,
    /// How many places one takes: more than one for bundles.
    #[serde(default = "one_place")]
    pub each: i64,
}

fn one_place() -> i64 {
    1
}

impl Stock {
    /// How many are left to sell; `None` is unlimited.
    pub fn left(&self) -> Option<u64> {
        if self.closed {
            return Some(0);
        }
        let taken = self.sold.saturating_add(self.held).saturating_add(self.blocked);
        let taken = taken.saturating_sub(self.overbooked);
        let places = u64::try_from(self.size?.saturating_sub(taken)).unwrap_or(0);
        Some(places / u64::try_from(self.each).unwrap_or(1).max(1))
    }

    fn quota(&self) -> QuotaId {
        self.id.into()
    }

    /// Why nothing is left: truthfully, because waiting helps for some.
    fn gone(&self) -> Code {
        match self.size {
            _ if self.closed => Code::Closed,
            Some(size) if size.saturating_add(self.overbooked) - self.sold - self.blocked < self.each => {
                Code::SoldOut
            }
            _ if self.carts > 0 => Code::InCarts,
            _ => Code::Reserved,
        }
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
    /// Every free place is in a cart or an unpaid order, some in carts: those may come back within minutes.
    Held,
    /// Every free place is in an unpaid order: some may come back within days.
    Reserved,
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

impl State {
    /// Whether at least one can be bought now.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Available | Self::Low)
    }
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
        self.state.is_open()
    }
}

/// Who asks for how much of something, when and through which door.
#[derive(Debug, Clone, Copy)]
pub struct Ask<'a> {
    /// When.
    pub at: Instant,
    /// Through which door.
    pub channel: Channel,
    /// Whether it is the organiser, who sees everything and sells at any time.
    pub staff: bool,
    /// The access code given.
    pub access_code: Option<&'a str>,
    /// Whether a voucher that shows it was given.
    pub voucher: bool,
    /// Whether a voucher was given that takes it beyond the size of its quotas.
    pub beyond: bool,
    /// How many of the product, in whatever form, are to be in one order; zero to ask in general.
    pub quantity: u32,
    /// How many the customer has already; unknown if absent.
    pub bought: Option<u32>,
}

impl<'a> Ask<'a> {
    /// A guest on the site who gave `access_code`, in general.
    pub fn guest(at: Instant, access_code: Option<&'a str>) -> Self {
        Self {
            at,
            channel: Channel::Web,
            staff: false,
            access_code,
            voucher: false,
            beyond: false,
            quantity: 0,
            bought: None,
        }
    }

    /// The organiser, in general.
    pub fn staff(at: Instant, channel: Channel) -> Self {
        Self { channel, staff: true, ..Self::guest(at, None) }
    }

    /// The same for so many in one order.
    pub fn of(self, quantity: u32) -> Self {
        Self { quantity, ..self }
    }
}

/// Why something on these terms can't be bought: all the reasons, the first one first. `stock` are the places of its
/// quotas; without it they are not looked at, which is for those who take places by a statement that looks itself.
pub fn reasons(terms: &Terms, stock: Option<&[Stock]>, ask: &Ask<'_>) -> Vec<Reason> {
    let mut found = Vec::new();
    found.extend(unseen(terms, ask));
    if !terms.channels.contains(&ask.channel) {
        found.push(Reason::new(Code::WrongChannel).said_of(ask.channel.as_str()));
    }
    if !ask.staff {
        if terms.sales_from.is_some_and(|from| ask.at < from) {
            found.push(Reason::new(Code::NotYet));
        }
        if terms.sales_until.is_some_and(|until| ask.at >= until) {
            found.push(Reason::new(Code::Over));
        }
        if terms.paused {
            found.push(Reason::new(Code::Paused));
        }
    }
    let stock = stock.filter(|stock| !ask.beyond || stock.is_empty());
    found.extend(stock.into_iter().flat_map(|stock| short(stock, ask.quantity)));
    found.extend(limits(terms, ask));
    found
}

/// Whether whoever asks gets to see it at all. When its sale starts is no secret.
pub fn is_seen(terms: &Terms, ask: &Ask<'_>) -> bool {
    unseen(terms, ask).is_none()
}

/// What keeps somebody from seeing it.
fn unseen(terms: &Terms, ask: &Ask<'_>) -> Option<Reason> {
    let code = match terms.visibility {
        _ if terms.archived => Code::Archived,
        _ if ask.staff => return None,
        Visibility::Public => return None,
        Visibility::Code if same_code(terms.access_code.as_deref(), ask.access_code) => return None,
        _ if ask.voucher => return None,
        Visibility::Code => Code::CodeNeeded,
        Visibility::Voucher => Code::VoucherNeeded,
        Visibility::Hidden => Code::Hidden,
    };
    Some(Reason::new(code))
}

/// The quotas that have too little, the one for which waiting helps least first.
fn short(stock: &[Stock], quantity: u32) -> Vec<Reason> {
    if stock.is_empty() {
        return vec![Reason::new(Code::NoQuota)];
    }
    let wanted = u64::from(quantity.max(1));
    let short = stock.iter().filter(|quota| quota.left().is_some_and(|left| left < wanted));
    let mut found: Vec<Reason> = short
        .map(|quota| match quota.left() {
            Some(left) if left > 0 => Reason::new(Code::TooFewLeft).counting(left).of_quota(quota),
            _ => Reason::new(quota.gone()).of_quota(quota),
        })
        .collect();
    found.sort_by_key(|reason| reason.code);
    found
}

fn limits(terms: &Terms, ask: &Ask<'_>) -> Vec<Reason> {
    let mut found = Vec::new();
    if ask.quantity > terms.max_per_order {
        found.push(Reason::new(Code::MaxPerOrder).counting(terms.max_per_order.into()));
    }
    if ask.quantity > 0 && ask.quantity < terms.min_per_order {
        found.push(Reason::new(Code::MinPerOrder).counting(terms.min_per_order.into()));
    }
    if let (Some(fewest), Some(bought)) = (terms.min_per_customer, ask.bought)
        && ask.quantity > 0
        && bought.saturating_add(ask.quantity) < fewest
    {
        found.push(Reason::new(Code::MinPerCustomer).counting(fewest.into()));
    }
    if let (Some(most), Some(bought)) = (terms.max_per_customer, ask.bought)
        && bought.saturating_add(ask.quantity.max(1)) > most
    {
        found.push(Reason::new(Code::MaxPerCustomer).counting(most.into()));
    }
    found
}

/// Where something stands for whoever asks, before anybody puts it into words.
pub(crate) struct Standing {
    pub state: State,
    /// Places left, whatever the state; `None` is unlimited.
    pub available: Option<u64>,
    /// Why it can't be bought, the first reason first; none if it can.
    pub reasons: Vec<Reason>,
}

impl Standing {
    /// Of a product on these terms, taking its places from `quotas`.
    pub fn of(terms: &Terms, quotas: &[Stock], ask: &Ask<'_>) -> Self {
        let available = left(quotas);
        let reasons = reasons(terms, Some(quotas), ask);
        let state = match reasons.first() {
            Some(first) => first.state(),
            None if ask.beyond && available == Some(0) => State::Low,
            None => open_state(available),
        };
        Self { state, available, reasons }
    }
}

/// Whether a product on these terms, taking its places from `quotas`, can be bought by whoever asks.
pub fn explain(terms: &Terms, quotas: &[Stock], ask: &Ask<'_>) -> Availability {
    let Standing { state, available, reasons } = Standing::of(terms, quotas, ask);
    let reason = match reasons.into_iter().next() {
        Some(first) => first.organiser,
        None if ask.beyond && available == Some(0) => {
            "Nothing is left but for the voucher, which takes it beyond the limit.".to_owned()
        }
        None => {
            let looked_at = if terms.approval { " Every order with it is looked at first." } else { "" };
            places(available) + looked_at
        }
    };
    Availability { state, available, reason }
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

fn open_state(available: Option<u64>) -> State {
    if available.is_some_and(|left| left <= FEW) { State::Low } else { State::Available }
}

fn places(available: Option<u64>) -> String {
    match available {
        Some(1) => "1 place is left.".to_owned(),
        Some(left) => format!("{left} places are left."),
        None => "Places are unlimited.".to_owned(),
    }
}

#[cfg(test)]
mod tests;
