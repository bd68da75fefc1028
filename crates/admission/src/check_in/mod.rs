//! What happens at the door: a scan is decided, recorded and answered; a ticket gets in once per list.

mod code;
mod gate;
pub mod http;
pub(crate) mod store;
#[cfg(test)]
mod tests;
mod verdict;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
    outbox,
};
use catalog::{EventHead, event::Status};
use kernel::{CheckInId, CheckInListId, EventId, Instant, LocalizedText, Page, PageQuery, TicketId};
use serde_json::json;
use uuid::Uuid;

pub use code::{Code, CodeKind, Short};
pub use verdict::{Reason, Verdict};

use self::{
    store::{FirstIn, Held, Order, OrderState, Seen},
    verdict::{Facts, explain, welcome},
};
use crate::{
    Error, Signers,
    check_in_list::{self, CheckInList, Counts, counts},
    ticket::{CheckedIn, TicketStatus},
};

/// One scan.
#[derive(Debug, Clone)]
pub struct Scan {
    /// Which list.
    pub list: CheckInListId,
    /// What was scanned or typed.
    pub code: String,
    /// Made by the device for this scan: sent again, it gets the same verdict.
    pub nonce: Uuid,
    /// Where; may be empty.
    pub gate: String,
}

/// The answer to a scan.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// What the door decides.
    pub verdict: Verdict,
    /// A clear sentence about it.
    pub detail: String,
    /// The ticket, if there is one.
    pub ticket: Option<TicketFacts>,
    /// The ticket that was scanned, if it is its add-on that comes in.
    pub main: Option<Main>,
    /// When and where it was first let in, if that is why it is refused.
    pub first: Option<CheckedIn>,
    /// The tickets of this list that the one scanned holds, where it does not come in itself.
    pub choices: Vec<Choice>,
    /// How many are expected and in.
    pub counts: Counts,
}

/// What the door shows of a ticket.
#[derive(Debug, Clone)]
pub struct TicketFacts {
    /// The ticket.
    pub id: TicketId,
    /// What people type for it.
    pub short_code: String,
    /// Who comes; may be empty.
    pub attendee_name: String,
    /// What was bought.
    pub product_name: LocalizedText,
    /// The order it belongs to.
    pub order_code: String,
}

/// The ticket whose code was scanned for one that it holds.
#[derive(Debug, Clone)]
pub struct Main {
    /// The ticket.
    pub id: TicketId,
    /// What people type for it.
    pub short_code: String,
    /// What was bought.
    pub product_name: LocalizedText,
}

/// A ticket that another one holds.
#[derive(Debug, Clone)]
pub struct Choice {
    /// The ticket.
    pub ticket: TicketFacts,
    /// When and where it came in on this list, if it did.
    pub first: Option<CheckedIn>,
}

/// A scan as the record shows it.
#[derive(Debug, Clone)]
pub struct PastScan {
    /// The scan.
    pub id: CheckInId,
    /// When.
    pub at: Instant,
    /// What the door decided.
    pub verdict: Verdict,
    /// Where; may be empty.
    pub gate: String,
    /// The ticket, if there was one.
    pub ticket: Option<TicketFacts>,
    /// When the admission was undone, if it was.
    pub annulled_at: Option<Instant>,
}

/// What the door says to a scan: come in (no reason), or why not.
struct Said {
    reason: Option<Reason>,
    /// The order that a typed code names, if it has no such ticket.
    order: Option<String>,
    first: Option<FirstIn>,
}

/// A scan that is being decided.
#[derive(Debug, Clone)]
struct Attempt {
    scan: Scan,
    code: Code,
    /// Whether the token, if it is one, was signed for this event.
    genuine: bool,
    /// Whether the event was called off.
    off: bool,
    /// Whether the event is in test mode: only then tickets of test orders are good.
    testing: bool,
}

/// Decides about one scan and records it. A welcome shares its transaction with others at the same door.
pub async fn redeem(cx: &Cx, signers: &Signers, event: &EventHead, scan: Scan) -> Result<Outcome, Error> {
    let tally = counts::tally(cx, event.id, scan.list).await?.ok_or(Error::NoSuchList)?;
    let code = Code::read(&scan.code);
    let genuine = match code.token() {
        Some(token) => signers.verifies(cx, event.id, token).await?,
        None => true,
    };
    let off = event.status == Status::Cancelled;
    let testing = event.mode.is_test();
    let attempt = Attempt { scan, code, genuine, off, testing };
    let seen = gate::admit(cx, event.id, attempt.clone()).await?;
    if seen.admitted {
        if !seen.ticket.as_ref().is_some_and(|ticket| ticket.test) {
            tally.add_one();
        }
        return Ok(come_in(event, seen, tally.counts()));
    }
    let mut tx = cx.begin().await?;
    let held = match &seen.ticket {
        Some(found) if !found.on_list => store::held(&mut tx, attempt.scan.list, found.facts.id).await?,
        _ => Vec::new(),
    };
    let said = refuse(&mut tx, event, &attempt, &seen, &held).await?;
    tx.commit().await?;
    Ok(match said.reason {
        None => come_in(event, seen, tally.counts()),
        Some(reason) => stay_out(cx.now, event, seen, (reason, said, held), tally.counts()),
    })
}

/// Takes an admission back: the ticket may come in again.
pub async fn undo(
    cx: &Cx,
    event: &EventHead,
    list: CheckInListId,
    ticket: TicketId,
) -> Result<CheckInList, Error> {
    let mut tx = cx.begin().await?;
    check_in_list::find(&mut tx, event.id, list).await?;
    let annulled = store::annul(&mut tx, list, ticket).await?.ok_or(Error::NotCheckedIn)?;
    let entry = Entry {
        action: "ticket.check_in_undone",
        subject_kind: "ticket",
        subject: ticket.uuid(),
        event: Some(event.id),
        before: Some(json!({"list_id": list, "at": annulled.at, "gate": annulled.gate})),
        after: None,
    };
    audit::record(&mut tx, entry).await?;
    let fact = json!({"list_id": list, "ticket_id": ticket});
    outbox::emit(&mut tx, Some(event.id), "ticket.check_in_undone", fact).await?;
    let list = check_in_list::find(&mut tx, event.id, list).await?;
    tx.commit().await?;
    counts::forget(cx, event.id, list.id).await;
    Ok(list)
}

/// The list's scans, latest first, admitted and refused alike.
pub async fn scans(
    cx: &Cx,
    event: &EventHead,
    list: CheckInListId,
    page: &PageQuery,
) -> Result<Page<PastScan>, Error> {
    let after = page.cursor.as_deref().map(kernel::Cursor::decode::<(Instant, CheckInId)>).transpose()?;
    let mut tx = cx.read().await?;
    check_in_list::find(&mut tx, event.id, list).await?;
    let scans = store::scans(&mut tx, list, after, page.limit() + 1).await?;
    Ok(Page::cut(scans, page.limit(), |scan| (scan.at, scan.id)))
}

/// Finds out why nobody was let in and records it, or finds what was said to the same nonce before.
async fn refuse(
    tx: &mut Tx,
    event: &EventHead,
    attempt: &Attempt,
    seen: &Seen,
    held: &[Held],
) -> Result<Said, Error> {
    if let Some(said) = said_before(tx, attempt, seen).await? {
        return Ok(said);
    }
    let ticket = seen.ticket.as_ref().map(|found| found.facts.id);
    let order = match ticket {
        Some(_) => None,
        None => store::order_by_code(tx, &attempt.code).await?,
    };
    let reason = reason(event.id, attempt, seen, (order.as_ref(), held));
    let first = match (reason, ticket) {
        (Reason::AlreadyIn, Some(_)) if !held.is_empty() => last_in(held),
        (Reason::AlreadyIn, Some(ticket)) => store::standing(tx, attempt.scan.list, ticket).await?,
        _ => None,
    };
    if store::refused(tx, event.id, attempt, reason, ticket, first.as_ref()).await? {
        return Ok(Said { reason: Some(reason), order: order.map(|order| order.code), first });
    }
    // The same scan was sent twice at once, and the other one was faster.
    said_before(tx, attempt, seen).await?.ok_or(Error::NonceReused)
}

/// What was said to this nonce before; a nonce that belongs to another scan is refused, or a careless device would
/// let anybody in with the verdict of somebody else.
async fn said_before(tx: &mut Tx, attempt: &Attempt, seen: &Seen) -> Result<Option<Said>, Error> {
    let Some(before) = store::said_before(tx, attempt.scan.nonce).await? else { return Ok(None) };
    let ticket = seen.ticket.as_ref().map(|found| found.facts.id);
    let main = seen.ticket.as_ref().and_then(|found| found.main.as_ref()).map(|main| main.id);
    let same_ticket = before.ticket == ticket || (main.is_some() && before.ticket == main);
    let same_code = before.code.as_ref().is_none_or(|code| *code == attempt.code.text);
    if before.list != attempt.scan.list || !same_ticket || !same_code {
        return Err(Error::NonceReused);
    }
    let order = match (ticket, before.reason) {
        (None, Some(_)) => store::order_by_code(tx, &attempt.code).await?.map(|order| order.code),
        _ => None,
    };
    Ok(Some(Said { reason: before.reason, order, first: before.first }))
}

/// Why a ticket that was not let in may not come in.
fn reason(
    event: EventId,
    attempt: &Attempt,
    seen: &Seen,
    (order, held): (Option<&Order>, &[Held]),
) -> Reason {
    let of_order = |state| match state {
        OrderState::Asked => Some(Reason::Unapproved),
        OrderState::Pending => Some(Reason::Unpaid),
        OrderState::Expired => Some(Reason::Expired),
        OrderState::Cancelled => Some(Reason::Cancelled),
        OrderState::Paid => None,
    };
    let Some(ticket) = &seen.ticket else {
        return match order {
            Some(order) if order.event != event => Reason::WrongEvent,
            Some(order) => of_order(order.state).unwrap_or(Reason::Unknown),
            None if attempt.genuine => Reason::Unknown,
            None => Reason::Forged,
        };
    };
    let stored = attempt.code.token().is_none_or(|_| ticket.token == attempt.code.text);
    match () {
        () if !stored => Reason::Forged,
        () if ticket.event != event => Reason::WrongEvent,
        () if !attempt.genuine => Reason::Forged,
        () if attempt.off => Reason::EventCancelled,
        () if ticket.test && !attempt.testing => Reason::TestTicket,
        () => match of_order(ticket.order_state) {
            Some(reason) => reason,
            None if ticket.status == TicketStatus::Revoked => Reason::Cancelled,
            None if ticket.ambiguous && held.iter().all(|held| held.first.is_some()) => Reason::AlreadyIn,
            None if ticket.ambiguous => Reason::Ambiguous,
            None if !ticket.on_list => Reason::WrongList,
            None => Reason::AlreadyIn,
        },
    }
}

/// The admission that came last among those of the tickets that another one holds.
fn last_in(held: &[Held]) -> Option<FirstIn> {
    held.iter().filter_map(|held| held.first.as_ref()).max_by_key(|first| first.at).cloned()
}

fn come_in(event: &EventHead, seen: Seen, counts: Counts) -> Outcome {
    let test = seen.ticket.as_ref().is_some_and(|found| found.test);
    let (ticket, main) = seen.ticket.map(|found| (found.facts, found.main)).unzip();
    let main = main.flatten();
    let locale = event.main_locale();
    let detail = ticket.as_ref().map(|ticket| welcome(ticket, main.as_ref(), &locale)).unwrap_or_default();
    let detail = if test { format!("Test ticket. {detail}") } else { detail };
    Outcome { verdict: Verdict::Admitted, detail, ticket, main, first: None, choices: Vec::new(), counts }
}

fn stay_out(
    now: Instant,
    event: &EventHead,
    seen: Seen,
    (reason, said, held): (Reason, Said, Vec<Held>),
    counts: Counts,
) -> Outcome {
    let (ticket, main) = seen.ticket.map(|found| (found.facts, found.main)).unzip();
    let first = said.first.map(CheckedIn::from);
    let asked = matches!(reason, Reason::WrongList | Reason::Ambiguous);
    let choice = |held: Held| Choice { ticket: held.facts, first: held.first.map(CheckedIn::from) };
    let choices: Vec<Choice> = held.into_iter().filter(|_| asked).map(choice).collect();
    let facts = Facts {
        event,
        now,
        list: &seen.list_name,
        ticket: ticket.as_ref(),
        order: said.order.as_deref(),
        first: first.as_ref(),
        choices: &choices,
    };
    let detail = explain(reason, &facts);
    Outcome { verdict: reason.verdict(), detail, ticket, main: main.flatten(), first, choices, counts }
}
