//! Worked examples are tests: each must hold, and every rule must be met by one and just missed by another.

use std::collections::BTreeSet;

use super::{Checked, written};
use crate::assess::assess;
use crate::assessment::{Assessment, Recommended};
use crate::compile::PART_OPEN;
use crate::decide::{Truth, decide};
use crate::diagram::{Question, shrink};
use crate::example::Example;
use crate::facts::{Answer, Facts};
use crate::item::{Part, Text};
use crate::situation::Situation;

const WHY_EXAMPLE: &str = "An example is what a professional agreed should happen for a child.";

impl Checked<'_> {
    /// Every example holds.
    pub(super) fn examples_hold(&mut self) {
        let pack = self.pack;
        for example in pack.examples() {
            if example.pack.as_ref() != self.only {
                continue;
            }
            let assessment = assess(pack, &example.facts);
            for missed in disagreements(example, &assessment) {
                let what = format!(
                    "The example \u{201c}{}\u{201d} does not hold: {missed}",
                    example.name
                );
                self.at(&example.place, what, WHY_EXAMPLE);
            }
        }
    }

    /// Every rule that can be missed is met by one example, and by another missed by one answer or part.
    pub(super) fn examples_meet_and_just_miss_every_rule(&mut self) {
        let pack = self.pack;
        let assessed: Vec<(&Example, Assessment)> = pack
            .examples()
            .iter()
            .map(|example| (example, assess(pack, &example.facts)))
            .collect();
        let mut told = Vec::new();
        for (at, rule) in self.own_rules() {
            let Some(code) = pack.program.rules.get(at) else {
                continue;
            };
            if code.always || rule.dormant.is_some() {
                continue;
            }
            if !assessed.iter().any(|(_, one)| one.met.contains(&rule.id)) {
                let what = format!("No example meets the rule `{}`.", rule.id);
                let meant = self.meeting(at).map(|facts| written(&facts));
                told.push((rule, what, meant));
            }
            let just_missed = assessed
                .iter()
                .filter(|(_, one)| one.not_met.contains(&rule.id))
                .any(|(example, _)| self.is_one_away(at, example));
            if !just_missed {
                let what = format!(
                    "No example just misses the rule `{}`: one where it is not met, and one other answer or part would meet it.",
                    rule.id
                );
                let meant = self.just_missing(at).map(|facts| written(&facts));
                told.push((rule, what, meant));
            }
        }
        let why = "Where a rule begins and ends is what a lead most needs to be sure of.";
        for (rule, what, meant) in told {
            self.at_meaning(&rule.place, what, why, meant);
        }
    }

    /// The least that meets a rule, to write an example from.
    fn meeting(&self, rule: usize) -> Option<Facts> {
        let said = self.said(rule);
        let question = Question::of(&self.space, &[&said]).ok()?;
        let found = question.witness(&question.truth(&said).ok()?).ok()??;
        Some(shrink(&found, &mut |facts| {
            self.truth(rule, facts) == Some(Truth::True)
        }))
    }

    /// The least that meets a rule, with one answer or part otherwise, so that it is missed.
    fn just_missing(&self, rule: usize) -> Option<Facts> {
        let met = self.meeting(rule)?;
        let mut others: Vec<Facts> = Vec::new();
        for fact in self.pack.facts() {
            let words = self.space.words(&fact.id);
            for word in words.iter().map(|word| Answer::from_word(word)) {
                let mut other = met.clone();
                let children = other.children.iter_mut().map(|child| &mut child.answers);
                for answers in children.chain([&mut other.incident]) {
                    if let Some(answer) = answers.get_mut(fact.id.as_ref()) {
                        *answer = word.clone();
                    }
                }
                others.push(other);
            }
        }
        for (at, child) in met.children.iter().enumerate() {
            for part in &child.parts {
                let mut other = met.clone();
                if let Some(child) = other.children.get_mut(at) {
                    child.parts.remove(part);
                    child.parts.insert(Part::ToldUs);
                    child.parts.remove(&Part::NotKnown);
                }
                others.push(other);
            }
        }
        others
            .into_iter()
            .find(|facts| self.truth(rule, facts) == Some(Truth::False))
    }

    fn truth(&self, rule: usize, facts: &Facts) -> Option<Truth> {
        let code = self.pack.program.rules.get(rule)?;
        let (mut situation, _) = Situation::of(&self.pack.program, facts);
        Some(decide(&code.formula, &mut situation))
    }

    fn is_one_away(&self, rule: usize, example: &Example) -> bool {
        let program = &self.pack.program;
        let Some(code) = program.rules.get(rule) else {
            return false;
        };
        let (mut situation, _) = Situation::of(program, &example.facts);
        code.formula.code.literals().into_iter().any(|literal| {
            let rows = if literal.var.child { situation.rows } else { 1 };
            (0..rows).any(|row| {
                let slot = situation.slot(literal.var, row);
                let values = program
                    .fact_var(literal.var)
                    .map_or(PART_OPEN, |var| var.full);
                let before = situation.get(slot);
                let met = (0..32)
                    .map(|bit| 1u32 << bit)
                    .filter(|bit| bit & values != 0)
                    .any(|bit| {
                        situation.set(slot, bit);
                        decide(&code.formula, &mut situation) == Truth::True
                    });
                situation.set(slot, before);
                met
            })
        })
    }
}

/// What an example expects and the assessment does not say.
fn disagreements(example: &Example, assessment: &Assessment) -> Vec<String> {
    let mut told = Vec::new();
    let expect = &example.expect;
    let names = |list: &[Recommended]| -> Vec<Text> {
        list.iter().map(|one| one.response.clone()).collect()
    };
    let mut same = |what: &str, expected: &Option<Vec<Text>>, found: Vec<Text>| {
        let Some(expected) = expected else { return };
        let set = |list: &[Text]| list.iter().cloned().collect::<BTreeSet<_>>();
        if set(expected) != set(&found) {
            told.push(format!(
                "{what} should be {} and is {}.",
                listed(expected),
                listed(&found)
            ));
        }
    };
    same(
        "called_for",
        &expect.called_for,
        names(&assessment.called_for),
    );
    same(
        "pointed_to",
        &expect.pointed_to,
        names(&assessment.pointed_to),
    );
    same(
        "undecided",
        &expect.undecided,
        assessment
            .undecided
            .iter()
            .map(|one| one.rule.clone())
            .collect(),
    );
    if let Some(expected) = &expect.ask_next {
        let found: Vec<Text> = assessment
            .ask_next
            .iter()
            .map(|one| one.fact.clone())
            .collect();
        if !found.starts_with(expected) || (expected.is_empty() && !found.is_empty()) {
            told.push(format!(
                "ask_next should begin with {} and is {}.",
                listed(expected),
                listed(&found)
            ));
        }
    }
    if let Some(settled) = expect.settled
        && settled != assessment.settled
    {
        let (should, is) = if settled {
            ("be", "is not")
        } else {
            ("not be", "is")
        };
        told.push(format!("it should {should} settled and {is}."));
    }
    let shown: BTreeSet<String> = assessment
        .called_for
        .iter()
        .chain(&assessment.pointed_to)
        .flat_map(|one| one.read_with.iter().map(ToString::to_string))
        .collect();
    for wanted in &expect.shows {
        if !shown.contains(wanted.as_ref()) {
            told.push(format!("it should show {wanted} and does not."));
        }
    }
    for rule in &expect.met {
        if !assessment.met.contains(rule) {
            told.push(format!("the rule {rule} should be met and is not."));
        }
    }
    for rule in &expect.not_met {
        if !assessment.not_met.contains(rule) {
            told.push(format!(
                "the rule {rule} should not be met, and is met or undecided."
            ));
        }
    }
    told
}

fn listed(ids: &[Text]) -> String {
    if ids.is_empty() {
        "nothing".to_owned()
    } else {
        ids.join(", ")
    }
}
