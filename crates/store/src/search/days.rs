//! Days somebody looks for, as people write them: 12 March 2026, 12/3/2026, 2026-03-12, March 2026.

use jiff::civil::Date;

/// The months by their names.
const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What is left of some words once the days in them are taken out, and those days: each as `2026-03-12`, or as
/// `2026-03` where only a month is said.
pub(super) fn taken_from(words: &[String]) -> (Vec<String>, Vec<String>) {
    let mut left = Vec::new();
    let mut days = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.first() {
        let taken = match day_at(rest) {
            Some((day, taken)) => {
                days.push(day);
                taken
            }
            None => {
                left.push(first.clone());
                1
            }
        };
        rest = rest.get(taken..).unwrap_or_default();
    }
    (left, days)
}

/// A day or a month that these words begin with, and how many of them say it.
fn day_at(words: &[String]) -> Option<(String, usize)> {
    if let [first, second, third, ..] = words {
        let whole = if first.len() == 4 && first.parse::<i16>().is_ok() {
            date(first, month_number(second), third)
        } else {
            date(
                third,
                month_number(second).or_else(|| month_named(second)),
                first,
            )
        };
        if let Some(day) = whole {
            return Some((day.to_string(), 3));
        }
    }
    let [first, second, ..] = words else {
        return None;
    };
    let year: i16 = second.parse().ok().filter(|_| second.len() == 4)?;
    let month = month_named(first)?;
    Some((format!("{year:04}-{month:02}"), 2))
}

fn date(year: &str, month: Option<i8>, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
    let day = day.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    Date::new(year, month?, day.parse().ok()?).ok()
}

fn month_number(word: &str) -> Option<i8> {
    word.parse().ok()
}

fn month_named(word: &str) -> Option<i8> {
    let place = MONTHS
        .iter()
        .position(|month| word.len() >= 3 && month.starts_with(word))?;
    i8::try_from(place + 1).ok()
}

#[cfg(test)]
mod tests {
    use super::super::words::words_of;
    use super::*;

    fn days_in(text: &str) -> (Vec<String>, Vec<String>) {
        taken_from(&words_of(text).collect::<Vec<_>>())
    }

    #[test]
    fn a_day_is_read_however_people_write_it() {
        for text in [
            "12 March 2026",
            "12th mar 2026",
            "12/3/2026",
            "2026-03-12",
            "12.03.2026",
        ] {
            assert_eq!(
                days_in(text),
                (vec![], vec!["2026-03-12".to_owned()]),
                "{text}"
            );
        }
    }

    #[test]
    fn a_month_alone_and_words_beside_a_day_are_told_apart() {
        let (words, days) = days_in("corridor March 2026 ash");
        assert_eq!(words, ["corridor", "ash"]);
        assert_eq!(days, ["2026-03"]);
    }

    #[test]
    fn numbers_that_are_no_day_stay_words() {
        assert_eq!(days_in("room 12 b").0, ["room", "12", "b"]);
        assert_eq!(days_in("31 2 2026").1, Vec::<String>::new());
    }
}
