//! Removing the oldest entries once their time is over. The chain goes on after them: a signed anchor tells with which
//! hash it begins.

use ::store::{
    Cx,
    audit::{self, Entry},
};
use ports::Keys;
use serde_json::json;

use super::{months_before, store};
use crate::{
    Error,
    chain::{self, End},
};

/// Removes what is older than the organisation keeps it; tells how many entries that were. What a stream has not got yet
/// stays until it has.
pub async fn prune(cx: &Cx, keys: &dyn Keys) -> Result<u64, Error> {
    let mut tx = cx.begin().await?;
    let settings = store::find(&mut tx).await?;
    let Some(months) = settings.keep_months else { return Ok(0) };
    let before = months_before(cx.now, months);
    let Some((mut position, mut hash)) = store::too_old(&mut tx, before).await? else { return Ok(0) };
    if settings.stream.is_some() && settings.delivered_to < position {
        position = settings.delivered_to;
        let Some(found) = store::hash_at(&mut tx, position).await? else { return Ok(0) };
        hash = found;
    }
    let end = End { position, hash: chain::store::hash(&hash) };
    let signed = chain::sign_anchor(&mut tx, keys, end).await?;
    let entry = Entry {
        action: "audit.pruned",
        subject_kind: "organisation",
        subject: cx.org.uuid(),
        event: None,
        before: None,
        after: Some(json!({ "up_to": position, "older_than": before, "keep_months": months })),
    };
    audit::record(&mut tx, entry).await?;
    tx.commit().await?;
    let anchor = store::Anchor {
        position,
        hash: &signed.hash,
        public_key: &signed.public_key,
        signature: &signed.signature,
    };
    let mut owner = cx.db.owner().await?;
    let removed = store::remove(&mut owner, cx.org, cx.now, &anchor).await?;
    sqlx::Connection::close(owner).await?;
    Ok(removed)
}
