//! How long to wait before the next try.

use kernel::Chance;

/// The longest pause, in seconds.
const LONGEST: i64 = 3_600;

/// Seconds until the try after `attempt` (which starts at 1): attempt⁴ + 1, at most an hour, and up to a fifth less by
/// chance, so that what failed together does not come back together.
pub(super) fn seconds(attempt: i32, chance: &Chance) -> i64 {
    let attempt = i64::from(attempt.clamp(1, 8));
    let pause = (attempt.pow(4) + 1).min(LONGEST);
    let [byte] = chance.bytes();
    pause - pause * i64::from(byte) / (5 * 255)
}
