//! The day somebody asks about: read from what they typed, or told in a sentence what is wrong with it.

use crate::govuk::{DateInput, DatePart};
use jiff::civil::Date;

/// The day asked for, as it was typed: in three fields, or whole in an address that somebody wrote.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Deserialize)]
pub struct Asked {
    /// `2026-11-22`.
    pub on: Option<String>,
    /// The day of the month.
    #[serde(rename = "on-day", default)]
    pub day: String,
    /// The month, as a number.
    #[serde(rename = "on-month", default)]
    pub month: String,
    /// The year.
    #[serde(rename = "on-year", default)]
    pub year: String,
}

/// What is wrong with a day, and in which field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WrongDay {
    /// What to do, in a sentence.
    pub says: &'static str,
    part: DatePart,
}

impl Asked {
    /// The day that was meant: none where nothing was asked.
    ///
    /// # Errors
    /// Where it is no day.
    pub fn date(&self) -> Result<Option<Date>, WrongDay> {
        let typed = self.parts();
        let [year, month, day] = typed.each_ref().map(|text| text.trim());
        if [year, month, day].iter().all(|text| text.is_empty()) {
            return Ok(None);
        }
        let wrong = |says, part| WrongDay { says, part };
        for (text, says, part) in [
            (day, "Enter the day of the date, such as 22", DatePart::Day),
            (
                month,
                "Enter the month of the date, such as 11",
                DatePart::Month,
            ),
            (
                year,
                "Enter the year of the date, such as 2026",
                DatePart::Year,
            ),
        ] {
            if text.is_empty() {
                return Err(wrong(says, part));
            }
        }
        let number = |text: &str, part| {
            text.parse::<i16>()
                .map_err(|_| wrong("Enter the date in numbers, such as 22 11 2026", part))
        };
        let (day, month, year) = (
            number(day, DatePart::Day)?,
            number(month, DatePart::Month)?,
            number(year, DatePart::Year)?,
        );
        if !(1000..=9999).contains(&year) {
            return Err(wrong(
                "The year needs four figures, such as 2026",
                DatePart::Year,
            ));
        }
        if !(1..=12).contains(&month) {
            return Err(wrong("The month must be between 1 and 12", DatePart::Month));
        }
        let day = i8::try_from(day).unwrap_or_default();
        let month = i8::try_from(month).unwrap_or_default();
        Date::new(year, month, day)
            .map(Some)
            .map_err(|_| wrong("There is no such day in that month", DatePart::Day))
    }

    /// Year, month and day as typed.
    fn parts(&self) -> [String; 3] {
        match self
            .on
            .as_deref()
            .map(str::trim)
            .filter(|on| !on.is_empty())
        {
            Some(on) => {
                let mut parts = on.splitn(3, '-').map(str::to_owned);
                [(); 3].map(|()| parts.next().unwrap_or_default())
            }
            None => [self.year.clone(), self.month.clone(), self.day.clone()],
        }
    }

    /// The three fields, with what was typed and what is wrong.
    pub fn field(&self, wrong: Option<WrongDay>) -> DateInput {
        let [year, month, day] = self.parts();
        let field = DateInput::new("on", "Which day do you want to know about?")
            .hint("The day on which it was decided, such as 22 11 2026")
            .error(wrong.map(|wrong| wrong.says))
            .day(day)
            .month(month)
            .year(year);
        match wrong {
            Some(wrong) => field.wrong(wrong.part),
            None => field,
        }
    }
}

impl WrongDay {
    /// The last word of the field that is wrong.
    pub fn field(self) -> &'static str {
        match self.part {
            DatePart::Day => "day",
            DatePart::Month => "month",
            DatePart::Year => "year",
        }
    }
}
