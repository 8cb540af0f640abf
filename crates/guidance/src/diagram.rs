//! A pack's rules over every situation at once, as binary decision diagrams: what `check` and `compare` stand on.
//!
//! # What a situation is
//! Here a *situation* is what [`crate::Facts`] can say with nothing left open: each fact of the incident has one of its
//! answers; there is at least one child; each child has one part or more; and each fact of a child has one of its answers
//! or, where the child has none of the parts that the fact is asked of, does not arise. What is known in part stands for
//! the set of situations it may turn out to be; no child listed stands for any one child.
//!
//! # Any number of children
//! A rule asks of the children only `any-child B` and `every-child B`, and the second is not `any-child` not `B`. So a
//! rule is a formula over the incident `s` and over *atoms*, each saying that some child has `B(s, child)`. Of a
//! given incident, a choice of truths for the atoms belongs to some situation just where
//!
//! 1. every atom chosen true has a *witness*: a child with its `B` and with no `B'` of an atom chosen false; and
//! 2. there is a child at all with no `B'` of an atom chosen false.
//!
//! It must be so, as every child of the situation is one of 2, and one of them makes each true atom true. It suffices, as
//! the witnesses together (or the child of 2, where no atom is true) are such a situation: each true atom has its witness
//! and no child makes a false one true. Both are asked of one child only, so one child's variables, projected out, decide
//! for any number. A situation found has at most as many children as it has true atoms.
//!
//! # A child's answer raised
//! Where one child's answer changes, the other children keep theirs. Of those, either none is there (every atom false) or
//! the above holds; an atom holds where it holds among the others or its `B` holds of the one child. So
//! the one child's variables beside the others' atoms decide for any number as well.
//!
//! # How far
//! A diagram may grow to [`NODES`] nodes, and the diagrams of one question to [`WORK`] nodes together. Past that the answer
//! is [`TooLarge`]: never a guess.

mod order;
mod question;
mod raise;
mod said;
mod space;
#[cfg(test)]
mod tests;
#[cfg_attr(
    not(test),
    expect(dead_code, reason = "`check` asks for any number of children")
)]
mod told;
mod witness;

use biodivine_lib_bdd::{Bdd, op_function};

pub(crate) use question::Question;
pub(crate) use raise::Fall;
pub(crate) use said::Said;
pub(crate) use space::Space;
#[cfg(test)]
pub(crate) use told::Told;
pub(crate) use witness::shrink;

/// How many nodes one diagram may have.
pub(crate) const NODES: usize = 1 << 16;

/// How many nodes may be made for the conditions of one question.
const WORK: usize = 1 << 20;

/// A set of situations, or of what situations come to.
pub(crate) type Diagram = Bdd;

/// A diagram would have grown past [`NODES`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooLarge;

/// Joining diagrams within the limit.
pub(crate) trait Joined: Sized {
    /// Where both hold.
    fn with(&self, other: &Self) -> Result<Self, TooLarge>;
    /// Where either holds.
    fn or_else(&self, other: &Self) -> Result<Self, TooLarge>;
    /// Where this holds and the other does not.
    fn without(&self, other: &Self) -> Result<Self, TooLarge>;
}

impl Joined for Diagram {
    fn with(&self, other: &Self) -> Result<Self, TooLarge> {
        Self::binary_op_with_limit(NODES, self, other, op_function::and).ok_or(TooLarge)
    }

    fn or_else(&self, other: &Self) -> Result<Self, TooLarge> {
        Self::binary_op_with_limit(NODES, self, other, op_function::or).ok_or(TooLarge)
    }

    fn without(&self, other: &Self) -> Result<Self, TooLarge> {
        Self::binary_op_with_limit(NODES, self, other, op_function::and_not).ok_or(TooLarge)
    }
}
