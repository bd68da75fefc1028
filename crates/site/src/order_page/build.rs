//! From an order as its buyer sees it to the pages that show it.

use catalog::EventHead;
use kernel::Locale;
use sales::order::{
    Approval, GuestOrder, OrderStatus, PaymentMethod,
    view::{GuestPosition, GuestTicket, NextStep},
};

use super::{Bank, NamesPage, OrderPage, PayForm, Seller, Standing, Status, TicketPage, TicketRow};
use crate::{
    bill::{self, Bought},
    checkout::{Attendee, Method, PriceLine, TaxLine},
    countries,
    event_page::{
        Notice,
        build::{brief_of, off_notice},
    },
    form::FormErrors,
    i18n::Words,
    visit::Paths,
};

/// An order with everything its pages say.
pub(super) struct Shown<'a> {
    pub words: Words,
    pub locale: &'a Locale,
    pub paths: &'a Paths,
    pub event: &'a EventHead,
    pub order: &'a GuestOrder,
    /// The address of the order's page.
    pub root: &'a str,
}

impl Shown<'_> {
    pub fn page(&self, notice: Option<Notice>) -> OrderPage {
        let (words, order) = (self.words, self.order);
        let issued = order.positions.iter().any(|position| position.ticket.is_some());
        let waiting = order.status == OrderStatus::Pending && order.next != NextStep::Approval;
        OrderPage {
            code: order.code.clone(),
            event: brief_of(words, self.locale, self.event, self.paths),
            status: Status::new(words, self.standing(), &order.email, &self.event.zone),
            notice: notice.or_else(|| self.off()).or_else(|| self.declined()),
            bank: self.bank().filter(|_| waiting),
            pay: self.pay(),
            tickets: order.positions.iter().filter(|p| p.admits).map(|position| self.row(position)).collect(),
            names_href: self.order.names_until.map(|_| format!("{}/names", self.root)),
            pdf_href: issued.then(|| format!("{}/tickets.pdf", self.root)),
            mail_action: issued.then(|| format!("{}/mail-tickets", self.root)),
            calendar_href: self.takes_place().then(|| self.paths.calendar()),
            lines: self.lines(),
            total: words.price(order.total),
            taxes: TaxLine::of(words, &order.charges.taxes, order.total.currency),
            seller: order.charges.has_taxes().then(|| Seller {
                name: order.charges.seller_name.clone().unwrap_or_else(|| self.event.organiser.name.clone()),
                vat_id: order.charges.seller_vat_id.clone(),
            }),
            order_pdf_href: format!("{}/order.pdf", self.root),
            country: order.buyer_tax.as_ref().map(|buyer| countries::name(words.lang, buyer.country.code())),
            voucher: order.voucher.clone(),
            vat_id: order.buyer_tax.as_ref().and_then(|buyer| buyer.vat_id.as_ref()).map(ToString::to_string),
            name: order.name.clone(),
            email: order.email.clone(),
            ordered_at: words.deadline(order.created_at, &self.event.zone),
        }
    }

    fn standing(&self) -> Standing {
        let until = self.order.expires_at.unwrap_or(self.order.created_at);
        match (self.order.status, self.order.payment_method) {
            _ if self.order.approval == Some(Approval::Asked) => Standing::Asked,
            _ if self.order.approval == Some(Approval::Denied) => Standing::Denied,
            (OrderStatus::Pending, PaymentMethod::BankTransfer) => Standing::AwaitingTransfer(until),
            (OrderStatus::Pending, _) => Standing::AwaitingPayment(until),
            (OrderStatus::Paid, _) => Standing::Done,
            (OrderStatus::Expired, _) => Standing::Expired,
            (OrderStatus::Cancelled, _) => Standing::Cancelled,
        }
    }

    fn off(&self) -> Option<Notice> {
        let cancellation = self.event.cancellation.as_ref()?;
        Some(off_notice(self.words, self.locale, cancellation))
    }

    /// Whether the buyer still has something to come to.
    fn takes_place(&self) -> bool {
        let ended = matches!(self.order.status, OrderStatus::Cancelled | OrderStatus::Expired);
        self.event.cancellation.is_none() && !ended
    }

    fn declined(&self) -> Option<Notice> {
        let failed = self.order.payment_failure.is_some() && self.order.next == NextStep::Pay;
        failed.then(|| Notice::new(self.words, "danger", "notice-declined"))
    }

    fn bank(&self) -> Option<Bank> {
        let details = self.order.bank_details.as_ref()?;
        Some(Bank {
            amount: self.words.money(self.order.total),
            reference: self.order.code.clone(),
            holder: details.account_holder.clone(),
            iban: details.iban.to_string(),
            bic: details.bic.clone(),
            bank: details.bank_name.clone(),
        })
    }

    fn pay(&self) -> Option<PayForm> {
        let (order, days) = (self.order, i64::from(self.event.payment_days));
        let online = order.next == NextStep::Pay;
        let mut choices = order.payment_methods.clone();
        // The present way comes first; a transfer is awaited already and needs no button.
        choices.retain(|method| *method != order.payment_method);
        if online && order.payment_methods.contains(&order.payment_method) {
            choices.insert(0, order.payment_method);
        }
        let shown = choices.iter().filter_map(|method| {
            let chosen = online && *method == order.payment_method;
            Method::new(self.words, method.as_str(), days, chosen)
        });
        let methods: Vec<Method> = shown.collect();
        (!methods.is_empty()).then(|| PayForm {
            action: format!("{}/pay", self.root),
            methods,
            amount: self.words.money(order.total),
        })
    }

    /// The form for names, with what was `typed` and what was wrong with it; `None` if it is too late.
    pub fn names(&self, typed: Option<&[String]>, errors: FormErrors) -> Option<NamesPage> {
        let until = self.order.names_until?;
        let field = |number: i32| format!("attendee-{number}");
        let name = |place: usize, position: &GuestPosition| match typed {
            Some(typed) => typed.get(place).cloned().unwrap_or_default(),
            None => position.attendee_name.clone(),
        };
        let positions = self.order.positions.iter().enumerate().filter(|(_, position)| position.admits);
        let attendees = positions.map(|(place, position)| Attendee {
            number: position.number,
            product: position.product_name.clone(),
            name: name(place, position),
            error: errors.of(&field(position.number)),
        });
        Some(NamesPage {
            event: brief_of(self.words, self.locale, self.event, self.paths),
            action: format!("{}/names", self.root),
            attendees: attendees.collect(),
            until: self.words.deadline(until, &self.event.zone),
            errors,
            order_href: self.root.to_owned(),
        })
    }

    fn row(&self, position: &GuestPosition) -> TicketRow {
        let (state, state_text) = self.state(position.ticket.as_ref());
        TicketRow {
            number: position.number,
            product: position.product_name.clone(),
            attendee: position.attendee_name.clone(),
            state,
            state_text,
            href: position.ticket.is_some().then(|| self.ticket_href(position.number)),
        }
    }

    fn state(&self, ticket: Option<&GuestTicket>) -> (&'static str, String) {
        let say = |key| self.words.say(key);
        match (ticket, self.order.status) {
            (Some(ticket), _) if ticket.checked_in_at.is_some() => ("used", say("ticket-state-used")),
            (Some(_), _) => ("valid", say("ticket-state-valid")),
            (None, OrderStatus::Pending) if self.order.next == NextStep::Approval => {
                ("waiting", say("ticket-state-asked"))
            }
            (None, OrderStatus::Pending | OrderStatus::Paid) => ("waiting", say("ticket-state-waiting")),
            (None, _) => ("cancelled", say("ticket-state-cancelled")),
        }
    }

    fn ticket_href(&self, number: i32) -> String {
        format!("{}/ticket/{number}", self.root)
    }

    /// What was bought, the same kinds together.
    fn lines(&self) -> Vec<PriceLine> {
        let bought = self.order.positions.iter().map(|position| Bought {
            number: position.number,
            name: position.product_name.clone(),
            price: position.price,
        });
        bill::lines(self.words, bought.collect(), &self.order.charges)
    }

    /// The page of one ticket, once it is issued.
    pub fn ticket(&self, number: i32) -> Result<Option<TicketPage>, documents::Error> {
        let issued: Vec<_> =
            self.order.positions.iter().filter(|position| position.ticket.is_some()).collect();
        let Some(place) = issued.iter().position(|position| position.number == number) else {
            return Ok(None);
        };
        let position = issued[place];
        let Some(ticket) = &position.ticket else { return Ok(None) };
        let (state, state_text) = self.state(Some(ticket));
        let neighbour = |place: Option<usize>| {
            place.and_then(|place| issued.get(place)).map(|position| self.ticket_href(position.number))
        };
        let count = |n: usize| i32::try_from(n).unwrap_or(i32::MAX);
        Ok(Some(TicketPage {
            event: brief_of(self.words, self.locale, self.event, self.paths),
            product: position.product_name.clone(),
            attendee: position.attendee_name.clone(),
            state,
            state_text,
            qr: documents::qr::svg(&ticket.qr_payload, &self.words.say("print-code"))?,
            short_code: ticket.short_code.clone(),
            order_code: self.order.code.clone(),
            number: count(place + 1),
            of: count(issued.len()),
            previous_href: neighbour(place.checked_sub(1)),
            next_href: neighbour(Some(place + 1)),
            order_href: self.root.to_owned(),
            pdf_href: format!("{}/tickets.pdf", self.root),
        }))
    }
}
