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
