//! What would change the answer, over every response at once.

use super::{Consultation, Standing, place};
use crate::assessment::{Turn, WouldChangeList};
use crate::change::{Finder, Flip, Flips, Goal};
use crate::decide::{Truth, decide};
use crate::situation::Situation;

/// A set of reversals, and a target it would change.
type Effect = (Flips, usize);

impl Consultation<'_> {
    /// The smallest sets of known answers whose reversal adds or removes a response; those of one answer first.
    pub(super) fn would_change(&mut self) -> WouldChangeList {
        let mut effects: Vec<Effect> = Vec::with_capacity(64);
        let mut finder = Finder::default();
        let targets = std::mem::take(&mut self.targets);
        for (at, standing) in targets.iter().enumerate() {
            self.smallest(at, standing, &mut finder, &mut effects);
        }
        self.targets = targets;
        effects.sort_unstable();
        let mut told = WouldChangeList::new(&self.pack.program.said.changes, effects.len());
        for alike in effects.chunk_by(|one, other| one.0 == other.0) {
            self.tell(alike, &mut told);
        }
        told
    }

    /// Adds the smallest sets that would reach a target that is not reached, or leave one that is.
    fn smallest(
        &mut self,
        at: usize,
        standing: &Standing<'_>,
        finder: &mut Finder,
        effects: &mut Vec<Effect>,
    ) {
        let before = effects.len();
        for answers in 1..=2 {
            self.offers(standing, answers, finder);
            let needed = if standing.called { finder.offers() } else { 1 };
            for flips in finder.joined(needed) {
                if flips.count() == answers
                    && (is_even(standing, flips, &self.situation) || self.changes(standing, *flips))
                {
                    effects.push((*flips, at));
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

    fn tell(&self, alike: &[Effect], told: &mut WouldChangeList) {
        let Some((flips, _)) = alike.first() else {
            return;
        };
        let turns = flips.as_list().iter().filter_map(|flip| {
            let (var, row) = self.situation.var(flip.slot);
            Some(Turn {
                fact: place(self.pack.program.fact_var(var)?.fact),
                child: var.child.then_some(place(row)),
                from: self.situation.get(flip.slot).trailing_zeros(),
                to: flip.values.trailing_zeros(),
            })
        });
        // A response that is both called for and pointed to is told once.
        let responses = |called: bool| {
            let mut last = None;
            alike
                .iter()
                .filter_map(|(_, at)| self.targets.get(*at))
                .filter(move |one| one.called == called)
                .map(|one| place(one.target.response))
                .filter(move |at| last.replace(*at) != Some(*at))
        };
        told.push(turns, responses(false), responses(true));
    }
}

/// Whether nothing is decided by cases and no literal on these answers is unlike the others, so that nothing but the
/// wanted change can follow.
fn is_even(standing: &Standing<'_>, flips: &Flips, situation: &Situation) -> bool {
    let formula = &standing.target.formula;
    !formula.by_cases
        && flips.as_list().iter().all(|flip| {
            formula
                .uneven
                .binary_search(&situation.var(flip.slot).0)
                .is_err()
        })
}

/// The first of the values.
fn lowest(values: u32) -> u32 {
    values & values.wrapping_neg()
}
