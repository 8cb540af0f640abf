//! Actions: who undertook what by when, and what became of it.

use super::{Case, Recorded};
use crate::event::{CaseEvent, Due};
use crate::id::{ActionId, StaffId};
use crate::words::Words;

/// Something somebody undertook to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    /// Which.
    pub action: ActionId,
    /// Where it was planned.
    pub recorded: Recorded,
    /// What.
    pub what: Words,
    /// Who does it, as it is now.
    pub owner: StaffId,
    /// By when, as it is now.
    pub due: Option<Due>,
    /// The line of the guidance it comes from.
    pub item: Option<String>,
    /// What became of it.
    pub state: ActionState,
    /// Owners before and why it was handed over, oldest first.
    pub handed_over: Vec<Owned>,
    /// Due times before and why it was moved, oldest first.
    pub moved: Vec<(Recorded, Option<Due>, Words)>,
}

/// Who had an action before it was handed over.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Owned {
    /// Where the hand-over was recorded.
    pub recorded: Recorded,
    /// Who had it.
    pub from: StaffId,
    /// Why it was handed over.
    pub why: Option<Words>,
}

/// What became of an action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ActionState {
    /// Still to be done.
    Open,
    /// Done.
    Done {
        /// Where it was recorded.
        recorded: Recorded,
        /// What happened.
        what_happened: Words,
    },
    /// Not needed after all.
    Dropped {
        /// Where it was recorded.
        recorded: Recorded,
        /// Why.
        why: Words,
    },
}

impl Action {
    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        self.state == ActionState::Open
    }
}

impl Case {
    pub(super) fn take_planned(&mut self, recorded: Recorded, event: &CaseEvent) {
        match event {
            CaseEvent::ActionPlanned {
                action,
                what,
                owner,
                due,
                item,
            } => {
                self.actions.entry(*action).or_insert_with(|| Action {
                    action: *action,
                    recorded,
                    what: what.clone(),
                    owner: *owner,
                    due: due.clone(),
                    item: item.clone(),
                    state: ActionState::Open,
                    handed_over: Vec::new(),
                    moved: Vec::new(),
                });
            }
            CaseEvent::ActionDone {
                action,
                what_happened,
            } => {
                if let Some(known) = self.actions.get_mut(action) {
                    known.state = ActionState::Done {
                        recorded,
                        what_happened: what_happened.clone(),
                    };
                }
            }
            CaseEvent::ActionHandedOver { action, to, why } => {
                if let Some(known) = self.actions.get_mut(action) {
                    known.handed_over.push(Owned {
                        recorded,
                        from: known.owner,
                        why: why.clone(),
                    });
                    known.owner = *to;
                }
            }
            CaseEvent::ActionMoved { action, due, why } => {
                if let Some(known) = self.actions.get_mut(action) {
                    known.moved.push((recorded, known.due.take(), why.clone()));
                    known.due = Some(due.clone());
                }
            }
            CaseEvent::ActionDropped { action, why } => {
                if let Some(known) = self.actions.get_mut(action) {
                    known.state = ActionState::Dropped {
                        recorded,
                        why: why.clone(),
                    };
                }
            }
            _ => {}
        }
    }
}
