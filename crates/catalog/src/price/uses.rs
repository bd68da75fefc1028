//! Taking and giving back what vouchers and discounts with a limit have: guarded updates, so that many at once never
//! get more than there is. Vouchers come before discounts, both in the order of their ids and before all stock.

use std::collections::BTreeMap;

use ::store::Tx;
use kernel::{DiscountId, VoucherId};

use super::store;
use crate::{Item, Mode, voucher::Kept};

/// How much of vouchers and discounts somebody uses.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Uses {
    /// For each voucher the tickets, and what it takes off them in minor units.
    pub vouchers: BTreeMap<VoucherId, (i64, i64)>,
    /// For each discount the tickets. Those without a limit are not counted.
    pub discounts: BTreeMap<DiscountId, i64>,
    /// Those vouchers that keep places aside, and what: that is held already.
    pub reserving: BTreeMap<VoucherId, Kept>,
    /// What tests use is counted apart.
    pub mode: Mode,
}

impl Uses {
    /// Whether nothing is used.
    pub fn is_empty(&self) -> bool {
        self.vouchers.is_empty() && self.discounts.is_empty()
    }

    /// How many of what were kept aside for these uses.
    pub fn kept(&self) -> Vec<(Item, u32)> {
        let uses = |id| self.vouchers.get(id).map_or(0, |(uses, _)| u32::try_from(*uses).unwrap_or(u32::MAX));
        self.reserving.iter().flat_map(|(id, kept)| kept.items(uses(id))).collect()
    }

    /// Adds what somebody else uses.
    pub fn add(&mut self, other: &Self) {
        for (id, (uses, off)) in &other.vouchers {
            let sum = self.vouchers.entry(*id).or_default();
            *sum = (sum.0 + uses, sum.1 + off);
        }
        self.reserving.extend(other.reserving.iter().map(|(id, kept)| (*id, kept.clone())));
        self.mode = other.mode;
        for (id, uses) in &other.discounts {
            *self.discounts.entry(*id).or_default() += uses;
        }
    }
}

/// Finds out which of the vouchers keep places aside; they stay so until the transaction ends. Of the test stock none does.
pub async fn look_up_reserves(tx: &mut Tx, uses: &mut Uses) -> Result<(), sqlx::Error> {
    if !uses.vouchers.is_empty() && !uses.mode.is_test() {
        uses.reserving = store::lock_reserving(tx, uses).await?;
    }
    Ok(())
}

/// Takes them all; `false` if there is too little of one by now, and the caller has to roll back.
pub async fn take(tx: &mut Tx, uses: &Uses) -> Result<bool, sqlx::Error> {
    let vouchers = uses.vouchers.is_empty() || store::take_vouchers(tx, uses).await?;
    Ok(vouchers && (uses.discounts.is_empty() || store::take_discounts(tx, uses).await?))
}

/// Gives them back. Returns them with what their vouchers keep aside: that stays held for them.
pub async fn give_back(tx: &mut Tx, uses: Uses) -> Result<Uses, sqlx::Error> {
    let reserving = match uses.vouchers.is_empty() {
        true => BTreeMap::new(),
        false => store::give_vouchers(tx, &uses).await?,
    };
    if !uses.discounts.is_empty() {
        store::give_discounts(tx, &uses).await?;
    }
    Ok(Uses { reserving, ..uses })
}
