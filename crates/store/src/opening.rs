//! The one door to a case. It asks who may, names the asker in the access log, and only then opens the seal. A case
//! that is not there, one of another setting and one that is withheld answer alike.

use crate::failure::Failure;
use crate::log;
use crate::shared::Shared;
use crate::sqlite::Rows;
use crate::store::Store;
use crate::verify::{Broken, How};
use crate::views::{self, CaseSeen};
use crate::writer::Turn;
use casework::access::{Asking, Deed, may, needs_reason};
use casework::case::Case;
use casework::chronology::{ChronologyId, Entry, Hash};
use casework::event::{AccessEvent, CaseEvent};
use casework::id::{CaseId, PersonId, StaffId};
use casework::people::Person;
use casework::words::Words;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// A case, opened for somebody who may see it.
#[derive(Debug, Clone)]
pub struct Opened {
    /// The case, folded from its entries.
    pub case: Case,
    /// The entries, in order.
    pub entries: Vec<Entry<CaseEvent>>,
    /// Who the people it touches are, as far as is known.
    pub people: BTreeMap<PersonId, Person>,
    /// The hash of the last entry.
    pub head: Hash,
    /// Whether the chain holds.
    pub intact: bool,
    /// Where it does not.
    pub broken: Option<Broken>,
}

/// What somebody reported, as they may see it again.
#[derive(Debug, Clone)]
pub struct OwnReport {
    /// Which case, what it is called, and what became of it.
    pub line: MyReport,
    /// What they reported: the first entry of the case.
    pub report: Entry<CaseEvent>,
    /// The people they named.
    pub people: BTreeMap<PersonId, Person>,
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

/// What the door said.
enum Door {
    Open,
    Shut,
    OnlyWithReason,
}

impl Store {
    /// Opens a case for `deed` on `page`. The access log names the asker durably before anything is opened; being
    /// refused is logged too.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or the asker may not; [`Failure::ReasonNeeded`] where they may
    /// with a reason and gave none; [`Failure::Damaged`] where an entry does not open.
    pub async fn open_case(
        &self,
        asking: &Asking,
        case: CaseId,
        deed: Deed,
        page: &'static str,
        reason: Option<Words>,
    ) -> Result<Opened, Failure> {
        self.pass_the_door(asking, case, deed, page, reason).await?;
        let asking = asking.clone();
        self.read(move |rows, shared| {
            let opened = open(rows, shared, &asking, case)?;
            // The view let them in; the chronology itself has the last word.
            if may(&asking, deed, Some(opened.case.access())) {
                Ok(opened)
            } else {
                Err(Failure::NotThere)
            }
        })
        .await
    }

    /// Opens what somebody reported themselves, and what became of it. Logged as any opening.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or they did not report it.
    pub async fn own_report(&self, asking: &Asking, case: CaseId) -> Result<OwnReport, Failure> {
        self.pass_the_door(asking, case, Deed::ReadOwnReport, "own-report", None)
            .await?;
        let asking = asking.clone();
        self.read(move |rows, shared| {
            let opened = open(rows, shared, &asking, case)?;
            if !may(&asking, Deed::ReadOwnReport, Some(opened.case.access())) {
                return Err(Failure::NotThere);
            }
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let line = views::case(rows, &keys, asking.setting, case)?.ok_or(Failure::NotThere)?;
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
                line: MyReport::of(line),
                report,
                people,
            })
        })
        .await
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

    /// Who opened a case, in order.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or the asker may not read its access log.
    pub async fn access_log(
        &self,
        asking: &Asking,
        case: CaseId,
    ) -> Result<Vec<Entry<AccessEvent>>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            let keys = shared.keys.of_setting(rows, asking.setting)?;
            let seen = views::case(rows, &keys, asking.setting, case)?.ok_or(Failure::NotThere)?;
            if !may(&asking, Deed::ReadAccessLog, Some(&seen.line.access)) {
                return Err(Failure::NotThere);
            }
            Ok(log::read(rows, &keys, ChronologyId::access(asking.setting, case))?.entries)
        })
        .await
    }

    /// Notes in the access log that something was done with a case: printed, verified.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or the asker may not do that.
    pub async fn note_access(
        &self,
        asking: &Asking,
        case: CaseId,
        event: AccessEvent,
    ) -> Result<(), Failure> {
        let asking = asking.clone();
        self.write(move |turn| {
            let deed = match event {
                AccessEvent::ChronologyPrinted { .. } => Deed::PrintChronology,
                AccessEvent::ChronologyVerified { .. } => Deed::VerifyChronology,
                AccessEvent::CaseOpened { .. } | AccessEvent::CaseWithheld { .. } => Deed::OpenCase,
            };
            let keys = turn.shared.keys.of_setting(&turn.writing, asking.setting)?;
            let seen = views::case(&turn.writing, &keys, asking.setting, case)?
                .ok_or(Failure::NotThere)?;
            if !may(&asking, deed, Some(&seen.line.access)) {
                return Err(Failure::NotThere);
            }
            note(turn, &asking, case, event)
        })
        .await
    }

    async fn pass_the_door(
        &self,
        asking: &Asking,
        case: CaseId,
        deed: Deed,
        page: &'static str,
        reason: Option<Words>,
    ) -> Result<(), Failure> {
        let asking = asking.clone();
        let door = self
            .write(move |turn| ask_at_the_door(turn, &asking, case, deed, page, reason))
            .await?;
        match door {
            Door::Open => Ok(()),
            Door::Shut => Err(Failure::NotThere),
            Door::OnlyWithReason => Err(Failure::ReasonNeeded),
        }
    }
}

/// Asks, and logs the answer, in one transaction. Whatever the answer, something was sealed and committed: how long it
/// took does not tell a case that is withheld from one that is not there.
fn ask_at_the_door(
    turn: &Turn<'_>,
    asking: &Asking,
    case: CaseId,
    deed: Deed,
    page: &'static str,
    reason: Option<Words>,
) -> Result<Door, Failure> {
    let keys = turn.shared.keys.of_setting(&turn.writing, asking.setting)?;
    let page = page.to_owned();
    let Some(seen) = views::case(&turn.writing, &keys, asking.setting, case)? else {
        let unused = keys.seal_view(
            "nothing",
            case.0.as_bytes(),
            page.as_bytes(),
            turn.shared.outside.chance.as_ref(),
        )?;
        drop(unused);
        turn.writing.count_absent(asking.setting)?;
        return Ok(Door::Shut);
    };
    let access = &seen.line.access;
    if !may(asking, deed, Some(access)) {
        note(turn, asking, case, AccessEvent::CaseWithheld { page })?;
        return Ok(Door::Shut);
    }
    if reason.is_none() && needs_reason(asking, deed, access) {
        note(turn, asking, case, AccessEvent::CaseWithheld { page })?;
        return Ok(Door::OnlyWithReason);
    }
    note(turn, asking, case, AccessEvent::CaseOpened { page, reason })?;
    Ok(Door::Open)
}

fn note(turn: &Turn<'_>, asking: &Asking, case: CaseId, event: AccessEvent) -> Result<(), Failure> {
    let keys = turn.shared.keys.of_setting(&turn.writing, asking.setting)?;
    let chronology = ChronologyId::access(asking.setting, case);
    let head = turn.writing.head(&chronology)?;
    let key = keys
        .newest(&turn.writing, &chronology)?
        .ok_or_else(|| keys.gone(&chronology))?;
    log::add(
        &turn.writing,
        &key,
        &turn.shared.outside,
        chronology,
        head,
        asking.staff,
        &[event],
    )
    .map(drop)
}

/// Reads, verifies, opens and folds.
fn open(rows: &Rows<'_>, shared: &Shared, asking: &Asking, id: CaseId) -> Result<Opened, Failure> {
    let keys = shared.keys.of_setting(rows, asking.setting)?;
    let chronology = ChronologyId::case(asking.setting, id);
    let read = log::read::<CaseEvent>(rows, &keys, chronology)?;
    let seen = views::case(rows, &keys, asking.setting, id)?.ok_or(Failure::NotThere)?;
    let case = Case::fold(id, &read.entries);
    let broken = read
        .broken
        .or_else(|| against_view(chronology, &seen, &case, read.head));
    let touched: BTreeSet<PersonId> = read
        .entries
        .iter()
        .flat_map(|entry| people_in(&entry.written.event))
        .collect();
    let people = views::people(rows, &keys, asking.setting, touched)?;
    Ok(Opened {
        case,
        entries: read.entries,
        people,
        head: read.head,
        intact: broken.is_none(),
        broken,
    })
}

/// Compares with the head that is sealed in the view: finds a tail cut off by a hand that also put the head back.
fn against_view(
    chronology: ChronologyId,
    seen: &CaseSeen,
    case: &Case,
    head: Hash,
) -> Option<Broken> {
    let at = |seq, how| {
        Some(Broken {
            chronology,
            seq,
            how,
        })
    };
    match case.entries.cmp(&seen.line.entries) {
        std::cmp::Ordering::Less => at(case.entries + 1, How::CutOff),
        std::cmp::Ordering::Greater => at(seen.line.entries + 1, How::NotInHead),
        std::cmp::Ordering::Equal if seen.head != head.to_string() => {
            at(case.entries, How::Altered)
        }
        std::cmp::Ordering::Equal => None,
    }
}

/// The people an event names by id.
fn people_in(event: &CaseEvent) -> Vec<PersonId> {
    use casework::event::About;
    match event {
        CaseEvent::ConcernReported { children, .. } => children.clone(),
        CaseEvent::ChildInvolved { child, .. }
        | CaseEvent::PartsRecorded { child, .. }
        | CaseEvent::ParentsTold { child, .. }
        | CaseEvent::ParentsNotTold { child, .. }
        | CaseEvent::DeletionConfirmed { child, .. }
        | CaseEvent::QuestionAnswered {
            about: About::Child(child),
            ..
        }
        | CaseEvent::DeviceTaken {
            from: Some(child), ..
        } => vec![*child],
        _ => Vec::new(),
    }
}
