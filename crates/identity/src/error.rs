//! Why identity refuses.

use axum::http::StatusCode;
use httpkit::{FieldError, Problem};

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody may sign up here.
    #[error("signing up is closed")]
    SignUpClosed,
    /// Somebody has this address already.
    #[error("this e-mail address has an account already")]
    EmailTaken,
    /// The address or the password is wrong; which one is not told.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// Too many passwords are being checked.
    #[error("too many people are signing in right now")]
    Busy,
    /// There is no such organisation.
    #[error("there is no such organisation")]
    NotFound,
    /// Another organisation has this address, or it is one of our own.
    #[error("this address is taken")]
    SlugTaken,
    /// Passwords can't be hashed with our parameters: a mistake in the program.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::SignUpClosed => {
                Self::new(StatusCode::FORBIDDEN, "identity.sign_up_closed", "Signing up is closed")
                    .detail("Ask the operator of this site for an account.")
            }
            Error::EmailTaken => Self::invalid_field(
                "/email",
                "identity.email_taken",
                "This address has an account already. Sign in instead.",
            ),
            Error::WrongCredentials => {
                Self::new(StatusCode::UNAUTHORIZED, "identity.wrong_credentials", "That did not work")
                    .detail("The e-mail address or the password is wrong.")
            }
            Error::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy", "Too busy right now")
                .detail("Many people are signing in. Try again in a few seconds."),
            Error::NotFound => Self::not_found("organisation"),
            Error::SlugTaken => Self::conflict("identity.slug_taken", "The address is taken").field(
                FieldError::new("/slug", "identity.slug_taken", "This address is taken. Choose another."),
            ),
            Error::Hash(_) => Self::internal(error),
            Error::Sql(error) => error.into(),
        }
    }
}
