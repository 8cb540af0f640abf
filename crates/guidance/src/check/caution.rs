//! Monotone caution: an answer that raises concern never removes a response.
//!
//! Where every literal on a fact can only grow truer when the fact is raised, that is proof: above literals nothing is
//! negated. Where some literal can be falsified, the response's rules are tried over every situation of one and of two
//! children.

use super::Checked;
use super::rules::open;
use crate::compile::{Formula, PARTS, Program, Var, group};
use crate::decide::{Truth, decide};
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
            let own = target
                .rules
                .iter()
                .filter_map(|at| pack.rules().get(*at))
                .find(|rule| rule.pack.as_ref() == self.only);
            let Some(rule) = own else { continue };
            for fact in falsified(program, pack.facts(), &target.formula) {
                self.tell(
                    &target.formula,
                    fact,
                    &rule.place,
                    &format!("the response `{}`", response.id),
                );
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
    let mut cases = 1usize;
    for literal in &literals {
        let rows = if literal.var.child { children } else { 1 };
        for row in 0..rows {
            let slot = Situation::slot(literal.var, row);
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
            let groups = group(situation.get(slot), &sets);
            cases = cases.saturating_mul(groups.len());
            slots.push((slot, groups));
        }
    }
    if cases > BOUND {
        return Outcome::TooMany;
    }
    if every_case(formula, &slots, raised, raises, &mut situation) {
        Outcome::Holds
    } else {
        Outcome::Fails
    }
}

fn every_case(
    formula: &Formula,
    slots: &[(Slot, Vec<u32>)],
    raised: Var,
    raises: u32,
    situation: &mut Situation,
) -> bool {
    let mut at = vec![0usize; slots.len()];
    loop {
        for ((slot, groups), case) in slots.iter().zip(&at) {
            situation.set(
                *slot,
                lowest(groups.get(*case).copied().unwrap_or_default()),
            );
        }
        if decide(formula, situation) == Truth::True
            && removed_by_raising(formula, slots, raised, raises, situation)
        {
            return false;
        }
        // The next case: count up, the first slot fastest.
        let mut carried = true;
        for ((_, groups), case) in slots.iter().zip(at.iter_mut()) {
            *case += 1;
            if *case < groups.len() {
                carried = false;
                break;
            }
            *case = 0;
        }
        if carried {
            return true;
        }
    }
}

fn removed_by_raising(
    formula: &Formula,
    slots: &[(Slot, Vec<u32>)],
    raised: Var,
    raises: u32,
    situation: &mut Situation,
) -> bool {
    slots
        .iter()
        .filter(|(slot, _)| slot.var == raised)
        .any(|(slot, groups)| {
            let before = situation.get(*slot);
            if before & raises != 0 {
                return false;
            }
            let removed = groups
                .iter()
                .filter(|group| *group & raises != 0)
                .any(|group| {
                    situation.set(*slot, lowest(group & raises));
                    decide(formula, situation) != Truth::True
                });
            situation.set(*slot, before);
            removed
        })
}

fn lowest(values: u32) -> u32 {
    values & values.wrapping_neg()
}

// INVARIANT: parts are not answers and have no way of raising concern; variables below this are never raised.
const _: () = assert!(PARTS == 10);
