//! Mails to people about their own account.

use kernel::Locale;

use super::{
    Rendered, greeting,
    letter::{Button, Letter, Panel, Row, Tone},
    words::Words,
};
use crate::Error;

/// A mail to somebody about their account. Links and codes in it are secret, so there is no `Debug`.
pub struct AccountMail {
    /// The reader's language.
    pub locale: Locale,
    /// The reader's name.
    pub name: String,
    /// What the site calls itself.
    pub site: String,
    /// What it is about.
    pub news: AccountNews,
}

/// What a mail about an account says.
pub enum AccountNews {
    /// Prove that mails arrive.
    VerifyEmail {
        /// Where.
        link: String,
    },
    /// Choose a new password.
    ResetPassword {
        /// Where.
        link: String,
    },
    /// Make this address yours.
    ChangeEmail {
        /// Where.
        link: String,
    },
    /// This address is not the account's any more.
    EmailChanged,
    /// The password is another one.
    PasswordChanged,
    /// Somebody signed them out of an organisation.
    SignedOut {
        /// What it is called.
        organisation: String,
    },
    /// Somebody left the organisation who may still know secrets.
    SecretsLeft {
        /// What the organisation is called.
        organisation: String,
        /// Who left.
        who: String,
        /// Where the keys and apps are.
        link: String,
    },
    /// The other half of a sign-in.
    SignInCode {
        /// Six digits.
        code: String,
    },
}

/// The mail about an account.
pub fn account(mail: &AccountMail) -> Result<Rendered, Error> {
    let words = Words::of(&mail.locale);
    let (key, tone, link) = match &mail.news {
        AccountNews::VerifyEmail { link } => ("verify", Tone::Good, Some(link)),
        AccountNews::ResetPassword { link } => ("reset", Tone::Waiting, Some(link)),
        AccountNews::ChangeEmail { link } => ("change", Tone::Waiting, Some(link)),
        AccountNews::EmailChanged => ("email-changed", Tone::Bad, None),
        AccountNews::PasswordChanged => ("password-changed", Tone::Bad, None),
        AccountNews::SecretsLeft { link, .. } => ("secrets-left", Tone::Waiting, Some(link)),
        AccountNews::SignedOut { .. } => ("signed-out", Tone::Bad, None),
        AccountNews::SignInCode { .. } => ("code", Tone::Waiting, None),
    };
    let (organisation, who) = match &mail.news {
        AccountNews::SignedOut { organisation } => (organisation.as_str(), ""),
        AccountNews::SecretsLeft { organisation, who, .. } => (organisation.as_str(), who.as_str()),
        _ => ("", ""),
    };
    let names =
        [("site", mail.site.as_str().into()), ("organisation", organisation.into()), ("who", who.into())];
    let say = |part: &str| words.say_with(&format!("account-{key}-{part}"), &names);
    let mut letter = Letter::to_person(words, tone, greeting(words, &mail.name), &mail.site);
    letter.subject = say("subject");
    letter.heading = say("heading");
    letter.paragraphs = vec![say("text")];
    letter.notes = vec![say("note")];
    letter.button = link.map(|link| Button { label: say("button"), link: link.clone() });
    if let AccountNews::SignInCode { code } = &mail.news {
        letter.panel = Some(Panel { title: None, rows: vec![Row::code(words.say("account-code"), code)] });
    }
    letter.render()
}
