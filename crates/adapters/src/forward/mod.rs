//! Handing over to web addresses and sockets that organisations name. Private networks are reached only where the operator
//! allows it ([`crate::reach`]).

#[cfg(test)]
mod tests;

use std::{path::Path, sync::Arc, time::Duration};

use async_trait::async_trait;
use ipnet::IpNet;
use ports::{ForwardError, forward::Forwarder};
use reqwest::{Client, Url, redirect::Policy};
use rustls::{
    ClientConfig, RootCertStore,
    pki_types::{CertificateDer, ServerName, pem::PemObject},
};
use tokio::{
    io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt},
    net::TcpStream,
    time::timeout,
};
use tokio_rustls::TlsConnector;

use crate::{
    reach::{Reach, Unreachable, ip_in, is_public},
    trust,
};

/// How long one delivery may take.
const PATIENCE: Duration = Duration::from_secs(20);

/// How long the other side has to say that it does not want what was written.
const OBJECTION: Duration = Duration::from_secs(2);

/// Reaches what organisations name.
pub struct Network {
    client: Client,
    reach: Reach,
    tls: TlsConnector,
}

/// Why the network can't be reached at all.
#[derive(Debug, thiserror::Error)]
pub enum NetworkError {
    /// The HTTP client can't be made.
    #[error(transparent)]
    Client(#[from] reqwest::Error),
    /// The file with certificates can't be read.
    #[error("{path}: {source}")]
    Roots {
        /// The file.
        path: String,
        /// What is wrong.
        source: rustls::pki_types::pem::Error,
    },
    /// TLS can't be set up.
    #[error(transparent)]
    Tls(#[from] rustls::Error),
}

impl Network {
    /// Reaches public addresses and those in `private`. `roots` names a PEM file with certificates that are trusted besides
    /// the well-known ones, for syslog over TLS.
    pub fn new(private: &[IpNet], roots: Option<&Path>) -> Result<Self, NetworkError> {
        let provider = rustls::crypto::ring::default_provider();
        let reach = Reach::new(private);
        let client = trust::client()
            .redirect(Policy::none())
            .no_proxy()
            .timeout(PATIENCE)
            .user_agent("Tessera")
            .dns_resolver(reach.clone())
            .build()?;
        let mut trusted = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        if let Some(path) = roots {
            let told = |source| NetworkError::Roots { path: path.display().to_string(), source };
            for certificate in CertificateDer::pem_file_iter(path).map_err(told)? {
                trusted.add(certificate.map_err(told)?)?;
            }
        }
        let config = ClientConfig::builder_with_provider(Arc::new(provider))
            .with_safe_default_protocol_versions()?
            .with_root_certificates(trusted)
            .with_no_client_auth();
        Ok(Self { client, reach, tls: TlsConnector::from(Arc::new(config)) })
    }

    async fn connect_and_write(&self, address: &str, tls: bool, bytes: &[u8]) -> Result<(), ForwardError> {
        let told = |error: std::io::Error| ForwardError(format!("{address}: {error}"));
        let (host, port) = split(address).ok_or_else(|| ForwardError(NO_SOCKET.to_owned()))?;
        let found = self.reach.addresses(host, port).await;
        let found = found.map_err(|error| ForwardError(error.to_string()))?;
        let stream = TcpStream::connect(found.as_slice()).await.map_err(told)?;
        if !tls {
            return write(stream, bytes).await.map_err(told);
        }
        let name = ServerName::try_from(host.to_owned());
        let name = name.map_err(|_| ForwardError(format!("{host} is no name")))?;
        write(self.tls.connect(name, stream).await.map_err(told)?, bytes).await.map_err(told)
    }
}

#[async_trait]
impl Forwarder for Network {
    fn refuses_url(&self, url: &str) -> Option<String> {
        let Ok(url) = Url::parse(url) else { return Some("is no web address".to_owned()) };
        let ip = ip_in(&url);
        if let Some(ip) = ip.filter(|ip| !self.reach.holds(*ip)) {
            return Some(Unreachable::Private(ip.to_string()).to_string());
        }
        // Without encryption only where the operator vouches for the network.
        let vouched = ip.is_some_and(|ip| !is_public(ip));
        if url.scheme() == "https" || url.scheme() == "http" && vouched {
            return (!url.username().is_empty()).then(|| "has a name and a password in it".to_owned());
        }
        Some("has to start with https://".to_owned())
    }

    fn refuses_socket(&self, address: &str) -> Option<String> {
        let Some((host, _)) = split(address) else { return Some(NO_SOCKET.to_owned()) };
        let ip = host.parse().ok().filter(|ip| !self.reach.holds(*ip));
        ip.map(|_| Unreachable::Private(host.to_owned()).to_string())
    }

    async fn post(
        &self,
        url: &str,
        headers: &[(&'static str, String)],
        body: Vec<u8>,
    ) -> Result<(), ForwardError> {
        if let Some(reason) = self.refuses_url(url) {
            return Err(ForwardError(reason));
        }
        let mut call = self.client.post(url).body(body);
        for (name, value) in headers {
            call = call.header(*name, value);
        }
        let answer = call.send().await.map_err(|error| ForwardError(chain(&error.without_url())))?;
        match answer.status() {
            status if status.is_success() => Ok(()),
            status => Err(ForwardError(format!("it answered {status}"))),
        }
    }

    async fn write(&self, address: &str, tls: bool, bytes: &[u8]) -> Result<(), ForwardError> {
        let late = |_| ForwardError(format!("{address} takes nothing"));
        timeout(PATIENCE, self.connect_and_write(address, tls, bytes)).await.map_err(late)?
    }
}

const NO_SOCKET: &str = "has to be a host and a port, like logs.example.org:6514";

/// `host:port`, an IPv6 address in brackets.
fn split(address: &str) -> Option<(&str, u16)> {
    let (host, port) = address.rsplit_once(':')?;
    let host = host.strip_prefix('[').and_then(|host| host.strip_suffix(']')).unwrap_or(host);
    let fits = |c: char| c.is_ascii_alphanumeric() || ".-:".contains(c);
    (!host.is_empty() && host.chars().all(fits)).then_some(())?;
    Some((host, port.parse().ok().filter(|port| *port > 0)?))
}

/// Writes everything, closes, and waits a moment whether the other side resets the connection: what it has not read by
/// then may be lost.
async fn write<S: AsyncRead + AsyncWrite + Unpin>(mut stream: S, bytes: &[u8]) -> std::io::Result<()> {
    stream.write_all(bytes).await?;
    stream.flush().await?;
    stream.shutdown().await?;
    let mut rest = [0; 64];
    match timeout(OBJECTION, stream.read(&mut rest)).await {
        Ok(Err(error)) if error.kind() == std::io::ErrorKind::ConnectionReset => Err(error),
        _ => Ok(()),
    }
}

fn chain(error: &dyn std::error::Error) -> String {
    match error.source() {
        Some(source) => format!("{error}: {}", chain(source)),
        None => error.to_string(),
    }
}
