//! Mail through an SMTP server (RFC 5321), over pooled connections.

mod message;
#[cfg(test)]
mod tests;

use std::{fmt, time::Duration};

use async_trait::async_trait;
use kernel::Email;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    address::AddressError,
    transport::smtp::{
        self, PoolConfig,
        authentication::Credentials,
        client::{self, Certificate, TlsParameters},
    },
};
use ports::{Delivery, MailError, Mailer, Outgoing};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use self::message::Sender;

/// How long one step of the conversation may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// Whether the conversation is encrypted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = MailTls)]
pub enum Tls {
    /// Never: for a server on the same machine.
    None,
    /// It begins plain and has to change to TLS (RFC 3207), usually on port 587.
    #[default]
    Starttls,
    /// From the first byte (RFC 8314), usually on port 465.
    Implicit,
}

/// How to reach the mail server.
#[derive(Clone)]
pub struct Settings {
    /// Its name, as its certificate has it.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// Whether the conversation is encrypted.
    pub tls: Tls,
    /// The account; empty for none.
    pub username: String,
    /// The account's password.
    pub password: String,
    /// The address that mails come from.
    pub from: Email,
    /// A certificate (PEM) that the server's may be signed with, besides the public ones.
    pub trusted: Option<Vec<u8>>,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({}:{}, {:?}, from {})", self.host, self.port, self.tls, self.from.as_str())
    }
}

/// What is wrong with [`Settings`].
#[derive(Debug, thiserror::Error)]
pub enum SettingsError {
    /// The sender's address is none that mail servers take.
    #[error("the sender’s address “{0}” can't be taken: {1}")]
    From(String, AddressError),
    /// The server's name can't be used for TLS.
    #[error("TLS with {0} is not possible: {1}")]
    Tls(String, smtp::Error),
}

/// Hands mails to one SMTP server.
#[derive(Debug)]
pub struct Smtp {
    server: String,
    sender: Sender,
    transport: AsyncSmtpTransport<Tokio1Executor>,
}

impl Smtp {
    /// Prepares the connections; the first one is opened with the first mail.
    ///
    /// # Errors
    /// The sender's address or the server's name can't be used.
    pub fn new(settings: Settings) -> Result<Self, SettingsError> {
        let Settings { host, port, tls, username, password, from, trusted } = settings;
        let address = from.as_str().parse();
        let sender =
            Sender::new(address.map_err(|error| SettingsError::From(from.as_str().to_owned(), error))?);
        let parameters = || {
            let mut builder = TlsParameters::builder(host.clone());
            if let Some(pem) = &trusted {
                builder = builder.add_root_certificate(Certificate::from_pem(pem)?);
            }
            builder.build()
        };
        let parameters = || parameters().map_err(|error| SettingsError::Tls(host.clone(), error));
        let tls = match tls {
            Tls::None => client::Tls::None,
            Tls::Starttls => client::Tls::Required(parameters()?),
            Tls::Implicit => client::Tls::Wrapper(parameters()?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&host)
            .port(port)
            .tls(tls)
            .timeout(Some(PATIENCE))
            .pool_config(PoolConfig::new().max_size(8).idle_timeout(Duration::from_secs(30)));
        if !username.is_empty() {
            builder = builder.credentials(Credentials::new(username, password));
        }
        Ok(Self { server: format!("{host}:{port}"), sender, transport: builder.build() })
    }
}

#[async_trait]
impl Mailer for Smtp {
    async fn send(&self, mail: &Outgoing) -> Result<Delivery, MailError> {
        let message = self.sender.write(mail).map_err(|error| MailError::Never(error.to_string()))?;
        self.transport.send(message).await.map_err(|error| refusal(&error))?;
        Ok(Delivery::Sent)
    }

    async fn check(&self) -> Result<String, String> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(format!("the mail server {} answers", self.server)),
            Ok(false) => Err(format!("the mail server {} closed the connection", self.server)),
            Err(error) => Err(format!("the mail server {}: {}", self.server, told(&error))),
        }
    }
}

/// 5xx is final, with one exception: a wrong password (RFC 4954 §6) is the operator's mistake, not the mail's.
fn refusal(error: &smtp::Error) -> MailError {
    let code = error.status().map(u16::from);
    match code {
        Some(530 | 534 | 535 | 538) => MailError::Later(told(error)),
        Some(500..) => MailError::Never(told(error)),
        _ if error.is_client() => MailError::Never(told(error)),
        _ => MailError::Later(told(error)),
    }
}

/// The error with what caused it, in one line.
fn told(error: &smtp::Error) -> String {
    let mut text = error.to_string();
    let mut cause = std::error::Error::source(error);
    while let Some(error) = cause {
        let more = error.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        cause = error.source();
    }
    text
}
