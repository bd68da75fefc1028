//! The rules that need no database: pauses, calendars, error texts.

use kernel::{Chance, Instant};

use super::{Schedule, backoff, error};

fn at(text: &str) -> Instant {
    text.parse().expect("an RFC 3339 instant")
}

fn next(schedule: &str, now: &str) -> String {
    let schedule: Schedule = schedule.parse().expect("a schedule");
    schedule.next(at(now)).expect("a next moment").to_string()
}

#[test]
fn pauses_grow_from_two_seconds_to_an_hour() {
    let chance = Chance::seeded(7);
    for (attempt, longest) in [(1, 2), (2, 17), (3, 82), (4, 257), (7, 2_402), (8, 3_600), (12, 3_600)] {
        for _ in 0..200 {
            let pause = backoff::seconds(attempt, &chance);
            assert!(pause <= longest && pause >= longest * 4 / 5, "attempt {attempt}: {pause} s");
        }
    }
}

#[test]
fn pauses_differ_by_chance() {
    let chance = Chance::seeded(7);
    let pauses: std::collections::HashSet<i64> = (0..50).map(|_| backoff::seconds(8, &chance)).collect();
    assert!(pauses.len() > 10);
}

#[test]
fn periods_are_counted_from_1970_so_that_everybody_agrees() {
    assert_eq!(next("every 15s", "2027-03-14T10:00:00Z"), "2027-03-14T10:00:15Z");
    assert_eq!(next("every 15s", "2027-03-14T10:00:14.999Z"), "2027-03-14T10:00:15Z");
    assert_eq!(next("every 10m", "2027-03-14T10:03:00Z"), "2027-03-14T10:10:00Z");
    assert_eq!(next("every 1d", "2027-03-14T10:03:00Z"), "2027-03-15T00:00:00Z");
}

#[test]
fn calendars_find_the_next_minute() {
    assert_eq!(next("* * * * *", "2027-03-14T10:00:00Z"), "2027-03-14T10:01:00Z");
    assert_eq!(next("30 3 * * *", "2027-03-14T03:30:00Z"), "2027-03-15T03:30:00Z");
    assert_eq!(next("*/20 9-17 * * 1-5", "2027-03-12T17:40:00Z"), "2027-03-15T09:00:00Z");
    assert_eq!(next("0 0 1 1,7 *", "2027-03-14T10:00:00Z"), "2027-07-01T00:00:00Z");
    assert_eq!(next("0 12 29 2 *", "2027-03-14T10:00:00Z"), "2028-02-29T12:00:00Z");
    assert_eq!(next("5/20 * * * *", "2027-03-14T10:06:00Z"), "2027-03-14T10:25:00Z");
}

#[test]
fn calendars_know_both_sundays_and_either_kind_of_day() {
    assert_eq!(next("0 8 * * 0", "2027-03-13T10:00:00Z"), "2027-03-14T08:00:00Z");
    assert_eq!(next("0 8 * * 7", "2027-03-13T10:00:00Z"), "2027-03-14T08:00:00Z");
    // The 13th or a Friday, as crontab(5) says.
    assert_eq!(next("0 8 13 * 5", "2027-03-13T10:00:00Z"), "2027-03-19T08:00:00Z");
}

#[test]
fn a_day_that_never_comes_has_no_next_moment() {
    let schedule: Schedule = "0 0 30 2 *".parse().expect("well-formed");
    assert_eq!(schedule.next(at("2027-03-14T10:00:00Z")), None);
}

#[test]
fn nonsense_is_no_schedule() {
    for text in [
        "",
        "every",
        "every s",
        "every 0s",
        "every -5m",
        "every 5y",
        "every 500d",
        "every 5é",
        "* * * *",
        "60 * * * *",
        "* 24 * * *",
        "* * 0 * *",
        "* * * 13 *",
        "* * * * 8",
        "5-1 * * * *",
        "*/0 * * * *",
        "a * * * *",
    ] {
        assert!(text.parse::<Schedule>().is_err(), "{text:?}");
    }
}

#[test]
fn an_error_is_told_with_its_sources_and_never_too_long() {
    #[derive(Debug, thiserror::Error)]
    #[error("the mail could not be sent")]
    struct Outer(#[source] std::io::Error);
    let error = Outer(std::io::Error::other("connection\0 refused"));
    assert_eq!(error::describe(&error), "the mail could not be sent: connection refused");
    assert!(error::shorten("é".repeat(5_000)).len() <= 2_000);
}
