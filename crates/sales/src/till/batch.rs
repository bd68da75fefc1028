//! One batch: decide in memory in the order of arrival, write once, take the places last. Who else buys waits for the
//! stock's rows until the commit, so nothing is done between the one and the other.

use std::{
    collections::{BTreeMap, HashSet},
    sync::Arc,
    time::Duration,
};

use admission::{Signers, ticket};
use catalog::{
    Item,
    availability::Ask,
    event::Status,
    price::Uses,
    sale::{self, Stand},
    stock::{self, Shifts},
};
use kernel::{EventId, LedgerEntryId, QuotaId};
use serde_json::json;
use store::{
    Cache, Tx,
    idempotency::{self, Answer},
    job::NewJob,
    trail::{Entry, Trail},
};

use super::{
    Waiting,
    order::{new_order, positions, wanted},
};
use crate::{
    Error,
    chosen::{self, Chosen},
    customer::{self, Bought},
    offer::{self, Offer, sold_out},
    order::{
        self, MAX_TICKETS, Order, OrderStatus, Position, charges,
        jobs::{DeliverOrder, Notification, NotifyBuyer},
        store::NewOrders,
        view::{self, OrderSummary, OrderView, PaymentView, TimelineView},
    },
    payment::{Payment, PaymentState},
    price::{self, Owner, Priced, Pricing},
};

/// How often a batch is tried again after somebody else took its places, or after a collision of codes.
const TRIES: usize = 6;
/// From this try on the stock is locked before anything is decided: nobody can be faster any more.
const PATIENT_TRIES: usize = 3;

/// How long a stand is kept. It is only a guess: the version and the count are checked when places are taken, and
/// nobody is refused on a guess.
const KEPT_FOR: Duration = Duration::from_secs(60);

/// Stands as the last batches left them.
struct Stands(Cache<EventId, Stand>);

impl Default for Stands {
    fn default() -> Self {
        Self(Cache::living(1_000, KEPT_FOR))
    }
}

/// Places a batch of orders of one event and answers each.
pub(super) async fn place(signers: &Signers, batch: Vec<Waiting>) {
    let mut outcome = Ok(None);
    for attempt in 0..TRIES {
        outcome = try_once(signers, &batch, attempt).await;
        match &outcome {
            // Somebody else took the places first, or the catalogue was changed.
            Ok(None) => {}
            // A code or a key met another one: decide again on what is there now.
            Err(Error::Sql(sqlx::Error::Database(error))) if error.is_unique_violation() => {}
            _ => break,
        }
    }
    match outcome {
        Ok(Some(answers)) => {
            for (waiting, answer) in batch.into_iter().zip(answers) {
                // A caller who went away finds the order by its idempotency key.
                waiting.answer(answer);
            }
        }
        failed => {
            let mut error = failed.err();
            tracing::warn!(error = ?error, orders = batch.len(), "a batch of orders could not be placed");
            for waiting in batch {
                waiting.answer(Err(error.take().unwrap_or(Error::Stopping)));
            }
        }
    }
}

/// The answers of a batch; `None` if what was decided does not hold any more.
async fn try_once(
    signers: &Signers,
    batch: &[Waiting],
    attempt: usize,
) -> Result<Option<Vec<Result<OrderView, Error>>>, Error> {
    let Some(first) = batch.first() else { return Ok(Some(Vec::new())) };
    let (event, stands) = (first.event.id, first.cx.db.cache::<Stands>());
    let signer = signers.prepare(&first.cx, event).await?;
    let mut tx = first.cx.begin().await?;
    let known = known_answers(&mut tx, batch).await?;
    let codes = || batch.iter().filter_map(|waiting| waiting.order.voucher.as_deref());
    if let (0, Some(kept)) = (attempt, stands.0.get(&event)) {
        let bought = customers(&mut tx, event, &kept, batch).await?;
        let pricing =
            Pricing::read(&mut tx, &first.event, (&*kept.goods, kept.goods.mode), codes(), false).await?;
        let (desk, answers) = decide(event, (kept, bought, pricing), signer.clone(), batch, &known);
        if answers.iter().all(Result::is_ok) {
            return desk.finish(tx, &stands, answers).await;
        }
    }
    stock::enter(&mut tx, event).await?;
    let mut stand = sale::stand(&mut tx, event).await?;
    // Customers, then vouchers, then stock, as everything else does: nobody waits for the other in a circle.
    let bought = customers(&mut tx, event, &stand, batch).await?;
    let goods = (&*stand.goods, stand.goods.mode);
    let pricing = Pricing::read(&mut tx, &first.event, goods, codes(), attempt > 0).await?;
    if attempt >= PATIENT_TRIES {
        for quota in stock::lock(&mut tx, &stand.free.keys().copied().collect::<Vec<_>>()).await? {
            stand.free.insert(quota.id, quota.free());
        }
    }
    let (desk, answers) = decide(event, (stand, bought, pricing), signer, batch, &known);
    desk.finish(tx, &stands, answers).await
}

/// What those buyers of the batch have who want something of which a customer may have only so many.
async fn customers(
    tx: &mut Tx,
    event: EventId,
    stand: &Stand,
    batch: &[Waiting],
) -> Result<Bought, sqlx::Error> {
    let limited = |waiting: &&Waiting| {
        let wanted = waiting.order.lines.iter().map(|line| line.item.product);
        customer::limited(&stand.goods.products, wanted)
    };
    let buyers =
        batch.iter().filter(limited).map(|waiting| customer::key(waiting.order.buyer.email.as_str()));
    Bought::lock(tx, (event, stand.goods.mode), buyers.collect()).await
}

fn decide<'a>(
    event: EventId,
    (stand, bought, pricing): (Stand, Bought, Option<Pricing>),
    signer: Arc<admission::EventSigner>,
    batch: &'a [Waiting],
    known: &[Option<Known>],
) -> (Batch<'a>, Vec<Result<OrderView, Error>>) {
    let mut desk = Batch::open(event, stand, signer);
    (desk.bought, desk.pricing) = (bought, pricing);
    let answers = batch.iter().zip(known).map(|(waiting, known)| match known {
        Some(known) => Err(known.clone().into()),
        None => desk.take(waiting),
    });
    let answers = answers.collect();
    (desk, answers)
}

/// What became of an idempotency key before.
#[derive(Clone)]
enum Known {
    Answered(Answer),
    Reused,
    InFlight,
}

impl From<Known> for Error {
    fn from(known: Known) -> Self {
        match known {
            Known::Answered(answer) => Self::Replay(answer),
            Known::Reused => idempotency::KeyError::Reused.into(),
            Known::InFlight => idempotency::KeyError::InFlight.into(),
        }
    }
}

/// For each order of the batch: the answer its key got before, or why its key can't be used.
async fn known_answers(tx: &mut Tx, batch: &[Waiting]) -> Result<Vec<Option<Known>>, Error> {
    let keys: Vec<_> = batch.iter().filter_map(|waiting| waiting.order.key.as_ref()).collect();
    let mut kept = idempotency::find(tx, &keys).await?;
    let mut seen = HashSet::new();
    let answer = |waiting: &Waiting| {
        let key = waiting.order.key.as_ref()?;
        let name = (key.scope.clone(), key.key.clone());
        match kept.remove(&name) {
            Some((digest, answer)) if digest == key.digest => Some(Known::Answered(answer)),
            Some(_) => Some(Known::Reused),
            None if !seen.insert(name) => Some(Known::InFlight),
            None => None,
        }
    };
    Ok(batch.iter().map(answer).collect())
}

/// What a batch has decided so far.
struct Batch<'a> {
    event: EventId,
    offer: Offer,
    signer: Arc<admission::EventSigner>,
    free: BTreeMap<QuotaId, Option<i64>>,
    changes: Shifts,
    bought: Bought,
    pricing: Option<Pricing>,
    prices: Vec<(Owner, price::Row)>,
    uses: Uses,
    rows: NewOrders,
    tickets: Vec<ticket::NewTicket>,
    trail: Trail,
    answers: Vec<(&'a idempotency::Key, Answer)>,
}

impl<'a> Batch<'a> {
    fn open(event: EventId, stand: Stand, signer: Arc<admission::EventSigner>) -> Self {
        Self {
            event,
            offer: stand.goods.into(),
            signer,
            free: stand.free,
            changes: Shifts::default(),
            bought: Bought::default(),
            pricing: None,
            prices: Vec::new(),
            uses: Uses::default(),
            rows: NewOrders::default(),
            tickets: Vec::new(),
            trail: Trail::default(),
            answers: Vec::new(),
        }
    }

    /// Decides on one order.
    fn take(&mut self, waiting: &'a Waiting) -> Result<OrderView, Error> {
        if waiting.event.template {
            return Err(Error::Template);
        }
        if waiting.event.status == Status::Cancelled {
            return Err(Error::EventCancelled);
        }
        let chosen = self.choose(waiting)?;
        let mut positions = positions(waiting, &chosen);
        let priced = self.price(waiting, &chosen, &mut positions)?;
        let looked_at = chosen.iter().any(|chosen| self.offer.is_looked_at(chosen.item()));
        let about = (looked_at, self.offer.mode());
        let order = new_order(waiting, &positions, priced.as_ref(), about)?;
        let priced = priced.unwrap_or_default();
        let beyond = chosen::with_parts(&chosen, priced.beyond());
        positions.iter_mut().for_each(|position| position.beyond = beyond.contains(&position.number));
        let paid = order.status == OrderStatus::Paid;
        self.take_places((&chosen, &positions), &priced.kept(), paid)?;
        for position in &positions {
            self.bought.add(&order.email, position.product);
        }
        self.uses.add(&priced.uses);
        self.prices.extend(priced.rows_of(order.id));
        let cx = &waiting.cx;
        self.rows.push(cx.org, None, &order, &positions, LedgerEntryId::new(cx.now, &cx.chance));
        let payment = (order.status == OrderStatus::Paid && !order.total.is_zero())
            .then(|| Payment::new(cx, &order, 1, "manual", PaymentState::Confirmed));
        if let Some(payment) = &payment {
            let entry = LedgerEntryId::new(cx.now, &cx.chance);
            self.rows.push_payment(&order, payment, Some(entry));
        }
        let tickets = self.sign(waiting, &order, &positions);
        self.tell(waiting, &order)?;
        let view =
            self.view(waiting, (&order, positions.as_slice(), priced.rows.as_slice()), payment, tickets);
        if let Some(key) = &waiting.order.key {
            let body = serde_json::to_value(&view).map_err(|e| sqlx::Error::Encode(e.into()))?;
            self.answers.push((key, Answer { status: 201, body }));
        }
        Ok(view)
    }

    /// The tickets wanted with what belongs to them, if the buyer may have them all.
    fn choose(&self, waiting: &Waiting) -> Result<Vec<Chosen>, Error> {
        let lines = &waiting.order.lines;
        if lines.is_empty() {
            return Err(Error::Empty);
        }
        if lines.len() > MAX_TICKETS {
            return Err(Error::TooMany(MAX_TICKETS));
        }
        for line in lines {
            let product = self.offer.find(line.item, line.line)?;
            let same = lines.iter().filter(|other| other.item.product == line.item.product);
            let quantity = u32::try_from(same.count()).unwrap_or(u32::MAX);
            let customer = waiting.order.buyer.email.as_str();
            let counted = product.terms.counts_customers();
            let bought = counted.then(|| self.bought.of(customer, product.id));
            let ask = Ask { bought, ..Ask::staff(waiting.cx.now, waiting.order.channel).of(quantity) };
            offer::check(line.line, product, &ask)?;
        }
        self.offer.compose(waiting.order.channel, &wanted(lines))
    }

    /// Prices the positions by rule, if anything but the list decides.
    fn price(
        &mut self,
        waiting: &Waiting,
        chosen: &[Chosen],
        positions: &mut [Position],
    ) -> Result<Option<Priced>, Error> {
        let code = waiting.order.voucher.as_deref();
        let known = self.pricing.as_ref().is_some_and(|pricing| pricing.voucher(code).is_some());
        if code.is_some() && !known {
            return Err(price::unknown_voucher());
        }
        let Some(pricing) = self.pricing.as_mut().filter(|pricing| known || pricing.has_rules()) else {
            return Ok(None);
        };
        let units = chosen.iter().map(|chosen| chosen.unit.clone()).collect();
        let at = (waiting.order.channel, waiting.cx.now);
        let priced = pricing.quote(units, code, waiting.order.buyer_tax.as_ref(), at)?;
        for (position, row) in positions.iter_mut().zip(priced.lines()) {
            position.price_minor = row.taxed.gross;
        }
        Ok(Some(priced))
    }

    /// Takes all places of an order, or none. Those that a voucher keeps aside are held already.
    fn take_places(
        &mut self,
        (chosen, positions): (&[Chosen], &[Position]),
        kept: &[(Item, u32)],
        paid: bool,
    ) -> Result<(), Error> {
        let places = self.offer.places(positions.iter().map(Position::taken));
        let moved = match paid {
            true => Shifts::default().sell(&places),
            false => Shifts::default().hold(&places),
        };
        let moved = moved.release(&self.offer.places_of(kept));
        for (quota, wanted) in moved.taken() {
            let free = self.free.get(&quota).copied().flatten();
            if wanted > 0 && free.is_some_and(|free| free < wanted) {
                let wanted = chosen.iter().find(|chosen| self.offer.takes(chosen.item(), quota));
                return Err(sold_out(wanted.map_or(0, |chosen| chosen.unit.line)));
            }
        }
        for (quota, wanted) in moved.taken() {
            if let Some(Some(free)) = self.free.get_mut(&quota) {
                *free -= wanted;
            }
        }
        self.changes.add(moved);
        Ok(())
    }

    fn sign(&mut self, waiting: &Waiting, order: &Order, positions: &[Position]) -> Vec<ticket::Ticket> {
        if order.status != OrderStatus::Paid {
            return Vec::new();
        }
        let first = self.tickets.len();
        self.tickets.extend(positions.iter().filter(|position| position.admits).map(|position| {
            let subject = ticket::ForPosition {
                order: order.id,
                position: position.id,
                product: position.product,
                variation: position.variation,
                main: position.main(positions),
                attendee_name: position.attendee_name.clone(),
                short_code: ticket::short_code(&order.code, position.number),
                test: order.mode.is_test(),
            };
            ticket::prepare(&self.signer, &waiting.cx, subject)
        }));
        self.tickets.iter().skip(first).map(ticket::Ticket::from).collect()
    }

    /// Notes the audit, outbox and job rows of one order.
    fn tell(&mut self, waiting: &Waiting, order: &Order) -> Result<(), Error> {
        let cx = &waiting.cx;
        let action = if order.status == OrderStatus::Paid { "order.paid" } else { "order.placed" };
        self.trail.push(cx, Entry {
            event: Some(order.event),
            action,
            subject_kind: "order",
            subject: order.id.uuid(),
            before: None,
            after: json!({ "total": order.total, "method": order.payment_method, "channel": order.channel }),
            fact: Some(order::fact(order)),
        });
        order::vat_id::errand(cx, order)?.into_iter().for_each(|job| self.trail.enqueue(job));
        if let Some(at) = order.expires_at {
            let expiry = NewJob::of(cx, &order::jobs::expiry(order.id))?;
            self.trail.enqueue(expiry.at(at).keyed(order::jobs::expiry_key(order.id)));
        }
        if waiting.order.send_mail {
            self.trail.enqueue(match order.status {
                OrderStatus::Paid => NewJob::of(cx, &DeliverOrder { order: order.id })?,
                _ if order.is_asked() => {
                    NewJob::of(cx, &NotifyBuyer { order: order.id, about: Notification::Asked })?
                }
                _ => NewJob::of(cx, &NotifyBuyer { order: order.id, about: Notification::Placed })?,
            });
        }
        Ok(())
    }

    fn view(
        &self,
        waiting: &Waiting,
        (order, positions, prices): (&Order, &[Position], &[price::Row]),
        payment: Option<Payment>,
        tickets: Vec<ticket::Ticket>,
    ) -> OrderView {
        let paid = order.status == OrderStatus::Paid;
        let entry = |kind: &str| view::LedgerView {
            kind: kind.to_owned(),
            amount: order.total,
            at: order.created_at,
        };
        let ledger = std::iter::once(entry("sale")).chain(payment.as_ref().map(|_| entry("payment")));
        let ledger = ledger.filter(|_| !order.mode.is_test());
        OrderView {
            summary: OrderSummary::new(order, positions),
            locale: order.locale.clone(),
            secret_url: Some(format!("{}/{}/{}", waiting.order.link, order.code, order.secret)),
            ended_at: None,
            positions: view::position_views(positions, order, &self.offer.goods.names, tickets),
            prices: charges::price_views(prices, order),
            fees: charges::fee_views(prices, order),
            taxes: charges::tax_views(prices),
            ledger: ledger.collect(),
            payments: payment.into_iter().map(PaymentView::from).collect(),
            timeline: vec![TimelineView {
                at: order.created_at,
                action: if paid { "order.paid" } else { "order.placed" }.to_owned(),
                actor: waiting.cx.actor.kind().to_owned(),
                detail: None,
            }],
            mails: Vec::new(),
        }
    }

    /// Writes everything that was decided and makes it durable; `None` if the places are not there any more.
    async fn finish<T>(mut self, mut tx: Tx, stands: &Stands, answers: T) -> Result<Option<T>, Error> {
        if self.rows.is_empty() {
            return Ok(Some(answers));
        }
        let event = self.event;
        // A stand that was kept needs no gate to be read, but the places are taken behind it.
        let gate = (!tx.has_passed(event.uuid())).then_some(event);
        self.rows.insert(&mut tx, gate).await?;
        price::insert(&mut tx, event, &self.prices).await?;
        if !catalog::price::take(&mut tx, &self.uses).await? {
            stands.0.forget(&event);
            return Ok(None);
        }
        if !self.tickets.is_empty() {
            ticket::insert(&mut tx, &self.tickets).await?;
        }
        self.trail.write(&mut tx).await?;
        // Two batches that keep answers under the same keys meet in one order, not crosswise.
        self.answers.sort_by(|(a, _), (b, _)| (&a.scope, &a.key).cmp(&(&b.scope, &b.key)));
        idempotency::keep_many(&mut tx, &self.answers).await?;
        if !stock::take_at(&mut tx, event, self.offer.goods.version, &self.changes).await? {
            stands.0.forget(&event);
            return Ok(None);
        }
        tx.commit().await?;
        stands.0.insert(event, Stand { goods: self.offer.goods, free: self.free });
        Ok(Some(answers))
    }
}
