//! Mails to people about their account. They belong to no organisation, so no mailbox page shows them; without a mail
//! server they are told in the log, where the operator can pass the link on.

use async_trait::async_trait;
use engagement::mail::render::{self, AccountMail, AccountNews, Rendered};
use identity::letter::{self, Draft, MailPerson, Says};
use ports::{Delivery as Delivered, MailError, Outgoing};
use store::job::{Handler, JobCx, JobError};

use super::Delivery;

#[async_trait]
impl Handler<MailPerson> for Delivery {
    async fn run(&self, cx: &JobCx, job: MailPerson) -> Result<(), JobError> {
        let draft = letter::draft(&self.app, job).await.map_err(JobError::retry)?;
        let Some(draft) = draft else { return Ok(()) };
        let Rendered { subject, text, html } = words(&draft, self.site()).map_err(JobError::fail)?;
        let mail = Outgoing {
            // A try again has another link in it, so it is another mail.
            id: format!("person-{}-{}", cx.id, cx.attempt),
            to_email: draft.to_email.to_string(),
            to_name: draft.to_name,
            from_name: self.site().to_owned(),
            reply_to: None,
            subject,
            text,
            html,
            attachments: Vec::new(),
        };
        match self.app.ports.mailer.send(&mail).await {
            Ok(Delivered::Sent) => Ok(()),
            Ok(Delivered::Kept) => {
                tracing::info!(
                    to = mail.to_email,
                    subject = mail.subject,
                    secret = secret(&draft.says),
                    "no mail server is configured: this is what the mail would say"
                );
                Ok(())
            }
            Err(MailError::Later(said)) => Err(JobError::retry(said)),
            // The address is wrong: trying again helps nobody, and who asked is not to learn of it.
            Err(MailError::Never(said)) => {
                tracing::warn!(%said, "a mail to a person was refused");
                Ok(())
            }
        }
    }
}

impl Delivery {
    /// What this site calls itself in mails: its host.
    fn site(&self) -> &str {
        let url = &self.app.settings.public_url;
        url.split_once("://").map_or(url.as_str(), |(_, host)| host)
    }
}

fn words(draft: &Draft, site: &str) -> Result<Rendered, engagement::Error> {
    let news = match &draft.says {
        Says::VerifyEmail(link) => AccountNews::VerifyEmail { link: link.clone() },
        Says::ResetPassword(link) => AccountNews::ResetPassword { link: link.clone() },
        Says::ChangeEmail(link) => AccountNews::ChangeEmail { link: link.clone() },
        Says::EmailChanged => AccountNews::EmailChanged,
        Says::PasswordChanged => AccountNews::PasswordChanged,
        Says::SecretsLeft { organisation, who, link } => AccountNews::SecretsLeft {
            organisation: organisation.clone(),
            who: who.clone(),
            link: link.clone(),
        },
        Says::SignedOut(organisation) => AccountNews::SignedOut { organisation: organisation.clone() },
        Says::SignInCode(code) => AccountNews::SignInCode { code: code.clone() },
    };
    let (locale, name) = (draft.locale.clone(), draft.to_name.clone());
    render::account(&AccountMail { locale, name, site: site.to_owned(), news })
}

/// The link or the code, if there is one.
fn secret(says: &Says) -> &str {
    match says {
        Says::VerifyEmail(secret)
        | Says::ResetPassword(secret)
        | Says::ChangeEmail(secret)
        | Says::SignInCode(secret) => secret,
        Says::EmailChanged | Says::PasswordChanged | Says::SignedOut(_) | Says::SecretsLeft { .. } => "",
    }
}
