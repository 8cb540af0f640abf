//! What an author has to put right before a pack may guide anyone: proved over all situations, not sampled.
//!
//! Reading a pack has already refused what cannot be read and names that lead nowhere. This looks at what the rules come
//! to. It has no clock: the day for review dates is handed in.

mod caution;
mod covered;
mod examples;
mod rules;
mod used;
mod versions;

use std::sync::Arc;

use jiff::civil::Date;

use crate::layer;
use crate::pack::Pack;
use crate::problem::Problem;

/// What one pack is checked for: every item, or those of one layer over it.
struct Checked<'p> {
    pack: &'p Pack,
    /// Only items of this pack or layer are told of; the rest were told when checked by themselves.
    only: &'p str,
    problems: Vec<Problem>,
}

/// Checks packs and layers together: each by itself, each layer over each pack it lies over, and the dates between
/// versions. With a day, review dates gone by are told as warnings.
#[must_use]
pub fn check(packs: &[Pack], today: Option<Date>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for pack in packs.iter().filter(|pack| !pack.is_layer()) {
        problems.extend(check_pack(pack));
    }
    for layer in packs.iter().filter(|pack| pack.is_layer()) {
        let over = |base: &&Pack| {
            !base.is_layer()
                && layer
                    .layer_over()
                    .iter()
                    .any(|over| over.as_ref() == base.id())
        };
        let mut found: Vec<Problem> = Vec::new();
        for base in packs.iter().filter(over) {
            match layer::put_over(base, &[Arc::new(layer.clone())]) {
                Ok(merged) => found.extend(check_items_of(&merged, layer.id())),
                Err(problems) => found.extend(problems),
            }
        }
        // A layer over two packs may be wrong in the same way over both.
        for problem in found {
            if !problems.contains(&problem) {
                problems.push(problem);
            }
        }
    }
    problems.extend(versions::fit_together(packs));
    if let Some(today) = today {
        problems.extend(versions::reviews_gone_by(packs, today));
    }
    problems
}

/// Checks one pack by itself, or one already merged with its layers. A layer standing alone cannot be checked without
/// its base: use [`check`].
#[must_use]
pub fn check_pack(pack: &Pack) -> Vec<Problem> {
    if pack.is_layer() {
        return vec![Problem::new(
            &pack.head.file,
            None,
            format!(
                "`{}` is a layer: it can only be checked together with what it lies over.",
                pack.id()
            ),
            "By itself it asks for nothing.",
        )];
    }
    let mut problems = Vec::new();
    for layer in pack.layers() {
        problems.extend(check_items_of(pack, &layer.id));
    }
    problems
}

/// Runs the worked examples of a pack, and tells each that does not hold.
#[must_use]
pub fn examples_hold(pack: &Pack) -> Vec<Problem> {
    let mut checked = Checked {
        pack,
        only: pack.layers().last().map_or(pack.id(), |layer| &layer.id),
        problems: Vec::new(),
    };
    checked.examples_hold();
    checked.problems
}

/// Whether the engine decides a formula exactly, whatever is left open.
pub(crate) fn is_exact(pack: &Pack, formula: &crate::compile::Formula) -> bool {
    rules::undecidable(pack, formula).is_none()
}

fn check_items_of(pack: &Pack, only: &str) -> Vec<Problem> {
    let mut checked = Checked {
        pack,
        only,
        problems: Vec::new(),
    };
    checked.everything_is_used();
    checked.marks_carry_their_rules();
    checked.rules_can_be_decided_and_met();
    checked.rules_matter();
    checked.caution_is_monotone();
    checked.examples_hold();
    checked.examples_meet_and_just_miss_every_rule();
    checked.problems
}
