//! Days as a school counts them, in the time zone of England: working days, school days, bank holidays, clock hours.
//! No clock of its own: the moment to count from is handed in.

use crate::event::{Due, Occurred};
use jiff::civil::{Date, Time, Weekday, date};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::collections::BTreeSet;

/// The zone in which every setting's days begin and end.
const ZONE: &str = "Europe/London";

/// How far a count of days looks before it gives up: ten years.
const FARTHEST: usize = 3_660;

fn zone() -> TimeZone {
    // OK because the database of zones is built into the program; without it days would be counted in UTC.
    TimeZone::get(ZONE).unwrap_or(TimeZone::UTC)
}

/// The day on which a moment falls.
pub fn day_of(moment: Timestamp) -> Date {
    moment.to_zoned(zone()).date()
}

/// The time of day at a moment.
pub fn time_of(moment: Timestamp) -> Time {
    moment.to_zoned(zone()).time()
}

/// The moment at which a day begins.
pub fn start_of(day: Date) -> Timestamp {
    day.to_zoned(zone())
        .map_or(Timestamp::MAX, |start| start.timestamp())
}

/// The last minute of a day: what "by the end of the day" means here.
pub fn end_of(day: Date) -> Timestamp {
    day.at(23, 59, 0, 0)
        .to_zoned(zone())
        .map_or(Timestamp::MAX, |end| end.timestamp())
}

/// The moment on a day at a time of day; the start of the day where no time is known, so that what is counted from it
/// falls due early rather than late.
pub fn moment(day: Date, at: Option<Time>) -> Timestamp {
    at.map_or_else(
        || start_of(day),
        |at| {
            day.to_datetime(at)
                .to_zoned(zone())
                .map_or(Timestamp::MAX, |moment| moment.timestamp())
        },
    )
}

/// Whether something is said to have happened later than `now`.
pub fn is_to_come(occurred: &Occurred, now: Timestamp) -> bool {
    let today = day_of(now);
    occurred.on > today
        || (occurred.on == today
            && occurred
                .at
                .is_some_and(|at| moment(occurred.on, Some(at)) > now))
}

/// A day as people here write it: "3 December 2026".
pub fn day_in_words(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// A moment as people here write it: "3 December 2026, 14:05".
pub fn moment_in_words(moment: Timestamp) -> String {
    moment
        .to_zoned(zone())
        .strftime("%-d %B %Y, %H:%M")
        .to_string()
}

/// The bank holidays of England in a year, in order: by rule, with the moved and the one-off days proclaimed since 2011.
pub fn bank_holidays(year: i16) -> BTreeSet<Date> {
    let mut days: BTreeSet<Date> = BTreeSet::new();
    let monday = |month: i8, nth: i8| {
        date_of(year, month, 1)
            .and_then(|first| first.nth_weekday_of_month(nth, Weekday::Monday).ok())
    };
    days.extend(date_of(year, 1, 1).map(next_weekday));
    if let Some(easter) = easter(year) {
        days.extend(
            [easter.checked_sub(2.days()), easter.checked_add(1.day())]
                .into_iter()
                .flatten(),
        );
    }
    days.extend(match year {
        2020 => date_of(2020, 5, 8),
        _ => monday(5, 1),
    });
    days.extend(match year {
        2012 => date_of(2012, 6, 4),
        2022 => date_of(2022, 6, 2),
        _ => monday(5, -1),
    });
    days.extend(monday(8, -1));
    days.extend(christmas(year));
    let once = [
        date(2011, 4, 29),
        date(2012, 6, 5),
        date(2022, 6, 3),
        date(2022, 9, 19),
        date(2023, 5, 8),
    ];
    days.extend(once.into_iter().filter(|day| day.year() == year));
    days
}

fn date_of(year: i16, month: i8, day: i8) -> Option<Date> {
    Date::new(year, month, day).ok()
}

/// The day itself, or the Monday after where it falls on a weekend.
fn next_weekday(day: Date) -> Date {
    let later = match day.weekday() {
        Weekday::Saturday => 2,
        Weekday::Sunday => 1,
        _ => 0,
    };
    day.checked_add(later.days()).unwrap_or(day)
}

/// Christmas Day and Boxing Day, or the days kept instead.
fn christmas(year: i16) -> Vec<Date> {
    let Some(christmas) = date_of(year, 12, 25) else {
        return Vec::new();
    };
    let kept = match christmas.weekday() {
        Weekday::Friday => [25, 28],
        Weekday::Saturday => [27, 28],
        Weekday::Sunday => [26, 27],
        _ => [25, 26],
    };
    kept.into_iter()
        .filter_map(|day| date_of(year, 12, day))
        .collect()
}

/// Easter Sunday, by the rule of the Gregorian calendar.
fn easter(year: i16) -> Option<Date> {
    let year = i32::from(year);
    let golden = year % 19;
    let (century, within) = (year / 100, year % 100);
    let moved = (century - (century + 8) / 25 + 1) / 3;
    let epact = (19 * golden + century - century / 4 - moved + 15) % 30;
    let sunday = (32 + 2 * (century % 4) + 2 * (within / 4) - epact - within % 4) % 7;
    let late = (golden + 11 * epact + 22 * sunday) / 451;
    let day = epact + sunday - 7 * late + 114;
    Date::new(
        i16::try_from(year).ok()?,
        i8::try_from(day / 31).ok()?,
        i8::try_from(day % 31 + 1).ok()?,
    )
    .ok()
}

/// Whether people work on this day: Monday to Friday and no bank holiday.
pub fn is_working_day(day: Date) -> bool {
    !matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday)
        && !bank_holidays(day.year()).contains(&day)
}

/// Whether the setting is open to pupils: a working day that is in none of the closed times, first and last day each.
pub fn is_school_day(day: Date, closed: &[(Date, Date)]) -> bool {
    is_working_day(day)
        && !closed
            .iter()
            .any(|(first, last)| *first <= day && day <= *last)
}

/// When something is due that is to be done `by` then, counted from a moment. Days are counted from the day after, and
/// end with the day; hours run on the clock. None where no time is set, or where ten years hold too few such days.
pub fn due(by: guidance::Due, from: Timestamp, closed: &[(Date, Date)]) -> Option<Due> {
    let today = day_of(from);
    let at = match by {
        guidance::Due::NoSetTime => return None,
        guidance::Due::AtOnce => from,
        guidance::Due::SameDay => end_of(today),
        guidance::Due::Hours(hours) => from
            .checked_add(SignedDuration::from_hours(i64::from(hours)))
            .ok()?,
        guidance::Due::WorkingDays(days) => end_of(nth_after(today, days, is_working_day)?),
        guidance::Due::SchoolDays(days) => {
            end_of(nth_after(today, days, |day| is_school_day(day, closed))?)
        }
        guidance::Due::Days(days) => end_of(nth_after(today, days, |_| true)?),
    };
    Some(Due {
        at,
        said: by.to_string(),
    })
}

/// A due time that a person chose: the end of that day.
pub fn chosen(day: Date) -> Due {
    Due {
        at: end_of(day),
        said: "chosen".to_owned(),
    }
}

fn nth_after(today: Date, days: u16, counts: impl Fn(Date) -> bool) -> Option<Date> {
    match usize::from(days).checked_sub(1) {
        None => Some(today),
        Some(before) => today
            .series(1.day())
            .skip(1)
            .take(FARTHEST)
            .filter(|day| counts(*day))
            .nth(before),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn due_day(by: guidance::Due, from: &str, closed: &[(Date, Date)]) -> Date {
        day_of(due(by, at(from), closed).unwrap().at)
    }

    #[test]
    fn the_bank_holidays_of_2022_are_those_that_were_kept() {
        let kept = [
            date(2022, 1, 3),
            date(2022, 4, 15),
            date(2022, 4, 18),
            date(2022, 5, 2),
            date(2022, 6, 2),
            date(2022, 6, 3),
            date(2022, 8, 29),
            date(2022, 9, 19),
            date(2022, 12, 26),
            date(2022, 12, 27),
        ];
        assert_eq!(bank_holidays(2022).into_iter().collect::<Vec<_>>(), kept);
    }

    #[test]
    fn the_bank_holidays_of_2020_2021_2023_and_2026_are_those_that_were_kept() {
        let day = |year, month, day| bank_holidays(year).contains(&date(year, month, day));
        assert!(day(2020, 5, 8) && !day(2020, 5, 4) && day(2020, 12, 28));
        assert!(day(2021, 12, 27) && day(2021, 12, 28) && !day(2021, 12, 25));
        assert!(day(2023, 1, 2) && day(2023, 5, 1) && day(2023, 5, 8) && day(2023, 5, 29));
        let kept = [
            date(2026, 1, 1),
            date(2026, 4, 3),
            date(2026, 4, 6),
            date(2026, 5, 4),
            date(2026, 5, 25),
            date(2026, 8, 31),
            date(2026, 12, 25),
            date(2026, 12, 28),
        ];
        assert_eq!(bank_holidays(2026).into_iter().collect::<Vec<_>>(), kept);
    }

    #[test]
    fn easter_falls_where_it_fell() {
        for day in [
            date(2016, 3, 27),
            date(2019, 4, 21),
            date(2024, 3, 31),
            date(2025, 4, 20),
            date(2038, 4, 25),
        ] {
            assert_eq!(easter(day.year()), Some(day));
        }
    }

    #[test]
    fn one_working_day_from_a_friday_is_monday_and_over_easter_it_is_tuesday_after() {
        assert_eq!(
            due_day(guidance::Due::WorkingDays(1), "2026-06-05T10:00:00Z", &[]),
            date(2026, 6, 8)
        );
        assert_eq!(
            due_day(guidance::Due::WorkingDays(1), "2026-04-02T10:00:00Z", &[]),
            date(2026, 4, 7)
        );
        assert_eq!(
            due_day(guidance::Due::WorkingDays(1), "2026-06-06T10:00:00Z", &[]),
            date(2026, 6, 8)
        );
    }

    #[test]
    fn school_days_leave_out_half_term() {
        let half_term = [(date(2026, 10, 26), date(2026, 10, 30))];
        assert_eq!(
            due_day(
                guidance::Due::SchoolDays(5),
                "2026-10-22T09:00:00Z",
                &half_term
            ),
            date(2026, 11, 5)
        );
        assert_eq!(
            due_day(
                guidance::Due::WorkingDays(5),
                "2026-10-22T09:00:00Z",
                &half_term
            ),
            date(2026, 10, 29)
        );
        assert_eq!(
            due_day(guidance::Due::Days(5), "2026-10-22T09:00:00Z", &half_term),
            date(2026, 10, 27)
        );
    }

    #[test]
    fn hours_run_on_the_clock_when_the_clocks_go_back() {
        let from = at("2026-10-24T20:00:00Z");
        let due = due(guidance::Due::Hours(48), from, &[]).unwrap();
        assert_eq!(due.at.duration_since(from), SignedDuration::from_hours(48));
        assert_eq!(due.said, "within 48 hours");
    }

    #[test]
    fn the_same_day_ends_with_the_day_here_and_not_with_the_day_in_utc() {
        let due = due(guidance::Due::SameDay, at("2026-07-01T23:30:00Z"), &[]).unwrap();
        assert_eq!(day_of(due.at), date(2026, 7, 2));
        assert_eq!(due.at, at("2026-07-02T22:59:00Z"));
    }

    #[test]
    fn what_has_no_set_time_is_never_due_and_what_is_due_at_once_is_due_now() {
        let now = at("2026-07-01T09:30:00Z");
        assert_eq!(due(guidance::Due::NoSetTime, now, &[]), None);
        assert_eq!(due(guidance::Due::AtOnce, now, &[]).unwrap().at, now);
    }

    #[test]
    fn a_setting_that_never_opens_has_no_school_day_to_count_to() {
        let always = [(date(2000, 1, 1), date(2100, 1, 1))];
        assert_eq!(
            due(
                guidance::Due::SchoolDays(1),
                at("2026-07-01T09:30:00Z"),
                &always
            ),
            None
        );
    }
}
