//! Money, numbers and moments as a reader of the language expects them.

use jiff::{Zoned, tz::TimeZone};
use kernel::{Instant, Money, Zone};
use serde::Serialize;

use crate::i18n::{Arg, Lang, Words};

#[cfg(test)]
mod tests;

const NO_BREAK: char = '\u{a0}';
const RIGHT_TO_LEFT_MARK: char = '\u{200f}';

impl Words {
    /// A whole number with the language's thousands separator. Arabic uses Western digits, like codes and IBANs.
    pub fn number(self, n: i64) -> String {
        let digits = n.unsigned_abs().to_string();
        let sign = if n < 0 { "\u{2212}" } else { "" };
        format!("{sign}{}", grouped(&digits, self.group()))
    }

    /// An amount with its currency: `€84.00`, `84,00 €`; `JPY` has no decimals, `KWD` three.
    pub fn money(self, money: Money) -> String {
        let decimals = usize::from(money.currency.decimals());
        let digits = format!("{:0>width$}", money.minor.unsigned_abs(), width = decimals + 1);
        let (whole, rest) = digits.split_at(digits.len() - decimals);
        let mut amount = grouped(whole, self.group());
        if decimals > 0 {
            amount.push(if self.lang == Lang::De { ',' } else { '.' });
            amount.push_str(rest);
        }
        let sign = if money.minor < 0 { "\u{2212}" } else { "" };
        let code = money.currency.code();
        let symbol = money.currency.symbol().unwrap_or(code);
        match self.lang {
            Lang::En if symbol == code => format!("{sign}{symbol}{NO_BREAK}{amount}"),
            Lang::En => format!("{sign}{symbol}{amount}"),
            Lang::De => format!("{sign}{amount}{NO_BREAK}{symbol}"),
            Lang::Ar => format!("{RIGHT_TO_LEFT_MARK}{sign}{amount}{NO_BREAK}{symbol}"),
        }
    }

    /// An amount, or the word for nothing.
    pub fn price(self, money: Money) -> String {
        if money.is_zero() { self.say("free") } else { self.money(money) }
    }

    /// A rate as the language writes it: `7.7` or `7,7`.
    pub fn rate(self, rate: &str) -> String {
        if self.lang == Lang::De { rate.replace('.', ",") } else { rate.to_owned() }
    }

    /// What tax is in a price: “incl. 19 % VAT”.
    pub fn tax_note(self, rate: &str, name: &str) -> String {
        self.say_with("tax-note", &[("rate", self.rate(rate).into()), ("name", name.into())])
    }

    /// A deadline in full: “Sat 14 Mar 2026, 19:00 CET”.
    pub fn deadline(self, at: Instant, zone: &Zone) -> String {
        let local = at.in_zone(zone);
        self.compose(
            "date-at",
            &[
                ("date", self.date(&local, Form::Short).into()),
                ("time", clock(&local).into()),
                ("zone", self.zone(&local).into()),
            ],
        )
    }

    /// When an event takes place, in its own zone.
    pub fn dates(self, starts: Instant, ends: Instant, doors: Option<Instant>, zone: &Zone) -> Dates {
        let (from, to) = (starts.in_zone(zone), ends.in_zone(zone));
        let zone_name = self.zone(&from);
        // A party that ends at three is still that evening's party.
        let one_day = from.date() == to.date() || ends.seconds_since(starts) <= 14 * 3600;
        let days = |form| match one_day {
            true => self.date(&from, form),
            false => self.compose(
                "date-range",
                &[
                    ("from", self.date_without_year(&from, &to, form).into()),
                    ("to", self.date(&to, form).into()),
                ],
            ),
        };
        let times = match one_day {
            true => self.compose(
                "time-range",
                &[
                    ("from", clock(&from).into()),
                    ("to", clock(&to).into()),
                    ("zone", zone_name.clone().into()),
                ],
            ),
            false => self
                .compose("time-from", &[("from", clock(&from).into()), ("zone", zone_name.clone().into())]),
        };
        Dates {
            day: days(Form::Long),
            short: days(Form::Short),
            times,
            time: clock(&from),
            doors: doors.map(|at| self.say_with("doors-at", &[("time", clock(&at.in_zone(zone)).into())])),
            tile_month: self.say(&format!("month-short-{}", from.month())),
            tile_day: from.day().to_string(),
            starts: starts.to_string(),
            ends: ends.to_string(),
            zone: zone.name().to_owned(),
        }
    }

    /// A date put together from parts. Isolation marks around each part would hide from the sentence around it which
    /// way the date runs (the bidi algorithm skips isolates when it looks for the first strong letter).
    fn compose(self, key: &str, parts: &[(&str, Arg<'_>)]) -> String {
        self.say_with(key, parts).replace(['\u{2068}', '\u{2069}'], "")
    }

    fn group(self) -> char {
        if self.lang == Lang::De { '.' } else { ',' }
    }

    fn date(self, day: &Zoned, form: Form) -> String {
        let [weekday, month] = self.names(day, form);
        self.compose(
            form.key("date-long", "date-short"),
            &[
                ("weekday", weekday.into()),
                ("day", day.day().to_string().into()),
                ("month", month.into()),
                ("year", day.year().to_string().into()),
            ],
        )
    }

    fn date_without_year(self, day: &Zoned, until: &Zoned, form: Form) -> String {
        if day.year() != until.year() {
            return self.date(day, form);
        }
        let [weekday, month] = self.names(day, form);
        let day = day.day().to_string().into();
        self.compose(
            form.key("day-long", "day-short"),
            &[("weekday", weekday.into()), ("day", day), ("month", month.into())],
        )
    }

    fn names(self, day: &Zoned, form: Form) -> [String; 2] {
        let weekday = day.weekday().to_monday_one_offset();
        [
            self.say(&format!("{}-{weekday}", form.key("weekday", "weekday-short"))),
            self.say(&format!("{}-{}", form.key("month", "month-short"), day.month())),
        ]
    }

    /// What the zone is called at that moment: CET, in German MEZ; without a name the distance from UTC.
    fn zone(self, at: &Zoned) -> String {
        let name = at.strftime("%Z").to_string();
        match (self.lang, name.as_str()) {
            (Lang::De, "CET") => "MEZ".to_owned(),
            (Lang::De, "CEST") => "MESZ".to_owned(),
            (Lang::Ar, _) => utc_distance(at),
            (_, name) if name.starts_with(['+', '-']) => utc_distance(at),
            _ => name,
        }
    }
}

/// When an event takes place, ready to be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Dates {
    /// “Saturday 14 March 2026”, or both ends of several days.
    pub day: String,
    /// “Sat 14 Mar 2026”.
    pub short: String,
    /// “19:00–23:00 CET”.
    pub times: String,
    /// The start, “19:00”.
    pub time: String,
    /// “Doors 18:00”.
    pub doors: Option<String>,
    /// “Mar”.
    pub tile_month: String,
    /// “14”.
    pub tile_day: String,
    /// The start in UTC (RFC 3339), for `<time>` and the viewer's own zone.
    pub starts: String,
    /// The end in UTC (RFC 3339).
    pub ends: String,
    /// The IANA zone.
    pub zone: String,
}

/// Full minutes in `seconds`, rounded to the nearest, at least one.
pub fn minutes(seconds: i64) -> i64 {
    ((seconds + 30) / 60).max(1)
}

#[derive(Clone, Copy)]
enum Form {
    Long,
    Short,
}

impl Form {
    fn key(self, long: &'static str, short: &'static str) -> &'static str {
        match self {
            Self::Long => long,
            Self::Short => short,
        }
    }
}

fn clock(at: &Zoned) -> String {
    format!("{:02}:{:02}", at.hour(), at.minute())
}

fn utc_distance(at: &Zoned) -> String {
    if at.time_zone() == &TimeZone::UTC {
        return "UTC".to_owned();
    }
    let seconds = at.offset().seconds();
    let (sign, minutes) = (if seconds < 0 { '\u{2212}' } else { '+' }, seconds.abs() / 60);
    match minutes % 60 {
        0 => format!("UTC{sign}{}", minutes / 60),
        rest => format!("UTC{sign}{}:{rest:02}", minutes / 60),
    }
}

fn grouped(digits: &str, separator: char) -> String {
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}
