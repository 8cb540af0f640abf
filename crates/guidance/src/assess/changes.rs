//! What would change the answer, over every response at once.

use super::{Consultation, Standing};
use crate::assess::reasons::answer_of;
use crate::assessment::{Reversal, WouldChange};
use crate::change::{Finder, Flip, Flips, Goal};
use crate::decide::{Truth, decide};
use crate::situation::Situation;

/// A set of reversals, and a target it would change.
type Effect = (Flips, usize);

impl Consultation<'_> {
    /// The smallest sets of known answers whose reversal adds or removes a response; those of one answer first.
    pub(super) fn would_change(&mut self) -> Vec<WouldChange> {
        let mut effects: Vec<Effect> = Vec::with_capacity(64);
        let mut finder = Finder::default();
        let targets = std::mem::take(&mut self.targets);
        for (at, standing) in targets.iter().enumerate() {
            self.smallest(at, standing, &mut finder, &mut effects);
        }
        self.targets = targets;
        effects.sort_unstable();
        let alike = || effects.chunk_by(|one, other| one.0 == other.0);
        let mut told = Vec::with_capacity(alike().count());
        told.extend(alike().filter_map(|alike| self.told(alike)));
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
        let program = &self.pack.program;
        let target = standing.target;
        let goal = |bar: Truth| {
            if standing.called {
                Goal::Below(bar)
            } else {
                Goal::AtLeast(bar)
            }
        };
        finder.clear();
        let situation = &mut self.situation;
        finder.offer(program, situation, &target.formula.code, goal(Truth::True));
        for rule in target.acting(program) {
            finder.offer(program, situation, &rule.formula.code, goal(Truth::Open));
        }
        let needed = if standing.called { finder.offers() } else { 1 };
        let mut fewest = usize::MAX;
        // Those of one answer stand first.
        for flips in finder.joined(needed) {
            let count = flips.count();
            if count > fewest {
                break;
            }
            if count > 0
                && (is_even(standing, *flips, &self.situation) || self.changes(standing, *flips))
            {
                fewest = count;
                effects.push((*flips, at));
            }
        }
    }

    /// Whether these reversals do change whether the target is reached.
    fn changes(&mut self, standing: &Standing<'_>, flips: Flips) -> bool {
        let program = &self.pack.program;
        let situation = &mut self.situation;
        let before = flips.map(|flip| Flip {
            slot: flip.slot,
            values: situation.set(flip.slot, lowest(flip.values)),
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

    fn told(&self, alike: &[Effect]) -> Option<WouldChange> {
        let (flips, _) = *alike.first()?;
        let mut change = Vec::with_capacity(flips.count());
        for flip in flips.as_list() {
            let (var, _) = self.situation.var(flip.slot);
            let var = self.pack.program.fact_var(var)?;
            change.push(Reversal {
                fact: self.pack.facts().get(var.fact)?.id.clone(),
                child: self.child_of(flip.slot),
                from: answer_of(&var.values, self.situation.get(flip.slot)),
                to: answer_of(&var.values, lowest(flip.values)),
            });
        }
        let mut told = WouldChange {
            change,
            adds: Vec::new(),
            removes: Vec::new(),
        };
        for standing in alike.iter().filter_map(|(_, at)| self.targets.get(*at)) {
            let id = self.response_id(standing.target)?;
            let list = if standing.called {
                &mut told.removes
            } else {
                &mut told.adds
            };
            if list.last() != Some(id) {
                list.push(id.clone());
            }
        }
        Some(told)
    }
}

/// Whether nothing is decided by cases and no literal on these answers is unlike the others, so that nothing but the
/// wanted change can follow.
fn is_even(standing: &Standing<'_>, flips: Flips, situation: &Situation) -> bool {
    let formula = &standing.target.formula;
    !formula.by_cases
        && flips.as_list().all(|flip| {
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
