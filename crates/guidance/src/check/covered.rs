//! Rules that never matter, because others always ask for the same.

use std::collections::BTreeSet;

use super::Checked;
use super::rules::{BOUND, cases, open};
use crate::compile::{Code, Program};
use crate::decide::{Truth, decide};

impl Checked<'_> {
    /// No rule is covered by others for everything it reaches.
    pub(super) fn rules_matter(&mut self) {
        let pack = self.pack;
        let program = &pack.program;
        let mut told = Vec::new();
        for (at, rule) in self.own_rules() {
            let Some(code) = program.rules.get(at) else {
                continue;
            };
            if rule.dormant.is_some() {
                continue;
            }
            let mut covered = true;
            let mut covering: BTreeSet<&str> = BTreeSet::new();
            for target in program
                .undated
                .targets
                .iter()
                .filter(|target| target.rules.contains(&at))
            {
                let others: Vec<usize> = target
                    .rules
                    .iter()
                    .copied()
                    .filter(|other| *other != at && self.may_cover(*other, at))
                    .collect();
                let mut here = false;
                for other in &others {
                    let Some(other_code) = program.rules.get(*other) else {
                        continue;
                    };
                    if is_impossible(program, &code.formula.code, &[&other_code.formula.code]) {
                        covering.extend(pack.rules().get(*other).map(|rule| rule.id.as_ref()));
                        here = true;
                        break;
                    }
                }
                if !here && others.len() > 1 {
                    let codes: Vec<&Code> = others
                        .iter()
                        .filter_map(|at| program.rules.get(*at))
                        .map(|rule| &rule.formula.code)
                        .collect();
                    if is_impossible(program, &code.formula.code, &codes) {
                        covering.extend(
                            others
                                .iter()
                                .filter_map(|at| pack.rules().get(*at))
                                .map(|rule| rule.id.as_ref()),
                        );
                        here = true;
                    }
                }
                covered &= here;
            }
            if covered && !covering.is_empty() {
                let covering: Vec<&str> = covering.into_iter().collect();
                let what = format!(
                    "The rule `{}` never matters: whenever it is met, {} already asks for the same.",
                    rule.id,
                    covering.join(", ")
                );
                told.push((rule, what));
            }
        }
        for (rule, what) in told {
            self.at(
                &rule.place,
                what,
                "One of the two says less than its author meant.",
            );
        }
    }

    /// Whether `other` is in force whenever `rule` is, and counts not knowing at least as strictly. Of two rules that
    /// cover each other only the later is told of.
    fn may_cover(&self, other: usize, rule: usize) -> bool {
        let (Some(one), Some(two)) = (self.pack.rules().get(other), self.pack.rules().get(rule))
        else {
            return false;
        };
        let acts = |at: usize| self.pack.program.rules.get(at).is_some_and(|rule| rule.act);
        let twins = self
            .pack
            .program
            .rules
            .get(other)
            .map(|rule| &rule.formula.code)
            == self
                .pack
                .program
                .rules
                .get(rule)
                .map(|rule| &rule.formula.code);
        (one.in_force.is_none() || one.in_force == two.in_force)
            && (acts(other) || !acts(rule))
            && (other < rule || !twins)
    }
}

/// Whether `code` can never hold without one of `others`.
fn is_impossible(program: &Program, code: &Code, others: &[&Code]) -> bool {
    let mut list = vec![code.clone()];
    list.extend(others.iter().map(|other| program.negated(other)));
    let formula = program.formula_of_all(list);
    // Too many cases to try here: the rule is then taken to matter.
    if cases(&formula) > BOUND * 16 {
        return false;
    }
    [1, 2]
        .into_iter()
        .all(|children| decide(&formula, &mut open(program, children)) == Truth::False)
}
