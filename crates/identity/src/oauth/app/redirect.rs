//! Where an app may have its answers sent.

use url::{Host, Url};

/// Longest address, in bytes.
const LONGEST: usize = 500;

/// Whether an address may be registered: https, http on the device itself (RFC 8252 §7.3), or a scheme of the app's own,
/// named like a domain backwards (RFC 8252 §7.1). No fragment, no credentials, nothing that reads in two ways.
pub fn acceptable(uri: &str) -> bool {
    let plain = uri.len() <= LONGEST && uri.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let Ok(url) = Url::parse(uri) else { return false };
    let clean = url.fragment().is_none() && url.username().is_empty() && url.password().is_none();
    let place = match url.scheme() {
        "https" => url.host().is_some() && uri.starts_with("https://"),
        "http" => loopback(&url) && uri.starts_with("http://"),
        scheme => scheme.contains('.') && uri.starts_with(&format!("{scheme}:/")),
    };
    plain && clean && place
}

/// Whether `asked` is the registered address, character for character. On the device itself any port will do, since
/// programs can't choose theirs (RFC 8252 §7.3).
pub fn matches(registered: &str, asked: &str) -> bool {
    if registered == asked {
        return true;
    }
    let (Ok(one), Ok(mut other)) = (Url::parse(registered), Url::parse(asked)) else { return false };
    let local =
        |url: &Url| url.scheme() == "http" && matches!(url.host(), Some(Host::Ipv4(_) | Host::Ipv6(_)));
    acceptable(asked)
        && local(&one)
        && local(&other)
        && loopback(&one)
        && other.set_port(one.port()).is_ok()
        && one == other
}

fn loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_plain_addresses_are_taken() {
        for good in [
            "https://app.example/callback",
            "https://app.example/callback?from=tessera",
            "http://127.0.0.1:7777/cb",
            "http://[::1]/cb",
            "http://localhost/cb",
            "com.example.app:/oauth",
        ] {
            assert!(acceptable(good), "{good}");
        }
        for bad in [
            "",
            "/callback",
            "//evil.example/cb",
            "http://app.example/cb",
            "https://app.example/cb#x",
            "https://user@app.example/cb",
            "https://user:word@app.example/cb",
            "javascript:alert(1)",
            "data:text/html,x",
            "myapp:/cb",
            "https:app.example/cb",
            "https:\\\\app.example/cb",
            "https://app.example/\\evil",
            "https://app.example/a b",
            "https://",
            "ftp://app.example/cb",
            "https://app.example/\u{e9}",
        ] {
            assert!(!acceptable(bad), "{bad}");
        }
    }

    #[test]
    fn an_address_is_matched_to_the_letter() {
        let registered = "https://app.example/callback";
        assert!(matches(registered, registered));
        for other in [
            "https://app.example/callback/",
            "https://app.example/callback?x=1",
            "https://app.example/Callback",
            "https://app.example:443/callback",
            "https://APP.example/callback",
            "https://app.example/x/../callback",
            "https://app.example/%63allback",
            "https://app.example.evil.example/callback",
            "https://app.example@evil.example/callback",
            "//app.example/callback",
            "http://app.example/callback",
        ] {
            assert!(!matches(registered, other), "{other}");
        }
        assert!(matches("http://127.0.0.1/cb", "http://127.0.0.1:51004/cb"));
        assert!(matches("http://127.0.0.1:1/cb", "http://127.0.0.1:51004/cb"));
        for other in [
            "http://127.0.0.1:51004/other",
            "http://127.0.0.2/cb",
            "http://localhost/cb",
            "http://127.0.0.1@evil.example/cb",
        ] {
            assert!(!matches("http://127.0.0.1/cb", other), "{other}");
        }
    }
}
