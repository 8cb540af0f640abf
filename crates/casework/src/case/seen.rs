//! Review dates, notes, corrections, who was let in or kept out, what was refused, closing and opening again.

use super::{Case, Recorded};
use crate::event::{CaseEvent, Occurred, Outcome};
use crate::words::{NotWords, Words};
use jiff::civil::Date;

/// When to look at a case again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewDate {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// The day.
    pub on: Date,
    /// Why then.
    pub why: Option<Words>,
}

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// The note.
    pub note: Words,
    /// When what it tells of happened.
    pub happened: Option<Occurred>,
}

/// What stands beside an entry that was wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correction {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// What is right.
    pub now: Words,
    /// Why it is corrected.
    pub why: Words,
}

/// A colleague let in or kept out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SharedWith {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// Why.
    pub why: Words,
}

/// Something that carried a file and was refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RefusedFile {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// On which page.
    pub page: String,
    /// In which field.
    pub field: String,
    /// What gave it away.
    pub kind: NotWords,
}

/// How a case was closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closing {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// How it ended.
    pub outcome: Outcome,
    /// Why.
    pub why: Words,
    /// What becomes of actions that were still open.
    pub actions_left: Option<Words>,
}

/// A case opened again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reopening {
    /// Where it was recorded.
    pub recorded: Recorded,
    /// Why.
    pub why: Words,
    /// How it had been closed.
    pub closed: Option<Closing>,
}

impl Case {
    pub(super) fn take_seen(&mut self, recorded: Recorded, event: &CaseEvent) {
        match event {
            CaseEvent::ReviewSet { on, why } => {
                self.review = Some(ReviewDate {
                    recorded,
                    on: *on,
                    why: why.clone(),
                })
            }
            CaseEvent::NoteAdded { note, happened } => {
                self.notes.push(Note {
                    recorded,
                    note: note.clone(),
                    happened: *happened,
                });
            }
            CaseEvent::EntryCorrected { entry, now, why } => {
                self.corrections
                    .entry(*entry)
                    .or_default()
                    .push(Correction {
                        recorded,
                        now: now.clone(),
                        why: why.clone(),
                    });
            }
            CaseEvent::CaseShared { with, why } => {
                self.shared.insert(
                    *with,
                    SharedWith {
                        recorded,
                        why: why.clone(),
                    },
                );
                self.access.shared.insert(*with);
            }
            CaseEvent::CaseUnshared { with, .. } => {
                self.shared.remove(with);
                self.access.shared.remove(with);
            }
            CaseEvent::ConflictDeclared { staff, why } => {
                self.conflicts.insert(
                    *staff,
                    SharedWith {
                        recorded,
                        why: why.clone(),
                    },
                );
                self.access.conflicted.insert(*staff);
                // Somebody who must not see a case cannot be the one who works it.
                if self.lead == Some(*staff) {
                    self.lead = None;
                    self.access.lead = None;
                }
            }
            CaseEvent::ImageryRefused { page, field, kind } => self.refused.push(RefusedFile {
                recorded,
                page: page.clone(),
                field: field.clone(),
                kind: *kind,
            }),
            CaseEvent::CaseClosed {
                outcome,
                why,
                actions_left,
            } => {
                self.closed = Some(Closing {
                    recorded,
                    outcome: *outcome,
                    actions_left: actions_left.clone(),
                    why: why.clone(),
                });
            }
            CaseEvent::CaseReopened { why } => {
                let closed = self.closed.take();
                self.reopenings.push(Reopening {
                    recorded,
                    why: why.clone(),
                    closed,
                });
            }
            _ => {}
        }
    }
}
