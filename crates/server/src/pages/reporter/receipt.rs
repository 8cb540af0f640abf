//! What becomes of a report, for whoever made it: what happens next and by when, what not to do meanwhile, and whether it
//! was read. Their own words are here; nothing that anybody else wrote is.

use super::first_minute::{OnDuty, do_not, on_duty};
use crate::app::Spec;
use crate::govuk::{Html, Panel, SummaryList, SummaryRow};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::pages::safeguarding::own_duty::asked_of_each;
use crate::visitor::{Visitor, case_in};
use crate::when;
use axum::Extension;
use casework::calendar::{self, OpenDays};
use casework::event::{CameBy, CaseEvent};
use casework::setting::Setting;
use casework::telling::{came_by, occurred_in_words};
use jiff::civil::{Date, time};
use jiff::{Timestamp, ToSpan};
use store::OwnReport;

#[derive(askama::Template)]
#[template(path = "reporter/receipt.html")]
struct Receipt {
    layout: Frame,
    panel: Panel,
    /// What the guidance asks of each person by themselves, and whether they said it is done.
    own_duties: Vec<(String, bool)>,
    own_duty: String,
    open: bool,
    read_at: Option<String>,
    taken_up_by: Option<String>,
    read_by: String,
    on_duty: Vec<OnDuty>,
    do_not: Vec<String>,
    own_words: SummaryList,
}

/// Shows it.
///
/// # Errors
/// [`Instead::NotThere`] where they did not report it, or where the store cannot say.
pub async fn show(visitor: Visitor, Extension(spec): Extension<Spec>) -> Answered {
    let case = case_in(spec.path, &visitor.path).ok_or(Instead::NotThere)?;
    let own = visitor
        .app
        .store()
        .own_report(&visitor.asking, case)
        .await?;
    let pack = visitor.pack()?;
    let duty = visitor.setting.duty.as_ref();
    let title = "Your report is with the safeguarding team";
    let reported = when::day_and_time(own.line.reported_at);
    let page = Receipt {
        layout: visitor.frame(title).guided(),
        panel: Panel::new(
            title,
            Html::text(&format!(
                "Reference {}. Sent {reported}.",
                own.line.reference
            )),
        ),
        own_duties: asked_of_each(&pack, visitor.today())
            .into_iter()
            .map(|one| {
                let done = own.own_duties_done.iter().any(|done| **done == *one.id);
                (one.says.to_string(), done)
            })
            .collect(),
        own_duty: format!("/cases/{case}/own-duty"),
        open: own.line.open,
        read_at: own.read_at.map(when::day_and_time),
        taken_up_by: own
            .line
            .lead
            .and_then(|lead| visitor.setting.staff_name(lead))
            .map(|name| name.as_str().to_owned()),
        read_by: read_by(own.line.reported_at, &visitor.setting),
        on_duty: duty
            .map(|duty| on_duty(&visitor.setting, duty))
            .unwrap_or_default(),
        do_not: do_not(&pack),
        own_words: own_words(&own),
    };
    shown(&page)
}

/// The school day by whose end a report should be read: the day it was sent where that is one and it is not late in the
/// day already, otherwise the next.
fn school_day_for(sent: Timestamp, open: OpenDays<'_>) -> Date {
    let sent_on = calendar::day_of(sent);
    let late = calendar::time_of(sent) >= time(16, 0, 0, 0);
    let mut day = if late {
        sent_on.saturating_add(1.day())
    } else {
        sent_on
    };
    // A year without a school day is a calendar filled in wrongly: then the day itself.
    for _ in 0..366 {
        if open.is_school_day(day) {
            return day;
        }
        day = day.saturating_add(1.day());
    }
    sent_on
}

fn read_by(sent: Timestamp, setting: &Setting) -> String {
    let day = school_day_for(sent, setting.open_days());
    if day == calendar::day_of(sent) {
        format!("today, {}", when::day(day))
    } else {
        format!("the next school day, {}", when::day(day))
    }
}

fn own_words(own: &OwnReport) -> SummaryList {
    let mut rows = Vec::new();
    if let CaseEvent::ConcernReported {
        what,
        came_by: how,
        happened,
        place,
        children,
        names_not_known,
        done_already,
    } = &own.report.written.event
    {
        let names: Vec<&str> = children
            .iter()
            .filter_map(|child| own.people.get(child))
            .map(|person| person.name.as_str())
            .collect();
        let mut who = names.join(", ");
        if *names_not_known {
            who = if who.is_empty() {
                "Names not known".to_owned()
            } else {
                format!("{who}; other names not known")
            };
        }
        rows.push(SummaryRow::new("Who", who));
        rows.push(SummaryRow::new(
            "What you wrote",
            Html::paragraphs(what.as_str()),
        ));
        if *how != CameBy::NotSaid {
            rows.push(SummaryRow::new("How it came to you", came_by(*how)));
        }
        if let Some(happened) = happened {
            rows.push(SummaryRow::new("When", occurred_in_words(happened)));
        }
        if let Some(place) = place {
            rows.push(SummaryRow::new("Where", place.as_str()));
        }
        if let Some(done) = done_already {
            rows.push(SummaryRow::new(
                "Done already",
                Html::paragraphs(done.as_str()),
            ));
        }
    }
    SummaryList::new(rows)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_report_is_read_the_same_school_day_and_a_late_one_on_the_next() {
        let sent = |text: &str| text.parse::<Timestamp>().unwrap();
        let friday = date(2026, 3, 6);
        let open = OpenDays::default();
        assert_eq!(school_day_for(sent("2026-03-06T14:00:00Z"), open), friday);
        assert_eq!(
            school_day_for(sent("2026-03-06T16:30:00Z"), open),
            date(2026, 3, 9)
        );
        assert_eq!(
            school_day_for(sent("2026-03-07T09:00:00Z"), open),
            date(2026, 3, 9)
        );
        let closed = [(friday, date(2026, 3, 10))];
        let part_closed = OpenDays {
            closed: &closed,
            bank_holidays: true,
        };
        assert_eq!(
            school_day_for(sent("2026-03-06T09:00:00Z"), part_closed),
            date(2026, 3, 11)
        );
    }
}
