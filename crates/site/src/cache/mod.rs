//! Rendered public pages, kept for a moment.
//!
//! A page is asked for far more often than it changes. It is rendered and compressed once for everybody who asks at
//! the same time and kept for at most two seconds (the stock on it moves). The event's version is part of the key,
//! so a change of the catalogue shows at once.

use std::{
    fmt::Debug,
    io::Write,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use axum::{
    body::Bytes,
    http::{HeaderMap, HeaderValue, header},
};
use flate2::{Compression, write::GzEncoder};
use moka::future::Cache;

use crate::assets;

#[cfg(test)]
mod tests;

/// How long a rendered page may be served. Stock on it can be this much behind; what is sold is decided elsewhere.
pub const KEPT_FOR: Duration = Duration::from_secs(2);

const PAGES: u64 = 4096;

/// How a body is compressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Coding {
    /// Brotli (RFC 7932).
    Brotli,
    /// gzip (RFC 1952).
    Gzip,
    /// Not at all.
    Identity,
}

impl Coding {
    /// The best one that the request accepts (RFC 9110 §12.5.3).
    pub fn accepted(request: &HeaderMap) -> Self {
        let accepts =
            request.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
        let takes = |name: &str| {
            accepts.split(',').any(|part| {
                let mut parts = part.split(';').map(str::trim);
                parts.next() == Some(name) && !parts.any(|weight| matches!(weight, "q=0" | "q=0.0"))
            })
        };
        match () {
            () if takes("br") => Self::Brotli,
            () if takes("gzip") => Self::Gzip,
            () => Self::Identity,
        }
    }

    /// Its name in `Content-Encoding`.
    pub fn name(self) -> Option<&'static str> {
        match self {
            Self::Brotli => Some("br"),
            Self::Gzip => Some("gzip"),
            Self::Identity => None,
        }
    }
}

/// A page ready to be sent.
#[derive(Debug)]
pub struct Rendered {
    plain: Coded,
    brotli: OnceLock<Coded>,
    gzip: OnceLock<Coded>,
    digest: String,
    made: Instant,
}

/// A page in one coding.
#[derive(Debug)]
pub struct Coded {
    /// The strong entity tag: each coding has its own (RFC 9110 §8.8.3).
    pub tag: HeaderValue,
    /// The bytes.
    pub body: Bytes,
}

impl Rendered {
    /// Tags `body` by its content.
    pub fn new(body: String) -> Self {
        let digest = assets::digest_of(body.as_bytes());
        let plain = Coded { tag: tag(&digest, Coding::Identity), body: body.into() };
        Self { plain, brotli: OnceLock::new(), gzip: OnceLock::new(), digest, made: Instant::now() }
    }

    /// Whether it may still be served as a page whose stock moves.
    pub fn is_fresh(&self) -> bool {
        self.made.elapsed() < KEPT_FOR
    }

    /// The page in that coding, compressed when somebody asks for it first.
    pub fn coded(&self, coding: Coding) -> &Coded {
        let make =
            |pack: fn(&[u8]) -> Bytes| Coded { tag: tag(&self.digest, coding), body: pack(&self.plain.body) };
        match coding {
            Coding::Brotli => self.brotli.get_or_init(|| make(brotli_of)),
            Coding::Gzip => self.gzip.get_or_init(|| make(gzip_of)),
            Coding::Identity => &self.plain,
        }
    }
}

fn tag(digest: &str, coding: Coding) -> HeaderValue {
    let suffix = coding.name().map(|name| format!("-{name}")).unwrap_or_default();
    HeaderValue::from_str(&format!("\"{digest}{suffix}\""))
        .unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

fn brotli_of(body: &[u8]) -> Bytes {
    let mut out = Vec::with_capacity(body.len() / 4);
    let mut writer = brotli::CompressorWriter::new(&mut out, 4096, 5, 22);
    // Writing to memory does not fail.
    let written = writer.write_all(body);
    drop(writer);
    written.map(|()| out.into()).unwrap_or_default()
}

fn gzip_of(body: &[u8]) -> Bytes {
    let mut writer = GzEncoder::new(Vec::with_capacity(body.len() / 4), Compression::new(6));
    let written = writer.write_all(body).and_then(|()| writer.finish());
    written.map(Bytes::from).unwrap_or_default()
}

/// The pages by address and version.
#[derive(Clone, Debug)]
pub struct PageCache(Cache<String, Arc<Rendered>>);

impl Default for PageCache {
    fn default() -> Self {
        Self(Cache::builder().max_capacity(PAGES).time_to_live(KEPT_FOR).build())
    }
}

impl PageCache {
    /// The page called `key`, rendered by `render` if it is not there; requests that come meanwhile wait for the
    /// same one.
    ///
    /// # Errors
    /// What `render` failed with, shared by all who waited. Failures are not kept.
    pub async fn get<E>(
        &self,
        key: &str,
        render: impl Future<Output = Result<String, E>>,
    ) -> Result<Arc<Rendered>, Arc<E>>
    where
        E: Debug + Send + Sync + 'static,
    {
        self.0
            .try_get_with_by_ref(key, async { render.await.map(|html| Arc::new(Rendered::new(html))) })
            .await
    }
}
