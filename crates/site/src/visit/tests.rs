use super::*;

fn split(path: &str) -> Option<(String, String)> {
    split_language(path).map(|(locale, rest)| (locale.to_string(), rest))
}

#[test]
fn a_language_is_taken_off_the_path() {
    assert_eq!(split("/de/nordlicht?x=1"), Some(("de".into(), "/nordlicht?x=1".into())));
    assert_eq!(split("/ar"), Some(("ar".into(), "/".into())));
    assert_eq!(split("/ar?x"), Some(("ar".into(), "/?x".into())));
    assert_eq!(split("/nordlicht/de"), None);
    assert_eq!(split("/api/v1"), None);
    assert_eq!(split("/"), None);
}

#[test]
fn the_main_language_needs_no_prefix() {
    let (en, de): (Locale, Locale) = (Locale::english(), "de".parse().expect("a tag"));
    assert_eq!(Paths::new("org", "event", &en, &en).event, "/org/event");
    assert_eq!(Paths::new("org", "event", &de, &en).checkout("s"), "/de/org/event/checkout/s");
    let brazil = "pt-BR".parse().expect("a tag");
    assert_eq!(Paths::new("org", "event", &brazil, &en).organiser, "/pt/org");
}
