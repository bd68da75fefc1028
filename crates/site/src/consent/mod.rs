//! The page that asks somebody whether an app may act for them.

use kernel::Permission;
use serde::Serialize;

use crate::{i18n::Words, render::View};

pub(crate) mod http;

/// The whole page.
#[derive(Clone, Debug, Serialize)]
pub struct ConsentPage {
    /// What the app is called.
    pub app: String,
    /// In which organisation it would act.
    pub organisation: String,
    /// Who is asked.
    pub person: String,
    /// Their address, to tell accounts apart.
    pub email: String,
    /// What it asks for, a sentence each.
    pub sentences: Vec<String>,
    /// For how many days it holds at most.
    pub days: i32,
    /// Where the answer goes, for people: a host or a scheme.
    pub destination: String,
    /// What the form sends back besides the answer.
    pub fields: Vec<(&'static str, String)>,
}

impl View for ConsentPage {
    const TEMPLATE: &'static str = "consent.html";
}

/// What permissions allow, a sentence each.
pub fn sentences(words: Words, permissions: impl IntoIterator<Item = Permission>) -> Vec<String> {
    let say =
        |permission: Permission| words.say(&format!("may-{}", permission.name().replace(['.', '_'], "-")));
    permissions.into_iter().map(say).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn every_permission_has_a_sentence_in_every_language() {
        let all = |lang| sentences(Words::new(lang), Permission::ALL.iter().copied());
        let known: Vec<_> = Permission::ALL.iter().map(|permission| permission.sentence()).collect();
        assert_eq!(all(Lang::En), known);
        for lang in [Lang::De, Lang::Ar] {
            let mut said = all(lang);
            assert!(said.iter().all(|sentence| !sentence.starts_with("may-")), "{said:?}");
            said.sort_unstable();
            said.dedup();
            assert_eq!(said.len(), known.len());
        }
    }
}
