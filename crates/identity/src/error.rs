//! Why identity refuses.

mod sso;

use axum::http::StatusCode;
use httpkit::{FieldError, Problem};
use ports::{DnsError, KeysError, SignOnError};

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody may sign up here.
    #[error("signing up is closed")]
    SignUpClosed,
    /// Somebody has this address already.
    #[error("this e-mail address has an account already")]
    EmailTaken,
    /// The operator disabled the account.
    #[error("the account is disabled")]
    AccountDisabled,
    /// The address or the password is wrong; which one is not told.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// The password is one of those that are tried first.
    #[error("this password is easy to guess")]
    PasswordCommon,
    /// The present password is not the one that was sent.
    #[error("this is not the present password")]
    WrongPassword,
    /// Too many wrong guesses; seconds until the next may be made.
    #[error("too many tries")]
    TooManyTries(u64),
    /// Too many passwords are being checked.
    #[error("too many people are signing in right now")]
    Busy,
    /// The link was used, is too old, or was never sent.
    #[error("the link was used or is too old")]
    LinkOver,
    /// The sign-in that waits for its second half is over.
    #[error("the sign-in has to start again")]
    TicketOver,
    /// The code is wrong or was used.
    #[error("the code is wrong or was used")]
    WrongCode,
    /// The passkey's answer does not prove anything here.
    #[error("the passkey was refused")]
    PasskeyRefused,
    /// The site's address is none that passkeys can be bound to.
    #[error("passkeys need a site with a domain name")]
    PasskeysUnavailable,
    /// The passkey is registered already.
    #[error("the passkey is registered already")]
    PasskeyKnown,
    /// A guest has too many passkeys.
    #[error("there are too many passkeys")]
    TooManyPasskeys,
    /// An authenticator app is set up already.
    #[error("an authenticator app is set up already")]
    TotpKnown,
    /// There is no second factor that this would belong to.
    #[error("there is no second factor yet")]
    NoSecondFactor,
    /// Without it nobody could sign in any more.
    #[error("it is the only way to sign in")]
    LastWayIn,
    /// There is no such thing in the organisation.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// The caller would give or take what they may not do themselves.
    #[error("nobody gives or takes more than they may do themselves")]
    MoreThanYours,
    /// The invitation is too old.
    #[error("the invitation has expired")]
    InvitationExpired,
    /// Somebody else is meant.
    #[error("the invitation is for another address")]
    OtherAddress,
    /// Whoever is invited, or accepts, belongs to the organisation.
    #[error("they belong to the organisation already")]
    AlreadyMember,
    /// There is an open invitation for this address.
    #[error("this address is invited already")]
    AlreadyInvited,
    /// Nobody would own the organisation.
    #[error("the last owner stays")]
    LastOwner,
    /// An owner of some events only.
    #[error("an owner owns the whole organisation")]
    OwnerEverywhere,
    /// Owners are made one by one.
    #[error("a team can't make owners")]
    TeamOfOwners,
    /// The role that is to be given does not exist.
    #[error("there is no such role")]
    UnknownRole,
    /// A role that is to need a second factor does not exist; which one.
    #[error("role {0} of the rule does not exist")]
    UnknownAskedRole(usize),
    /// One of the events that a role is to hold at does not exist.
    #[error("one of these events does not exist")]
    UnknownEvent,
    /// Somebody who is to be in a team does not belong to the organisation.
    #[error("a team has members of the organisation only")]
    NotMembers,
    /// Somebody has the role that is to be deleted.
    #[error("somebody has this role")]
    RoleInUse,
    /// Another role or team is called so.
    #[error("this name is taken")]
    NameTaken,
    /// Another organisation has this address, or it is one of our own.
    #[error("this address is taken")]
    SlugTaken,
    /// Too many keys live at a time.
    #[error("there are too many keys")]
    TooManyKeys,
    /// Too many apps are registered.
    #[error("there are too many apps")]
    TooManyApps,
    /// One of an app's addresses can't be taken; which one.
    #[error("address {0} of the app can't be taken")]
    BadRedirect(usize),
    /// What is made now would be over already.
    #[error("this time is over already")]
    AlreadyOver,
    /// The organisation has no identity provider.
    #[error("there is no single sign-on here")]
    SsoNotConfigured,
    /// No identity provider is known by this address or name.
    #[error("no single sign-on is known there")]
    SsoUnknown,
    /// The sign-in was answered, took too long, or was begun in another browser.
    #[error("the sign-in is over, or began in another browser")]
    SsoOver,
    /// The identity provider said no, in these words.
    #[error("the identity provider refused: {0}")]
    SsoRefused(String),
    /// The identity provider vouches for no address.
    #[error("the identity provider vouches for no address")]
    SsoNoAddress,
    /// The address's domain is not proven to be the organisation's.
    #[error("the address's domain is not proven to be the organisation's")]
    SsoForeignDomain,
    /// An account has this address, but nobody has proven that it is theirs.
    #[error("an account has this address, but nobody has proven it")]
    SsoUnprovenAccount,
    /// Nobody joins by signing in, and they don't belong to the organisation.
    #[error("they don't belong to the organisation")]
    SsoNotMember,
    /// None of their groups is anything here.
    #[error("none of their groups has a role here")]
    SsoNoRole,
    /// The identity provider says that they don't belong to the organisation any more.
    #[error("they were signed off")]
    SsoDeactivated,
    /// Another user or group has this name at the identity provider.
    #[error("another resource has this name")]
    ScimTaken,
    /// Somebody else is known by this identity.
    #[error("somebody else is known by this identity")]
    SsoIdentityTaken,
    /// They are known by another identity already.
    #[error("they are known by another identity already")]
    SsoLinkedAlready,
    /// A group can't make owners.
    #[error("a group can't make owners")]
    SsoOfOwners,
    /// A group is mapped twice.
    #[error("a group is mapped twice")]
    SsoGroupTwice,
    /// Who always gets in by their own means has to be an owner.
    #[error("only an owner can ask for it")]
    BreakGlassOwner,
    /// The owner who always gets in by their own means stays one.
    #[error("the owner who always gets in stays")]
    BreakGlassStays,
    /// The organisation names too many domains.
    #[error("there are too many domains")]
    TooManyDomains,
    /// The organisation names this domain already.
    #[error("this domain is there already")]
    DomainKnown,
    /// Another organisation has proven that the domain is its own.
    #[error("the domain is another organisation's")]
    DomainTaken,
    /// There is no TXT record of this name with the right value.
    #[error("there is no such record at {0}")]
    RecordMissing(String),
    /// The name servers don't answer.
    #[error(transparent)]
    NameServers(DnsError),
    /// The identity provider can't be used, or is not believed.
    #[error(transparent)]
    SignOn(#[from] SignOnError),
    /// Passwords can't be hashed with our parameters: a mistake in the program.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
    /// What we made ourselves can't be read or written: a mistake in the program.
    #[error("a factor can't be read or written: {0}")]
    Factor(String),
    /// A sealed secret can't be opened.
    #[error(transparent)]
    Keys(#[from] KeysError),
    /// The database failed.
    #[error(transparent)]
    Sql(#[from] sqlx::Error),
}

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match error {
            Error::SignUpClosed => {
                Self::new(StatusCode::FORBIDDEN, "identity.sign_up_closed", "Signing up is closed")
                    .detail("Ask the operator of this site for an account.")
            }
            Error::AccountDisabled => {
                Self::new(StatusCode::FORBIDDEN, "identity.account_disabled", "This account is disabled")
                    .detail("Ask the operator of this site.")
            }
            Error::WrongCredentials => {
                Self::new(StatusCode::UNAUTHORIZED, "identity.wrong_credentials", "That did not work")
                    .detail("The e-mail address or the password is wrong.")
            }
            Error::TooManyTries(seconds) => {
                Self::new(StatusCode::TOO_MANY_REQUESTS, "identity.too_many_tries", "Too many tries")
                    .detail(format!("Try again in {seconds} seconds."))
                    .retry_after(seconds)
            }
            Error::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy", "Too busy right now")
                .detail("Many people are signing in. Try again in a few seconds."),
            Error::TicketOver => {
                Self::new(StatusCode::UNAUTHORIZED, "identity.ticket_over", "Sign in once more")
                    .detail("It took too long, or there were too many wrong codes. Start with the password.")
            }
            Error::PasskeyRefused => {
                Self::new(StatusCode::UNAUTHORIZED, "identity.passkey_refused", "The passkey was refused")
                    .detail("It is not known here, or the question it answers is too old. Try again.")
            }
            Error::NotFound(what) => Self::not_found(what),
            Error::MoreThanYours => {
                Self::new(StatusCode::FORBIDDEN, "identity.more_than_yours", "That is more than you may do").detail(
                    "Nobody gives away more than they may do everywhere themselves, be it a role or a key, nor takes it away.",
                )
            }
            Error::InvitationExpired => {
                Self::new(StatusCode::GONE, "identity.invitation_expired", "The invitation has expired")
                    .detail("Ask whoever invited you to send it again.")
            }
            Error::OtherAddress => {
                Self::new(StatusCode::FORBIDDEN, "identity.other_address", "The invitation is for another address")
                    .detail("Sign in, or sign up, with the address that the invitation was sent to.")
            }
            Error::AlreadyMember => Self::conflict("identity.already_member", "They belong to it already")
                .field(FieldError::new("/email", "identity.already_member", "This person is in the team already.")),
            Error::AlreadyInvited => Self::conflict("identity.already_invited", "They are invited already").field(
                FieldError::new(
                    "/email",
                    "identity.already_invited",
                    "This address is invited already. Send the invitation again, or revoke it first.",
                ),
            ),
            Error::LastOwner => Self::conflict("identity.last_owner", "The last owner stays")
                .detail("Make somebody else an owner first."),
            Error::RoleInUse => Self::conflict("identity.role_in_use", "Somebody has this role")
                .detail("Give its members and teams another role first."),
            Error::NameTaken => Self::conflict("identity.name_taken", "The name is taken")
                .field(FieldError::new("/name", "identity.name_taken", "This name is taken. Choose another.")),
            Error::OwnerEverywhere => Self::invalid_field(
                "/events",
                "identity.owner_everywhere",
                "An owner owns the whole organisation.",
            ),
            Error::TeamOfOwners => {
                Self::invalid_field("/role", "identity.team_of_owners", "Owners are made one by one.")
            }
            Error::BadRedirect(index) => Self::invalid_field(
                &format!("/redirect_uris/{index}"),
                "identity.bad_redirect",
                "has to be https, http on the device itself, or a scheme such as com.example.app:/callback, without #",
            ),
            Error::AlreadyOver => Self::invalid_field(
                "/expires_at",
                "identity.already_over",
                "This time is over already. Choose a later one.",
            ),
            Error::UnknownRole => Self::invalid_field("/role", "identity.unknown_role", "There is no such role."),
            Error::UnknownAskedRole(index) => Self::invalid_field(
                &format!("/second_factor_roles/{index}"),
                "identity.unknown_role",
                "There is no such role.",
            ),
            Error::UnknownEvent => {
                Self::invalid_field("/events", "identity.unknown_event", "One of these events does not exist.")
            }
            Error::NotMembers => Self::invalid_field(
                "/members",
                "identity.not_members",
                "A team has members of the organisation only.",
            ),
            Error::SlugTaken => Self::conflict("identity.slug_taken", "The address is taken").field(
                FieldError::new("/slug", "identity.slug_taken", "This address is taken. Choose another."),
            ),
            Error::Hash(_) | Error::Factor(_) | Error::Keys(_) => Self::internal(error),
            Error::Sql(error) => error.into(),
            other => field(&other).or_else(|| sso::problem(&other)).unwrap_or_else(|| clash(other)),
        }
    }
}

/// Refusals of one field.
fn field(error: &Error) -> Option<Problem> {
    let (pointer, code, message) = match error {
        Error::EmailTaken => {
            ("/email", "identity.email_taken", "This address has an account already. Sign in instead.")
        }
        Error::PasswordCommon => (
            "/password",
            "identity.password_common",
            "This is one of the passwords that are guessed first. Choose another.",
        ),
        Error::WrongPassword => ("/password", "identity.wrong_password", "This is not your password."),
        Error::LinkOver => {
            ("/token", "identity.link_over", "This link was used or is too old. Ask for a new one.")
        }
        Error::WrongCode => {
            ("/code", "identity.wrong_code", "This code is wrong or was used. Wait for the next one.")
        }
        _ => return None,
    };
    Some(Problem::invalid_field(pointer, code, message))
}

/// Clashes with what is there.
fn clash(error: Error) -> Problem {
    let (code, title, detail) = match error {
        Error::PasskeysUnavailable => (
            "identity.passkeys_unavailable",
            "Passkeys can't be used here",
            "Passkeys are bound to a domain name, and this site is reached by a bare number.",
        ),
        Error::PasskeyKnown => (
            "identity.passkey_known",
            "This passkey is registered already",
            "Use it to sign in, or take another device.",
        ),
        Error::TooManyPasskeys => (
            "identity.too_many_passkeys",
            "There are too many passkeys",
            "20 are the most at a time. Remove those that you don't use.",
        ),
        Error::TotpKnown => (
            "identity.totp_known",
            "An authenticator app is set up already",
            "Remove it first if you want to set up another.",
        ),
        Error::NoSecondFactor => (
            "identity.no_second_factor",
            "There is no second factor yet",
            "Set up an authenticator app or a passkey first.",
        ),
        Error::LastWayIn => (
            "identity.last_way_in",
            "It is your only way to sign in",
            "Set a password or add another passkey first.",
        ),
        Error::TooManyKeys => (
            "identity.too_many_keys",
            "There are too many keys",
            "500 keys are the most at a time. Revoke those that nobody uses.",
        ),
        Error::TooManyApps => (
            "identity.too_many_apps",
            "There are too many apps",
            "100 apps are the most at a time. Remove those that nobody uses.",
        ),
        other => return Problem::internal(other),
    };
    Problem::conflict(code, title).detail(detail)
}
