//! What would change an answer: the smallest sets of *known* answers whose reversal would, of one or two answers.
//!
//! Found by going down the formula: to make "all of these" hold, each that does not hold must be made to; to make "any
//! of these" hold, one. Questions that are open are not reversals: they belong to what to ask next.

use crate::compile::{Code, Literal, PARTS, Program};
use crate::decide::{Truth, evaluate, of_child, of_literal};
use crate::situation::{Situation, Slot};

/// A known answer, and the values it would have instead, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Flip {
    pub(crate) slot: Slot,
    pub(crate) values: u32,
}

/// Up to two flips, in slot order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Flips {
    None,
    One(Flip),
    Two(Flip, Flip),
}

impl Flips {
    pub(crate) fn as_list(self) -> impl Iterator<Item = Flip> {
        let (one, two) = match self {
            Self::None => (None, None),
            Self::One(one) => (Some(one), None),
            Self::Two(one, two) => (Some(one), Some(two)),
        };
        one.into_iter().chain(two)
    }

    /// Both together, where that is no more than two answers and no answer would have to be two things.
    fn and(self, other: Self) -> Option<Self> {
        other
            .as_list()
            .try_fold(self, |so_far, flip| so_far.with(flip))
    }

    fn with(self, flip: Flip) -> Option<Self> {
        let both = |one: Flip| {
            let values = one.values & flip.values;
            (values != 0).then_some(Flip { values, ..one })
        };
        match self {
            Self::None => Some(Self::One(flip)),
            Self::One(one) if one.slot == flip.slot => Some(Self::One(both(one)?)),
            Self::One(one) if one.slot < flip.slot => Some(Self::Two(one, flip)),
            Self::One(one) => Some(Self::Two(flip, one)),
            Self::Two(one, two) if one.slot == flip.slot => Some(Self::Two(both(one)?, two)),
            Self::Two(one, two) if two.slot == flip.slot => Some(Self::Two(one, both(two)?)),
            Self::Two(..) => None,
        }
    }
}

/// Where a formula's truth should go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Goal {
    /// To at least this.
    AtLeast(Truth),
    /// Below this.
    Below(Truth),
}

impl Goal {
    fn is_met(self, truth: Truth) -> bool {
        match self {
            Self::AtLeast(wanted) => truth >= wanted,
            Self::Below(bar) => truth < bar,
        }
    }

    fn raises(self) -> bool {
        matches!(self, Self::AtLeast(_))
    }
}

/// How many sets one part of a formula may offer.
const BOUND: usize = 64;

/// Finds the sets of flips that bring formulas where they should go.
pub(crate) struct Finder<'p, 's> {
    pub(crate) program: &'p Program,
    pub(crate) situation: &'s mut Situation,
}

impl Finder<'_, '_> {
    /// The sets that bring `code` to the goal; the empty set alone where it is there already.
    pub(crate) fn sets(&mut self, code: &Code, goal: Goal) -> Vec<Flips> {
        let mut found = Vec::new();
        self.at(code, goal, 0, &mut found);
        found
    }

    fn at(&mut self, code: &Code, goal: Goal, row: usize, into: &mut Vec<Flips>) {
        match code {
            Code::Const(_) => {
                if goal.is_met(evaluate(code, self.situation, row)) {
                    into.push(Flips::None);
                }
            }
            Code::Lit(literal) => self.flip(*literal, goal, row, into),
            Code::All(of) => self.list(
                of,
                if goal.raises() { of.len() } else { 1 },
                goal,
                row,
                into,
            ),
            Code::Any(of) => self.list(
                of,
                if goal.raises() { 1 } else { of.len() },
                goal,
                row,
                into,
            ),
            Code::AtLeast(n, of) => {
                let needed = if goal.raises() { *n } else { of.len() + 1 - n };
                self.list(of, needed, goal, row, into);
            }
            Code::AnyChild(body) | Code::EveryChild(body) => {
                let any = matches!(code, Code::AnyChild(_));
                let rows = self.situation.rows;
                let needed = if any == goal.raises() { 1 } else { rows };
                let mut open = Vec::with_capacity(rows);
                for row in 0..rows {
                    if !goal.is_met(of_child(body, self.situation, row)) {
                        open.push((&body.code, row));
                    }
                }
                let there = rows - open.len();
                self.together(&open, needed.saturating_sub(there), goal, into);
            }
        }
    }

    fn list(&mut self, of: &[Code], needed: usize, goal: Goal, row: usize, into: &mut Vec<Flips>) {
        let mut open = Vec::with_capacity(of.len());
        for one in of {
            if !goal.is_met(evaluate(one, self.situation, row)) {
                open.push((one, row));
            }
        }
        let there = of.len() - open.len();
        self.together(&open, needed.saturating_sub(there), goal, into);
    }

    /// Brings so many of what is not there yet to the goal.
    fn together(
        &mut self,
        open: &[(&Code, usize)],
        needed: usize,
        goal: Goal,
        into: &mut Vec<Flips>,
    ) {
        match needed {
            0 => into.push(Flips::None),
            1 => {
                for (code, row) in open {
                    if into.len() < BOUND {
                        self.at(code, goal, *row, into);
                    }
                }
            }
            _ => {
                let mut offers = Vec::with_capacity(open.len());
                for (code, row) in open {
                    let mut offer = Vec::new();
                    self.at(code, goal, *row, &mut offer);
                    // All are needed and this one cannot be had.
                    if offer.is_empty() && needed == open.len() {
                        return;
                    }
                    offers.push(offer);
                }
                into.extend(join(&offers, needed));
            }
        }
    }

    fn flip(&self, literal: Literal, goal: Goal, row: usize, into: &mut Vec<Flips>) {
        let truth = of_literal(literal, self.situation, row);
        if goal.is_met(truth) {
            into.push(Flips::None);
            return;
        }
        let part = literal.var.child && usize::from(literal.var.at) < PARTS;
        let slot = Situation::slot(literal.var, row);
        let full = self.program.full(literal.var);
        // Only an answer that was given can be reversed, and a child's part is no answer.
        let given =
            self.situation.get(slot).count_ones() == 1 && self.situation.get(slot) & full != 0;
        if part || !given || truth == Truth::Open {
            return;
        }
        let values = if goal.raises() {
            literal.set & full
        } else {
            !literal.set & full
        };
        if values != 0 {
            into.push(Flips::One(Flip { slot, values }));
        }
    }
}

/// The sets that take `needed` of the offers together.
pub(crate) fn join(offers: &[Vec<Flips>], needed: usize) -> Vec<Flips> {
    let mut found: Vec<Flips> = match needed {
        0 => vec![Flips::None],
        1 => offers.iter().flatten().copied().take(BOUND).collect(),
        2 => offers
            .iter()
            .enumerate()
            .flat_map(|(at, one)| offers.iter().skip(at + 1).map(move |other| (one, other)))
            .flat_map(|(one, other)| {
                one.iter()
                    .flat_map(move |a| other.iter().filter_map(|b| a.and(*b)))
            })
            .take(BOUND)
            .collect(),
        // More offers than two may still be met by one answer that all of them turn on.
        _ if needed == offers.len() => {
            let mut so_far = vec![Flips::None];
            for offer in offers {
                so_far = so_far
                    .iter()
                    .flat_map(|one| offer.iter().filter_map(|other| one.and(*other)))
                    .take(BOUND)
                    .collect();
            }
            so_far
        }
        _ => Vec::new(),
    };
    found.sort_unstable();
    found.dedup();
    found
}
