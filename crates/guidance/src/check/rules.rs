//! Rules that say nothing: never met, always met, too tangled to decide.

use super::Checked;
use crate::compile::{Formula, PARTS, Program, Tangled, group};
use crate::decide::{Truth, decide};
use crate::facts::{ChildFacts, Facts};
use crate::item::{Place, Rule};
use crate::pack::Pack;
use crate::problem::Problem;
use crate::situation::Situation;

/// How many cases deciding one formula, or one child in it, may take.
pub(super) const BOUND: usize = 4096;

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
}

const WHY_SILENT: &str = "It would stay silent whatever happened to a child.";
const WHY_UNDECIDABLE: &str = "What is called for must be exact, never nearly so.";

/// Why a formula could not be decided exactly within bounds, if it could not.
pub(super) fn undecidable(pack: &Pack, formula: &Formula) -> Option<String> {
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
    if let Some(fact) = turns_on_not_arising(pack, formula) {
        return Some(format!(
            "tells `{fact}` not arising from each of its answers, and also turns on the parts it is asked of; ask about the part by itself."
        ));
    }
    if every_part_is_tested(formula) {
        return Some("turns on every part a child can have; leave one out.".to_owned());
    }
    (cases(formula) > BOUND).then(|| {
        format!(
            "tests too many facts in opposite senses: deciding it exactly would take more than {BOUND} cases. Part it in two, or put one question to a person instead."
        )
    })
}

/// A fact that is asked only of some parts and of which no answer does to the formula what its not arising does. Parts and
/// not arising are decided apart from each other, so then something that cannot be would be reckoned with.
fn turns_on_not_arising<'p>(pack: &'p Pack, formula: &Formula) -> Option<&'p str> {
    let literals = formula.code.literals();
    pack.program.child.iter().find_map(|fact| {
        let known = pack.facts().get(fact.fact)?;
        let var = pack.program.vars.get(&known.id)?;
        let sets: Vec<u32> = literals
            .iter()
            .filter(|one| one.var == *var)
            .map(|one| one.set)
            .collect();
        let alike = group(fact.full | fact.not_arising, &sets)
            .into_iter()
            .any(|group| group & fact.not_arising != 0 && group & fact.full != 0);
        (fact.parts != 0 && !sets.is_empty() && !alike).then_some(known.id.as_ref())
    })
}

/// A child has some part; where a formula turns on every one, having none would be reckoned with.
fn every_part_is_tested(formula: &Formula) -> bool {
    let literals = formula.code.literals();
    (0..PARTS).all(|part| {
        literals
            .iter()
            .any(|one| one.var.child && usize::from(one.var.at) == part)
    })
}

/// How many cases deciding a formula may take, for the incident and any one child.
pub(super) fn cases(formula: &Formula) -> usize {
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
