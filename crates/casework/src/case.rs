//! A case as it is now, only ever folded from its chronology. Each part of it is folded in a file beside this one.
//!
//! The fold takes entries as they come and never fails: what an act would have refused is folded as far as it makes
//! sense. It judges nothing, counts nothing up and ranks nobody.

mod assessed;
mod decided;
mod involved;
mod kept;
mod line;
mod next_step;
mod own_duties;
mod planned;
mod seen;
mod standing;

pub use assessed::{Answered, Consultation, InitialReview, Question};
pub use decided::{Confirmation, Decision, Referral, Reply, SecondView};
pub use involved::{InvolvedChild, Parents, PartsAsKnown};
pub use kept::{Deletion, Device, HandOver, Removal, Viewing};
pub use line::{CaseLine, reference_of};
pub use next_step::NextStep;
pub use own_duties::{DutyDone, OwnDuty};
pub use planned::{Action, ActionState, Owned};
pub use seen::{Closing, Correction, Note, RefusedFile, Reopening, ReviewDate, SharedWith};

use crate::access::CaseAccess;
use crate::chronology::Entry;
use crate::event::{CameBy, CaseEvent, Occurred};
use crate::id::{ActionId, CaseId, PersonId, StaffId};
use crate::words::Words;
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// Which entry something stands in, who recorded it and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// The entry.
    pub seq: u64,
    /// Who recorded it.
    pub by: StaffId,
    /// When.
    pub at: Timestamp,
}

/// What was reported.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Concern {
    /// Where it stands; `by` is who reported it.
    pub recorded: Recorded,
    /// What they saw, heard or were told.
    pub what: Words,
    /// How it came to them.
    pub came_by: CameBy,
    /// When it happened, as far as known.
    pub happened: Option<Occurred>,
    /// Where.
    pub place: Option<Words>,
    /// The children they named.
    pub children: Vec<PersonId>,
    /// They said that they did not know the names.
    pub names_not_known: bool,
    /// What was done already.
    pub done_already: Option<Words>,
}

/// A case as it is now.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// Which.
    pub id: CaseId,
    /// What people call it aloud. It carries no meaning.
    pub reference: String,
    /// The number of its last entry: what an act expects to find.
    pub entries: u64,
    /// When the first and the last entry were recorded.
    pub recorded: Option<(Timestamp, Timestamp)>,
    /// What was reported.
    pub concern: Option<Concern>,
    /// Who first read it, and when.
    pub read: Option<Recorded>,
    /// Who works it.
    pub lead: Option<StaffId>,
    /// What kind of concern it is, as last said: it chooses the guidance.
    pub kind: guidance::Concern,
    /// The children involved.
    pub children: BTreeMap<PersonId, InvolvedChild>,
    /// Initial reviews held, oldest first.
    pub reviews: Vec<InitialReview>,
    /// Every answer ever given to each question, oldest first.
    pub answers: BTreeMap<Question, Vec<Answered>>,
    /// The entry that last changed what is known: an answer, a part, a child. 0 where there is none.
    pub facts_changed: u64,
    /// Consultations of the guidance, oldest first.
    pub consultations: Vec<Consultation>,
    /// Decisions, oldest first.
    pub decisions: Vec<Decision>,
    /// What people said they did by a duty of their own, oldest first.
    pub own_duties_done: Vec<DutyDone>,
    /// Referrals, oldest first.
    pub referrals: Vec<Referral>,
    /// Actions, oldest first.
    pub actions: BTreeMap<ActionId, Action>,
    /// What was told to the parents or carers of each child, and why not.
    pub parents: BTreeMap<PersonId, Vec<Parents>>,
    /// Devices taken into keeping.
    pub devices: Vec<Device>,
    /// Deletions a child confirmed.
    pub deletions: Vec<Deletion>,
    /// Reports to services that get imagery removed.
    pub removals: Vec<Removal>,
    /// Viewings under the narrow exception.
    pub viewings: Vec<Viewing>,
    /// When to look at it again.
    pub review: Option<ReviewDate>,
    /// Notes.
    pub notes: Vec<Note>,
    /// What stands beside each corrected entry.
    pub corrections: BTreeMap<u64, Vec<Correction>>,
    /// Who was let in and why, as it is now.
    pub shared: BTreeMap<StaffId, SharedWith>,
    /// Who must not see it and why.
    pub conflicts: BTreeMap<StaffId, SharedWith>,
    /// Files that were refused.
    pub refused: Vec<RefusedFile>,
    /// How it was closed; none while open.
    pub closed: Option<Closing>,
    /// Each time it was opened again.
    pub reopenings: Vec<Reopening>,
    /// Whoever wrote an entry.
    hands: BTreeSet<StaffId>,
    access: CaseAccess,
}

impl Case {
    /// The case that these entries make.
    pub fn fold(id: CaseId, entries: &[Entry<CaseEvent>]) -> Self {
        let mut case = Self::new(id);
        for entry in entries {
            case.take(entry);
        }
        case
    }

    fn new(id: CaseId) -> Self {
        Self {
            id,
            reference: reference_of(id),
            entries: 0,
            recorded: None,
            concern: None,
            read: None,
            lead: None,
            kind: guidance::Concern::default(),
            children: BTreeMap::new(),
            reviews: Vec::new(),
            answers: BTreeMap::new(),
            facts_changed: 0,
            consultations: Vec::new(),
            decisions: Vec::new(),
            own_duties_done: Vec::new(),
            referrals: Vec::new(),
            actions: BTreeMap::new(),
            parents: BTreeMap::new(),
            devices: Vec::new(),
            deletions: Vec::new(),
            removals: Vec::new(),
            viewings: Vec::new(),
            review: None,
            notes: Vec::new(),
            corrections: BTreeMap::new(),
            shared: BTreeMap::new(),
            conflicts: BTreeMap::new(),
            refused: Vec::new(),
            closed: None,
            reopenings: Vec::new(),
            hands: BTreeSet::new(),
            access: CaseAccess::default(),
        }
    }

    /// Takes one more entry.
    pub fn take(&mut self, entry: &Entry<CaseEvent>) {
        let recorded = Recorded {
            seq: entry.seq,
            by: entry.written.by,
            at: entry.recorded_at,
        };
        self.entries = self.entries.max(entry.seq);
        let first = self.recorded.map_or(entry.recorded_at, |(first, _)| first);
        self.recorded = Some((first, entry.recorded_at));
        self.hands.insert(recorded.by);
        let event = &entry.written.event;
        match event {
            CaseEvent::ConcernReported { .. } => self.take_concern(recorded, event),
            CaseEvent::ConcernRead {} => self.read = self.read.or(Some(recorded)),
            CaseEvent::CaseTakenUp { lead } => {
                // Whoever takes a case up has read it, or is about to on the same page.
                self.read = self.read.or(Some(recorded));
                self.lead = Some(*lead);
                self.access.lead = Some(*lead);
            }
            CaseEvent::KindOfConcernSaid { kind } => {
                self.kind = *kind;
                // Other guidance is consulted from here: what was consulted and decided before is behind.
                self.fact_changed(recorded.seq);
            }
            CaseEvent::ChildInvolved { .. }
            | CaseEvent::PartsRecorded { .. }
            | CaseEvent::ParentsTold { .. }
            | CaseEvent::ParentsNotTold { .. } => self.take_involved(recorded, event),
            CaseEvent::InitialReviewHeld { .. }
            | CaseEvent::QuestionAnswered { .. }
            | CaseEvent::GuidanceConsulted { .. } => self.take_assessed(recorded, event),
            CaseEvent::DecisionMade { .. }
            | CaseEvent::SecondViewGiven { .. }
            | CaseEvent::DecisionConfirmed { .. }
            | CaseEvent::ReferralMade { .. }
            | CaseEvent::ReferralAnswered { .. } => self.take_decided(recorded, event),
            CaseEvent::OwnDutyDone { .. } => self.take_own_duty(recorded, event),
            CaseEvent::ActionPlanned { .. }
            | CaseEvent::ActionDone { .. }
            | CaseEvent::ActionHandedOver { .. }
            | CaseEvent::ActionMoved { .. }
            | CaseEvent::ActionDropped { .. } => self.take_planned(recorded, event),
            CaseEvent::DeviceTaken { .. }
            | CaseEvent::DeviceHandedOver { .. }
            | CaseEvent::DeletionConfirmed { .. }
            | CaseEvent::RemovalReported { .. }
            | CaseEvent::ViewingRecorded { .. } => self.take_kept(recorded, event),
            CaseEvent::ReviewSet { .. }
            | CaseEvent::NoteAdded { .. }
            | CaseEvent::EntryCorrected { .. }
            | CaseEvent::CaseShared { .. }
            | CaseEvent::CaseUnshared { .. }
            | CaseEvent::ConflictDeclared { .. }
            | CaseEvent::ImageryRefused { .. }
            | CaseEvent::CaseClosed { .. }
            | CaseEvent::CaseReopened { .. } => self.take_seen(recorded, event),
            // What is decided about keeping a case is folded from the setting's chronology, which outlives it.
            CaseEvent::RetentionReasonGiven { .. } => {}
        }
    }

    fn take_concern(&mut self, recorded: Recorded, event: &CaseEvent) {
        let CaseEvent::ConcernReported {
            what,
            came_by,
            happened,
            place,
            children,
            names_not_known,
            done_already,
        } = event
        else {
            return;
        };
        // A case has one concern, its first entry; a second one would be another case.
        if self.concern.is_some() {
            return;
        }
        self.access.reported_by = Some(recorded.by);
        for child in children {
            self.involve(*child, recorded, None);
        }
        self.concern = Some(Concern {
            recorded,
            what: what.clone(),
            came_by: *came_by,
            happened: *happened,
            place: place.clone(),
            children: children.clone(),
            names_not_known: *names_not_known,
            done_already: done_already.clone(),
        });
    }

    /// Who may see it, for [`crate::access::may`].
    pub fn access(&self) -> &CaseAccess {
        &self.access
    }
}
