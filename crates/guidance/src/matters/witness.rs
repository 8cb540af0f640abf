//! A quick way to see that a question matters: one way everything else may turn out in which its answer decides.
//!
//! Everything else is put where it makes nothing true, save what must hold for the place where the question stands to
//! count. Most questions are shown to matter so, in two evaluations for a place; trying every way may take thousands.
//! What it does not find proves nothing.

use crate::compile::{Body, Code, group};
use crate::decide::{Truth, evaluate, of_literal};
use crate::situation::{Situation, Slot};

/// How many places of one question are looked at.
const PLACES: usize = 64;

pub(super) struct Witness<'w> {
    code: &'w Code,
    slot: Slot,
    /// Every open slot once, with its values as they are and the values that make nothing true.
    open: Vec<(Slot, u32, u32)>,
}

impl<'w> Witness<'w> {
    /// `sets` are the literals on open slots, in slot order.
    pub(super) fn new(
        code: &'w Code,
        slot: Slot,
        sets: &[(Slot, u32)],
        situation: &Situation,
    ) -> Self {
        let open = sets
            .chunk_by(|one, other| one.0 == other.0)
            .filter_map(|alike| {
                let (slot, first) = *alike.first()?;
                let values = situation.get(slot);
                let any = alike.iter().fold(0, |bits, (_, set)| bits | set);
                let low = [values & !any, values & !first, values]
                    .into_iter()
                    .find(|low| *low != 0)?;
                Some((slot, values, lowest(low)))
            })
            .collect();
        Self { code, slot, open }
    }

    /// Whether one is found for any place where the question stands. The situation is left as it was.
    pub(super) fn is_found(&self, sets: &[u32], situation: &mut Situation) -> bool {
        let values = situation.get(self.slot);
        let groups = group(values, sets);
        let mut found = false;
        for place in 0..PLACES {
            for (slot, _, low) in &self.open {
                if *slot != self.slot {
                    situation.set(*slot, *low);
                }
            }
            let mut before = place;
            let stands = self.lead(self.code, 0, &mut before, situation);
            let (mut holds, mut fails) = (false, false);
            for group in &groups {
                situation.set(self.slot, *group);
                match evaluate(self.code, situation, 0) {
                    Truth::True => holds = true,
                    Truth::False => fails = true,
                    Truth::Open => {}
                }
            }
            for (slot, values, _) in &self.open {
                situation.set(*slot, *values);
            }
            situation.set(self.slot, values);
            found = holds && fails;
            if found || !stands {
                break;
            }
        }
        found
    }

    /// Makes true what must be beside the place; `before` counts the places still to be passed over. Whether the place
    /// is in `code`.
    fn lead(&self, code: &Code, row: usize, before: &mut usize, situation: &mut Situation) -> bool {
        match code {
            Code::Const(_) => false,
            Code::Lit(literal) => {
                if situation.slot(literal.var, row) != self.slot {
                    return false;
                }
                let here = *before == 0;
                *before = before.saturating_sub(1);
                here
            }
            Code::Any(of) => of.iter().any(|one| self.lead(one, row, before, situation)),
            Code::All(of) => self.beside(of, of.len(), row, before, situation),
            Code::AtLeast(n, of) => self.beside(of, *n, row, before, situation),
            Code::AnyChild(body) => {
                (0..situation.rows).any(|row| self.lead(&body.code, row, before, situation))
            }
            Code::EveryChild(body) => {
                let here =
                    (0..situation.rows).find(|row| self.lead(&body.code, *row, before, situation));
                if let Some(here) = here {
                    for row in (0..situation.rows).filter(|row| *row != here) {
                        self.hold(&body.code, row, situation);
                    }
                }
                here.is_some()
            }
        }
    }

    fn beside(
        &self,
        of: &[Code],
        needed: usize,
        row: usize,
        before: &mut usize,
        situation: &mut Situation,
    ) -> bool {
        let here = of
            .iter()
            .position(|one| self.lead(one, row, before, situation));
        let Some(here) = here else {
            return false;
        };
        let mut held = 1;
        for (_, one) in of.iter().enumerate().filter(|(at, _)| *at != here) {
            if held == needed {
                break;
            }
            held += usize::from(self.hold(one, row, situation));
        }
        true
    }

    /// Makes a part true with as little as is at hand; whether it is.
    fn hold(&self, code: &Code, row: usize, situation: &mut Situation) -> bool {
        match code {
            Code::Const(value) => *value,
            Code::Lit(literal) => {
                let slot = situation.slot(literal.var, row);
                if of_literal(*literal, situation, row) == Truth::True && slot != self.slot {
                    return true;
                }
                let known = self.open.binary_search_by_key(&slot, |(slot, _, _)| *slot);
                let Some((_, values, _)) = known.ok().and_then(|at| self.open.get(at)) else {
                    return false;
                };
                if slot == self.slot || values & literal.set == 0 {
                    return false;
                }
                situation.set(slot, lowest(values & literal.set));
                true
            }
            Code::All(of) => self.hold_some(of, of.len(), row, situation),
            Code::Any(of) => self.hold_some(of, 1, row, situation),
            Code::AtLeast(n, of) => self.hold_some(of, *n, row, situation),
            Code::AnyChild(body) => self.hold_children(body, 1, situation),
            Code::EveryChild(body) => self.hold_children(body, situation.rows, situation),
        }
    }

    fn hold_some(&self, of: &[Code], needed: usize, row: usize, situation: &mut Situation) -> bool {
        let holding = of.iter().filter(|one| self.hold(one, row, situation));
        holding.take(needed).count() == needed
    }

    fn hold_children(&self, body: &Body, needed: usize, situation: &mut Situation) -> bool {
        let holding = (0..situation.rows).filter(|row| self.hold(&body.code, *row, situation));
        holding.take(needed).count() == needed
    }
}

/// The first of the values.
fn lowest(values: u32) -> u32 {
    values & values.wrapping_neg()
}
