//! Why a mail can't be shown or sent again.

use httpkit::Problem;
use kernel::{Permission, page::InvalidCursor};
use ports::{BlobError, PaperError};

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such mail or attachment.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The mail is waiting or was sent: there is nothing to try again.
    #[error("the mail is waiting to be sent, or was sent already")]
    NotFailed,
    /// The mail holds a link that only somebody else may see.
    #[error("the mail holds a secret")]
    Secret,
    /// The cursor is not one that the list gave out.
    #[error(transparent)]
    Cursor(#[from] InvalidCursor),
    /// The file store failed.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// A paper could not be drawn.
    #[error(transparent)]
    Paper(#[from] PaperError),
    /// A template does not render.
    #[error("the mail can't be written: {0}")]
    Template(#[from] minijinja::Error),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::NotFound(what) => Self::not_found(what),
            Error::NotFailed => Self::conflict("engagement.mail_not_failed", "Nothing to try again")
                .detail("The mail is waiting to be sent, or was sent already."),
            Error::Secret => Self::forbidden(Permission::SecurityManage),
            Error::Cursor(error) => error.into(),
            Error::Blob(_) | Error::Paper(_) | Error::Template(_) => Self::internal(error),
            Error::Sql(error) => error.into(),
        }
    }
}
