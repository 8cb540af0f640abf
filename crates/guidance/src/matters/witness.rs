//! Whether a question matters, where every open answer could also turn out to make nothing true: one way everything else
//! may turn out is looked for in which its answer decides.
//!
//! What is decided is mostly "one of these rules holds". The answer decides where one rule holds by it, and without it none
//! does. So only what that one rule asks is tried value by value, and everything else is put where it makes nothing true:
//! if some rule holds even so, it holds whatever else turns out. That is exact, since a formula only ever grows truer as
//! its literals do, and the work grows with the length of a rule, not with the number of rules.

use crate::compile::{Code, group};
use crate::decide::{Truth, evaluate};
use crate::situation::{Situation, Slot};

/// An open slot with its values as they are, and one that makes no literal true.
#[derive(Debug, Clone, Copy)]
struct Open {
    slot: Slot,
    values: u32,
    low: u32,
}

/// Looks for a way everything else may turn out in which an answer decides.
pub(super) struct Witness<'w> {
    code: &'w Code,
    sets: &'w [(Slot, u32)],
    open: Vec<Open>,
    /// The parts of which one suffices, each with the child it is asked of.
    parts: Vec<(&'w Code, usize)>,
}

impl<'w> Witness<'w> {
    /// `sets` are the literals that stand open, in slot order. None where some answer cannot but make a literal true: then
    /// everything has to be tried.
    pub(super) fn new(
        code: &'w Code,
        sets: &'w [(Slot, u32)],
        situation: &Situation,
    ) -> Option<Self> {
        let mut open = Vec::with_capacity(sets.len());
        for alike in sets.chunk_by(|one, other| one.0 == other.0) {
            let slot = alike.first()?.0;
            let values = situation.get(slot);
            let low = alike.iter().fold(values, |low, (_, set)| low & !set);
            if low == 0 {
                return None;
            }
            open.push(Open { slot, values, low });
        }
        let mut parts = Vec::new();
        gather(code, 0, situation.rows, &mut parts);
        Some(Self {
            code,
            sets,
            open,
            parts,
        })
    }

    /// Whether some answer to this question decides; none where that took more than `bound` tries. The situation is left
    /// as it was.
    pub(super) fn decides(
        &self,
        slot: Slot,
        sets: &[u32],
        bound: u32,
        situation: &mut Situation,
    ) -> Option<bool> {
        let values = situation.get(slot);
        let groups = group(values, sets);
        let mut left = bound;
        let mut found = Some(false);
        'parts: for (part, row) in &self.parts {
            let mut asked = Vec::new();
            if !self.asks(part, *row, slot, situation, &mut asked) {
                continue;
            }
            for high in &groups {
                for low in groups.iter().filter(|low| *low != high) {
                    let mut search = Search {
                        witness: self,
                        part,
                        row: *row,
                        slot,
                        with: *high,
                        without: *low,
                        left: &mut left,
                    };
                    let one = search.found(&asked, situation);
                    situation.set(slot, values);
                    if one != Some(false) {
                        found = one;
                        break 'parts;
                    }
                }
            }
        }
        found
    }

    /// Gathers the other open slots that a part asks about; whether it asks about this one.
    fn asks(
        &self,
        part: &Code,
        row: usize,
        slot: Slot,
        situation: &Situation,
        into: &mut Vec<Open>,
    ) -> bool {
        let mut here = false;
        part.each_literal(row, situation.rows, &mut |literal, row| {
            let at = situation.slot(literal.var, row);
            if at == slot {
                here = true;
            } else if let Ok(found) = self.open.binary_search_by_key(&at, |one| one.slot)
                && let Some(open) = self.open.get(found)
                && !into.iter().any(|one| one.slot == at)
            {
                into.push(*open);
            }
        });
        here
    }
}

/// The parts of which one suffices.
fn gather<'c>(code: &'c Code, row: usize, rows: usize, into: &mut Vec<(&'c Code, usize)>) {
    match code {
        Code::Any(of) => {
            for one in of {
                gather(one, row, rows, into);
            }
        }
        Code::AnyChild(body) => {
            for row in 0..rows {
                gather(&body.code, row, rows, into);
            }
        }
        other => into.push((other, row)),
    }
}

/// One question in one part, between two of its answers.
struct Search<'s> {
    witness: &'s Witness<'s>,
    part: &'s Code,
    row: usize,
    slot: Slot,
    with: u32,
    without: u32,
    left: &'s mut u32,
}

impl Search<'_> {
    /// Whether the part can hold with the one answer while nothing holds with the other.
    fn found(&mut self, asked: &[Open], situation: &mut Situation) -> Option<bool> {
        *self.left = self.left.checked_sub(1)?;
        situation.set(self.slot, self.with);
        match evaluate(self.part, situation, self.row) {
            Truth::False => return Some(false),
            Truth::True => return Some(self.nothing_holds_without(situation)),
            Truth::Open => {}
        }
        let (one, rest) = asked.split_first()?;
        let sets = self.witness.sets;
        let from = sets.partition_point(|(slot, _)| *slot < one.slot);
        let alike = sets
            .iter()
            .skip(from)
            .take_while(|(slot, _)| *slot == one.slot);
        let sets: Vec<u32> = alike.map(|(_, set)| *set).collect();
        let mut found = Some(false);
        for group in group(one.values, &sets) {
            situation.set(one.slot, group);
            found = self.found(rest, situation);
            if found != Some(false) {
                break;
            }
        }
        situation.set(one.slot, one.values);
        found
    }

    /// Whether, with the other answer and everything not tried put where it makes nothing true, nothing holds.
    fn nothing_holds_without(&self, situation: &mut Situation) -> bool {
        let open = &self.witness.open;
        let before: Vec<u32> = open.iter().map(|one| situation.get(one.slot)).collect();
        for (one, values) in open.iter().zip(&before) {
            if *values == one.values {
                situation.set(one.slot, one.low);
            }
        }
        situation.set(self.slot, self.without);
        let holds = evaluate(self.witness.code, situation, 0);
        for (one, values) in open.iter().zip(before) {
            situation.set(one.slot, values);
        }
        holds == Truth::False
    }
}
