//! Conditions over so many children told apart, each with variables of its own: for counting situations, and for holding
//! the argument for any number of children against.

use std::cell::Cell;

use num_bigint::BigUint;

use super::order::Order;
use super::said::Said;
use super::{Diagram, Joined, Question, Space, TooLarge, WORK};

/// Conditions over a number of children told apart.
#[derive(Debug)]
pub(crate) struct Told<'s> {
    question: Question<'s>,
    rows: usize,
}

impl<'s> Told<'s> {
    /// A question about these conditions for exactly `children` children, one at least.
    pub(crate) fn of(space: &'s Space, said: &[&Said], children: usize) -> Result<Self, TooLarge> {
        let mut atoms: Vec<&Said> = Vec::new();
        for one in said {
            one.walk(&mut |_, atom| atoms.extend(atom));
        }
        let rows = children.max(1);
        let mut order = Order::of(space, said, &atoms, rows)?;
        order.atoms.clear();
        let mut question = Question {
            space,
            atoms: Vec::new(),
            bodies: Vec::new(),
            child: order.vars.mk_true(),
            incident: order.vars.mk_true(),
            possible: order.vars.mk_true(),
            left: Cell::new(WORK),
            order,
        };
        question.incident = question.valid_incident()?;
        question.possible = question.incident.clone();
        for row in 0..rows {
            question.possible = question.possible.with(&question.valid_child(row)?)?;
        }
        Ok(Self { question, rows })
    }

    /// Where a condition holds.
    pub(crate) fn truth(&self, said: &Said) -> Result<Diagram, TooLarge> {
        let question = &self.question;
        let some = |body: &Said| {
            (0..self.rows).try_fold(question.order.vars.mk_false(), |any, row| {
                any.or_else(&question.said(body, row, &|_| Err(TooLarge))?)
            })
        };
        question.said(said, 0, &some)
    }

    /// Every situation of so many children.
    pub(crate) fn possible(&self) -> &Diagram {
        &self.question.possible
    }

    /// How many situations there are of which this is so, told apart by what the conditions turn on alone, and by which
    /// child it is.
    pub(crate) fn count(&self, of: &Diagram) -> Result<BigUint, TooLarge> {
        let atoms = u32::try_from(
            usize::from(self.question.order.vars.num_vars())
                - self
                    .question
                    .order
                    .blocks
                    .values()
                    .map(|block| block.bits.len())
                    .sum::<usize>(),
        )
        .unwrap_or_default();
        // Variables made for atoms stand in nothing here, and double every count.
        Ok(of.with(&self.question.possible)?.exact_cardinality() >> atoms)
    }

    /// The question the diagrams are of.
    pub(crate) fn question(&self) -> &Question<'s> {
        &self.question
    }
}
