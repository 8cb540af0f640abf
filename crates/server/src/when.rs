//! Moments as people here read them: British civil time, day before month. No clock of its own.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned, civil};
use std::sync::LazyLock;

/// The time zone of every setting so far: the guidance Leeward carries is of the United Kingdom.
const HERE: &str = "Europe/London";

/// The zone, looked up once: a page tells a dozen moments.
///
/// OK because the time zone database is part of the program; UTC is at most an hour off and never loses the moment.
static ZONE: LazyLock<TimeZone> = LazyLock::new(|| TimeZone::get(HERE).unwrap_or(TimeZone::UTC));

/// A moment where the setting is.
pub fn here(at: Timestamp) -> Zoned {
    at.to_zoned(ZONE.clone())
}

/// The day it is where the setting is.
pub fn day_of(at: Timestamp) -> civil::Date {
    here(at).date()
}

/// "27 March 2026".
pub fn day(day: civil::Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// "27 March 2026, 14:05".
pub fn day_and_time(at: Timestamp) -> String {
    here(at).strftime("%-d %B %Y, %H:%M").to_string()
}

/// The moment at a time of a day where the setting is.
pub fn moment(day: civil::Date, time: civil::Time) -> Timestamp {
    day.to_datetime(time)
        .to_zoned(ZONE.clone())
        .map_or(Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_summer_moment_is_told_in_summer_time() {
        let at = Timestamp::from_second(1_782_898_200).unwrap_or_default();
        assert_eq!(day_and_time(at), "1 July 2026, 10:30");
        assert_eq!(
            moment(civil::date(2026, 7, 1), civil::time(10, 30, 0, 0)),
            at
        );
    }
}
