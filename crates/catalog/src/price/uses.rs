//! Taking and giving back what vouchers and discounts with a limit have: guarded updates, so that many at once never
//! get more than there is. Vouchers come before discounts, both in the order of their ids and before all stock.

use std::collections::{BTreeMap, BTreeSet};

use ::store::Tx;
use kernel::{DiscountId, VoucherId};

use super::store;

/// How much of vouchers and discounts somebody uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// For each voucher the tickets, and what it takes off them in minor units.
    pub vouchers: BTreeMap<VoucherId, (i64, i64)>,
    /// For each discount the tickets. Those without a limit are not counted.
    pub discounts: BTreeMap<DiscountId, i64>,
    /// Those vouchers that keep places aside: their tickets take none of what is free.
    pub reserving: BTreeSet<VoucherId>,
}

impl Uses {
    /// Whether nothing is used.
    pub fn is_empty(&self) -> bool {
        self.vouchers.is_empty() && self.discounts.is_empty()
    }

    /// Adds what somebody else uses.
    pub fn add(&mut self, other: &Self) {
        for (id, (uses, off)) in &other.vouchers {
            let sum = self.vouchers.entry(*id).or_default();
            *sum = (sum.0 + uses, sum.1 + off);
        }
        self.reserving.extend(&other.reserving);
        for (id, uses) in &other.discounts {
            *self.discounts.entry(*id).or_default() += uses;
        }
    }
}

/// Finds out which of the vouchers keep places aside; they stay so until the transaction ends.
pub async fn look_up_reserves(tx: &mut Tx, uses: &mut Uses) -> Result<(), sqlx::Error> {
    if !uses.vouchers.is_empty() {
        uses.reserving = store::lock_reserving(tx, uses).await?;
    }
    Ok(())
}

/// Takes them all; `false` if there is too little of one by now, and the caller has to roll back.
pub async fn take(tx: &mut Tx, uses: &Uses) -> Result<bool, sqlx::Error> {
    let vouchers = uses.vouchers.is_empty() || store::take_vouchers(tx, uses).await?;
    Ok(vouchers && (uses.discounts.is_empty() || store::take_discounts(tx, uses).await?))
}

/// Gives them back. Returns the vouchers that keep places aside: those of their tickets stay held for them.
pub async fn give_back(tx: &mut Tx, uses: &Uses) -> Result<BTreeSet<VoucherId>, sqlx::Error> {
    let reserving = match uses.vouchers.is_empty() {
        true => BTreeSet::new(),
        false => store::give_vouchers(tx, uses).await?,
    };
    if !uses.discounts.is_empty() {
        store::give_discounts(tx, uses).await?;
    }
    Ok(reserving)
}
