//! Days as a school counts them, in the time zone of England: working days, school days, bank holidays, clock hours.
//! No clock of its own: the moment to count from is handed in.

mod bank_holidays;

pub use bank_holidays::bank_holidays;

use crate::event::{Due, Occurred};
use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};
use std::sync::LazyLock;

/// The zone in which every setting's days begin and end.
const ZONE: &str = "Europe/London";

/// How far a count of days looks before it gives up: ten years.
const FARTHEST: usize = 3_660;

/// The zone, looked up once: a page tells a dozen moments.
///
/// OK because the database of zones is built into the program; without it days would be counted in UTC.
static FOUND: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get(ZONE).unwrap_or(TimeZone::UTC));

fn zone() -> TimeZone {
    FOUND.clone()
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

/// On which days a setting and those it works with are there.
#[derive(Debug, Clone, Copy, Default)]
pub struct OpenDays<'a> {
    /// First and last day of each time it is closed to pupils.
    pub closed: &'a [(Date, Date)],
    /// Whether England's bank holidays are kept there. Elsewhere holidays are not worked out, so that what is due in
    /// working days falls due early rather than late.
    pub bank_holidays: bool,
}

impl OpenDays<'_> {
    /// Whether people work on this day: Monday to Friday and no bank holiday.
    pub fn is_working_day(self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        let holiday = self.bank_holidays && bank_holidays(day.year()).contains(&day);
        !weekend && !holiday
    }

    /// Whether the setting is open to pupils: a working day that is in none of the closed times.
    pub fn is_school_day(self, day: Date) -> bool {
        self.is_working_day(day)
            && !self
                .closed
                .iter()
                .any(|(first, last)| *first <= day && day <= *last)
    }
}

/// When something is due that is to be done `by` then, counted from a moment. Days are counted from the day after, and
/// end with the day; hours run on the clock. None where no time is set, or where ten years hold too few such days.
pub fn due(by: guidance::Due, from: Timestamp, open: OpenDays<'_>) -> Option<Due> {
    let today = day_of(from);
    let at = match by {
        guidance::Due::NoSetTime => return None,
        guidance::Due::AtOnce => from,
        guidance::Due::SameDay => end_of(today),
        guidance::Due::Hours(hours) => from
            .checked_add(SignedDuration::from_hours(i64::from(hours)))
            .ok()?,
        guidance::Due::WorkingDays(days) => {
            end_of(nth_after(today, days, |day| open.is_working_day(day))?)
        }
        guidance::Due::SchoolDays(days) => {
            end_of(nth_after(today, days, |day| open.is_school_day(day))?)
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
    use jiff::civil::date;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    fn england(closed: &[(Date, Date)]) -> OpenDays<'_> {
        OpenDays {
            closed,
            bank_holidays: true,
        }
    }

    fn due_day(by: guidance::Due, from: &str, closed: &[(Date, Date)]) -> Date {
        day_of(due(by, at(from), england(closed)).unwrap().at)
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
    fn englands_bank_holidays_are_kept_nowhere_else() {
        let christmas = date(2026, 12, 25);
        assert!(!england(&[]).is_working_day(christmas));
        assert!(OpenDays::default().is_working_day(christmas));
        let closed = [(christmas, christmas)];
        let told = OpenDays {
            closed: &closed,
            bank_holidays: false,
        };
        assert!(!told.is_school_day(christmas));
        assert!(
            !OpenDays::default().is_working_day(date(2026, 12, 26)),
            "a Saturday"
        );
    }

    #[test]
    fn hours_run_on_the_clock_when_the_clocks_go_back() {
        let from = at("2026-10-24T20:00:00Z");
        let due = due(guidance::Due::Hours(48), from, england(&[])).unwrap();
        assert_eq!(due.at.duration_since(from), SignedDuration::from_hours(48));
        assert_eq!(due.said, "within 48 hours");
    }

    #[test]
    fn the_same_day_ends_with_the_day_here_and_not_with_the_day_in_utc() {
        let due = due(
            guidance::Due::SameDay,
            at("2026-07-01T23:30:00Z"),
            england(&[]),
        )
        .unwrap();
        assert_eq!(day_of(due.at), date(2026, 7, 2));
        assert_eq!(due.at, at("2026-07-02T22:59:00Z"));
    }

    #[test]
    fn what_has_no_set_time_is_never_due_and_what_is_due_at_once_is_due_now() {
        let now = at("2026-07-01T09:30:00Z");
        assert_eq!(due(guidance::Due::NoSetTime, now, england(&[])), None);
        assert_eq!(
            due(guidance::Due::AtOnce, now, england(&[])).unwrap().at,
            now
        );
    }

    #[test]
    fn a_setting_that_never_opens_has_no_school_day_to_count_to() {
        let always = [(date(2000, 1, 1), date(2100, 1, 1))];
        assert_eq!(
            due(
                guidance::Due::SchoolDays(1),
                at("2026-07-01T09:30:00Z"),
                england(&always)
            ),
            None
        );
    }
}
