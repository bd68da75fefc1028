//! What members were refused is in the audit log: who keeps trying what is not theirs shows up there, once a minute.

use std::time::Duration;

use kernel::{EventId, OrgId, Permission, PermissionSet, Requires};
use serde_json::json;
use store::{
    Actor, Cache, Cx,
    audit::{self, Entry},
};

use super::require;
use crate::{App, Problem};

/// The same refusal within so long is not written down again.
const ONCE_IN: Duration = Duration::from_secs(60);

/// Refusals that were written down a moment ago. What does not fit is written again.
struct Lately(Cache<(OrgId, Actor, Permission), ()>);

impl Default for Lately {
    fn default() -> Self {
        Self(Cache::living(50_000, ONCE_IN))
    }
}

/// Refuses unless what `P` requires is `held`, and writes a refusal down: in the organisation, at `event` if it is about
/// one. It is written beside the answer, at most once a minute for each caller and permission in this process.
pub async fn allow<P: Requires>(
    app: &App,
    cx: &Cx,
    held: PermissionSet,
    event: Option<EventId>,
) -> Result<(), Problem> {
    let refused = require::<P>(held);
    if let (Err(_), Some(permission)) = (&refused, P::PERMISSION) {
        let lately = app.db.cache::<Lately>();
        if lately.0.add((cx.org, cx.actor, permission), ()) {
            write_down(cx.clone(), permission, event);
        }
    }
    refused
}

fn write_down(cx: Cx, permission: Permission, event: Option<EventId>) {
    let (subject_kind, subject) = match event {
        Some(event) => ("event", event.uuid()),
        None => ("organisation", cx.org.uuid()),
    };
    let entry = Entry {
        action: "access.refused",
        subject_kind,
        subject,
        event,
        before: None,
        after: Some(json!({ "permission": permission })),
    };
    tokio::spawn(async move {
        if let Err(error) = audit::took(&cx, entry).await {
            tracing::warn!(%error, org = %cx.org, "that something was refused could not be noted");
        }
    });
}
