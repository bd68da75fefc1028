//! What lines cost by rule: the quote behind carts and orders, and the rows that remember it. Where nothing but the
//! list decides, nothing of this is read or written.

mod buyer;
mod store;

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use catalog::{
    EventHead, Item, Mode,
    availability::{Channel, Visibility},
    price::{self, Rules, Uses},
    quote::{self, Basket, Book, Customer, Taxed, Unit, VoucherOutcome},
    sale::{Goods, SaleProduct},
    voucher::{self, Voucher},
};
use kernel::{DiscountId, FeeId, Instant, LocalizedText, VoucherId};

use crate::Error;

pub use self::buyer::{BuyerTax, Tariff};
pub(crate) use self::store::{Owner, delete, insert, move_to_order, of, uses_in};

/// The number of the first fee of a cart or an order; the lines are below.
const FIRST_FEE: i32 = 1_001;

/// What a line or a fee costs, and why.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    /// The number of the line.
    pub number: i32,
    /// The fee and its name, if it is one.
    pub fee: Option<(FeeId, LocalizedText)>,
    /// The list price in minor units.
    pub list: i64,
    /// Whether list prices held their tax when it was priced.
    pub list_with_tax: bool,
    /// What the buyer pays, with its tax.
    pub taxed: Taxed,
    /// The discount that took it in, and what it was called then.
    pub discount: Option<(DiscountId, LocalizedText)>,
    /// The voucher that it used, and what that took off in minor units.
    pub voucher: Option<(VoucherId, i64)>,
}

impl Row {
    /// What the fee is called, or the discount that took the line in.
    fn name(&self) -> Option<&LocalizedText> {
        self.fee.as_ref().map(|(_, name)| name).or(self.discount.as_ref().map(|(_, name)| name))
    }
}

/// What a cart or an order costs.
#[derive(Debug, Clone, Default)]
pub(crate) struct Priced {
    /// The lines by number, then the fees.
    pub rows: Vec<Row>,
    /// What it uses of vouchers and of discounts with a limit.
    pub uses: Uses,
    /// Those vouchers that take their places beyond the size of the quotas.
    ignoring: BTreeSet<VoucherId>,
}

impl Priced {
    /// What the fees come to, in minor units.
    pub fn fee_minor(&self) -> i64 {
        self.fees().map(|row| row.taxed.gross).sum()
    }

    /// The tax in all of them, in minor units.
    pub fn tax_minor(&self) -> i64 {
        self.rows.iter().map(|row| row.taxed.tax).sum()
    }

    /// The rows as those of a cart or an order.
    pub fn rows_of(&self, owner: impl Into<Owner>) -> Vec<(Owner, Row)> {
        let owner = owner.into();
        self.rows.iter().map(|row| (owner, row.clone())).collect()
    }

    /// What vouchers have kept aside for the tickets.
    pub fn kept(&self) -> Kept {
        self.uses.kept()
    }

    /// The numbers of the lines whose places a voucher takes beyond the size of their quotas.
    pub fn beyond(&self) -> BTreeSet<i32> {
        let by = |row: &&Row| row.voucher.is_some_and(|(voucher, _)| self.ignoring.contains(&voucher));
        self.rows.iter().filter(by).map(|row| row.number).collect()
    }

    /// What each line costs, by number.
    pub fn lines(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.fee.is_none())
    }

    fn fees(&self) -> impl Iterator<Item = &Row> {
        self.rows.iter().filter(|row| row.fee.is_some())
    }
}

/// What decides on prices besides the list, as it stands now and after what was quoted from it.
pub(crate) struct Pricing {
    rules: Arc<Rules>,
    book: Arc<Book>,
    used: BTreeMap<DiscountId, i64>,
    vouchers: Vec<Voucher>,
    mode: Mode,
}

impl Pricing {
    /// Reads it for an event with these goods, for what counts or for tests, and for buyers who gave these codes; `None` if nothing but the list
    /// decides. `locked` keeps what vouchers and discounts have left until the transaction ends.
    pub async fn read<'a>(
        tx: &mut ::store::Tx,
        event: &EventHead,
        (goods, mode): (&Goods, Mode),
        codes: impl IntoIterator<Item = &'a str>,
        locked: bool,
    ) -> Result<Option<Self>, sqlx::Error> {
        let rules = price::rules(tx, event.id, goods.version).await?;
        let codes: Vec<&str> = codes.into_iter().collect();
        let vouchers = voucher::by_codes(tx, event.id, &codes, mode, locked).await?;
        if rules.are_none() && vouchers.is_empty() {
            return Ok(None);
        }
        let used = match rules.have_limits() {
            true => price::used(tx, event.id, mode, locked).await?,
            false => BTreeMap::new(),
        };
        Ok(Some(Self { book: rules.book(event.currency, goods), rules, used, vouchers, mode }))
    }

    /// Whether a tax, a discount or a fee has a say, whatever vouchers others gave.
    pub fn has_rules(&self) -> bool {
        !self.rules.are_none()
    }

    /// The voucher behind a code.
    pub fn voucher(&self, code: Option<&str>) -> Option<&Voucher> {
        let code = code?;
        self.vouchers.iter().find(|voucher| voucher.is_called(code))
    }

    /// Counts what somebody gives back as if it were free already.
    pub fn forget(&mut self, uses: &Uses) {
        for (id, tickets) in &uses.discounts {
            self.used.entry(*id).and_modify(|used| *used -= tickets);
        }
        for voucher in &mut self.vouchers {
            if let Some((tickets, off)) = uses.vouchers.get(&voucher.id) {
                voucher.used -= tickets;
                voucher.spent_minor -= off;
            }
        }
    }

    /// Refuses a code that is no voucher's, or one whose time is over.
    pub fn check_voucher(&self, code: Option<&str>, now: Instant) -> Result<(), Error> {
        match (code, self.voucher(code)) {
            (None, _) => Ok(()),
            (Some(_), None) => Err(unknown_voucher()),
            (_, Some(voucher)) if voucher.terms.valid_until.is_some_and(|until| until <= now) => {
                accept(VoucherOutcome::Expired)
            }
            _ => Ok(()),
        }
    }

    /// What the tickets cost a buyer who gave this code. What they use is gone for those who ask after.
    pub fn quote(
        &mut self,
        units: Vec<Unit>,
        code: Option<&str>,
        buyer: Option<&BuyerTax>,
        (channel, now): (Channel, Instant),
    ) -> Result<Priced, Error> {
        let basket = Basket {
            units,
            customer: buyer.map_or_else(Customer::default, BuyerTax::customer),
            channel,
            now,
            voucher: self.voucher(code).map(Voucher::for_quotes),
            used: self.used.clone(),
        };
        let found = quote::quote(&self.book, &basket).map_err(catalog::Error::from)?;
        if let Some(outcome) = found.voucher {
            accept(outcome)?;
        }
        let priced = self.priced(&found);
        for (id, uses) in &priced.uses.discounts {
            *self.used.entry(*id).or_default() += uses;
        }
        for voucher in &mut self.vouchers {
            if let Some((uses, off)) = priced.uses.vouchers.get(&voucher.id) {
                voucher.used += uses;
                voucher.spent_minor += off;
            }
        }
        Ok(priced)
    }

    /// What a discount is called: whoever got it reads that for good.
    fn name_of(&self, id: DiscountId) -> LocalizedText {
        let known = self.rules.discounts().iter().find(|discount| discount.id == id);
        known.map(|discount| discount.name.clone()).unwrap_or_default()
    }

    fn priced(&self, found: &quote::Quote) -> Priced {
        let mut priced = Priced::default();
        priced.uses.mode = self.mode;
        for (number, unit) in (1..).zip(&found.units) {
            priced.rows.push(Row {
                number,
                fee: None,
                list: unit.list,
                list_with_tax: self.rules.include_tax(),
                taxed: unit.taxed,
                discount: unit.discount.map(|id| (id, self.name_of(id))),
                voucher: unit.voucher.map(|voucher| (voucher, unit.voucher_off)),
            });
            if let Some(voucher) = unit.voucher {
                let known = self.vouchers.iter().find(|known| known.id == voucher);
                if let Some((kept, _)) = known.and_then(Voucher::reserved) {
                    priced.uses.reserving.insert(voucher, kept);
                }
                if known.is_some_and(|known| known.terms.ignores_quota) {
                    priced.ignoring.insert(voucher);
                }
                let uses = priced.uses.vouchers.entry(voucher).or_default();
                *uses = (uses.0 + 1, uses.1 + unit.voucher_off);
            }
        }
        for (number, charged) in (FIRST_FEE..).zip(&found.fees) {
            let known = self.rules.fees().iter().find(|fee| fee.id == charged.fee);
            let name = known.map(|fee| fee.name.clone()).unwrap_or_default();
            priced.rows.push(Row {
                number,
                fee: Some((charged.fee, name)),
                list: charged.taxed.gross,
                list_with_tax: true,
                taxed: charged.taxed,
                discount: None,
                voucher: None,
            });
        }
        let limited = |id: &DiscountId| {
            self.rules.discounts().iter().any(|discount| discount.id == *id && discount.limit.is_some())
        };
        priced.uses.discounts = found.discounts.iter().filter(|(id, _)| limited(id)).copied().collect();
        priced
    }
}

/// A voucher that somebody gave has to be good for what they buy.
fn accept(outcome: VoucherOutcome) -> Result<(), Error> {
    let (code, message) = match outcome {
        VoucherOutcome::Applied { .. } => return Ok(()),
        VoucherOutcome::Expired => ("sales.voucher_expired", "The voucher is not valid any more.".to_owned()),
        VoucherOutcome::UsedUp => {
            ("sales.voucher_used", "The voucher was used as often as it can be.".to_owned())
        }
        VoucherOutcome::BudgetSpent => ("sales.voucher_used", "Nothing is left of the voucher.".to_owned()),
        VoucherOutcome::NothingMatches => {
            ("sales.voucher_other", "The voucher is not good for any of these tickets.".to_owned())
        }
        VoucherOutcome::TooFew { needed } => {
            ("sales.voucher_too_few", format!("The voucher needs at least {needed} tickets."))
        }
    };
    Err(Error::Voucher { code, message })
}

/// There is no voucher with this code.
pub(crate) fn unknown_voucher() -> Error {
    Error::Voucher { code: "sales.voucher_unknown", message: "There is no such voucher.".to_owned() }
}

/// What only a voucher shows has to be bought with it.
pub(crate) fn check_hidden(product: &SaleProduct, row: Option<&Row>) -> Result<(), Error> {
    let hidden = matches!(product.terms.visibility, Visibility::Voucher | Visibility::Hidden);
    if hidden && row.is_none_or(|row| row.voucher.is_none()) {
        let message = "The voucher is not good for that many of these tickets.";
        return Err(Error::Voucher { code: "sales.voucher_needed", message: message.to_owned() });
    }
    Ok(())
}

/// What an order costs by rule; nothing is read where only the list decided.
pub(crate) async fn of_order(
    tx: &mut ::store::Tx,
    order: &crate::order::Order,
) -> Result<Vec<Row>, sqlx::Error> {
    if order.tariff.fee_minor.is_some() { of(tx, order.id).await } else { Ok(Vec::new()) }
}

/// How many of what vouchers keep aside: that many places are held already, or stay held.
pub(crate) type Kept = Vec<(Item, u32)>;

/// Gives back what a cart or an order has used of vouchers and discounts. Returns what stays held, because a voucher keeps
/// it aside.
pub(crate) async fn give_back(
    tx: &mut ::store::Tx,
    owner: impl Into<Owner>,
    mode: Mode,
) -> Result<Kept, Error> {
    let rows = of(tx, owner).await?;
    Ok(price::give_back(tx, uses_in(&rows, mode)).await?.kept())
}

/// Takes again what an expired cart or order has given back; `None` if there is too little by now. Returns what is held
/// already, because a voucher has kept it aside.
pub(crate) async fn take_again(
    tx: &mut ::store::Tx,
    owner: impl Into<Owner>,
    mode: Mode,
) -> Result<Option<Kept>, Error> {
    let rows = of(tx, owner).await?;
    let mut uses = uses_in(&rows, mode);
    price::look_up_reserves(tx, &mut uses).await?;
    let taken = price::take(tx, &uses).await?;
    Ok(taken.then(|| uses.kept()))
}

/// Somebody else was faster with what a voucher or a discount had left.
pub(crate) fn gone() -> Error {
    let message = "Nothing is left of the voucher or discount. Start again to see the price of now.";
    Error::Voucher { code: "sales.voucher_used", message: message.to_owned() }
}
