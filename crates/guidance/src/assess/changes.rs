//! What would change the answer, over every response at once.

use super::{Consultation, Standing, place};
use crate::assessment::{Turn, WouldChangeList};
use crate::change::{Finder, Flip, Flips, Goal};
use crate::decide::{Truth, decide};
use crate::situation::{Situation, Slot};

/// What was found, each set of reversals with a target it would change. One answer is a plain number (its slot, its
/// values, the target), which sorts in a fraction of the time.
struct Effects {
    of_one: Vec<u128>,
    of_two: Vec<(Flips, u32)>,
}

impl Effects {
    fn push(&mut self, flips: &Flips, at: usize) {
        if flips.count() == 1 {
            let flip = flips.first();
            self.of_one.push(
                u128::from(flip.slot.number()) << 64
                    | u128::from(flip.values) << 32
                    | u128::from(place(at)),
            );
        } else {
            self.of_two.push((*flips, place(at)));
        }
    }

    fn len(&self) -> usize {
        self.of_one.len() + self.of_two.len()
    }

    fn sort(&mut self) {
        self.of_one.sort_unstable();
        self.of_one.dedup();
        self.of_two.sort_unstable();
        self.of_two.dedup();
    }
}

impl Consultation<'_> {
    /// The smallest sets of known answers whose reversal adds or removes a response; those of one answer first.
    pub(super) fn would_change(&mut self) -> WouldChangeList {
        let mut effects = Effects {
            of_one: Vec::with_capacity(64),
            of_two: Vec::new(),
        };
        let mut finder = Finder::new();
        let targets = std::mem::take(&mut self.targets);
        for (at, standing) in targets.iter().enumerate() {
            self.smallest(at, standing, &mut finder, &mut effects);
        }
        self.targets = targets;
        effects.sort();
        let mut told = WouldChangeList::new(&self.pack.program.said.changes, effects.len());
        for alike in effects
            .of_one
            .chunk_by(|one, other| one >> 32 == other >> 32)
        {
            if let Some(first) = alike.first() {
                let [.., slot, values, _] = split(*first);
                let slot = Slot::numbered(slot);
                let at = alike.iter().map(|one| {
                    let [.., at] = split(*one);
                    at
                });
                self.tell(&Flips::one(Flip { slot, values }), at, &mut told);
            }
        }
        for alike in effects.of_two.chunk_by(|one, other| one.0 == other.0) {
            if let Some((flips, _)) = alike.first() {
                self.tell(flips, alike.iter().map(|(_, at)| *at), &mut told);
            }
        }
        told
    }

    /// Adds the smallest sets that would reach a target that is not reached, or leave one that is.
    fn smallest(
        &mut self,
        at: usize,
        standing: &Standing<'_>,
        finder: &mut Finder,
        effects: &mut Effects,
    ) {
        let before = effects.len();
        for answers in 1..=2 {
            self.offers(standing, answers, finder);
            let needed = if standing.called { finder.offers() } else { 1 };
            for flips in finder.joined(needed) {
                if flips.count() == answers
                    && (is_even(standing, flips, &self.situation) || self.changes(standing, *flips))
                {
                    effects.push(flips, at);
                }
            }
            if effects.len() > before {
                return;
            }
        }
    }

    /// What would take this target, and each rule that reaches it while it is open, to the other side.
    fn offers(&mut self, standing: &Standing<'_>, answers: usize, finder: &mut Finder) {
        let program = &self.pack.program;
        let target = standing.target;
        let goal = |bar: Truth| {
            if standing.called {
                Goal::Below(bar)
            } else {
                Goal::AtLeast(bar)
            }
        };
        finder.begin(answers);
        let situation = &mut self.situation;
        let (formula, truth) = (&target.formula, standing.truth);
        finder.offer(program, situation, formula, truth, goal(Truth::True));
        for at in &target.rules {
            if let (Some(rule), Some(Some(truth))) = (program.rules.get(*at), self.truths.get(*at))
                && rule.act
            {
                finder.offer(program, situation, &rule.formula, *truth, goal(Truth::Open));
            }
        }
    }

    /// Whether these reversals do change whether the target is reached.
    fn changes(&mut self, standing: &Standing<'_>, flips: Flips) -> bool {
        let program = &self.pack.program;
        let situation = &mut self.situation;
        let before = flips.map(|flip| Flip {
            slot: flip.slot,
            values: if flip.values == 0 {
                0
            } else {
                situation.set(flip.slot, lowest(flip.values))
            },
        });
        let called = decide(&standing.target.formula, situation) == Truth::True
            || standing
                .target
                .acting(program)
                .any(|rule| decide(&rule.formula, situation) != Truth::False);
        for flip in before.as_list() {
            situation.set(flip.slot, flip.values);
        }
        called != standing.called
    }

    fn tell(
        &self,
        flips: &Flips,
        at: impl Iterator<Item = u32> + Clone,
        told: &mut WouldChangeList,
    ) {
        for flip in flips.as_list() {
            let (var, row) = self.situation.var(flip.slot);
            if let Some(fact) = self.pack.program.fact_var(var) {
                told.turn(Turn {
                    fact: place(fact.fact),
                    child: var.child.then_some(place(row)),
                    from: self.situation.get(flip.slot).trailing_zeros(),
                    to: flip.values.trailing_zeros(),
                });
            }
        }
        // Of one response, what is called for and what is pointed to stand side by side: it is told once.
        for called in [false, true] {
            let mut last = None;
            for at in at.clone() {
                if let Some(one) = self.targets.get(at as usize)
                    && one.called == called
                    && last != Some(one.target.response)
                {
                    last = Some(one.target.response);
                    told.response(place(one.target.response));
                }
            }
            if !called {
                told.end_of_adds();
            }
        }
        told.end();
    }
}

/// A number's four parts of 32 bits, the highest first.
fn split(number: u128) -> [u32; 4] {
    [96, 64, 32, 0].map(|by| (number >> by) as u32)
}

/// Whether nothing is decided by cases and no literal on these answers is unlike the others, so that nothing but the
/// wanted change can follow.
fn is_even(standing: &Standing<'_>, flips: &Flips, situation: &Situation) -> bool {
    let formula = &standing.target.formula;
    !formula.by_cases
        && (formula.uneven.is_empty()
            || flips.as_list().iter().all(|flip| {
                formula
                    .uneven
                    .binary_search(&situation.var(flip.slot).0)
                    .is_err()
            }))
}

/// The first of the values.
fn lowest(values: u32) -> u32 {
    values & values.wrapping_neg()
}
