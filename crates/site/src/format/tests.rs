use super::*;

fn words(lang: Lang) -> Words {
    Words::new(lang)
}

fn money(minor: i64, code: &str) -> Money {
    Money::new(minor, code.parse().expect("a currency"))
}

fn at(text: &str) -> Instant {
    text.parse().expect("an instant")
}

fn berlin() -> Zone {
    "Europe/Berlin".parse().expect("a zone")
}

#[test]
fn money_knows_its_decimals_and_its_language() {
    let en = words(Lang::En);
    assert_eq!(en.money(money(8400, "EUR")), "€84.00");
    assert_eq!(en.money(money(123_456_789, "EUR")), "€1,234,567.89");
    assert_eq!(en.money(money(5, "USD")), "US$0.05");
    assert_eq!(en.money(money(-1250, "GBP")), "−£12.50");
    assert_eq!(en.money(money(1500, "JPY")), "¥1,500");
    assert_eq!(en.money(money(12_345, "KWD")), "KWD\u{a0}12.345");
    let de = words(Lang::De);
    assert_eq!(de.money(money(123_456, "EUR")), "1.234,56\u{a0}€");
    assert_eq!(de.money(money(0, "CHF")), "0,00\u{a0}CHF");
    assert_eq!(words(Lang::Ar).money(money(8400, "EUR")), "\u{200f}84.00\u{a0}€");
    assert_eq!(en.price(money(0, "EUR")), "Free");
}

#[test]
fn a_deadline_is_said_in_full_in_the_events_zone() {
    let moment = at("2026-03-14T18:00:00Z");
    assert_eq!(words(Lang::En).deadline(moment, &berlin()), "Sat 14 Mar 2026, 19:00 CET");
    assert_eq!(words(Lang::De).deadline(moment, &berlin()), "Sa., 14. März 2026, 19:00 Uhr MEZ");
    let cairo = "Asia/Riyadh".parse().expect("a zone");
    assert_eq!(words(Lang::En).deadline(moment, &cairo), "Sat 14 Mar 2026, 21:00 UTC+3");
}

#[test]
fn an_evening_past_midnight_is_one_day() {
    let dates =
        words(Lang::En).dates(at("2026-03-14T20:00:00Z"), at("2026-03-15T02:00:00Z"), None, &berlin());
    assert_eq!(dates.day, "Saturday 14 March 2026");
    assert_eq!(dates.times, "21:00–03:00 CET");
}

#[test]
fn several_days_name_both_ends() {
    let dates = words(Lang::En).dates(
        at("2026-05-07T07:00:00Z"),
        at("2026-05-08T16:00:00Z"),
        Some(at("2026-05-07T06:30:00Z")),
        &berlin(),
    );
    assert_eq!(dates.day, "Thursday 7 May – Friday 8 May 2026");
    assert_eq!(dates.times, "From 09:00 CEST");
    assert_eq!(dates.doors.as_deref(), Some("Doors open at 08:30"));
}

#[test]
fn minutes_are_rounded_and_never_zero() {
    assert_eq!([minutes(1), minutes(89), minutes(91), minutes(720)], [1, 1, 2, 12]);
}

#[test]
fn an_arabic_date_is_one_run_of_text() {
    let moment = at("2026-03-14T18:00:00Z");
    assert_eq!(words(Lang::Ar).deadline(moment, &berlin()), "السبت 14 مارس 2026، الساعة 19:00 (UTC+1)");
}
