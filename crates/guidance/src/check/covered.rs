//! Rules that never matter, because others always ask for the same.

use std::collections::{BTreeMap, BTreeSet};

use super::Checked;
use crate::compile::Target;
use crate::diagram::{Diagram, Joined, Question, Said, TooLarge};

/// The rules without one of which another never holds; none where it can hold by itself.
type Covering = Option<Vec<usize>>;

const WHY: &str = "One of the two says less than its author meant.";

impl Checked<'_> {
    /// No rule is covered by others for everything it reaches.
    pub(super) fn rules_matter(&mut self) {
        let pack = self.pack;
        // For each rule, what covers it in each thing it reaches; none where it matters there.
        let mut covering: BTreeMap<usize, Option<BTreeSet<usize>>> = BTreeMap::new();
        for target in &pack.program.undated.targets {
            let own = |at: &&usize| {
                let rule = pack.rules().get(**at);
                rule.is_some_and(|rule| rule.pack.as_ref() == self.only)
            };
            let Some(first) = target.rules.iter().find(own) else {
                continue;
            };
            match self.covered_here(target) {
                Ok(here) => {
                    for (rule, by) in here {
                        let all = covering
                            .entry(rule)
                            .or_insert_with(|| Some(BTreeSet::new()));
                        match (all.as_mut(), by) {
                            (Some(all), Some(by)) => all.extend(by),
                            _ => *all = None,
                        }
                    }
                }
                Err(TooLarge) => {
                    let id = pack.responses().get(target.response).map(|one| &one.id);
                    if let (Some(id), Some(rule)) = (id, pack.rules().get(*first)) {
                        self.too_large(&rule.place, &format!("what reaches `{id}`"));
                    }
                }
            }
        }
        for (rule, by) in covering {
            let (Some(rule), Some(by)) = (pack.rules().get(rule), by) else {
                continue;
            };
            let by = by.into_iter().filter_map(|at| pack.rules().get(at));
            let mut by: Vec<&str> = by.map(|rule| rule.id.as_ref()).collect();
            by.sort_unstable();
            if rule.pack.as_ref() == self.only && !by.is_empty() {
                let what = format!(
                    "The rule `{}` never matters: whenever it is met, {} already asks for the same.",
                    rule.id,
                    by.join(", ")
                );
                self.at(&rule.place, what, WHY);
            }
        }
    }

    /// Of each rule of a target that can be met: the rules without one of which it never holds, if there are such.
    fn covered_here(&self, target: &Target) -> Result<Vec<(usize, Covering)>, TooLarge> {
        let said: Vec<Said> = target.rules.iter().map(|at| self.said(*at)).collect();
        let question = Question::of(&self.space, &said.iter().collect::<Vec<_>>())?;
        let mut met = Vec::new();
        for (rule, said) in target.rules.iter().zip(&said) {
            met.push((*rule, question.in_some_situation(&question.truth(said)?)?));
        }
        let mut found = Vec::new();
        for (rule, here) in met.iter().filter(|(_, here)| !here.is_false()) {
            let others = met
                .iter()
                .filter(|(other, _)| other != rule && self.may_cover(*other, *rule));
            let mut by = None;
            for (other, there) in others.clone() {
                if by.is_none() && here.without(there)?.is_false() {
                    by = Some(vec![*other]);
                }
            }
            if by.is_none() {
                by = together(here, others.collect())?;
            }
            found.push((*rule, by));
        }
        Ok(found)
    }

    /// Whether `other` is in force whenever `rule` is, and counts not knowing at least as strictly. Of two rules that
    /// cover each other only the later is told of.
    fn may_cover(&self, other: usize, rule: usize) -> bool {
        let (Some(one), Some(two)) = (self.pack.rules().get(other), self.pack.rules().get(rule))
        else {
            return false;
        };
        let code = |at: usize| self.pack.program.rules.get(at);
        let acts = |at: usize| code(at).is_some_and(|rule| rule.act);
        let twins =
            code(other).map(|rule| &rule.formula.code) == code(rule).map(|rule| &rule.formula.code);
        (one.in_force.is_none() || one.in_force == two.in_force)
            && (acts(other) || !acts(rule))
            && (other < rule || !twins)
    }
}

/// Those of the others without one of which `here` never holds, none to spare; none where it can hold by itself.
fn together(here: &Diagram, mut others: Vec<&(usize, Diagram)>) -> Result<Covering, TooLarge> {
    let covers = |others: &[&(usize, Diagram)]| -> Result<bool, TooLarge> {
        let mut left = here.clone();
        for (_, there) in others {
            left = left.without(there)?;
        }
        Ok(left.is_false())
    };
    if !covers(&others)? {
        return Ok(None);
    }
    let mut at = 0;
    while at < others.len() {
        let mut fewer = others.clone();
        fewer.remove(at);
        if covers(&fewer)? {
            others = fewer;
        } else {
            at += 1;
        }
    }
    Ok(Some(others.into_iter().map(|(other, _)| *other).collect()))
}
