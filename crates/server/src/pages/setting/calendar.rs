//! The days the setting is closed to pupils. Due times in school days leave them out, together with weekends and bank
//! holidays, which the page works out by rule and shows.

use super::beside;
use crate::fields::Reading;
use crate::govuk::{Button, Html, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::Visitor;
use crate::when;
use casework::acts::set_closed_days;
use casework::calendar::bank_holidays;
use casework::nation;
use jiff::ToSpan;
use jiff::civil::Date;
use store::{Expect, Write};

/// How far ahead bank holidays are shown.
const MONTHS_AHEAD: i32 = 18;
/// Day first, as people here write it.
const WAYS: [&str; 6] = [
    "%d %B %Y", "%d %b %Y", "%d/%m/%Y", "%d.%m.%Y", "%d %m %Y", "%Y-%m-%d",
];

#[derive(askama::Template)]
#[template(path = "setting/calendar.html")]
struct Calendar {
    layout: Frame,
    typed: Typed,
    closed: String,
    /// Empty where those of the nation are not built in.
    bank_holidays: Vec<String>,
    nation: String,
    by_london: bool,
    beside: Html,
}

/// Shows the closed days, and asks for them.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let typed = visitor.typed.clone();
    let closed = if typed.is_empty() {
        let lines = visitor.setting.closed_days.iter().map(in_words);
        lines.collect::<Vec<_>>().join("\n")
    } else {
        typed.text("closed").to_owned()
    };
    shown(&Calendar {
        layout: visitor.frame("On which days is the setting closed to pupils?"),
        closed,
        bank_holidays: if visitor.setting.open_days().bank_holidays {
            coming(visitor.today())
        } else {
            Vec::new()
        },
        nation: nation::called(&visitor.setting.jurisdiction),
        by_london: nation::find(&visitor.setting.jurisdiction)
            .is_some_and(|nation| nation.by_london),
        beside: beside(&visitor),
        typed,
    })
}

/// Sets them: the whole list, as it is from here.
///
/// # Errors
/// The same form again, naming the line that cannot be read, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let typed = &visitor.typed;
    let mut reading = Reading::of(typed);
    let mut closed = Vec::new();
    let lines = typed.text("closed").lines().enumerate();
    for (n, line) in lines.filter(|(_, line)| !line.trim().is_empty()) {
        match read_line(line) {
            Some(days) if days.1 < days.0 => {
                reading.wrong("closed", format!("Line {} ends before it begins. Check its two days.", n + 1));
            }
            Some(days) => closed.push(days),
            None => reading.wrong(
                "closed",
                format!("Line {} is not a day, or two days with \u{201c}to\u{201d} between them. Write it like: 26 October 2026 to 30 October 2026.", n + 1),
            ),
        }
    }
    let events = reading.finish(set_closed_days(&visitor.acting(), &closed))?;
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    Ok(next("/setting/calendar"))
}

fn in_words((first, last): &(Date, Date)) -> String {
    if first == last {
        when::day(*first)
    } else {
        format!("{} to {}", when::day(*first), when::day(*last))
    }
}

/// One day, or the first and last of several.
fn read_line(line: &str) -> Option<(Date, Date)> {
    let line = line.trim();
    if let Some(day) = read_day(line) {
        return Some((day, day));
    }
    let (first, last) = [" to ", "\u{2013}", " - "]
        .into_iter()
        .find_map(|between| line.split_once(between))?;
    Some((read_day(first.trim())?, read_day(last.trim())?))
}

fn read_day(text: &str) -> Option<Date> {
    WAYS.into_iter()
        .find_map(|way| Date::strptime(way, text).ok())
        .filter(|day| day.year() >= 2000)
}

/// Bank holidays to come, as "Friday 25 December 2026".
fn coming(today: Date) -> Vec<String> {
    let until = today.saturating_add(MONTHS_AHEAD.months());
    (today.year()..=until.year())
        .flat_map(bank_holidays)
        .filter(|day| (today..=until).contains(day))
        .map(|day| day.strftime("%A %-d %B %Y").to_string())
        .collect()
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_line_is_read_however_people_here_write_days() {
        let half_term = (date(2026, 10, 26), date(2026, 10, 30));
        for line in [
            "26 October 2026 to 30 October 2026",
            "26/10/2026 - 30/10/2026",
            "26.10.2026 \u{2013} 30.10.2026",
            " 2026-10-26 to 30 Oct 2026 ",
        ] {
            assert_eq!(read_line(line).unwrap(), half_term, "{line}");
        }
        assert_eq!(read_line("1 September 2026").unwrap().0, date(2026, 9, 1));
        assert_eq!(read_line("half term"), None);
        assert_eq!(read_line("31 February 2026"), None);
    }

    #[test]
    fn bank_holidays_to_come_are_named_with_their_weekday() {
        let coming = coming(date(2026, 12, 1));
        assert_eq!(coming.first().unwrap(), "Friday 25 December 2026");
        assert_eq!(coming.get(1).unwrap(), "Monday 28 December 2026");
    }
}
