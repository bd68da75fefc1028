//! Handing mails over. Nothing is locked while the mail server is spoken to.

use ::store::{
    Tx,
    job::{Handler, Job, JobCx, JobError},
};
use async_trait::async_trait;
use kernel::MailId;
use ports::{Attachment, Delivery, MailError, Outgoing, Ports};
use serde::{Deserialize, Serialize};

use super::{
    MailStatus, Source,
    store::{self, Letter},
    tell,
};

/// Hands one mail over.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub struct SendMail {
    /// Which.
    pub mail: MailId,
}

impl Job for SendMail {
    const KIND: &'static str = "mail.send";
}

/// Does [`SendMail`]: a mail that was handed over is never handed over again, one that can't be ends as failed.
pub struct Postman(Ports);

impl Postman {
    /// Sends through the mailer of `ports`.
    pub fn new(ports: Ports) -> Self {
        Self(ports)
    }
}

#[async_trait]
impl Handler<SendMail> for Postman {
    async fn run(&self, cx: &JobCx, SendMail { mail }: SendMail) -> Result<(), JobError> {
        let tenant = cx.tenant()?;
        let mut tx = tenant.begin().await?;
        let Some(letter) = store::queued(&mut tx, mail).await? else { return Ok(()) };
        let files = store::attachments(&mut tx, mail).await?;
        drop(tx);

        let mut attachments = Vec::with_capacity(files.len());
        for file in files {
            let Some(bytes) = file.bytes(tenant.org, &self.0).await.map_err(JobError::retry)? else {
                let lost = format!("the attachment {} is lost", file.name);
                return fail(tenant.begin().await?, mail, &lost).await;
            };
            if let Source::Drawn(order, paper) = file.source {
                // It stays as it goes out now, whatever becomes of the order.
                let name = format!("{}/orders/{order}/{}-{}", tenant.org, file.id, paper.file());
                self.0.blob.put(&name, bytes.clone()).await?;
                let mut tx = tenant.once().await?;
                store::stored(&mut tx, file.id, &name, bytes.len()).await?;
                tx.commit().await?;
            }
            attachments.push(Attachment { name: file.name, content_type: file.content_type, bytes });
        }
        let sent = self.0.mailer.send(&outgoing(mail, letter, attachments)).await;

        let mut tx = tenant.begin().await?;
        match sent {
            Ok(delivery) => {
                let (status, action) = match delivery {
                    Delivery::Sent => (MailStatus::Sent, "mail.sent"),
                    Delivery::Kept => (MailStatus::Kept, "mail.kept"),
                };
                if store::handed_over(&mut tx, mail, status).await? {
                    tell(&mut tx, mail, action, None).await?;
                }
                Ok(tx.commit().await?)
            }
            Err(MailError::Later(said)) if !cx.is_last_attempt() => {
                store::note_error(&mut tx, mail, &said).await?;
                tx.commit().await?;
                Err(JobError::retry(said))
            }
            Err(MailError::Later(said) | MailError::Never(said)) => fail(tx, mail, &said).await,
        }
    }
}

/// Gives the mail up. The mailbox page shows it as failed, with a button to try again; that is its dead letter.
async fn fail(mut tx: Tx, mail: MailId, said: &str) -> Result<(), JobError> {
    if store::failed(&mut tx, mail, said).await? {
        tell(&mut tx, mail, "mail.failed", Some(said)).await?;
    }
    Ok(tx.commit().await?)
}

fn outgoing(id: MailId, letter: Letter, attachments: Vec<Attachment>) -> Outgoing {
    Outgoing {
        id: id.to_string(),
        to_email: letter.to_email,
        to_name: letter.to_name,
        from_name: letter.from_name,
        reply_to: letter.reply_to,
        subject: letter.subject,
        text: letter.text_body,
        html: letter.html_body,
        attachments,
    }
}
