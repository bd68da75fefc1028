//! What a voucher does to a basket. It comes before discounts and goes to the first tickets that match.

use kernel::Instant;

use super::{Effect, Part, Reference, Refusal, StepKind, Voucher, VoucherOutcome, unit::Working};

/// For how many of `count` tickets that it is good for the voucher can be used at `now`, or what else becomes of it.
pub(crate) fn judge(voucher: &Voucher, count: i64, now: Instant) -> Result<i64, VoucherOutcome> {
    if voucher.valid_until.is_some_and(|until| now >= until) {
        return Err(VoucherOutcome::Expired);
    }
    let uses_left = voucher.max_uses.saturating_sub(voucher.used);
    if uses_left <= 0 {
        return Err(VoucherOutcome::UsedUp);
    }
    if budget_left(voucher) == Some(0) && voucher.effect != Effect::None {
        return Err(VoucherOutcome::BudgetSpent);
    }
    if count == 0 {
        return Err(VoucherOutcome::NothingMatches);
    }
    if voucher.used == 0 && count < voucher.min_uses {
        return Err(VoucherOutcome::TooFew { needed: voucher.min_uses });
    }
    Ok(count.min(uses_left))
}

/// What it may still take off, in minor units.
fn budget_left(voucher: &Voucher) -> Option<i64> {
    voucher.budget.map(|budget| budget.saturating_sub(voucher.spent).max(0))
}

/// Applies the voucher.
pub(super) fn apply(
    voucher: &Voucher,
    units: &mut [Working<'_>],
    now: Instant,
) -> Result<VoucherOutcome, Refusal> {
    // Add-ons go with their ticket: they have no use of their own.
    let matches = |unit: &Working<'_>| {
        unit.unit.parent.is_none() && unit.unit.part == Part::Own && voucher.scope.covers(unit.item)
    };
    let matching: Vec<usize> = (0..units.len()).filter(|at| matches(&units[*at])).collect();
    let count = i64::try_from(matching.len()).map_err(|_| Refusal::Overflow)?;
    let uses = match judge(voucher, count, now) {
        Ok(uses) => uses,
        Err(outcome) => return Ok(outcome),
    };
    let mut budget = budget_left(voucher);
    let mut off = 0_i64;
    for at in matching.into_iter().take(usize::try_from(uses).unwrap_or(usize::MAX)) {
        let unit = &mut units[at];
        let wanted = unit.price - unit.after(voucher.effect)?;
        let given = budget.map_or(wanted, |left| wanted.min(left));
        budget = budget.map(|left| left - given);
        unit.voucher = Some(voucher.id);
        unit.voucher_off = given;
        unit.step(StepKind::Voucher, Some(Reference::Voucher(voucher.id)), unit.price - given);
        off = off.checked_add(given).ok_or(Refusal::Overflow)?;
    }
    Ok(VoucherOutcome::Applied { uses, off, left_out: count - uses })
}
