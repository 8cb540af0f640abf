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
//!   for want of a part: refused is what may need it not to arise and need the part as well. And a child
//!   has a part: one must be left that the formula lets it have.
//!
//! So what is called for now (the floor) is what every way of turning out calls for, and what could yet be (the ceiling)
//! what some way does. Learning an answer leaves fewer ways: it removes nothing from the floor and adds nothing to the
//! ceiling. A rule that acts on not knowing is the one exception: it counts as met while it is open, by its own
//! word.

use crate::compile::{Formula, Literal, PARTS, Tangled, group};
use crate::item::Fact;
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
            "turns on whether `{}` is asked at all, and also on the parts that make it be asked; test the part by itself.",
            fact.id
        ));
    }
    if leaves_no_part(pack, formula) {
        return Some("turns on every part a child can have; leave one out.".to_owned());
    }
    (cases(formula) > BOUND).then(|| {
        format!(
            "tests too many facts in opposite senses: deciding it exactly would take more than {BOUND} cases. Part it in two, or put one question to a person instead."
        )
    })
}

/// The facts asked only of some parts of which no answer does to the formula what its not arising does: that it does not
/// arise may be needed, and then the child must have none of those parts. Each with its parts, as bits.
fn needed_not_arising<'p>(pack: &'p Pack, literals: &[Literal]) -> Vec<(&'p Fact, u32)> {
    let program = &pack.program;
    let facts = program.child.iter().filter(|fact| fact.parts != 0);
    facts
        .filter_map(|fact| {
            let known = pack.facts().get(fact.fact)?;
            let var = program.vars.get(&known.id)?;
            let tested = literals.iter().filter(|one| one.var == *var);
            let sets: Vec<u32> = tested.map(|one| one.set).collect();
            let alike = group(fact.full | fact.not_arising, &sets)
                .into_iter()
                .any(|group| group & fact.not_arising != 0 && group & fact.full != 0);
            (!sets.is_empty() && !alike).then_some((known, fact.parts))
        })
        .collect()
}

/// A fact that the formula needs not to arise, where something else it turns on may need one of the fact's parts: the
/// engine decides the two apart, and would reckon with a child that cannot be.
fn turns_on_not_arising<'p>(pack: &'p Pack, formula: &Formula) -> Option<&'p Fact> {
    let literals = formula.code.literals();
    let needed = needed_not_arising(pack, &literals);
    let mut found = needed.iter().filter(|(fact, parts)| {
        literals
            .iter()
            .any(|one| match pack.program.fact_var(one.var) {
                None => parts >> one.var.at & 1 == 1,
                Some(other) => {
                    one.var.child
                        && other.parts & parts != 0
                        && pack.program.vars.get(&fact.id) != Some(&one.var)
                }
            })
    });
    found.next().map(|(fact, _)| *fact)
}

/// A child has some part. Where none is left that the formula neither turns on nor needs the child not to have, a
/// child of no part would be reckoned with.
fn leaves_no_part(pack: &Pack, formula: &Formula) -> bool {
    let literals = formula.code.literals();
    let needed = needed_not_arising(pack, &literals);
    (0..PARTS).all(|part| {
        let tested = literals
            .iter()
            .any(|one| one.var.child && usize::from(one.var.at) == part);
        tested || needed.iter().any(|(_, parts)| parts >> part & 1 == 1)
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
