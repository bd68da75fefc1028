//! The mail that lets a guest see all their orders.

use kernel::Locale;

use super::{
    Organiser, Rendered, greeting,
    letter::{Button, Letter, Tone},
    words::Words,
};
use crate::Error;

/// A guest asked for their tickets. The link is secret, so there is no `Debug`.
pub struct GuestLink {
    /// The reader's language.
    pub locale: Locale,
    /// Whose guest they are.
    pub organiser: Organiser,
    /// Where their orders are.
    pub link: String,
}

/// The mail with a guest's link.
pub fn guest_link(view: &GuestLink) -> Result<Rendered, Error> {
    let words = Words::of(&view.locale);
    let facts = [("organiser", view.organiser.name.as_str().into())];
    let mut letter = Letter::from_organiser(words, Tone::Good, greeting(words, ""), &view.organiser);
    letter.subject = words.say_with("guest-subject", &facts);
    letter.heading = words.say("guest-heading");
    letter.paragraphs = vec![words.say_with("guest-text", &facts)];
    letter.button = Some(Button { label: words.say("guest-button"), link: view.link.clone() });
    letter.notes = vec![words.say("guest-until"), words.say("guest-note")];
    letter.render()
}
