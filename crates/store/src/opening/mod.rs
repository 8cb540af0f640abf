//! Opening a case: the door first, then the chain, the seal and the fold. A case that is not there, one of another
//! setting and one that is withheld answer alike.

mod door;
mod own_report;

pub use own_report::{MyReport, OwnReport};

use crate::failure::Failure;
use crate::log;
use crate::shared::Shared;
use crate::sqlite::Rows;
use crate::store::Store;
use crate::verify::{Broken, How};
use crate::views::{self, CaseSeen};
use casework::access::{Asking, Deed, may};
use casework::case::Case;
use casework::chronology::{ChronologyId, Entry, Hash};
use casework::event::CaseEvent;
use casework::id::{CaseId, PersonId};
use casework::people::Person;
use casework::words::Words;
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
}

/// Reads, verifies, opens and folds.
pub(super) fn open(
    rows: &Rows<'_>,
    shared: &Shared,
    asking: &Asking,
    id: CaseId,
) -> Result<Opened, Failure> {
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
