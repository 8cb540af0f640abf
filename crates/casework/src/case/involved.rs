//! The children involved, the parts each had as understood over time, and what their parents or carers were told.

use super::{Case, Recorded};
use crate::event::{CaseEvent, Occurred};
use crate::id::PersonId;
use crate::words::Words;
use guidance::Part;
use jiff::civil::Date;
use std::collections::BTreeSet;

/// A child involved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvolvedChild {
    /// Who.
    pub child: PersonId,
    /// Where this was first recorded.
    pub since: Recorded,
    /// How it is known that they are involved.
    pub how_known: Option<Words>,
    /// The parts they had, as now understood. Empty: not yet recorded, which is *not known*.
    pub parts: BTreeSet<Part>,
    /// As understood over time, oldest first.
    pub history: Vec<PartsAsKnown>,
}

/// The parts a child had, as understood at one time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PartsAsKnown {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// The parts.
    pub parts: BTreeSet<Part>,
    /// How that is known.
    pub how_known: Option<Words>,
}

/// What was done about telling a child's parents or carers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parents {
    /// They were told.
    Told {
        /// Where it was recorded.
        recorded: Recorded,
        /// Who was told.
        who: Words,
        /// How.
        how: Words,
        /// What they said.
        said: Option<Words>,
        /// When.
        told: Occurred,
    },
    /// They were not.
    NotTold {
        /// Where it was recorded.
        recorded: Recorded,
        /// Why.
        why: Words,
        /// Who agreed.
        agreed_with: Words,
        /// When to look again.
        look_again: Date,
    },
}

impl Case {
    pub(super) fn involve(&mut self, child: PersonId, since: Recorded, how_known: Option<Words>) {
        if let Some(known) = self.children.get_mut(&child) {
            known.how_known = how_known.or_else(|| known.how_known.take());
            return;
        }
        self.children.insert(
            child,
            InvolvedChild {
                child,
                since,
                how_known,
                parts: BTreeSet::new(),
                history: Vec::new(),
            },
        );
        self.fact_changed(since.seq);
    }

    pub(super) fn fact_changed(&mut self, seq: u64) {
        self.facts_changed = self.facts_changed.max(seq);
        if let Some(decision) = self.decisions.last_mut() {
            decision.answers_since |= seq > decision.looked_at;
        }
    }

    pub(super) fn take_involved(&mut self, recorded: Recorded, event: &CaseEvent) {
        match event {
            CaseEvent::ChildInvolved { child, how_known } => {
                self.involve(*child, recorded, how_known.clone())
            }
            CaseEvent::PartsRecorded {
                child,
                parts,
                how_known,
            } => {
                self.involve(*child, recorded, None);
                let Some(known) = self.children.get_mut(child) else {
                    return;
                };
                let changed = known.parts != *parts;
                known.parts.clone_from(parts);
                known.history.push(PartsAsKnown {
                    recorded,
                    parts: parts.clone(),
                    how_known: how_known.clone(),
                });
                if changed {
                    self.fact_changed(recorded.seq);
                }
            }
            CaseEvent::ParentsTold {
                child,
                who,
                how,
                said,
                told,
            } => {
                self.parents.entry(*child).or_default().push(Parents::Told {
                    recorded,
                    who: who.clone(),
                    how: how.clone(),
                    said: said.clone(),
                    told: *told,
                });
            }
            CaseEvent::ParentsNotTold {
                child,
                why,
                agreed_with,
                look_again,
            } => {
                self.parents
                    .entry(*child)
                    .or_default()
                    .push(Parents::NotTold {
                        recorded,
                        why: why.clone(),
                        agreed_with: agreed_with.clone(),
                        look_again: *look_again,
                    });
            }
            _ => {}
        }
    }

    /// The earliest day on which to look again whether parents can be told. A later entry for a child replaces it.
    pub fn parents_look_again(&self) -> Option<Date> {
        self.parents
            .values()
            .filter_map(|said| match said.last() {
                Some(Parents::NotTold { look_again, .. }) => Some(*look_again),
                _ => None,
            })
            .min()
    }
}
