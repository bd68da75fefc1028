//! Why selling can refuse.

use axum::http::StatusCode;
use httpkit::{FieldError, Problem};
use kernel::Money;
use store::idempotency::{Answer, KeyError};

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such cart, order or payment, or its secret is wrong.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// A line can't be bought.
    #[error("line {line}: {message}")]
    NotForSale {
        /// Which line of the request, from 0.
        line: usize,
        /// A stable code such as `sales.sold_out`.
        code: &'static str,
        /// Why, in plain words.
        message: String,
    },
    /// The voucher that was given is not good for what is bought.
    #[error("{message}")]
    Voucher {
        /// A stable code such as `sales.voucher_expired`.
        code: &'static str,
        /// Why, in plain words.
        message: String,
    },
    /// Nothing was chosen.
    #[error("nothing was chosen")]
    Empty,
    /// More tickets than an order may have.
    #[error("an order has at most {0} tickets")]
    TooMany(usize),
    /// The cart's time is up and its places went back.
    #[error("the reserved places were given back because the time was up")]
    CartExpired,
    /// The cart was ordered already.
    #[error("this cart was ordered already")]
    CartOrdered,
    /// The total is not the one the buyer saw.
    #[error("the total is now {now}")]
    TotalChanged {
        /// The total to agree to.
        now: Money,
    },
    /// Name or address is missing or can't be taken.
    #[error("the buyer's details are not complete")]
    Buyer(Vec<FieldError>),
    /// This way to pay is not offered.
    #[error("this way to pay is not offered for this order")]
    PaymentMethod,
    /// Real money would move for a test.
    #[error("this is a test, and real money would move by this way to pay; choose another")]
    RealMoney,
    /// The order is not in a state that allows it.
    #[error("the order is {0}")]
    WrongState(&'static str),
    /// Somebody has to look at the order first.
    #[error("the order has to be approved first")]
    NotApproved,
    /// Somebody else was faster to decide about the order.
    #[error("the order was {0} already")]
    Decided(&'static str),
    /// The event is a template: others are made from it, and nothing is sold.
    #[error("this event is a template; make an event from it and sell there")]
    Template,
    /// The order counts, so it stays.
    #[error("only test orders can be deleted; cancel this one instead")]
    NotATest,
    /// The cart was begun in test mode, which is over.
    #[error("this was a test, and test mode is over; choose your tickets again")]
    TestOver,
    /// The event was called off.
    #[error("the event was cancelled")]
    EventCancelled,
    /// The event has started, or the order has ended.
    #[error("names can be changed until the event starts")]
    NamesClosed,
    /// The places of an expired order are gone.
    #[error("the places were sold meanwhile")]
    SoldOut,
    /// The same key was answered before.
    #[error("answered before")]
    Replay(Answer),
    /// The idempotency key can't be used.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The payment provider can't do it.
    #[error(transparent)]
    Provider(#[from] ports::PaymentError),
    /// The tickets could not be made.
    #[error(transparent)]
    Admission(#[from] admission::Error),
    /// The catalogue refused.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// The till stopped before it answered.
    #[error("the server is stopping")]
    Stopping,
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let said = error.to_string();
        match error {
            Error::NotFound(what) => Self::not_found(what),
            Error::NotForSale { line, code, message } => Self::conflict(code, "Not for sale")
                .detail(message.clone())
                .field(FieldError::new(format!("/lines/{line}"), code, message)),
            Error::Voucher { code, message } => Self::conflict(code, "The voucher is not good for this")
                .detail(message.clone())
                .field(FieldError::new("/voucher", code, message)),
            Error::Empty => Self::invalid_field("/lines", "sales.empty", "Choose at least one ticket."),
            Error::TooMany(max) => Self::invalid_field(
                "/lines",
                "sales.too_many",
                format!("An order has at most {max} tickets."),
            ),
            Error::CartExpired => Self::conflict("sales.cart_expired", "The time was up").detail(said),
            Error::CartOrdered => Self::conflict("sales.cart_ordered", "Ordered already").detail(said),
            Error::TotalChanged { now } => Self::conflict("sales.total_changed", "The total changed")
                .detail(format!("The total is now {now}. Show it and ask the buyer again.")),
            Error::Buyer(errors) => Self::invalid(errors),
            Error::PaymentMethod => Self::invalid_field("/payment_method", "sales.payment_method", said),
            Error::RealMoney => Self::conflict("sales.real_money", "This is a test").detail(said),
            Error::WrongState(_) => Self::conflict("sales.wrong_state", "Not possible now").detail(said),
            Error::NotApproved => Self::conflict("sales.not_approved", "Not approved yet").detail(said),
            Error::Decided(_) => Self::conflict("sales.decided", "Decided already").detail(said),
            Error::Template => Self::conflict("sales.template", "A template sells nothing").detail(said),
            Error::NotATest => Self::conflict("sales.not_a_test", "The order counts").detail(said),
            Error::TestOver => Self::conflict("sales.test_over", "Test mode is over").detail(said),
            Error::EventCancelled => {
                Self::conflict("sales.event_cancelled", "The event was cancelled").detail(said)
            }
            Error::NamesClosed => Self::conflict("sales.names_closed", "Too late").detail(said),
            Error::SoldOut => Self::conflict("sales.sold_out", "Sold out").detail(said),
            Error::Replay(_) => Self::internal(std::io::Error::other(said)),
            Error::Key(error) => error.into(),
            Error::Provider(error) => {
                tracing::warn!(%error, "a payment provider failed");
                Self::new(StatusCode::SERVICE_UNAVAILABLE, "sales.provider", "The payment provider is away")
                    .detail("Your order is safe. Try to pay again in a moment, or choose another way.")
            }
            Error::Admission(error) => error.into(),
            Error::Catalog(error) => error.into(),
            Error::Stopping => Self::stopping(),
            Error::Sql(error) => error.into(),
        }
    }
}
