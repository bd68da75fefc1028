//! What happens at an event, as server-sent events (WHATWG HTML §9.2): the settled facts of the outbox.

use std::{convert::Infallible, time::Duration};

use axum::response::{
    IntoResponse, Response,
    sse::{Event, KeepAlive, Sse},
};
use catalog::EventScope;
use futures_util::Stream;
use httpkit::{ApiRouter, Problem, auth::Watch, routes};
use kernel::{EventId, Permission, PermissionSet, perm};
use serde_json::json;
use store::{
    Cx,
    outbox::{self, Fact, Position},
};

/// How often the outbox is looked at for one listener.
const TICK: Duration = Duration::from_secs(1);

/// A listener is let go after so long and connects again by itself, so that a stop never waits for it.
const LONGEST: Duration = Duration::from_secs(600);

/// Facts taken at a time.
const BATCH: i64 = 200;

pub(crate) fn router() -> ApiRouter {
    ApiRouter::new().routes(routes!(live_events))
}

/// What happens at the event, from now on. The event names are `order.placed`, `order.paid`, `order.cancelled`,
/// `order.expired`, `ticket.checked_in`, `quota.changed` and the like; the data is `{"kind", "payload", "at"}`.
#[utoipa::path(get, path = "/api/v1/organisations/{org}/events/{event}/live", tag = "live",
    params(catalog::EventPath), responses((status = 200, body = String, content_type = "text/event-stream")),
    security(("session" = [])),
    extensions(("x-permission" = json!("member"))))]
async fn live_events(scope: EventScope<perm::Member>, watch: Watch) -> Result<Response, Problem> {
    let mut tx = scope.cx.read().await?;
    let from = outbox::end(&mut tx).await?;
    drop(tx);
    let (event, held) = (scope.event.id, scope.held);
    let (ticks, ready) = (0, Vec::new().into_iter());
    let facts = listen(Listener { cx: scope.cx, watch, event, held, position: from, ticks, ready });
    let mut response = Sse::new(facts).keep_alive(KeepAlive::default()).into_response();
    // Proxies that buffer would hold the facts back.
    response.headers_mut().insert("x-accel-buffering", axum::http::HeaderValue::from_static("no"));
    Ok(response)
}

struct Listener {
    cx: Cx,
    /// Whether they may still listen.
    watch: Watch,
    event: EventId,
    held: PermissionSet,
    position: Position,
    ticks: u64,
    ready: std::vec::IntoIter<Fact>,
}

fn listen(listener: Listener) -> impl Stream<Item = Result<Event, Infallible>> {
    futures_util::stream::unfold(listener, |mut listener| async move {
        let fact = listener.next().await?;
        Some((Ok(message(&fact)), listener))
    })
}

impl Listener {
    /// The next fact about the event; `None` when it is time to connect again, or when the listener may not listen any
    /// more.
    async fn next(&mut self) -> Option<Fact> {
        loop {
            for fact in self.ready.by_ref() {
                self.position = fact.position;
                if fact.event == Some(self.event) && may_hear(self.held, &fact) {
                    return Some(fact);
                }
            }
            if self.ticks * TICK.as_secs() >= LONGEST.as_secs() {
                return None;
            }
            self.ticks += 1;
            tokio::time::sleep(TICK).await;
            self.held = self.watch.held_at(self.event).await.ok()??;
            self.ready = self.read().await.ok()?.into_iter();
        }
    }

    async fn read(&self) -> Result<Vec<Fact>, sqlx::Error> {
        let mut tx = self.cx.read().await?;
        outbox::after(&mut tx, self.position, BATCH).await
    }
}

/// What is sold, and for how much, is for those who may see orders.
fn may_hear(held: PermissionSet, fact: &Fact) -> bool {
    !fact.kind.starts_with("order.") || held.contains(Permission::OrdersView)
}

fn message(fact: &Fact) -> Event {
    let data = json!({ "kind": fact.kind, "payload": fact.payload, "at": fact.at });
    Event::default()
        .event(&fact.kind)
        .id(format!("{}-{}", fact.position.xid, fact.position.id))
        .data(data.to_string())
}
