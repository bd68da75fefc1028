//! Why a file is refused.

use axum::http::StatusCode;
use httpkit::Problem;
use ports::BlobError;

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The upload is not declared as a kind of picture we take.
    #[error("the picture has to be a JPEG, PNG or WebP")]
    Kind,
    /// The bytes are not a picture, or a damaged one.
    #[error("the picture can't be read: {0}")]
    Unreadable(String),
    /// It has more pixels than we take.
    #[error(
        "the picture has {width} × {height} pixels: at most 10 000 a side and 64 million together are taken"
    )]
    TooManyPixels {
        /// Its width.
        width: u32,
        /// Its height.
        height: u32,
    },
    /// Other pictures are being worked on.
    #[error("too many pictures are being worked on")]
    Busy,
    /// The catalogue refused.
    #[error(transparent)]
    Catalog(#[from] catalog::Error),
    /// The file store failed.
    #[error(transparent)]
    Blob(#[from] BlobError),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        let said = error.to_string();
        match error {
            Error::Kind => {
                Self::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "media.kind", "Not a kind of picture we take")
                    .detail("Send a JPEG, PNG or WebP with its Content-Type.")
            }
            Error::Unreadable(_) => {
                Self::new(StatusCode::UNPROCESSABLE_ENTITY, "media.unreadable", "The picture can't be read")
                    .detail(said)
            }
            Error::TooManyPixels { .. } => Self::new(
                StatusCode::UNPROCESSABLE_ENTITY,
                "media.too_many_pixels",
                "The picture is too large",
            )
            .detail(said),
            Error::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy", "Too busy right now")
                .detail("Other pictures are being worked on. Try again in a few seconds."),
            Error::Catalog(error) => error.into(),
            Error::Blob(error) => Self::internal(error),
            Error::Sql(error) => error.into(),
        }
    }
}
