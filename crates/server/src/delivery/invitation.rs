//! The mails that invite people to an organisation.

use async_trait::async_trait;
use engagement::mail::{
    self, INVITATION, NewMail, Queued,
    render::{self, Invitation, Organiser, RoleName},
};
use identity::{
    invitation::{self, Draft, jobs::MailInvitation},
    organisation::{self, Organisation},
    role::RoleRef,
};
use kernel::{Locale, Zone};
use site::i18n::{Lang, Words};
use store::job::{Handler, JobCx, JobError};

use super::Delivery;

#[async_trait]
impl Handler<MailInvitation> for Delivery {
    async fn run(&self, cx: &JobCx, job: MailInvitation) -> Result<(), JobError> {
        let cx = cx.tenant()?;
        let organisation = organisation::get(&cx).await.map_err(JobError::retry)?;
        let mut tx = cx.begin().await?;
        let Some(draft) = invitation::draft(&mut tx, &job).await? else { return Ok(()) };
        let to_email = draft.invitation.email.clone();
        let letter = self.invite(draft, &organisation);
        let new = NewMail {
            dedupe: format!("invitation/{}/{}", job.invitation, job.sending),
            template: INVITATION,
            locale: letter.locale.clone(),
            event: None,
            order: None,
            to_email,
            to_name: String::new(),
            from_name: letter.organiser.name.clone(),
            reply_to: Some(organisation.profile.contact_email),
            content: render::invitation(&letter).map_err(JobError::fail)?,
            attachments: Vec::new(),
        };
        // A mail that was written before holds a link that has to go on working: then nothing is committed.
        let mailer = self.app.ports.mailer.as_ref();
        if let Queued::New(_) = mail::queue(&mut tx, mailer, &new).await.map_err(JobError::retry)? {
            tx.commit().await?;
        }
        Ok(())
    }
}

impl Delivery {
    fn invite(&self, draft: Draft, organisation: &Organisation) -> Invitation {
        let Draft { invitation, events, token } = draft;
        let profile = &organisation.profile;
        let locale = profile.locales.first().cloned().unwrap_or_else(Locale::english);
        let words = Words::new(Lang::for_locale(&locale));
        Invitation {
            organiser: Organiser { name: profile.name.clone(), email: profile.contact_email.to_string() },
            inviter: invitation.invited_by,
            role: match invitation.held.assignment.role {
                RoleRef::BuiltIn(role) => RoleName::BuiltIn(role.key()),
                RoleRef::Custom(_) => RoleName::Own(invitation.held.name),
            },
            events: events.iter().map(|name| name.get(&locale).to_owned()).collect(),
            link: self.app.settings.url(&format!("/admin/invitation?token={token}")),
            until: words.deadline(invitation.expires_at, &Zone::utc()),
            locale,
        }
    }
}
