//! The smallest changes that would alter a result, exactly: for every response, the fewest known answers that would have
//! to be otherwise for it to be called for or pointed to where it is not, or not to be where it is; and every set of that
//! many.
//!
//! **How it searches.** While a response is as it is, there is a set of known answers that keeps it so, whatever becomes
//! of the rest. Every change that alters the response must touch that set. So the search tries the answers of that set one
//! after another, finds what keeps the response as it is *then*, and goes on: first with one answer, then with two. It
//! looks at every set of answers that could do it and at few that could not.
//!
//! **How far it is exhaustive.** Over every answer that was given, every other answer to the same question, and any number
//! of them together. Where it stops early, [`SmallestChanges::not_searched_to_the_end`] says so by response; nothing it did
//! tell is less true for that. It does not suppose other parts of a child, other children, or another day; and what is not
//! known is no answer to reverse: that belongs to what to ask next.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use super::ground::{Ground, Wanted, all_known, rests_on};
use super::message::{Message, Said};
use crate::assess::{answer_of, child_of};
use crate::compile::{Code, Formula, Mode, PARTS, Target, Var, group};
use crate::decide::{Truth, decide, evaluate, open_literals};
use crate::facts::{Answer, Facts};
use crate::item::Text;
use crate::pack::Pack;
use crate::situation::{Situation, Slot};

/// How many situations may be looked at for one response.
const BOUND: usize = 20_000;

/// How many ways what is not known may be tried, to find one that keeps a response from being certain.
const WITNESS_BOUND: u32 = 4096;

/// One known answer, supposed to be otherwise.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Otherwise {
    /// The fact's id.
    pub fact: Text,
    /// The child's name as given; none for the incident.
    pub child: Option<Text>,
    /// The answer as it is.
    pub from: Answer,
    /// The answers any of which would do.
    pub to: Vec<Answer>,
}

/// A set of answers that would alter the result, and everything that it would alter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SmallestChange {
    /// The answers that would all be otherwise.
    pub answers: Vec<Otherwise>,
    /// Responses that would be called for and are not.
    pub calls_for: Vec<Text>,
    /// Responses that would be called for no longer.
    pub no_longer_calls_for: Vec<Text>,
    /// Responses that would be pointed to and are not.
    pub points_to: Vec<Text>,
    /// Responses that would be pointed to no longer.
    pub no_longer_points_to: Vec<Text>,
}

/// What says of a response that it would be altered.
pub type Altered = fn(Said) -> Message;

impl SmallestChange {
    /// What it would alter, each list with the message that says so of a response.
    #[must_use]
    pub fn altered(&self) -> [(&[Text], Altered); 4] {
        [
            (&self.calls_for, |response| Message::Adds { response }),
            (&self.no_longer_calls_for, |response| Message::Removes {
                response,
            }),
            (&self.points_to, |response| Message::AddsPointed {
                response,
            }),
            (&self.no_longer_points_to, |response| {
                Message::RemovesPointed { response }
            }),
        ]
    }
}

/// The smallest changes that would alter a result.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct SmallestChanges {
    /// Those of fewest answers first; among them in the order of the most urgent response that they alter.
    pub changes: Vec<SmallestChange>,
    /// Responses that rules in force reach, of which no known answer, and no number of them, being otherwise would alter
    /// whether they are called for or pointed to.
    pub cannot_be_altered: Vec<Text>,
    /// Responses for which the search stopped early: there may be further sets.
    pub not_searched_to_the_end: Vec<Text>,
}

/// The smallest changes to known answers that would alter what is called for or pointed to.
///
/// Every set told is of the fewest answers for at least one response, and every such set is told unless
/// [`SmallestChanges::not_searched_to_the_end`] names the response. Slower than [`assess`](crate::assess()), which tells
/// sets of one or two answers: for a page, not for every keystroke.
#[must_use]
pub fn smallest_changes(pack: &Pack, facts: &Facts) -> SmallestChanges {
    let mut ground = Ground::of(pack, facts);
    let answers = Answers::given(&ground);
    let targets = &ground.era.targets;
    let called: Vec<bool> = targets
        .iter()
        .map(|one| is_reached(pack, one, &mut ground.situation))
        .collect();
    let mut told = SmallestChanges::default();
    let mut sets: BTreeSet<(usize, usize, Flips)> = BTreeSet::new();
    for (at, (target, called)) in targets.iter().zip(&called).enumerate() {
        let mut search = Search {
            pack,
            target,
            called: *called,
            answers: &answers,
            situation: &mut ground.situation,
            left: BOUND,
            deeper: false,
            tried: BTreeSet::new(),
            found: BTreeSet::new(),
        };
        let ended = search.run();
        let found = std::mem::take(&mut search.found);
        if let Some(id) = pack.responses().get(target.response).map(|one| &one.id) {
            let list = if !ended {
                Some(&mut told.not_searched_to_the_end)
            } else if found.is_empty() {
                Some(&mut told.cannot_be_altered)
            } else {
                None
            };
            if let Some(list) = list
                && !list.contains(id)
            {
                list.push(id.clone());
            }
        }
        for flips in found {
            // A set found for a more urgent response is told there.
            if !sets.iter().any(|(_, _, one)| *one == flips) {
                sets.insert((flips.len(), at, flips));
            }
        }
    }
    for (_, _, flips) in &sets {
        let one = ground.altered(flips, &answers, &called);
        match told
            .changes
            .iter_mut()
            .find(|other| same_but_one_answer(other, &one))
        {
            Some(other) => join(other, &one),
            None => told.changes.push(one),
        }
    }
    told
}

/// Answers that would be otherwise, each with the values it would have, in slot order.
type Flips = Vec<(Slot, u32)>;

/// The answers that were given and could be otherwise, with the groups of values that make a difference to some rule.
struct Answers {
    others: BTreeMap<Slot, Vec<u32>>,
}

impl Answers {
    fn given(ground: &Ground<'_>) -> Self {
        let program = &ground.pack.program;
        let mut sets: BTreeMap<Var, Vec<u32>> = BTreeMap::new();
        for target in &ground.era.targets {
            for literal in target.formula.code.literals() {
                sets.entry(literal.var).or_default().push(literal.set);
            }
        }
        let mut others = BTreeMap::new();
        for (var, sets) in &sets {
            // A child's part is no answer.
            if var.child && usize::from(var.at) < PARTS {
                continue;
            }
            let full = program.full(*var);
            let rows = if var.child { ground.situation.rows } else { 1 };
            for row in 0..rows {
                let slot = ground.situation.slot(*var, row);
                let given = ground.situation.get(slot);
                if given.count_ones() != 1 || given & full == 0 {
                    continue;
                }
                let groups: Vec<u32> = group(full, sets)
                    .into_iter()
                    .filter(|group| group & given == 0)
                    .collect();
                if !groups.is_empty() {
                    others.insert(slot, groups);
                }
            }
        }
        Self { others }
    }
}

/// Whether a target is reached, not knowing counted as a reason where the pack says so.
fn is_reached(pack: &Pack, target: &Target, situation: &mut Situation) -> bool {
    decide(&target.formula, situation) == Truth::True
        || target
            .acting(&pack.program)
            .any(|rule| decide(&rule.formula, situation) != Truth::False)
}

/// The search for one response, called for or pointed to.
struct Search<'s> {
    pack: &'s Pack,
    target: &'s Target,
    called: bool,
    answers: &'s Answers,
    situation: &'s mut Situation,
    left: usize,
    /// Whether a set of one more answer could still do it.
    deeper: bool,
    tried: BTreeSet<Flips>,
    found: BTreeSet<Flips>,
}

impl Search<'_> {
    /// False where it stopped early.
    fn run(&mut self) -> bool {
        let mut flips = Flips::new();
        for most in 1..=self.answers.others.len() {
            self.deeper = false;
            self.tried.clear();
            if !self.at(&mut flips, most) {
                return false;
            }
            if !self.found.is_empty() || !self.deeper {
                break;
            }
        }
        true
    }

    fn at(&mut self, flips: &mut Flips, most: usize) -> bool {
        if self.left == 0 {
            return false;
        }
        self.left -= 1;
        if !flips.is_empty() && is_reached(self.pack, self.target, self.situation) != self.called {
            self.found.insert(flips.clone());
            return true;
        }
        let touch = self.keeps_it_so(flips);
        if flips.len() == most {
            self.deeper |= !touch.is_empty();
            return true;
        }
        for slot in touch {
            for values in self.answers.others.get(&slot).into_iter().flatten() {
                let place = flips.partition_point(|(one, _)| *one < slot);
                flips.insert(place, (slot, *values));
                let mut ended = true;
                if self.tried.insert(flips.clone()) {
                    let before = self.situation.set(slot, *values);
                    ended = self.at(flips, most);
                    self.situation.set(slot, before);
                }
                flips.remove(place);
                if !ended {
                    return false;
                }
            }
        }
        true
    }

    /// Answers of which one at least has to be otherwise, beside those that are supposed so already.
    fn keeps_it_so(&mut self, flips: &Flips) -> Vec<Slot> {
        let program = &self.pack.program;
        let target = self.target;
        let mut kept = if self.called {
            // Any one thing that keeps it reached has to be undone.
            let mut ways = Vec::new();
            if decide(&target.formula, self.situation) == Truth::True {
                ways.push(self.enough(&target.formula.code, Truth::True));
            }
            for rule in target.acting(program) {
                match decide(&rule.formula, self.situation) {
                    Truth::True => ways.push(self.enough(&rule.formula.code, Truth::True)),
                    Truth::Open => ways.push(self.possible(&rule.formula, Truth::True)),
                    Truth::False => {}
                }
            }
            ways.into_iter()
                .map(|way| self.open_to_change(way, flips))
                .min_by_key(Vec::len)
                .unwrap_or_default()
        } else {
            // It is reached as soon as it is certain, or as soon as a rule for which not knowing is a reason may be met.
            let mut all = self.possible(&target.formula, Truth::False);
            for rule in target.acting(program) {
                all.extend(self.enough(&rule.formula.code, Truth::False));
            }
            self.open_to_change(all, flips)
        };
        kept.sort_unstable();
        kept.dedup();
        kept
    }

    fn open_to_change(&self, slots: Vec<Slot>, flips: &Flips) -> Vec<Slot> {
        slots
            .into_iter()
            .filter(|slot| self.answers.others.contains_key(slot))
            .filter(|slot| !flips.iter().any(|(one, _)| one == slot))
            .collect()
    }

    fn enough(&mut self, code: &Code, truth: Truth) -> Vec<Slot> {
        rests_on(code, self.situation, 0, truth, Wanted::Enough)
    }

    /// What keeps a truth possible: what it rests on, for one way in which the rest may turn out.
    fn possible(&mut self, formula: &Formula, truth: Truth) -> Vec<Slot> {
        let before = self.situation.clone();
        let mut left = WITNESS_BOUND;
        let slots = if turn_out(&formula.code, self.situation, truth, &mut left) {
            rests_on(&formula.code, self.situation, 0, truth, Wanted::Enough)
        } else {
            // None was found in time: everything known that stands in it is enough.
            all_known(&formula.code, &before, 0)
        };
        *self.situation = before;
        slots
    }
}

/// Lets what is open turn out so that `code` has this truth, where it can.
fn turn_out(code: &Code, situation: &mut Situation, wanted: Truth, left: &mut u32) -> bool {
    let truth = evaluate(code, situation, 0);
    if truth != Truth::Open {
        return truth == wanted;
    }
    if *left == 0 {
        return false;
    }
    *left -= 1;
    let mut open = Vec::new();
    open_literals(code, situation, &mut open);
    let Some((slot, _)) = open.first().copied() else {
        return false;
    };
    let sets: Vec<u32> = open
        .iter()
        .filter(|(one, _)| *one == slot)
        .map(|(_, set)| *set)
        .collect();
    let values = situation.get(slot);
    for group in group(values, &sets) {
        situation.set(slot, group);
        if turn_out(code, situation, wanted, left) {
            return true;
        }
    }
    situation.set(slot, values);
    false
}

impl Ground<'_> {
    /// Everything that a set of answers would alter.
    fn altered(&mut self, flips: &Flips, answers: &Answers, called: &[bool]) -> SmallestChange {
        let mut change = SmallestChange {
            answers: flips
                .iter()
                .filter_map(|(slot, values)| self.otherwise(*slot, *values))
                .collect(),
            calls_for: Vec::new(),
            no_longer_calls_for: Vec::new(),
            points_to: Vec::new(),
            no_longer_points_to: Vec::new(),
        };
        debug_assert!(
            flips
                .iter()
                .all(|(slot, _)| answers.others.contains_key(slot))
        );
        let before = self.situation.clone();
        for (slot, values) in flips {
            self.situation.set(*slot, *values);
        }
        for (target, called) in self.era.targets.iter().zip(called) {
            let now = is_reached(self.pack, target, &mut self.situation);
            let Some(response) = self.pack.responses().get(target.response) else {
                continue;
            };
            let list = match (target.mode, *called, now) {
                (Mode::Called, false, true) => &mut change.calls_for,
                (Mode::Called, true, false) => &mut change.no_longer_calls_for,
                (Mode::Pointed, false, true) => &mut change.points_to,
                (Mode::Pointed, true, false) => &mut change.no_longer_points_to,
                _ => continue,
            };
            list.push(response.id.clone());
        }
        self.situation = before;
        change
    }

    fn otherwise(&self, slot: Slot, values: u32) -> Option<Otherwise> {
        let (var, _) = self.situation.var(slot);
        let var = self.pack.program.fact_var(var)?;
        let to = (0..u32::BITS)
            .map(|bit| 1 << bit)
            .filter(|bit| values & bit != 0)
            .map(|bit| answer_of(&var.values, bit))
            .collect();
        Some(Otherwise {
            fact: self.pack.facts().get(var.fact)?.id.clone(),
            child: child_of(&self.situation, slot),
            from: answer_of(&var.values, self.situation.get(slot)),
            to,
        })
    }
}

/// Whether two changes alter the same by the same answers, of which one only would be otherwise in another way.
fn same_but_one_answer(one: &SmallestChange, other: &SmallestChange) -> bool {
    let differ = one
        .answers
        .iter()
        .zip(&other.answers)
        .filter(|(a, b)| a.to != b.to);
    one.answers.len() == other.answers.len()
        && one
            .answers
            .iter()
            .zip(&other.answers)
            .all(|(a, b)| a.fact == b.fact && a.child == b.child)
        && differ.count() == 1
        && one.calls_for == other.calls_for
        && one.no_longer_calls_for == other.no_longer_calls_for
        && one.points_to == other.points_to
        && one.no_longer_points_to == other.no_longer_points_to
}

fn join(one: &mut SmallestChange, other: &SmallestChange) {
    for (answer, more) in one.answers.iter_mut().zip(&other.answers) {
        for to in &more.to {
            if !answer.to.contains(to) {
                answer.to.push(to.clone());
            }
        }
    }
}
