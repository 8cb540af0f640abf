//! What a rule says, in the words of a space rather than of one pack: so that the rules of two packs can stand in one
//! diagram.

use super::space::{Ask, Space};
use crate::compile::{Code, PARTS};
use crate::pack::Pack;

/// A question and the answers that make it true, as bits in the order of the space.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Lit {
    pub(crate) ask: Ask,
    pub(crate) set: u32,
}

/// A condition over a space.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Said {
    Const(bool),
    Lit(Lit),
    Not(Box<Said>),
    All(Vec<Said>),
    Any(Vec<Said>),
    AtLeast(usize, Vec<Said>),
    /// Some child has it.
    Exists(Box<Said>),
}

impl Said {
    /// The condition with its opposite sense.
    pub(crate) fn not(self) -> Self {
        match self {
            Self::Const(value) => Self::Const(!value),
            Self::Not(inner) => *inner,
            other => Self::Not(Box::new(other)),
        }
    }

    /// The condition where a question has one answer.
    pub(crate) fn given(&self, ask: Ask, answer: u32) -> Self {
        let list = |of: &[Self]| of.iter().map(|one| one.given(ask, answer)).collect();
        match self {
            Self::Const(value) => Self::Const(*value),
            Self::Lit(lit) if lit.ask == ask => Self::Const(lit.set & answer != 0),
            Self::Lit(lit) => Self::Lit(*lit),
            Self::Not(inner) => Self::Not(Box::new(inner.given(ask, answer))),
            Self::All(of) => Self::All(list(of)),
            Self::Any(of) => Self::Any(list(of)),
            Self::AtLeast(n, of) => Self::AtLeast(*n, list(of)),
            Self::Exists(body) => Self::Exists(Box::new(body.given(ask, answer))),
        }
    }

    /// Calls `see` with every question tested, in order, and `atom` after each thing asked of some child.
    pub(super) fn walk<'s>(&'s self, see: &mut impl FnMut(Option<Ask>, Option<&'s Self>)) {
        match self {
            Self::Const(_) => {}
            Self::Lit(lit) => see(Some(lit.ask), None),
            Self::Not(inner) => inner.walk(see),
            Self::All(of) | Self::Any(of) | Self::AtLeast(_, of) => {
                of.iter().for_each(|one| one.walk(see));
            }
            Self::Exists(body) => {
                body.walk(see);
                see(None, Some(body));
            }
        }
    }
}

impl Space {
    /// What a compiled condition of the pack at `pack` says. A fact the space does not have makes it false, as it does
    /// in the engine.
    pub(crate) fn said(&self, at: usize, pack: &Pack, code: &Code) -> Said {
        let list = |of: &[Code]| of.iter().map(|one| self.said(at, pack, one)).collect();
        match code {
            Code::Const(value) => Said::Const(*value),
            Code::Lit(literal) => {
                let Some(fact) = pack.program.fact_var(literal.var) else {
                    let part = usize::from(literal.var.at).min(PARTS - 1);
                    return Said::Lit(Lit {
                        ask: Ask::Part(part),
                        set: literal.set,
                    });
                };
                let Some((ask, known)) = pack
                    .facts()
                    .get(fact.fact)
                    .and_then(|fact| self.find(at, &fact.id, literal.var.child))
                else {
                    return Said::Const(false);
                };
                let mut set = known
                    .values
                    .iter()
                    .enumerate()
                    .filter(|(_, value)| {
                        fact.values
                            .iter()
                            .enumerate()
                            .any(|(bit, one)| one == *value && literal.set & 1 << bit != 0)
                    })
                    .fold(0u32, |bits, (bit, _)| bits | 1 << bit);
                if literal.set & fact.not_arising != 0 {
                    set |= known.not_arising();
                }
                Said::Lit(Lit { ask, set })
            }
            Code::All(of) => Said::All(list(of)),
            Code::Any(of) => Said::Any(list(of)),
            Code::AtLeast(n, of) => Said::AtLeast(*n, list(of)),
            Code::AnyChild(body) => Said::Exists(Box::new(self.said(at, pack, &body.code))),
            Code::EveryChild(body) => {
                Said::Exists(Box::new(self.said(at, pack, &body.code).not())).not()
            }
        }
    }
}
