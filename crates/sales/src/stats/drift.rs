//! Whether the quotas' counters still agree with the rows they count.

use ::store::Cx;
use kernel::QuotaId;

use super::store;
use crate::Error;

/// Places held and sold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Places {
    /// By open carts and pending orders.
    pub held: i64,
    /// By paid orders.
    pub sold: i64,
    /// Those of both that vouchers took beyond the size.
    pub beyond: i64,
}

/// A quota whose counters are wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Drift {
    /// The quota.
    pub quota: QuotaId,
    /// What its counters say.
    pub kept: Places,
    /// What the rows say.
    pub counted: Places,
}

/// Every quota of the organisation that has drifted, from one consistent look at the tables.
pub async fn drift(cx: &Cx) -> Result<Vec<Drift>, Error> {
    let mut tx = cx.read().await?;
    Ok(store::drift(&mut tx).await?)
}
