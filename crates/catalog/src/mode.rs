//! Whether what is sold counts.

/// Whether a cart or an order counts, or is only tried out.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Mode {
    /// It takes real places and is part of every number.
    #[default]
    Live,
    /// It was begun in test mode: it takes places of the test stock and counts nowhere.
    Test,
}

impl Mode {
    /// As the database keeps it.
    pub fn of(test: bool) -> Self {
        if test { Self::Test } else { Self::Live }
    }

    /// Whether it is a test.
    pub fn is_test(self) -> bool {
        self == Self::Test
    }
}
