//! The mail that asks somebody to join an organisation.

use kernel::Locale;

use super::{
    Organiser, Rendered, greeting,
    letter::{Button, Letter, Panel, Row, Tone},
    words::Words,
};
use crate::Error;

/// Somebody is asked to join. The link is secret, so there is no `Debug`.
pub struct Invitation {
    /// The reader's language.
    pub locale: Locale,
    /// Whom to join.
    pub organiser: Organiser,
    /// Who asks, if it was a person.
    pub inviter: Option<String>,
    /// What they are to be.
    pub role: RoleName,
    /// The events the role holds at; none for the whole organisation.
    pub events: Vec<String>,
    /// Where to say yes.
    pub link: String,
    /// Until when: `Sat 21 March 2027, 23:59 UTC`.
    pub until: String,
}

/// What a role is called.
pub enum RoleName {
    /// One that every organisation has, by its key: `event_manager`.
    BuiltIn(&'static str),
    /// One of the organisation's own, in its words.
    Own(String),
}

/// The mail with an invitation.
pub fn invitation(view: &Invitation) -> Result<Rendered, Error> {
    let words = Words::of(&view.locale);
    let facts = [
        ("organiser", view.organiser.name.as_str().into()),
        ("inviter", view.inviter.as_deref().unwrap_or_default().into()),
        ("until", view.until.as_str().into()),
    ];
    let text = if view.inviter.is_some() { "invitation-text" } else { "invitation-text-nobody" };
    let role = match &view.role {
        RoleName::BuiltIn(key) => words.say(&format!("role-{key}")),
        RoleName::Own(name) => name.clone(),
    };
    let mut rows = vec![Row::text(words.say("invitation-role"), &role)];
    if !view.events.is_empty() {
        rows.push(Row::text(words.say("invitation-events"), &view.events.join("\n")));
    }
    let mut letter = Letter::from_organiser(words, Tone::Good, greeting(words, ""), &view.organiser);
    letter.subject = words.say_with("invitation-subject", &facts);
    letter.heading = words.say_with("invitation-heading", &facts);
    letter.paragraphs = vec![words.say_with(text, &facts)];
    letter.panel = Some(Panel { title: None, rows });
    letter.button = Some(Button { label: words.say("invitation-button"), link: view.link.clone() });
    letter.notes = vec![words.say_with("invitation-until", &facts), words.say("invitation-note")];
    letter.render()
}
