//! What there is to see on a running server.

use anyhow::Result;

use crate::http;

/// Organiser and event of the first event page that the sitemap lists.
pub fn first_event(port: u16) -> Result<Option<(String, String)>> {
    Ok(find(&http::get(port, "/sitemap.xml")?.text()))
}

fn find(sitemap: &str) -> Option<(String, String)> {
    sitemap.split("<loc>").skip(1).find_map(|entry| {
        let address = entry.split("</loc>").next()?;
        let path = address.split_once("://")?.1.split_once('/')?.1;
        match path.split('/').collect::<Vec<_>>()[..] {
            // Two letters are a language.
            [organiser, event] if organiser.len() > 2 && !event.is_empty() => {
                Some((organiser.to_owned(), event.to_owned()))
            }
            _ => None,
        }
    })
}

#[cfg(test)]
mod tests;
