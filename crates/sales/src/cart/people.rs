//! Who buys and who comes, as a guest tells it.

use httpkit::FieldError;
use kernel::Email;

use super::store::Told;
use crate::order::names::is_name;

/// What a guest tells in the checkout; absent parts stay as they are.
#[derive(Debug, Clone, Default)]
pub struct People {
    /// The buyer's full name.
    pub name: Option<String>,
    /// The buyer's address.
    pub email: Option<String>,
    /// Who comes, by ticket.
    pub attendee_names: Option<Vec<String>>,
}

impl People {
    /// The same checked, with what is wrong by field.
    pub(super) fn parse(self) -> (Told, Vec<FieldError>) {
        let mut errors = Vec::new();
        let told = Told {
            name: self.name.map(|name| parse_name(&name, "/name", &mut errors)),
            email: self.email.map(|email| parse_email(&email, &mut errors)),
            attendees: parse_attendees(self.attendee_names.unwrap_or_default(), &mut errors),
        };
        (told, errors)
    }
}

fn parse_attendees(names: Vec<String>, errors: &mut Vec<FieldError>) -> Vec<String> {
    let parse = |(index, name): (usize, String)| {
        let name = name.trim();
        if !is_name(name) {
            let pointer = format!("/attendee_names/{index}");
            errors.push(FieldError::new(pointer, "sales.name", "Use a name of at most 200 characters."));
        }
        name.to_owned()
    };
    names.into_iter().enumerate().map(parse).collect()
}

fn parse_name(name: &str, pointer: &str, errors: &mut Vec<FieldError>) -> String {
    let name = name.trim();
    if name.is_empty() {
        errors.push(FieldError::new(pointer, "sales.name_missing", "Enter your full name."));
    } else if !is_name(name) {
        errors.push(FieldError::new(pointer, "sales.name", "Use a name of at most 200 characters."));
    }
    name.to_owned()
}

fn parse_email(email: &str, errors: &mut Vec<FieldError>) -> String {
    match email.parse::<Email>() {
        Ok(email) => return email.to_string(),
        Err(_) if email.trim().is_empty() => {
            errors.push(FieldError::new("/email", "sales.email_missing", "Enter your e-mail address."));
        }
        Err(_) => errors.push(FieldError::new(
            "/email",
            "sales.email",
            "Enter an e-mail address in the form name@example.org.",
        )),
    }
    String::new()
}
