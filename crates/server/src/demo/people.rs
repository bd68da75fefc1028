//! Names of many cultures. Addresses are of domains that are reserved for examples (RFC 2606).

use std::collections::BTreeMap;

use anyhow::Result;
use kernel::Email;

use super::{content::names::CULTURES, dice::Dice};

/// Names as one culture has them: each as it is written, and as it stands in an address.
pub(super) struct Culture {
    pub key: &'static str,
    pub language: &'static str,
    pub given: &'static [(&'static str, &'static str)],
    pub family: &'static [(&'static str, &'static str)],
    /// The family's name comes first.
    pub family_first: bool,
}

/// Somebody who buys.
pub(super) struct Guest {
    pub name: String,
    pub email: Email,
    pub language: &'static str,
    culture: &'static Culture,
    family: &'static str,
}

const PROVIDERS: [&str; 5] = ["example.org", "example.com", "example.net", "post.example", "mail.example"];

/// Somebody from a crowd: so many of a hundred from each culture.
pub(super) fn guest(crowd: &BTreeMap<String, usize>, dice: &mut Dice) -> Result<Guest> {
    let culture = culture(crowd, dice);
    let (given, given_latin) = culture.given[dice.below(culture.given.len())];
    let (family, family_latin) = culture.family[dice.below(culture.family.len())];
    let provider = PROVIDERS[dice.below(PROVIDERS.len())];
    let local = match dice.below(4) {
        0 => format!("{given_latin}.{family_latin}"),
        1 => format!("{family_latin}.{given_latin}"),
        2 => format!("{given_latin}{}", dice.below(90) + 10),
        _ => format!("{}.{family_latin}", &given_latin[..1]),
    };
    let name = culture.full(given, family);
    let email = format!("{local}@{provider}").parse()?;
    Ok(Guest { name, email, language: culture.language, culture, family })
}

fn culture(crowd: &BTreeMap<String, usize>, dice: &mut Dice) -> &'static Culture {
    let mut roll = dice.below(crowd.values().sum());
    for (key, share) in crowd {
        if roll < *share {
            return CULTURES.iter().find(|culture| culture.key == key).unwrap_or(&CULTURES[0]);
        }
        roll -= share;
    }
    &CULTURES[0]
}

impl Culture {
    fn full(&self, given: &str, family: &str) -> String {
        match self.family_first {
            true => format!("{family} {given}"),
            false => format!("{given} {family}"),
        }
    }
}

impl Guest {
    /// Somebody who comes along: of the same family, or a friend.
    pub(super) fn companion(&self, dice: &mut Dice) -> String {
        let (given, _) = self.culture.given[dice.below(self.culture.given.len())];
        let family = match dice.chance(55) {
            true => self.family,
            false => self.culture.family[dice.below(self.culture.family.len())].0,
        };
        self.culture.full(given, family)
    }
}
