//! `…/check-in-lists/{list}/redeem`, `/undo` and `/scans`.

use axum::Extension;
use catalog::{EventPath, EventScope};
use garde::Validate;
use httpkit::{ApiRouter, Checked, Json, Path, Problem, Query, routes, rules};
use kernel::{Instant, Locale, Page, PageQuery, TicketId, perm};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use super::{Outcome, PastScan, Scan, TicketFacts, Verdict};
use crate::{
    Signers,
    check_in_list::{
        Counts,
        http::{CheckInListView, ListPath},
    },
    ticket::CheckedIn,
};

/// The operations at the door.
pub fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(redeem)).routes(routes!(undo_check_in)).routes(routes!(list_scans))
}

/// One scan.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct RedeemIn {
    /// The text of the QR code, or the short code below it; case, spaces and hyphens do not matter.
    #[garde(length(min = 1, max = 400))]
    #[schema(min_length = 1, max_length = 400, example = "k7m3pq-1")]
    code: String,
    /// Made by the device for this scan: sent again, it gets the same verdict.
    #[garde(skip)]
    nonce: Uuid,
    /// Where the scan takes place.
    #[serde(default)]
    #[garde(inner(custom(rules::line(100))))]
    #[schema(max_length = 100, example = "Gate B")]
    gate: Option<String>,
}

/// What the door decides.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Verdict)]
pub struct VerdictView {
    /// For programs.
    verdict: Verdict,
    /// At most three words.
    title: &'static str,
    /// A clear sentence.
    detail: String,
    /// The ticket, if the code belongs to one.
    ticket: Option<VerdictTicket>,
    /// The ticket that was scanned, if it is its add-on that comes in.
    main: Option<MainTicket>,
    /// When and where it was let in before, if that is why it is refused.
    first: Option<FirstScan>,
    /// The tickets of this list that the one scanned holds, where it does not come in itself. Scan the short code of
    /// the one that is meant.
    choices: Vec<HeldTicket>,
    /// How many are expected and in, at most a second old.
    counts: Counts,
}

/// What the door shows of a ticket.
#[derive(Debug, Serialize, ToSchema)]
pub struct VerdictTicket {
    /// The ticket.
    id: TicketId,
    /// What people type for it.
    short_code: String,
    /// Who comes, if the ticket names somebody.
    attendee_name: Option<String>,
    /// What was bought.
    product_name: String,
    /// The order it belongs to.
    order_code: String,
}

/// The ticket whose code was scanned for one that it holds.
#[derive(Debug, Serialize, ToSchema)]
pub struct MainTicket {
    /// The ticket.
    id: TicketId,
    /// What people type for it.
    short_code: String,
    /// What was bought.
    product_name: String,
}

/// A ticket that another one holds: an add-on of it, or a part of its bundle.
#[derive(Debug, Serialize, ToSchema)]
pub struct HeldTicket {
    /// The ticket.
    ticket: VerdictTicket,
    /// When and where it came in on this list, if it did.
    first: Option<FirstScan>,
}

/// The admission that stands in the way of another.
#[derive(Debug, Serialize, ToSchema)]
pub struct FirstScan {
    /// When.
    at: Instant,
    /// Through which gate, if it was named.
    gate: Option<String>,
}

/// Whose admission to undo.
#[derive(Debug, Deserialize, Validate, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct UndoIn {
    /// The ticket.
    #[garde(skip)]
    ticket: TicketId,
}

/// A scan that was decided.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Scan)]
pub struct ScanView {
    /// When.
    at: Instant,
    /// What the door decided.
    verdict: Verdict,
    /// Where, if the gate was named.
    gate: Option<String>,
    /// The ticket, if the code belonged to one.
    ticket_id: Option<TicketId>,
    /// What people type for the ticket.
    short_code: Option<String>,
    /// Who comes, if the ticket names somebody.
    attendee_name: Option<String>,
    /// What was bought.
    product_name: Option<String>,
    /// When the admission was undone, if it was.
    annulled_at: Option<Instant>,
}

impl VerdictTicket {
    fn new(ticket: TicketFacts, locale: &Locale) -> Self {
        Self {
            id: ticket.id,
            product_name: ticket.product_name.get(locale).to_owned(),
            short_code: ticket.short_code,
            attendee_name: named(ticket.attendee_name),
            order_code: ticket.order_code,
        }
    }
}

impl From<CheckedIn> for FirstScan {
    fn from(CheckedIn { at, gate }: CheckedIn) -> Self {
        Self { at, gate: named(gate) }
    }
}

impl VerdictView {
    fn new(outcome: Outcome, locale: &Locale) -> Self {
        Self {
            verdict: outcome.verdict,
            title: outcome.verdict.title(),
            detail: outcome.detail,
            ticket: outcome.ticket.map(|ticket| VerdictTicket::new(ticket, locale)),
            main: outcome.main.map(|main| MainTicket {
                id: main.id,
                product_name: main.product_name.get(locale).to_owned(),
                short_code: main.short_code,
            }),
            first: outcome.first.map(FirstScan::from),
            choices: outcome
                .choices
                .into_iter()
                .map(|choice| HeldTicket {
                    ticket: VerdictTicket::new(choice.ticket, locale),
                    first: choice.first.map(FirstScan::from),
                })
                .collect(),
            counts: outcome.counts,
        }
    }
}

impl ScanView {
    fn new(scan: PastScan, locale: &Locale) -> Self {
        let ticket = scan.ticket.map(|ticket| VerdictTicket::new(ticket, locale));
        let (ticket_id, rest) = (ticket.as_ref().map(|ticket| ticket.id), ticket);
        let (short_code, attendee_name, product_name) = rest.map_or((None, None, None), |ticket| {
            (Some(ticket.short_code), ticket.attendee_name, Some(ticket.product_name))
        });
        Self {
            at: scan.at,
            verdict: scan.verdict,
            gate: named(scan.gate),
            ticket_id,
            short_code,
            attendee_name,
            product_name,
            annulled_at: scan.annulled_at,
        }
    }
}

fn named(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Decide about a ticket at the door
///
/// Whoever may not come in is no error: the answer is 200 with the verdict. A ticket is admitted once per list. On a list
/// that matches add-ons, the code of a ticket lets in the add-on or the part of a bundle that it holds of this list;
/// where it holds several, the verdict is `ambiguous` and `choices` names them.
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/check-in-lists/{list}/redeem",
    tag = "admission", security(("session" = [])), params(EventPath, ListPath), request_body = RedeemIn,
    responses((status = 200, description = "The verdict", body = VerdictView)),
    extensions(("x-permission" = json!("checkin.perform")), ("x-audit" = json!(["ticket.checked_in"]))))]
async fn redeem(
    Extension(signers): Extension<Signers>,
    scope: EventScope<perm::CheckinPerform>,
    Path(path): Path<ListPath>,
    Checked(body): Checked<RedeemIn>,
) -> Result<Json<VerdictView>, Problem> {
    let gate = body.gate.unwrap_or_default().trim().to_owned();
    let scan = Scan { list: path.seen_by(scope.list)?, code: body.code, nonce: body.nonce, gate };
    let outcome = super::redeem(&scope.cx, &signers, &scope.event, scan).await?;
    Ok(Json(VerdictView::new(outcome, &scope.event.main_locale())))
}

/// Undo an admission
#[utoipa::path(post, path = "/api/v1/organisations/{org}/events/{event}/check-in-lists/{list}/undo",
    tag = "admission", security(("session" = [])), params(EventPath, ListPath), request_body = UndoIn,
    responses((status = 200, description = "The list after it", body = CheckInListView)),
    extensions(("x-permission" = json!("checkin.perform")), ("x-audit" = json!(["ticket.check_in_undone"]))))]
async fn undo_check_in(
    scope: EventScope<perm::CheckinPerform>,
    Path(path): Path<ListPath>,
    Checked(body): Checked<UndoIn>,
) -> Result<Json<CheckInListView>, Problem> {
    let list = super::undo(&scope.cx, &scope.event, path.seen_by(scope.list)?, body.ticket).await?;
    Ok(Json(list.into()))
}

/// The list's scans, latest first, admitted and refused alike
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/check-in-lists/{list}/scans",
    tag = "admission", security(("session" = [])), params(EventPath, ListPath, PageQuery),
    responses((status = 200, description = "A page of scans", body = Page<ScanView>)),
    extensions(("x-permission" = json!("checkin.view"))))]
async fn list_scans(
    scope: EventScope<perm::CheckinView>,
    Path(path): Path<ListPath>,
    Query(page): Query<PageQuery>,
) -> Result<Json<Page<ScanView>>, Problem> {
    let scans = super::scans(&scope.cx, &scope.event, path.seen_by(scope.list)?, &page).await?;
    let locale = scope.event.main_locale();
    Ok(Json(scans.map(|scan| ScanView::new(scan, &locale))))
}
