//! The text in a ticket's QR code: docs/ticket-format.md.

use std::{fmt, str::FromStr};

use data_encoding::BASE32_NOPAD;
use kernel::{EventId, TicketId};
use uuid::Uuid;

/// A ticket's signed token. Says nothing about the person, verifies without a network.
#[derive(Clone, Copy, PartialEq, Eq)]
pub struct TicketToken {
    /// The ticket.
    pub ticket: TicketId,
    /// 80 random bits: what a forger would have to guess even with the signing key of another ticket at hand.
    pub secret: [u8; Self::SECRET_LEN],
    /// Ed25519 over [`TicketToken::message`].
    pub signature: [u8; Self::SIGNATURE_LEN],
}

/// The text is not a ticket's token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a ticket token")]
pub struct InvalidToken;

impl TicketToken {
    /// What every token of this version starts with.
    pub const PREFIX: &'static str = "T1";
    /// Bytes of the secret.
    pub const SECRET_LEN: usize = 10;
    /// Bytes of the signature.
    pub const SIGNATURE_LEN: usize = 64;
    /// Characters of a whole token: the prefix and 90 bytes in base 32.
    pub const LEN: usize = 146;

    /// What is signed. The event is not in the token: whoever verifies knows at which door they stand.
    pub fn message(event: EventId, ticket: TicketId, secret: &[u8; Self::SECRET_LEN]) -> Vec<u8> {
        const DOMAIN: &[u8] = b"tessera ticket 1\0";
        [DOMAIN, event.uuid().as_bytes(), ticket.uuid().as_bytes(), secret].concat()
    }

    /// Reads a token exactly as it was written: upper case, nothing before or after.
    pub fn parse(text: &str) -> Result<Self, InvalidToken> {
        let digits =
            text.strip_prefix(Self::PREFIX).filter(|_| text.len() == Self::LEN).ok_or(InvalidToken)?;
        let bytes = BASE32_NOPAD.decode(digits.as_bytes()).map_err(|_| InvalidToken)?;
        let (ticket, rest) = bytes.split_first_chunk::<16>().ok_or(InvalidToken)?;
        let (secret, signature) = rest.split_first_chunk().ok_or(InvalidToken)?;
        let signature = signature.try_into().map_err(|_| InvalidToken)?;
        Ok(Self { ticket: Uuid::from_bytes(*ticket).into(), secret: *secret, signature })
    }
}

impl FromStr for TicketToken {
    type Err = InvalidToken;

    fn from_str(text: &str) -> Result<Self, InvalidToken> {
        Self::parse(text)
    }
}

impl fmt::Display for TicketToken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let bytes = [self.ticket.uuid().as_bytes().as_slice(), &self.secret, &self.signature].concat();
        write!(f, "{}{}", Self::PREFIX, BASE32_NOPAD.encode(&bytes))
    }
}

impl fmt::Debug for TicketToken {
    /// Only the ticket: whoever holds the rest gets in.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "TicketToken({}, …)", self.ticket)
    }
}
