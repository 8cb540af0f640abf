//! Why a response is reached: the rules that reach it, and the facts each stands on.

use super::Consultation;
use crate::assessment::{FactUsed, Reason};
use crate::compile::{PART_NO, PART_YES, PARTS, RuleCode, Target};
use crate::decide::{Truth, open_literals, true_literals};
use crate::facts::Answer;
use crate::item::{Part, Rule, Text};
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
                let (Some(rule), Some(code)) = (pack.rules().get(*at), pack.program.rules.get(*at))
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
                    reasons.push(self.reason(rule, code, truth, whichever));
                }
            }
            if !reasons.is_empty() {
                break;
            }
        }
        reasons
    }

    fn reason(&mut self, rule: &Rule, code: &RuleCode, truth: Truth, whichever: bool) -> Reason {
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
            rule: rule.id.clone(),
            kind: rule.kind,
            says: rule.says.clone(),
            facts,
            not_known: truth == Truth::Open && !whichever,
            whichever,
            source: rule.source.clone(),
            pack: rule.pack.clone(),
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
    let values = situation.get(slot);
    let child = child_of(situation, slot);
    let (var, _) = situation.var(slot);
    if var.child && usize::from(var.at) < PARTS {
        let answer = match values {
            PART_YES => Answer::Yes,
            PART_NO => Answer::No,
            _ => Answer::NotKnown,
        };
        return Some(FactUsed {
            fact: pack.program.parts_id.clone(),
            ask: pack.program.parts_ask.clone(),
            child,
            answer,
            part: Part::ALL.get(usize::from(var.at)).copied(),
        });
    }
    let var = pack.program.fact_var(var)?;
    let fact = pack.facts().get(var.fact)?;
    Some(FactUsed {
        fact: fact.id.clone(),
        ask: fact.ask.clone(),
        child,
        answer: answer_of(&var.values, values),
        part: None,
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
