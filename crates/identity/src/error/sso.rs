//! Refusals about single sign-on.

use axum::http::StatusCode;
use httpkit::Problem;
use ports::SignOnError;

use super::Error;

/// The problem of a refusal, if it is about single sign-on.
pub(super) fn problem(error: &Error) -> Option<Problem> {
    field(error).or_else(|| refusal(error)).or_else(|| clash(error))
}

/// Refusals of one field.
fn field(error: &Error) -> Option<Problem> {
    let (pointer, code, message) = match error {
        Error::SsoOfOwners => {
            ("/groups", "identity.sso_of_owners", "Owners are made one by one, not by groups.")
        }
        Error::SsoGroupTwice => {
            ("/groups", "identity.sso_group_twice", "A group is mapped twice. Keep one of them.")
        }
        _ => return None,
    };
    Some(Problem::invalid_field(pointer, code, message))
}

/// Refusals of whoever wants to sign in.
fn refusal(error: &Error) -> Option<Problem> {
    let (status, code, title, detail) = match error {
        Error::SsoUnknown => (
            StatusCode::NOT_FOUND,
            "identity.sso_unknown",
            "No single sign-on is known there",
            "Use the mail address of your organisation, or its name as it stands in its addresses.",
        ),
        Error::SsoOver => (
            StatusCode::CONFLICT,
            "identity.sso_over",
            "Sign in once more",
            "It took too long, was answered before, or began in another browser.",
        ),
        Error::SsoRefused(_) => (
            StatusCode::FORBIDDEN,
            "identity.sso_refused",
            "Your identity provider refused",
            "Ask whoever runs it for access to Tessera.",
        ),
        Error::SsoNoAddress => (
            StatusCode::FORBIDDEN,
            "identity.sso_no_address",
            "Your identity provider vouches for no address",
            "It has to send your mail address, and must not say that it is unproven.",
        ),
        Error::SsoForeignDomain => (
            StatusCode::FORBIDDEN,
            "identity.sso_foreign_domain",
            "Nobody knows you here yet",
            "Your address is at a domain that the organisation has not proven. Sign in by your own means and connect \
             your account on its page.",
        ),
        Error::SsoUnprovenAccount => (
            StatusCode::FORBIDDEN,
            "identity.sso_unproven_account",
            "Prove your address first",
            "An account has your address, but nobody has proven that it is theirs. Have a new password mailed.",
        ),
        Error::SsoNotMember => (
            StatusCode::FORBIDDEN,
            "identity.sso_not_member",
            "You don't belong to this organisation",
            "Ask one of its owners to invite you.",
        ),
        Error::SsoNoRole => (
            StatusCode::FORBIDDEN,
            "identity.sso_no_role",
            "None of your groups has a role here",
            "Ask whoever runs your identity provider, or an owner of the organisation.",
        ),
        Error::SsoDeactivated => (
            StatusCode::FORBIDDEN,
            "identity.sso_deactivated",
            "You were signed off",
            "Your identity provider says that you don't belong to the organisation any more.",
        ),
        Error::BreakGlassOwner => (
            StatusCode::FORBIDDEN,
            "identity.break_glass_owner",
            "Only an owner can ask for it",
            "Whoever asks always gets in by their own means, so that nobody is locked out.",
        ),
        _ => return None,
    };
    Some(Problem::new(status, code, title).detail(detail))
}

/// Clashes with what is there.
fn clash(error: &Error) -> Option<Problem> {
    let (code, title, detail) = match error {
        Error::SsoNotConfigured => (
            "identity.sso_not_configured",
            "There is no single sign-on here",
            "Connect the organisation to its identity provider first.".to_owned(),
        ),
        Error::SsoIdentityTaken => (
            "identity.sso_identity_taken",
            "Somebody else is known by this identity",
            "Sign out at your identity provider, and sign in there as yourself.".to_owned(),
        ),
        Error::SsoLinkedAlready => (
            "identity.sso_linked_already",
            "You are known by another identity already",
            "Disconnect that one first.".to_owned(),
        ),
        Error::BreakGlassStays => (
            "identity.break_glass_stays",
            "This owner always gets in by their own means",
            "While single sign-on is required, they stay an owner. Have another owner require it first."
                .to_owned(),
        ),
        Error::TooManyDomains => {
            ("identity.too_many_domains", "There are too many domains", "Remove one first.".to_owned())
        }
        Error::ScimTaken => (
            "identity.scim_taken",
            "The name is taken",
            "Another user or group has this name at the identity provider.".to_owned(),
        ),
        Error::DomainKnown => {
            ("identity.domain_known", "The domain is there already", "Verify the one in the list.".to_owned())
        }
        Error::DomainTaken => (
            "identity.domain_taken",
            "The domain is another organisation's",
            "It has proven the domain before. Ask the operator of this site.".to_owned(),
        ),
        Error::RecordMissing(name) => (
            "identity.record_missing",
            "The record is not there yet",
            format!(
                "There is no TXT record at {name} with this value. It can take an hour until everybody sees it."
            ),
        ),
        Error::NameServers(_) => (
            "identity.name_servers_silent",
            "The name servers don't answer",
            "Try again in some minutes.".to_owned(),
        ),
        Error::SignOn(SignOnError::Unreachable(why)) => {
            ("identity.sso_unreachable", "The identity provider can't be reached", sentence(why))
        }
        Error::SignOn(SignOnError::Refused(why)) => {
            ("identity.sso_provider_refused", "The identity provider refuses", sentence(why))
        }
        Error::SignOn(SignOnError::NotBelieved(why)) => {
            ("identity.sso_not_believed", "The identity provider's answer is not believed", sentence(why))
        }
        _ => return None,
    };
    Some(Problem::conflict(code, title).detail(detail))
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    format!("{first}{}.", letters.as_str().trim_end_matches('.'))
}
