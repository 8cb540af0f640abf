//! What would change an answer: the smallest sets of *known* answers whose reversal would, of one or two answers.
//!
//! Found by going down the formula: to make "all of these" hold, each that does not hold must be made to; to make "any
//! of these" hold, one. Questions that are open are not reversals: they belong to what to ask next.

use crate::compile::{Body, Code, Formula, Literal, PARTS, Program};
use crate::decide::{Truth, evaluate, of_child, of_literal};
use crate::situation::{Situation, Slot};

/// A known answer, and the values it would have instead, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Flip {
    pub(crate) slot: Slot,
    pub(crate) values: u32,
}

/// Up to two flips, in slot order. Fewer come before more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(crate) struct Flips {
    count: u32,
    of: [Flip; 2],
}

impl Flips {
    /// No flip at all: what is wanted is so already.
    const NONE: Self = Self {
        count: 0,
        of: [Flip {
            slot: Slot::FIRST,
            values: 0,
        }; 2],
    };

    /// One answer.
    pub(crate) fn one(flip: Flip) -> Self {
        Self {
            count: 1,
            of: [flip, Flip::default()],
        }
    }

    fn two(one: Flip, other: Flip) -> Self {
        Self {
            count: 2,
            of: [one, other],
        }
    }

    /// The first of them.
    pub(crate) fn first(&self) -> Flip {
        let [first, _] = self.of;
        first
    }

    pub(crate) fn as_list(&self) -> &[Flip] {
        self.of.get(..self.count()).unwrap_or_default()
    }

    /// How many answers.
    pub(crate) fn count(&self) -> usize {
        self.count as usize
    }

    /// Each flip made into another.
    pub(crate) fn map(mut self, make: impl FnMut(Flip) -> Flip) -> Self {
        self.of = self.of.map(make);
        self
    }

    /// Both together, where that is no more than `limit` answers and no answer would have to be two things.
    fn and(self, other: Self, limit: usize) -> Option<Self> {
        other
            .as_list()
            .iter()
            .try_fold(self, |so_far, flip| so_far.with(*flip, limit))
    }

    fn with(self, flip: Flip, limit: usize) -> Option<Self> {
        let both = |one: Flip| {
            let values = one.values & flip.values;
            (values != 0).then_some(Flip { values, ..one })
        };
        let [one, two] = self.of;
        match self.count {
            0 => Some(Self::one(flip)),
            1 if one.slot == flip.slot => Some(Self::one(both(one)?)),
            1 if limit < 2 => None,
            1 if one.slot < flip.slot => Some(Self::two(one, flip)),
            1 => Some(Self::two(flip, one)),
            _ if one.slot == flip.slot => Some(Self::two(both(one)?, two)),
            _ if two.slot == flip.slot => Some(Self::two(one, both(two)?)),
            _ => None,
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
    pub(crate) fn is_met(self, truth: Truth) -> bool {
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

/// Finds the sets of flips that bring formulas where they should go. One stretch of memory holds every offer while it is
/// needed, so that nothing is allocated for each part of each formula.
#[derive(Debug)]
pub(crate) struct Finder {
    /// The offers made so far, one after another.
    found: Vec<Flips>,
    /// Where each offer that is to be joined with others ends.
    ends: Vec<usize>,
    /// How many answers a set may have. Sets of one are looked for by themselves first, which is quick.
    limit: usize,
}

impl Finder {
    pub(crate) fn new() -> Self {
        Self {
            found: Vec::with_capacity(48),
            ends: Vec::with_capacity(16),
            limit: 1,
        }
    }

    /// Begins anew, for sets of so many answers.
    pub(crate) fn begin(&mut self, limit: usize) {
        self.found.clear();
        self.ends.clear();
        self.limit = limit;
    }

    /// Offers the sets that bring a formula of this truth to the goal; the empty set alone where it is there already.
    pub(crate) fn offer(
        &mut self,
        program: &Program,
        situation: &mut Situation,
        formula: &Formula,
        truth: Truth,
        goal: Goal,
    ) {
        let from = self.found.len();
        // By cases, the formula may be certain where none of its parts is.
        let exact = !formula.by_cases;
        if exact && goal.is_met(truth) {
            self.found.push(Flips::NONE);
        } else {
            let mut search = Search {
                program,
                situation,
                goal,
                exact,
                finder: self,
            };
            search.at(&formula.code, 0, from);
        }
        self.ends.push(self.found.len());
    }

    /// How many offers were made.
    pub(crate) fn offers(&self) -> usize {
        self.ends.len()
    }

    /// The sets that take `needed` of the offers together, some perhaps more than once.
    pub(crate) fn joined(&mut self, needed: usize) -> &[Flips] {
        self.join(0, 0, needed);
        &self.found
    }

    /// Puts, in the place of the offers that begin at `from` and end at `ends[first..]`, the sets that take `needed` of
    /// them together, in order and each once.
    fn join(&mut self, from: usize, first: usize, needed: usize) {
        let before = self.found.len();
        match needed {
            // What stands there already is what takes one of them, each perhaps more than once.
            1 => {
                self.ends.truncate(first);
                self.found.truncate(from + BOUND);
                return;
            }
            2 => self.pairs(from, first, before),
            // More than two are needed only where all are; one answer that all of them turn on may still do.
            _ => self.all(from, first),
        }
        self.ends.truncate(first);
        self.bring_down(before, from);
        self.tidy(from);
    }

    /// Moves what stands from `begin` on down to `to`, over what stood there.
    fn bring_down(&mut self, begin: usize, to: usize) {
        self.found.copy_within(begin.., to);
        let kept = self.found.len() - begin;
        self.found.truncate(to + kept);
    }

    /// Puts what stands from `from` on in order, each once.
    fn tidy(&mut self, from: usize) {
        let mut last = from;
        if let Some(joined) = self.found.get_mut(from..) {
            if joined.len() > 1 {
                joined.sort_unstable();
            }
            last += dedup(joined);
        }
        self.found.truncate(last);
    }

    /// Puts, in the place of the two offers that begin at `begin` and at `middle`, the sets that take both.
    fn both(&mut self, begin: usize, middle: usize) {
        let end = self.found.len();
        'offer: for one in begin..middle {
            for other in middle..end {
                if self.is_full(end) {
                    break 'offer;
                }
                let both = self.get(one).and(self.get(other), self.limit);
                self.found.extend(both);
            }
        }
        self.bring_down(end, begin);
    }

    /// Whether as many sets were found since as one part may offer.
    fn is_full(&self, since: usize) -> bool {
        self.found
            .get(since..)
            .is_none_or(|offered| offered.len() >= BOUND)
    }

    fn get(&self, at: usize) -> Flips {
        self.found.get(at).copied().unwrap_or(Flips::NONE)
    }

    fn end(&self, at: usize) -> usize {
        self.ends.get(at).copied().unwrap_or_default()
    }

    fn pairs(&mut self, from: usize, first: usize, before: usize) {
        let mut begin = from;
        for at in first..self.ends.len() {
            let end = self.end(at);
            for next in at + 1..self.ends.len() {
                for one in begin..end {
                    for other in self.end(next - 1)..self.end(next) {
                        if self.is_full(before) {
                            return;
                        }
                        let both = self.get(one).and(self.get(other), self.limit);
                        self.found.extend(both);
                    }
                }
            }
            begin = end;
        }
    }

    fn all(&mut self, from: usize, first: usize) {
        // What is joined so far stands at the end, and what comes of the next offer is put after it, then in its place.
        let so_far = self.found.len();
        self.found.push(Flips::NONE);
        let mut begin = from;
        for at in first..self.ends.len() {
            let end = self.end(at);
            let until = self.found.len();
            'offer: for one in so_far..until {
                for other in begin..end {
                    if self.is_full(until) {
                        break 'offer;
                    }
                    let both = self.get(one).and(self.get(other), self.limit);
                    self.found.extend(both);
                }
            }
            self.found.copy_within(until.., so_far);
            let kept = self.found.len() - until;
            self.found.truncate(so_far + kept);
            if kept == 0 {
                return;
            }
            begin = end;
        }
    }
}

/// Brings what is in order and stands once to the front, and gives how much that is.
fn dedup(list: &mut [Flips]) -> usize {
    let mut kept = 0;
    let mut last = None;
    for at in 0..list.len() {
        let Some(one) = list.get(at).copied() else {
            break;
        };
        if last != Some(one) {
            if let Some(place) = list.get_mut(kept) {
                *place = one;
            }
            kept += 1;
            last = Some(one);
        }
    }
    kept
}

/// One search down a formula.
struct Search<'a> {
    program: &'a Program,
    situation: &'a mut Situation,
    goal: Goal,
    /// Evaluation of every part is exact as it stands.
    exact: bool,
    finder: &'a mut Finder,
}

impl Search<'_> {
    /// Offers what brings to the goal a part that is not there yet, as far as its truth is exact. `from` is where the
    /// offer being made begins.
    fn at(&mut self, code: &Code, row: usize, from: usize) {
        let raises = self.goal.raises();
        match code {
            Code::Const(_) => {
                if self.goal.is_met(evaluate(code, self.situation, row)) {
                    self.finder.found.push(Flips::NONE);
                }
            }
            Code::Lit(literal) => self.flip(*literal, row),
            Code::All(of) => self.list(of, if raises { of.len() } else { 1 }, row, from),
            Code::Any(of) => self.list(of, if raises { 1 } else { of.len() }, row, from),
            Code::AtLeast(n, of) => {
                let needed = if raises { *n } else { of.len() + 1 - n };
                self.list(of, needed, row, from);
            }
            Code::AnyChild(body) => self.children(body, raises, from),
            Code::EveryChild(body) => self.children(body, !raises, from),
        }
    }

    fn list(&mut self, of: &[Code], needed: usize, row: usize, from: usize) {
        // Where one part is needed and the whole is not there, no part is.
        if needed == 1 && self.exact {
            self.one_of(of.iter().map(|one| (one, row)), from);
            return;
        }
        let mut open = Open::default();
        for one in of {
            open.push(!self.goal.is_met(evaluate(one, self.situation, row)));
        }
        let needed = needed.saturating_sub(of.len() - open.count);
        let parts = of.iter().enumerate().filter(|(at, _)| open.holds(*at));
        self.together(parts.map(|(_, one)| (one, row)), open.count, needed, from);
    }

    fn children(&mut self, body: &Body, any: bool, from: usize) {
        let rows = self.situation.rows;
        if any && self.exact {
            self.one_of((0..rows).map(|row| (&body.code, row)), from);
            return;
        }
        let mut open = Open::default();
        for row in 0..rows {
            open.push(!self.goal.is_met(of_child(body, self.situation, row)));
        }
        let needed = if any { 1 } else { rows }.saturating_sub(rows - open.count);
        let parts = (0..rows).filter(|row| open.holds(*row));
        self.together(parts.map(|row| (&body.code, row)), open.count, needed, from);
    }

    fn one_of<'c>(&mut self, of: impl Iterator<Item = (&'c Code, usize)>, from: usize) {
        for (code, row) in of {
            if !self.finder.is_full(from) {
                self.at(code, row, from);
            }
        }
    }

    /// Brings so many of what is not there yet to the goal.
    fn together<'c>(
        &mut self,
        mut open: impl Iterator<Item = (&'c Code, usize)>,
        count: usize,
        needed: usize,
        from: usize,
    ) {
        if needed == 0 {
            self.finder.found.push(Flips::NONE);
        } else if needed == 1 {
            self.one_of(open, from);
        } else if needed == count {
            // All of them: each is joined with those before it, until no set is left that would do.
            let begin = self.finder.found.len();
            if let Some((code, row)) = open.next() {
                self.at(code, row, begin);
            }
            for (code, row) in open {
                let middle = self.finder.found.len();
                if middle == begin {
                    return;
                }
                self.at(code, row, middle);
                self.finder.both(begin, middle);
            }
            self.finder.tidy(begin);
        } else if needed == 2 {
            let (begin, first) = (self.finder.found.len(), self.finder.ends.len());
            for (code, row) in open {
                let own = self.finder.found.len();
                self.at(code, row, own);
                self.finder.ends.push(self.finder.found.len());
            }
            self.finder.join(begin, first, needed);
        }
        // Some three of more than three: that is left to the questions.
    }

    fn flip(&mut self, literal: Literal, row: usize) {
        let truth = of_literal(literal, self.situation, row);
        if self.goal.is_met(truth) {
            self.finder.found.push(Flips::NONE);
            return;
        }
        let part = literal.var.child && usize::from(literal.var.at) < PARTS;
        if part || truth == Truth::Open {
            return;
        }
        let slot = self.situation.slot(literal.var, row);
        let full = self.program.full(literal.var);
        let given = self.situation.get(slot);
        // Only an answer that was given can be reversed, and a child's part is no answer.
        if given.count_ones() != 1 || given & full == 0 {
            return;
        }
        let values = if self.goal.raises() {
            literal.set & full
        } else {
            !literal.set & full
        };
        if values != 0 {
            self.finder.found.push(Flips::one(Flip { slot, values }));
        }
    }
}

/// Which parts of a list are not at the goal yet.
#[derive(Default)]
struct Open {
    first: u64,
    /// Those past the first 64.
    rest: Vec<bool>,
    length: usize,
    count: usize,
}

impl Open {
    fn push(&mut self, open: bool) {
        if self.length < 64 {
            self.first |= u64::from(open) << self.length;
        } else {
            self.rest.push(open);
        }
        self.length += 1;
        self.count += usize::from(open);
    }

    fn holds(&self, at: usize) -> bool {
        if at < 64 {
            self.first >> at & 1 == 1
        } else {
            self.rest.get(at - 64) == Some(&true)
        }
    }
}
