//! What texts in bodies may hold, as garde rules: `#[garde(custom(rules::line(200)))]`.

use garde::Error;
use kernel::LocalizedText;

/// One line of at most `max` characters: no control characters, and none that turn the direction of what follows.
pub fn line(max: usize) -> impl FnOnce(&str, &()) -> garde::Result {
    move |text, ()| check_line(text, max)
}

/// Like [`line`], but not blank.
pub fn filled_line(max: usize) -> impl FnOnce(&str, &()) -> garde::Result {
    move |text, ()| {
        if text.trim().is_empty() {
            return Err(Error::new("is missing"));
        }
        check_line(text, max)
    }
}

/// Several lines of at most `max` characters together.
pub fn lines(max: usize) -> impl FnOnce(&str, &()) -> garde::Result {
    move |text, ()| check_lines(text, max)
}

/// One [`line`] in each language.
pub fn localized_line(max: usize) -> impl FnOnce(&LocalizedText, &()) -> garde::Result {
    move |text, ()| each(text, |one| check_line(one, max))
}

/// Several [`lines`] in each language.
pub fn localized_lines(max: usize) -> impl FnOnce(&LocalizedText, &()) -> garde::Result {
    move |text, ()| each(text, |one| check_lines(one, max))
}

/// A web address: `http` or `https`, at most 2000 characters, no spaces.
pub fn web_address(text: &str, (): &()) -> garde::Result {
    check_line(text, 2000)?;
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.starts_with('/') && !rest.contains(char::is_whitespace) => {
            Ok(())
        }
        _ => Err(Error::new("has to start with https:// or http://")),
    }
}

fn each(text: &LocalizedText, check: impl Fn(&str) -> garde::Result) -> garde::Result {
    if text.iter().count() > 20 {
        return Err(Error::new("has more than 20 languages"));
    }
    for (locale, one) in text.iter() {
        check(one).map_err(|error| Error::new(format!("{locale}: {error}")))?;
    }
    Ok(())
}

fn check_line(text: &str, max: usize) -> garde::Result {
    if text.chars().any(|c| c.is_control() || turns_direction(c)) {
        return Err(Error::new("has control characters or line breaks"));
    }
    check_length(text, max)
}

fn check_lines(text: &str, max: usize) -> garde::Result {
    if text.chars().any(|c| (c.is_control() && !matches!(c, '\n' | '\r' | '\t')) || turns_direction(c)) {
        return Err(Error::new("has control characters"));
    }
    check_length(text, max)
}

fn check_length(text: &str, max: usize) -> garde::Result {
    if text.len() > max && text.chars().count() > max {
        return Err(Error::new(format!("is longer than {max} characters")));
    }
    Ok(())
}

/// Embeddings, overrides and isolates (Unicode UAX #9); the marks that Arabic and Hebrew need are fine.
fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}
