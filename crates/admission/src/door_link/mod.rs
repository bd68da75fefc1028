//! Links that make a device door staff: for one event, perhaps one list, until some hours after its end. Whoever has the
//! link is in; it is shown once, and only its digest is stored.

pub mod http;
mod known;
mod store;

use ::store::{
    Cx, Tx,
    audit::{self, Entry},
};
use catalog::EventHead;
use data_encoding::BASE32_NOPAD;
use kernel::{CheckInListId, DoorLinkId, Instant, Permission, PermissionSet};
use ring::digest::SHA256;
use serde_json::json;

pub use known::PgDevices;

use crate::{Error, check_in_list};

/// What the secret of every link starts with.
pub const MARK: &str = "tsd_";

/// Hours that a link works after the event's end, unless somebody says otherwise.
pub const STAYS_HOURS: i64 = 6;

/// Links that an event may have at a time.
const MOST: usize = 200;

/// What a device at the door may do.
pub const ALLOWS: PermissionSet = PermissionSet::of(&[Permission::CheckinView, Permission::CheckinPerform]);

/// SHA-256 of a secret.
pub(crate) type Digest = [u8; 32];

/// A link as those see it who made it.
#[derive(Debug, Clone)]
pub struct DoorLink {
    /// The link.
    pub id: DoorLinkId,
    /// Who or what it is for.
    pub name: String,
    /// The one list it is for; `None` for every list of the event.
    pub list: Option<CheckInListId>,
    /// Who made it.
    pub made_by: Option<String>,
    /// When it was made.
    pub created_at: Instant,
    /// Until when it works.
    pub expires_at: Instant,
    /// When a device last used it, to within a minute.
    pub last_used_at: Option<Instant>,
}

/// A link to make.
#[derive(Debug, Clone)]
pub struct Plan {
    /// Who or what it is for.
    pub name: String,
    /// The one list it is for.
    pub list: Option<CheckInListId>,
    /// Until when it works; `None` for some hours after the event's end.
    pub expires_at: Option<Instant>,
}

/// The digest of a secret; `None` if the text can't be one.
fn digest(secret: &str) -> Option<Digest> {
    let digits = secret.strip_prefix(MARK).filter(|digits| digits.len() == 32)?;
    let bytes = BASE32_NOPAD.decode(digits.to_ascii_uppercase().as_bytes()).ok()?;
    ring::digest::digest(&SHA256, &bytes).as_ref().try_into().ok()
}

/// The event's live links, latest first.
pub async fn list(cx: &Cx, event: &EventHead) -> Result<Vec<DoorLink>, Error> {
    Ok(store::select(&mut cx.read().await?, event.id, None).await?)
}

/// Makes a link; gives its secret, too, told this once. Nobody makes one that may more than they do (`held`).
pub async fn create(
    cx: &Cx,
    event: &EventHead,
    held: PermissionSet,
    plan: Plan,
) -> Result<(DoorLink, String), Error> {
    if !held.covers(ALLOWS) {
        return Err(Error::MoreThanYours);
    }
    let expires_at = plan.expires_at.unwrap_or_else(|| event.ends_at.plus_seconds(STAYS_HOURS * 3600));
    if expires_at <= cx.now {
        return Err(Error::AlreadyOver);
    }
    let mut tx = cx.begin().await?;
    if let Some(list) = plan.list {
        check_in_list::find(&mut tx, event.id, list).await.map_err(|error| match error {
            Error::NoSuchList => Error::UnknownList,
            other => other,
        })?;
    }
    if store::select(&mut tx, event.id, None).await?.len() >= MOST {
        return Err(Error::TooManyLinks);
    }
    let secret = format!("{MARK}{}", BASE32_NOPAD.encode(&cx.chance.bytes::<20>()).to_ascii_lowercase());
    let id = DoorLinkId::new(cx.now, &cx.chance);
    let new = store::NewLink {
        id,
        event: event.id,
        plan: &plan,
        digest: digest(&secret).unwrap_or_default(),
        expires_at,
    };
    store::insert(&mut tx, &new).await?;
    let link = store::select(&mut tx, event.id, Some(id)).await?.pop().ok_or(Error::NoSuchLink)?;
    record(&mut tx, event, "door_link.created", &link).await?;
    tx.commit().await?;
    Ok((link, secret))
}

/// Ends a link: its devices are refused at once by this process, within five seconds by others.
pub async fn revoke(cx: &Cx, event: &EventHead, id: DoorLinkId) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let link = store::select(&mut tx, event.id, Some(id)).await?.pop().ok_or(Error::NoSuchLink)?;
    let digest = store::revoke(&mut tx, event.id, id).await?.ok_or(Error::NoSuchLink)?;
    record(&mut tx, event, "door_link.revoked", &link).await?;
    tx.commit().await?;
    known::forget(&cx.db, &digest);
    Ok(())
}

async fn record(
    tx: &mut Tx,
    event: &EventHead,
    action: &'static str,
    link: &DoorLink,
) -> Result<(), sqlx::Error> {
    let told = json!({ "name": link.name, "list_id": link.list, "expires_at": link.expires_at });
    let (before, after) = match action {
        "door_link.revoked" => (Some(told), None),
        _ => (None, Some(told)),
    };
    let (subject, event) = (link.id.uuid(), Some(event.id));
    audit::record(tx, Entry { action, subject_kind: "door_link", subject, event, before, after }).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_looks_like_a_secret_is_looked_up() {
        let secret = format!("{MARK}{}", "a".repeat(32));
        assert!(digest(&secret).is_some());
        for wrong in
            ["", MARK, &secret[1..], &secret[..35], &secret.replace("tsd", "tsk"), &format!("{secret}a")]
        {
            assert_eq!(digest(wrong), None, "{wrong}");
        }
    }
}
