//! Turning a pack's rules into what is quick and exact to evaluate.
//!
//! Conditions are brought into negation normal form over *literals* ("this variable's value is one of these"), so that
//! everything above a literal only ever grows truer as literals do. What is known of a variable is a bit set of the
//! values it may still have, so "not known" is a value like any other.

mod code;
mod exact;
mod normal;
mod said;

use std::collections::HashMap;

use jiff::civil::Date;

use crate::condition::Condition;
use crate::facts::Answer;
use crate::item::{Fact, Of, Stage, Text, Unknown};
use crate::pack::Contents;

pub(crate) use code::{
    Body, Code, Literal, PART_NO, PART_OPEN, PART_YES, PARTS, Tangled, Var, part_at,
};
pub(crate) use exact::group;
pub(crate) use said::{FactSaid, Said};

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

impl Target {
    /// Those of its rules for which not knowing is itself a reason.
    pub(crate) fn acting<'p>(&self, program: &'p Program) -> impl Iterator<Item = &'p RuleCode> {
        let rules = self.rules.iter().filter_map(|at| program.rules.get(*at));
        rules.filter(|rule| rule.act)
    }
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
    /// When it is asked.
    pub(crate) stage: Stage,
    pub(crate) said: FactSaid,
    /// The values, in order; bit `n` is the `n`th.
    pub(crate) values: Vec<Text>,
    /// The bits of every real value.
    pub(crate) full: u32,
    /// The value of a question that does not arise for this child.
    pub(crate) not_arising: u32,
    /// The part variables of which one makes it arise, as bits; none: always.
    pub(crate) parts: u32,
    /// Whether it is answered yes or no: bit 1 and bit 0.
    pub(crate) yes_or_no: bool,
}

impl FactVar {
    /// The bit of an answer; none where it is not known, or is no answer to this fact.
    pub(crate) fn value_of(&self, answer: &Answer) -> Option<u32> {
        match answer {
            Answer::No if self.yes_or_no => Some(0b01),
            Answer::Yes if self.yes_or_no => Some(0b10),
            Answer::NotKnown => None,
            other => self
                .values
                .iter()
                .position(|value| value.as_ref() == other.as_str())
                .map(|at| 1 << at),
        }
    }
}

/// A pack's rules, ready to evaluate.
#[derive(Debug, Clone)]
pub(crate) struct Program {
    pub(crate) incident: Vec<FactVar>,
    /// Facts of a child; as variables they stand after the parts.
    pub(crate) child: Vec<FactVar>,
    pub(crate) vars: HashMap<Text, Var>,
    /// The facts of the incident in order of id, with where each stands among them.
    pub(crate) incident_by_id: Vec<(Text, usize)>,
    /// The same of a child's facts.
    pub(crate) child_by_id: Vec<(Text, usize)>,
    pub(crate) rules: Vec<RuleCode>,
    /// Every rule that is not dormant, whatever its dates.
    pub(crate) undated: Era,
    /// By first day.
    pub(crate) eras: Vec<(Date, Era)>,
    pub(crate) said: Said,
}

impl Program {
    /// Compiles. Names that lead nowhere (a layer standing alone has them) make a rule that is never met.
    pub(crate) fn of(contents: &Contents) -> Self {
        let mut incident = Vec::new();
        let mut child = Vec::new();
        let mut vars = HashMap::new();
        for (at, fact) in contents.facts.iter().enumerate() {
            let values = values_of(fact);
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
                stage: fact.stage,
                said: FactSaid::of(fact, &values),
                values,
                full: not_arising - 1,
                not_arising,
                parts,
                yes_or_no: fact.choices.is_empty(),
            });
            vars.insert(fact.id.clone(), var);
        }
        let by_id = |facts: &[FactVar]| {
            let mut ids: Vec<(Text, usize)> = facts
                .iter()
                .enumerate()
                .filter_map(|(at, var)| Some((contents.facts.get(var.fact)?.id.clone(), at)))
                .collect();
            ids.sort_unstable();
            ids
        };
        let mut program = Self {
            incident_by_id: by_id(&incident),
            child_by_id: by_id(&child),
            incident,
            child,
            vars,
            rules: Vec::new(),
            undated: Era {
                in_force: Vec::new(),
                targets: Vec::new(),
            },
            eras: Vec::new(),
            said: Said::of(contents, values_of),
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

    /// The rules in force on any stretch of days there is, and without a day.
    pub(crate) fn all_eras(&self) -> impl Iterator<Item = &Era> {
        std::iter::once(&self.undated).chain(self.eras.iter().map(|(_, era)| era))
    }

    /// A fact variable.
    pub(crate) fn fact_var(&self, var: Var) -> Option<&FactVar> {
        if var.child {
            self.child.get(usize::from(var.at).checked_sub(PARTS)?)
        } else {
            self.incident.get(usize::from(var.at))
        }
    }

    /// What is said of a variable.
    pub(crate) fn said_of(&self, var: Var) -> Option<&FactSaid> {
        match self.fact_var(var) {
            Some(fact) => Some(&fact.said),
            // What is no fact is a child's part.
            None => self.said.parts.get(usize::from(var.at)),
        }
    }

    /// The bits of every real value of a variable.
    pub(crate) fn full(&self, var: Var) -> u32 {
        self.fact_var(var).map_or(PART_OPEN, |fact| fact.full)
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
}

/// The values a fact may have, in order; there is room for 31.
fn values_of(fact: &Fact) -> Vec<Text> {
    if fact.choices.is_empty() {
        return vec!["no".into(), "yes".into()];
    }
    let ids = fact.choices.iter().map(|choice| choice.id.clone());
    ids.take(31).collect()
}
