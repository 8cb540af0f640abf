//! Why a response is reached: the rules that reach it, and the facts each stands on.

use std::sync::Arc;

use super::Consultation;
use crate::assessment::{FactUsed, Reason, ReasonSaid};
use crate::compile::{RuleCode, Target};
use crate::decide::{Truth, open_literals, true_literals};
use crate::facts::Answer;
use crate::item::Text;
use crate::pack::Pack;
use crate::situation::{Situation, Slot};

impl Consultation<'_> {
    /// The reasons for a target that is reached.
    pub(super) fn reasons(&mut self, target: &Target) -> Vec<Reason> {
        let pack = self.pack;
        let counts = |truth: Truth, code: &RuleCode| {
            truth == Truth::True || (truth == Truth::Open && code.act)
        };
        let mut reasons = Vec::with_capacity(target.rules.len());
        for whichever in [false, true] {
            for at in &target.rules {
                let program = &pack.program;
                let (Some(said), Some(code)) =
                    (program.said.reasons.get(*at), program.rules.get(*at))
                else {
                    continue;
                };
                let truth = self
                    .truths
                    .get(*at)
                    .copied()
                    .flatten()
                    .unwrap_or(Truth::False);
                let chosen = if whichever {
                    truth == Truth::Open
                } else {
                    counts(truth, code)
                };
                if chosen {
                    reasons.push(self.reason(said, code, truth, whichever));
                }
            }
            if !reasons.is_empty() {
                break;
            }
        }
        reasons
    }

    fn reason(
        &mut self,
        said: &Arc<ReasonSaid>,
        code: &RuleCode,
        truth: Truth,
        whichever: bool,
    ) -> Reason {
        let pack = self.pack;
        let mut literals = std::mem::take(&mut self.room.literals);
        if truth == Truth::True {
            true_literals(&code.formula.code, &mut self.situation, &mut literals);
        } else {
            open_literals(&code.formula.code, &mut self.situation, &mut literals);
        }
        if literals.is_empty() {
            // Certain by cases: every literal of the rule has a share in it.
            let rows = self.situation.rows;
            let situation = &self.situation;
            for one in code.formula.code.literals() {
                let rows = if one.var.child { rows } else { 1 };
                literals.extend((0..rows).map(|row| (situation.slot(one.var, row), one.set)));
            }
        }
        let mut facts: Vec<FactUsed> = Vec::with_capacity(literals.len());
        for (at, (slot, _)) in literals.iter().enumerate() {
            if !literals.iter().take(at).any(|(one, _)| one == slot) {
                facts.extend(fact_used(pack, &self.situation, *slot));
            }
        }
        self.room.literals = literals;
        Reason {
            said: said.clone(),
            facts,
            not_known: truth == Truth::Open && !whichever,
            whichever,
        }
    }

    /// The child a slot is of; none for the incident, or where no child is known yet.
    pub(super) fn child_of(&self, slot: Slot) -> Option<Text> {
        child_of(&self.situation, slot)
    }
}

/// The child a slot is of; none for the incident, or where no child is known yet.
pub(crate) fn child_of(situation: &Situation, slot: Slot) -> Option<Text> {
    let (var, row) = situation.var(slot);
    if var.child {
        situation.names.get(row).cloned()
    } else {
        None
    }
}

/// What is known of a slot, as a reason tells it.
pub(crate) fn fact_used(pack: &Pack, situation: &Situation, slot: Slot) -> Option<FactUsed> {
    let (var, _) = situation.var(slot);
    Some(FactUsed {
        said: pack
            .program
            .said_of(var)?
            .answer(situation.get(slot))?
            .clone(),
        child: child_of(situation, slot),
    })
}

/// The answer that a set of values comes to.
pub(crate) fn answer_of(values: &[Text], bits: u32) -> Answer {
    if bits.count_ones() != 1 {
        return Answer::NotKnown;
    }
    let at = bits.trailing_zeros() as usize;
    values
        .get(at)
        .map_or(Answer::NotKnown, |value| Answer::from_word(value))
}
