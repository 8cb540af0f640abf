//! One answer raised, everything else as it was: whether a condition can stop holding.

use super::said::Said;
use super::space::Ask;
use super::{Diagram, Joined, Question, Space, TooLarge};
use crate::facts::Facts;

/// A condition that held and, with one answer raised, no longer does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fall {
    /// The situation in which it held.
    pub(crate) before: Facts,
    /// The same with the raised answer.
    pub(crate) after: Facts,
}

impl Space {
    /// Whether a condition that holds can stop holding where one question's answer is `raised` rather than `calm` (each
    /// one bit), for any number of children; and a situation where it does.
    pub(crate) fn falls(
        &self,
        said: &Said,
        ask: Ask,
        calm: u32,
        raised: u32,
    ) -> Result<Option<Fall>, TooLarge> {
        if ask.of_child() {
            return self.falls_for_a_child(said, ask, calm, raised);
        }
        let (before, after) = (said.given(ask, calm), said.given(ask, raised));
        let question = Question::of(self, &[&before, &after])?;
        let falls = question.truth(&before)?.without(&question.truth(&after)?)?;
        let found = question.witness(&falls)?;
        Ok(found.map(|facts| {
            let with = |bit: u32| {
                let mut facts = facts.clone();
                self.answer(&mut facts.incident, ask, bit);
                facts
            };
            Fall {
                before: with(calm),
                after: with(raised),
            }
        }))
    }

    fn falls_for_a_child(
        &self,
        said: &Said,
        ask: Ask,
        calm: u32,
        raised: u32,
    ) -> Result<Option<Fall>, TooLarge> {
        let question = Question::of(self, &[said])?;
        let vars = &question.order.vars;
        let Some(block) = question.block(ask, 0) else {
            return Ok(None);
        };
        let given =
            |of: &Diagram, bit: u32| of.restrict(&block.answer(bit.trailing_zeros() as usize));
        let held = |bit: u32| {
            question.said(said, 0, &|body| {
                let atom = vars.mk_var(question.atom(body)?);
                let at = question.atoms.iter().position(|one| one == body);
                let body = at.and_then(|at| question.bodies.get(at)).ok_or(TooLarge)?;
                atom.or_else(&given(body, bit))
            })
        };
        let none_but_this = question
            .order
            .atoms
            .iter()
            .try_fold(question.incident.clone(), |all, atom| {
                all.without(&vars.mk_var(*atom))
            })?;
        let falls = held(calm)?
            .without(&held(raised)?)?
            .with(&given(&question.child, calm))?
            .with(&given(&question.child, raised))?
            .with(&question.possible().or_else(&none_but_this)?)?;
        let Some(found) = falls.most_negative_valuation() else {
            return Ok(None);
        };
        let others = question.order.atoms.iter().any(|atom| found.value(*atom));
        let mut facts = question.facts(&found)?;
        if !others {
            // The child that is there in any case may as well be this one.
            facts.children.clear();
        }
        let of = |bit: u32| {
            let mut facts = facts.clone();
            let mut one = found.clone();
            for (var, value) in block.answer(bit.trailing_zeros() as usize) {
                one.set_value(var, value);
            }
            let name = facts.children.len();
            facts.children.push(question.one_child(&one, name));
            facts
        };
        Ok(Some(Fall {
            before: of(calm),
            after: of(raised),
        }))
    }
}
