//! The rules of two packs in one space: each response's difference, and the rules that make it.

use jiff::civil::Date;

use super::{Because, Compared, Comparison, Difference, OtherSays, WhichText, items};
use crate::assess::assess;
use crate::compile::{Era, Mode};
use crate::diagram::{Joined, Question, Said, Space, TooLarge, shrink};
use crate::facts::Facts;
use crate::item::{Text, Unknown};
use crate::pack::Pack;
use crate::problem::Problem;

/// One of two packs, on a day.
struct Edition<'p> {
    pack: &'p Pack,
    on: Option<Date>,
    era: &'p Era,
}

/// A rule that reaches a response.
struct Reaching {
    /// Where it stands in its pack.
    at: usize,
    said: Said,
    acts: bool,
}

/// Two packs to be compared.
pub(super) struct Pair<'p> {
    texts: [Edition<'p>; 2],
    space: Space,
}

impl<'p> Pair<'p> {
    pub(super) fn of(one: (&'p Pack, Option<Date>), other: (&'p Pack, Option<Date>)) -> Self {
        let text = |(pack, on): (&'p Pack, Option<Date>)| Edition {
            pack,
            on,
            era: pack.program.era_on(on),
        };
        Self {
            texts: [text(one), text(other)],
            space: Space::of(&[one.0, other.0]),
        }
    }

    pub(super) fn compared(&self) -> Result<Comparison, Vec<Problem>> {
        let [one, other] = &self.texts;
        let mut differences = Vec::new();
        let mut problems = Vec::new();
        for (id, at) in self.responses() {
            for mode in [Mode::Called, Mode::Pointed] {
                for (side, here) in [(WhichText::One, 0), (WhichText::Other, 1)] {
                    match self.difference(&id, mode, here) {
                        Ok(because) if because.is_empty() => {}
                        Ok(because) => differences.push((
                            at,
                            Difference {
                                says: self.says(here, &id),
                                called: mode == Mode::Called,
                                only: side,
                                absent: self.text(1 - here).pack.response(&id).is_none(),
                                response: id.clone(),
                                because,
                            },
                        )),
                        Err(TooLarge) => problems.push(Problem::new(
                            &one.pack.head.file,
                            None,
                            format!("What calls for `{id}` is too tangled to be compared."),
                            "A difference that is not looked for may be the one that matters.",
                        )),
                    }
                }
            }
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        differences.sort_by_key(|(at, one)| (!one.called, *at));
        Ok(Comparison {
            one: one.told(),
            other: other.told(),
            differences: differences.into_iter().map(|(_, one)| one).collect(),
            changed: items::changed(one.pack, other.pack),
            questions: items::questions(one.pack, other.pack),
            untold: items::untold(one.pack, other.pack, &self.space.untold),
        })
    }

    fn text(&self, at: usize) -> &Edition<'p> {
        let [one, other] = &self.texts;
        if at == 0 { one } else { other }
    }

    /// Every response of either, with how urgent it is: as the second text has it, or as the first where only that has it.
    fn responses(&self) -> Vec<(Text, usize)> {
        let [one, other] = &self.texts;
        let newer = other.pack.responses().iter().enumerate();
        let mut all: Vec<(Text, usize)> = newer.map(|(at, one)| (one.id.clone(), at)).collect();
        for (at, response) in one.pack.responses().iter().enumerate() {
            if !all.iter().any(|(id, _)| *id == response.id) {
                all.push((response.id.clone(), at));
            }
        }
        all
    }

    fn says(&self, at: usize, id: &str) -> Text {
        let response = self.text(at).pack.response(id);
        response.map_or_else(|| id.into(), |one| one.says.clone())
    }

    /// The rules of one pack in force that reach a response.
    fn reaching(&self, at: usize, id: &str, mode: Mode) -> Vec<Reaching> {
        let text = self.text(at);
        let rules = text.pack.rules().iter().enumerate();
        rules
            .filter(|(rule, one)| {
                let reached = match mode {
                    Mode::Called => &one.calls_for,
                    Mode::Pointed => &one.points_to,
                };
                text.era.in_force.get(*rule) == Some(&true)
                    && reached.iter().any(|one| one.as_ref() == id)
            })
            .filter_map(|(rule, one)| {
                let code = text.pack.program.rules.get(rule)?;
                Some(Reaching {
                    at: rule,
                    said: self.space.said(at, text.pack, &code.formula.code),
                    acts: one.unknown == Unknown::Act,
                })
            })
            .collect()
    }

    /// Why the pack `here` asks for a response where the other does not: nothing where that is never so.
    fn difference(&self, id: &Text, mode: Mode, here: usize) -> Result<Vec<Because>, TooLarge> {
        let own = self.reaching(here, id, mode);
        if own.is_empty() {
            return Ok(Vec::new());
        }
        let others = self.reaching(1 - here, id, mode);
        let theirs = Said::Any(others.iter().map(|one| one.said.clone()).collect());
        let mut said: Vec<&Said> = own.iter().map(|one| &one.said).collect();
        said.push(&theirs);
        let question = Question::of(&self.space, &said)?;
        let theirs = question.truth(&theirs)?;
        let mut because = Vec::new();
        for rule in &own {
            let only_here = question.truth(&rule.said)?.without(&theirs)?;
            if let Some(found) = question.witness(&only_here)? {
                because.extend(self.because(id, mode, here, rule, &found, false));
            }
        }
        if because.is_empty() {
            // Where all is known they agree: what remains is what follows from not knowing.
            let acting = own.iter().filter(|rule| rule.acts);
            for rule in acting {
                let open = question.truth(&rule.said)?;
                let met = question.witness(&open)?;
                let missed = question.witness(&open.not())?;
                for found in met.iter().chain(&missed) {
                    let known = self.forgetting(here, rule, found);
                    let said = self.because(id, mode, here, rule, &known, true);
                    if said.is_some() {
                        because.extend(said);
                        break;
                    }
                }
            }
        }
        Ok(because)
    }

    /// The situation with every answer forgotten that the rule turns on.
    fn forgetting(&self, here: usize, rule: &Reaching, facts: &Facts) -> Facts {
        let mut facts = facts.clone();
        if let Some(rule) = self.text(here).pack.rules().get(rule.at) {
            rule.when.walk(&mut |condition| {
                if let crate::Condition::Fact { fact, .. } = condition {
                    facts.incident.remove(fact.as_ref());
                    for child in &mut facts.children {
                        child.answers.remove(fact.as_ref());
                    }
                }
            });
        }
        facts
    }

    fn because(
        &self,
        id: &Text,
        mode: Mode,
        here: usize,
        rule: &Reaching,
        found: &Facts,
        while_not_known: bool,
    ) -> Option<Because> {
        let own = self.text(here);
        let there = self.text(1 - here);
        let rule = own.pack.rules().get(rule.at)?;
        let on = |facts: &Facts, text: &Edition<'_>| Facts {
            on: text.on,
            ..facts.clone()
        };
        // By this very rule here, and not there: on what is known so far.
        let shows = &mut |facts: &Facts| {
            let seen = assess(own.pack, &on(facts, own));
            let listed = match mode {
                Mode::Called => &seen.called_for,
                Mode::Pointed => &seen.pointed_to,
            };
            let by_rule = listed
                .iter()
                .filter(|one| one.response == *id)
                .flat_map(|one| &one.reasons)
                .any(|reason| reason.rule == rule.id && reason.not_known == while_not_known);
            by_rule && self.otherwise(id, mode, there, &on(facts, there)).is_some()
        };
        if !shows(found) {
            return None;
        }
        let example = shrink(found, shows);
        let otherwise = self.otherwise(id, mode, there, &on(&example, there))?;
        Some(Because {
            rule: rule.id.clone(),
            says: rule.says.clone(),
            source: rule.source.clone(),
            in_words: super::example::in_words(&example, &[own.pack, there.pack]),
            example,
            otherwise,
            while_not_known,
        })
    }

    /// What a text says of a response that another asks for in this way; none where it asks for it in the same way.
    fn otherwise(
        &self,
        id: &Text,
        mode: Mode,
        text: &Edition<'_>,
        facts: &Facts,
    ) -> Option<OtherSays> {
        let seen = assess(text.pack, facts);
        let called = seen.floor.contains(id);
        let pointed = seen.pointed_to.iter().any(|one| one.response == *id);
        match mode {
            Mode::Called if called => None,
            Mode::Pointed if pointed => None,
            Mode::Called if pointed => Some(OtherSays::PointedTo),
            Mode::Pointed if called => Some(OtherSays::CalledFor),
            _ => {
                let waits = seen
                    .undecided
                    .iter()
                    .any(|rule| rule.responses.contains(id));
                Some(if waits || seen.ceiling.contains(id) {
                    OtherSays::CouldStill
                } else {
                    OtherSays::Not
                })
            }
        }
    }
}

impl Edition<'_> {
    fn told(&self) -> Compared {
        Compared {
            pack: self.pack.id().into(),
            version: self.pack.version().into(),
            digest: self.pack.digest().into(),
            title: self.pack.title().into(),
            on: self.on,
        }
    }
}
