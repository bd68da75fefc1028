//! Copying what decides on prices: tax rules, discounts, fees, vouchers.

use std::collections::BTreeMap;

use ::store::Tx;
use kernel::{DiscountId, FeeId, TaxRuleId, VoucherId};

use super::{Copier, Ids, renewed};
use crate::{Error, discount, fee, price, quote::Scope, tax_rule, voucher};

/// Vouchers copied by one statement.
const BATCH: usize = 1000;

/// The new ids of a list of old ones.
pub(super) trait NewIds<T> {
    /// Those that have one.
    fn new_ids(&self, old: &[T]) -> Vec<T>;
}

impl<T: Ord + Copy> NewIds<T> for BTreeMap<T, T> {
    fn new_ids(&self, old: &[T]) -> Vec<T> {
        old.iter().filter_map(|id| self.get(id).copied()).collect()
    }
}

impl Ids {
    /// What the scope means for the copy; `None` if nothing of it is there. (An empty scope would mean everything.)
    pub(super) fn scope(&self, scope: &Scope) -> Option<Scope> {
        let moved = Scope {
            products: self.products.new_ids(&scope.products),
            variations: self.variations.new_ids(&scope.variations),
            quotas: self.quotas.new_ids(&scope.quotas),
            categories: self.categories.new_ids(&scope.categories),
        };
        (scope.is_everything() || !moved.is_everything()).then_some(moved)
    }
}

impl Copier<'_> {
    /// Copies tax rules, how prices are read, discounts and fees.
    pub(super) async fn prices(&self, tx: &mut Tx, ids: &Ids) -> Result<(), Error> {
        let (now, chance) = (tx.now(), tx.cx().chance.clone());
        let rules = tax_rule::store::list(tx, self.from).await?;
        let taxes = renewed(rules.iter().map(|rule| rule.id), || TaxRuleId::new(now, &chance));
        for rule in rules {
            let product_ids = ids.products.new_ids(&rule.plan.product_ids);
            let plan = tax_rule::Plan { product_ids, ..rule.plan };
            tax_rule::store::keep(tx, self.to, taxes[&rule.id], &plan).await?;
        }
        let tax = |old: Option<TaxRuleId>| old.and_then(|old| taxes.get(&old).copied());
        if let Some(mut settings) = price::store::settings(tx, self.from).await? {
            settings.default_tax_rule_id = tax(settings.default_tax_rule_id);
            price::store::keep(tx, self.to, &settings).await?;
        }
        let discounts = discount::store::list(tx, self.from, false).await?;
        let new = renewed(discounts.iter().map(|discount| discount.id), || DiscountId::new(now, &chance));
        for discount in discounts {
            let Some(scope) = ids.scope(&discount.plan.scope) else { continue };
            let mut plan = discount::Plan { scope, ..discount.plan };
            plan.valid_from = self.shift.maybe(plan.valid_from)?;
            plan.valid_until = self.shift.maybe(plan.valid_until)?;
            discount::store::keep(tx, self.to, new[&discount.id], &plan).await?;
        }
        let fees = fee::store::list(tx, self.from).await?;
        let new = renewed(fees.iter().map(|fee| fee.id), || FeeId::new(now, &chance));
        for fee in fees {
            let plan = fee::Plan { tax_rule_id: tax(fee.plan.tax_rule_id), ..fee.plan };
            fee::store::keep(tx, self.to, new[&fee.id], &plan).await?;
        }
        Ok(())
    }

    /// Copies vouchers with their codes, unused.
    pub(super) async fn vouchers(&self, tx: &mut Tx, ids: &Ids) -> Result<(), Error> {
        let (now, chance) = (tx.now(), tx.cx().chance.clone());
        let (everything, mut after) = (voucher::Filter::default(), None);
        loop {
            let vouchers = voucher::store::list(tx, self.from, &everything, after, BATCH).await?;
            let Some(last) = vouchers.last() else { return Ok(()) };
            after = Some(last.id.uuid());
            let new =
                renewed(vouchers.iter().rev().map(|voucher| voucher.id), || VoucherId::new(now, &chance));
            let mut rows = Vec::with_capacity(vouchers.len());
            for voucher in vouchers {
                let Some(scope) = ids.scope(&voucher.terms.scope) else { continue };
                let valid_until = self.shift.maybe(voucher.terms.valid_until)?;
                let plan = voucher::Plan { scope, valid_until, ..voucher.terms };
                let row = (new[&voucher.id], voucher.code, plan);
                // What keeps places aside keeps some of the copy's own.
                match row.2.blocks_quota {
                    true => drop(voucher::add(tx, self.to, row).await?),
                    false => rows.push(row),
                }
            }
            voucher::store::insert(tx, self.to, &rows, None).await?;
        }
    }
}
