//! Monotone caution: an answer that raises concern never removes a response.
//!
//! Where every literal on a fact can only grow truer when the fact is raised, that is proof: above literals nothing is
//! negated. Where some literal can be falsified, the response's rules are tried over every situation of one and of two
//! children.

use super::Checked;
use super::rules::open;
use crate::compile::{Formula, PARTS, Program, Var, group};
use crate::decide::{Truth, evaluate};
use crate::item::Fact;
use crate::situation::{Situation, Slot};

/// How many situations may be tried for one response.
const BOUND: usize = 1 << 17;

const WHY: &str =
    "Learning something worse about what happened to a child must never make less happen for them.";

/// What trying every situation came to.
enum Outcome {
    Holds,
    Fails,
    TooMany,
}

impl Checked<'_> {
    /// Refuses rules by which a raised answer would remove a response.
    pub(super) fn caution_is_monotone(&mut self) {
        let pack = self.pack;
        let program = &pack.program;
        for target in &program.undated.targets {
            let Some(response) = pack.responses().get(target.response) else {
                continue;
            };
            for fact in falsified(program, pack.facts(), &target.formula) {
                // Other rules of the target only ever add; the fault is with one that the raised answer falsifies.
                let own = target.rules.iter().copied().find_map(|at| {
                    let rule = pack.rules().get(at)?;
                    let code = program.rules.get(at)?;
                    let is_at_fault =
                        falsified(program, pack.facts(), &code.formula).contains(&fact);
                    (rule.pack.as_ref() == self.only && is_at_fault).then_some(rule)
                });
                if let Some(rule) = own {
                    let called = format!("the response `{}`", response.id);
                    self.tell(&target.formula, fact, &rule.place, &called);
                }
            }
        }
        // A rule that acts on not knowing holds by itself, so it must be cautious by itself.
        for (at, rule) in pack.rules().iter().enumerate() {
            let Some(code) = program.rules.get(at).filter(|code| code.act) else {
                continue;
            };
            if rule.pack.as_ref() == self.only {
                for fact in falsified(program, pack.facts(), &code.formula) {
                    self.tell(
                        &code.formula,
                        fact,
                        &rule.place,
                        &format!("the rule `{}`", rule.id),
                    );
                }
            }
        }
    }

    fn tell(&mut self, formula: &Formula, fact: &Fact, place: &crate::item::Place, called: &str) {
        let program = &self.pack.program;
        let Some(var) = program.vars.get(&fact.id).copied() else {
            return;
        };
        let raises = bits_of(program, var, fact);
        let what = match [1, 2]
            .map(|children| holds_everywhere(program, formula, var, raises, children))
        {
            [Outcome::Fails, _] | [_, Outcome::Fails] => format!(
                "Raising the answer to `{}` ({}) can remove {called}.",
                fact.id,
                fact.raises.join(", ")
            ),
            [Outcome::TooMany, _] | [_, Outcome::TooMany] => format!(
                "Whether raising the answer to `{}` can remove {called} cannot be proved: too many facts are tested beside a negated one.",
                fact.id
            ),
            _ => return,
        };
        let refused = crate::problem::Problem::new(&place.file, Some(place.line), what, WHY);
        if !self.problems.contains(&refused) {
            self.problems.push(refused);
        }
    }
}

fn bits_of(program: &Program, var: Var, fact: &Fact) -> u32 {
    program.fact_var(var).map_or(0, |known| {
        known
            .values
            .iter()
            .enumerate()
            .filter(|(_, value)| fact.raises.contains(value))
            .fold(0, |bits, (at, _)| bits | 1 << at)
    })
}

/// The facts of which raising could make some literal false.
fn falsified<'p>(program: &Program, facts: &'p [Fact], formula: &Formula) -> Vec<&'p Fact> {
    let literals = formula.code.literals();
    facts
        .iter()
        .filter(|fact| {
            let Some(var) = program.vars.get(&fact.id).copied() else {
                return false;
            };
            let raises = bits_of(program, var, fact);
            let calm = program.full(var) & !raises;
            literals
                .iter()
                .any(|one| one.var == var && one.set & calm != 0 && raises & !one.set != 0)
        })
        .collect()
}

fn holds_everywhere(
    program: &Program,
    formula: &Formula,
    raised: Var,
    raises: u32,
    children: usize,
) -> Outcome {
    let mut situation = open(program, children);
    let literals = formula.code.literals();
    let mut slots: Vec<(Slot, Vec<u32>)> = Vec::new();
    for literal in &literals {
        let rows = if literal.var.child { children } else { 1 };
        for row in 0..rows {
            let slot = situation.slot(literal.var, row);
            if slots.iter().any(|(one, _)| *one == slot) {
                continue;
            }
            let mut sets: Vec<u32> = literals
                .iter()
                .filter(|one| one.var == literal.var)
                .map(|one| one.set)
                .collect();
            if literal.var == raised {
                sets.push(raises);
            }
            slots.push((slot, group(situation.get(slot), &sets)));
        }
    }
    let mut search = Search {
        formula,
        slots: &slots,
        left: BOUND,
    };
    let raised_slots: Vec<usize> = slots
        .iter()
        .enumerate()
        .filter(|(_, (slot, _))| situation.var(*slot).0 == raised)
        .map(|(at, _)| at)
        .collect();
    for (slot, groups) in raised_slots.into_iter().filter_map(|at| slots.get(at)) {
        let calm = groups.iter().filter(|group| *group & raises == 0);
        for (calm, raise) in calm.flat_map(|calm| {
            let raising = groups.iter().filter(|group| *group & raises != 0);
            raising.map(move |raise| (*calm, *raise))
        }) {
            match search.removes(*slot, calm, raise, 0, &mut situation) {
                Some(false) => {}
                Some(true) => return Outcome::Fails,
                None => return Outcome::TooMany,
            }
        }
    }
    Outcome::Holds
}

/// Looks for a situation in which the formula holds with the calm answer and not with the raised one.
struct Search<'s> {
    formula: &'s Formula,
    slots: &'s [(Slot, Vec<u32>)],
    left: usize,
}

impl Search<'_> {
    /// None where the bound was reached first.
    fn removes(
        &mut self,
        slot: Slot,
        calm: u32,
        raise: u32,
        from: usize,
        situation: &mut Situation,
    ) -> Option<bool> {
        self.left = self.left.checked_sub(1)?;
        let before = situation.set(slot, calm);
        let with_calm = evaluate(&self.formula.code, situation, 0);
        situation.set(slot, raise);
        let with_raise = evaluate(&self.formula.code, situation, 0);
        situation.set(slot, before);
        if with_calm == Truth::False || with_raise == Truth::True {
            return Some(false);
        }
        if with_calm == Truth::True && with_raise == Truth::False {
            return Some(true);
        }
        let (at, (next, groups)) = self
            .slots
            .iter()
            .enumerate()
            .skip(from)
            .find(|(_, (other, _))| *other != slot && situation.is_open(*other))?;
        for group in groups {
            // One value stands for its group: they do the same to every literal.
            let open = situation.set(*next, lowest(*group));
            let found = self.removes(slot, calm, raise, at + 1, situation);
            situation.set(*next, open);
            if found != Some(false) {
                return found;
            }
        }
        Some(false)
    }
}

fn lowest(values: u32) -> u32 {
    values & values.wrapping_neg()
}

// INVARIANT: parts are not answers and have no way of raising concern; variables below this are never raised.
const _: () = assert!(PARTS == 10);
