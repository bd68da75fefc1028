//! An order as its organiser and its buyer see it.

use std::collections::BTreeMap;

use admission::ticket::TicketStatus;
use catalog::{
    EventHead, Item,
    sale::{self, Names},
};
use kernel::{
    Instant, Locale, MailId, Money, OrderId, PaymentId, Permission, PositionId, ProductId, TicketId,
    VariationId,
};
use ports::Providers;
use serde::Serialize;
use store::{Cx, Tx, audit};
use utoipa::ToSchema;

use super::{
    Approval, Channel, Order, OrderStatus, PaymentMethod, Position,
    charges::{fee_views, price_views, tax_views},
    method, names,
    next::next_step,
    store as rows,
};
pub use super::{
    charges::{Charges, FeeView, GuestPriceView, PriceView, TaxView},
    next::NextStep,
};
use crate::{
    Error, payment,
    price::{self, BuyerTax},
};

/// An order in a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderSummary {
    /// The order.
    pub id: OrderId,
    /// The short code for people.
    pub code: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Whether somebody looks at it first, and what was decided; null if nobody has to.
    pub approval: Option<Approval>,
    /// Whether it is a test: it counts nowhere.
    pub test: bool,
    /// The buyer's name.
    pub name: String,
    /// The buyer's address.
    pub email: String,
    /// How many tickets.
    pub tickets: i64,
    /// What it costs.
    pub total: Money,
    /// The fees in the total; null where nothing but the list decided on prices.
    pub fee_total: Option<Money>,
    /// The tax in the total; null where nothing but the list decided on prices.
    pub tax_total: Option<Money>,
    /// The voucher's code as it was given.
    pub voucher: Option<String>,
    /// What the buyer told for the tax's sake. `checked` is what the register of VAT ids said.
    pub buyer_tax: Option<BuyerTax>,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// Where it came from.
    pub channel: Channel,
    /// When it was placed.
    pub created_at: Instant,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// When it expires unless paid.
    pub expires_at: Option<Instant>,
}

/// An order with everything about it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderView {
    /// What lists show.
    #[serde(flatten)]
    pub summary: OrderSummary,
    /// The buyer's language.
    pub locale: Locale,
    /// The buyer's own link, with which one acts as the buyer: for whoever may change orders (`orders.edit`), or has just
    /// placed this one.
    pub secret_url: Option<String>,
    /// When it was cancelled or expired.
    pub ended_at: Option<Instant>,
    /// One per ticket.
    pub positions: Vec<PositionView>,
    /// What each position costs and why, by number; a position that is not here costs its list price without tax.
    pub prices: Vec<PriceView>,
    /// What is added to the positions.
    pub fees: Vec<FeeView>,
    /// The sums by rate; none where nothing but the list decided on prices.
    pub taxes: Vec<TaxView>,
    /// Money that came, or was asked for.
    pub payments: Vec<PaymentView>,
    /// Claims and money; sales add up to what is owed, payments to what came in.
    pub ledger: Vec<LedgerView>,
    /// What happened, oldest first.
    pub timeline: Vec<TimelineView>,
    /// What was mailed, newest first.
    pub mails: Vec<OrderMailView>,
}

/// One ticket bought.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PositionView {
    /// The position.
    pub id: PositionId,
    /// From 1.
    pub number: i32,
    /// The number of the position that it belongs to: it is an add-on to that, or a part of it.
    pub parent: Option<i32>,
    /// What was bought.
    pub product_id: ProductId,
    /// In which form.
    pub variation_id: Option<VariationId>,
    /// Its name in the buyer's language, with the variation's.
    pub product_name: String,
    /// Whether somebody is let in with it.
    pub admits: bool,
    /// What it costs.
    pub price: Money,
    /// Who comes, may be empty.
    pub attendee_name: String,
    /// The ticket, once paid.
    pub ticket: Option<TicketView>,
}

/// A ticket.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TicketView {
    /// The ticket.
    pub id: TicketId,
    /// What door staff can type.
    pub short_code: String,
    /// Whether it is good.
    pub status: TicketStatus,
    /// When it was admitted.
    pub checked_in_at: Option<Instant>,
    /// Where it was admitted.
    pub checked_in_gate: Option<String>,
}

/// A payment.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct PaymentView {
    /// The payment.
    pub id: PaymentId,
    /// From 1 within the order.
    pub number: i32,
    /// Through whom.
    pub provider: String,
    /// `created`, `pending`, `confirmed`, `failed` or `cancelled`.
    pub state: payment::PaymentState,
    /// How much.
    pub amount: Money,
    /// When it began.
    pub created_at: Instant,
    /// When the money was there.
    pub confirmed_at: Option<Instant>,
    /// Why it failed.
    pub failure: Option<String>,
}

/// A row of the ledger.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct LedgerView {
    /// `sale` or `payment`.
    pub kind: String,
    /// Positive or negative.
    pub amount: Money,
    /// When.
    pub at: Instant,
}

/// A line of the order's story.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct TimelineView {
    /// When.
    pub at: Instant,
    /// What, such as `order.paid`.
    pub action: String,
    /// Who: a name, or `guest`, `job`, `provider`, `system`.
    pub actor: String,
    /// Particulars.
    #[schema(value_type = Option<Object>)]
    pub detail: Option<serde_json::Value>,
}

/// A mail about the order.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OrderMailView {
    /// The mail.
    pub id: MailId,
    /// Which one.
    pub template: String,
    /// Its subject.
    pub subject: String,
    /// Its receiver.
    pub to_email: String,
    /// What became of it.
    pub status: String,
    /// When it was written.
    pub created_at: Instant,
}

impl OrderSummary {
    /// The summary of an order with these positions.
    pub fn new(order: &Order, positions: &[Position]) -> Self {
        let tickets = positions.iter().filter(|position| position.admits).count();
        Self {
            id: order.id,
            code: order.code.clone(),
            status: order.status,
            approval: order.approval,
            test: order.mode.is_test(),
            name: order.name.clone(),
            email: order.email.clone(),
            tickets: i64::try_from(tickets).unwrap_or(i64::MAX),
            total: order.total,
            fee_total: order.money(order.tariff.fee_minor),
            tax_total: order.money(order.tariff.tax_minor),
            voucher: order.tariff.voucher.clone(),
            buyer_tax: order.tariff.buyer.clone(),
            payment_method: order.payment_method,
            channel: order.channel,
            created_at: order.created_at,
            paid_at: order.paid_at,
            expires_at: order.expires_at,
        }
    }
}

/// The address of the buyer's own page, below the site's root.
pub fn guest_path(org_slug: &str, event_slug: &str, order: &Order) -> String {
    format!("/{org_slug}/{event_slug}/order/{}/{}", order.code, order.secret)
}

/// The event's order with this code, for its organiser. `site` is the site's address without a trailing slash.
pub async fn organiser_view<P>(
    tx: &mut Tx,
    scope: &catalog::EventScope<P>,
    site: &str,
    code: &str,
) -> Result<OrderView, Error> {
    let event = &scope.event;
    let order = rows::by_code(tx, event.id, code).await?.ok_or(Error::NotFound("order"))?;
    let goods = sale::goods(tx, event.id).await?;
    let positions = rows::positions(tx, order.id).await?;
    let tickets = admission::ticket::of_order(tx, order.id).await?;
    let payments = payment::store::of_order(tx, order.id).await?;
    let ledger = rows::ledger_of(tx, order.id).await?;
    let story = audit::story(tx, order.id.uuid()).await?;
    let mails = rows::mails(tx, order.id).await?;
    let prices = price::of_order(tx, &order).await?;
    let currency = order.total.currency;
    Ok(OrderView {
        summary: OrderSummary::new(&order, &positions),
        locale: order.locale.clone(),
        secret_url: scope
            .held
            .contains(Permission::OrdersEdit)
            .then(|| format!("{site}{}", guest_path(&scope.org_slug, event.slug.as_str(), &order))),
        ended_at: order.ended_at,
        positions: position_views(&positions, &order, &goods.names, tickets),
        prices: price_views(&prices, &order),
        fees: fee_views(&prices, &order),
        taxes: tax_views(&prices),
        payments: payments.into_iter().map(PaymentView::from).collect(),
        ledger: ledger
            .into_iter()
            .map(|row| LedgerView {
                kind: row.kind,
                amount: Money::new(row.amount_minor, currency),
                at: row.at,
            })
            .collect(),
        timeline: story.into_iter().map(TimelineView::from).collect(),
        mails: mails
            .into_iter()
            .map(|m| OrderMailView {
                id: m.id,
                template: m.template,
                subject: m.subject,
                to_email: m.to_email,
                status: m.status,
                created_at: m.created_at,
            })
            .collect(),
    })
}

pub(crate) fn position_views(
    positions: &[Position],
    order: &Order,
    names: &Names,
    tickets: Vec<admission::ticket::Ticket>,
) -> Vec<PositionView> {
    let mut tickets: BTreeMap<PositionId, _> = tickets.into_iter().map(|t| (t.position, t)).collect();
    positions
        .iter()
        .map(|position| PositionView {
            id: position.id,
            number: position.number,
            parent: position.parent,
            product_id: position.product,
            variation_id: position.variation,
            product_name: name(names, position.item(), &order.locale),
            admits: position.admits,
            price: Money::new(position.price_minor, order.total.currency),
            attendee_name: position.attendee_name.clone(),
            ticket: tickets.remove(&position.id).map(|ticket| TicketView {
                id: ticket.id,
                short_code: ticket.short_code,
                status: ticket.status,
                checked_in_at: ticket.checked_in.as_ref().map(|seen| seen.at),
                checked_in_gate: ticket.checked_in.map(|seen| seen.gate),
            }),
        })
        .collect()
}

fn name(names: &Names, item: Item, locale: &Locale) -> String {
    names.get(&item).map(|name| name.get(locale).to_owned()).unwrap_or_default()
}

impl From<audit::Told> for TimelineView {
    fn from(told: audit::Told) -> Self {
        let actor = told.actor_name.unwrap_or(told.actor_kind);
        Self { at: told.at, action: told.action, actor, detail: told.after }
    }
}

/// An order as its buyer sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuestOrder {
    /// The short code.
    pub code: String,
    /// Where it stands.
    pub status: OrderStatus,
    /// Whether somebody looks at it first, and what was decided; null if nobody has to.
    pub approval: Option<Approval>,
    /// Whether it is a test: its tickets let nobody in once the test is over.
    pub test: bool,
    /// The buyer's name.
    pub name: String,
    /// The buyer's address.
    pub email: String,
    /// The buyer's language.
    pub locale: Locale,
    /// What it costs.
    pub total: Money,
    /// How it is paid.
    pub payment_method: PaymentMethod,
    /// Until when it has to be paid.
    pub expires_at: Option<Instant>,
    /// When it was placed.
    pub created_at: Instant,
    /// When it was paid.
    pub paid_at: Option<Instant>,
    /// One per ticket.
    pub positions: Vec<GuestPosition>,
    /// What it costs by rule: prices, fees and taxes.
    #[serde(flatten)]
    pub charges: Charges,
    /// The tax that the total contains, in minor units.
    pub tax_minor: i64,
    /// The voucher's code as it was given.
    pub voucher: Option<String>,
    /// What the buyer told for the tax's sake.
    pub buyer_tax: Option<BuyerTax>,
    /// Where to transfer the money, if that is how it is paid.
    pub bank_details: Option<catalog::event::BankDetails>,
    /// Why the last try to pay failed.
    pub payment_failure: Option<String>,
    /// Whether a payment is under way at the provider.
    pub payment_under_way: bool,
    /// The ways to pay that can be chosen now, the present one included.
    pub payment_methods: Vec<PaymentMethod>,
    /// Until when names can be changed; absent if they can't.
    pub names_until: Option<Instant>,
    /// What to do next.
    pub next: NextStep,
}

/// One ticket as its buyer sees it.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuestPosition {
    /// From 1.
    pub number: i32,
    /// The number of the position that it belongs to: it is an add-on to that, or a part of it.
    pub parent: Option<i32>,
    /// What was bought.
    pub product_name: String,
    /// Whether somebody is let in with it; only then it has a name and a ticket.
    pub admits: bool,
    /// What it costs.
    pub price: Money,
    /// Who comes, may be empty.
    pub attendee_name: String,
    /// The ticket, once paid.
    pub ticket: Option<GuestTicket>,
}

/// A ticket to show at the door.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct GuestTicket {
    /// What door staff can type.
    pub short_code: String,
    /// What the QR code says.
    pub qr_payload: String,
    /// When it was admitted.
    pub checked_in_at: Option<Instant>,
}

/// The order behind a secret link; a wrong secret is the same as no order.
pub async fn guest_view(
    cx: &Cx,
    providers: &Providers,
    event: &EventHead,
    code: &str,
    secret: &str,
) -> Result<GuestOrder, Error> {
    let goods = sale::seen(cx, event).await?;
    let tx = &mut cx.read().await?;
    let (order, positions, pays) =
        rows::behind_link(tx, event.id, (code, secret)).await?.ok_or(Error::NotFound("order"))?;
    let charges = Charges::of(tx, event.id, event.version, &order).await?;
    let tickets = match order.status {
        OrderStatus::Paid => admission::ticket::of_order(tx, order.id).await?,
        // What was never paid has none, and those of a cancelled order are worthless.
        _ => Vec::new(),
    };
    let mut tickets: BTreeMap<PositionId, _> = tickets.into_iter().map(|t| (t.position, t)).collect();
    let bank = match order.payment_method {
        PaymentMethod::BankTransfer => event.bank_details.clone(),
        _ => None,
    };
    let currency = order.total.currency;
    Ok(GuestOrder {
        charges,
        tax_minor: order.tariff.tax_minor.unwrap_or_default(),
        voucher: order.tariff.voucher.clone(),
        buyer_tax: order.tariff.buyer.clone(),
        next: next_step(&order),
        payment_methods: method::choices(&order, event, providers),
        names_until: names::open_until(event, &order).filter(|until| cx.now < *until),
        positions: positions
            .into_iter()
            .map(|position| GuestPosition {
                number: position.number,
                parent: position.parent,
                product_name: name(&goods.names, position.item(), &order.locale),
                admits: position.admits,
                price: Money::new(position.price_minor, currency),
                attendee_name: position.attendee_name,
                ticket: tickets.remove(&position.id).filter(|t| t.status == TicketStatus::Valid).map(
                    |ticket| GuestTicket {
                        short_code: ticket.short_code,
                        qr_payload: ticket.token,
                        checked_in_at: ticket.checked_in.map(|seen| seen.at),
                    },
                ),
            })
            .collect(),
        code: order.code,
        status: order.status,
        approval: order.approval,
        test: order.mode.is_test(),
        name: order.name,
        email: order.email,
        locale: order.locale,
        total: order.total,
        payment_method: order.payment_method,
        expires_at: order.expires_at,
        created_at: order.created_at,
        paid_at: order.paid_at,
        bank_details: bank,
        payment_failure: pays.failure,
        payment_under_way: pays.under_way,
    })
}
