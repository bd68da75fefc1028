//! The style sheet and the optional script, named by their content so that they may be kept for ever.

use std::sync::LazyLock;

use data_encoding::HEXLOWER;
use ring::digest;

use crate::cache::Rendered;

/// A file served under `/assets/`.
#[derive(Debug)]
pub struct Asset {
    /// Its address, with a digest of its content.
    pub href: String,
    /// Its content type.
    pub content_type: &'static str,
    /// Its content.
    pub content: Rendered,
}

/// The style sheet: the tokens shared with the admin, then our own rules.
pub fn style() -> &'static Asset {
    static STYLE: LazyLock<Asset> = LazyLock::new(|| {
        let tokens = include_str!("../../../web/packages/ui/tokens.css");
        let body = format!("{tokens}\n{}", include_str!("../assets/site.css"));
        asset("site", "css", "text/css; charset=utf-8", body)
    });
    &STYLE
}

/// The script that makes pages nicer; they work without it.
pub fn script() -> &'static Asset {
    static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
        asset("site", "js", "text/javascript; charset=utf-8", include_str!("../assets/site.js").to_owned())
    });
    &SCRIPT
}

/// The script of the few pages that ask for a passkey.
pub fn passkey_script() -> &'static Asset {
    static SCRIPT: LazyLock<Asset> = LazyLock::new(|| {
        let body = include_str!("../assets/passkey.js").to_owned();
        asset("passkey", "js", "text/javascript; charset=utf-8", body)
    });
    &SCRIPT
}

/// The icon of the site.
pub fn icon() -> &'static Asset {
    static ICON: LazyLock<Asset> = LazyLock::new(|| {
        asset("icon", "svg", "image/svg+xml; charset=utf-8", include_str!("../assets/icon.svg").to_owned())
    });
    &ICON
}

/// The asset with this address.
pub fn find(href: &str) -> Option<&'static Asset> {
    [style(), script(), passkey_script(), icon()].into_iter().find(|asset| asset.href == href)
}

/// A short digest of some content, fit for a file name or a strong ETag.
pub fn digest_of(content: &[u8]) -> String {
    let digest = digest::digest(&digest::SHA256, content);
    HEXLOWER.encode(&digest.as_ref()[..12])
}

fn asset(name: &str, extension: &str, content_type: &'static str, body: String) -> Asset {
    let href = format!("/assets/{name}.{}.{extension}", digest_of(body.as_bytes()));
    Asset { href, content_type, content: Rendered::new(body) }
}
