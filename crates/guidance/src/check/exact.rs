//! What makes the engine exact, whatever is left open: refused where it would not be.
//!
//! The engine takes a formula apart to literals, each on one question of the incident or of one child, and takes the least
//! and the greatest of what is known of them. Call *low* a way in which what is open may turn out that makes every literal
//! false that can be false, and *high* one that makes every literal true that can be true. Above literals nothing is
//! negated, so where there is a low way an open formula can turn out false, and where there is a high one, true: open is
//! then exact, and true and false always are. There are both, because
//!
//! - a question whose literals no one answer makes all true, or all false, is tried answer by answer: the incident's
//!   for the whole, a child's for that child, so one in what two quantifiers ask is refused here;
//! - what is left open of one question does not depend on another, but for two things. A question of a child does not arise
//!   for want of a part: some answer must do to every literal what its not arising does, so that its not arising is
//!   never needed. And a child has a part: one must be left that the formula does not turn on.
//!
//! So what is called for now (the floor) is what every way of turning out calls for, and what could yet be (the ceiling)
//! what some way does. Learning an answer leaves fewer ways: it removes nothing from the floor and adds nothing to the
//! ceiling. A rule that acts on not knowing is the one exception: it counts as met while it is open, by its own
//! word.

use crate::compile::{Formula, PARTS, Tangled, group};
use crate::pack::Pack;

/// How many cases deciding one formula, or one child in it, may take the engine.
const BOUND: usize = 4096;

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
