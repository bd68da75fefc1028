//! Fees: on top of what the tickets cost, and taxed by their own rule.

use super::{Charged, Fee, FeeAmount, Priced, Refusal, exact, tax::Taxation};

/// The fees that the buyer pays, and those that the organiser bears. What costs nothing bears no fee.
pub(super) fn charge(
    fees: &[Fee],
    units: &[Priced],
    includes_tax: bool,
    taxation: &mut Taxation<'_>,
) -> Result<(Vec<Charged>, Vec<Charged>), Refusal> {
    let cost = |unit: &Priced| if includes_tax { unit.taxed.gross } else { unit.taxed.net };
    let costly: Vec<i64> = units.iter().map(cost).filter(|amount| *amount > 0).collect();
    let (mut paid, mut absorbed) = (Vec::new(), Vec::new());
    if costly.is_empty() {
        return Ok((paid, absorbed));
    }
    let tickets = i64::try_from(costly.len()).map_err(|_| Refusal::Overflow)?;
    for fee in fees {
        let (count, amount) = match (fee.amount, fee.per_ticket) {
            (FeeAmount::Fixed { amount_minor: amount }, false) => (1, amount),
            (FeeAmount::Fixed { amount_minor: amount }, true) => {
                (tickets, amount.checked_mul(tickets).ok_or(Refusal::Overflow)?)
            }
            (FeeAmount::Percent { percent: share }, false) => {
                (1, exact::minor(exact::share(exact::sum(costly.iter().copied())?, share))?)
            }
            (FeeAmount::Percent { percent: share }, true) => {
                let each = costly.iter().map(|amount| exact::share(*amount, share)).sum();
                (tickets, exact::minor(each)?)
            }
        };
        // A fee that may not be sold to this buyer is not charged.
        let Some(taxed) = taxation.tax(amount, fee.tax)? else { continue };
        let charged = Charged { fee: fee.id, count, taxed };
        if amount > 0 {
            (if fee.absorbed { &mut absorbed } else { &mut paid }).push(charged);
        }
    }
    Ok((paid, absorbed))
}
