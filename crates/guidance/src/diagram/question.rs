//! One question about some conditions: their diagrams over the incident and over what is so of some child, and which of
//! those go together in any situation.

use std::cell::Cell;

use biodivine_lib_bdd::BddVariable;

use super::order::Order;
use super::said::Said;
use super::space::{Ask, Block, Space};
use super::{Diagram, Joined, NODES, TooLarge, WORK};
use crate::compile::PARTS;
use crate::facts::Facts;

/// Conditions put into one set of diagrams.
#[derive(Debug)]
pub(crate) struct Question<'s> {
    pub(super) space: &'s Space,
    pub(super) order: Order,
    /// What each atom asks of some child.
    pub(super) atoms: Vec<Said>,
    /// The same as a diagram over the incident and one child.
    pub(super) bodies: Vec<Diagram>,
    /// A child that can be.
    pub(super) child: Diagram,
    /// An incident that can be.
    pub(super) incident: Diagram,
    pub(super) possible: Diagram,
    /// How many nodes may still be made.
    pub(super) left: Cell<usize>,
}

impl<'s> Question<'s> {
    /// A question about these conditions, for any number of children.
    pub(crate) fn of(space: &'s Space, said: &[&Said]) -> Result<Self, TooLarge> {
        let mut atoms: Vec<&Said> = Vec::new();
        for one in said {
            one.walk(&mut |_, atom| {
                if let Some(atom) = atom
                    && !atoms.contains(&atom)
                {
                    atoms.push(atom);
                }
            });
        }
        let order = Order::of(space, said, &atoms, 1)?;
        let mut question = Self {
            space,
            atoms: atoms.into_iter().cloned().collect(),
            bodies: Vec::new(),
            child: order.vars.mk_true(),
            incident: order.vars.mk_true(),
            possible: order.vars.mk_true(),
            left: Cell::new(WORK),
            order,
        };
        question.incident = question.valid_incident()?;
        question.child = question.valid_child(0)?;
        question.bodies = question
            .atoms
            .iter()
            .map(|body| question.said(body, 0, &|_| Err(TooLarge)))
            .collect::<Result<_, _>>()?;
        question.possible = question.reachable()?;
        Ok(question)
    }

    /// Where a condition holds: over the incident and the atoms. Every atom of it must be of this question.
    pub(crate) fn truth(&self, said: &Said) -> Result<Diagram, TooLarge> {
        self.said(said, 0, &|body| {
            Ok(self.order.vars.mk_var(self.atom(body)?))
        })
    }

    /// What goes together in some situation of any number of children.
    pub(crate) fn possible(&self) -> &Diagram {
        &self.possible
    }

    /// What of this is so in some situation.
    pub(crate) fn in_some_situation(&self, of: &Diagram) -> Result<Diagram, TooLarge> {
        of.with(&self.possible)
    }

    /// A situation of which this is so, as simple as the first one found; none where there is none.
    pub(crate) fn witness(&self, of: &Diagram) -> Result<Option<Facts>, TooLarge> {
        Ok(match of.with(&self.possible)?.most_negative_valuation() {
            Some(found) => Some(self.facts(&found)?),
            None => None,
        })
    }

    pub(super) fn atom(&self, body: &Said) -> Result<BddVariable, TooLarge> {
        // INVARIANT: atoms are gathered from the very conditions asked about; one that is not there is refused.
        let at = self.atoms.iter().position(|one| one == body);
        at.and_then(|at| self.order.atoms.get(at).copied())
            .ok_or(TooLarge)
    }

    /// A condition as a diagram, `some` giving what is so of some child.
    pub(super) fn said(
        &self,
        said: &Said,
        row: usize,
        some: &dyn Fn(&Said) -> Result<Diagram, TooLarge>,
    ) -> Result<Diagram, TooLarge> {
        let vars = &self.order.vars;
        match said {
            Said::Const(true) => Ok(vars.mk_true()),
            Said::Const(false) => Ok(vars.mk_false()),
            Said::Lit(lit) => Ok(match self.block(lit.ask, row) {
                Some(block) => block.one_of(vars, lit.set),
                None => vars.mk_false(),
            }),
            Said::Not(inner) => Ok(self.said(inner, row, some)?.not()),
            Said::All(of) => of.iter().try_fold(vars.mk_true(), |all, one| {
                self.spent(all.with(&self.said(one, row, some)?)?)
            }),
            Said::Any(of) => of.iter().try_fold(vars.mk_false(), |any, one| {
                self.spent(any.or_else(&self.said(one, row, some)?)?)
            }),
            Said::AtLeast(n, of) => {
                // `counted[i]`: at least `i` of those seen so far.
                let mut counted = vec![vars.mk_true()];
                counted.resize(n + 1, vars.mk_false());
                for one in of {
                    let one = self.said(one, row, some)?;
                    let mut below: Option<Diagram> = None;
                    for count in &mut counted {
                        let before = count.clone();
                        if let Some(below) = below {
                            *count = self.spent(count.or_else(&below.with(&one)?)?)?;
                        }
                        below = Some(before);
                    }
                }
                Ok(counted.pop().unwrap_or_else(|| vars.mk_true()))
            }
            Said::Exists(body) => some(body),
        }
    }

    /// The diagram, where there was room left for it.
    fn spent(&self, made: Diagram) -> Result<Diagram, TooLarge> {
        let left = self.left.get().checked_sub(made.size()).ok_or(TooLarge)?;
        self.left.set(left);
        Ok(made)
    }

    pub(super) fn block(&self, ask: Ask, row: usize) -> Option<&Block> {
        let row = if ask.of_child() { row } else { 0 };
        self.order.blocks.get(&(ask, row))
    }

    pub(super) fn valid_incident(&self) -> Result<Diagram, TooLarge> {
        let vars = &self.order.vars;
        self.order
            .blocks
            .iter()
            .filter(|((ask, _), _)| !ask.of_child())
            .try_fold(vars.mk_true(), |all, (_, block)| {
                all.with(&block.one_of(vars, u32::MAX))
            })
    }

    /// Each question has one of its answers; what does not arise does not arise for any part the child has; and the child
    /// has a part. A part that no condition turns on is left out, and may be the one the child has.
    pub(super) fn valid_child(&self, row: usize) -> Result<Diagram, TooLarge> {
        let vars = &self.order.vars;
        let mut all = vars.mk_true();
        let mut some_part = vars.mk_false();
        let mut parts = 0;
        for ((ask, of), block) in &self.order.blocks {
            if !ask.of_child() || *of != row {
                continue;
            }
            let Some(asked) = self.space.asked(*ask) else {
                parts += 1;
                some_part = some_part.or_else(&block.one_of(vars, crate::compile::PART_YES))?;
                continue;
            };
            all = all.with(&block.one_of(vars, u32::MAX))?;
            for part in (0..PARTS).filter(|part| asked.parts >> part & 1 == 1) {
                let Some(part) = self.block(Ask::Part(part), row) else {
                    continue;
                };
                let has = part.one_of(vars, crate::compile::PART_YES);
                let idle = block.one_of(vars, asked.not_arising());
                all = all.without(&has.with(&idle)?)?;
            }
        }
        if parts == PARTS {
            all = all.with(&some_part)?;
        }
        Ok(all)
    }

    /// See the argument at [`super`]: for each atom a witness where it is true, and some child in any case.
    fn reachable(&self) -> Result<Diagram, TooLarge> {
        let vars = &self.order.vars;
        let mut allowed = self.child.clone();
        for (body, atom) in self.bodies.iter().zip(&self.order.atoms) {
            allowed = allowed.with(&body.without(&vars.mk_var(*atom))?.not())?;
        }
        let mut possible = self.incident.with(&self.without_child(&allowed)?)?;
        for (body, atom) in self.bodies.iter().zip(&self.order.atoms) {
            let witnessed = self.without_child(&allowed.with(body)?)?;
            possible = possible.without(&vars.mk_var(*atom).without(&witnessed)?)?;
        }
        Ok(possible)
    }

    /// For some child.
    pub(super) fn without_child(&self, of: &Diagram) -> Result<Diagram, TooLarge> {
        let mut left = of.clone();
        let child = self
            .order
            .blocks
            .iter()
            .filter(|((ask, _), _)| ask.of_child())
            .flat_map(|(_, block)| &block.bits);
        for bit in child {
            left = left.var_exists(*bit);
            if left.size() > NODES {
                return Err(TooLarge);
            }
        }
        Ok(left)
    }
}
