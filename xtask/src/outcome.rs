//! Counting tests across runners.

use std::fmt;
use std::ops::AddAssign;

/// How many tests passed, failed and did not run.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Ran and held.
    pub passed: u64,
    /// Ran and did not hold, or could not even run.
    pub failed: u64,
    /// Did not run.
    pub skipped: u64,
}

impl Outcome {
    /// A runner that could not start counts as one failure.
    pub const FAILURE: Self = Self { passed: 0, failed: 1, skipped: 0 };
    /// Something left out counts as one skipped.
    pub const SKIPPED: Self = Self { passed: 0, failed: 0, skipped: 1 };
}

impl AddAssign for Outcome {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
    }
}

impl fmt::Display for Outcome {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed, {} skipped", self.passed, self.failed, self.skipped)
    }
}
