//! What machines read: `robots.txt`, `sitemap.xml`, names in calendar files.

use catalog::event::Status;
use documents::ics;
use kernel::{EventId, Instant};

/// Everything may be read but the secret addresses.
pub fn robots(origin: &str) -> String {
    let mut out = "User-agent: *\n".to_owned();
    for path in ["/admin/", "/api/", "/sandbox/", "/webhooks/", "/*/checkout/", "/*/order/"] {
        out.push_str(&format!("Disallow: {path}\n"));
    }
    out.push_str(&format!("\nSitemap: {origin}/sitemap.xml\n"));
    out
}

/// The public pages (sitemaps.org 0.9): path, and when it was last changed. Each names its other languages itself.
pub fn sitemap(origin: &str, pages: &[(String, Option<Instant>)]) -> String {
    let mut out = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n"
    )
    .to_owned();
    for (path, changed) in pages {
        out.push_str(&format!("<url><loc>{origin}{path}</loc>"));
        if let Some(changed) = changed {
            out.push_str(&format!("<lastmod>{changed}</lastmod>"));
        }
        out.push_str("</url>\n");
    }
    out.push_str("</urlset>\n");
    out
}

/// What calendars know an event by; the same in files, feeds and mails.
pub fn calendar_uid(event: EventId, origin: &str) -> String {
    let rest = origin.split_once("://").map_or(origin, |(_, rest)| rest);
    format!("{event}@{}", rest.split(['/', ':']).next().unwrap_or(rest))
}

/// What a calendar says of an event that takes place, or not.
pub fn calendar_status(status: Status) -> ics::Status {
    if status == Status::Cancelled { ics::Status::Cancelled } else { ics::Status::Confirmed }
}

/// Venue and address on one line, if there is any.
pub fn location(venue: &str, address: &str) -> Option<String> {
    let lines = std::iter::once(venue).chain(address.lines()).map(str::trim);
    let text = lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join(", ");
    (!text.is_empty()).then_some(text)
}
