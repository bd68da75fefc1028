//! Addresses that the site needs itself, or that would mislead.

use kernel::Slug;

/// In alphabetical order. Two-letter addresses are languages, and no slug is that short.
const RESERVED: &[&str] = &[
    "about",
    "accessibility",
    "account",
    "admin",
    "administrator",
    "api",
    "app",
    "assets",
    "auth",
    "billing",
    "blog",
    "cart",
    "checkout",
    "contact",
    "cookies",
    "dashboard",
    "demo",
    "docs",
    "door",
    "embed",
    "errors",
    "event",
    "events",
    "favicon",
    "feed",
    "fonts",
    "graphql",
    "healthz",
    "help",
    "home",
    "icons",
    "images",
    "impressum",
    "imprint",
    "index",
    "internal",
    "legal",
    "live",
    "livez",
    "login",
    "logout",
    "mail",
    "manifest",
    "media",
    "metrics",
    "news",
    "null",
    "oauth",
    "ofrep",
    "order",
    "orders",
    "organisations",
    "payments",
    "press",
    "pricing",
    "privacy",
    "public",
    "readyz",
    "register",
    "robots",
    "root",
    "sandbox",
    "scanner",
    "scim",
    "search",
    "security",
    "service-worker",
    "settings",
    "sign-in",
    "sign-out",
    "sign-up",
    "signin",
    "signup",
    "site",
    "sitemap",
    "sso",
    "static",
    "status",
    "support",
    "system",
    "terms",
    "tessera",
    "tickets",
    "undefined",
    "user",
    "users",
    "webhook",
    "webhooks",
    "well-known",
    "widget",
    "www",
];

/// Whether no organisation may have this slug.
pub fn is_reserved(slug: &Slug) -> bool {
    RESERVED.binary_search(&slug.as_str()).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(RESERVED.is_sorted());
    }
}
