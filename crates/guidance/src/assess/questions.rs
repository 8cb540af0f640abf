//! What to ask next: computed, never written. The open facts that can still change the answer, the most urgent response
//! first.

use super::Consultation;
use crate::assessment::{AskNext, WaitingOn};
use crate::compile::{Code, PARTS};
use crate::decide::Truth;
use crate::item::{Of, Stage, Text};
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
        for slot in that_matter(code, &mut self.situation) {
            let Some((fact, _)) = self.question(slot) else {
                continue;
            };
            let one = WaitingOn {
                fact,
                child: self.child_of(slot),
            };
            if !waiting.contains(&one) {
                waiting.push(one);
            }
        }
        waiting
    }

    /// The questions that can still change what is called for or pointed to.
    pub(super) fn ask_next(&mut self) -> Vec<AskNext> {
        let mut open: Vec<Open> = Vec::new();
        for (at, standing) in self.targets.iter().enumerate() {
            if standing.truth != Truth::Open {
                continue;
            }
            for slot in that_matter(&standing.target.formula.code, &mut self.situation) {
                let slot = asked_as(slot);
                match open.iter_mut().find(|one| one.slot == slot) {
                    Some(one) if one.could.last() == Some(&at) => {}
                    Some(one) => one.could.push(at),
                    None => open.push(Open {
                        slot,
                        could: vec![at],
                    }),
                }
            }
        }
        // Most urgent response, then stage, then the pack's own order, then the children's.
        open.sort_by_key(|one| {
            (
                one.could.first().copied(),
                self.stage(one.slot),
                self.order(one.slot),
                one.slot.row,
            )
        });
        open.iter().filter_map(|one| self.ask(one)).collect()
    }

    fn ask(&self, open: &Open) -> Option<AskNext> {
        let program = &self.pack.program;
        let (fact, ask) = self.question(open.slot)?;
        let why = match program.fact_var(open.slot.var) {
            Some(var) => self.pack.facts().get(var.fact)?.why.clone(),
            None => program.parts_why.clone(),
        };
        let mut could: Vec<Text> = Vec::new();
        for at in &open.could {
            let id = self.response_id(self.targets.get(*at)?.target)?;
            if could.last() != Some(&id) {
                could.push(id);
            }
        }
        Some(AskNext {
            fact,
            of: if open.slot.var.child {
                Of::Child
            } else {
                Of::Incident
            },
            child: self.child_of(open.slot),
            ask,
            why,
            could,
        })
    }

    /// The id and the question of a slot.
    fn question(&self, slot: Slot) -> Option<(Text, Text)> {
        let program = &self.pack.program;
        match program.fact_var(slot.var) {
            Some(var) => {
                let fact = self.pack.facts().get(var.fact)?;
                Some((fact.id.clone(), fact.ask.clone()))
            }
            None => Some((program.parts_id.clone(), program.parts_ask.clone())),
        }
    }

    fn stage(&self, slot: Slot) -> Stage {
        self.pack
            .program
            .fact_var(slot.var)
            .and_then(|var| self.pack.facts().get(var.fact))
            .map_or(Stage::InitialReview, |fact| fact.stage)
    }

    /// A child's part comes before its facts; facts stand in the pack's order.
    fn order(&self, slot: Slot) -> usize {
        self.pack
            .program
            .fact_var(slot.var)
            .map_or(0, |var| var.fact + 1)
    }
}

/// Every part of a child is one question.
fn asked_as(slot: Slot) -> Slot {
    let mut slot = slot;
    if slot.var.child && usize::from(slot.var.at) < PARTS {
        slot.var.at = 0;
    }
    slot
}
