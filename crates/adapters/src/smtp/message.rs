//! Writing a mail as RFC 5322 and MIME want it.

use lettre::{
    Address, Message,
    message::{
        Attachment, Mailbox, MessageBuilder, MultiPart,
        header::{ContentType, ContentTypeErr},
    },
};
use ports::Outgoing;

/// Why a mail can't be written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    #[error("the address “{0}” can't be taken: {1}")]
    Address(String, lettre::address::AddressError),
    #[error("the media type “{0}” can't be taken: {1}")]
    ContentType(String, ContentTypeErr),
    #[error(transparent)]
    Message(#[from] lettre::error::Error),
}

/// The address all mails come from.
#[derive(Debug)]
pub(super) struct Sender(Address);

impl Sender {
    pub(super) fn new(address: Address) -> Self {
        Self(address)
    }

    /// Text and HTML as alternatives, mixed with the files if there are any.
    pub(super) fn write(&self, mail: &Outgoing) -> Result<Message, WriteError> {
        let builder = self.headers(mail)?;
        let bodies = MultiPart::alternative_plain_html(mail.text.clone(), mail.html.clone());
        if mail.attachments.is_empty() {
            return Ok(builder.multipart(bodies)?);
        }
        let mut parts = MultiPart::mixed().multipart(bodies);
        for file in &mail.attachments {
            let kind = ContentType::parse(&file.content_type)
                .map_err(|error| WriteError::ContentType(file.content_type.clone(), error))?;
            parts = parts.singlepart(Attachment::new(file.name.clone()).body(file.bytes.to_vec(), kind));
        }
        Ok(builder.multipart(parts)?)
    }

    fn headers(&self, mail: &Outgoing) -> Result<MessageBuilder, WriteError> {
        let builder = Message::builder()
            .message_id(Some(format!("<{}@{}>", mail.id, self.0.domain())))
            .from(Mailbox::new(name(&mail.from_name), self.0.clone()))
            .to(Mailbox::new(name(&mail.to_name), address(&mail.to_email)?))
            .subject(&mail.subject);
        Ok(match &mail.reply_to {
            Some(email) => builder.reply_to(Mailbox::new(name(&mail.from_name), address(email)?)),
            None => builder,
        })
    }
}

fn address(email: &str) -> Result<Address, WriteError> {
    email.parse().map_err(|error| WriteError::Address(email.to_owned(), error))
}

fn name(name: &str) -> Option<String> {
    (!name.trim().is_empty()).then(|| name.trim().to_owned())
}
