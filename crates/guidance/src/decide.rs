//! Three-valued evaluation, exact: true or false only where nothing that may still turn out could make it otherwise.
//!
//! Strong Kleene evaluation is exact where no open variable is tangled (see [`Formula`]). Where one is, it is tried value
//! by value: a child's variables at that child, the incident's for the whole. `check` refuses packs where that could
//! grow large.

use crate::compile::{Body, Code, Formula, Literal, Tangled};
use crate::situation::{Situation, Slot};

/// False, open, true: in the order in which evaluation takes the least and the greatest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    False,
    Open,
    True,
}

/// Decides a formula exactly.
pub(crate) fn decide(formula: &Formula, situation: &mut Situation) -> Truth {
    by_cases(&formula.code, &formula.tangled, situation, 0)
}

fn by_cases(code: &Code, tangled: &[Tangled], situation: &mut Situation, row: usize) -> Truth {
    let truth = evaluate(code, situation, row);
    if truth != Truth::Open {
        return truth;
    }
    let mut rest = tangled;
    while let Some((one, after)) = rest.split_first() {
        rest = after;
        let slot = situation.slot(one.var, row);
        if !situation.is_open(slot) {
            continue;
        }
        let values = situation.get(slot);
        let mut agreed: Option<Truth> = None;
        for group in &one.groups {
            if group & values == 0 {
                continue;
            }
            situation.set(slot, group & values);
            let truth = by_cases(code, rest, situation, row);
            if truth == Truth::Open || agreed.is_some_and(|agreed| agreed != truth) {
                agreed = Some(Truth::Open);
                break;
            }
            agreed = Some(truth);
        }
        situation.set(slot, values);
        return agreed.unwrap_or(Truth::Open);
    }
    Truth::Open
}

/// Evaluates what stands at `row`. A quantifier's body is decided exactly for each child.
pub(crate) fn evaluate(code: &Code, situation: &mut Situation, row: usize) -> Truth {
    match code {
        Code::Const(true) => Truth::True,
        Code::Const(false) => Truth::False,
        Code::Lit(literal) => of_literal(*literal, situation, row),
        Code::All(of) => {
            let mut least = Truth::True;
            for one in of {
                least = least.min(evaluate(one, situation, row));
                if least == Truth::False {
                    break;
                }
            }
            least
        }
        Code::Any(of) => {
            let mut greatest = Truth::False;
            for one in of {
                greatest = greatest.max(evaluate(one, situation, row));
                if greatest == Truth::True {
                    break;
                }
            }
            greatest
        }
        Code::AtLeast(n, of) => {
            let (mut sure, mut could) = (0, 0);
            for one in of {
                match evaluate(one, situation, row) {
                    Truth::True => {
                        sure += 1;
                        could += 1;
                    }
                    Truth::Open => could += 1,
                    Truth::False => {}
                }
            }
            if sure >= *n {
                Truth::True
            } else if could >= *n {
                Truth::Open
            } else {
                Truth::False
            }
        }
        Code::AnyChild(body) => {
            let mut greatest = Truth::False;
            for row in 0..situation.rows {
                greatest = greatest.max(of_child(body, situation, row));
                if greatest == Truth::True {
                    break;
                }
            }
            greatest
        }
        Code::EveryChild(body) => {
            let mut least = Truth::True;
            for row in 0..situation.rows {
                least = least.min(of_child(body, situation, row));
                if least == Truth::False {
                    break;
                }
            }
            least
        }
    }
}

/// Decides a quantifier's body for one child.
pub(crate) fn of_child(body: &Body, situation: &mut Situation, row: usize) -> Truth {
    by_cases(&body.code, &body.tangled, situation, row)
}

/// What is known of a literal.
pub(crate) fn of_literal(literal: Literal, situation: &Situation, row: usize) -> Truth {
    let values = situation.of_var(literal.var, row);
    if values & literal.set == 0 {
        Truth::False
    } else if values & !literal.set == 0 {
        Truth::True
    } else {
        Truth::Open
    }
}

/// The literals that stand where `code` is open, each with its slot, as often as they stand there.
pub(crate) fn open_literals(code: &Code, situation: &mut Situation, into: &mut Vec<(Slot, u32)>) {
    into.clear();
    gather(code, situation, 0, Truth::Open, into);
}

/// The literals that make `code` true.
pub(crate) fn true_literals(code: &Code, situation: &mut Situation, into: &mut Vec<(Slot, u32)>) {
    into.clear();
    gather(code, situation, 0, Truth::True, into);
}

fn gather(
    code: &Code,
    situation: &mut Situation,
    row: usize,
    which: Truth,
    into: &mut Vec<(Slot, u32)>,
) {
    match code {
        Code::Const(_) => {}
        Code::Lit(literal) => {
            if of_literal(*literal, situation, row) == which {
                into.push((situation.slot(literal.var, row), literal.set));
            }
        }
        Code::All(of) | Code::Any(of) | Code::AtLeast(_, of) => {
            if evaluate(code, situation, row) == which {
                for one in of {
                    gather(one, situation, row, which, into);
                }
            }
        }
        Code::AnyChild(body) | Code::EveryChild(body) => {
            if evaluate(code, situation, row) != which {
                return;
            }
            for row in 0..situation.rows {
                if of_child(body, situation, row) == which {
                    gather(&body.code, situation, row, which, into);
                }
            }
        }
    }
}
