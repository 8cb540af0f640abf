//! Rules that say nothing: never met, always met, covered by others, too tangled to decide; and what no rule uses.

use std::collections::BTreeSet;

use super::Checked;
use crate::compile::{Code, Formula, Program, Tangled};
use crate::condition::Condition;
use crate::decide::{Truth, decide};
use crate::facts::{ChildFacts, Facts};
use crate::item::{Place, Rule};
use crate::pack::Pack;
use crate::problem::Problem;
use crate::situation::Situation;
use crate::source::Mark;

/// How many cases deciding one formula, or one child in it, may take.
const BOUND: usize = 4096;

impl<'p> Checked<'p> {
    pub(super) fn at(&mut self, place: &Place, what: String, why: &str) {
        self.problems
            .push(Problem::new(&place.file, Some(place.line), what, why));
    }

    /// The rules to be told of, with where they stand in the pack.
    pub(super) fn own_rules(&self) -> Vec<(usize, &'p Rule)> {
        let pack = self.pack;
        pack.rules()
            .iter()
            .enumerate()
            .filter(|(_, rule)| rule.pack.as_ref() == self.only)
            .collect()
    }

    /// Every fact is tested by a rule, every response reached by one, every source cited.
    pub(super) fn everything_is_used(&mut self) {
        let pack = self.pack;
        let mut tested: BTreeSet<&str> = BTreeSet::new();
        for rule in pack.rules() {
            rule.when.walk(&mut |condition| {
                if let Condition::Fact { fact, .. } = condition {
                    tested.insert(fact);
                }
            });
        }
        for fact in pack.facts() {
            if fact.pack.as_ref() == self.only && !tested.contains(fact.id.as_ref()) {
                let what = format!("No rule tests the fact `{}`.", fact.id);
                self.at(
                    &fact.place,
                    what,
                    "A question about a child that changes nothing should not be asked.",
                );
            }
        }
        for response in pack.responses() {
            let reached = pack.rules().iter().any(|rule| {
                rule.calls_for.contains(&response.id) || rule.points_to.contains(&response.id)
            });
            if response.pack.as_ref() == self.only && !reached {
                let what = format!("No rule reaches the response `{}`.", response.id);
                self.at(
                    &response.place,
                    what,
                    "It would never be asked for, whatever happened to a child.",
                );
            }
        }
    }

    /// What a national pack calls for is guidance or law, not our own view.
    pub(super) fn marks_carry_their_rules(&mut self) {
        let local = self
            .pack
            .layers()
            .iter()
            .any(|layer| layer.local && layer.id.as_ref() == self.only);
        let pack = self.pack;
        for rule in pack.rules() {
            if rule.pack.as_ref() == self.only
                && !local
                && rule.source.mark == Mark::Ours
                && !rule.calls_for.is_empty()
            {
                let what = format!(
                    "The rule `{}` calls for something and is marked `ours`; it may point to it.",
                    rule.id
                );
                self.at(
                    &rule.place,
                    what,
                    "Our own view must not be taken for what guidance asks.",
                );
            }
        }
    }

    /// Every rule can be decided exactly, can be met and can be missed.
    pub(super) fn rules_can_be_decided_and_met(&mut self) {
        let pack = self.pack;
        let program = &pack.program;
        let mut told = Vec::new();
        for (at, rule) in self.own_rules() {
            let Some(code) = program.rules.get(at) else {
                continue;
            };
            if let Some(why_not) = undecidable(pack, &code.formula) {
                told.push((
                    rule,
                    format!("The rule `{}` {why_not}", rule.id),
                    WHY_UNDECIDABLE,
                ));
                continue;
            }
            if rule.in_force.is_some_and(|dates| {
                let whole = pack
                    .layers()
                    .iter()
                    .find(|layer| layer.id == rule.pack)
                    .map(|layer| layer.in_force);
                whole.is_some_and(|whole| {
                    whole.to.is_some_and(|to| dates.from > to)
                        || dates.to.is_some_and(|to| to < whole.from)
                })
            }) {
                told.push((
                    rule,
                    format!("The rule `{}` is in force on no day of its pack.", rule.id),
                    WHY_SILENT,
                ));
            }
            if code.always {
                continue;
            }
            let truths = [1, 2].map(|children| decide(&code.formula, &mut open(program, children)));
            if truths.iter().all(|truth| *truth == Truth::False) {
                told.push((
                    rule,
                    format!("The rule `{}` can never be met.", rule.id),
                    WHY_SILENT,
                ));
            } else if truths.iter().all(|truth| *truth == Truth::True) {
                let what = format!(
                    "The rule `{}` is met whatever the answers; if that is meant, write when = \"always\".",
                    rule.id
                );
                told.push((
                    rule,
                    what,
                    "A reason that always holds tells nobody anything about this child.",
                ));
            }
        }
        for (rule, what, why) in told {
            self.at(&rule.place, what, why);
        }
        for target in &program.undated.targets {
            let Some(response) = pack.responses().get(target.response) else {
                continue;
            };
            let own = target
                .rules
                .iter()
                .filter_map(|at| pack.rules().get(*at))
                .find(|rule| rule.pack.as_ref() == self.only);
            if let (Some(rule), Some(why_not)) = (own, undecidable(pack, &target.formula)) {
                let what = format!(
                    "The rules that reach `{}` taken together: it {why_not}",
                    response.id
                );
                self.at(&rule.place, what, WHY_UNDECIDABLE);
            }
        }
    }

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

const WHY_SILENT: &str = "It would stay silent whatever happened to a child.";
const WHY_UNDECIDABLE: &str = "What is called for must be exact, never nearly so.";

/// Why a formula could not be decided exactly within bounds, if it could not.
fn undecidable(pack: &Pack, formula: &Formula) -> Option<String> {
    if let Some(var) = formula.crossed.first() {
        let called = pack
            .program
            .fact_var(*var)
            .and_then(|var| pack.facts().get(var.fact))
            .map_or("a part".to_owned(), |fact| format!("`{}`", fact.id));
        return Some(format!(
            "tests {called} of a child in opposite senses in two places that cannot be joined; write them inside one `any-child` or `every-child`, or part the rule in two."
        ));
    }
    (cases(formula) > BOUND).then(|| {
        format!(
            "tests too many facts in opposite senses: deciding it exactly would take more than {BOUND} cases. Part it in two, or put one question to a person instead."
        )
    })
}

/// How many cases deciding a formula may take, for the incident and any one child.
fn cases(formula: &Formula) -> usize {
    let of = |tangled: &[Tangled]| {
        tangled
            .iter()
            .fold(1usize, |all, one| all.saturating_mul(one.groups.len()))
    };
    let mut bodies = Vec::new();
    formula.code.bodies(&mut bodies);
    let inside = bodies.iter().map(|body| of(&body.tangled)).max();
    of(&formula.tangled).saturating_mul(inside.unwrap_or(1))
}

/// A situation of so many children of whom, and of which, nothing is known.
pub(super) fn open(program: &Program, children: usize) -> Situation {
    let child = ChildFacts {
        parts: std::iter::once(crate::item::Part::NotKnown).collect(),
        ..ChildFacts::default()
    };
    let facts = Facts {
        children: vec![child; children],
        ..Facts::default()
    };
    Situation::of(program, &facts).0
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
