//! The errand of mailing an invitation. The mail is made where identity and mail meet, in the server.

use kernel::InvitationId;
use serde::{Deserialize, Serialize};
use store::job::Job;

/// Mail an invitation, once for each time it was asked for.
#[derive(Debug, Serialize, Deserialize)]
pub struct MailInvitation {
    /// Which one.
    pub invitation: InvitationId,
    /// The how-manieth mail about it.
    pub sending: i32,
}

impl Job for MailInvitation {
    const KIND: &'static str = "invitation.mail";
}
