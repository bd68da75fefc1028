use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;

use super::*;

/// Message id → the variables it uses.
fn messages(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    FluentResource::try_new(lang.source().to_owned()).map_err(|(_, errors)| errors).expect("parses");
    let mut found = BTreeMap::<String, BTreeSet<String>>::new();
    let mut current = String::new();
    for line in lang.source().lines().filter(|line| !line.starts_with('#')) {
        if let Some((id, _)) = line.split_once(" =").filter(|(id, _)| !id.contains([' ', '[', '*'])) {
            current = id.to_owned();
            assert!(found.insert(current.clone(), BTreeSet::new()).is_none(), "{current} stands twice");
        }
        for variable in line.split("{ $").skip(1) {
            let name = variable.split([' ', '}']).next().unwrap_or_default();
            found.entry(current.clone()).or_default().insert(name.to_owned());
        }
    }
    found
}

/// The keys that `text` asks for: what stands between `opening` and a quotation mark.
fn asked(text: &str, opening: &str) -> Vec<String> {
    text.split(opening)
        .skip(1)
        .filter_map(|rest| rest.split_once('"'))
        .map(|(key, _)| key.to_owned())
        .filter(|key| !key.is_empty() && !key.ends_with('-'))
        .collect()
}

#[test]
fn every_language_says_the_same_things() {
    let english = messages(Lang::En);
    for lang in [Lang::De, Lang::Ar] {
        let other = messages(lang);
        let missing: Vec<_> = english.keys().filter(|id| !other.contains_key(*id)).collect();
        let surplus: Vec<_> = other.keys().filter(|id| !english.contains_key(*id)).collect();
        assert!(
            missing.is_empty() && surplus.is_empty(),
            "{lang:?} lacks {missing:?}, has too much {surplus:?}"
        );
        for (id, variables) in &english {
            // Arabic may leave out a number that its plural form already says.
            assert!(other[id].is_subset(variables), "{lang:?} {id}: {:?} is not in {variables:?}", other[id]);
        }
    }
}

#[test]
fn every_sentence_asked_for_exists_and_none_is_forgotten() {
    let mut asked_for = BTreeSet::new();
    for file in crate::render::Templates::iter() {
        let file = crate::render::Templates::get(&file).expect("embedded");
        let text = String::from_utf8(file.data.into_owned()).expect("UTF-8");
        asked_for.extend(asked(&text, "t(\""));
    }
    let mut folders = vec![std::path::PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/src"))];
    let mut literals = BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("readable") {
            let path = entry.expect("readable").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let text = std::fs::read_to_string(&path).expect("UTF-8");
            asked_for.extend(asked(&text, ".say(\""));
            asked_for.extend(asked(&text, ".say_with(\""));
            asked_for.extend(asked(&text, "said(\""));
            literals.extend(text.split('"').map(str::to_owned));
        }
    }
    let english = messages(Lang::En);
    let unknown: Vec<_> = asked_for.iter().filter(|key| !english.contains_key(*key)).collect();
    assert!(unknown.is_empty(), "no such sentence: {unknown:?}");
    // Built from a number or a permission's name, or said by whoever prints tickets and orders.
    let elsewhere = |key: &str| {
        let stems = ["may-", "month-", "weekday-", "print-", "summary-", "vat-id-"];
        stems.iter().any(|stem| key.starts_with(stem))
    };
    // A notice is named once for its title and its text.
    let named = |key: &str| {
        let stem = key.strip_suffix("-title").or_else(|| key.strip_suffix("-text"));
        literals.contains(key) || stem.is_some_and(|stem| literals.contains(stem))
    };
    let unused: Vec<_> =
        english.keys().filter(|key| !asked_for.contains(*key) && !named(key) && !elsewhere(key)).collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}

#[test]
fn plurals_follow_the_language() {
    let count = |lang, n: i64| Words::new(lang).say_with("tickets-count", &[("count", n.into())]);
    assert_eq!(count(Lang::En, 1), "1 ticket");
    assert_eq!(count(Lang::En, 12), "12 tickets");
    assert_eq!(count(Lang::De, 1), "1 Ticket");
    assert_eq!(count(Lang::Ar, 2), "تذكرتان");
}

#[test]
fn an_unknown_language_speaks_english() {
    assert_eq!(Lang::for_locale(&"fr-CA".parse().expect("tag")), Lang::En);
    assert_eq!(Lang::for_locale(&"de-AT".parse().expect("tag")), Lang::De);
}
