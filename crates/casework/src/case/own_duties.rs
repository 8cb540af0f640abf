//! Duties that are each person's own, such as a report the law asks of whoever became aware. They stay open for each
//! person who has a part in the case until that person says that it is done: no decision, no second view, no closing and
//! no other person's report ends them.

use super::{Case, Recorded};
use crate::event::CaseEvent;
use crate::id::StaffId;
use crate::words::Words;
use guidance::{Duty, Pack};
use std::collections::BTreeSet;

/// Somebody said that they did their own duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyDone {
    /// Where it was recorded; `by` did it.
    pub recorded: Recorded,
    /// What the guidance asks of each person: a response id.
    pub response: String,
    /// What they did.
    pub what: Words,
}

/// One person's own duty in this case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnDuty {
    /// What is asked of each person: a response id.
    pub response: String,
    /// Whose.
    pub of: StaffId,
    /// When they said that it is done; none while it is open.
    pub done: Option<Recorded>,
}

impl Case {
    pub(super) fn take_own_duty(&mut self, recorded: Recorded, event: &CaseEvent) {
        if let CaseEvent::OwnDutyDone { response, what } = event {
            self.own_duties_done.push(DutyDone {
                recorded,
                response: response.clone(),
                what: what.clone(),
            });
        }
    }

    /// Who has a part in this case: whoever wrote in it, works it, was let in or is asked for a second view.
    pub fn people_in_it(&self) -> BTreeSet<StaffId> {
        let access = self.access();
        self.hands
            .iter()
            .chain(&access.lead)
            .chain(&access.shared)
            .chain(&access.second_asked)
            .copied()
            .collect()
    }

    /// Every person's own duties: what any consultation ever called for, or `called_for` now, that the guidance says is
    /// each individual's. One that was called for once stays, even where an answer was changed since.
    pub fn own_duties(&self, pack: &Pack, called_for: &[String]) -> Vec<OwnDuty> {
        let asked: BTreeSet<&str> = self
            .consultations
            .iter()
            .flat_map(|one| &one.called_for)
            .chain(called_for)
            .map(String::as_str)
            .collect();
        let people = self.people_in_it();
        pack.responses()
            .iter()
            .filter(|one| one.duty == Duty::Individual && asked.contains(one.id.as_ref()))
            .flat_map(|one| {
                people.iter().map(|of| OwnDuty {
                    response: one.id.to_string(),
                    of: *of,
                    done: self.said_done(&one.id, *of),
                })
            })
            .collect()
    }

    /// When this person said that they did this; nobody else's word counts.
    pub fn said_done(&self, response: &str, of: StaffId) -> Option<Recorded> {
        self.own_duties_done
            .iter()
            .find(|one| one.response == response && one.recorded.by == of)
            .map(|one| one.recorded)
    }
}
