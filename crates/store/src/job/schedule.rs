//! When recurring jobs are due: `every 15s`, or five fields as in crontab(5), in UTC.

use std::str::FromStr;

use kernel::{Instant, Zone};

/// A recurring moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every so many seconds, counted from 1970, so that all processes agree on the moments.
    Every(i64),
    /// Minute, hour, day of the month, month, day of the week.
    Calendar(Box<Calendar>),
}

/// The five fields of a crontab line, each as a set of bits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    minutes: u64,
    hours: u64,
    days: u64,
    months: u64,
    weekdays: u64,
    /// crontab(5): when both day fields are restricted, either of them suffices.
    either_day: bool,
}

/// The text is not a schedule.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{0}” is not a schedule such as `every 15s`, `every 1h` or `30 3 * * 1-5`")]
pub struct InvalidSchedule(String);

impl Schedule {
    /// The first moment after `now`; `None` if there is none within eight years (30 February).
    pub fn next(&self, now: Instant) -> Option<Instant> {
        match self {
            Self::Every(seconds) => {
                let past = now.as_millisecond().div_euclid(1_000).div_euclid(*seconds);
                Instant::from_microsecond((past + 1) * seconds * 1_000_000)
            }
            Self::Calendar(calendar) => calendar.next(now),
        }
    }
}

impl FromStr for Schedule {
    type Err = InvalidSchedule;

    fn from_str(text: &str) -> Result<Self, InvalidSchedule> {
        let schedule = match text.strip_prefix("every ") {
            Some(period) => seconds(period).map(Self::Every),
            None => Calendar::parse(text).map(|calendar| Self::Calendar(Box::new(calendar))),
        };
        schedule.ok_or_else(|| InvalidSchedule(text.to_owned()))
    }
}

/// Reads `15s`, `10m`, `1h` or `1d`; at most a year.
fn seconds(period: &str) -> Option<i64> {
    let (number, unit) = period.split_at_checked(period.len().checked_sub(1)?)?;
    let unit = match unit {
        "s" => 1,
        "m" => 60,
        "h" => 3_600,
        "d" => 86_400,
        _ => return None,
    };
    let seconds = number.parse::<i64>().ok()?.checked_mul(unit)?;
    (1..=366 * 86_400).contains(&seconds).then_some(seconds)
}

impl Calendar {
    fn parse(text: &str) -> Option<Self> {
        let fields: Vec<&str> = text.split_whitespace().collect();
        let [minutes, hours, days, months, weekdays] = fields.as_slice() else { return None };
        let sundays = field(weekdays, 0, 7)?;
        Some(Self {
            minutes: field(minutes, 0, 59)?,
            hours: field(hours, 0, 23)?,
            days: field(days, 1, 31)?,
            months: field(months, 1, 12)?,
            // Sunday is both 0 and 7.
            weekdays: sundays | (sundays >> 7 & 1),
            either_day: !days.starts_with('*') && !weekdays.starts_with('*'),
        })
    }

    fn next(&self, now: Instant) -> Option<Instant> {
        const MINUTE: i64 = 60;
        let utc = Zone::utc();
        let limit = now.plus_days(8 * 366);
        let mut minute = now.as_millisecond().div_euclid(60_000) + 1;
        loop {
            let at = Instant::from_microsecond(minute * MINUTE * 1_000_000).filter(|at| *at <= limit)?;
            let local = at.in_zone(&utc);
            let (hour, of_hour) = (i64::from(local.hour()), i64::from(local.minute()));
            if !has(self.months, local.month()) || !self.has_day(&local) {
                minute += 24 * 60 - hour * 60 - of_hour;
            } else if !has(self.hours, local.hour()) {
                minute += 60 - of_hour;
            } else if !has(self.minutes, local.minute()) {
                minute += 1;
            } else {
                return Some(at);
            }
        }
    }
    fn has_day(&self, local: &jiff::Zoned) -> bool {
        let day = has(self.days, local.day());
        let weekday = has(self.weekdays, local.weekday().to_sunday_zero_offset());
        if self.either_day { day || weekday } else { day && weekday }
    }
}

fn has(set: u64, value: i8) -> bool {
    u32::try_from(value).is_ok_and(|bit| set >> bit & 1 == 1)
}

/// Reads a list of `*`, `5`, `1-5`, `*/10` or `0-30/10` as a set of bits.
fn field(text: &str, first: u32, last: u32) -> Option<u64> {
    text.split(',').try_fold(0, |set, part| Some(set | range(part, first, last)?))
}

fn range(part: &str, first: u32, last: u32) -> Option<u64> {
    let (span, step) = match part.split_once('/') {
        Some((span, step)) => (span, step.parse::<usize>().ok().filter(|step| *step > 0)?),
        None => (part, 1),
    };
    let (from, to) = match span.split_once('-') {
        _ if span == "*" => (first, last),
        Some((from, to)) => (from.parse().ok()?, to.parse().ok()?),
        None => {
            let only: u32 = span.parse().ok()?;
            (only, if part.contains('/') { last } else { only })
        }
    };
    if from < first || to > last || from > to {
        return None;
    }
    Some((from..=to).step_by(step).fold(0, |set, bit| set | 1 << bit))
}
