//! When something is in force, and by when something must happen.

use std::fmt;

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The first and, where there is one, the last day on which something is in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dates {
    /// The first day.
    pub from: Date,
    /// The last day; none while current.
    pub to: Option<Date>,
}

impl Dates {
    /// Whether `day` is one of these days.
    #[must_use]
    pub fn hold(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// By when.
#[cfg_attr(test, derive(schemars::JsonSchema))]
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Due {
    /// At once.
    AtOnce,
    /// No time is set.
    NoSetTime,
    /// The same day.
    SameDay,
    /// Within so many hours.
    Hours(u16),
    /// Within so many working days.
    WorkingDays(u16),
    /// Within so many school days.
    SchoolDays(u16),
    /// Within so many days.
    Days(u16),
}

impl fmt::Display for Due {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (n, unit) = match *self {
            Self::AtOnce => return f.write_str("at once"),
            Self::NoSetTime => return f.write_str("no set time"),
            Self::SameDay => return f.write_str("the same day"),
            Self::Hours(n) => (n, "hour"),
            Self::WorkingDays(n) => (n, "working day"),
            Self::SchoolDays(n) => (n, "school day"),
            Self::Days(n) => (n, "day"),
        };
        write!(f, "within {n} {unit}{}", if n == 1 { "" } else { "s" })
    }
}
