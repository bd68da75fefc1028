use super::*;

fn scripts(language: &str, text: &str) -> Vec<Script> {
    scripts_for(language, std::iter::once(text)).expect("the fonts are there")
}

#[test]
fn every_font_of_the_manifest_is_there_and_has_its_script() {
    for (script, letter) in [
        (Script::Latn, 'ж'),
        (Script::Latn, 'ế'),
        (Script::Latn, 'ω'),
        (Script::Arab, 'گ'),
        (Script::Hebr, 'ש'),
        (Script::Deva, 'ह'),
        (Script::Thai, 'ก'),
        (Script::Hans, '汉'),
        (Script::Jpan, 'ひ'),
        (Script::Kore, '한'),
        (Script::Zsye, '🎉'),
    ] {
        let fonts = faces(script).expect("the fonts are there");
        assert!(!fonts.is_empty());
        assert!(fonts.iter().all(|font| font.covers(letter)), "{letter} in {script:?}");
    }
    assert_eq!(SLOTS.len(), 14);
}

#[test]
fn a_missing_font_is_named() {
    let entry =
        Entry { package: "@fonts/x".into(), target: "X.ttf".into(), script: Script::Latn, weight: 400 };
    let error = read(&entry).err().map(|error| error.to_string()).unwrap_or_default();
    assert!(error.contains("X.ttf") && error.contains("@fonts/x"), "{error}");
}

#[test]
fn latin_text_needs_one_script_only() {
    assert_eq!(scripts("de", "Grüße aus Zürich, Αθήνα και Київ"), [Script::Latn]);
    assert_eq!(scripts("ar", "Cairo"), [Script::Latn]);
    assert_eq!(scripts("en", "مرحبا שלום"), [Script::Latn, Script::Arab, Script::Hebr]);
    assert_eq!(scripts("ar-EG", "مرحبا Cairo"), [Script::Arab, Script::Latn]);
}

#[test]
fn the_language_decides_how_han_characters_look() {
    assert_eq!(scripts("ja", "直"), [Script::Latn, Script::Jpan]);
    assert_eq!(scripts("zh-Hans-CN", "直"), [Script::Latn, Script::Hans]);
    assert_eq!(scripts("ko-KR", "直"), [Script::Latn, Script::Kore]);
}

#[test]
fn without_the_language_the_company_decides() {
    assert_eq!(scripts("en", "直す"), [Script::Latn, Script::Jpan]);
    assert_eq!(scripts("en", "한국 直"), [Script::Latn, Script::Kore]);
    assert_eq!(scripts("en", "上海"), [Script::Latn, Script::Hans]);
}

#[test]
fn another_font_helps_out_where_the_first_has_gaps() {
    let scripts = scripts("ja", "東京 한국 这");
    assert_eq!(scripts[..2], [Script::Latn, Script::Jpan]);
    assert!(scripts.contains(&Script::Kore) && scripts.contains(&Script::Hans), "{scripts:?}");
}

#[test]
fn what_cannot_be_printed_is_dropped() {
    let latin = [Script::Latn];
    assert_eq!(printable(" a\u{0}\r\n b\u{202E}\tc ", &latin).expect("fonts"), "a b c");
    assert_eq!(printable("x ⿰🎉 y", &latin).expect("fonts"), "x y");
    assert_eq!(printable("x 🎉", &[Script::Latn, Script::Zsye]).expect("fonts"), "x 🎉");
    assert_eq!(
        printable("𓀀", &latin).expect("fonts"),
        "𓀀",
        "a letter that is missing must be seen to be missing"
    );
    assert_eq!(printable(&"a".repeat(10_000_000), &latin).expect("fonts").len(), 600);
}

#[test]
fn directions_follow_the_language_or_its_script() {
    for language in ["ar", "ar-EG", "he", "fa", "ur-PK", "pa-Arab", "AR"] {
        assert!(is_right_to_left(language), "{language}");
    }
    for language in ["en", "de-CH", "az-Latn", "ar-Latn", "ja", ""] {
        assert!(!is_right_to_left(language), "{language}");
    }
}
