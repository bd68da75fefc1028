//! Mails and tickets: here meet what sales, admission, documents and engagement know. Each transition is mailed once:
//! the mail's `dedupe` names it, so a job that runs twice writes one mail.

mod background;
mod calendar;
mod facts;
mod guest;
pub(crate) mod http;
mod invitation;
mod people;
mod print;
mod printer;
mod summary;

use std::{sync::Arc, time::Duration};

use async_trait::async_trait;
use bytes::Bytes;
use engagement::mail::{
    self, NewAttachment, NewMail,
    render::{
        self, EventCancelled, OrderApproved, OrderAsked, OrderCancelled, OrderDenied, OrderExpired,
        OrderPaid, OrderPlaced, Rendered,
    },
};
use httpkit::App;
use kernel::OrderId;
use ports::Paper;
use sales::order::{
    Approval, OrderStatus,
    jobs::{DeliverOrder, ForgetOrder, Notification, NotifyBuyer, Resend},
};
use store::{
    Cx,
    job::{Handler, JobCx, JobError},
};

use tokio::sync::Semaphore;

use facts::Facts;
pub use printer::Printer;

/// Writes the mails about orders, with their tickets.
#[derive(Clone)]
pub struct Delivery {
    app: App,
}

impl Delivery {
    /// Uses the ports and settings of `app`.
    pub fn new(app: App) -> Self {
        Self { app }
    }

    /// Writes one mail about an order unless `dedupe` was written before. Its papers are drawn when they are needed.
    async fn mail(
        &self,
        cx: &Cx,
        order: OrderId,
        about: Notification,
        dedupe: String,
    ) -> Result<(), JobError> {
        let facts = Facts::load(&self.app.settings.public_url, cx, order).await.map_err(JobError::retry)?;
        // A test order may be deleted before its mail is written.
        let Some(facts) = facts else { return Ok(()) };
        let Some((template, content)) = compose(&facts, about).map_err(JobError::fail)? else {
            return Ok(());
        };
        let attachments = match about {
            Notification::Tickets if facts.ticket_count() > 0 => papers(&facts),
            _ => Vec::new(),
        };
        let to_email = facts.order.email.parse().map_err(JobError::fail)?;
        let new = NewMail {
            dedupe,
            template,
            locale: facts.order.locale.clone(),
            event: Some(facts.order.event),
            order: Some(order),
            to_email,
            to_name: facts.order.name.clone(),
            from_name: facts.organiser.name.clone(),
            reply_to: facts.organiser.email.parse().ok(),
            content,
            attachments,
        };
        mail::write(cx, &self.app.ports.mailer, new).await.map_err(JobError::retry)
    }
}

/// The papers that come along with the tickets: the order itself where there is more to say than the list price.
fn papers(facts: &Facts) -> Vec<NewAttachment> {
    let code = &facts.order.code;
    let pdf = |name: String, paper| NewAttachment { name, content_type: "application/pdf", paper };
    let tickets = pdf(format!("tickets-{code}.pdf"), Paper::Tickets);
    let calendar = NewAttachment {
        name: format!("{}.ics", facts.event.slug),
        content_type: "text/calendar; charset=utf-8; method=PUBLISH",
        paper: Paper::Calendar,
    };
    let summary = facts.has_charges().then(|| pdf(format!("order-{code}.pdf"), Paper::Summary));
    [tickets, calendar].into_iter().chain(summary).collect()
}

/// Downloads that are drawn at a time, and those that may wait for their turn: drawing takes a processor for a while, and
/// a crowd of downloads must not keep others from buying.
const DRAWN: usize = 2;
const QUEUE: usize = 64;

/// After how long to come again.
const AGAIN: Duration = Duration::from_secs(2);

/// Whose turn it is in this process.
struct Drawing {
    turns: Arc<Semaphore>,
    queue: Semaphore,
}

impl Default for Drawing {
    fn default() -> Self {
        Self { turns: Arc::new(Semaphore::new(DRAWN)), queue: Semaphore::new(QUEUE) }
    }
}

/// The tickets of a paid order as PDF, made now: for the buyer's download. `None` if there are none. Too many at once are
/// told to come again ([`JobError::Snooze`]).
pub async fn tickets_pdf(app: &App, cx: &Cx, order: OrderId) -> Result<Option<Bytes>, JobError> {
    let Some(facts) = Facts::load(&app.settings.public_url, cx, order).await.map_err(JobError::retry)? else {
        return Ok(None);
    };
    let tickets = facts.tickets(cx).await.map_err(JobError::retry)?;
    if tickets.is_empty() {
        return Ok(None);
    }
    let document = print::document(&facts, &tickets);
    draw(app, move || documents::ticket::ticket_pdf(&document)).await.map(Some)
}

/// The order on paper, made now: what it costs and why. `None` if there is no such order; like [`tickets_pdf`] otherwise.
pub async fn summary_pdf(app: &App, cx: &Cx, order: OrderId) -> Result<Option<Bytes>, JobError> {
    let Some(facts) = Facts::load(&app.settings.public_url, cx, order).await.map_err(JobError::retry)? else {
        return Ok(None);
    };
    let document = summary::document(&facts);
    draw(app, move || documents::summary::summary_pdf(&document)).await.map(Some)
}

/// Draws a download in its turn.
async fn draw(
    app: &App,
    work: impl FnOnce() -> Result<Vec<u8>, documents::Error> + Send + 'static,
) -> Result<Bytes, JobError> {
    let drawing = app.db.cache::<Drawing>();
    let Ok(_place) = drawing.queue.try_acquire() else { return Err(JobError::Snooze(AGAIN)) };
    let turn = drawing.turns.clone().acquire_owned().await.map_err(JobError::retry)?;
    let pdf = tokio::task::spawn_blocking(move || {
        // Whoever asked may be gone by now; the turn is over when the drawing is.
        let _turn = turn;
        work()
    });
    Ok(pdf.await?.map_err(JobError::retry)?.into())
}

/// What the mail says; `None` if the order has moved on and there is nothing to say any more.
fn compose(
    facts: &Facts,
    about: Notification,
) -> Result<Option<(&'static str, Rendered)>, engagement::Error> {
    let order = facts.for_mail();
    Ok(Some(match about {
        Notification::Tickets if facts.order.status != OrderStatus::Paid => return Ok(None),
        Notification::Tickets => {
            let tickets = u32::try_from(facts.ticket_count()).unwrap_or(u32::MAX);
            ("order_paid", render::order_paid(&OrderPaid { order, tickets, attached: tickets > 0 })?)
        }
        Notification::Asked if !facts.order.is_asked() => return Ok(None),
        Notification::Asked => ("order_asked", render::order_asked(&OrderAsked { order })?),
        Notification::Approved | Notification::Placed
            if facts.order.status != OrderStatus::Pending || facts.order.is_asked() =>
        {
            return Ok(None);
        }
        Notification::Approved => {
            let until = facts.until();
            ("order_approved", render::order_approved(&OrderApproved { order, until })?)
        }
        Notification::Denied if facts.order.approval != Some(Approval::Denied) => return Ok(None),
        Notification::Denied => {
            let reason = facts.reason.clone();
            ("order_denied", render::order_denied(&OrderDenied { order, reason })?)
        }
        Notification::Placed => {
            let (payment, until) = (facts.payment(), facts.until());
            ("order_placed", render::order_placed(&OrderPlaced { order, payment, until })?)
        }
        Notification::Cancelled => {
            let (reason, was_paid) = (facts.reason.clone(), facts.order.paid_at.is_some());
            ("order_cancelled", render::order_cancelled(&OrderCancelled { order, reason, was_paid })?)
        }
        Notification::EventCancelled => {
            let (reason, was_paid) = (facts.event_reason(), facts.order.paid_at.is_some());
            let about = EventCancelled { order, reason, was_paid };
            ("event_cancelled", render::event_cancelled(&about)?)
        }
        Notification::Expired => ("order_expired", render::order_expired(&OrderExpired { order })?),
    }))
}

#[async_trait]
impl Handler<DeliverOrder> for Delivery {
    async fn run(&self, cx: &JobCx, job: DeliverOrder) -> Result<(), JobError> {
        let dedupe = format!("order.paid/{}", job.order);
        self.mail(&cx.tenant()?, job.order, Notification::Tickets, dedupe).await
    }
}

#[async_trait]
impl Handler<NotifyBuyer> for Delivery {
    async fn run(&self, cx: &JobCx, job: NotifyBuyer) -> Result<(), JobError> {
        let what = match job.about {
            Notification::Asked => "asked",
            Notification::Approved => "approved",
            Notification::Denied => "denied",
            Notification::Placed => "placed",
            Notification::Tickets => "paid",
            Notification::Cancelled => "cancelled",
            Notification::Expired => "expired",
            Notification::EventCancelled => "event_cancelled",
        };
        let dedupe = format!("order.{what}/{}", job.order);
        self.mail(&cx.tenant()?, job.order, job.about, dedupe).await
    }
}

#[async_trait]
impl Handler<Resend> for Delivery {
    async fn run(&self, cx: &JobCx, job: Resend) -> Result<(), JobError> {
        let dedupe = format!("order.resent/{}/{}", job.order, job.nonce);
        self.mail(&cx.tenant()?, job.order, job.about, dedupe).await
    }
}

#[async_trait]
impl Handler<ForgetOrder> for Delivery {
    async fn run(&self, cx: &JobCx, job: ForgetOrder) -> Result<(), JobError> {
        let blob = self.app.ports.blob.as_ref();
        mail::forget_order(&cx.tenant()?, blob, job.order).await.map_err(JobError::retry)
    }
}
