//! What is known, as bits: for every variable the values it may still have.

use crate::assessment::NotUsed;
use crate::compile::{PART_NO, PART_YES, PARTS, Program, Var, part_at};
use crate::facts::{Answer, Facts};
use crate::item::{Part, Text};

/// A variable of the incident (`row` 0) or of the child at `row`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Slot {
    pub(crate) row: usize,
    pub(crate) var: Var,
}

/// What is known of every variable.
#[derive(Debug, Clone)]
pub(crate) struct Situation {
    incident: Vec<u32>,
    children: Vec<u32>,
    width: usize,
    /// How many children are evaluated: those listed, or one of whom nothing is known.
    pub(crate) rows: usize,
    /// The children's names; empty where none is known yet.
    pub(crate) names: Vec<Text>,
}

impl Situation {
    /// What the facts say, and what in them the pack does not know.
    pub(crate) fn of(program: &Program, facts: &Facts) -> (Self, Vec<NotUsed>) {
        let mut not_used = Vec::new();
        let mut incident: Vec<u32> = program.incident.iter().map(|fact| fact.full).collect();
        for (id, answer) in &facts.incident {
            match value_of(program, id, answer, false) {
                Some((var, value)) => {
                    if let Some(slot) = incident.get_mut(usize::from(var.at)) {
                        *slot = value;
                    }
                }
                None if answer.is_known() || !program.vars.contains_key(id.as_str()) => {
                    not_used.push(NotUsed {
                        fact: id.as_str().into(),
                        child: None,
                        answer: answer.clone(),
                    });
                }
                None => {}
            }
        }
        let width = PARTS + program.child.len();
        let rows = facts.children.len().max(1);
        let mut children = Vec::with_capacity(width * rows);
        let mut names: Vec<Text> = Vec::with_capacity(facts.children.len());
        if facts.children.is_empty() {
            children.extend(parts_of(PART_NO | PART_YES, |_| false));
            let may_arise = |fact: &crate::compile::FactVar| match fact.parts {
                0 => fact.full,
                _ => fact.full | fact.not_arising,
            };
            children.extend(program.child.iter().map(may_arise));
        }
        for child in &facts.children {
            let name: Text = child.name.as_str().into();
            // A child of whom no part is given is one whose part is not known.
            let open = child.parts.is_empty() || child.parts.contains(&Part::NotKnown);
            let otherwise = if open { PART_NO | PART_YES } else { PART_NO };
            children.extend(parts_of(otherwise, |part| child.parts.contains(&part)));
            let has = child
                .parts
                .iter()
                .filter(|part| **part != Part::NotKnown)
                .fold(0u32, |bits, part| bits | 1 << part_at(*part));
            let first = children.len();
            children.extend(program.child.iter().map(|fact| {
                if fact.parts == 0 || fact.parts & has != 0 {
                    fact.full
                } else if open {
                    fact.full | fact.not_arising
                } else {
                    fact.not_arising
                }
            }));
            for (id, answer) in &child.answers {
                match value_of(program, id, answer, true) {
                    Some((var, value)) => {
                        if let Some(slot) = children.get_mut(first + usize::from(var.at) - PARTS) {
                            *slot = value;
                        }
                    }
                    None if answer.is_known() || !program.vars.contains_key(id.as_str()) => {
                        not_used.push(NotUsed {
                            fact: id.as_str().into(),
                            child: Some(name.clone()),
                            answer: answer.clone(),
                        });
                    }
                    None => {}
                }
            }
            names.push(name);
        }
        let situation = Self {
            incident,
            children,
            width,
            rows,
            names,
        };
        (situation, not_used)
    }

    /// The values a variable may still have.
    pub(crate) fn get(&self, slot: Slot) -> u32 {
        let at = usize::from(slot.var.at);
        let found = if slot.var.child {
            self.children.get(slot.row * self.width + at)
        } else {
            self.incident.get(at)
        };
        found.copied().unwrap_or_default()
    }

    /// Sets the values a variable may have, and gives what they were.
    pub(crate) fn set(&mut self, slot: Slot, values: u32) -> u32 {
        let at = usize::from(slot.var.at);
        let found = if slot.var.child {
            self.children.get_mut(slot.row * self.width + at)
        } else {
            self.incident.get_mut(at)
        };
        found.map_or(0, |found| std::mem::replace(found, values))
    }

    /// Whether more than one value is still possible.
    pub(crate) fn is_open(&self, slot: Slot) -> bool {
        self.get(slot).count_ones() > 1
    }

    /// The slot of a variable for the child at `row`; a variable of the incident is the same for all.
    pub(crate) fn slot(var: Var, row: usize) -> Slot {
        Slot {
            row: if var.child { row } else { 0 },
            var,
        }
    }
}

fn parts_of(otherwise: u32, has: impl Fn(Part) -> bool) -> impl Iterator<Item = u32> {
    Part::ALL
        .iter()
        .take(PARTS)
        .map(move |part| if has(*part) { PART_YES } else { otherwise })
}

fn value_of(program: &Program, id: &str, answer: &Answer, of_child: bool) -> Option<(Var, u32)> {
    let var = *program.vars.get(id)?;
    if var.child != of_child || !answer.is_known() {
        return None;
    }
    let values = &program.fact_var(var)?.values;
    let at = values
        .iter()
        .position(|value| value.as_ref() == answer.as_str())?;
    Some((var, 1 << at))
}
