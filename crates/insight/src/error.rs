//! Why the audit log can't be shown or proven.

use httpkit::Problem;
use kernel::page::InvalidCursor;
use ports::KeysError;

/// A refusal or a failure.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The cursor is not one that the list gave out.
    #[error(transparent)]
    Cursor(#[from] InvalidCursor),
    /// An entry can't be written as a line of a file.
    #[error("an entry can't be written: {0}")]
    File(#[from] std::io::Error),
    /// The key that signs the chain can't be opened.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The key that signs the chain is not the one it says it is.
    #[error("the key that signs the audit log is damaged")]
    DamagedKey,
    /// A copy can't go there; why, in words.
    #[error("it {0}")]
    Target(String),
    /// A copy could not be handed over; why, in words.
    #[error("entries of the audit log could not be handed over: {0}")]
    Undelivered(String),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::Cursor(error) => error.into(),
            Error::Target(reason) => Self::invalid_field("/stream/target", "insight.target_refused", reason),
            Error::Sql(error) => error.into(),
            other => Self::internal(other),
        }
    }
}
