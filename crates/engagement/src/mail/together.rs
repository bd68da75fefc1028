//! Mails of one organisation that are written while the last ones are being committed share the next transaction.

use std::sync::Arc;

use ::store::{Cx, Lanes, lanes};
use kernel::OrgId;
use ports::Mailer;

use super::{NewMail, queue_all};
use crate::Error;

/// A mail with who has it written.
struct Written {
    cx: Cx,
    mailer: Arc<dyn Mailer>,
    mail: Arc<NewMail>,
}

/// A mail waiting for its turn; the answer is whether it is there.
type Waiting = lanes::Waiting<Written, bool>;

/// Does what [`queue`](super::queue) does, for a mail that nothing else is written along with.
pub async fn write(cx: &Cx, mailer: &Arc<dyn Mailer>, mail: NewMail) -> Result<(), Error> {
    let mail = Arc::new(mail);
    let written = Written { cx: cx.clone(), mailer: Arc::clone(mailer), mail: Arc::clone(&mail) };
    let there = cx.db.cache::<Lanes<OrgId, Waiting>>().join(cx.org, written, serve).await;
    if there == Some(true) { Ok(()) } else { write_all(cx, mailer.as_ref(), &[(cx, &mail)]).await }
}

async fn serve(batch: Vec<Waiting>) {
    let Some(first) = batch.first() else { return };
    let mails: Vec<_> = batch.iter().map(|waiting| (&waiting.cx, waiting.mail.as_ref())).collect();
    let there = write_all(&first.cx, first.mailer.as_ref(), &mails).await.is_ok();
    batch.into_iter().for_each(|waiting| waiting.answer(there));
}

async fn write_all(cx: &Cx, mailer: &dyn Mailer, mails: &[(&Cx, &NewMail)]) -> Result<(), Error> {
    // Mails that are only kept are one statement.
    let mut tx = if mailer.hands_over() { cx.begin().await? } else { cx.once().await? };
    queue_all(&mut tx, mailer, mails).await?;
    tx.commit().await?;
    Ok(())
}
