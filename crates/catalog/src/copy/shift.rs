//! Moving dates along with the start of an event.

use httpkit::FieldError;
use jiff::SignedDuration;
use kernel::{Instant, Zone};

use super::Wish;
use crate::{
    Error,
    event::{Details, in_calendar},
};

/// By how much everything moves: on the clocks of the place, so that midnight stays midnight when the clocks change in
/// between.
pub(super) struct Shift {
    by: SignedDuration,
    zone: Zone,
}

impl Shift {
    /// From `from` to `to`.
    pub fn new(from: Instant, to: Instant, zone: Zone) -> Self {
        let by = to.in_zone(&zone).datetime().duration_since(from.in_zone(&zone).datetime());
        Self { by, zone }
    }

    /// `at`, moved.
    ///
    /// # Errors
    /// It would lie outside 1970 to 2200.
    pub fn of(&self, at: Instant) -> Result<Instant, Error> {
        // Moments that the clocks show twice stay what they are.
        if self.by.is_zero() {
            return Ok(at);
        }
        let moved = at.in_zone(&self.zone).datetime().checked_add(self.by);
        let moved = moved.and_then(|local| local.to_zoned(self.zone.jiff().clone()));
        let moved = moved.map(|zoned| Instant::from_jiff(zoned.timestamp()));
        moved.ok().filter(|at| in_calendar(*at)).ok_or_else(|| {
            let message = "moves a date of the event or its sale out of 1970 to 2200";
            Error::Invalid(vec![FieldError::new("/starts_at", "request.invalid_field", message)])
        })
    }

    /// The same for a date that may be absent.
    pub fn maybe(&self, at: Option<Instant>) -> Result<Option<Instant>, Error> {
        at.map(|at| self.of(at)).transpose()
    }

    /// Moves an event's own dates.
    pub fn event(&self, details: &mut Details, wish: &Wish) -> Result<(), Error> {
        let ends_at = self.of(details.ends_at)?;
        details.starts_at = wish.starts_at.unwrap_or(details.starts_at);
        details.ends_at = wish.ends_at.unwrap_or(ends_at);
        details.doors_at = self.maybe(details.doors_at)?;
        Ok(())
    }
}
