//! What a voucher does to a basket. It comes before discounts and goes to the first tickets that match.

use kernel::Instant;

use super::{Effect, Part, Reference, Refusal, StepKind, Voucher, VoucherOutcome, unit::Working};

/// Applies the voucher.
pub(super) fn apply(
    voucher: &Voucher,
    units: &mut [Working<'_>],
    now: Instant,
) -> Result<VoucherOutcome, Refusal> {
    if voucher.valid_until.is_some_and(|until| now >= until) {
        return Ok(VoucherOutcome::Expired);
    }
    let uses_left = voucher.max_uses.saturating_sub(voucher.used);
    if uses_left <= 0 {
        return Ok(VoucherOutcome::UsedUp);
    }
    let mut budget = voucher.budget.map(|budget| budget.saturating_sub(voucher.spent).max(0));
    if budget == Some(0) && voucher.effect != Effect::None {
        return Ok(VoucherOutcome::BudgetSpent);
    }
    // Add-ons go with their ticket: they have no use of their own.
    let matches = |unit: &Working<'_>| {
        unit.unit.parent.is_none() && unit.unit.part == Part::Own && voucher.scope.covers(unit.item)
    };
    let matching: Vec<usize> = (0..units.len()).filter(|at| matches(&units[*at])).collect();
    let count = i64::try_from(matching.len()).map_err(|_| Refusal::Overflow)?;
    if count == 0 {
        return Ok(VoucherOutcome::NothingMatches);
    }
    if voucher.used == 0 && count < voucher.min_uses {
        return Ok(VoucherOutcome::TooFew { needed: voucher.min_uses });
    }
    let uses = count.min(uses_left);
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
