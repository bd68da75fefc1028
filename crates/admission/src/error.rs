//! Why the door can refuse to work at all. A guest who may not enter is no error but a verdict.

use httpkit::Problem;
use ports::KeysError;

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The event has no such check-in list.
    #[error("there is no such check-in list")]
    NoSuchList,
    /// A product of the list is not one of the event's.
    #[error("product {0} of the list is not sold at this event")]
    NoSuchProduct(usize),
    /// The ticket is not in on this list, so that nothing can be undone.
    #[error("the ticket is not checked in on this list")]
    NotCheckedIn,
    /// The nonce belongs to a scan of something else.
    #[error("the nonce was used for another scan")]
    NonceReused,
    /// The cursor is not one of this list's.
    #[error(transparent)]
    Cursor(#[from] kernel::page::InvalidCursor),
    /// The event's signing key can't be sealed or opened.
    #[error("the event's signing key: {0}")]
    Keys(#[from] KeysError),
    /// The stored signing key is not the one whose public half is known.
    #[error("the stored signing key of the event is damaged")]
    DamagedKey,
    /// The program is stopping.
    #[error("the scan was not decided")]
    Stopping,
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NoSuchList => Self::not_found("check-in list"),
            Error::NoSuchProduct(index) => Self::invalid_field(
                &format!("/product_ids/{index}"),
                "admission.no_such_product",
                "is not a ticket type of this event",
            ),
            Error::NotCheckedIn => Self::conflict("admission.not_checked_in", "Not checked in")
                .detail("This ticket is not checked in on this list, so there is nothing to undo."),
            Error::NonceReused => Self::invalid_field(
                "/nonce",
                "admission.nonce_reused",
                "belongs to another scan; make a new one for every scan",
            ),
            Error::Cursor(error) => error.into(),
            Error::Keys(_) | Error::DamagedKey => Self::internal(error),
            Error::Stopping => Self::stopping(),
            Error::Sql(error) => error.into(),
        }
    }
}
