//! Which variables must be tried value by value for evaluation to be exact, and how their values fall together.

use std::collections::BTreeMap;

use super::{Body, Code, Formula, Program, Tangled, Var};

impl Program {
    pub(super) fn body(&self, code: Code) -> Body {
        let tangled = self.tangled(&code, true);
        Body { code, tangled }
    }

    pub(super) fn formula(&self, code: Code) -> Formula {
        let tangled = self.tangled(&code, false);
        let mut bodies: Vec<&Body> = Vec::new();
        code.bodies(&mut bodies);
        let crossed = self
            .tangled(&code, true)
            .into_iter()
            .map(|one| one.var)
            .filter(|var| {
                let holding =
                    |body: &&&Body| body.code.literals().iter().any(|one| one.var == *var);
                bodies.iter().filter(holding).count() > 1
            })
            .collect();
        let mut uneven: Vec<Var> = by_var(&code)
            .into_iter()
            .filter(|(_, sets)| sets.windows(2).any(|two| two.first() != two.last()))
            .map(|(var, _)| var)
            .collect();
        uneven.sort_unstable();
        let by_cases = !tangled.is_empty() || bodies.iter().any(|body| !body.tangled.is_empty());
        Formula {
            code,
            tangled,
            crossed,
            uneven,
            by_cases,
        }
    }

    /// The variables of one sort for which no single value makes every literal true, or none makes every one false.
    /// Where there are none, strong Kleene evaluation is exact.
    pub(super) fn tangled(&self, code: &Code, of_child: bool) -> Vec<Tangled> {
        by_var(code)
            .into_iter()
            .filter(|(var, _)| var.child == of_child)
            .filter_map(|(var, sets)| {
                let full = self.full(var);
                let all_true = sets.iter().fold(full, |bits, set| bits & set);
                let all_false = sets.iter().fold(full, |bits, set| bits & !set);
                if all_true != 0 && all_false != 0 {
                    return None;
                }
                let not_arising = self.fact_var(var).map_or(0, |fact| fact.not_arising);
                Some(Tangled {
                    var,
                    groups: group(full | not_arising, &sets),
                })
            })
            .collect()
    }
}

/// Parts a set of values by what they do to literals.
pub(crate) fn group(values: u32, sets: &[u32]) -> Vec<u32> {
    let mut groups = vec![values];
    for set in sets {
        groups = groups
            .into_iter()
            .flat_map(|group| [group & set, group & !set])
            .filter(|group| *group != 0)
            .collect();
    }
    groups
}

/// The sets of each variable's literals.
fn by_var(code: &Code) -> BTreeMap<Var, Vec<u32>> {
    let mut sets: BTreeMap<Var, Vec<u32>> = BTreeMap::new();
    for literal in code.literals() {
        sets.entry(literal.var).or_default().push(literal.set);
    }
    sets
}
