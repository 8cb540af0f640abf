//! What is known, as bits: for every variable the values it may still have.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::assessment::NotUsed;
use crate::compile::{PART_NO, PART_OPEN, PART_YES, PARTS, Program, Var, part_at};
use crate::facts::{Answer, Facts};
use crate::item::{Part, Text};

/// A variable of the incident or of one child: where its values stand in a situation. Slots are in the order of the
/// incident's variables, then each child's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub(crate) struct Slot(u32);

impl Slot {
    pub(crate) const FIRST: Self = Self(0);

    /// Where it stands among all.
    pub(crate) fn number(self) -> u32 {
        self.0
    }

    /// The slot that stands there.
    pub(crate) fn numbered(number: u32) -> Self {
        Self(number)
    }
}

/// What is known of every variable.
#[derive(Debug, Clone)]
pub(crate) struct Situation {
    /// The incident's variables, then each child's.
    values: Vec<u32>,
    /// How many variables the incident has.
    incident: u32,
    /// How many variables a child has.
    width: u32,
    /// How many children are evaluated: those listed, or one of whom nothing is known.
    pub(crate) rows: usize,
    /// The children's names; empty where none is known yet.
    pub(crate) names: Vec<Text>,
}

impl Situation {
    /// What the facts say, and what in them the pack does not know.
    pub(crate) fn of(program: &Program, facts: &Facts) -> (Self, Vec<NotUsed>) {
        let incident = program.incident.len();
        let width = PARTS + program.child.len();
        let rows = facts.children.len().max(1);
        let mut not_used = Vec::new();
        let mut values = Vec::with_capacity(incident + width * rows);
        values.extend(program.incident.iter().map(|fact| fact.full));
        let mut given = Given {
            program,
            values: &mut values,
            not_used: &mut not_used,
        };
        given.answers(&program.incident_by_id, &facts.incident, 0, None);
        let mut names: Vec<Text> = Vec::with_capacity(facts.children.len());
        if facts.children.is_empty() {
            values.extend(parts_of(PART_OPEN, |_| false));
            values.extend(program.child.iter().map(|fact| match fact.parts {
                0 => fact.full,
                _ => fact.full | fact.not_arising,
            }));
        }
        for child in &facts.children {
            let name: Text = child.name.as_str().into();
            // A child of whom no part is given is one whose part is not known.
            let open = child.parts.is_empty() || child.parts.contains(&Part::NotKnown);
            let otherwise = if open { PART_OPEN } else { PART_NO };
            let has = child
                .parts
                .iter()
                .filter(|part| **part != Part::NotKnown)
                .fold(0u32, |bits, part| bits | 1 << part_at(*part));
            values.extend(parts_of(otherwise, |part| has & 1 << part_at(part) != 0));
            let first = values.len();
            values.extend(program.child.iter().map(|fact| {
                if fact.parts == 0 || fact.parts & has != 0 {
                    fact.full
                } else if open {
                    fact.full | fact.not_arising
                } else {
                    fact.not_arising
                }
            }));
            let mut given = Given {
                program,
                values: &mut values,
                not_used: &mut not_used,
            };
            given.answers(&program.child_by_id, &child.answers, first, Some(&name));
            names.push(name);
        }
        let situation = Self {
            values,
            incident: u32::try_from(incident).unwrap_or(u32::MAX),
            width: u32::try_from(width).unwrap_or(u32::MAX),
            rows,
            names,
        };
        (situation, not_used)
    }

    /// The values a variable may still have.
    pub(crate) fn get(&self, slot: Slot) -> u32 {
        self.values
            .get(slot.0 as usize)
            .copied()
            .unwrap_or_default()
    }

    /// The values a variable may still have, for the child at `row`.
    pub(crate) fn of_var(&self, var: Var, row: usize) -> u32 {
        self.values
            .get(self.place(var, row))
            .copied()
            .unwrap_or_default()
    }

    /// Sets the values a variable may have, and gives what they were.
    pub(crate) fn set(&mut self, slot: Slot, values: u32) -> u32 {
        self.values
            .get_mut(slot.0 as usize)
            .map_or(0, |found| std::mem::replace(found, values))
    }

    /// Whether more than one value is still possible.
    pub(crate) fn is_open(&self, slot: Slot) -> bool {
        self.get(slot).count_ones() > 1
    }

    /// The slot of a variable for the child at `row`; a variable of the incident is the same for all.
    pub(crate) fn slot(&self, var: Var, row: usize) -> Slot {
        Slot(u32::try_from(self.place(var, row)).unwrap_or(u32::MAX))
    }

    /// The variable of a slot, and the child it is of (0 for the incident).
    pub(crate) fn var(&self, slot: Slot) -> (Var, usize) {
        let narrow = |at: u32| u16::try_from(at).unwrap_or(u16::MAX);
        match slot.0.checked_sub(self.incident) {
            None => (
                Var {
                    child: false,
                    at: narrow(slot.0),
                },
                0,
            ),
            Some(at) => (
                Var {
                    child: true,
                    at: narrow(at.checked_rem(self.width).unwrap_or_default()),
                },
                at.checked_div(self.width).unwrap_or_default() as usize,
            ),
        }
    }

    fn place(&self, var: Var, row: usize) -> usize {
        let at = usize::from(var.at);
        if var.child {
            self.incident as usize + row * self.width as usize + at
        } else {
            at
        }
    }
}

/// Answers being put in their places.
struct Given<'a> {
    program: &'a Program,
    values: &'a mut [u32],
    not_used: &'a mut Vec<NotUsed>,
}

impl Given<'_> {
    /// Puts answers in their places, which begin at `first`. Both lists are in order of id, so one pass finds each.
    fn answers(
        &mut self,
        known: &[(Text, usize)],
        answers: &BTreeMap<String, Answer>,
        first: usize,
        child: Option<&Text>,
    ) {
        let facts = if child.is_some() {
            &self.program.child
        } else {
            &self.program.incident
        };
        let mut known = known.iter().peekable();
        for (id, answer) in answers {
            let mut at = None;
            while let Some((one, stands)) = known.peek() {
                let order = one.as_ref().cmp(id.as_str());
                if order == Ordering::Greater {
                    break;
                }
                known.next();
                if order == Ordering::Equal {
                    at = Some(*stands);
                    break;
                }
            }
            if !answer.is_known() && (at.is_some() || self.program.vars.contains_key(id.as_str())) {
                continue;
            }
            let put = at.and_then(|at| {
                let value = facts.get(at)?.value_of(answer)?;
                *self.values.get_mut(first + at)? = value;
                Some(())
            });
            if put.is_none() {
                self.not_used.push(NotUsed {
                    fact: id.as_str().into(),
                    child: child.cloned(),
                    answer: answer.clone(),
                });
            }
        }
    }
}

fn parts_of(otherwise: u32, has: impl Fn(Part) -> bool) -> impl Iterator<Item = u32> {
    Part::ALL
        .iter()
        .take(PARTS)
        .map(move |part| if has(*part) { PART_YES } else { otherwise })
}
