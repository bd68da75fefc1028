//! Why identity refuses.

use axum::http::StatusCode;
use httpkit::{FieldError, Problem};

/// A refusal that somebody acts upon.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nobody may sign up here.
    #[error("signing up is closed")]
    SignUpClosed,
    /// Somebody has this address already.
    #[error("this e-mail address has an account already")]
    EmailTaken,
    /// The address or the password is wrong; which one is not told.
    #[error("the e-mail address or the password is wrong")]
    WrongCredentials,
    /// Too many passwords are being checked.
    #[error("too many people are signing in right now")]
    Busy,
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
    /// Passwords can't be hashed with our parameters: a mistake in the program.
    #[error("a password could not be hashed: {0}")]
    Hash(String),
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
            Error::EmailTaken => Self::invalid_field(
                "/email",
                "identity.email_taken",
                "This address has an account already. Sign in instead.",
            ),
            Error::WrongCredentials => {
                Self::new(StatusCode::UNAUTHORIZED, "identity.wrong_credentials", "That did not work")
                    .detail("The e-mail address or the password is wrong.")
            }
            Error::Busy => Self::new(StatusCode::SERVICE_UNAVAILABLE, "server.busy", "Too busy right now")
                .detail("Many people are signing in. Try again in a few seconds."),
            Error::NotFound(what) => Self::not_found(what),
            Error::MoreThanYours => {
                Self::new(StatusCode::FORBIDDEN, "identity.more_than_yours", "That is more than you may do").detail(
                    "Nobody gives a role that allows more than they may do everywhere themselves, nor takes one away.",
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
            Error::UnknownRole => Self::invalid_field("/role", "identity.unknown_role", "There is no such role."),
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
            Error::Hash(_) => Self::internal(error),
            Error::Sql(error) => error.into(),
        }
    }
}
