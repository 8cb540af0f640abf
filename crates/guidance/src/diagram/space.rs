//! Every question that some packs ask, with the answers they all know: what a situation is told in.

use biodivine_lib_bdd::BddVariableSet;

use crate::compile::PARTS;
use crate::item::Text;
use crate::pack::Pack;

/// A question: of the incident, or of one child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Ask {
    /// A fact of the incident, by its place in the space.
    Incident(usize),
    /// Whether a child has a part, by its place in [`crate::Part::ALL`].
    Part(usize),
    /// A fact of a child, by its place in the space.
    Child(usize),
}

impl Ask {
    /// Whether it is asked of each child.
    pub(crate) fn of_child(self) -> bool {
        !matches!(self, Self::Incident(_))
    }
}

/// A fact that one or more of the packs ask.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) id: Text,
    pub(crate) child: bool,
    /// The answers that every pack asking it knows.
    pub(crate) values: Vec<Text>,
    /// The parts of which one makes it arise, as bits; none: it always arises.
    pub(crate) parts: u32,
    /// Which packs ask it.
    pub(crate) packs: Vec<usize>,
}

impl Asked {
    /// The bit of a question that does not arise.
    pub(crate) fn not_arising(&self) -> u32 {
        1 << self.values.len()
    }
}

/// The questions of one pack, or of several to be looked at together.
///
/// Of a question that several packs ask, the answers are those all of them know: a situation must be one that can be told
/// to each. Where they know none in common, each asks a question of its own.
#[derive(Debug, Clone)]
pub(crate) struct Space {
    facts: Vec<Asked>,
    /// Answers that some pack asking the question does not know, and so stand in no situation here: fact, answer.
    pub(crate) untold: Vec<(Text, Text)>,
}

impl Space {
    /// The questions of these packs.
    pub(crate) fn of(packs: &[&Pack]) -> Self {
        let mut space = Self {
            facts: Vec::new(),
            untold: Vec::new(),
        };
        for (at, pack) in packs.iter().enumerate() {
            let incident = pack.program.incident.iter().map(|var| (false, var));
            let child = pack.program.child.iter().map(|var| (true, var));
            for (child, var) in incident.chain(child) {
                let Some(fact) = pack.facts().get(var.fact) else {
                    continue;
                };
                let shared = space.facts.iter_mut().find(|one| {
                    one.id == fact.id
                        && one.child == child
                        && one.values.iter().any(|value| var.values.contains(value))
                });
                let Some(shared) = shared else {
                    space.facts.push(Asked {
                        id: fact.id.clone(),
                        child,
                        values: var.values.clone(),
                        parts: var.parts,
                        packs: vec![at],
                    });
                    continue;
                };
                let (both, one): (Vec<Text>, Vec<Text>) = shared
                    .values
                    .drain(..)
                    .partition(|value| var.values.contains(value));
                let here = var.values.iter().filter(|value| !both.contains(value));
                let untold = one.iter().chain(here);
                space
                    .untold
                    .extend(untold.map(|value| (fact.id.clone(), value.clone())));
                shared.values = both;
                // It does not arise only where it arises for none of them.
                shared.parts = match (shared.parts, var.parts) {
                    (0, _) | (_, 0) => 0,
                    (one, other) => one | other,
                };
                shared.packs.push(at);
            }
        }
        space
    }

    /// The fact of a question; none for a part.
    pub(crate) fn asked(&self, ask: Ask) -> Option<&Asked> {
        match ask {
            Ask::Incident(at) | Ask::Child(at) => self.facts.get(at),
            Ask::Part(_) => None,
        }
    }

    /// The answers to a fact.
    pub(crate) fn words(&self, id: &str) -> &[Text] {
        let fact = self.facts.iter().find(|one| one.id.as_ref() == id);
        fact.map_or(&[], |fact| &fact.values)
    }

    /// A fact as the pack at `pack` asks it.
    pub(crate) fn find(&self, pack: usize, id: &str, child: bool) -> Option<(Ask, &Asked)> {
        let (at, asked) = self.facts.iter().enumerate().find(|(_, one)| {
            one.id.as_ref() == id && one.child == child && one.packs.contains(&pack)
        })?;
        Some((
            if child {
                Ask::Child(at)
            } else {
                Ask::Incident(at)
            },
            asked,
        ))
    }

    /// How many ways an incident may turn out, and how many ways each child: exact. A situation of `n` children is one of
    /// the first times the `n`th power of the second.
    pub(crate) fn size(&self) -> (num_bigint::BigUint, num_bigint::BigUint) {
        let product = |of: &mut dyn Iterator<Item = usize>| {
            of.fold(num_bigint::BigUint::from(1u8), |all, one| all * one)
        };
        let incident = self.facts.iter().filter(|one| !one.child);
        let incident = product(&mut incident.map(|one| one.values.len()));
        let mut children = num_bigint::BigUint::ZERO;
        // Every way of having parts but having none.
        for has in 1u32..1 << PARTS {
            let child = self.facts.iter().filter(|one| one.child);
            children +=
                product(&mut child.map(|one| {
                    one.values.len() + usize::from(one.parts != 0 && one.parts & has == 0)
                }));
        }
        (incident, children)
    }
}

/// Where a question's answers stand in a diagram: answer `n` is the number `n` written in these variables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Block {
    pub(super) bits: Vec<biodivine_lib_bdd::BddVariable>,
    /// How many answers there are, not arising included.
    pub(super) answers: usize,
}

impl Block {
    /// One answer, as the values of the block's variables.
    pub(super) fn answer(&self, at: usize) -> Vec<(biodivine_lib_bdd::BddVariable, bool)> {
        self.bits
            .iter()
            .enumerate()
            .map(|(bit, var)| (*var, at >> bit & 1 == 1))
            .collect()
    }

    /// Where the answer is one of a set.
    pub(super) fn one_of(&self, vars: &BddVariableSet, set: u32) -> super::Diagram {
        let clauses: Vec<_> = (0..self.answers)
            .filter(|at| set >> at & 1 == 1)
            .map(|at| biodivine_lib_bdd::BddPartialValuation::from_values(&self.answer(at)))
            .collect();
        vars.mk_dnf(&clauses)
    }
}
