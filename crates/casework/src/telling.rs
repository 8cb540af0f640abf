//! An entry in plain words, so that the page and the printed chronology tell the same. A correction stands beside what
//! it corrects, and in its own place too. What it gives out is for a reader who is entitled to it, and for no log.

mod deciding;
mod keeping;
mod knowing;
mod labels;

pub use labels::{
    REPORTING_IS_THE_DEFAULT, agency_answer, answer, came_by, deed_of, isolated, kind_of_concern,
    occurred_in_words, outcome, part, refused_kind, role, viewing_reason,
};

use crate::calendar;
use crate::chronology::Entry;
use crate::event::{CaseEvent, Occurred};
use crate::id::{PersonId, StaffId};
use crate::words::Words;
use guidance::Pack;
use jiff::Timestamp;

/// Who is who, and what the guidance calls things.
#[derive(Clone, Copy)]
pub struct Names<'a> {
    /// The name of a member of staff, also of one who has left.
    pub staff: &'a dyn Fn(StaffId) -> String,
    /// The name of a child or another person.
    pub person: &'a dyn Fn(PersonId) -> String,
    /// The guidance whose questions and routes are shown by their words instead of their ids.
    pub pack: Option<&'a Pack>,
}

/// An entry in plain words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Telling {
    /// What it is: "Concern reported".
    pub title: String,
    /// What it says, as label and text, in order. A text can have paragraphs.
    pub sentences: Vec<(&'static str, String)>,
    /// When it happened, where that is another time than when it was recorded.
    pub occurred: Option<Occurred>,
}

impl Telling {
    fn new(title: &str) -> Self {
        Self {
            title: title.to_owned(),
            sentences: Vec::new(),
            occurred: None,
        }
    }

    fn with(mut self, label: &'static str, text: impl Into<String>) -> Self {
        self.sentences.push((label, text.into()));
        self
    }

    fn words(self, label: &'static str, words: &Words) -> Self {
        self.with(label, words.as_str())
    }

    fn perhaps(self, label: &'static str, words: Option<&Words>) -> Self {
        match words {
            Some(words) => self.words(label, words),
            None => self,
        }
    }

    fn listed(self, label: &'static str, texts: impl IntoIterator<Item = String>) -> Self {
        let mut texts: Vec<String> = texts.into_iter().collect();
        // Between semicolons a whole sentence goes without its full stop; one by itself keeps it.
        let last = texts.len().saturating_sub(1);
        for text in texts.iter_mut().take(last) {
            text.truncate(text.trim_end_matches('.').len());
        }
        if texts.is_empty() {
            self
        } else {
            self.with(label, texts.join("; "))
        }
    }

    fn occurred(mut self, occurred: Option<Occurred>) -> Self {
        self.occurred = occurred;
        self
    }
}

/// An entry as a chronology shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Told {
    /// Its number.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub by: String,
    /// What it says.
    pub telling: Telling,
    /// What stands beside it, oldest first.
    pub corrections: Vec<Beside>,
}

/// A correction, beside the entry it corrects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Beside {
    /// The number of the correcting entry.
    pub seq: u64,
    /// When it was recorded.
    pub recorded_at: Timestamp,
    /// Who recorded it.
    pub by: String,
    /// What is right.
    pub now: String,
    /// Why it was corrected.
    pub why: String,
}

impl Told {
    /// When it was recorded, in words.
    pub fn recorded_in_words(&self) -> String {
        calendar::moment_in_words(self.recorded_at)
    }
}

/// A whole chronology in plain words, in order.
pub fn tell_all(entries: &[Entry<CaseEvent>], names: &Names<'_>) -> Vec<Told> {
    entries
        .iter()
        .map(|entry| Told {
            seq: entry.seq,
            recorded_at: entry.recorded_at,
            by: (names.staff)(entry.written.by),
            telling: tell(&entry.written.event, names),
            corrections: entries
                .iter()
                .filter_map(|later| beside(entry.seq, later, names))
                .collect(),
        })
        .collect()
}

fn beside(seq: u64, later: &Entry<CaseEvent>, names: &Names<'_>) -> Option<Beside> {
    match &later.written.event {
        CaseEvent::EntryCorrected { entry, now, why } if *entry == seq => Some(Beside {
            seq: later.seq,
            recorded_at: later.recorded_at,
            by: (names.staff)(later.written.by),
            now: now.as_str().to_owned(),
            why: why.as_str().to_owned(),
        }),
        _ => None,
    }
}

/// One event in plain words.
pub fn tell(event: &CaseEvent, names: &Names<'_>) -> Telling {
    match event {
        CaseEvent::ConcernReported { .. }
        | CaseEvent::ConcernRead {}
        | CaseEvent::CaseTakenUp { .. }
        | CaseEvent::KindOfConcernSaid { .. }
        | CaseEvent::ChildInvolved { .. }
        | CaseEvent::PartsRecorded { .. }
        | CaseEvent::InitialReviewHeld { .. }
        | CaseEvent::QuestionAnswered { .. }
        | CaseEvent::GuidanceConsulted { .. } => knowing::tell(event, names),
        CaseEvent::DecisionMade { .. }
        | CaseEvent::SecondViewGiven { .. }
        | CaseEvent::DecisionConfirmed { .. }
        | CaseEvent::OwnDutyDone { .. }
        | CaseEvent::ReferralMade { .. }
        | CaseEvent::ReferralAnswered { .. }
        | CaseEvent::ActionPlanned { .. }
        | CaseEvent::ActionDone { .. }
        | CaseEvent::ActionHandedOver { .. }
        | CaseEvent::ActionMoved { .. }
        | CaseEvent::ActionDropped { .. } => deciding::tell(event, names),
        CaseEvent::ParentsTold { .. }
        | CaseEvent::ParentsNotTold { .. }
        | CaseEvent::DeviceTaken { .. }
        | CaseEvent::DeviceHandedOver { .. }
        | CaseEvent::DeletionConfirmed { .. }
        | CaseEvent::RemovalReported { .. }
        | CaseEvent::ViewingRecorded { .. }
        | CaseEvent::ReviewSet { .. }
        | CaseEvent::NoteAdded { .. }
        | CaseEvent::EntryCorrected { .. }
        | CaseEvent::CaseShared { .. }
        | CaseEvent::CaseUnshared { .. }
        | CaseEvent::ConflictDeclared { .. }
        | CaseEvent::ImageryRefused { .. }
        | CaseEvent::CaseClosed { .. }
        | CaseEvent::CaseReopened { .. }
        | CaseEvent::RetentionReasonGiven { .. } => keeping::tell(event, names),
    }
}
