//! What need not be asked, and why its answer cannot matter: every rule it stands in is met already, or cannot be met, or
//! is decided by something else. The other half of what to ask next: every open fact is in the one list or in the other.

use std::sync::Arc;

use serde::Serialize;

use super::ground::{FactBehind, Ground, Wanted, all_slots, decided_parts, rests_on};
use crate::assess::{assess, child_of};
use crate::assessment::Assessment;
use crate::compile::{PARTS, RuleCode, Var};
use crate::decide::{Truth, decide};
use crate::facts::Facts;
use crate::item::{Of, Part, Rule, Text};
use crate::matters::that_matter;
use crate::pack::Pack;
use crate::situation::Slot;
use crate::source::SourceRef;

/// Why an answer cannot matter in one rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum Decided {
    /// The rule is not applied at all yet.
    Dormant,
    /// The rule is not in force on the day of the decision.
    NotInForce,
    /// The rule is met already.
    Met {
        /// The facts that meet it.
        because: Vec<FactBehind>,
    },
    /// The rule cannot be met any more.
    CannotBeMet {
        /// The facts that stand against it.
        because: Vec<FactBehind>,
    },
    /// The rule is open, and the part of it in which this question stands is decided by something else.
    PartDecided {
        /// The facts that decide that part.
        because: Vec<FactBehind>,
    },
    /// The rule is open, and everything it reaches is called for or pointed to already by other rules that are met.
    ReachedAlready {
        /// Those rules, by id.
        by: Vec<Text>,
    },
    /// The rule is open, and taken together with the other rules that reach the same, this answer changes nothing.
    Together,
}

/// A rule in which a question stands, and why the answer cannot matter there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleDecided {
    /// The rule's id.
    pub rule: Text,
    /// What it means, or would mean, that it is met.
    pub says: Text,
    /// Why the answer cannot matter.
    pub decided: Decided,
    /// Where the rule comes from.
    pub source: Arc<SourceRef>,
}

/// Why a question need not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum CannotMatter {
    /// No rule of this guidance asks about it.
    NoRule,
    /// The question does not arise for this child: it is asked only of children who had one of these parts.
    DoesNotArise(Vec<Part>),
    /// Every rule in which it stands is decided without it.
    Rules(Vec<RuleDecided>),
}

/// A question that is open and need not be asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotAsked {
    /// The fact's id; [`PARTS`](crate::PARTS) for a child's part.
    pub fact: Text,
    /// Asked of the incident or of a child.
    pub of: Of,
    /// The child's name as given; none for the incident, or where no child is known yet.
    pub child: Option<Text>,
    /// The question.
    pub ask: Text,
    /// Why its answer cannot matter.
    pub because: CannotMatter,
}

/// Every open question that is not among those to ask next, with the argument why its answer cannot change what is called
/// for or pointed to: the incident's first, then each child's, in the pack's order.
#[must_use]
pub fn not_asked(pack: &Pack, facts: &Facts) -> Vec<NotAsked> {
    let seen = assess(pack, facts);
    let mut ground = Ground::of(pack, facts);
    let program = &pack.program;
    let var = |child: bool, at: usize| Var {
        child,
        at: u16::try_from(at).unwrap_or(u16::MAX),
    };
    let mut told = Vec::new();
    for at in 0..program.incident.len() {
        told.extend(ground.not_asked(&seen, var(false, at), 0));
    }
    for row in 0..ground.situation.rows {
        // Every part of a child is one question.
        told.extend(ground.not_asked(&seen, var(true, 0), row));
        for at in 0..program.child.len() {
            told.extend(ground.not_asked(&seen, var(true, PARTS + at), row));
        }
    }
    told
}

impl Ground<'_> {
    fn not_asked(&mut self, seen: &Assessment, var: Var, row: usize) -> Option<NotAsked> {
        let of_part = var.child && usize::from(var.at) < PARTS;
        let slots: Vec<Slot> = if of_part {
            (0..PARTS)
                .filter_map(|at| u16::try_from(at).ok())
                .map(|at| self.situation.slot(Var { at, ..var }, row))
                .filter(|slot| self.situation.is_open(*slot))
                .collect()
        } else {
            vec![self.situation.slot(var, row)]
        };
        let first = *slots.first()?;
        let child = child_of(&self.situation, first);
        let known = self.pack.program.fact_var(var);
        let (fact, ask, parts) = match known.and_then(|known| self.pack.facts().get(known.fact)) {
            Some(fact) => (fact.id.clone(), fact.ask.clone(), fact.parts.clone()),
            None => {
                let program = &self.pack.program;
                (
                    program.said.parts_question.fact.clone(),
                    program.said.parts_question.ask.clone(),
                    Vec::new(),
                )
            }
        };
        let does_not_arise = known.is_some_and(|known| {
            known.not_arising != 0 && self.situation.get(first) == known.not_arising
        });
        let asked = || {
            let mut asked = seen.ask_next.iter();
            asked.any(|one| one.fact == fact && one.child == child)
        };
        let because = if does_not_arise {
            CannotMatter::DoesNotArise(parts)
        } else if !self.situation.is_open(first) || asked() {
            return None;
        } else {
            self.cannot_matter(&slots)
        };
        Some(NotAsked {
            fact,
            of: if var.child { Of::Child } else { Of::Incident },
            child,
            ask,
            because,
        })
    }

    fn cannot_matter(&mut self, slots: &[Slot]) -> CannotMatter {
        let pack = self.pack;
        let (mut in_force, mut aside) = (Vec::new(), Vec::new());
        for (at, (rule, code)) in pack.rules().iter().zip(&pack.program.rules).enumerate() {
            let stands = all_slots(&code.formula.code, &self.situation, 0);
            if !stands.iter().any(|slot| slots.contains(slot)) {
                continue;
            }
            let truth = self.truth(at);
            let told = RuleDecided {
                rule: rule.id.clone(),
                says: rule.says.clone(),
                decided: match truth {
                    None if rule.dormant.is_some() => Decided::Dormant,
                    None => Decided::NotInForce,
                    Some(truth) => self.decided(at, rule, code, truth, slots),
                },
                source: rule.source.clone(),
            };
            let list = if truth.is_some() {
                &mut in_force
            } else {
                &mut aside
            };
            list.push(told);
        }
        // What is not in force is worth saying only where nothing in force asks about it.
        match (in_force.is_empty(), aside.is_empty()) {
            (true, true) => CannotMatter::NoRule,
            (true, false) => CannotMatter::Rules(aside),
            (false, _) => CannotMatter::Rules(in_force),
        }
    }

    fn decided(
        &mut self,
        at: usize,
        rule: &Rule,
        code: &RuleCode,
        truth: Truth,
        slots: &[Slot],
    ) -> Decided {
        match truth {
            Truth::True => {
                return Decided::Met {
                    because: self.behind(&code.formula, truth),
                };
            }
            Truth::False => {
                return Decided::CannotBeMet {
                    because: self.behind(&code.formula, truth),
                };
            }
            Truth::Open => {}
        }
        let (mut open, mut matter) = (Vec::new(), Vec::new());
        that_matter(
            &code.formula.code,
            &mut self.situation,
            &mut open,
            &mut matter,
        );
        if !matter.iter().any(|slot| slots.contains(slot)) {
            let mut behind = Vec::new();
            decided_parts(
                &code.formula.code,
                &mut self.situation,
                0,
                &mut |part, truth, situation, row| {
                    let stands = all_slots(part, situation, row);
                    if stands.iter().any(|slot| slots.contains(slot)) {
                        behind.extend(rests_on(part, situation, row, truth, Wanted::Every));
                    }
                },
            );
            return Decided::PartDecided {
                because: self.told(behind),
            };
        }
        match self.met_beside(at, rule) {
            Some(by) => Decided::ReachedAlready { by },
            None => Decided::Together,
        }
    }

    /// The rules met, whatever else turns out, that between them reach everything this rule reaches; none where something
    /// it reaches is not reached by them.
    fn met_beside(&mut self, at: usize, rule: &Rule) -> Option<Vec<Text>> {
        let era = self.era;
        let mut by: Vec<Text> = Vec::new();
        for target in era.targets.iter().filter(|one| one.rules.contains(&at)) {
            let mut reached = false;
            for other in target.rules.iter().filter(|other| **other != at) {
                if self.truth(*other) != Some(Truth::True) {
                    continue;
                }
                reached = true;
                if let Some(other) = self.pack.rules().get(*other)
                    && other.id != rule.id
                    && !by.contains(&other.id)
                {
                    by.push(other.id.clone());
                }
            }
            if !reached && decide(&target.formula, &mut self.situation) != Truth::True {
                return None;
            }
        }
        (!by.is_empty()).then_some(by)
    }
}
