//! What somebody reported themselves: what they wrote, and what happens next; nothing of what others wrote.

use crate::failure::Failure;
use crate::store::Store;
use crate::views::{self, CaseSeen};
use casework::access::{Asking, Deed, may};
use casework::chronology::Entry;
use casework::event::CaseEvent;
use casework::id::{CaseId, PersonId, StaffId};
use casework::people::Person;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What somebody reported, as they may see it again.
#[derive(Debug, Clone)]
pub struct OwnReport {
    /// Which case, what it is called, and what became of it.
    pub line: MyReport,
    /// What they reported: the first entry of the case.
    pub report: Entry<CaseEvent>,
    /// The people they named.
    pub people: BTreeMap<PersonId, Person>,
    /// When a lead or deputy first read it.
    pub read_at: Option<Timestamp>,
    /// What they themselves said they did by a duty of their own: response ids.
    pub own_duties_done: Vec<String>,
}

/// A line of what somebody reported: what happens next, and nothing of what others wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MyReport {
    /// Which case.
    pub case: CaseId,
    /// What people call it aloud.
    pub reference: String,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Whether a lead or deputy has read it.
    pub read: bool,
    /// Who took it up.
    pub lead: Option<StaffId>,
    /// Whether it is open.
    pub open: bool,
}

impl MyReport {
    fn of(seen: CaseSeen) -> Self {
        let line = seen.line;
        Self {
            case: line.case,
            reference: line.reference,
            reported_at: line.reported_at,
            read: line.read,
            lead: line.lead,
            open: line.open,
        }
    }
}

impl Store {
    /// Opens what somebody reported themselves, and what became of it. Logged as any opening.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or they did not report it.
    pub async fn own_report(&self, asking: &Asking, case: CaseId) -> Result<OwnReport, Failure> {
        let taken = self
            .pass_the_door(asking, case, Deed::ReadOwnReport, "own-report", None)
            .await?;
        let (opened, line) = taken.open(self).await?;
        if !may(asking, Deed::ReadOwnReport, Some(opened.case.access())) {
            return Err(Failure::NotThere);
        }
        let said = opened.case.own_duties_done.iter();
        let own_duties_done = said
            .filter(|done| done.recorded.by == asking.staff)
            .map(|done| done.response.clone())
            .collect();
        let read_at = opened.case.read.map(|read| read.at);
        let report = opened
            .entries
            .into_iter()
            .find(|entry| matches!(entry.written.event, CaseEvent::ConcernReported { .. }))
            .ok_or(Failure::NotThere)?;
        let mut people = opened.people;
        if let CaseEvent::ConcernReported { children, .. } = &report.written.event {
            people.retain(|person, _| children.contains(person));
        }
        Ok(OwnReport {
            own_duties_done,
            line: MyReport::of(line),
            report,
            people,
            read_at,
        })
    }

    /// What somebody reported themselves, newest first. Says what happens next and opens no case.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn my_reports(&self, asking: &Asking) -> Result<Vec<MyReport>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let mut reports = Vec::new();
            for id in rows.reported_by(asking.setting, &keys.who("reported by", asking.staff))? {
                if let Some(seen) = views::case(rows, &keys, asking.setting, CaseId(id))?
                    && may(&asking, Deed::ReadOwnReport, Some(&seen.line.access))
                {
                    reports.push(MyReport::of(seen));
                }
            }
            Ok(reports)
        })
        .await
    }
}
