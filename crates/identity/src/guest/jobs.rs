//! The mail with a guest's link.

use serde::{Deserialize, Serialize};
use store::job::Job;
use uuid::Uuid;

/// Mail a guest their link. The secret in it is made when the mail is written.
#[derive(Debug, Serialize, Deserialize)]
pub struct MailGuest {
    /// Which link.
    pub link: Uuid,
}

impl Job for MailGuest {
    const KIND: &'static str = "guest.mail";
    const MAX_ATTEMPTS: i32 = 6;
}
