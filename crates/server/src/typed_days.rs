//! Days and times as people type them.

use crate::typed::Typed;
use casework::event::Occurred;
use jiff::civil;

impl Typed {
    /// The day in the three inputs `field-day`, `field-month`, `field-year`. None where all three are blank.
    ///
    /// # Errors
    /// A sentence, when they are no day.
    pub fn day(&self, field: &str) -> Result<Option<civil::Date>, String> {
        let part = |name: &str| self.text(&format!("{field}-{name}")).trim().to_owned();
        let (day, month, year) = (part("day"), part("month"), part("year"));
        if day.is_empty() && month.is_empty() && year.is_empty() {
            return Ok(None);
        }
        let read = || {
            let year: i16 = year.parse().ok()?;
            let year = if (0..100).contains(&year) {
                year + 2000
            } else {
                year
            };
            civil::Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()
        };
        read()
            .map(Some)
            .ok_or_else(|| "Enter a real day, for example 27 3 2026".to_owned())
    }

    /// The time of day in a field: `9:05`, `09.05`, `1405` or `2pm`. None where it is blank.
    ///
    /// # Errors
    /// A sentence, when it is no time of day.
    pub fn time(&self, field: &str) -> Result<Option<civil::Time>, String> {
        let text = self
            .text(field)
            .trim()
            .to_ascii_lowercase()
            .replace(' ', "");
        if text.is_empty() {
            return Ok(None);
        }
        time_of_day(&text)
            .map(Some)
            .ok_or_else(|| "Enter a time, for example 14:05".to_owned())
    }

    /// When something happened: the day of `field`, the time of `field-time`, and the tick at `field-about`.
    ///
    /// # Errors
    /// A sentence, when the day or the time is none.
    pub fn occurred(&self, field: &str) -> Result<Option<Occurred>, String> {
        let at = self.time(&format!("{field}-time"))?;
        let about = !self.text(&format!("{field}-about")).is_empty();
        Ok(self.day(field)?.map(|on| Occurred { on, at, about }))
    }
}

fn time_of_day(text: &str) -> Option<civil::Time> {
    let (text, afternoon) = match (text.strip_suffix("pm"), text.strip_suffix("am")) {
        (Some(rest), _) => (rest, Some(true)),
        (None, Some(rest)) => (rest, Some(false)),
        (None, None) => (text, None),
    };
    let (hour, minute) = match text.split_once([':', '.']) {
        Some((hour, minute)) => (hour, minute),
        None if text.len() > 2 => text.split_at_checked(text.len() - 2)?,
        None if afternoon.is_some() => (text, "0"),
        None => return None,
    };
    let (hour, minute): (i8, i8) = (hour.parse().ok()?, minute.parse().ok()?);
    let hour = match afternoon {
        Some(_) if !(1..=12).contains(&hour) => return None,
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    civil::Time::new(hour, minute, 0, 0).ok()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    fn typed(fields: &[(&str, &str)]) -> Typed {
        Typed::taken(
            fields
                .iter()
                .map(|(n, t)| ((*n).to_owned(), (*t).to_owned()))
                .collect(),
        )
        .0
    }

    #[test]
    fn a_day_is_read_from_three_inputs_and_a_short_year_means_this_century() {
        let form = typed(&[("held-day", "7"), ("held-month", "3"), ("held-year", "26")]);
        assert_eq!(form.day("held").unwrap(), Some(civil::date(2026, 3, 7)));
        assert_eq!(form.day("made").unwrap(), None);
    }

    #[test]
    fn a_day_that_does_not_exist_is_refused_with_a_sentence() {
        let form = typed(&[
            ("held-day", "31"),
            ("held-month", "2"),
            ("held-year", "2026"),
        ]);
        assert!(form.day("held").unwrap_err().contains("real day"));
    }

    #[test]
    fn times_are_read_as_people_write_them() {
        for (written, hour, minute) in [
            ("9:05", 9, 5),
            ("09.05", 9, 5),
            ("1405", 14, 5),
            ("2pm", 14, 0),
            ("12 am", 0, 0),
            ("12.30 pm", 12, 30),
        ] {
            assert_eq!(
                typed(&[("t", written)]).time("t").unwrap(),
                Some(civil::time(hour, minute, 0, 0)),
                "{written}"
            );
        }
        for no_time in ["25:00", "9", "13pm", "noonish"] {
            assert!(typed(&[("t", no_time)]).time("t").is_err(), "{no_time}");
        }
    }
}
