//! A reason why something can't be bought: for programs, for organisers with what fixes it, and for guests.

use kernel::QuotaId;
use serde::Serialize;
use utoipa::ToSchema;

use super::{State, Stock};

/// Why something can't be bought. Where several apply, the first one is told first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = ReasonCode)]
pub enum Code {
    /// It was taken out of the offer for good.
    Archived,
    /// It is hidden from guests.
    Hidden,
    /// It is shown to those with the access code only.
    CodeNeeded,
    /// It is shown to those with a voucher for it only.
    VoucherNeeded,
    /// It is not sold through this door.
    WrongChannel,
    /// Its sale has not started.
    NotYet,
    /// Its sale is over.
    Over,
    /// Its sale is switched off.
    Paused,
    /// It takes its places from no quota.
    NoQuota,
    /// A quota was closed when it was sold out.
    Closed,
    /// Every place is sold or kept aside.
    SoldOut,
    /// The last places are in unpaid orders.
    Reserved,
    /// The last places are in carts.
    InCarts,
    /// Some places are left, but fewer than are wanted.
    TooFewLeft,
    /// More than one order may have.
    MaxPerOrder,
    /// Fewer than an order has to have.
    MinPerOrder,
    /// Fewer than a customer has to have, counting those they have.
    MinPerCustomer,
    /// More than one customer may have.
    MaxPerCustomer,
}

impl Code {
    /// The code of the sale's refusal for this reason.
    pub fn as_problem(self) -> &'static str {
        match self {
            Self::Archived | Self::Hidden | Self::CodeNeeded | Self::VoucherNeeded => "sales.unknown_ticket",
            Self::WrongChannel => "sales.wrong_channel",
            Self::NotYet => "sales.not_yet",
            Self::Over => "sales.over",
            Self::Paused => "sales.paused",
            Self::NoQuota
            | Self::Closed
            | Self::SoldOut
            | Self::Reserved
            | Self::InCarts
            | Self::TooFewLeft => "sales.sold_out",
            Self::MaxPerOrder => "sales.max_per_order",
            Self::MinPerOrder => "sales.min_per_order",
            Self::MinPerCustomer => "sales.min_per_customer",
            Self::MaxPerCustomer => "sales.max_per_customer",
        }
    }

    /// What would change it, as a name for programs.
    fn fix(self) -> &'static str {
        match self {
            Self::Archived => "product.create",
            Self::Hidden | Self::CodeNeeded | Self::VoucherNeeded => "product.visibility",
            Self::WrongChannel => "product.channels",
            Self::NotYet => "product.sales_from",
            Self::Over => "product.sales_until",
            Self::Paused => "product.active",
            Self::NoQuota => "product.quota_ids",
            Self::Closed => "quota.closed",
            Self::SoldOut | Self::Reserved | Self::InCarts | Self::TooFewLeft => "quota.size",
            Self::MaxPerOrder => "product.max_per_order",
            Self::MinPerOrder => "product.min_per_order",
            Self::MinPerCustomer => "product.min_per_customer",
            Self::MaxPerCustomer => "product.max_per_customer",
        }
    }

    fn words(self) -> (&'static str, &'static str) {
        let unknown = "There is no such ticket at this event.";
        match self {
            Self::Archived => ("It was taken out of the offer.", unknown),
            Self::Hidden => ("It is hidden from guests.", unknown),
            Self::CodeNeeded => ("Only guests with the access code see it.", unknown),
            Self::VoucherNeeded => ("Only guests with a voucher for it see it.", unknown),
            Self::WrongChannel => ("It is not sold through this channel.", "It is not sold here."),
            Self::NotYet => ("The sale has not started yet.", "The sale has not started yet."),
            Self::Over => ("The sale is over.", "The sale is over."),
            Self::Paused => ("Its sale is switched off.", "It is not on sale at present."),
            Self::NoQuota => (
                "It belongs to no quota, so there are no places to sell.",
                "There are not that many tickets left.",
            ),
            Self::Closed => ("Its quota was closed when it was sold out.", "It is sold out."),
            Self::SoldOut => ("All places are sold.", "It is sold out."),
            Self::Reserved => (
                "The last places are in unpaid orders.",
                "The last tickets are reserved. Those not paid for come back.",
            ),
            Self::InCarts => (
                "The last places are in carts.",
                "The last tickets are in other people's carts. Look again in a few minutes.",
            ),
            Self::TooFewLeft => ("Fewer places are left.", "There are not that many tickets left."),
            Self::MaxPerOrder => ("More than an order may have.", "That is more than an order may have."),
            Self::MinPerOrder => {
                ("Fewer than an order has to have.", "That is fewer than an order has to have.")
            }
            Self::MinPerCustomer => {
                ("Fewer than a customer has to have.", "That is fewer than one customer has to have.")
            }
            Self::MaxPerCustomer => {
                ("More than a customer may have.", "That is more than one customer may have.")
            }
        }
    }
}

/// What would make it possible to buy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fix {
    /// The field to change, such as `quota.size` or `product.sales_until`.
    pub fix: String,
    /// Which quota's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quota: Option<QuotaId>,
}

/// Why something can't be bought.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct Reason {
    /// A stable code.
    pub code: Code,
    /// In words for organisers.
    pub organiser: String,
    /// In words for guests.
    pub guest: String,
    /// What fixes it.
    pub fix: Fix,
}

impl Reason {
    pub(super) fn new(code: Code) -> Self {
        let (organiser, guest) = code.words();
        let fix = Fix { fix: code.fix().to_owned(), quota: None };
        Self { code, organiser: organiser.to_owned(), guest: guest.to_owned(), fix }
    }

    /// The state that this reason means.
    pub fn state(&self) -> State {
        match self.code {
            Code::Archived | Code::Hidden | Code::CodeNeeded | Code::VoucherNeeded | Code::WrongChannel => {
                State::Hidden
            }
            Code::NotYet => State::NotYet,
            Code::Over => State::Over,
            Code::Paused => State::Paused,
            Code::NoQuota => State::NoQuota,
            Code::Closed | Code::SoldOut => State::SoldOut,
            Code::Reserved => State::Reserved,
            Code::InCarts => State::Held,
            Code::TooFewLeft
            | Code::MaxPerOrder
            | Code::MinPerOrder
            | Code::MinPerCustomer
            | Code::MaxPerCustomer => State::Low,
        }
    }

    pub(super) fn said_of(mut self, channel: &str) -> Self {
        self.organiser = format!("It is not sold through the channel “{channel}”.");
        self
    }

    pub(super) fn counting(mut self, count: u64) -> Self {
        let guest = match self.code {
            Code::MaxPerOrder => format!("At most {count} of this ticket per order."),
            Code::MinPerOrder => format!("At least {count} of this ticket per order."),
            Code::MinPerCustomer => format!("At least {count} of this ticket per customer."),
            Code::MaxPerCustomer => format!("At most {count} of this ticket per customer."),
            _ => return self,
        };
        self.organiser.clone_from(&guest);
        self.guest = guest;
        self
    }

    pub(super) fn of_quota(mut self, quota: &Stock) -> Self {
        let (name, size, left) = (&quota.name, quota.size.unwrap_or_default(), quota.left().unwrap_or(0));
        let Stock { sold, held, blocked, carts, .. } = quota;
        self.organiser = match self.code {
            Code::SoldOut if *blocked > 0 => {
                format!("Of {size} places of “{name}”, {sold} are sold and {blocked} are kept aside.")
            }
            Code::SoldOut => format!("All places of “{name}” are sold: {sold} of {size}."),
            Code::Reserved => format!(
                "Of {size} places of “{name}”, {sold} are sold and {held} are in unpaid orders: some may come back."
            ),
            Code::InCarts => format!(
                "Of {size} places of “{name}”, {sold} are sold, {carts} are in carts and {} in unpaid orders: some may \
                 come back.",
                held - carts
            ),
            Code::TooFewLeft => format!("“{name}” has {left} places left."),
            _ => format!("“{name}” was closed when it was sold out. Open it again to sell what came back."),
        };
        self.fix.quota = Some(quota.quota());
        self
    }
}
