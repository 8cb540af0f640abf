//! Turning a pack's rules into what is quick and exact to evaluate.
//!
//! Conditions are brought into negation normal form over *literals* ("this variable's value is one of these"), so that
//! everything above a literal only ever grows truer as literals do. What is known of a variable is a bit set of the
//! values it may still have, so "not known" is a value like any other.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::condition::Condition;
use crate::item::{Of, Part, Text, Unknown};
use crate::pack::Contents;

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

/// A condition with what is needed to decide it exactly.
#[derive(Debug, Clone)]
pub(crate) struct Formula {
    pub(crate) code: Code,
    /// Variables of the incident to be tried value by value.
    pub(crate) tangled: Vec<Tangled>,
    /// Variables of a child that stand in opposite senses in two places that cannot be joined. `check` refuses these.
    pub(crate) crossed: Vec<Var>,
    /// Variables whose literals are not all alike.
    pub(crate) uneven: Vec<Var>,
    /// Whether any variable, of the incident or of a child, must be tried value by value.
    pub(crate) by_cases: bool,
}

/// Called for, or pointed to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Mode {
    Called,
    Pointed,
}

/// A response, the way it is reached, and the rules that reach it.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    pub(crate) response: usize,
    pub(crate) mode: Mode,
    pub(crate) rules: Vec<usize>,
    /// The disjunction of those rules.
    pub(crate) formula: Formula,
}

/// The rules in force over a stretch of days, and what they reach. Targets stand in order of urgency.
#[derive(Debug, Clone)]
pub(crate) struct Era {
    pub(crate) in_force: Vec<bool>,
    pub(crate) targets: Vec<Target>,
}

/// A rule, ready to evaluate.
#[derive(Debug, Clone)]
pub(crate) struct RuleCode {
    pub(crate) formula: Formula,
    pub(crate) act: bool,
    pub(crate) always: bool,
}

/// A fact as a variable.
#[derive(Debug, Clone)]
pub(crate) struct FactVar {
    /// Where the fact stands in the pack.
    pub(crate) fact: usize,
    /// The values, in order; bit `n` is the `n`th.
    pub(crate) values: Vec<Text>,
    /// The bits of every real value.
    pub(crate) full: u32,
    /// The value of a question that does not arise for this child.
    pub(crate) not_arising: u32,
    /// The part variables of which one makes it arise, as bits; none: always.
    pub(crate) parts: u32,
}

/// A pack's rules, ready to evaluate.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) incident: Vec<FactVar>,
    /// Facts of a child; as variables they stand after the parts.
    pub(crate) child: Vec<FactVar>,
    pub(crate) vars: HashMap<Text, Var>,
    pub(crate) rules: Vec<RuleCode>,
    /// Every rule that is not dormant, whatever its dates.
    pub(crate) undated: Era,
    /// By first day.
    pub(crate) eras: Vec<(Date, Era)>,
    /// The question about a child's part: its id, its words, and why it matters.
    pub(crate) parts_id: Text,
    pub(crate) parts_ask: Text,
    pub(crate) parts_why: Text,
}

impl Program {
    /// Compiles. Names that lead nowhere (a layer standing alone has them) make a rule that is never met.
    pub(crate) fn of(contents: &Contents) -> Self {
        let mut incident = Vec::new();
        let mut child = Vec::new();
        let mut vars = HashMap::new();
        for (at, fact) in contents.facts.iter().enumerate() {
            let values: Vec<Text> = if fact.choices.is_empty() {
                vec!["no".into(), "yes".into()]
            } else {
                fact.choices
                    .iter()
                    .map(|choice| choice.id.clone())
                    .take(31)
                    .collect()
            };
            let not_arising = 1u32 << values.len();
            let parts = fact
                .parts
                .iter()
                .fold(0u32, |bits, part| bits | 1 << part_at(*part));
            let list = if fact.of == Of::Child {
                &mut child
            } else {
                &mut incident
            };
            let offset = if fact.of == Of::Child { PARTS } else { 0 };
            let var = Var {
                child: fact.of == Of::Child,
                at: u16::try_from(list.len() + offset).unwrap_or(u16::MAX),
            };
            list.push(FactVar {
                fact: at,
                values,
                full: not_arising - 1,
                not_arising,
                parts,
            });
            vars.insert(fact.id.clone(), var);
        }
        let mut program = Self {
            incident,
            child,
            vars,
            rules: Vec::new(),
            undated: Era {
                in_force: Vec::new(),
                targets: Vec::new(),
            },
            eras: Vec::new(),
            parts_id: crate::assessment::PARTS.into(),
            parts_ask: "What part did this child have?".into(),
            parts_why: "What is asked for depends on the part each child had.".into(),
        };
        program.rules = contents
            .rules
            .iter()
            .map(|rule| RuleCode {
                formula: program.formula(program.code(&rule.when, false)),
                act: rule.unknown == Unknown::Act,
                always: rule.when == Condition::Always,
            })
            .collect();
        program.undated = program.era(contents, None);
        let dates = || contents.rules.iter().filter_map(|rule| rule.in_force);
        let mut starts: Vec<Date> = dates().map(|dates| dates.from).collect();
        starts.extend(dates().filter_map(|dates| dates.to?.tomorrow().ok()));
        if !starts.is_empty() {
            starts.push(Date::MIN);
        }
        starts.sort_unstable();
        starts.dedup();
        program.eras = starts
            .into_iter()
            .map(|day| (day, program.era(contents, Some(day))))
            .collect();
        program
    }

    /// The rules in force on a day.
    pub(crate) fn era_on(&self, day: Option<Date>) -> &Era {
        day.and_then(|day| self.eras.iter().rev().find(|(from, _)| *from <= day))
            .map_or(&self.undated, |(_, era)| era)
    }

    /// A fact variable.
    pub(crate) fn fact_var(&self, var: Var) -> Option<&FactVar> {
        if var.child {
            self.child.get(usize::from(var.at).checked_sub(PARTS)?)
        } else {
            self.incident.get(usize::from(var.at))
        }
    }

    /// The bits of every real value of a variable.
    pub(crate) fn full(&self, var: Var) -> u32 {
        self.fact_var(var)
            .map_or(PART_NO | PART_YES, |fact| fact.full)
    }

    fn era(&self, contents: &Contents, day: Option<Date>) -> Era {
        let in_force: Vec<bool> = contents
            .rules
            .iter()
            .map(|rule| {
                rule.dormant.is_none()
                    && match (day, rule.in_force) {
                        (Some(day), Some(dates)) => dates.hold(day),
                        _ => true,
                    }
            })
            .collect();
        let mut targets = Vec::new();
        for (response, item) in contents.responses.iter().enumerate() {
            for mode in [Mode::Called, Mode::Pointed] {
                let rules: Vec<usize> = contents
                    .rules
                    .iter()
                    .enumerate()
                    .filter(|(at, rule)| {
                        let reached = match mode {
                            Mode::Called => &rule.calls_for,
                            Mode::Pointed => &rule.points_to,
                        };
                        in_force.get(*at) == Some(&true) && reached.contains(&item.id)
                    })
                    .map(|(at, _)| at)
                    .collect();
                if rules.is_empty() {
                    continue;
                }
                let codes = rules
                    .iter()
                    .filter_map(|at| self.rules.get(*at))
                    .map(|rule| rule.formula.code.clone())
                    .collect();
                targets.push(Target {
                    response,
                    mode,
                    rules,
                    formula: self.formula(self.any(codes)),
                });
            }
        }
        Era { in_force, targets }
    }

    fn code(&self, condition: &Condition, negated: bool) -> Code {
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

    fn all(&self, list: Vec<Code>) -> Code {
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

    fn any(&self, list: Vec<Code>) -> Code {
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

    fn at_least(&self, n: usize, list: Vec<Code>) -> Code {
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

    fn any_child(&self, code: Code) -> Code {
        match code {
            Code::Const(value) => Code::Const(value),
            code => Code::AnyChild(Box::new(self.body(code))),
        }
    }

    fn every_child(&self, code: Code) -> Code {
        match code {
            Code::Const(value) => Code::Const(value),
            code => Code::EveryChild(Box::new(self.body(code))),
        }
    }

    /// What holds exactly where `code` does not.
    pub(crate) fn negated(&self, code: &Code) -> Code {
        let list = |of: &[Code]| of.iter().map(|one| self.negated(one)).collect::<Vec<_>>();
        match code {
            Code::Const(value) => Code::Const(!value),
            Code::Lit(literal) => {
                let whole = self
                    .fact_var(literal.var)
                    .map_or(PART_NO | PART_YES, |fact| fact.full | fact.not_arising);
                Code::Lit(Literal {
                    set: !literal.set & whole,
                    ..*literal
                })
            }
            Code::All(of) => self.any(list(of)),
            Code::Any(of) => self.all(list(of)),
            Code::AtLeast(n, of) => self.at_least((of.len() + 1).saturating_sub(*n), list(of)),
            Code::AnyChild(body) => self.every_child(self.negated(&body.code)),
            Code::EveryChild(body) => self.any_child(self.negated(&body.code)),
        }
    }

    /// All of them together. What holds for every child is also asked of the child sought, so that an impossible child
    /// is seen to be impossible.
    pub(crate) fn formula_of_all(&self, list: Vec<Code>) -> Formula {
        let joined = match self.all(list) {
            Code::All(kept) => {
                let every: Vec<Code> = kept
                    .iter()
                    .filter_map(|one| match one {
                        Code::EveryChild(body) => Some(body.code.clone()),
                        _ => None,
                    })
                    .collect();
                let sought = kept
                    .into_iter()
                    .map(|one| match one {
                        Code::AnyChild(body) => {
                            let mut both = vec![body.code];
                            both.extend(every.iter().cloned());
                            self.any_child(self.all(both))
                        }
                        other => other,
                    })
                    .collect();
                self.all(sought)
            }
            other => other,
        };
        self.formula(joined)
    }

    fn body(&self, code: Code) -> Body {
        let tangled = self.tangled(&code, true);
        Body { code, tangled }
    }

    fn formula(&self, code: Code) -> Formula {
        let tangled = self.tangled(&code, false);
        let mut bodies: Vec<&Body> = Vec::new();
        code.bodies(&mut bodies);
        let crossed = self
            .tangled(&code, true)
            .into_iter()
            .map(|one| one.var)
            .filter(|var| {
                let holding =
                    |body: &&&Body| body.code.literals().iter().any(|one| one.var == *var);
                bodies.iter().filter(holding).count() > 1
            })
            .collect();
        let mut uneven: Vec<Var> = by_var(&code)
            .into_iter()
            .filter(|(_, sets)| sets.windows(2).any(|two| two.first() != two.last()))
            .map(|(var, _)| var)
            .collect();
        uneven.sort_unstable();
        let by_cases = !tangled.is_empty() || bodies.iter().any(|body| !body.tangled.is_empty());
        Formula {
            code,
            tangled,
            crossed,
            uneven,
            by_cases,
        }
    }

    /// The variables of one sort for which no single value makes every literal true, or none makes every one false.
    /// Where there are none, strong Kleene evaluation is exact.
    fn tangled(&self, code: &Code, of_child: bool) -> Vec<Tangled> {
        by_var(code)
            .into_iter()
            .filter(|(var, sets)| var.child == of_child && sets.len() > 1)
            .filter_map(|(var, sets)| {
                let full = self.full(var);
                let all_true = sets.iter().fold(full, |bits, set| bits & set);
                let all_false = sets.iter().fold(full, |bits, set| bits & !set);
                if all_true != 0 && all_false != 0 {
                    return None;
                }
                let not_arising = self.fact_var(var).map_or(0, |fact| fact.not_arising);
                Some(Tangled {
                    var,
                    groups: group(full | not_arising, &sets),
                })
            })
            .collect()
    }
}

/// Parts a set of values by what they do to literals.
pub(crate) fn group(values: u32, sets: &[u32]) -> Vec<u32> {
    let mut groups = vec![values];
    for set in sets {
        groups = groups
            .into_iter()
            .flat_map(|group| [group & set, group & !set])
            .filter(|group| *group != 0)
            .collect();
    }
    groups
}

/// The sets of each variable's literals.
fn by_var(code: &Code) -> BTreeMap<Var, Vec<u32>> {
    let mut sets: BTreeMap<Var, Vec<u32>> = BTreeMap::new();
    for literal in code.literals() {
        sets.entry(literal.var).or_default().push(literal.set);
    }
    sets
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
