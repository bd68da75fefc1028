//! Everything a mail or a ticket says about an order, gathered in one transaction.

use admission::ticket::{Ticket, TicketStatus};
use catalog::{EventHead, event, sale};
use engagement::mail::render::{Bank, EventFacts, Line, OrderFacts, Organiser, Payment};
use httpkit::App;
use kernel::{Money, OrderId, ProductId};
use sales::order::{self, Order, PaymentMethod, Position, view::guest_path};
use site::i18n::{Lang, Words};
use store::{Cx, audit};

/// An order with all that can be said about it.
pub(super) struct Facts {
    pub order: Order,
    pub event: EventHead,
    pub organiser: Organiser,
    pub positions: Vec<Position>,
    pub tickets: Vec<Ticket>,
    /// Why it was cancelled.
    pub reason: Option<String>,
    names: sale::Names,
    site: String,
    org_slug: String,
}

/// Why the facts are not there.
#[derive(Debug, thiserror::Error)]
pub(super) enum FactsError {
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
    #[error(transparent)]
    Identity(#[from] identity::Error),
    #[error(transparent)]
    Admission(#[from] admission::Error),
}

impl Facts {
    /// Gathers everything; `None` if there is no such order.
    pub async fn load(app: &App, cx: &Cx, order: OrderId) -> Result<Option<Self>, FactsError> {
        let organisation = identity::organisation::get(cx).await?;
        let mut tx = cx.begin().await?;
        let Some(order) = order::by_id(&mut tx, order).await? else { return Ok(None) };
        let Some(event) = event::head_by_id(&mut tx, order.event).await? else { return Ok(None) };
        let names = sale::names_of(&sale::products_for_sale(&mut tx, event.id).await?);
        let positions = order::positions(&mut tx, order.id).await?;
        let tickets = admission::ticket::of_order(&mut tx, order.id).await?;
        let story = audit::story(&mut tx, order.id.uuid()).await?;
        let cancelled = story.into_iter().rev().find(|told| told.action == "order.cancelled");
        let reason = cancelled
            .and_then(|told| told.after)
            .and_then(|after| after.get("reason").and_then(|reason| reason.as_str()).map(str::to_owned));
        Ok(Some(Self {
            order,
            event,
            organiser: Organiser {
                name: organisation.profile.name,
                email: organisation.profile.contact_email.to_string(),
            },
            positions,
            tickets: tickets.into_iter().filter(|ticket| ticket.status == TicketStatus::Valid).collect(),
            reason: reason.filter(|reason| !reason.is_empty()),
            names,
            site: app.settings.public_url.clone(),
            org_slug: organisation.slug.to_string(),
        }))
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

    /// The product's name in the buyer's language.
    pub fn product_name(&self, product: ProductId) -> String {
        self.names.get(&product).map(|name| name.get(&self.order.locale).to_owned()).unwrap_or_default()
    }

    /// The event's page.
    pub fn event_link(&self) -> String {
        format!("{}/{}/{}", self.site, self.org_slug, self.event.slug)
    }

    /// Where the event takes place, most important first.
    pub fn place(&self) -> Vec<String> {
        let address = self.event.venue_address.lines();
        let place = std::iter::once(self.event.venue_name.as_str()).chain(address);
        place.map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
    }

    /// Changes whenever the printed tickets would.
    pub fn digest(&self) -> String {
        let tickets = self.tickets.iter().map(|ticket| (&ticket.token, &ticket.attendee_name));
        let said = serde_json::to_vec(&(tickets.collect::<Vec<_>>(), self.event.version)).unwrap_or_default();
        let digest = ring::digest::digest(&ring::digest::SHA256, &said);
        data_encoding::HEXLOWER.encode(&digest.as_ref()[..8])
    }

    /// What every mail about the order says.
    pub fn for_mail(&self) -> OrderFacts {
        let words = self.words();
        let event = &self.event;
        let dates = words.dates(event.starts_at, event.ends_at, event.doors_at, &event.zone);
        let path = guest_path(&self.org_slug, event.slug.as_str(), &self.order);
        OrderFacts {
            locale: self.order.locale.clone(),
            code: self.order.code.clone(),
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
            lines: self.lines(words),
            total: words.price(self.order.total),
        }
    }

    fn lines(&self, words: Words) -> Vec<Line> {
        let mut lines: Vec<(ProductId, u32, i64)> = Vec::new();
        for position in &self.positions {
            match lines.iter_mut().find(|line| line.0 == position.product) {
                Some(line) => {
                    line.1 += 1;
                    line.2 = line.2.saturating_add(position.price_minor);
                }
                None => lines.push((position.product, 1, position.price_minor)),
            }
        }
        let currency = self.order.total.currency;
        let line = |(product, quantity, minor)| Line {
            quantity,
            name: self.product_name(product),
            amount: words.price(Money::new(minor, currency)),
        };
        lines.into_iter().map(line).collect()
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
