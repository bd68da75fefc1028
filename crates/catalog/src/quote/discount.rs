//! Discounts by rule: tried in order, and each ticket is taken in by one rule at most.

use std::collections::BTreeMap;

use kernel::{DiscountId, ProductId, VariationId};

use super::{Basket, Condition, Discount, Reference, Refusal, StepKind, exact, unit::Working};

/// Applies the rules and returns how many tickets each made cheaper.
pub(super) fn apply(
    rules: &[Discount],
    units: &mut [Working<'_>],
    basket: &Basket,
) -> Result<Vec<(DiscountId, i64)>, Refusal> {
    let mut taken = Vec::new();
    for rule in rules.iter().filter(|rule| is_on(rule, basket.now)) {
        let used = basket.used.get(&rule.id).copied().unwrap_or_default();
        let mut left = rule.limit.map(|limit| limit.saturating_sub(used).max(0));
        let mut count = 0_i64;
        for group in groups(rule, units) {
            count += take(rule, &group, units, &mut left)?;
        }
        if count > 0 {
            taken.push((rule.id, count));
        }
    }
    Ok(taken)
}

/// Whether the time of the rule has come and is not over.
fn is_on(rule: &Discount, now: kernel::Instant) -> bool {
    rule.from.is_none_or(|from| now >= from) && rule.until.is_none_or(|until| now < until)
}

/// The tickets that the rule looks at, together or by product and variation.
fn groups(rule: &Discount, units: &[Working<'_>]) -> Vec<Vec<usize>> {
    let looks_at = |unit: &Working<'_>| {
        !unit.consumed
            && unit.is_reducible()
            && unit.price > 0
            && (rule.addons || unit.unit.parent.is_none())
            && !(rule.skip_vouchered && unit.voucher_off > 0)
            && rule.scope.covers(unit.item)
    };
    let mut groups: BTreeMap<Option<(ProductId, Option<VariationId>)>, Vec<usize>> = BTreeMap::new();
    for (at, unit) in units.iter().enumerate().filter(|(_, unit)| looks_at(unit)) {
        let key = rule.same.then_some((unit.unit.product, unit.unit.variation));
        groups.entry(key).or_default().push(at);
    }
    groups.into_values().collect()
}

/// Takes in the tickets of one group if they meet the condition; returns how many became cheaper.
fn take(
    rule: &Discount,
    group: &[usize],
    units: &mut [Working<'_>],
    left: &mut Option<i64>,
) -> Result<i64, Refusal> {
    let (cheaper, counted) = match rule.condition {
        Condition::Value(least) => {
            let worth = exact::sum(group.iter().map(|at| units[*at].price))?;
            (if worth >= least { group.to_vec() } else { Vec::new() }, Vec::new())
        }
        Condition::Count(least) => {
            let size = usize::try_from(least.max(1)).unwrap_or(usize::MAX);
            let times = group.len() / size;
            match rule.cheapest {
                None if times > 0 => (group.to_vec(), Vec::new()),
                None => (Vec::new(), Vec::new()),
                Some(cheapest) => {
                    let mut sorted = group.to_vec();
                    sorted.sort_by_key(|at| (units[*at].price, *at));
                    let each = usize::try_from(cheapest).unwrap_or(usize::MAX).min(size);
                    sorted.truncate(times * size);
                    let counted = sorted.split_off(times * each);
                    (sorted, counted)
                }
            }
        }
    };
    let mut count = 0;
    for at in cheaper {
        let price = units[at].after(rule.effect)?;
        if *left == Some(0) || price == units[at].price {
            continue;
        }
        let unit = &mut units[at];
        unit.step(StepKind::Discount, Some(Reference::Discount(rule.id)), price);
        unit.consumed = true;
        unit.discount = Some(rule.id);
        *left = left.map(|left| left - 1);
        count += 1;
    }
    if count > 0 {
        for at in counted {
            units[at].consumed = true;
        }
    }
    Ok(count)
}
