//! What is wrong with a form, told twice: in the summary on top and beside the field (GOV.UK pattern).

use kernel::Currency;
use serde::Serialize;

/// One complaint, tied to a field of the page by its id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FieldError {
    /// The id of the first field to look at.
    pub field: String,
    /// What to do, in the reader's language.
    pub message: String,
}

/// All complaints about one form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct FormErrors(Vec<FieldError>);

impl FormErrors {
    /// Adds a complaint about `field`.
    pub fn add(&mut self, field: impl Into<String>, message: impl Into<String>) {
        self.0.push(FieldError { field: field.into(), message: message.into() });
    }

    /// Whether the form is fine.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What is wrong with `field`.
    pub fn of(&self, field: &str) -> Option<String> {
        self.0.iter().find(|error| error.field == field).map(|error| error.message.clone())
    }
}

/// An amount in minor units as people type it: digits in Western, Arabic or Persian form, with a point or a comma before
/// the decimals; `None` if it can't be read or has more decimals than the currency.
pub fn amount(typed: &str, currency: Currency) -> Option<i64> {
    let western: String = typed.trim().chars().map(western).collect();
    let (whole, rest) = western.split_once(['.', ',', '٫']).unwrap_or((&western, ""));
    let decimals = usize::from(currency.decimals());
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || rest.len() > decimals || !digits(whole) || !digits(rest) {
        return None;
    }
    format!("{whole}{rest:0<decimals$}").parse().ok()
}

/// The same digit in Western form.
pub(crate) fn western(letter: char) -> char {
    let digit = |zero: char| char::from_digit(u32::from(letter) - u32::from(zero), 10).unwrap_or(letter);
    match letter {
        '٠'..='٩' => digit('٠'),
        '۰'..='۹' => digit('۰'),
        other => other,
    }
}
