//! Mistyped mail domains: “gmial.com” is asked about, never corrected silently.

use strsim::osa_distance;

/// Domains that many people have; a near miss of one of them is most likely meant to be it.
const COMMON: [&str; 24] = [
    "gmail.com",
    "googlemail.com",
    "hotmail.com",
    "hotmail.de",
    "hotmail.fr",
    "hotmail.co.uk",
    "outlook.com",
    "outlook.de",
    "live.com",
    "yahoo.com",
    "yahoo.de",
    "yahoo.fr",
    "yahoo.co.uk",
    "icloud.com",
    "me.com",
    "aol.com",
    "gmx.de",
    "gmx.net",
    "gmx.at",
    "web.de",
    "t-online.de",
    "proton.me",
    "protonmail.com",
    "posteo.de",
];

/// Real domains that are only one or two slips away from a common one.
const ALSO_REAL: [&str; 8] =
    ["mail.com", "email.com", "gmx.ch", "gmx.com", "ymail.com", "live.de", "live.fr", "yahoo.es"];

/// The address that was probably meant instead of `email`.
pub fn suggestion(email: &str) -> Option<String> {
    let (local, domain) = email.rsplit_once('@')?;
    let domain = domain.to_ascii_lowercase();
    if COMMON.contains(&domain.as_str()) || ALSO_REAL.contains(&domain.as_str()) {
        return None;
    }
    let meant = COMMON
        .into_iter()
        .map(|known| (osa_distance(&domain, known), known))
        // Two slips in a short domain would make it another one (“gmx.de”, “web.de”).
        .filter(|(slips, known)| *slips <= if known.len() >= 8 { 2 } else { 1 })
        .min_by_key(|(slips, _)| *slips)?
        .1;
    Some(format!("{local}@{meant}"))
}

#[cfg(test)]
mod tests;
