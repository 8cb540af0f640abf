//! In which order a diagram's variables stand: the incident's first, then a child's as rules mention them, each atom just
//! after what it is asked of. Rules that ask one thing of some child then stay as small as they are written.

use std::collections::BTreeMap;

use biodivine_lib_bdd::{BddVariable, BddVariableSet};

use super::TooLarge;
use super::said::Said;
use super::space::{Ask, Block, Space};
use crate::compile::PARTS;

/// The variables of a question's diagrams.
#[derive(Debug)]
pub(super) struct Order {
    pub(super) vars: BddVariableSet,
    /// Each question's variables; a child's for each of the children told apart.
    pub(super) blocks: BTreeMap<(Ask, usize), Block>,
    /// Each atom's variable.
    pub(super) atoms: Vec<BddVariable>,
}

impl Order {
    /// Variables for these conditions and these atoms, with `rows` children told apart.
    pub(super) fn of(
        space: &Space,
        said: &[&Said],
        atoms: &[&Said],
        rows: usize,
    ) -> Result<Self, TooLarge> {
        let mut incident: Vec<Ask> = Vec::new();
        let mut child: Vec<Ask> = Vec::new();
        let mut after: Vec<usize> = Vec::new();
        let mut put = |child: &mut Vec<Ask>, ask: Ask| {
            let list = if ask.of_child() { child } else { &mut incident };
            if !list.contains(&ask) {
                list.push(ask);
            }
        };
        for atom in atoms {
            let mut last = 0;
            atom.walk(&mut |ask, _| {
                let Some(ask) = ask else { return };
                // Whether a question arises turns on these parts.
                let parts = space.asked(ask).map_or(0, |asked| asked.parts);
                for part in (0..PARTS).filter(|part| parts >> part & 1 == 1) {
                    put(&mut child, Ask::Part(part));
                }
                put(&mut child, ask);
                let at = child.iter().position(|one| *one == ask);
                last = last.max(at.map_or(0, |at| at + 1));
            });
            after.push(last);
        }
        for one in said {
            one.walk(&mut |ask, _| {
                if let Some(ask @ Ask::Incident(_)) = ask {
                    put(&mut child, ask);
                }
            });
        }
        let mut count = 0usize;
        let mut next = |many: usize| {
            let first = count;
            count += many;
            // Clamped: more than fit are refused below.
            let places = (first..count).map(|at| at.min(usize::from(u16::MAX) - 1));
            places.map(BddVariable::from_index).collect::<Vec<_>>()
        };
        let answers = |ask: Ask| match space.asked(ask) {
            None => 2,
            Some(asked) => asked.values.len() + usize::from(asked.parts != 0),
        };
        let bits = |answers: usize| answers.next_power_of_two().trailing_zeros() as usize;
        let mut blocks = BTreeMap::new();
        for ask in incident {
            let answers = answers(ask);
            let block = Block {
                bits: next(bits(answers)),
                answers,
            };
            blocks.insert((ask, 0), block);
        }
        let mut places: Vec<Option<BddVariable>> = vec![None; atoms.len()];
        for at in 0..=child.len() {
            for (place, _) in places
                .iter_mut()
                .zip(&after)
                .filter(|(_, after)| **after == at)
            {
                *place = next(1).pop();
            }
            let Some(ask) = child.get(at) else { break };
            let answers = answers(*ask);
            for row in 0..rows {
                let block = Block {
                    bits: next(bits(answers)),
                    answers,
                };
                blocks.insert((*ask, row), block);
            }
        }
        Ok(Self {
            vars: BddVariableSet::new_anonymous(u16::try_from(count).map_err(|_| TooLarge)?),
            blocks,
            atoms: places.into_iter().flatten().collect(),
        })
    }
}
