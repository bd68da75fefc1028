//! Handing a copy of each entry over, in the order of the chain. What was handed over is remembered afterwards, so that
//! after a crash an entry may come twice, and none is lost.

use ::store::{Cx, job};
use ports::{Keys, forward::Forwarder};

use super::{
    Settings, Stream, StreamKind,
    jobs::{Deliver, key},
    message, purpose, store,
};
use crate::{Error, entry};

/// Entries that go in one delivery.
const BATCH: i64 = 100;

/// Has what was sealed handed over, if there is a stream and it does not wait after a failure.
pub async fn wake(cx: &Cx) -> Result<(), Error> {
    let mut tx = cx.begin().await?;
    let settings = store::find(&mut tx).await?;
    if settings.stream.is_some() && settings.last_error.is_none() {
        job::enqueue_keyed(&mut tx, &key(cx.org), &Deliver {}, cx.now).await?;
        tx.commit().await?;
    }
    Ok(())
}

/// Hands over what was not yet; ends when all of it is, or at the first failure, which is remembered for whoever set it up.
pub async fn deliver(cx: &Cx, keys: &dyn Keys, forwarder: &dyn Forwarder, site: &str) -> Result<(), Error> {
    loop {
        let mut tx = cx.begin().await?;
        let settings = store::find(&mut tx).await?;
        let Some(stream) = settings.stream.clone() else { return Ok(()) };
        let entries = entry::sealed_after(&mut tx, settings.delivered_to, BATCH).await?;
        let Some(last) = entries.last().and_then(|entry| entry.position) else { return Ok(()) };
        drop(tx);
        let sent = send(cx, keys, forwarder, site, &settings, &stream, &entries).await;
        let mut tx = cx.begin().await?;
        match &sent {
            Ok(()) => drop(store::delivered(&mut tx, settings.delivered_to, last).await?),
            Err(Error::Undelivered(reason)) => store::failed(&mut tx, reason).await?,
            Err(_) => {}
        }
        tx.commit().await?;
        sent?;
    }
}

async fn send(
    cx: &Cx,
    keys: &dyn Keys,
    forwarder: &dyn Forwarder,
    site: &str,
    settings: &Settings,
    Stream { kind, target }: &Stream,
    entries: &[entry::AuditEntry],
) -> Result<(), Error> {
    let undelivered = |error: ports::ForwardError| Error::Undelivered(error.0);
    if *kind == StreamKind::Webhook {
        let sealed = settings.sealed_secret.as_deref().unwrap_or_default();
        let secret = keys.open_for(cx.org, &purpose(cx.org), sealed).await?;
        let (headers, body) = message::webhook(cx.org, cx.now, &secret, entries)?;
        return forwarder.post(target, &headers, body).await.map_err(undelivered);
    }
    let frames = message::syslog(site, entries)?;
    let tls = *kind == StreamKind::SyslogTls;
    forwarder.write(target, tls, &frames).await.map_err(undelivered)
}
