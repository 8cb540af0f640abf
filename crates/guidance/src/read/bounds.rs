//! Whether a pack as a whole, or a pack with its layers, stays within what can be evaluated in bounded memory and time.

use std::collections::BTreeSet;

use crate::compile::{Formula, Tangled};
use crate::item::Place;
use crate::pack::{Contents, Pack};
use crate::problem::Problem;
use crate::read::limits;

const WHY: &str = "A pack too large to be gone through by a person cannot be answered for.";
const WHY_CASES: &str =
    "What is called for must be exact, never nearly so, and must be there at once.";

/// What is too many or too heavy. Where there is any, nothing else is looked at.
pub(super) fn too_much(contents: &Contents) -> Vec<Problem> {
    let counts = [
        (
            "facts",
            contents.facts.len(),
            limits::FACTS,
            contents.facts.last().map(|one| &one.place),
        ),
        (
            "rules",
            contents.rules.len(),
            limits::RULES,
            contents.rules.last().map(|one| &one.place),
        ),
        (
            "responses",
            contents.responses.len(),
            limits::RESPONSES,
            contents.responses.last().map(|one| &one.place),
        ),
    ];
    let mut found: Vec<Problem> = counts
        .into_iter()
        .filter(|(_, count, limit, _)| count > limit)
        .map(|(what, count, limit, place)| {
            let what =
                format!("There are {count} {what}; a pack with its layers may have {limit}.");
            at(place, what, WHY)
        })
        .collect();
    let weight = weight(contents);
    if weight > limits::WEIGHT {
        let heaviest = contents.rules.iter().max_by_key(|rule| heft(rule));
        let what = format!(
            "The rules weigh {weight} together (conditions, times the responses they name, times the stretches of days in which they differ); they may weigh {}.",
            limits::WEIGHT
        );
        found.push(at(heaviest.map(|rule| &rule.place), what, WHY));
    }
    found
}

fn at(place: Option<&Place>, what: String, why: &str) -> Problem {
    match place {
        Some(place) => Problem::new(&place.file, Some(place.line), what, why),
        None => Problem::new("pack.toml", None, what, why),
    }
}

/// A rule's conditions, times the responses it names.
fn heft(rule: &crate::item::Rule) -> usize {
    let mut size = 0usize;
    rule.when.walk(&mut |_| size += 1);
    size.saturating_mul(1 + rule.calls_for.len() + rule.points_to.len())
}

fn weight(contents: &Contents) -> usize {
    let mut days = BTreeSet::new();
    for dates in contents.rules.iter().filter_map(|rule| rule.in_force) {
        days.insert(dates.from);
        days.extend(dates.to.and_then(|to| to.tomorrow().ok()));
    }
    let all = contents
        .rules
        .iter()
        .fold(0usize, |all, rule| all.saturating_add(heft(rule)));
    all.saturating_mul(1 + days.len())
}

/// The rules, and the rules that reach one response together, whose exact decision would take too many cases.
pub(crate) fn decided_within_bounds(pack: &Pack) -> Vec<Problem> {
    let mut found = Vec::new();
    for (rule, code) in pack.rules().iter().zip(&pack.program.rules) {
        if cases(&code.formula) > limits::CASES {
            let what = format!(
                "The rule `{}` tests too many facts in opposite senses: deciding it exactly would take more than {} cases. Part it in two, or put one question to a person instead.",
                rule.id,
                limits::CASES
            );
            found.push(at(Some(&rule.place), what, WHY_CASES));
        }
    }
    if !found.is_empty() {
        return found;
    }
    let eras =
        std::iter::once(&pack.program.undated).chain(pack.program.eras.iter().map(|(_, era)| era));
    let mut told = BTreeSet::new();
    for target in eras.flat_map(|era| &era.targets) {
        if cases(&target.formula) > limits::CASES && told.insert(target.response) {
            let rule = target.rules.first().and_then(|at| pack.rules().get(*at));
            let response = pack.responses().get(target.response);
            let what = format!(
                "The rules that reach `{}` taken together test too many facts in opposite senses: deciding them exactly would take more than {} cases.",
                response.map_or("a response", |one| one.id.as_ref()),
                limits::CASES
            );
            found.push(at(rule.map(|rule| &rule.place), what, WHY_CASES));
        }
    }
    found
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
