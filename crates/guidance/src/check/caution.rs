//! Monotone caution: an answer that raises concern never removes a response, in any situation of any number of children.
//!
//! Proved of complete situations, it holds of incomplete ones: the floor is exact ([`super::exact`]), and the ways in which
//! a situation with the raised answer may turn out are those with the calm one, each raised. Layers together
//! are as cautious as each of them over its base: what one of them calls for stays called for.
//!
//! Where every literal on a fact only grows truer when the fact is raised, that is the proof: above literals nothing is
//! negated. The rest is decided by diagrams.

use super::{Checked, written};
use crate::compile::{Formula, Program, Var};
use crate::decide::{Truth, decide};
use crate::diagram::{Fall, TooLarge, shrink};
use crate::facts::Facts;
use crate::item::{Fact, Place};
use crate::situation::Situation;

const WHY: &str =
    "Learning something worse about what happened to a child must never make less happen for them.";

impl Checked<'_> {
    /// Refuses rules by which a raised answer would remove a response.
    pub(super) fn caution_is_monotone(&mut self) {
        let pack = self.pack;
        let program = &pack.program;
        for target in program.all_eras().flat_map(|era| &era.targets) {
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
                    self.tell_fall(&target.formula, fact, &rule.place, &called);
                }
            }
        }
        // A rule that acts on not knowing holds by itself, so it must be cautious by itself.
        for (at, rule) in self.own_rules() {
            let Some(code) = program.rules.get(at).filter(|code| code.act) else {
                continue;
            };
            for fact in falsified(program, pack.facts(), &code.formula) {
                let called = format!("the rule `{}`", rule.id);
                self.tell_fall(&code.formula, fact, &rule.place, &called);
            }
        }
    }

    fn tell_fall(&mut self, formula: &Formula, fact: &Fact, place: &Place, called: &str) {
        match self.fall(formula, fact) {
            Ok(None) => {}
            Ok(Some(least)) => {
                let raises = fact.raises.join(", ");
                let what = format!(
                    "Raising the answer to `{}` ({raises}) can remove {called}: it does in {}.",
                    fact.id,
                    written(&least)
                );
                let is: Vec<String> = fact.raises.iter().map(|one| format!("\"{one}\"")).collect();
                let is = match is.as_slice() {
                    [one] => one.clone(),
                    _ => format!("[{}]", is.join(", ")),
                };
                let meant = Some(format!("{{ fact = \"{}\", is = {is} }}", fact.id));
                self.at_meaning(place, what, WHY, meant);
            }
            Err(TooLarge) => self.too_large(place, called),
        }
    }

    /// The least that need be known for the fact's being raised to remove what was reached.
    fn fall(&self, formula: &Formula, fact: &Fact) -> Result<Option<Facts>, TooLarge> {
        let program = &self.pack.program;
        let child = program.vars.get(&fact.id).is_some_and(|var| var.child);
        let Some((ask, asked)) = self.space.find(0, &fact.id, child) else {
            return Ok(None);
        };
        let said = self.space.said(0, self.pack, &formula.code);
        let answers = asked.values.len() + usize::from(asked.parts != 0);
        let raising = |at: &usize| {
            let value = asked.values.get(*at);
            value.is_some_and(|value| fact.raises.contains(value))
        };
        for calm in (0..answers).filter(|at| !raising(at)) {
            for raised in (0..answers).filter(raising) {
                if let Some(found) = self.space.falls(&said, ask, 1 << calm, 1 << raised)? {
                    return Ok(Some(self.least(formula, fact, found)));
                }
            }
        }
        Ok(None)
    }

    fn least(&self, formula: &Formula, fact: &Fact, found: Fall) -> Facts {
        let program = &self.pack.program;
        let truth = |facts: &Facts| {
            let (mut situation, _) = Situation::of(program, facts);
            decide(formula, &mut situation)
        };
        // The child raised is the last of both, and keeps its name when others are left out.
        let last = found.after.children.last();
        let of_child = last.and_then(|child| Some((child, child.answers.get(fact.id.as_ref())?)));
        let of_incident = found.after.incident.get(fact.id.as_ref());
        let raised = |facts: &Facts| -> Option<Facts> {
            let mut after = facts.clone();
            match (of_incident, of_child) {
                (Some(answer), _) => {
                    after.incident.insert(fact.id.to_string(), answer.clone());
                }
                (None, Some((child, answer))) => {
                    let one = after
                        .children
                        .iter_mut()
                        .find(|one| one.name == child.name)?;
                    one.answers.insert(fact.id.to_string(), answer.clone());
                }
                (None, None) => return None,
            }
            Some(after)
        };
        shrink(&found.before, &mut |facts| {
            truth(facts) == Truth::True
                && raised(facts).is_some_and(|after| truth(&after) == Truth::False)
        })
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
            let not_arising = program.fact_var(var).map_or(0, |fact| fact.not_arising);
            let calm = (program.full(var) | not_arising) & !raises;
            literals
                .iter()
                .any(|one| one.var == var && one.set & calm != 0 && raises & !one.set != 0)
        })
        .collect()
}
