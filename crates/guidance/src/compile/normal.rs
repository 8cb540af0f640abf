//! Bringing conditions into negation normal form, joining what is asked of one child so that it is decided together.

use super::{Code, Literal, PART_NO, PART_YES, Program, Var, part_at};
use crate::condition::Condition;

impl Program {
    pub(super) fn code(&self, condition: &Condition, negated: bool) -> Code {
        let list = |of: &[Condition]| {
            of.iter()
                .map(|one| self.code(one, negated))
                .collect::<Vec<_>>()
        };
        match condition {
            Condition::Always => Code::Const(!negated),
            Condition::Not(inner) => self.code(inner, !negated),
            Condition::All(of) if negated => self.any(list(of)),
            Condition::All(of) => self.all(list(of)),
            Condition::Any(of) if negated => self.all(list(of)),
            Condition::Any(of) => self.any(list(of)),
            Condition::AtLeast { n, of } => {
                // Fewer than n of k hold exactly where at least k - n + 1 do not.
                let n = if negated {
                    (of.len() + 1).saturating_sub(*n)
                } else {
                    *n
                };
                self.at_least(n, list(of))
            }
            Condition::AnyChild(inner) if negated => self.every_child(self.code(inner, true)),
            Condition::AnyChild(inner) => self.any_child(self.code(inner, false)),
            Condition::EveryChild(inner) if negated => self.any_child(self.code(inner, true)),
            Condition::EveryChild(inner) => self.every_child(self.code(inner, false)),
            Condition::Part(part) => Code::Lit(Literal {
                var: Var {
                    child: true,
                    at: part_at(*part),
                },
                set: if negated { PART_NO } else { PART_YES },
            }),
            Condition::Fact { fact, is } => {
                let Some((var, known)) = self
                    .vars
                    .get(fact)
                    .and_then(|var| Some((*var, self.fact_var(*var)?)))
                else {
                    return Code::Const(false);
                };
                let set = known
                    .values
                    .iter()
                    .enumerate()
                    .filter(|(_, value)| is.contains(value))
                    .fold(0u32, |bits, (at, _)| bits | 1 << at);
                let set = if negated {
                    !set & (known.full | known.not_arising)
                } else {
                    set
                };
                Code::Lit(Literal { var, set })
            }
        }
    }

    pub(super) fn all(&self, list: Vec<Code>) -> Code {
        let mut kept = Vec::new();
        let mut bodies = Vec::new();
        for one in list {
            match one {
                Code::Const(true) => {}
                Code::Const(false) => return Code::Const(false),
                Code::All(inner) => {
                    for one in inner {
                        match one {
                            Code::EveryChild(body) => bodies.push(body.code),
                            other => kept.push(other),
                        }
                    }
                }
                Code::EveryChild(body) => bodies.push(body.code),
                other => kept.push(other),
            }
        }
        // Every child is A and every child is B: every child is both. Joined, a child's variables are decided together.
        if !bodies.is_empty() {
            kept.push(self.every_child(self.all(bodies)));
        }
        match kept.len() {
            0 => Code::Const(true),
            1 => kept.pop().unwrap_or(Code::Const(true)),
            _ => Code::All(kept),
        }
    }

    pub(super) fn any(&self, list: Vec<Code>) -> Code {
        let mut kept = Vec::new();
        let mut bodies = Vec::new();
        for one in list {
            match one {
                Code::Const(false) => {}
                Code::Const(true) => return Code::Const(true),
                Code::Any(inner) => {
                    for one in inner {
                        match one {
                            Code::AnyChild(body) => bodies.push(body.code),
                            other => kept.push(other),
                        }
                    }
                }
                Code::AnyChild(body) => bodies.push(body.code),
                other => kept.push(other),
            }
        }
        if !bodies.is_empty() {
            kept.push(self.any_child(self.any(bodies)));
        }
        match kept.len() {
            0 => Code::Const(false),
            1 => kept.pop().unwrap_or(Code::Const(false)),
            _ => Code::Any(kept),
        }
    }

    pub(super) fn at_least(&self, n: usize, list: Vec<Code>) -> Code {
        if n <= 1 {
            return if n == 0 {
                Code::Const(true)
            } else {
                self.any(list)
            };
        }
        if n >= list.len() {
            return if n == list.len() {
                self.all(list)
            } else {
                Code::Const(false)
            };
        }
        Code::AtLeast(n, list)
    }

    pub(super) fn any_child(&self, code: Code) -> Code {
        match code {
            Code::Const(value) => Code::Const(value),
            code => Code::AnyChild(Box::new(self.body(code))),
        }
    }

    pub(super) fn every_child(&self, code: Code) -> Code {
        match code {
            Code::Const(value) => Code::Const(value),
            code => Code::EveryChild(Box::new(self.body(code))),
        }
    }
}
