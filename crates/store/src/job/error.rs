//! How a job ends when it does not end well.

use std::{fmt::Write, time::Duration};

/// Any error, with its sources.
pub type BoxError = Box<dyn std::error::Error + Send + Sync>;

/// What to do with a job that could not be done. `?` on any error means [`JobError::Retry`].
#[derive(Debug)]
pub enum JobError {
    /// Try again later, with growing pauses, until the attempts are used up.
    Retry(BoxError),
    /// Trying again can't help: keep it as a dead letter.
    Fail(BoxError),
    /// Nothing is wrong, but it is too early; does not count as an attempt.
    Snooze(Duration),
}

impl JobError {
    /// Try again later because of this.
    pub fn retry(reason: impl Into<BoxError>) -> Self {
        Self::Retry(reason.into())
    }

    /// Give up because of this.
    pub fn fail(reason: impl Into<BoxError>) -> Self {
        Self::Fail(reason.into())
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for JobError {
    fn from(error: E) -> Self {
        Self::Retry(Box::new(error))
    }
}

/// The longest text kept of an error, in bytes.
const LONGEST: usize = 2_000;

/// The error and its sources in one line, cut to what is worth keeping.
pub(super) fn describe(error: &(dyn std::error::Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let _ = write!(text, ": {cause}");
        source = cause.source();
    }
    shorten(text)
}

/// At most [`LONGEST`] bytes, without the NUL characters that PostgreSQL refuses.
pub(super) fn shorten(text: String) -> String {
    let mut text = text.replace('\0', "");
    text.truncate(text.floor_char_boundary(LONGEST));
    text
}
