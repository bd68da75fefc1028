//! Which class each route belongs to.

use axum::http::Method;
use httpkit::limits::Class;

/// Routes that stand out: method (any if empty), how the route begins, how it ends, and its class. The first that fits
/// counts.
const TABLE: [(&str, &str, &str, Option<Class>); 20] = [
    ("POST", "/api/v1/auth/", "/sign-out", Some(Class::Write)),
    ("POST", "/api/v1/auth/", "", Some(Class::SignIn)),
    ("POST", "/api/v1/organisations/", "/check-in-lists/{list}/redeem", Some(Class::Scan)),
    ("POST", "/api/v1/organisations/", "/check-in-lists/{list}/undo", Some(Class::Scan)),
    ("PUT", "/api/v1/organisations/", "/cover", Some(Class::Upload)),
    ("GET", "/api/v1/organisations/", "/orders.csv", Some(Class::Export)),
    ("GET", "/api/v1/organisations/", "/audit.csv", Some(Class::Export)),
    ("GET", "/api/v1/organisations/", "/audit.jsonl", Some(Class::Export)),
    ("GET", "/api/v1/organisations/", "/attachments/{attachment}", Some(Class::Export)),
    // Notices of payment providers come in crowds from few addresses; each is checked by its signature.
    ("POST", "/webhooks/", "", Some(Class::Checkout)),
    // Guests who prove who they are: by a link, a passkey or their way to a provider. A whole hall may do so at once, and
    // addresses are asked for as slowly as passwords are guessed, whatever this says.
    ("POST", "/{org}/my", "", Some(Class::Lookup)),
    ("GET", "/{org}/my/provider", "", Some(Class::Lookup)),
    ("GET", "/sso/{org}/guests", "", Some(Class::Lookup)),
    // Browsers on their way to an identity provider and back; each time may cost a request to it.
    ("", "/sso/", "", Some(Class::SignIn)),
    // An identity provider that tells who an organisation's people are.
    ("GET", "/scim/", "", Some(Class::Read)),
    ("", "/scim/", "", Some(Class::Write)),
    // Files that are kept in memory, and which browsers and CDNs keep, too: counting would cost more than they do.
    ("GET", "/assets/", "", None),
    ("GET", "/media/", "", None),
    ("GET", "/admin/", "", None),
    ("GET", "/favicon.ico", "", None),
];

/// The class of a request to `route` (the pattern, empty if none matched), or `None` for what is not counted.
pub(super) fn of(method: &Method, route: &str, query: &str) -> Option<Class> {
    let fits = |(verb, start, end, _): &&(&str, &str, &str, Option<Class>)| {
        (verb.is_empty() || *verb == method.as_str()) && route.starts_with(start) && route.ends_with(end)
    };
    if let Some((_, _, _, class)) = TABLE.iter().find(fits) {
        return *class;
    }
    let reads = matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS);
    let guests = route.starts_with("/api/v1/public/") || !route.starts_with("/api/");
    Some(match (guests, reads) {
        (true, true) if tries_code(query) => Class::Lookup,
        (true, true) => Class::Page,
        (true, false) => Class::Checkout,
        (false, true) => Class::Read,
        (false, false) => Class::Write,
    })
}

/// Whether the query carries an access code, right or wrong.
fn tries_code(query: &str) -> bool {
    query.split('&').any(|pair| pair.starts_with("code=") && pair.len() > "code=".len())
}

#[cfg(test)]
mod tests {
    use utoipa::openapi::path::PathItem;

    use super::*;

    fn class(verb: &str, route: &str) -> &'static str {
        let method = Method::from_bytes(verb.as_bytes()).expect("a method");
        of(&method, route, "").map_or("-", Class::name)
    }

    fn verbs(item: &PathItem) -> Vec<&'static str> {
        let all = [
            ("GET", &item.get),
            ("PUT", &item.put),
            ("POST", &item.post),
            ("PATCH", &item.patch),
            ("DELETE", &item.delete),
        ];
        all.into_iter().filter(|(_, operation)| operation.is_some()).map(|(verb, _)| verb).collect()
    }

    #[test]
    fn every_operation_of_the_api_has_the_class_its_address_promises() {
        for (route, item) in &crate::openapi::document().paths.paths {
            for verb in verbs(item) {
                let class = class(verb, route);
                let guests = route.starts_with("/api/v1/public/") || route.starts_with("/webhooks/");
                let expected: &[&str] = match (guests, verb) {
                    _ if route.starts_with("/api/v1/auth/") && verb == "POST" => &["sign_in", "write"],
                    (true, "GET") => &["page"],
                    (true, _) => &["checkout"],
                    (false, "GET") => &["read", "export"],
                    (false, _) => &["write", "scan", "upload"],
                };
                assert!(expected.contains(&class), "{verb} {route} is {class}");
            }
        }
    }

    #[test]
    fn each_row_of_the_table_is_needed() {
        let document = crate::openapi::document();
        for (verb, start, end, _) in TABLE.iter().filter(|(_, start, ..)| start.starts_with("/api/")) {
            let fits = |(route, item): (&String, &PathItem)| {
                route.starts_with(start) && route.ends_with(end) && verbs(item).contains(verb)
            };
            assert!(document.paths.paths.iter().any(fits), "no operation fits {verb} {start}…{end}");
        }
    }

    #[test]
    fn what_can_be_guessed_is_strict_and_what_crowds_do_is_not() {
        assert_eq!(class("POST", "/api/v1/auth/sign-in"), "sign_in");
        assert_eq!(class("POST", "/api/v1/auth/some-later-code"), "sign_in");
        assert_eq!(class("POST", "/api/v1/auth/sign-out"), "write");
        assert_eq!(of(&Method::GET, "/{org}/{event}", "code=FRIENDS"), Some(Class::Lookup));
        assert_eq!(of(&Method::GET, "/{org}/{event}", "code=&lang=de"), Some(Class::Page));
        assert_eq!(class("POST", "/{org}/{event}/checkout/{secret}/review"), "checkout");
        assert_eq!(class("GET", "/sso/{org}/callback"), "sign_in");
        assert_eq!(class("GET", "/sso/{org}/guests"), "lookup");
        assert_eq!(class("POST", "/{org}/my/passkey/in"), "lookup");
        assert_eq!(class("GET", "/{org}/my/provider"), "lookup");
        assert_eq!(class("GET", "/{org}/my"), "page");
        assert_eq!(class("PATCH", "/scim/v2/{org}/Users/{id}"), "write");
        assert_eq!(class("GET", ""), "page");
        assert_eq!(class("GET", "/assets/{name}"), "-");
    }
}
