//! The mails that let guests see all their orders.

use async_trait::async_trait;
use engagement::mail::{
    self, GUEST_LINK, NewMail, Queued,
    render::{self, GuestLink, Organiser},
};
use identity::{
    guest::{self, jobs::MailGuest},
    organisation,
};
use kernel::Locale;
use sales::order::bought;
use store::job::{Handler, JobCx, JobError};

use super::Delivery;

#[async_trait]
impl Handler<MailGuest> for Delivery {
    async fn run(&self, cx: &JobCx, job: MailGuest) -> Result<(), JobError> {
        let cx = cx.tenant()?;
        let organisation = organisation::get(&cx).await.map_err(JobError::retry)?;
        let mut tx = cx.begin().await?;
        let Some(draft) = guest::draft(&mut tx, &job).await? else { return Ok(()) };
        // Whoever never ordered gets no mail: else anybody could have us write to strangers.
        if !bought::has_bought(&mut tx, &draft.email).await? {
            return Ok(());
        }
        let profile = organisation.profile;
        let main = profile.locales.first().cloned().unwrap_or_else(Locale::english);
        let root = match draft.locale == main {
            true => format!("/{}", organisation.slug),
            false => site::shell::localized(&draft.locale, &format!("/{}", organisation.slug)),
        };
        let organiser = Organiser { name: profile.name.clone(), email: profile.contact_email.to_string() };
        let link = self.app.settings.url(&format!("{root}/my/{}", draft.token));
        let letter = GuestLink { locale: draft.locale.clone(), organiser, link };
        let new = NewMail {
            dedupe: format!("guest/{}", job.link),
            template: GUEST_LINK,
            locale: draft.locale,
            event: None,
            order: None,
            to_email: draft.email,
            to_name: String::new(),
            from_name: profile.name,
            reply_to: Some(profile.contact_email),
            content: render::guest_link(&letter).map_err(JobError::fail)?,
            attachments: Vec::new(),
        };
        // A mail that was written before holds a link that has to go on working: then nothing is committed.
        if let Queued::New(_) =
            mail::queue(&mut tx, &*self.app.ports.mailer, &new).await.map_err(JobError::retry)?
        {
            tx.commit().await?;
        }
        Ok(())
    }
}
