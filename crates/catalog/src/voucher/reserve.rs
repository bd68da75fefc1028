//! Places that vouchers keep aside: they are held like those of carts, until the voucher is used, or its date has come.

use std::collections::BTreeMap;

use ::store::{
    Cx, Tx,
    job::{self, Handler, Job, JobCx, JobError, NewJob},
};
use async_trait::async_trait;
use httpkit::FieldError;
use kernel::{EventId, QuotaId, VoucherId};
use serde::{Deserialize, Serialize};

use super::{Code, Kept, Plan, Voucher, store};
use crate::{
    Error, Item, price, quota,
    sale::{self, SaleProduct},
    stock, variation,
};

/// What the plan keeps aside, if it is not over already. The caller has passed the gate of the event's stock.
pub(super) async fn of(tx: &mut Tx, event: EventId, plan: &Plan) -> Result<Option<Kept>, Error> {
    let Some(item) = item(tx, event, plan).await? else { return Ok(None) };
    let goods = sale::goods_now(tx, event).await?;
    let product = goods.products.iter().find(|product| product.item() == item);
    Ok(product.map(|product| Kept::of(&goods, product)))
}

/// For what the plan keeps places aside, if it is not over already.
async fn item(tx: &mut Tx, event: EventId, plan: &Plan) -> Result<Option<Item>, Error> {
    if !plan.blocks_quota || plan.valid_until.is_some_and(|until| until <= tx.now()) {
        return Ok(None);
    }
    if let [variation] = plan.scope.variations.as_slice() {
        let products = variation::products_of(tx, event, &[*variation]).await?;
        return Ok(products.get(variation).map(|product| Item::new(*product, Some(*variation))));
    }
    Ok(plan.scope.products.first().map(|product| Item::from(*product)))
}

/// Makes places that were kept aside those that are from now on. The caller has passed the gate of the event's stock, and
/// does nothing after this but commit.
pub(super) async fn shift(
    tx: &mut Tx,
    event: EventId,
    before: Option<(Kept, i64)>,
    after: Option<(Kept, i64)>,
) -> Result<(), Error> {
    if before == after {
        return Ok(());
    }
    let goods = sale::goods(tx, event).await?;
    let mut shifts = BTreeMap::<QuotaId, i64>::new();
    for (reserved, sign) in [(before, -1), (after, 1)] {
        let Some((kept, uses)) = reserved else { continue };
        for (item, each) in kept.items(1) {
            let product = goods.products.iter().find(|product| product.item() == item);
            let fits = |product: &&SaleProduct| !product.needs_variation && !product.quota_ids.is_empty();
            if sign > 0 && product.filter(fits).is_none() {
                let message = "needs a ticket type with a quota, or one of its variations";
                return price::refuse(vec![FieldError::new("/scope", "request.invalid_field", message)]);
            }
            for quota in product.iter().flat_map(|product| &product.quota_ids) {
                *shifts.entry(*quota).or_default() += sign * uses * i64::from(each);
            }
        }
    }
    shifts.retain(|_, places| *places != 0);
    for row in stock::lock(tx, &Vec::from_iter(shifts.keys().copied())).await? {
        let wanted = shifts.get(&row.id).copied().unwrap_or_default();
        if let Some(free) = row.free().filter(|free| wanted > 0 && wanted > *free) {
            let name = quota::name(tx, event, row.id).await?;
            return Err(Error::QuotaTooSmall { quota: name, wanted, free });
        }
    }
    let held = shifts.into_iter();
    let held = held.map(|(quota, held)| (quota, stock::Shift { held, ..stock::Shift::default() })).collect();
    Ok(stock::settle(tx, &held).await?)
}

/// Give back what a voucher keeps aside, because its date has come.
#[derive(Debug, Serialize, Deserialize)]
pub struct EndReserve {
    event: EventId,
    voucher: VoucherId,
}

impl Job for EndReserve {
    const KIND: &'static str = "voucher.end_reserve";
}

fn key(voucher: VoucherId) -> String {
    format!("voucher.end_reserve/{voucher}")
}

/// Has the places of a voucher given back at its date.
pub(super) async fn end_at(tx: &mut Tx, event: EventId, voucher: &Voucher) -> Result<(), sqlx::Error> {
    match voucher.terms.valid_until.filter(|_| voucher.reserving) {
        Some(at) => {
            let end = EndReserve { event, voucher: voucher.id };
            job::enqueue_keyed(tx, &key(voucher.id), &end, at).await
        }
        None => job::remove(tx, &key(voucher.id)).await.map(|_| ()),
    }
}

/// The same for many new ones.
pub(super) fn ends(
    cx: &Cx,
    event: EventId,
    vouchers: &[(VoucherId, Code, Plan)],
) -> Result<Vec<NewJob>, sqlx::Error> {
    let dated = vouchers.iter().filter_map(|(id, _, terms)| Some((*id, terms.valid_until?)));
    let end = |(voucher, at)| Ok(NewJob::of(cx, &EndReserve { event, voucher })?.at(at).keyed(key(voucher)));
    dated.filter(|(_, at)| *at > cx.now).map(end).collect()
}

/// Does [`EndReserve`]; nothing happens if the voucher was given more time meanwhile.
pub struct EndReserves;

#[async_trait]
impl Handler<EndReserve> for EndReserves {
    async fn run(&self, cx: &JobCx, EndReserve { event, voucher }: EndReserve) -> Result<(), JobError> {
        end(&cx.tenant()?, event, voucher).await.map_err(JobError::retry)
    }
}

async fn end(cx: &Cx, event: EventId, voucher: VoucherId) -> Result<(), Error> {
    let mut tx = cx.begin_through(event.uuid()).await?;
    let Some(found) = store::lock(&mut tx, event, voucher).await? else { return Ok(()) };
    if !found.reserving || found.terms.valid_until.is_none_or(|until| until > cx.now) {
        return Ok(());
    }
    store::end_reserve(&mut tx, voucher).await?;
    shift(&mut tx, event, found.reserved(), None).await?;
    tx.commit().await?;
    Ok(())
}
