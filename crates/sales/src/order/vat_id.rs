//! Looking up the VAT id that an order relies on, after it was placed: a register that is away never stops a sale.

use std::sync::Arc;

use async_trait::async_trait;
use catalog::quote::VatCheck;
use kernel::OrderId;
use ports::{VatAnswer, VatRegister};
use serde::{Deserialize, Serialize};
use serde_json::json;
use store::{
    Cx,
    job::{Handler, Job, JobCx, JobError, NewJob},
    trail::Trail,
};

use super::{Order, store as rows, transition};

/// Ask the register about the VAT id of an order.
#[derive(Debug, Serialize, Deserialize)]
pub struct CheckVatId {
    order: OrderId,
}

impl Job for CheckVatId {
    const KIND: &'static str = "order.check_vat_id";
}

/// The errand of a new order, if there is an id to look up.
pub(crate) fn errand(cx: &Cx, order: &Order) -> Result<Option<NewJob>, sqlx::Error> {
    let buyer = order.tariff.buyer.as_ref();
    let given = buyer.is_some_and(|buyer| buyer.vat_id.is_some() && buyer.checked == VatCheck::Unchecked);
    given.then(|| NewJob::of(cx, &CheckVatId { order: order.id })).transpose()
}

/// Does [`CheckVatId`].
pub struct CheckVatIds {
    /// The register.
    pub register: Arc<dyn VatRegister>,
}

#[async_trait]
impl Handler<CheckVatId> for CheckVatIds {
    async fn run(&self, cx: &JobCx, CheckVatId { order }: CheckVatId) -> Result<(), JobError> {
        let cx = cx.tenant()?;
        let found = rows::by_id(&mut cx.begin().await?, order).await?;
        let Some(buyer) = found.and_then(|order| order.tariff.buyer) else { return Ok(()) };
        let Some(id) = buyer.vat_id.filter(|_| buyer.checked == VatCheck::Unchecked) else { return Ok(()) };
        let (prefix, number) = id.parts();
        // No transaction is open while the register is asked.
        let checked = match self.register.look_up(prefix, number).await.map_err(JobError::retry)? {
            VatAnswer::NotAsked => return Ok(()),
            VatAnswer::Known => VatCheck::Valid,
            VatAnswer::Unknown => VatCheck::Invalid,
        };
        let mut tx = cx.begin().await?;
        let Some(order) = rows::lock(&mut tx, order).await? else { return Ok(()) };
        if !rows::set_vat_check(&mut tx, order.id, checked).await? {
            return Ok(());
        }
        let mut trail = Trail::default();
        trail.push(&cx, transition::entry(&order, "order.vat_id_checked", json!({ "checked": checked })));
        trail.write(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }
}
