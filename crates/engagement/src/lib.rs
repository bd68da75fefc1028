//! Talking to people: mails.
//!
//! Tables: `mails`, `mail_attachments`; view: `order_mails`. Jobs: `mail.send`.
//!
//! - [`mail`]: queued in the business transaction, once per `dedupe`, sent by [`Postman`]
//! - [`mail::render`]: what they say, in English, German and Arabic

pub mod error;
pub mod mail;

use httpkit::ApiRouter;

pub use error::Error;
pub use mail::{Postman, SendMail};

/// Every operation on mails.
pub fn router() -> ApiRouter {
    mail::http::router()
}
