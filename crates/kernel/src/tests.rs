use std::str::FromStr;

use proptest::prelude::*;

use crate::*;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

#[test]
fn an_id_reads_back_what_it_writes_and_refuses_other_kinds() {
    let chance = Chance::seeded(7);
    let id = OrderId::new(at("2027-03-14T18:00:00Z"), &chance);
    assert_eq!(OrderId::from_str(&id.to_string()), Ok(id));
    assert_eq!(id.to_string().len(), "ord_".len() + 26);
    assert!(OrderId::from_str(&id.to_string().replace("ord_", "tkt_")).is_err());
    assert!(OrderId::from_str("ord_").is_err());
    assert!(OrderId::from_str("ord_é").is_err());
}

#[test]
fn ids_sort_by_time() {
    let chance = Chance::seeded(7);
    let early = OrderId::new(at("2027-03-14T18:00:00Z"), &chance);
    let late = OrderId::new(at("2027-03-14T18:00:01Z"), &chance);
    assert!(early < late && early.to_string() < late.to_string());
}

#[test]
fn ids_of_one_moment_sort_in_the_order_they_were_made() {
    let chance = Chance::seeded(7);
    let ids: Vec<_> = (0..500).map(|_| OrderId::new(at("2027-03-14T18:00:00Z"), &chance)).collect();
    assert!(ids.is_sorted());
}

#[test]
fn order_codes_use_letters_that_are_not_mistaken() {
    let code = Chance::seeded(1).code(500);
    assert!(code.chars().all(|c| "ABCDEFGHJKLMNPQRSTUVWXYZ379".contains(c)));
}

#[test]
fn money_writes_as_many_decimals_as_the_currency_has() {
    let money = |minor, code: &str| Money::new(minor, code.parse().unwrap()).to_string();
    assert_eq!(money(8400, "EUR"), "84.00 EUR");
    assert_eq!(money(-5, "EUR"), "-0.05 EUR");
    assert_eq!(money(500, "JPY"), "500 JPY");
    assert_eq!(money(1500, "KWD"), "1.500 KWD");
}

#[test]
fn a_text_falls_back_to_the_same_language_then_english() {
    let text: LocalizedText = serde_json::from_str(r#"{"en": "Hall", "de": "Saal", "fr": " "}"#).unwrap();
    assert_eq!(text.get(&"de-AT".parse().unwrap()), "Saal");
    assert_eq!(text.get(&"fr".parse().unwrap()), "Hall");
    assert!(serde_json::from_str::<LocalizedText>(r#"{"en": "a\u0000b"}"#).is_err());
}

#[test]
fn addresses_that_no_server_takes_are_refused() {
    for good in ["ada@example.org", "a.b+c@mail.example", " x@müller.de ", "root@localhost"] {
        assert!(Email::from_str(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "ada",
        "@example.org",
        "a b@example.org",
        "a@b@c.org",
        "a@-b.org",
        "a@b..org",
        "a@b.org\r\nBcc: x@y.z",
        "<a@b.org>",
        ".a@b.org",
    ] {
        assert!(Email::from_str(bad).is_err(), "{bad}");
    }
}

#[test]
fn names_become_slugs() {
    assert_eq!(Slug::from_name("Größe & Klang 2027!").unwrap().as_str(), "grosse-klang-2027");
    assert_eq!(Slug::from_name("日本"), None);
    assert!(Slug::from_str("-ab").is_err());
}

#[test]
fn zones_are_iana_names() {
    assert_eq!(Zone::from_str("Europe/Berlin").unwrap().name(), "Europe/Berlin");
    assert!(Zone::from_str("Mars/Base").is_err());
    assert!(Zone::from_str("../etc/passwd").is_err());
}

proptest! {
    #[test]
    fn cursors_survive_the_round_trip(micros in any::<i64>(), text in ".*") {
        let key = (micros, text);
        prop_assert_eq!(Cursor::decode::<(i64, String)>(&Cursor::encode(&key)), Ok(key));
    }

    #[test]
    fn parsing_never_panics(text in ".*") {
        let _ = Locale::from_str(&text);
        let _ = Email::from_str(&text);
        let _ = Slug::from_name(&text);
        let _ = Currency::from_str(&text);
        let _ = Cursor::decode::<i64>(&text);
    }

    #[test]
    fn adding_money_is_exact_or_refused(a in any::<i64>(), b in any::<i64>()) {
        let eur: Currency = "EUR".parse().unwrap();
        let sum = Money::new(a, eur).checked_add(Money::new(b, eur));
        prop_assert_eq!(sum.map(|m| m.minor), a.checked_add(b));
    }
}

#[test]
fn a_percentage_is_exact_and_reads_back_what_it_writes() {
    for (text, millionths) in
        [("0", 0), ("19", 190_000), ("8.875", 88_750), ("0.0001", 1), ("100", 1_000_000)]
    {
        let share: Percent = text.parse().unwrap();
        assert_eq!((share.millionths(), share.to_string()), (millionths, text.to_owned()));
    }
    for text in ["", "-1", "100.0001", "101", "1.", ".5", "8.87501", "1e1", "٣", " 1", "0019"] {
        assert!(text.parse::<Percent>().is_err(), "{text:?}");
    }
}

#[test]
fn an_amount_is_read_in_the_decimals_of_its_currency() {
    let read =
        |text: &str, code: &str| Money::parse(text, code.parse().unwrap()).ok().map(|money| money.minor);
    assert_eq!(read("84.5", "EUR"), Some(8_450));
    assert_eq!(read(" 84,50 ", "EUR"), Some(8_450));
    assert_eq!(read("-0.05", "EUR"), Some(-5));
    assert_eq!(read("500", "JPY"), Some(500));
    assert_eq!(read("1.234", "KWD"), Some(1_234));
    for (text, code) in
        [("500.0", "JPY"), ("1.234", "EUR"), ("1,234.50", "EUR"), ("", "EUR"), ("1.", "EUR"), (".5", "EUR")]
    {
        assert_eq!(read(text, code), None, "{text} {code}");
    }
    assert_eq!(read("99999999999999999999", "EUR"), None);
}

proptest! {
    #[test]
    fn an_amount_is_read_as_it_was_written(minor in any::<i64>(), code in prop::sample::select(vec!["EUR", "JPY", "KWD"])) {
        let money = Money::new(minor, code.parse().unwrap());
        let written = money.to_string();
        let amount = written.split(' ').next().unwrap_or_default();
        if minor != i64::MIN {
            prop_assert_eq!(Money::parse(amount, money.currency), Ok(money));
        }
    }
}
