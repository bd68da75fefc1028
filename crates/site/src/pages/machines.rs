//! `robots.txt` and `sitemap.xml`.

use kernel::Instant;

/// One address of the sitemap in its languages.
#[derive(Clone, Debug)]
pub struct Entry {
    /// Language tag and path; the first is the main one.
    pub languages: Vec<(String, String)>,
    /// When it was changed.
    pub changed: Option<Instant>,
}

/// Everything may be read but the secret addresses.
pub fn robots(origin: &str) -> String {
    let mut out = "User-agent: *\n".to_owned();
    for path in ["/admin/", "/api/", "/sandbox/", "/webhooks/", "/*/checkout/", "/*/order/"] {
        out.push_str(&format!("Disallow: {path}\n"));
    }
    out.push_str(&format!("\nSitemap: {origin}/sitemap.xml\n"));
    out
}

/// The public pages with their translations (sitemaps.org 0.9, `xhtml:link` for languages).
pub fn sitemap(origin: &str, entries: &[Entry]) -> String {
    let mut out = concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\" ",
        "xmlns:xhtml=\"http://www.w3.org/1999/xhtml\">\n"
    )
    .to_owned();
    for entry in entries {
        for (_, path) in &entry.languages {
            out.push_str(&format!("<url><loc>{origin}{path}</loc>"));
            if let Some(changed) = entry.changed {
                out.push_str(&format!("<lastmod>{changed}</lastmod>"));
            }
            for (lang, path) in entry.languages.iter().filter(|_| entry.languages.len() > 1) {
                out.push_str(&format!(
                    "<xhtml:link rel=\"alternate\" hreflang=\"{lang}\" href=\"{origin}{path}\"/>"
                ));
            }
            out.push_str("</url>\n");
        }
    }
    out.push_str("</urlset>\n");
    out
}
