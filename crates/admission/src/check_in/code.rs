//! What was scanned or typed at the door.

use crate::ticket::{TicketToken, short_code};

/// A code as the door understands it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// The text without what scanners and people add: upper case, no spaces, no hyphens.
    pub text: String,
    /// What it is.
    pub kind: CodeKind,
}

/// What a code can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CodeKind {
    /// The token of a QR code.
    Token(Box<TicketToken>),
    /// What people type: every order code and short code it may stand for, likeliest first.
    Short(Vec<Short>),
}

/// One reading of a typed code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Short {
    /// The order's code.
    pub order: String,
    /// The ticket's code.
    pub ticket: String,
}

/// Letters and digits of an order code (kernel's `Chance::code` draws them from these).
const ORDER_CODE: &str = "ABCDEFGHJKLMNPQRSTUVWXYZ379";

impl Code {
    /// Reads a code in any case, with any spaces and hyphens.
    pub fn read(raw: &str) -> Self {
        let ignored = |c: char| {
            c.is_whitespace()
                || c.is_control()
                || matches!(c, '-' | '\u{200B}'..='\u{200F}' | '\u{2010}'..='\u{2015}')
        };
        let text: String = raw.chars().filter(|c| !ignored(*c)).map(|c| c.to_ascii_uppercase()).collect();
        let kind = match TicketToken::parse(&text) {
            Ok(token) => CodeKind::Token(Box::new(token)),
            Err(_) => CodeKind::Short(readings(&text)),
        };
        Self { text, kind }
    }

    /// The token, if it is one.
    pub fn token(&self) -> Option<&TicketToken> {
        match &self.kind {
            CodeKind::Token(token) => Some(token),
            CodeKind::Short(_) => None,
        }
    }

    /// The readings of a typed code.
    pub fn shorts(&self) -> &[Short] {
        match &self.kind {
            CodeKind::Token(_) => &[],
            CodeKind::Short(shorts) => shorts,
        }
    }
}

/// The ways to split `K7M3PQ12` into an order's code and a number: 3, 7 and 9 may belong to either.
fn readings(text: &str) -> Vec<Short> {
    if !text.is_ascii() || text.len() > 13 {
        return Vec::new();
    }
    (1..=3_usize)
        .filter_map(|digits| text.split_at_checked(text.len().checked_sub(digits)?))
        .filter(|(order, _)| (5..=10).contains(&order.len()) && order.chars().all(|c| ORDER_CODE.contains(c)))
        .filter(|(_, number)| number.bytes().all(|b| b.is_ascii_digit()) && !number.starts_with('0'))
        .filter_map(|(order, number)| {
            Some(Short { order: order.to_owned(), ticket: short_code(order, number.parse().ok()?) })
        })
        .collect()
}
