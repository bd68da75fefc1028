//! Sending mail.

use async_trait::async_trait;
use bytes::Bytes;

/// A mail ready to go.
#[derive(Debug, Clone)]
pub struct Outgoing {
    /// Stable over retries, so that a receiver can drop a repeat: becomes the Message-ID.
    pub id: String,
    /// The receiver's address.
    pub to_email: String,
    /// The receiver's name, may be empty.
    pub to_name: String,
    /// The sender's name, may be empty; the address is the mailer's own.
    pub from_name: String,
    /// Where answers go.
    pub reply_to: Option<String>,
    /// The subject.
    pub subject: String,
    /// The body as plain text.
    pub text: String,
    /// The body as HTML.
    pub html: String,
    /// The files.
    pub attachments: Vec<Attachment>,
}

/// A file in a mail.
#[derive(Debug, Clone)]
pub struct Attachment {
    /// The file's name.
    pub name: String,
    /// Its media type, such as `application/pdf`.
    pub content_type: String,
    /// Its bytes.
    pub bytes: Bytes,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// A mail server took it.
    Sent,
    /// No mail server is configured: it can be read on the mailbox page.
    Kept,
}

/// Why a mail could not be handed over.
#[derive(Debug, thiserror::Error)]
pub enum MailError {
    /// Try again later: the server is away or said 4xx (RFC 5321 §4.2.1).
    #[error("the mail server can't take the mail now: {0}")]
    Later(String),
    /// It will never be taken: 5xx or an impossible address.
    #[error("the mail server refuses the mail: {0}")]
    Never(String),
}

/// Hands mails over.
#[async_trait]
pub trait Mailer: Send + Sync {
    /// Sends one mail.
    async fn send(&self, mail: &Outgoing) -> Result<Delivery, MailError>;
    /// Whether the other side can be reached; one line for the operator.
    async fn check(&self) -> Result<String, String>;
    /// Whether there is another side at all. If not, every mail ends as [`Delivery::Kept`], and nobody has to be asked.
    fn hands_over(&self) -> bool {
        true
    }
}

/// The mailer of an installation without a mail server: mails are read in the admin.
#[derive(Debug, Clone, Copy, Default)]
pub struct Mailbox;

#[async_trait]
impl Mailer for Mailbox {
    async fn send(&self, _: &Outgoing) -> Result<Delivery, MailError> {
        Ok(Delivery::Kept)
    }

    async fn check(&self) -> Result<String, String> {
        Ok("no mail server configured: mails are kept in the mailbox page".to_owned())
    }

    fn hands_over(&self) -> bool {
        false
    }
}
