//! Turning a constraint's name into a typed refusal.

/// Lets a violated constraint become a variant of the caller's error.
pub trait OnConstraint<T, E> {
    /// If the statement failed on the constraint (or unique index) `name`, the error is `refusal()`.
    fn on_constraint(self, name: &str, refusal: impl FnOnce() -> E) -> Result<T, E>;
}

impl<T, E: From<sqlx::Error>> OnConstraint<T, E> for Result<T, sqlx::Error> {
    fn on_constraint(self, name: &str, refusal: impl FnOnce() -> E) -> Result<T, E> {
        self.map_err(|error| match &error {
            sqlx::Error::Database(cause) if cause.constraint() == Some(name) => refusal(),
            _ => error.into(),
        })
    }
}
