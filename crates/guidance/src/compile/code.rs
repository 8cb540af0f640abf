//! Conditions in negation normal form: what is evaluated.

use crate::item::Part;

/// Which variable: a fact of the incident, or a part or fact of a child.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Var {
    /// True for a part or fact of a child.
    pub(crate) child: bool,
    /// Where it stands among the variables of its sort. A child's parts come first.
    pub(crate) at: u16,
}

/// How many parts are variables: all but `not-known`.
pub(crate) const PARTS: usize = Part::ALL.len() - 1;

/// The value of a part variable that a child does not have.
pub(crate) const PART_NO: u32 = 0b01;
/// The value of a part variable that a child has.
pub(crate) const PART_YES: u32 = 0b10;
/// Both values of a part variable: it is not known whether the child has it.
pub(crate) const PART_OPEN: u32 = PART_NO | PART_YES;

/// A variable and the values that make the literal true, as bits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Literal {
    pub(crate) var: Var,
    pub(crate) set: u32,
}

/// A condition in negation normal form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Code {
    Const(bool),
    Lit(Literal),
    All(Vec<Code>),
    Any(Vec<Code>),
    AtLeast(usize, Vec<Code>),
    AnyChild(Box<Body>),
    EveryChild(Box<Body>),
}

/// What is asked of each child, and which of the child's variables must be tried value by value to decide it exactly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Body {
    pub(crate) code: Code,
    pub(crate) tangled: Vec<Tangled>,
}

/// A variable that stands in literals of opposite senses, with its values grouped by what they do to those literals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Tangled {
    pub(crate) var: Var,
    pub(crate) groups: Vec<u32>,
}

/// Where a part stands among a child's variables.
pub(crate) fn part_at(part: Part) -> u16 {
    Part::ALL
        .iter()
        .position(|one| *one == part)
        .and_then(|at| u16::try_from(at).ok())
        .unwrap_or_default()
}

impl Code {
    /// Every literal in it.
    pub(crate) fn literals(&self) -> Vec<Literal> {
        let mut found = Vec::new();
        self.gather(&mut found);
        found
    }

    fn gather(&self, into: &mut Vec<Literal>) {
        match self {
            Self::Const(_) => {}
            Self::Lit(literal) => into.push(*literal),
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => {
                for one in of {
                    one.gather(into);
                }
            }
            Self::AnyChild(body) | Self::EveryChild(body) => body.code.gather(into),
        }
    }

    /// Calls `see` with every literal in it, for each child of whom it is asked.
    pub(crate) fn each_literal(
        &self,
        row: usize,
        rows: usize,
        see: &mut impl FnMut(Literal, usize),
    ) {
        match self {
            Self::Const(_) => {}
            Self::Lit(literal) => see(*literal, row),
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => {
                for one in of {
                    one.each_literal(row, rows, see);
                }
            }
            Self::AnyChild(body) | Self::EveryChild(body) => {
                for row in 0..rows {
                    body.code.each_literal(row, rows, see);
                }
            }
        }
    }

    /// Every quantifier's body in it.
    pub(crate) fn bodies<'c>(&'c self, into: &mut Vec<&'c Body>) {
        match self {
            Self::Const(_) | Self::Lit(_) => {}
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => {
                for one in of {
                    one.bodies(into);
                }
            }
            Self::AnyChild(body) | Self::EveryChild(body) => into.push(body),
        }
    }
}
