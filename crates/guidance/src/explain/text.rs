//! Explanations as plain text, for a terminal: which line stands where. What each line says is a message.

use super::Explanation;
use super::message::{Message, Said};
use super::not_asked::{CannotMatter, NotAsked};
use super::side_by_side::{FactBeside, SideBySide};
use super::smallest::SmallestChanges;
use super::speaker::{Speaker, day, due, duty};
use super::why_not::WhyNot;
use crate::assessment::{Assessment, Reason, Recommended, Reversal};
use crate::item::Text;

/// A page being written.
pub(super) struct Page<'a> {
    pub(super) speaker: Speaker<'a>,
    pub(super) text: String,
}

impl Page<'_> {
    fn line(&mut self, before: &str, message: impl Into<Said>) {
        let message = match message.into() {
            Said::Message(message) => *message,
            other => Message::FactPlain { ask: other },
        };
        self.text.push_str(before);
        self.text.push_str(&self.speaker.say(&message));
        self.text.push('\n');
    }

    fn gap(&mut self) {
        self.text.push('\n');
    }

    /// The result itself.
    pub(super) fn assessment(&mut self, seen: &Assessment) {
        self.line("", self.speaker.pack.title());
        let (pack, version) = (Said::from(&seen.pack), Said::from(&seen.version));
        self.line(
            "",
            match seen.on {
                None => Message::PackNoDay { pack, version },
                Some(on) => Message::PackOn {
                    pack,
                    version,
                    day: day(on).into(),
                },
            },
        );
        self.line("", Message::Recommends);
        self.gap();
        if seen.only_standing_duties {
            self.line("", Message::NoRuleIsMet);
            self.gap();
        }
        self.recommended(Message::CalledFor, &seen.called_for);
        self.recommended(Message::PointedTo, &seen.pointed_to);
        self.open(seen);
    }

    fn recommended(&mut self, heading: Message, list: &[Recommended]) {
        if list.is_empty() {
            return;
        }
        self.line("", heading);
        for (at, one) in list.iter().enumerate() {
            self.line(&format!("{}. ", at + 1), &one.says);
            let (due, duty) = (due(one.by).into(), duty(one.duty).into());
            self.line("   ", Message::ByAndDuty { due, duty });
            if !one.satisfied_by.is_empty() {
                let pack = self.speaker.pack;
                let label = |id: &Text| Said::from(pack.route(id).map_or(id, |one| &one.label));
                let routes = Said::Or(one.satisfied_by.iter().map(label).collect());
                self.line("   ", Message::AnsweredBy { routes });
            }
            for reason in &one.reasons {
                self.reason(reason);
            }
        }
        self.gap();
    }

    fn reason(&mut self, reason: &Reason) {
        self.line("   - ", &reason.says);
        if reason.not_known {
            self.line("     ", Message::NotKnownIsAReason);
        }
        if reason.whichever {
            self.line("     ", Message::Whichever);
        }
        for fact in &reason.facts {
            self.line("     ", self.speaker.fact_used(fact));
        }
        self.line("     ", self.speaker.clause(&reason.source));
        let mut layers = self.speaker.pack.layers().iter();
        if layers.any(|layer| layer.local && layer.id == reason.pack) {
            self.line("     ", Message::LocalRule);
        }
    }

    fn open(&mut self, seen: &Assessment) {
        if seen.settled {
            self.line("", Message::Settled);
        } else {
            self.line("", Message::NotSettled);
            for id in seen.ceiling.iter().filter(|id| !seen.floor.contains(id)) {
                self.line("  - ", self.speaker.response(id));
            }
        }
        self.gap();
        if !seen.ask_next.is_empty() {
            self.line("", Message::AskNext);
            for (at, one) in seen.ask_next.iter().enumerate() {
                let ask = Message::FactPlain {
                    ask: (&one.ask).into(),
                };
                let ask = self.speaker.asked_of(one.of, one.child.as_deref(), ask);
                self.line(&format!("{}. ", at + 1), ask);
                let (why, fact) = ((&one.why).into(), (&one.fact).into());
                self.line("   ", Message::AskWhy { why, fact });
            }
            self.gap();
        }
    }

    /// What would change it, as the assessment found it.
    pub(super) fn would_change(&mut self, seen: &Assessment) {
        if seen.would_change.is_empty() {
            return;
        }
        self.line("", Message::WhatWouldChange);
        for one in &seen.would_change {
            let answers = one.change().map(|one| self.reversal(one)).collect();
            self.line(
                "  ",
                Message::IfSo {
                    answers: Said::And(answers),
                },
            );
            for id in one.adds() {
                let response = self.speaker.response(id);
                self.line("    - ", Message::AddsEither { response });
            }
            for id in one.removes() {
                let response = self.speaker.response(id);
                self.line("    - ", Message::RemovesEither { response });
            }
        }
        self.gap();
    }

    fn reversal(&self, one: Reversal<'_>) -> Said {
        let to = self.speaker.answer(one.fact, one.to.as_str());
        self.speaker
            .otherwise(one.fact, one.child.map(AsRef::as_ref), one.from, to)
    }

    /// What the pack did not know.
    pub(super) fn not_used(&mut self, seen: &Assessment) {
        if seen.not_used.is_empty() {
            return;
        }
        self.line("", Message::NotUsed);
        for one in &seen.not_used {
            let message = Message::NotUsedAnswer {
                fact: (&one.fact).into(),
                answer: self.speaker.answer(&one.fact, one.answer.as_str()),
            };
            let message = self.speaker.of_child(one.child.as_deref(), message);
            self.line("  - ", message);
        }
        self.gap();
    }

    /// Everything that was asked for.
    pub(super) fn explanation(&mut self, told: &Explanation<'_>) {
        self.assessment(told.assessment);
        if let Some(beside) = &told.beside {
            self.beside(beside);
        }
        for one in &told.why_not {
            self.why_not(one);
        }
        if let Some(smallest) = &told.smallest_changes {
            self.smallest(smallest);
        } else {
            self.would_change(told.assessment);
        }
        if let Some(not_asked) = &told.not_asked {
            self.not_asked(not_asked);
        }
        self.not_used(told.assessment);
    }

    fn smallest(&mut self, smallest: &SmallestChanges) {
        self.line("", Message::SmallestChanges);
        for one in &smallest.changes {
            self.line("  ", self.speaker.if_otherwise(&one.answers));
            for (ids, message) in one.altered() {
                for id in ids {
                    let response = self.speaker.response(id);
                    self.line("    - ", message(response));
                }
            }
        }
        let rest = smallest.cannot_be_altered.len();
        if rest > 0 {
            self.line("  ", Message::CannotBeAltered { n: rest.into() });
        }
        if !smallest.not_searched_to_the_end.is_empty() {
            self.line("  ", Message::NotSearchedToTheEnd);
            for id in &smallest.not_searched_to_the_end {
                self.line("    - ", self.speaker.response(id));
            }
        }
        self.gap();
    }

    fn why_not(&mut self, one: &WhyNot) {
        let response = (&one.says).into();
        self.line("", Message::WhyNot { response });
        self.line("  ", self.speaker.reached(one.reached));
        for rule in &one.rules {
            self.line("  - ", self.speaker.rule(rule));
            self.line("    ", self.speaker.needs(rule));
            for (message, waiting, facts) in self.speaker.stands(&rule.stands) {
                self.line("    ", message);
                for on in waiting {
                    self.line("      - ", self.speaker.waiting(on));
                }
                for fact in facts {
                    self.line("      - ", self.speaker.fact(fact));
                }
            }
            self.line("    ", self.speaker.clause(&rule.source));
        }
        self.gap();
    }

    fn not_asked(&mut self, not_asked: &[NotAsked]) {
        if not_asked.is_empty() {
            return;
        }
        self.line("", Message::NotAsked);
        for one in not_asked {
            let ask = Message::FactPlain {
                ask: (&one.ask).into(),
            };
            let ask = self.speaker.asked_of(one.of, one.child.as_deref(), ask);
            self.line("  - ", ask);
            match &one.because {
                CannotMatter::NoRule => self.line("    ", Message::NotAskedNoRule),
                CannotMatter::DoesNotArise(parts) => {
                    self.line("    ", self.speaker.does_not_arise(parts));
                }
                CannotMatter::Rules(rules) => {
                    for rule in rules {
                        let (message, facts) = self.speaker.decided(rule);
                        self.line("    ", message);
                        for fact in facts {
                            self.line("      - ", self.speaker.fact(fact));
                        }
                    }
                }
            }
        }
        self.gap();
    }

    fn beside(&mut self, one: &SideBySide) {
        self.line("", Message::SideBySide);
        if one.is_alike() {
            self.line("  ", Message::SideAlike);
        }
        self.facts_beside(&one.facts);
        let lists = [
            (Message::SideAdded, &one.added),
            (Message::SideRemoved, &one.removed),
            (Message::SideUnchanged, &one.unchanged),
        ];
        for (heading, list) in lists {
            if list.is_empty() {
                continue;
            }
            self.line("  ", heading);
            for response in list {
                self.line("  - ", self.speaker.response_beside(response));
            }
        }
        if !one.rules.is_empty() {
            self.line("  ", Message::RulesMoved);
            for rule in &one.rules {
                self.line("  - ", self.speaker.rule_beside(rule));
                self.line("    ", self.speaker.because(&rule.because));
            }
        }
        let questions = [
            (Message::CameUp, &one.came_up),
            (Message::FellAway, &one.fell_away),
        ];
        for (heading, list) in questions {
            if list.is_empty() {
                continue;
            }
            self.line("  ", heading);
            for question in list {
                self.line("  - ", self.speaker.question_beside(question));
            }
        }
        self.gap();
    }

    fn facts_beside(&mut self, facts: &[FactBeside]) {
        if facts.is_empty() {
            return;
        }
        self.line("  ", Message::FactsOtherwise);
        for (message, _) in self.speaker.facts_beside(facts) {
            self.line("  - ", message);
        }
    }
}
