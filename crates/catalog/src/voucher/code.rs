//! The code of a voucher.

use std::{fmt, str::FromStr};

use kernel::Chance;

/// How many letters a made-up code has.
const LETTERS: usize = 8;

/// What guests type: 3 to 50 letters, digits, `-`, `_` and `.`. Kept as it was written, compared without regard to case.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// The text can't be a code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("a code has 3 to 50 letters, digits, hyphens, underscores or dots")]
pub struct InvalidCode;

impl Code {
    /// A new one that nobody guesses.
    pub fn new(chance: &Chance) -> Self {
        Self(chance.code(LETTERS))
    }

    /// A new one behind `prefix`.
    pub fn with_prefix(prefix: &str, chance: &Chance) -> Result<Self, InvalidCode> {
        format!("{prefix}{}", chance.code(LETTERS)).parse()
    }

    /// The code as it was written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// What codes are compared by.
    pub fn key(&self) -> String {
        self.0.to_uppercase()
    }
}

impl FromStr for Code {
    type Err = InvalidCode;

    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let text = text.trim();
        let right = |c: char| c.is_alphanumeric() || matches!(c, '-' | '_' | '.');
        let length = text.chars().count();
        if (3..=50).contains(&length) && text.chars().all(right) {
            Ok(Self(text.to_owned()))
        } else {
            Err(InvalidCode)
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

crate::vat::as_text!(Code, "^[^ ]{3,50}$", "SPONSOR-7KX39QWL");
