//! The day somebody asks about: read from what they typed, or told in a sentence what is wrong with it. A page that takes
//! a day takes it here, says which day it shows where that is not today, and keeps the day in its links.

use crate::app::App;
use crate::govuk::{DateInput, DatePart, ErrorSummary};
use crate::page::{Answered, show};
use crate::page_error::Instead;
use crate::when;
use axum::extract::{FromRequestParts, Query};
use axum::http::StatusCode;
use axum::http::request::Parts;
use axum::response::IntoResponse;
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

/// The day a page shows: the one asked for, or today. Where what was asked is no day, today's is shown beside the sentence
/// that says so.
#[derive(Debug, Clone)]
pub struct AsOf {
    typed: Asked,
    today: Date,
    asked: Option<Date>,
    wrong: Option<WrongDay>,
}

impl FromRequestParts<App> for AsOf {
    type Rejection = Instead;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Self::Rejection> {
        let Query(typed) =
            Query::<Asked>::try_from_uri(&parts.uri).map_err(|_| Instead::NotAnAddress)?;
        Ok(Self::of(typed, when::day_of(app.outside().now())))
    }
}

impl AsOf {
    /// What was typed, read on a day.
    pub fn of(typed: Asked, today: Date) -> Self {
        let (asked, wrong) = match typed.date() {
            Ok(day) => (day, None),
            Err(wrong) => (None, Some(wrong)),
        };
        Self {
            typed,
            today,
            asked,
            wrong,
        }
    }

    /// The day the page shows.
    pub fn day(&self) -> Date {
        self.asked.unwrap_or(self.today)
    }

    /// Today.
    pub fn today(&self) -> Date {
        self.today
    }

    /// The day that was asked for, today or not; none where nothing was asked, or no day.
    pub fn asked(&self) -> Option<Date> {
        self.asked
    }

    /// The day the page shows, where it is not today.
    pub fn other(&self) -> Option<Date> {
        self.asked.filter(|day| *day != self.today)
    }

    /// For the top of a page: which day it shows, where that is not today.
    pub fn says(&self) -> Option<String> {
        let day = self.other()?;
        let told = when::day(day);
        Some(if day < self.today {
            format!("As it was on {told}")
        } else {
            format!("As it will be on {told}, on what is known today")
        })
    }

    /// An address that keeps the day, where it is not today.
    pub fn keep(&self, address: &str) -> String {
        self.other()
            .map_or_else(|| address.to_owned(), |day| on_day(address, day))
    }

    /// The three fields, with what was typed and what is wrong.
    pub fn field(&self) -> DateInput {
        self.typed.field(self.wrong)
    }

    /// Whether what was asked is no day.
    pub fn is_wrong(&self) -> bool {
        self.wrong.is_some()
    }

    /// What is wrong, with the way to the field.
    pub fn errors(&self) -> Option<ErrorSummary> {
        let wrong = self.wrong?;
        Some(ErrorSummary::new([(
            format!("#on-{}", wrong.field()),
            wrong.says,
        )]))
    }

    /// A page's title: it says first that something is wrong.
    pub fn title(&self, title: &str) -> String {
        if self.is_wrong() {
            format!("Error: {title}")
        } else {
            title.to_owned()
        }
    }

    /// The page, with the status that says whether a day was understood.
    ///
    /// # Errors
    /// Where the page cannot be made.
    pub fn answer(&self, page: &impl askama::Template) -> Answered {
        let shown = show(page)?;
        let status = if self.is_wrong() {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        Ok((status, shown).into_response())
    }
}

/// An address about a day: the day stands in its query, before what follows `#`.
pub fn on_day(address: &str, day: Date) -> String {
    let (path, anchor) = match address.split_once('#') {
        Some((path, anchor)) => (path, format!("#{anchor}")),
        None => (address, String::new()),
    };
    let joined = if path.contains('?') { '&' } else { '?' };
    format!("{path}{joined}on={day}{anchor}")
}
