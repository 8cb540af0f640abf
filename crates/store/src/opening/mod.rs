//! Opening a case: the door first, then the chain, the seal and the fold. A case that is not there, one of another
//! setting and one that is withheld answer alike.

mod door;
mod known_as;
mod own_report;
mod taken;

pub(crate) use door::note;
pub use own_report::{MyReport, OwnReport};

use crate::failure::Failure;
use crate::store::Store;
use crate::verify::{Broken, How};
use crate::views::CaseSeen;
use casework::access::{Asking, Deed, may};
use casework::case::Case;
use casework::chronology::{ChronologyId, Entry, Hash};
use casework::event::CaseEvent;
use casework::id::{CaseId, PersonId};
use casework::people::Person;
use casework::words::Words;
use jiff::SignedDuration;
use std::collections::BTreeMap;
use taken::TakenCase;

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
        let taken = match self.pass_the_door(asking, case, deed, page, reason).await {
            Err(Failure::NotThere) => return Err(self.destroyed_or_not_there(asking, case).await),
            passed => passed?,
        };
        self.let_in(asking, deed, taken).await
    }

    /// Opens a case once more for somebody whom the access log already names for this very page, not longer ago than
    /// `within`: part of the look that is logged, such as what a page fetches while its reader types. Anybody else, or
    /// later, is named as [`Store::open_case`] names them.
    ///
    /// # Errors
    /// Those of [`Store::open_case`] without a reason.
    pub async fn open_case_again(
        &self,
        asking: &Asking,
        case: CaseId,
        deed: Deed,
        page: &'static str,
        within: SignedDuration,
    ) -> Result<Opened, Failure> {
        match self.named_already(asking, case, deed, page, within).await? {
            Some(taken) => self.let_in(asking, deed, taken).await,
            None => self.open_case(asking, case, deed, page, None).await,
        }
    }

    /// What somebody is told who asked for a case that is not there for them: that it was destroyed, where it was and they
    /// may see what was.
    async fn destroyed_or_not_there(&self, asking: &Asking, case: CaseId) -> Failure {
        if !may(asking, Deed::SeeRetention, None) {
            return Failure::NotThere;
        }
        match self.setting(asking.setting).await {
            Ok(setting) if setting.retention.destroyed.contains_key(&case) => {
                Failure::Destroyed { case }
            }
            _ => Failure::NotThere,
        }
    }

    async fn let_in(
        &self,
        asking: &Asking,
        deed: Deed,
        taken: TakenCase,
    ) -> Result<Opened, Failure> {
        let (opened, _) = taken.open(self).await?;
        // The view let them in; the chronology itself has the last word.
        if may(asking, deed, Some(opened.case.access())) {
            Ok(opened)
        } else {
            Err(Failure::NotThere)
        }
    }
}

/// Compares with the head that is sealed in the view: finds a tail cut off by a hand that also put the head back.
fn against_view(
    chronology: ChronologyId,
    seen: &CaseSeen,
    case: &Case,
    head: Hash,
) -> Option<Broken> {
    let at = |seq, how| Some(Broken::at(chronology, seq, how));
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
fn people_in(event: &CaseEvent) -> &[PersonId] {
    use casework::event::About;
    match event {
        CaseEvent::ConcernReported { children, .. } => children,
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
        } => std::slice::from_ref(child),
        _ => &[],
    }
}
