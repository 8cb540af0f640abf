//! The bank holidays of England, by rule, with the days that were moved or proclaimed once.

use jiff::ToSpan;
use jiff::civil::{Date, Weekday, date};
use std::collections::BTreeSet;

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

#[cfg(test)]
mod tests {
    use super::*;

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
}
