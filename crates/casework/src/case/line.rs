//! A case as one line of a list: what the desk needs and nothing anybody wrote.

use super::{Case, NextStep};
use crate::access::CaseAccess;
use crate::calendar;
use crate::id::{CaseId, PersonId, StaffId};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// Letters and digits that nobody mistakes for one another, aloud or on paper, and that spell no word.
const ALPHABET: &[u8] = b"34679CDFGHJKMNPQRTWXY";

/// What people call a case aloud, such as "K7M-4QD". It is derived from the id and carries no meaning.
pub fn reference_of(case: CaseId) -> String {
    let digest = Sha256::digest(case.0.as_bytes());
    let mut reference = String::with_capacity(7);
    for (place, byte) in digest.iter().take(6).enumerate() {
        if place == 3 {
            reference.push('-');
        }
        let letter = ALPHABET
            .get(usize::from(*byte) % ALPHABET.len())
            .copied()
            .unwrap_or(b'X');
        reference.push(char::from(letter));
    }
    reference
}

/// One line of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CaseLine {
    /// Which case.
    pub case: CaseId,
    /// What people call it aloud.
    pub reference: String,
    /// When it was reported.
    pub reported_at: Timestamp,
    /// Whether a lead or deputy has read it.
    pub read: bool,
    /// Who works it.
    pub lead: Option<StaffId>,
    /// Whether it is open.
    pub open: bool,
    /// What to do next.
    pub next_step: NextStep,
    /// The earliest of: an open action, an answer awaited, a review, a day to look again at telling parents.
    pub due: Option<Timestamp>,
    /// Who owns each open action, and by when.
    pub my_actions: Vec<(StaffId, Option<Timestamp>)>,
    /// The children involved.
    pub children: Vec<PersonId>,
    /// Whether it was referred to an agency.
    #[serde(default)]
    pub referred: bool,
    /// Whether the decision that stands leaves something undone that the guidance calls for.
    #[serde(default)]
    pub less_than_called_for: bool,
    /// When it was closed; none while it is open.
    #[serde(default)]
    pub closed_at: Option<Timestamp>,
    /// Who may see it.
    pub access: CaseAccess,
    /// The number of its last entry.
    pub entries: u64,
}

impl Case {
    /// The case as one line of a list.
    pub fn line(&self) -> CaseLine {
        let reported_at = self
            .concern
            .as_ref()
            .map(|concern| concern.recorded.at)
            .or(self.recorded.map(|(first, _)| first))
            .unwrap_or(Timestamp::UNIX_EPOCH);
        CaseLine {
            case: self.id,
            reference: self.reference.clone(),
            reported_at,
            read: self.read.is_some(),
            lead: self.lead,
            open: self.is_open(),
            next_step: self.next_step(),
            due: self.due(),
            my_actions: self
                .open_actions()
                .map(|action| (action.owner, action.due.as_ref().map(|due| due.at)))
                .collect(),
            children: self.children.keys().copied().collect(),
            referred: !self.referrals.is_empty(),
            less_than_called_for: self
                .decision()
                .is_some_and(|decision| decision.less.is_some()),
            closed_at: self.closed.as_ref().map(|closed| closed.recorded.at),
            access: self.access.clone(),
            entries: self.entries,
        }
    }

    /// The earliest moment at which something is due; none in a closed case.
    pub fn due(&self) -> Option<Timestamp> {
        if !self.is_open() {
            return None;
        }
        let actions = self
            .open_actions()
            .filter_map(|action| action.due.as_ref().map(|due| due.at));
        let replies = self
            .referrals_waiting()
            .filter_map(|referral| referral.answer_due.as_ref().map(|due| due.at));
        let review = self.review.as_ref().map(|review| review.on);
        let days = review
            .into_iter()
            .chain(self.parents_look_again())
            .map(calendar::start_of);
        actions.chain(replies).chain(days).min()
    }
}
