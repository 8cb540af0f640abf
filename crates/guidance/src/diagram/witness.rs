//! A situation found in a diagram, told as facts; and the least of it that is needed.

use std::collections::{BTreeMap, BTreeSet};

use biodivine_lib_bdd::BddValuation;

use super::space::{Ask, Space};
use super::{Joined, Question, TooLarge};
use crate::facts::{Answer, ChildFacts, Facts};
use crate::item::Part;

/// What found children are called, in order.
fn name(at: usize) -> String {
    u8::try_from(at).ok().filter(|at| *at < 26).map_or_else(
        || format!("Child {}", at + 1),
        |at| format!("Child {}", char::from(b'A' + at)),
    )
}

impl Space {
    /// Puts one answer among others; nothing where the question does not arise.
    pub(super) fn answer(&self, into: &mut BTreeMap<String, Answer>, ask: Ask, bit: u32) {
        if let Some(asked) = self.asked(ask)
            && let Some(value) = asked.values.get(bit.trailing_zeros() as usize)
        {
            into.insert(asked.id.to_string(), Answer::from_word(value));
        }
    }
}

impl Question<'_> {
    /// The situation of a valuation of the incident and the atoms: as few children as are found to do.
    pub(super) fn facts(&self, found: &BddValuation) -> Result<Facts, TooLarge> {
        let mut facts = Facts::default();
        let mut known = Vec::new();
        for ((ask, _), block) in &self.order.blocks {
            if !ask.of_child() {
                self.space
                    .answer(&mut facts.incident, *ask, 1 << self.value(found, *ask));
                known.extend(block.bits.iter().map(|bit| (*bit, found.value(*bit))));
            }
        }
        let mut could = self.child.restrict(&known);
        let mut needed = Vec::new();
        for (body, atom) in self.bodies.iter().zip(&self.order.atoms) {
            let body = body.restrict(&known);
            if found.value(*atom) {
                needed.push(body);
            } else {
                could = could.without(&body)?;
            }
        }
        while !needed.is_empty() || facts.children.is_empty() {
            let mut one = could.clone();
            let mut left = Vec::new();
            for body in needed {
                let both = one.with(&body)?;
                if both.is_false() {
                    left.push(body);
                } else {
                    one = both;
                }
            }
            let Some(child) = one.most_negative_valuation() else {
                break;
            };
            let at = facts.children.len();
            facts.children.push(self.one_child(&child, at));
            needed = left;
            // INVARIANT: every atom true in a possible situation has a witness, so each turn leaves fewer.
            if at > self.atoms.len() {
                return Err(TooLarge);
            }
        }
        Ok(facts)
    }

    /// The child of a valuation.
    pub(super) fn one_child(&self, found: &BddValuation, at: usize) -> ChildFacts {
        let mut child = ChildFacts {
            name: name(at),
            ..ChildFacts::default()
        };
        let mut unmentioned: BTreeSet<usize> = (0..crate::compile::PARTS).collect();
        for (ask, _) in self.order.blocks.keys() {
            match ask {
                Ask::Incident(_) => {}
                Ask::Part(part) => {
                    unmentioned.remove(part);
                    if self.value(found, *ask) == 1 {
                        child.parts.extend(Part::ALL.get(*part).copied());
                    }
                }
                Ask::Child(_) => {
                    self.space
                        .answer(&mut child.answers, *ask, 1 << self.value(found, *ask));
                }
            }
        }
        if child.parts.is_empty() {
            // A child has a part: one that nothing here turns on.
            let other = unmentioned.last().and_then(|at| Part::ALL.get(*at));
            child.parts.extend(other.copied());
        }
        child
    }

    /// Which answer a valuation gives to a question.
    fn value(&self, found: &BddValuation, ask: Ask) -> usize {
        self.block(ask, 0).map_or(0, |block| {
            let bits = block.bits.iter().enumerate();
            bits.map(|(at, bit)| usize::from(found.value(*bit)) << at)
                .sum()
        })
    }
}

/// The facts with everything left out that `holds` does not need: no child, part or answer more can be spared. What is
/// left is not known, so `holds` must be asked of the three-valued answer.
pub(crate) fn shrink(facts: &Facts, holds: &mut dyn FnMut(&Facts) -> bool) -> Facts {
    let mut least = facts.clone();
    let mut attempt = |least: &mut Facts, change: &dyn Fn(&mut Facts)| {
        let mut less = least.clone();
        change(&mut less);
        if less != *least && holds(&less) {
            *least = less;
        }
    };
    for at in (0..facts.children.len()).rev() {
        attempt(&mut least, &|facts| {
            facts.children.remove(at);
        });
    }
    for at in 0..least.children.len() {
        let change = |to: &dyn Fn(&mut ChildFacts), facts: &mut Facts| {
            facts.children.get_mut(at).map(to);
        };
        attempt(&mut least, &|facts| {
            change(
                &|child| {
                    child.parts.insert(Part::NotKnown);
                },
                facts,
            );
        });
        let parts = least.children.get(at).map(|child| child.parts.clone());
        for part in parts.into_iter().flatten() {
            attempt(&mut least, &|facts| {
                change(
                    &|child| {
                        // The last part is not taken away: a child of no part is one whose part is not known.
                        if part != Part::NotKnown && child.parts.len() > 1 {
                            child.parts.remove(&part);
                        }
                    },
                    facts,
                );
            });
        }
        let answers = least.children.get(at).map(|child| child.answers.clone());
        for id in answers.into_iter().flatten().map(|(id, _)| id) {
            attempt(&mut least, &|facts| {
                change(
                    &|child| {
                        child.answers.remove(&id);
                    },
                    facts,
                );
            });
        }
    }
    for id in facts.incident.keys() {
        attempt(&mut least, &|facts| {
            facts.incident.remove(id);
        });
    }
    least
}
