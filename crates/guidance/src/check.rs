//! What an author has to put right before a pack may guide anyone: proved over all situations, not sampled.
//!
//! Reading a pack has already refused what cannot be read and names that lead nowhere. This looks at what the rules come
//! to. It has no clock: the day for review dates is handed in.

mod caution;
mod certificate;
mod covered;
mod exact;
mod examples;
mod met;
mod used;
mod versions;

use std::sync::Arc;

use jiff::civil::Date;

use crate::diagram::{Said, Space};
use crate::facts::{Answer, Facts};
use crate::item::{Place, Rule};
use crate::layer;
use crate::pack::Pack;
use crate::problem::Problem;

pub use certificate::{Certificate, Count, Exception, Proof, Proved, Situations};

/// What one pack is checked for: every item, or those of one layer over it.
struct Checked<'p> {
    pack: &'p Pack,
    /// Only items of this pack or layer are told of; the rest were told when checked by themselves.
    only: &'p str,
    space: Space,
    problems: Vec<Problem>,
}

impl<'p> Checked<'p> {
    fn of(pack: &'p Pack, only: &'p str) -> Self {
        Self {
            pack,
            only,
            space: Space::of(&[pack]),
            problems: Vec::new(),
        }
    }

    fn at(&mut self, place: &Place, what: String, why: &str) {
        self.at_meaning(place, what, why, None);
    }

    fn at_meaning(&mut self, place: &Place, what: String, why: &str, meant: Option<String>) {
        let problem = Problem::new(&place.file, Some(place.line), what, why).meaning(meant);
        // A rule may be wrong in the same way in two stretches of days.
        if !self.problems.contains(&problem) {
            self.problems.push(problem);
        }
    }

    /// A proof that would need more room than there is refuses; it never passes over.
    fn too_large(&mut self, place: &Place, called: &str) {
        let what = format!(
            "Of {called} nothing can be proved: a diagram of it would have more than {} nodes. Part it into simpler rules.",
            crate::diagram::NODES
        );
        let why = "What cannot be proved of a pack must not guide what is done for a child.";
        self.at(place, what, why);
    }

    /// The rules to be told of, with where they stand in the pack.
    fn own_rules(&self) -> Vec<(usize, &'p Rule)> {
        let rules = self.pack.rules().iter().enumerate();
        rules
            .filter(|(_, rule)| rule.pack.as_ref() == self.only)
            .collect()
    }

    /// What a rule says, over this pack's space.
    fn said(&self, rule: usize) -> Said {
        match self.pack.program.rules.get(rule) {
            Some(code) => self.space.said(0, self.pack, &code.formula.code),
            None => Said::Const(false),
        }
    }
}

/// Checks packs and layers together: each by itself, each layer over each pack it lies over, and the dates between
/// versions. With a day, review dates gone by are told as warnings.
#[must_use]
pub fn check(packs: &[Pack], today: Option<Date>) -> Vec<Problem> {
    prove(packs, today).problems
}

/// Checks packs and layers together, as [`check`] does, and certifies each in which nothing has to be put right.
#[must_use]
pub fn prove(packs: &[Pack], today: Option<Date>) -> Proof {
    let mut problems = Vec::new();
    let mut certificates = Vec::new();
    for pack in packs.iter().filter(|pack| !pack.is_layer()) {
        let found = check_pack(pack);
        if found.is_empty() {
            certificates.push(Certificate::of(pack));
        }
        problems.extend(found);
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
                Ok(merged) => {
                    let told = check_items_of(&merged, layer.id());
                    // What was told of the base holds of it with a layer, which cannot take anything away.
                    if told.is_empty() && certificates.iter().any(|one| one.digest == base.digest) {
                        certificates.push(Certificate::of(&merged));
                    }
                    found.extend(told);
                }
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
    for problem in layers_together(packs) {
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    }
    problems.extend(versions::fit_together(packs));
    if let Some(today) = today {
        problems.extend(versions::reviews_gone_by(packs, today));
    }
    Proof {
        problems,
        certificates,
    }
}

/// Layers in force on one day lie over their base together. Each over it by itself is checked whole; together they can only
/// call for more, and are as cautious as each, so what is left to look at is whether they can still be decided.
fn layers_together(packs: &[Pack]) -> Vec<Problem> {
    let mut found = Vec::new();
    for base in packs.iter().filter(|pack| !pack.is_layer()) {
        let over: Vec<Arc<Pack>> = packs
            .iter()
            .filter(|layer| layer.layer_over().iter().any(|id| id.as_ref() == base.id()))
            .map(|layer| Arc::new(layer.clone()))
            .collect();
        for first in &over {
            let day = first.in_force().from.max(base.in_force().from);
            let then = over.iter().filter(|layer| layer.in_force().hold(day));
            let then: Vec<Arc<Pack>> = then.cloned().collect();
            if then.len() < 2 {
                continue;
            }
            match layer::put_over(base, &then) {
                Ok(merged) => {
                    for layer in &then {
                        let mut checked = Checked::of(&merged, layer.id());
                        checked.rules_together_can_be_decided();
                        found.extend(checked.problems);
                    }
                }
                Err(problems) => found.extend(problems),
            }
        }
    }
    found
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
    let only = pack.layers().last().map_or(pack.id(), |layer| &layer.id);
    let mut checked = Checked::of(pack, only);
    checked.examples_hold();
    checked.problems
}

/// Facts as an example would write them.
fn written(facts: &Facts) -> String {
    let answers = |of: &std::collections::BTreeMap<String, Answer>| {
        of.iter()
            .map(|(id, answer)| format!("{id} = \"{answer}\""))
            .collect::<Vec<_>>()
    };
    let incident = answers(&facts.incident);
    let children: Vec<String> = facts
        .children
        .iter()
        .map(|child| {
            let parts: Vec<String> = child.parts.iter().map(|one| format!("\"{one}\"")).collect();
            let mut all = vec![
                format!("name = \"{}\"", child.name),
                format!("parts = [{}]", parts.join(", ")),
            ];
            all.extend(answers(&child.answers));
            format!("{{ {} }}", all.join(", "))
        })
        .collect();
    let mut all = Vec::new();
    if !incident.is_empty() {
        all.push(format!("incident = {{ {} }}", incident.join(", ")));
    }
    if !children.is_empty() {
        all.push(format!("children = [ {} ]", children.join(", ")));
    }
    match all.is_empty() {
        true => "any situation".to_owned(),
        false => all.join(", "),
    }
}

/// Whether the engine decides a formula exactly, whatever is left open.
#[cfg(test)]
pub(crate) fn is_exact(pack: &Pack, formula: &crate::compile::Formula) -> bool {
    exact::undecidable(pack, formula).is_none()
}

fn check_items_of(pack: &Pack, only: &str) -> Vec<Problem> {
    let mut checked = Checked::of(pack, only);
    checked.everything_is_used();
    checked.marks_carry_their_rules();
    checked.rules_can_be_decided_and_met();
    checked.rules_matter();
    checked.caution_is_monotone();
    checked.examples_hold();
    checked.examples_meet_and_just_miss_every_rule();
    checked.problems
}
