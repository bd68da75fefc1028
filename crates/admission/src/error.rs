//! Why the door can refuse to work at all. A guest who may not enter is no error but a verdict.

use axum::http::StatusCode;
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
    /// A list of every ticket type is to match add-ons, where each gets in by its own code.
    #[error("a list of every ticket type has no add-ons to match")]
    NothingToMatch,
    /// The list that nobody had to make is to admit some ticket types only.
    #[error("the list that nobody had to make is for everybody")]
    ForEverybody,
    /// Somebody changed the list since it was read.
    #[error("the list was changed meanwhile: it has version {now} now")]
    OutdatedList {
        /// The present version.
        now: i64,
    },
    /// The ticket is not in on this list, so that nothing can be undone.
    #[error("the ticket is not checked in on this list")]
    NotCheckedIn,
    /// The nonce belongs to a scan of something else.
    #[error("the nonce was used for another scan")]
    NonceReused,
    /// The event has no such link for door staff.
    #[error("there is no such link for door staff")]
    NoSuchLink,
    /// The list that a link is to be for is not one of the event's.
    #[error("there is no such check-in list to make a link for")]
    UnknownList,
    /// Whoever makes the link may not work at the door themselves.
    #[error("nobody makes a link that may more than they do")]
    MoreThanYours,
    /// The link would be over already.
    #[error("this time is over already")]
    AlreadyOver,
    /// The event has too many links.
    #[error("there are too many links")]
    TooManyLinks,
    /// A QR code could not be made: a mistake in the program.
    #[error("a QR code could not be made: {0}")]
    Symbol(String),
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
            Error::NothingToMatch => Self::invalid_field(
                "/match_add_ons",
                "admission.nothing_to_match",
                "is for lists of chosen ticket types; here every ticket gets in by its own code",
            ),
            Error::ForEverybody => Self::invalid_field(
                "/product_ids",
                "admission.for_everybody",
                "This list is for everybody. Make another one for some ticket types.",
            ),
            Error::OutdatedList { .. } => {
                let said = format!("{error}. Load it again and repeat your change.");
                Self::new(StatusCode::PRECONDITION_FAILED, "admission.outdated", "Changed meanwhile")
                    .detail(said)
            }
            Error::NotCheckedIn => Self::conflict("admission.not_checked_in", "Not checked in")
                .detail("This ticket is not checked in on this list, so there is nothing to undo."),
            Error::NonceReused => Self::invalid_field(
                "/nonce",
                "admission.nonce_reused",
                "belongs to another scan; make a new one for every scan",
            ),
            Error::NoSuchLink => Self::not_found("link for door staff"),
            Error::UnknownList => Self::invalid_field(
                "/list_id",
                "admission.unknown_list",
                "is not a check-in list of this event",
            ),
            Error::MoreThanYours => {
                Self::new(StatusCode::FORBIDDEN, "admission.more_than_yours", "That is more than you may do")
                    .detail("The link would let people in, which you may not do at this event yourself.")
            }
            Error::AlreadyOver => Self::invalid_field(
                "/expires_at",
                "admission.already_over",
                "This time is over already. Choose a later one.",
            ),
            Error::TooManyLinks => Self::conflict("admission.too_many_links", "There are too many links")
                .detail("200 links are the most for an event at a time. Revoke those that nobody uses."),
            Error::Cursor(error) => error.into(),
            Error::Keys(_) | Error::DamagedKey | Error::Symbol(_) => Self::internal(error),
            Error::Stopping => Self::stopping(),
            Error::Sql(error) => error.into(),
        }
    }
}
