//! What would change the answer, over every response at once.

use super::{Consultation, Standing};
use crate::assess::reasons::answer_of;
use crate::assessment::{Reversal, WouldChange};
use crate::change::{Finder, Flips, Goal, join};
use crate::decide::{Truth, decide};

impl Consultation<'_> {
    /// The smallest sets of known answers whose reversal adds or removes a response; those of one answer first.
    pub(super) fn would_change(&mut self) -> Vec<WouldChange> {
        let mut effects: Vec<(usize, Flips, usize)> = Vec::with_capacity(64);
        let targets = std::mem::take(&mut self.targets);
        for (at, standing) in targets.iter().enumerate() {
            for flips in self.smallest(standing) {
                effects.push((flips.as_list().count(), flips, at));
            }
        }
        self.targets = targets;
        effects.sort_unstable();
        effects
            .chunk_by(|one, other| one.1 == other.1)
            .filter_map(|alike| self.told(alike))
            .collect()
    }

    /// The smallest sets that would reach a target that is not reached, or leave one that is.
    fn smallest(&mut self, standing: &Standing<'_>) -> Vec<Flips> {
        let program = &self.pack.program;
        let acting: Vec<usize> = standing
            .target
            .rules
            .iter()
            .copied()
            .filter(|at| program.rules.get(*at).is_some_and(|rule| rule.act))
            .collect();
        let mut finder = Finder {
            program,
            situation: &mut self.situation,
        };
        let whole = &standing.target.formula.code;
        let mut offers = Vec::with_capacity(acting.len() + 1);
        if standing.called {
            offers.push(finder.sets(whole, Goal::Below(Truth::True)));
        } else {
            offers.push(finder.sets(whole, Goal::AtLeast(Truth::True)));
        }
        for rule in acting.iter().filter_map(|at| program.rules.get(*at)) {
            let goal = if standing.called {
                Goal::Below(Truth::Open)
            } else {
                Goal::AtLeast(Truth::Open)
            };
            offers.push(finder.sets(&rule.formula.code, goal));
        }
        let needed = if standing.called { offers.len() } else { 1 };
        let mut found = join(&offers, needed);
        found.retain(|flips| {
            *flips != Flips::None
                && (is_even(standing, *flips) || self.changes(standing, &acting, *flips))
        });
        let fewest = found.iter().map(|flips| flips.as_list().count()).min();
        found.retain(|flips| Some(flips.as_list().count()) == fewest);
        found
    }

    /// Whether these reversals do change whether the target is reached.
    fn changes(&mut self, standing: &Standing<'_>, acting: &[usize], flips: Flips) -> bool {
        let before: Vec<_> = flips
            .as_list()
            .map(|flip| {
                (
                    flip.slot,
                    self.situation.set(flip.slot, lowest(flip.values)),
                )
            })
            .collect();
        let mut called = decide(&standing.target.formula, &mut self.situation) == Truth::True;
        for rule in acting
            .iter()
            .filter_map(|at| self.pack.program.rules.get(*at))
        {
            called |= decide(&rule.formula, &mut self.situation) != Truth::False;
        }
        for (slot, values) in before {
            self.situation.set(slot, values);
        }
        called != standing.called
    }

    fn told(&self, alike: &[(usize, Flips, usize)]) -> Option<WouldChange> {
        let (count, flips, _) = *alike.first()?;
        let mut change = Vec::with_capacity(count);
        for flip in flips.as_list() {
            let var = self.pack.program.fact_var(flip.slot.var)?;
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
        for standing in alike.iter().filter_map(|(_, _, at)| self.targets.get(*at)) {
            let id = self.response_id(standing.target)?;
            let list = if standing.called {
                &mut told.removes
            } else {
                &mut told.adds
            };
            if list.last() != Some(&id) {
                list.push(id);
            }
        }
        Some(told)
    }
}

/// Whether nothing is decided by cases and no literal on these answers is unlike the others, so that nothing but the
/// wanted change can follow.
fn is_even(standing: &Standing<'_>, flips: Flips) -> bool {
    let formula = &standing.target.formula;
    !formula.by_cases
        && flips
            .as_list()
            .all(|flip| formula.uneven.binary_search(&flip.slot.var).is_err())
}

/// The first of the values.
fn lowest(values: u32) -> u32 {
    values & values.wrapping_neg()
}
