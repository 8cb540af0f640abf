//! What a truth rests on: the facts that keep a condition met, or keep it from being met.

use serde::Serialize;

use crate::assess::fact_used;
use crate::assessment::FactUsed;
use crate::compile::{Body, Code, Era, Formula};
use crate::decide::{Truth, decide, evaluate, of_child, of_literal};
use crate::facts::Facts;
use crate::pack::Pack;
use crate::situation::{Situation, Slot};

/// A fact that an explanation names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FactBehind {
    /// The fact as it is known.
    #[serde(flatten)]
    pub fact: FactUsed,
    /// The question does not arise for this child, because of the parts the child had.
    pub does_not_arise: bool,
}

/// How much of what a truth rests on is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// All of it, for a person to read.
    Every,
    /// As little as is enough to keep the truth as it is.
    Enough,
}

/// A pack and what is known, to be asked why.
#[derive(Debug)]
pub(super) struct Ground<'p> {
    pub(super) pack: &'p Pack,
    pub(super) era: &'p Era,
    pub(super) situation: Situation,
}

impl<'p> Ground<'p> {
    pub(super) fn of(pack: &'p Pack, facts: &Facts) -> Self {
        Self {
            pack,
            era: pack.program.era_on(facts.on),
            situation: Situation::of(&pack.program, facts).0,
        }
    }

    /// Whether the rule at `at` is met; none where it is not in force.
    pub(super) fn truth(&mut self, at: usize) -> Option<Truth> {
        let in_force = self.era.in_force.get(at).copied().unwrap_or_default();
        let rule = self.pack.program.rules.get(at).filter(|_| in_force)?;
        Some(decide(&rule.formula, &mut self.situation))
    }

    /// What a formula's truth rests on.
    pub(super) fn behind(&mut self, formula: &Formula, truth: Truth) -> Vec<FactBehind> {
        let slots = rests_on(&formula.code, &mut self.situation, 0, truth, Wanted::Every);
        self.told(slots)
    }

    /// Slots as facts, each once.
    pub(super) fn told(&self, mut slots: Vec<Slot>) -> Vec<FactBehind> {
        let mut seen = Vec::with_capacity(slots.len());
        slots.retain(|slot| {
            let new = !seen.contains(slot);
            seen.push(*slot);
            new
        });
        slots
            .into_iter()
            .filter_map(|slot| {
                let fact = fact_used(self.pack, &self.situation, slot)?;
                let (var, _) = self.situation.var(slot);
                let not_arising = self
                    .pack
                    .program
                    .fact_var(var)
                    .map_or(0, |one| one.not_arising);
                Some(FactBehind {
                    fact,
                    does_not_arise: not_arising != 0 && self.situation.get(slot) == not_arising,
                })
            })
            .collect()
    }
}

/// The slots that a truth rests on. While they stay as they are, so does the truth, whatever becomes of the rest.
///
/// Where a truth is certain only by trying values, everything known that stands in the formula is given.
pub(super) fn rests_on(
    code: &Code,
    situation: &mut Situation,
    row: usize,
    truth: Truth,
    wanted: Wanted,
) -> Vec<Slot> {
    if evaluate(code, situation, row) != truth {
        return all_known(code, situation, row);
    }
    match code {
        Code::Const(_) => Vec::new(),
        Code::Lit(literal) => {
            if of_literal(*literal, situation, row) == truth {
                vec![situation.slot(literal.var, row)]
            } else {
                Vec::new()
            }
        }
        Code::All(of) => some_of(
            of,
            if truth == Truth::True { of.len() } else { 1 },
            situation,
            row,
            truth,
            wanted,
        ),
        Code::Any(of) => some_of(
            of,
            if truth == Truth::False { of.len() } else { 1 },
            situation,
            row,
            truth,
            wanted,
        ),
        Code::AtLeast(n, of) => {
            let needed = match truth {
                Truth::True => *n,
                Truth::False => (of.len() + 1).saturating_sub(*n),
                Truth::Open => of.len(),
            };
            some_of(of, needed, situation, row, truth, wanted)
        }
        Code::AnyChild(body) => {
            let needed = if truth == Truth::False {
                situation.rows
            } else {
                1
            };
            some_children(body, needed, situation, truth, wanted)
        }
        Code::EveryChild(body) => {
            let needed = if truth == Truth::True {
                situation.rows
            } else {
                1
            };
            some_children(body, needed, situation, truth, wanted)
        }
    }
}

fn some_of(
    of: &[Code],
    needed: usize,
    situation: &mut Situation,
    row: usize,
    truth: Truth,
    wanted: Wanted,
) -> Vec<Slot> {
    let mut found = Vec::new();
    for one in of {
        if evaluate(one, situation, row) == truth {
            found.push(rests_on(one, situation, row, truth, wanted));
        }
    }
    joined(found, needed, wanted)
}

fn some_children(
    body: &Body,
    needed: usize,
    situation: &mut Situation,
    truth: Truth,
    wanted: Wanted,
) -> Vec<Slot> {
    let mut found = Vec::new();
    for row in 0..situation.rows {
        if of_child(body, situation, row) == truth {
            found.push(rests_on(&body.code, situation, row, truth, wanted));
        }
    }
    joined(found, needed, wanted)
}

fn joined(mut found: Vec<Vec<Slot>>, needed: usize, wanted: Wanted) -> Vec<Slot> {
    if wanted == Wanted::Enough {
        found.sort_by_key(Vec::len);
        found.truncate(needed);
    }
    found.concat()
}

/// Everything known that stands in `code`.
pub(super) fn all_known(code: &Code, situation: &Situation, row: usize) -> Vec<Slot> {
    all_slots(code, situation, row)
        .into_iter()
        .filter(|slot| !situation.is_open(*slot))
        .collect()
}

/// Everything that stands in `code`.
pub(super) fn all_slots(code: &Code, situation: &Situation, row: usize) -> Vec<Slot> {
    match code {
        Code::Const(_) => Vec::new(),
        Code::Lit(literal) => vec![situation.slot(literal.var, row)],
        Code::All(of) | Code::Any(of) | Code::AtLeast(_, of) => of
            .iter()
            .flat_map(|one| all_slots(one, situation, row))
            .collect(),
        Code::AnyChild(body) | Code::EveryChild(body) => (0..situation.rows)
            .flat_map(|row| all_slots(&body.code, situation, row))
            .collect(),
    }
}

/// Calls `see` with each part of what is open that is decided by itself, its truth, and the child it is asked of.
pub(super) fn decided_parts(
    code: &Code,
    situation: &mut Situation,
    row: usize,
    see: &mut dyn FnMut(&Code, Truth, &mut Situation, usize),
) {
    match code {
        Code::Const(_) | Code::Lit(_) => {}
        Code::All(of) | Code::Any(of) | Code::AtLeast(_, of) => {
            for one in of {
                match evaluate(one, situation, row) {
                    Truth::Open => decided_parts(one, situation, row, see),
                    truth => see(one, truth, situation, row),
                }
            }
        }
        Code::AnyChild(body) | Code::EveryChild(body) => {
            for row in 0..situation.rows {
                match of_child(body, situation, row) {
                    Truth::Open => decided_parts(&body.code, situation, row, see),
                    truth => see(&body.code, truth, situation, row),
                }
            }
        }
    }
}
