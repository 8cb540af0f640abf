//! What to ask next: computed, never written. The open facts that can still change the answer, best first.
//!
//! *Best first* is an order, and no weight: a question comes before another
//!
//! 1. where the most urgent response that it could change is more urgent (the pack's own order of responses);
//! 2. for the same response, where it is asked earlier: at the initial review, then in the assessment, then what the
//!    record works out;
//! 3. within a stage, where the pack puts it: its author says in which order a professional asks, and a child's part is
//!    asked before what depends on it;
//! 4. and for the same question, child by child in the order given.
//!
//! How many rules an answer settles is not in the order: a pack with more rules about one thing would ask about it first,
//! however little hangs on it. Why the rest need not be asked is worked out by [`not_asked`](crate::not_asked()).

use std::sync::Arc;

use super::{Consultation, place};
use crate::assessment::{AskNext, IdList, Question, WaitingOn};
use crate::compile::{Code, PARTS, Var};
use crate::decide::Truth;
use crate::item::Stage;
use crate::matters::that_matter;
use crate::situation::Slot;

/// A question, before it is put into words: its order, and which targets it could change.
struct Open {
    slot: Slot,
    could: Vec<usize>,
}

impl Consultation<'_> {
    /// What an undecided rule waits on.
    pub(super) fn waiting_on(&mut self, code: &Code) -> Vec<WaitingOn> {
        let mut waiting: Vec<WaitingOn> = Vec::new();
        let mut room = std::mem::take(&mut self.room);
        that_matter(
            code,
            &mut self.situation,
            &mut room.literals,
            &mut room.slots,
        );
        waiting.reserve_exact(room.slots.len());
        for slot in &room.slots {
            let Some(question) = self.question(*slot) else {
                continue;
            };
            let one = WaitingOn {
                fact: question.fact.clone(),
                child: self.child_of(*slot),
            };
            if !waiting.contains(&one) {
                waiting.push(one);
            }
        }
        self.room = room;
        waiting
    }

    /// The questions that can still change what is called for or pointed to.
    pub(super) fn ask_next(&mut self) -> Vec<AskNext> {
        let mut open: Vec<Open> = Vec::new();
        let mut room = std::mem::take(&mut self.room);
        let targets = std::mem::take(&mut self.targets);
        for (at, standing) in targets.iter().enumerate() {
            if standing.truth != Truth::Open {
                continue;
            }
            let code = &standing.target.formula.code;
            that_matter(
                code,
                &mut self.situation,
                &mut room.literals,
                &mut room.slots,
            );
            for slot in &room.slots {
                let slot = self.asked_as(*slot);
                match open.iter_mut().find(|one| one.slot == slot) {
                    Some(one) => one.could.push(at),
                    None => open.push(Open {
                        slot,
                        could: vec![at],
                    }),
                }
            }
        }
        self.targets = targets;
        self.room = room;
        // Most urgent response, then stage, then the pack's own order, then the children's.
        open.sort_by_key(|one| {
            (
                one.could.first().copied(),
                self.stage(one.slot),
                self.order(one.slot),
                self.situation.var(one.slot).1,
            )
        });
        open.iter().filter_map(|one| self.ask(one)).collect()
    }

    fn ask(&self, open: &Open) -> Option<AskNext> {
        let mut could: Vec<u32> = Vec::with_capacity(open.could.len());
        for at in &open.could {
            let at = place(self.targets.get(*at)?.target.response);
            if could.last() != Some(&at) {
                could.push(at);
            }
        }
        Some(AskNext {
            said: self.question(open.slot)?.clone(),
            child: self.child_of(open.slot),
            could: IdList::new(&self.pack.program.said.response_ids, could),
        })
    }

    /// The question of a slot.
    fn question(&self, slot: Slot) -> Option<&Arc<Question>> {
        let (var, _) = self.situation.var(slot);
        Some(&self.pack.program.said_of(var)?.question)
    }

    fn stage(&self, slot: Slot) -> Stage {
        self.pack
            .program
            .fact_var(self.situation.var(slot).0)
            .map_or(Stage::InitialReview, |var| var.stage)
    }

    /// A child's part comes before its facts; facts stand in the pack's order.
    fn order(&self, slot: Slot) -> usize {
        self.pack
            .program
            .fact_var(self.situation.var(slot).0)
            .map_or(0, |var| var.fact + 1)
    }

    /// Every part of a child is one question.
    fn asked_as(&self, slot: Slot) -> Slot {
        let (var, row) = self.situation.var(slot);
        if var.child && usize::from(var.at) < PARTS {
            self.situation.slot(Var { at: 0, ..var }, row)
        } else {
            slot
        }
    }
}
