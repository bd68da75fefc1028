//! Requests to addresses that organisations typed in. They reach public places only ([`crate::reach`]), follow no redirect
//! and read no more than they need.

use std::time::Duration;

use reqwest::{Client, Url, redirect::Policy};

use crate::{
    reach::{Reach, ip_in},
    trust,
};

/// Bytes that are read of an answer.
const MOST_BYTES: usize = 1024 * 1024;

/// Reaches what organisations name.
#[derive(Clone)]
pub struct Outbound {
    client: Client,
    private: bool,
}

/// Why nothing came back. What the address answered is not told.
#[derive(Debug, thiserror::Error)]
pub enum OutboundError {
    /// It is not one of https, or leads into a private network.
    #[error("{0} is not a public https address")]
    NotPublic(String),
    /// Nobody answers there, or in a way that can't be read.
    #[error("{0} does not answer")]
    Silent(String),
    /// It answers at too great a length.
    #[error("{0} answers with more than a megabyte")]
    TooLong(String),
}

impl Outbound {
    /// Without `private` only https and public addresses are reached.
    pub fn new(private: bool) -> Result<Self, reqwest::Error> {
        let client = trust::client()
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(Duration::from_secs(5))
            .timeout(Duration::from_secs(10))
            .user_agent("Tessera");
        let client = if private { client } else { client.https_only(true).dns_resolver(Reach::default()) };
        Ok(Self { client: client.build()?, private })
    }

    /// Sends one request.
    pub async fn send(
        &self,
        request: http::Request<Vec<u8>>,
    ) -> Result<http::Response<Vec<u8>>, OutboundError> {
        let address = request.uri().to_string();
        let place = self.check(&address)?;
        let request =
            reqwest::Request::try_from(request).map_err(|_| OutboundError::NotPublic(place.clone()))?;
        let silent = |_| OutboundError::Silent(place.clone());
        let mut answer = self.client.execute(request).await.map_err(silent)?;
        let (status, headers) = (answer.status(), answer.headers().clone());
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(silent)? {
            if body.len() + chunk.len() > MOST_BYTES {
                return Err(OutboundError::TooLong(place));
            }
            body.extend_from_slice(&chunk);
        }
        let mut whole = http::Response::new(body);
        *whole.status_mut() = status;
        *whole.headers_mut() = headers;
        Ok(whole)
    }

    /// Refuses what must not be reached; names in words that hold no query. Names are looked at when they are resolved.
    fn check(&self, address: &str) -> Result<String, OutboundError> {
        let url = Url::parse(address).map_err(|_| OutboundError::NotPublic("it".to_owned()))?;
        let place = format!("{}{}", url.origin().ascii_serialization(), url.path());
        let public = ip_in(&url).is_none_or(|ip| Reach::default().holds(ip));
        let allowed = self.private || url.scheme() == "https" && public;
        if allowed { Ok(place) } else { Err(OutboundError::NotPublic(place)) }
    }
}

#[cfg(test)]
mod tests;
