//! Everything a mail or a ticket says about an order, gathered in one transaction.

use std::sync::Arc;

use admission::ticket::{Ticket, TicketStatus};
use catalog::{EventHead, Item, event, sale};
use engagement::mail::render::{Bank, EventFacts, Line, OrderFacts, Organiser, Payment, Sum};
use kernel::{Money, OrderId};
use sales::order::{
    self, Order, OrderStatus, PaymentMethod, Position,
    view::{Charges, guest_path},
};
use site::{
    bill::{self, Bought},
    checkout::{PriceLine, TaxLine},
    i18n::{Lang, Words},
};
use store::{Cx, Tx, audit};

/// An order with all that can be said about it.
pub(super) struct Facts {
    pub order: Order,
    pub event: Arc<EventHead>,
    pub organiser: Organiser,
    pub positions: Vec<Position>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    /// What it costs by rule.
    pub charges: Charges,
    goods: Arc<sale::Goods>,
    site: String,
}

/// Why the facts are not there.
#[derive(Debug, thiserror::Error)]
pub(super) enum FactsError {
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error(transparent)]
    Admission(#[from] admission::Error),
}

impl Facts {
    /// Gathers everything; `None` if there is no such order.
    pub async fn load(site: &str, cx: &Cx, order: OrderId) -> Result<Option<Self>, FactsError> {
        let mut tx = cx.read().await?;
        let Some((order, positions, version)) = order::whole(&mut tx, order).await? else { return Ok(None) };
        let Some(event) = event::head_at(&mut tx, order.event, version).await? else { return Ok(None) };
        let goods = match sale::kept(&cx.db, event.id, version).await {
            Some(goods) => goods,
            None => sale::goods(&mut tx, event.id).await?,
        };
        let charges = Charges::of(&mut tx, event.id, version, &order).await?;
        let reason = match order.status {
            OrderStatus::Cancelled => why_cancelled(&mut tx, order.id).await?,
            _ => None,
        };
        let organiser =
            Organiser { name: event.organiser.name.clone(), email: event.organiser.contact_email.clone() };
        Ok(Some(Self { order, event, organiser, positions, reason, charges, goods, site: site.to_owned() }))
    }

    /// How many tickets there are: one for each position of a paid order that lets somebody in.
    pub fn ticket_count(&self) -> usize {
        let paid = self.order.status == OrderStatus::Paid;
        self.positions.iter().filter(|position| paid && position.admits).count()
    }

    /// The valid tickets, for paper.
    pub async fn tickets(&self, cx: &Cx) -> Result<Vec<Ticket>, FactsError> {
        if self.ticket_count() == 0 {
            return Ok(Vec::new());
        }
        let tickets = admission::ticket::of_order(&mut cx.read().await?, self.order.id).await?;
        Ok(tickets.into_iter().filter(|ticket| ticket.status == TicketStatus::Valid).collect())
    }

    /// The interface's words in the buyer's language.
    pub fn words(&self) -> Words {
        Words::new(Lang::for_locale(&self.order.locale))
    }

    /// The event's name in the buyer's language.
    pub fn event_name(&self) -> String {
        self.event.name.get(&self.order.locale).to_owned()
    }

    /// Why the event was called off, in the buyer's language.
    pub fn event_reason(&self) -> Option<String> {
        let reason = self.event.cancellation.as_ref()?.reason.get(&self.order.locale);
        (!reason.is_empty()).then(|| reason.to_owned())
    }

    /// The event's name as it is printed: tests say so first, in the largest letters.
    pub fn printed_event_name(&self) -> String {
        let name = self.event_name();
        if self.order.mode.is_test() {
            self.words().say_with("print-test", &[("name", name.into())])
        } else {
            name
        }
    }

    /// The product's name in the buyer's language, with the variation's.
    pub fn product_name(&self, item: Item) -> String {
        self.goods.names.get(&item).map(|name| name.get(&self.order.locale).to_owned()).unwrap_or_default()
    }

    /// The event's page.
    pub fn event_link(&self) -> String {
        format!("{}/{}/{}", self.site, self.event.organiser.slug, self.event.slug)
    }

    /// Where the event takes place, most important first.
    pub fn place(&self) -> Vec<String> {
        let address = self.event.venue_address.lines();
        let place = std::iter::once(self.event.venue_name.as_str()).chain(address);
        place.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// What every mail about the order says.
    pub fn for_mail(&self) -> OrderFacts {
        let words = self.words();
        let event = &self.event;
        let dates = words.dates(event.starts_at, event.ends_at, event.doors_at, &event.zone);
        let path = guest_path(&event.organiser.slug, event.slug.as_str(), &self.order);
        OrderFacts {
            locale: self.order.locale.clone(),
            code: self.order.code.clone(),
            test: self.order.mode.is_test(),
            link: format!("{}{path}", self.site),
            buyer: self.order.name.clone(),
            organiser: self.organiser.clone(),
            event: EventFacts {
                name: self.event_name(),
                date: dates.day,
                time: dates.times,
                doors: dates.doors,
                place: self.place(),
                link: self.event_link(),
            },
            lines: self.lines().into_iter().map(|line| mailed(words, line)).collect(),
            total: words.price(self.order.total),
            taxes: self.taxes().into_iter().map(|tax| Sum { label: tax.name, amount: tax.amount }).collect(),
            tax_ids: self.tax_ids(),
        }
    }

    /// Whether its price is more than the list: there is something to sum up.
    pub fn has_charges(&self) -> bool {
        self.order.tariff.fee_minor.is_some()
    }

    /// What was bought and the fees, with what made it cheaper and the tax in it.
    pub fn lines(&self) -> Vec<PriceLine> {
        let currency = self.order.total.currency;
        let bought = self.positions.iter().map(|position| Bought {
            number: position.number,
            name: self.product_name(position.item()),
            price: Money::new(position.price_minor, currency),
        });
        bill::lines(self.words(), bought.collect(), &self.charges)
    }

    /// The taxes in the total, or why there is none.
    pub fn taxes(&self) -> Vec<TaxLine> {
        TaxLine::of(self.words(), &self.charges.taxes, self.order.total.currency)
    }

    /// The VAT ids of both sides, where tax is charged.
    fn tax_ids(&self) -> Vec<Sum> {
        if !self.charges.has_taxes() {
            return Vec::new();
        }
        let words = self.words();
        let id = |key: &str, id: String| Sum { label: words.say(key), amount: id };
        let buyers = self.order.tariff.buyer.as_ref().and_then(|buyer| buyer.vat_id.as_ref());
        let sellers = self.charges.seller_vat_id.clone().map(|seller| id("vat-id-seller", seller));
        sellers.into_iter().chain(buyers.map(|buyer| id("vat-id-buyer", buyer.to_string()))).collect()
    }

    /// How the order is to be paid.
    pub fn payment(&self) -> Payment {
        match (&self.order.payment_method, &self.event.bank_details) {
            (PaymentMethod::BankTransfer, Some(bank)) => Payment::Transfer {
                bank: Bank {
                    holder: bank.account_holder.clone(),
                    iban: bank.iban.spaced(),
                    bic: bank.bic.clone(),
                    name: bank.bank_name.clone(),
                },
                reference: self.order.code.clone(),
            },
            (PaymentMethod::Sandbox, _) => Payment::Online,
            _ => Payment::Elsewhere,
        }
    }

    /// Until when the order is held.
    pub fn until(&self) -> Option<String> {
        self.order.expires_at.map(|at| self.words().deadline(at, &self.event.zone))
    }
}

/// A line as mails write it.
fn mailed(words: Words, line: PriceLine) -> Line {
    let tax = line.tax.map(|tax| {
        words.say_with(
            "line-tax",
            &[("net", tax.net.into()), ("rate", tax.rate.into()), ("tax", tax.tax.into())],
        )
    });
    Line {
        quantity: u32::try_from(line.quantity).unwrap_or(u32::MAX),
        name: line.name,
        amount: line.total,
        notes: line.because.into_iter().chain(tax).collect(),
    }
}

/// What the organiser told the buyer of a cancelled order.
async fn why_cancelled(tx: &mut Tx, order: OrderId) -> Result<Option<String>, sqlx::Error> {
    let story = audit::story(tx, order.uuid()).await?;
    let cancelled = story
        .into_iter()
        .rev()
        .find(|told| matches!(told.action.as_str(), "order.cancelled" | "order.denied"));
    let after = cancelled.and_then(|told| told.after);
    let reason = after.as_ref().and_then(|after| after.get("reason")?.as_str());
    Ok(reason.filter(|reason| !reason.is_empty()).map(str::to_owned))
}
