//! Two results side by side: before and after a new fact, or the same facts under two packs. What was added and what fell
//! away, which rules stand differently, and because of which facts.

use std::collections::BTreeSet;

use serde::Serialize;

use super::ground::{Ground, Wanted, all_slots, rests_on};
use crate::assess::{child_of, fact_used};
use crate::assessment::{AskNext, Assessment, PARTS, RuleStatus};
use crate::compile::PARTS as PART_VARS;
use crate::decide::{Truth, open_literals};
use crate::facts::{Answer, ChildFacts, Facts};
use crate::item::{Of, Part, Text};
use crate::pack::Pack;
use crate::situation::Slot;

/// One side: what was asked, on what was known, and what came of it.
#[derive(Debug, Clone, Copy)]
pub struct Side<'a> {
    /// The pack that was asked.
    pub pack: &'a Pack,
    /// What was known.
    pub facts: &'a Facts,
    /// What came of it, as [`assess`](crate::assess()) gave it for this pack and these facts.
    pub assessment: &'a Assessment,
}

/// How far a side reaches a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Asks {
    /// Neither called for nor pointed to, or not known to that side's pack.
    Not,
    /// Pointed to, and not called for.
    PointsTo,
    /// Called for.
    CallsFor,
}

/// A response on both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ResponseBeside {
    /// The response's id.
    pub response: Text,
    /// What must happen, in the words of the later side that has it.
    pub says: Text,
    /// Before, or on the first side.
    pub before: Asks,
    /// After, or on the second side.
    pub after: Asks,
}

/// A fact that is known otherwise on the second side.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct FactBeside {
    /// The fact's id; [`PARTS`] where it is a child's part.
    pub fact: Text,
    /// The child's name as given; none for the incident.
    pub child: Option<Text>,
    /// The part, where the fact is a child's part.
    pub part: Option<Part>,
    /// On the first side; none where that side knows of no such child.
    pub before: Option<Answer>,
    /// On the second side; none where that side knows of no such child.
    pub after: Option<Answer>,
}

/// Why a rule stands differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case", tag = "is")]
pub enum RuleMoved {
    /// These facts are known otherwise.
    Facts {
        /// The facts.
        facts: Vec<FactBeside>,
        /// Children whom only one side knows, where the rule asks about children.
        children: Vec<Text>,
    },
    /// The rule reads otherwise in the second side's pack.
    ReadsOtherwise,
    /// Only the first side's pack has the rule.
    GoneFromThePack,
    /// Only the second side's pack has the rule.
    NewInThePack,
    /// It is in force on the day of one side only.
    TheDay,
}

/// A rule that stands differently.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleBeside {
    /// The rule's id.
    pub rule: Text,
    /// What it means that it is met.
    pub says: Text,
    /// How it stood on the first side; none where it was not in force there.
    pub before: Option<RuleStatus>,
    /// How it stands on the second; none where it is not in force there.
    pub after: Option<RuleStatus>,
    /// Why.
    pub because: RuleMoved,
}

/// A question that only one side puts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuestionBeside {
    /// The fact's id; [`PARTS`] for a child's part.
    pub fact: Text,
    /// Asked of the incident or of a child.
    pub of: Of,
    /// The child's name as given; none for the incident, or where no child is known yet.
    pub child: Option<Text>,
    /// The question.
    pub ask: Text,
    /// The answer the second side knows, where that is why it is not put any more.
    pub answered: Option<Answer>,
}

/// Two results side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SideBySide {
    /// Both sides asked exactly the same pack, byte for byte.
    pub same_pack: bool,
    /// What is known otherwise.
    pub facts: Vec<FactBeside>,
    /// Responses asked for more strongly on the second side.
    pub added: Vec<ResponseBeside>,
    /// Responses asked for less strongly on the second side.
    pub removed: Vec<ResponseBeside>,
    /// Responses that both sides ask for alike.
    pub unchanged: Vec<ResponseBeside>,
    /// Rules that stand differently.
    pub rules: Vec<RuleBeside>,
    /// Questions that only the second side puts.
    pub came_up: Vec<QuestionBeside>,
    /// Questions that only the first side puts.
    pub fell_away: Vec<QuestionBeside>,
}

impl SideBySide {
    /// Whether both sides ask for the same, put the same questions and have every rule stand alike.
    #[must_use]
    pub fn is_alike(&self) -> bool {
        self.added.is_empty()
            && self.removed.is_empty()
            && self.rules.is_empty()
            && self.came_up.is_empty()
            && self.fell_away.is_empty()
    }
}

/// Two results side by side, in the order of the second side's pack.
#[must_use]
pub fn side_by_side(before: Side<'_>, after: Side<'_>) -> SideBySide {
    let facts = facts_beside(before.facts, after.facts);
    let (mut added, mut removed, mut unchanged) = (Vec::new(), Vec::new(), Vec::new());
    for one in responses(before, after) {
        match one.before.cmp(&one.after) {
            std::cmp::Ordering::Less => added.push(one),
            std::cmp::Ordering::Greater => removed.push(one),
            std::cmp::Ordering::Equal if one.after == Asks::Not => {}
            std::cmp::Ordering::Equal => unchanged.push(one),
        }
    }
    SideBySide {
        same_pack: before.pack.digest() == after.pack.digest(),
        rules: rules(before, after, &facts),
        came_up: only_first(
            &after.assessment.ask_next,
            &before.assessment.ask_next,
            None,
        ),
        fell_away: only_first(
            &before.assessment.ask_next,
            &after.assessment.ask_next,
            Some(after.facts),
        ),
        facts,
        added,
        removed,
        unchanged,
    }
}

fn asks(side: Side<'_>, response: &str) -> Asks {
    let seen = side.assessment;
    if seen.calls_for(response) {
        Asks::CallsFor
    } else if seen
        .pointed_to
        .iter()
        .any(|one| one.response.as_ref() == response)
    {
        Asks::PointsTo
    } else {
        Asks::Not
    }
}

fn responses(before: Side<'_>, after: Side<'_>) -> Vec<ResponseBeside> {
    let gone = before.pack.responses().iter();
    let gone = gone.filter(|one| after.pack.response(&one.id).is_none());
    let all = after.pack.responses().iter().chain(gone);
    all.map(|one| ResponseBeside {
        response: one.id.clone(),
        says: one.says.clone(),
        before: asks(before, &one.id),
        after: asks(after, &one.id),
    })
    .collect()
}

/// What is known otherwise: the incident's facts, then each child's, and each part they had.
fn facts_beside(before: &Facts, after: &Facts) -> Vec<FactBeside> {
    let mut beside = Vec::new();
    let nobody = ChildFacts::default();
    let child = |facts: &Facts, name: &str| {
        let mut children = facts.children.iter();
        children.find(|one| one.name == name).cloned()
    };
    let mut answers = |name: Option<&str>, one: Option<&ChildFacts>, other: Option<&ChildFacts>| {
        let (first, second) = match name {
            None => (&before.incident, &after.incident),
            Some(_) => (
                &one.unwrap_or(&nobody).answers,
                &other.unwrap_or(&nobody).answers,
            ),
        };
        let there = |side: Option<&ChildFacts>| name.is_none() || side.is_some();
        let ids: BTreeSet<&String> = first.keys().chain(second.keys()).collect();
        for id in ids {
            let (was, is) = (
                first.get(id).cloned().unwrap_or_default(),
                second.get(id).cloned().unwrap_or_default(),
            );
            if was != is {
                beside.push(FactBeside {
                    fact: id.as_str().into(),
                    child: name.map(Text::from),
                    part: None,
                    before: there(one).then_some(was),
                    after: there(other).then_some(is),
                });
            }
        }
        let (one, other) = match name {
            None => return,
            Some(_) => (one, other),
        };
        for part in Part::ALL.iter().filter(|part| **part != Part::NotKnown) {
            let (was, is) = (
                one.map(|one| had(one, *part)),
                other.map(|one| had(one, *part)),
            );
            if was != is {
                beside.push(FactBeside {
                    fact: PARTS.into(),
                    child: name.map(Text::from),
                    part: Some(*part),
                    before: was,
                    after: is,
                });
            }
        }
    };
    answers(None, None, None);
    let mut names: Vec<&str> = Vec::new();
    for one in before.children.iter().chain(&after.children) {
        if !names.contains(&one.name.as_str()) {
            names.push(&one.name);
        }
    }
    for name in names {
        let (one, other) = (child(before, name), child(after, name));
        answers(Some(name), one.as_ref(), other.as_ref());
    }
    beside
}

fn had(child: &ChildFacts, part: Part) -> Answer {
    if child.parts.contains(&part) {
        Answer::Yes
    } else if child.parts.is_empty() || child.parts.contains(&Part::NotKnown) {
        Answer::NotKnown
    } else {
        Answer::No
    }
}

fn rules(before: Side<'_>, after: Side<'_>, facts: &[FactBeside]) -> Vec<RuleBeside> {
    let (mut first, mut second) = (
        Ground::of(before.pack, before.facts),
        Ground::of(after.pack, after.facts),
    );
    let gone = before.pack.rules().iter();
    let gone = gone.filter(|one| after.pack.rule(&one.id).is_none());
    let all = after.pack.rules().iter().chain(gone);
    all.filter_map(|rule| {
        let was = before.assessment.rule_status(&rule.id);
        let is = after.assessment.rule_status(&rule.id);
        let (old, new) = (before.pack.rule(&rule.id), after.pack.rule(&rule.id));
        if was == is {
            return None;
        }
        let because = match (old, new) {
            (None, _) => RuleMoved::NewInThePack,
            (_, None) => RuleMoved::GoneFromThePack,
            (Some(old), Some(new))
                if old.when != new.when
                    || old.unknown != new.unknown
                    || old.dormant != new.dormant =>
            {
                RuleMoved::ReadsOtherwise
            }
            _ if was.is_none() || is.is_none() => RuleMoved::TheDay,
            _ => {
                let mut behind = first.behind_status(&rule.id);
                behind.extend(second.behind_status(&rule.id));
                let moved = |one: &&FactBeside| {
                    let same = |(fact, child, part): &Named| {
                        *fact == one.fact && *part == one.part && *child == one.child
                    };
                    behind.iter().any(same)
                };
                let of_child = |(fact, _, part): &Named| {
                    let fact = after.pack.fact(fact);
                    part.is_some() || fact.is_some_and(|one| one.of == Of::Child)
                };
                RuleMoved::Facts {
                    facts: facts.iter().filter(moved).cloned().collect(),
                    children: if behind.iter().any(of_child) {
                        on_one_side(before.facts, after.facts)
                    } else {
                        Vec::new()
                    },
                }
            }
        };
        Some(RuleBeside {
            rule: rule.id.clone(),
            says: rule.says.clone(),
            before: was,
            after: is,
            because,
        })
    })
    .collect()
}

/// The children whom only one side knows.
fn on_one_side(before: &Facts, after: &Facts) -> Vec<Text> {
    let knows = |facts: &Facts, name: &str| facts.children.iter().any(|one| one.name == name);
    let went = before.children.iter();
    let went = went.filter(|one| !knows(after, &one.name));
    let came = after.children.iter();
    let came = came.filter(|one| !knows(before, &one.name));
    went.chain(came)
        .map(|one| one.name.as_str().into())
        .collect()
}

/// A fact by its id, the child it is of, and the part where it is one.
type Named = (Text, Option<Text>, Option<Part>);

impl Ground<'_> {
    /// The facts on which the status of a rule rests: those that meet it, stand against it or are open.
    fn behind_status(&mut self, rule: &str) -> Vec<Named> {
        let mut all = self.pack.rules().iter();
        let Some(at) = all.position(|one| one.id.as_ref() == rule) else {
            return Vec::new();
        };
        let (Some(truth), Some(code)) = (self.truth(at), self.pack.program.rules.get(at)) else {
            return Vec::new();
        };
        let code = &code.formula.code;
        let slots: Vec<Slot> = match truth {
            Truth::Open => {
                let mut open = Vec::new();
                open_literals(code, &mut self.situation, &mut open);
                open.into_iter().map(|(slot, _)| slot).collect()
            }
            truth => rests_on(code, &mut self.situation, 0, truth, Wanted::Every),
        };
        let slots = if slots.is_empty() {
            all_slots(code, &self.situation, 0)
        } else {
            slots
        };
        let mut named: Vec<Named> = Vec::with_capacity(slots.len());
        for slot in slots {
            let (var, _) = self.situation.var(slot);
            let child = child_of(&self.situation, slot);
            let Some(used) = fact_used(self.pack, &self.situation, slot) else {
                continue;
            };
            named.push((used.fact.clone(), child.clone(), used.part));
            // Whether a question arises turns on the parts the child had.
            let parts = self.pack.program.fact_var(var).map_or(0, |one| one.parts);
            if var.child && usize::from(var.at) >= PART_VARS && parts != 0 {
                let of = Part::ALL.iter().enumerate().take(PART_VARS);
                let of = of.filter(|(at, _)| parts & 1 << at != 0);
                named.extend(of.map(|(_, part)| (PARTS.into(), child.clone(), Some(*part))));
            }
        }
        named
    }
}

/// The questions that stand in the first list and not in the second. A question put of a child not yet known is the same
/// as that question put of one who is.
fn only_first(
    first: &[AskNext],
    second: &[AskNext],
    answered_in: Option<&Facts>,
) -> Vec<QuestionBeside> {
    let same = |one: &AskNext, other: &AskNext| {
        let not_yet_known = one.of == Of::Child && (one.child.is_none() || other.child.is_none());
        one.fact == other.fact && (one.child == other.child || not_yet_known)
    };
    first
        .iter()
        .filter(|one| !second.iter().any(|other| same(one, other)))
        .map(|one| QuestionBeside {
            fact: one.fact.clone(),
            of: one.of,
            child: one.child.clone(),
            ask: one.ask.clone(),
            answered: answered_in
                .and_then(|facts| answer(facts, &one.fact, one.child.as_deref()))
                .filter(Answer::is_known),
        })
        .collect()
}

fn answer(facts: &Facts, fact: &str, child: Option<&str>) -> Option<Answer> {
    match child {
        None => facts.incident.get(fact).cloned(),
        Some(child) => facts
            .children
            .iter()
            .find(|one| one.name == child)?
            .answers
            .get(fact)
            .cloned(),
    }
}
