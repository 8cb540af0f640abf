//! Cases in lists: one line each, with the next step as its link. No line is a measure of how serious a case is.

use crate::govuk::{Tag, Task, TaskStatus};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use crate::when;
use casework::case::{CaseLine, NextStep};
use casework::id::{CaseId, PersonId, StaffId};
use casework::people::Person;
use jiff::{Timestamp, ToSpan};
use std::collections::BTreeMap;

/// The page on which a step is taken, below the address of the case; empty for the case itself.
pub(super) fn page_of(step: NextStep) -> &'static str {
    match step {
        NextStep::ReadConcern | NextStep::Closed => "",
        NextStep::TakeUp => "take-up",
        NextStep::ReferNow | NextStep::Consult => "recommendation",
        NextStep::InitialReview => "initial-review",
        NextStep::Assess => "assessment",
        NextStep::Decide | NextStep::WaitForSecondView => "decision",
        NextStep::ReviewDecision | NextStep::SetReview | NextStep::Review { .. } => "review",
        NextStep::MakeReferral | NextStep::ChaseReferral => "referral",
        NextStep::TellParents => "parents",
        NextStep::DoActions => "actions",
        NextStep::Close => "close",
    }
}

/// The address of a page of a case.
pub(super) fn address(case: CaseId, page: &str) -> String {
    if page.is_empty() {
        format!("/cases/{case}")
    } else {
        format!("/cases/{case}/{page}")
    }
}

/// When something is due, as people say it.
pub(super) fn due_in_words(due: Timestamp, now: Timestamp) -> String {
    let (day, today) = (when::day_of(due), when::day_of(now));
    if due < now {
        if day == today {
            "Was due earlier today".to_owned()
        } else {
            format!("Overdue since {}", when::day(day))
        }
    } else if day == today {
        "Due today".to_owned()
    } else if day == today.saturating_add(1.day()) {
        "Due tomorrow".to_owned()
    } else {
        format!("Due {}", when::day(day))
    }
}

/// What lines say of people: names of those whom the asker may know.
pub(super) struct Names<'a> {
    visitor: &'a Visitor,
    people: BTreeMap<PersonId, Person>,
}

impl<'a> Names<'a> {
    /// The names of the children of these lines.
    ///
    /// # Errors
    /// Where the store cannot say.
    pub(super) async fn of(visitor: &'a Visitor, lines: &[CaseLine]) -> Result<Self, Instead> {
        let children: Vec<PersonId> = lines
            .iter()
            .flat_map(|line| line.children.iter().copied())
            .collect();
        let people = visitor
            .app
            .store()
            .people(&visitor.asking, &children)
            .await?;
        Ok(Self { visitor, people })
    }

    /// The children of a line, by name.
    pub(super) fn children(&self, line: &CaseLine) -> String {
        let mut names: Vec<&str> = line
            .children
            .iter()
            .filter_map(|child| self.people.get(child))
            .map(|person| person.name.as_str())
            .collect();
        names.sort_unstable();
        if names.is_empty() {
            "No child named yet".to_owned()
        } else {
            names.join(", ")
        }
    }

    /// Who works the case of a line.
    pub(super) fn lead(&self, line: &CaseLine) -> String {
        match line.lead {
            None => "Nobody has taken it up".to_owned(),
            Some(lead) if lead == self.visitor.asking.staff => "You".to_owned(),
            Some(lead) => self
                .visitor
                .setting
                .staff_name(lead)
                .map_or_else(|| "A colleague".to_owned(), |name| name.as_str().to_owned()),
        }
    }

    /// A line of the desk, under its next step.
    pub(super) fn task(&self, line: &CaseLine, now: Timestamp) -> Task {
        let mine = own_actions(line, self.visitor.asking.staff);
        let hint = format!(
            "{}. Reported {}. Lead: {}.{mine}",
            self.children(line),
            when::day(when::day_of(line.reported_at)),
            self.lead(line)
        );
        Task::new(
            format!("{}: {}", line.reference, line.next_step.says()),
            status(line, now),
        )
        .href(address(line.case, page_of(line.next_step)))
        .hint(hint)
    }
}

fn own_actions(line: &CaseLine, staff: StaffId) -> String {
    match line
        .my_actions
        .iter()
        .filter(|(owner, _)| *owner == staff)
        .count()
    {
        0 => String::new(),
        1 => " You have one open action.".to_owned(),
        several => format!(" You have {several} open actions."),
    }
}

fn status(line: &CaseLine, now: Timestamp) -> TaskStatus {
    if line.next_step == NextStep::ReferNow {
        return TaskStatus::tag(Tag::new("Refer now").urgent());
    }
    if !line.read {
        return TaskStatus::text(format!(
            "Waiting since {}",
            when::day_and_time(line.reported_at)
        ));
    }
    match line.due {
        Some(due) if due < now => TaskStatus::tag(Tag::new(due_in_words(due, now)).yellow()),
        Some(due) => TaskStatus::text(due_in_words(due, now)),
        None => TaskStatus::text("No date set"),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;

    #[test]
    fn due_times_are_told_as_days_and_not_as_counts() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let now = at("2026-03-04T12:00:00Z");
        for (due, says) in [
            ("2026-03-03T12:00:00Z", "Overdue since 3 March 2026"),
            ("2026-03-04T09:00:00Z", "Was due earlier today"),
            ("2026-03-04T15:00:00Z", "Due today"),
            ("2026-03-05T15:00:00Z", "Due tomorrow"),
            ("2026-03-09T15:00:00Z", "Due 9 March 2026"),
        ] {
            assert_eq!(due_in_words(at(due), now), says);
        }
    }
}
