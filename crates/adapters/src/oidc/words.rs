//! Failures in words for whoever set up the connection: what is wrong, without secrets and without what an address
//! answered.

use openidconnect::{
    ClaimsVerificationError, DiscoveryError, RequestTokenError, SignatureVerificationError,
    StandardErrorResponse, core::CoreErrorResponseType,
};
use ports::SignOnError;

use crate::outbound::OutboundError;

/// The answer proves nothing.
pub(super) fn not_believed(why: impl ToString) -> SignOnError {
    SignOnError::NotBelieved(why.to_string())
}

/// The discovery document or the keys can't be had.
pub(super) fn not_discovered(error: DiscoveryError<OutboundError>) -> SignOnError {
    SignOnError::Unreachable(match error {
        DiscoveryError::Request(error) => error.to_string(),
        DiscoveryError::Response(status, ..) => format!("its discovery document is answered with {status}"),
        DiscoveryError::Parse(error) => format!("its discovery document lacks or misspells {}", error.path()),
        DiscoveryError::Validation(text) => text,
        _ => "its address can't be read".to_owned(),
    })
}

/// The code was not redeemed.
pub(super) fn request_failed(
    error: RequestTokenError<OutboundError, StandardErrorResponse<CoreErrorResponseType>>,
) -> SignOnError {
    match error {
        RequestTokenError::ServerResponse(answer) => SignOnError::Refused(short(answer.error().as_ref())),
        RequestTokenError::Request(error) => SignOnError::Unreachable(error.to_string()),
        _ => not_believed("the token endpoint answers with something else"),
    }
}

/// What is wrong with an ID token.
pub(super) fn of(error: &ClaimsVerificationError) -> &'static str {
    match error {
        ClaimsVerificationError::Expired(_) => "the ID token is too old, or from the future",
        ClaimsVerificationError::InvalidAudience(_) => "the ID token is for another program",
        ClaimsVerificationError::InvalidIssuer(_) => "the ID token is from another provider",
        ClaimsVerificationError::InvalidNonce(_) => "the ID token belongs to another sign-in",
        ClaimsVerificationError::SignatureVerification(SignatureVerificationError::NoMatchingKey) => {
            "the ID token is signed with an unknown key"
        }
        ClaimsVerificationError::SignatureVerification(_) => "the ID token's signature is wrong",
        _ => "the ID token can't be taken",
    }
}

/// At most a line of what somebody else wrote.
pub(super) fn short(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).take(200).collect()
}
