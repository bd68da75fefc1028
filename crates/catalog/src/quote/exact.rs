//! Exact arithmetic on minor units. Intermediate results have 128 bits: a price has at most 64 and a share 20.

use kernel::Percent;

use super::Refusal;

const WHOLE: i128 = Percent::FULL.millionths() as i128;

/// `a / b` to the nearest integer, halves away from zero. `b` is positive.
pub(super) fn nearest(a: i128, b: i128) -> i128 {
    let half_up = (2 * a.abs() + b) / (2 * b);
    if a < 0 { -half_up } else { half_up }
}

/// Back to what is stored.
pub(super) fn minor(amount: i128) -> Result<i64, Refusal> {
    i64::try_from(amount).map_err(|_| Refusal::Overflow)
}

/// A share of an amount.
pub(super) fn share(amount: i64, share: Percent) -> i128 {
    nearest(i128::from(amount) * i128::from(share.millionths()), WHOLE)
}

/// The tax that a gross amount contains.
pub(super) fn tax_within(gross: i128, rate: Percent) -> i128 {
    let rate = i128::from(rate.millionths());
    nearest(gross * rate, WHOLE + rate)
}

/// The tax that comes on top of a net amount.
pub(super) fn tax_upon(net: i128, rate: Percent) -> i128 {
    nearest(net * i128::from(rate.millionths()), WHOLE)
}

/// The sum; refused beyond 64 bits.
pub(super) fn sum(amounts: impl IntoIterator<Item = i64>) -> Result<i64, Refusal> {
    amounts.into_iter().try_fold(0_i64, i64::checked_add).ok_or(Refusal::Overflow)
}
