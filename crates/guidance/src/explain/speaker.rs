//! What explanations are, turned into messages: the words of a pack and the names of children go in, a sentence comes out
//! in the language that was asked for.

use jiff::civil::Date;

use super::ground::FactBehind;
use super::message::{Message, Said};
use super::not_asked::{Decided, RuleDecided};
use super::side_by_side::{
    Asks, FactBeside, QuestionBeside, ResponseBeside, RuleBeside, RuleMoved,
};
use super::smallest::Otherwise;
use super::why_not::{HowFar, Reaches, RuleWhyNot, Stands};
use super::words::Words;
use crate::assessment::{FactUsed, PARTS, RuleStatus, WaitingOn};
use crate::condition::Condition;
use crate::facts::Answer;
use crate::item::{Due, Duty, Of, Part, Text};
use crate::pack::Pack;
use crate::source::{Mark, SourceRef};

/// How a child's label is shown.
type Naming<'a> = &'a dyn Fn(&str) -> Text;

/// Says explanations in a language, with the questions and answers of a pack.
#[derive(Clone, Copy)]
pub struct Speaker<'a> {
    pub(super) pack: &'a Pack,
    pub(super) words: &'a Words,
    naming: Option<Naming<'a>>,
}

impl std::fmt::Debug for Speaker<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Speaker")
            .field("words", self.words)
            .finish_non_exhaustive()
    }
}

impl<'a> Speaker<'a> {
    /// Children are named as the facts named them.
    #[must_use]
    pub fn new(pack: &'a Pack, words: &'a Words) -> Self {
        Self {
            pack,
            words,
            naming: None,
        }
    }

    /// Children are named as `naming` says, which is given the label from the facts.
    #[must_use]
    pub fn naming(self, naming: Naming<'a>) -> Self {
        Self {
            naming: Some(naming),
            ..self
        }
    }

    /// What a message says.
    #[must_use]
    pub fn say(&self, message: &Message) -> String {
        self.words.say(message)
    }

    /// A condition, on one line.
    #[must_use]
    pub fn condition(&self, condition: &Condition) -> Said {
        let list = |of: &[Condition]| of.iter().map(|one| self.inside(one)).collect();
        match condition {
            Condition::Always => Message::Always.into(),
            Condition::Fact { fact, is } => {
                let answers = is.iter().map(|word| self.answer(fact, word)).collect();
                let quoted = Message::Quoted {
                    text: self.ask(fact),
                };
                Message::FactIs {
                    ask: quoted.into(),
                    answers: Said::Or(answers),
                }
                .into()
            }
            Condition::Part(part) => Message::ChildHadPart {
                part: part_of(*part).into(),
            }
            .into(),
            Condition::Not(inner) => Message::NotSo {
                inner: self.inside(inner),
            }
            .into(),
            Condition::All(of) => Said::And(list(of)),
            Condition::Any(of) => Said::Or(list(of)),
            Condition::AtLeast { n, of } => Message::AtLeast {
                n: (*n).into(),
                list: Said::Then(list(of)),
            }
            .into(),
            Condition::AnyChild(inner) => Message::AnyChild {
                inner: self.condition(inner),
            }
            .into(),
            Condition::EveryChild(inner) => Message::EveryChild {
                inner: self.condition(inner),
            }
            .into(),
        }
    }

    /// A condition inside another: in brackets where it is itself a list.
    fn inside(&self, condition: &Condition) -> Said {
        let said = self.condition(condition);
        match condition {
            Condition::All(of) | Condition::Any(of) | Condition::AtLeast { of, .. }
                if of.len() > 1 =>
            {
                Message::InBrackets { inner: said }.into()
            }
            Condition::AnyChild(_) | Condition::EveryChild(_) => {
                Message::InBrackets { inner: said }.into()
            }
            _ => said,
        }
    }

    /// A question, in the pack's words.
    #[must_use]
    pub fn ask(&self, fact: &str) -> Said {
        if fact == PARTS {
            return (&self.pack.program.said.parts_question.ask).into();
        }
        match self.pack.fact(fact) {
            Some(fact) => (&fact.ask).into(),
            None => fact.into(),
        }
    }

    /// An answer: a pack's own words for a choice, a message for yes, no and not known.
    #[must_use]
    pub fn answer(&self, fact: &str, word: &str) -> Said {
        let named = self.pack.fact(fact).and_then(|fact| {
            let mut choices = fact.choices.iter();
            choices.find(|one| one.id.as_ref() == word)
        });
        match (named, word) {
            (Some(choice), _) => (&choice.label).into(),
            (None, "yes") => Message::AnswerYes.into(),
            (None, "no") => Message::AnswerNo.into(),
            (None, "not-known") => Message::AnswerNotKnown.into(),
            (None, other) => other.into(),
        }
    }

    /// An answer that stands by itself, as a person gives it.
    #[must_use]
    pub fn answer_alone(&self, fact: &str, word: &str) -> Said {
        match word {
            "yes" => Message::SaysYes.into(),
            "no" => Message::SaysNo.into(),
            "not-known" => Message::SaysNotKnown.into(),
            other => self.answer(fact, other),
        }
    }

    /// Said of a child, or as it stands where it is of the incident.
    #[must_use]
    pub fn of_child(&self, child: Option<&str>, message: Message) -> Message {
        match child {
            None => message,
            Some(child) => Message::OfChild {
                child: self.child(child),
                text: message.into(),
            },
        }
    }

    /// A question said of whom it is asked; where no child is known yet, of a child not yet known.
    #[must_use]
    pub fn asked_of(&self, of: Of, child: Option<&str>, message: Message) -> Message {
        match (of, child) {
            (Of::Child, None) => Message::OfChild {
                child: Message::AChildNotYetKnown.into(),
                text: message.into(),
            },
            (_, child) => self.of_child(child, message),
        }
    }

    fn child(&self, label: &str) -> Said {
        match self.naming {
            Some(naming) => Said::Text(naming(label)),
            None => label.into(),
        }
    }

    /// A fact behind a reason.
    #[must_use]
    pub fn fact_used(&self, fact: &FactUsed) -> Message {
        let answer = self.answer_alone(&fact.fact, fact.answer.as_str());
        let message = match fact.part {
            Some(part) => Message::FactPart {
                part: part_of(part).into(),
                answer,
            },
            None => Message::FactKnown {
                ask: (&fact.ask).into(),
                answer,
            },
        };
        self.of_child(fact.child.as_deref(), message)
    }

    /// A fact behind an explanation.
    #[must_use]
    pub fn fact(&self, behind: &FactBehind) -> Message {
        let fact = &behind.fact;
        if !behind.does_not_arise {
            return self.fact_used(fact);
        }
        let ask = (&fact.ask).into();
        self.of_child(fact.child.as_deref(), Message::FactDoesNotArise { ask })
    }

    /// A question that something waits on.
    #[must_use]
    pub fn waiting(&self, on: &WaitingOn) -> Message {
        let ask = self.ask(&on.fact);
        let of = match self.pack.fact(&on.fact) {
            Some(fact) => fact.of,
            None if on.fact.as_ref() == PARTS => Of::Child,
            None => Of::Incident,
        };
        self.asked_of(of, on.child.as_deref(), Message::FactPlain { ask })
    }

    /// Where a point comes from, and how it was verified.
    #[must_use]
    pub fn clause(&self, source: &SourceRef) -> Message {
        let title = match self.pack.source(&source.id) {
            Some(one) => (&one.title).into(),
            None => (&source.id).into(),
        };
        let mark = Said::from(mark(source.mark));
        let clause = match source.section.as_ref() {
            None => Message::Clause { title, mark },
            Some(section) if section.starts_with(|first: char| first.is_ascii_digit()) => {
                let section = section.into();
                Message::ClauseSection {
                    title,
                    section,
                    mark,
                }
            }
            Some(section) => {
                let section = section.into();
                Message::ClausePlace {
                    title,
                    section,
                    mark,
                }
            }
        };
        match source.item.as_ref() {
            None => clause,
            Some(item) => Message::ClauseItem {
                clause: clause.into(),
                item: item.into(),
            },
        }
    }

    /// What a response asks for, in the pack's words.
    #[must_use]
    pub fn response(&self, id: &str) -> Said {
        match self.pack.response(id) {
            Some(response) => (&response.says).into(),
            None => id.into(),
        }
    }

    /// How far a response is reached.
    #[must_use]
    pub fn reached(&self, reached: HowFar) -> Message {
        match reached {
            HowFar::CalledFor => Message::WhyNotCalledFor,
            HowFar::PointedTo => Message::WhyNotPointedTo,
            HowFar::CouldBe => Message::WhyNotCouldBe,
            HowFar::No => Message::WhyNotNo,
            HowFar::NoRuleInForce => Message::WhyNotNoRuleInForce,
            HowFar::NoRule => Message::WhyNotNoRule,
        }
    }

    /// A rule that could reach a response, and how.
    #[must_use]
    pub fn rule(&self, rule: &RuleWhyNot) -> Message {
        let says = (&rule.says).into();
        match rule.reaches {
            Reaches::CallsFor => Message::RuleCalls { says },
            Reaches::PointsTo => Message::RulePoints { says },
        }
    }

    /// What a rule needs.
    #[must_use]
    pub fn needs(&self, rule: &RuleWhyNot) -> Message {
        Message::Needed {
            condition: self.condition(&rule.needs),
        }
    }

    /// How a rule stands: what is said, what it waits on, and the facts that are said beside it.
    #[must_use]
    pub fn stands<'s>(
        &self,
        stands: &'s Stands,
    ) -> Vec<(Message, &'s [WaitingOn], &'s [FactBehind])> {
        match stands {
            Stands::Dormant { why } => vec![(Message::StandsDormant { why: why.into() }, &[], &[])],
            Stands::NotInForce { dates } => {
                let from = day(dates.from).into();
                let message = match dates.to {
                    None => Message::StandsNotInForceFrom { from },
                    Some(to) => Message::StandsNotInForceBetween {
                        from,
                        to: day(to).into(),
                    },
                };
                vec![(message, &[], &[])]
            }
            Stands::Met { because } if because.is_empty() => {
                vec![(Message::StandsMetAlways, &[], &[])]
            }
            Stands::Met { because } => vec![(Message::StandsMet, &[], because)],
            Stands::MetAsNotKnown { waiting_on } => {
                vec![(Message::StandsMetAsNotKnown, waiting_on, &[])]
            }
            Stands::Waits {
                waiting_on,
                against,
            } => {
                let mut said: Vec<(Message, &[WaitingOn], &[FactBehind])> =
                    vec![(Message::StandsWaits, waiting_on, &[])];
                if !against.is_empty() {
                    said.push((Message::StandsWaitsAgainst, &[], against));
                }
                said
            }
            Stands::NotMet { against } if against.is_empty() => {
                vec![(Message::StandsNotMetEver, &[], &[])]
            }
            Stands::NotMet { against } => vec![(Message::StandsNotMet, &[], against)],
        }
    }

    /// Why an answer cannot matter in a rule, and the facts that are said beside it.
    #[must_use]
    pub fn decided<'s>(&self, rule: &'s RuleDecided) -> (Message, &'s [FactBehind]) {
        let says = Said::from(&rule.says);
        match &rule.decided {
            Decided::Dormant => (Message::DecidedDormant { says }, &[]),
            Decided::NotInForce => (Message::DecidedNotInForce { says }, &[]),
            Decided::Met { because } => (Message::DecidedMet { says }, because),
            Decided::CannotBeMet { because } => (Message::DecidedCannotBeMet { says }, because),
            Decided::PartDecided { because } => (Message::DecidedPart { says }, because),
            Decided::ReachedAlready { by } => {
                let rules = by.iter().map(|id| match self.pack.rule(id) {
                    Some(rule) => (&rule.says).into(),
                    None => id.into(),
                });
                let rules = Said::Then(rules.collect());
                (Message::DecidedReached { says, rules }, &[])
            }
            Decided::Together => (Message::DecidedTogether { says }, &[]),
        }
    }

    /// That a question is asked only of children with one of these parts.
    #[must_use]
    pub fn does_not_arise(&self, parts: &[Part]) -> Message {
        Message::NotAskedDoesNotArise {
            parts: Said::Or(parts.iter().map(|part| part_of(*part).into()).collect()),
        }
    }

    /// Answers that would be otherwise, as the beginning of a sentence.
    #[must_use]
    pub fn if_otherwise(&self, answers: &[Otherwise]) -> Message {
        let one = |one: &Otherwise| {
            let to = one.to.iter().map(|to| self.answer(&one.fact, to.as_str()));
            self.otherwise(
                &one.fact,
                one.child.as_deref(),
                &one.from,
                Said::Or(to.collect()),
            )
        };
        Message::IfSo {
            answers: Said::And(answers.iter().map(one).collect()),
        }
    }

    /// One answer that would be otherwise.
    pub(super) fn otherwise(
        &self,
        fact: &str,
        child: Option<&str>,
        from: &Answer,
        to: Said,
    ) -> Said {
        let ask = Message::Quoted {
            text: self.ask(fact),
        };
        let message = Message::OtherwiseWas {
            ask: ask.into(),
            to,
            from: self.answer(fact, from.as_str()),
        };
        self.of_child(child, message).into()
    }

    /// A fact that is known otherwise on the second side.
    #[must_use]
    pub fn fact_beside(&self, one: &FactBeside) -> Message {
        let word = |answer: &Option<Answer>| {
            let answer = answer.clone().unwrap_or_default();
            self.answer_alone(&one.fact, answer.as_str())
        };
        let (before, after) = (word(&one.before), word(&one.after));
        let message = match one.part {
            Some(part) => {
                let part = part_of(part).into();
                if one.before.is_none() {
                    Message::PartBesideNew { part }
                } else {
                    Message::PartBeside {
                        part,
                        before,
                        after,
                    }
                }
            }
            None => {
                let ask = self.ask(&one.fact);
                if one.before.is_none() {
                    Message::FactBesideNew { ask, after }
                } else {
                    Message::FactBeside { ask, before, after }
                }
            }
        };
        self.of_child(one.child.as_deref(), message)
    }

    /// What is known otherwise, as a person reads it: a child who came is said once, with what is known of them. Beside each
    /// stands the fact, where it is one.
    #[must_use]
    pub fn facts_beside<'f>(
        &self,
        facts: &'f [FactBeside],
    ) -> Vec<(Message, Option<&'f FactBeside>)> {
        let mut said = Vec::new();
        let mut told: Vec<&Text> = Vec::new();
        for one in facts {
            if let Some(child) = &one.child
                && (one.before.is_none() || one.after.is_none())
                && !told.contains(&child)
            {
                told.push(child);
                let child = self.child(child);
                let message = if one.before.is_none() {
                    Message::ChildCame { child }
                } else {
                    Message::ChildWent { child }
                };
                said.push((message, None));
            }
            let worth_saying = match (&one.before, &one.after) {
                (_, None) => false,
                (None, Some(after)) if one.part.is_some() => *after == Answer::Yes,
                (None, Some(after)) => after.is_known(),
                _ => true,
            };
            if worth_saying {
                said.push((self.fact_beside(one), Some(one)));
            }
        }
        said
    }

    /// How far a side asks for a response.
    #[must_use]
    pub fn asks(&self, far: Asks) -> Message {
        asks(far)
    }

    /// A response on both sides.
    #[must_use]
    pub fn response_beside(&self, one: &ResponseBeside) -> Message {
        Message::ResponseBeside {
            says: (&one.says).into(),
            before: asks(one.before).into(),
            after: asks(one.after).into(),
        }
    }

    /// A rule that stands differently.
    #[must_use]
    pub fn rule_beside(&self, one: &RuleBeside) -> Message {
        Message::RuleBeside {
            says: (&one.says).into(),
            before: status(one.before).into(),
            after: status(one.after).into(),
        }
    }

    /// Why a rule stands differently.
    #[must_use]
    pub fn because(&self, because: &RuleMoved) -> Message {
        match because {
            RuleMoved::Facts { facts, children } => {
                let mut asked: Vec<Said> = Vec::new();
                for one in facts {
                    let ask = Message::Quoted {
                        text: self.ask(&one.fact),
                    };
                    let said = Said::from(self.of_child(one.child.as_deref(), ask));
                    if !asked.contains(&said) {
                        asked.push(said);
                    }
                }
                asked.extend(children.iter().map(|child| {
                    let child = self.child(child);
                    Said::from(Message::MovedChild { child })
                }));
                Message::MovedFacts {
                    facts: Said::Then(asked),
                }
            }
            RuleMoved::ReadsOtherwise => Message::MovedReadsOtherwise,
            RuleMoved::GoneFromThePack => Message::MovedGone,
            RuleMoved::NewInThePack => Message::MovedNew,
            RuleMoved::TheDay => Message::MovedTheDay,
        }
    }

    /// A question that only one side puts.
    #[must_use]
    pub fn question_beside(&self, one: &QuestionBeside) -> Message {
        let ask = Said::from(&one.ask);
        let message = match &one.answered {
            None => Message::FactPlain { ask },
            Some(answer) => Message::QuestionAnswered {
                ask,
                answer: self.answer_alone(&one.fact, answer.as_str()),
            },
        };
        self.asked_of(one.of, one.child.as_deref(), message)
    }
}

/// A date.
pub(super) fn day(day: Date) -> Message {
    let number = |number: i16| usize::try_from(number).unwrap_or_default();
    let month = Message::Month {
        month: number(day.month().into()).into(),
    };
    Message::Day {
        day: number(day.day().into()).into(),
        month: month.into(),
        year: number(day.year()).into(),
    }
}

/// By when.
pub(super) fn due(due: Due) -> Message {
    let n = |n: u16| Said::from(usize::from(n));
    match due {
        Due::AtOnce => Message::DueAtOnce,
        Due::NoSetTime => Message::DueNoSetTime,
        Due::SameDay => Message::DueSameDay,
        Due::Hours(hours) => Message::DueHours { n: n(hours) },
        Due::WorkingDays(days) => Message::DueWorkingDays { n: n(days) },
        Due::SchoolDays(days) => Message::DueSchoolDays { n: n(days) },
        Due::Days(days) => Message::DueDays { n: n(days) },
    }
}

/// Whose duty it is.
pub(super) fn duty(duty: Duty) -> Message {
    match duty {
        Duty::Lead => Message::DutyLead,
        Duty::Organisation => Message::DutyOrganisation,
        Duty::Individual => Message::DutyIndividual,
    }
}

fn mark(mark: Mark) -> Message {
    match mark {
        Mark::P => Message::MarkP,
        Mark::PPart => Message::MarkPPart,
        Mark::S2 => Message::MarkS2,
        Mark::S => Message::MarkS,
        Mark::GHigh => Message::MarkGHigh,
        Mark::GMed => Message::MarkGMed,
        Mark::Ours => Message::MarkOurs,
    }
}

/// A part, after words such as "the child".
fn part_of(part: Part) -> Message {
    match part {
        Part::Pictured => Message::PartPictured,
        Part::Made => Message::PartMade,
        Part::Shared => Message::PartShared,
        Part::PassedOn => Message::PartPassedOn,
        Part::AskedFor => Message::PartAskedFor,
        Part::Pressured => Message::PartPressured,
        Part::WasPressured => Message::PartWasPressured,
        Part::Received => Message::PartReceived,
        Part::ReceivedUnasked => Message::PartReceivedUnasked,
        Part::ToldUs => Message::PartToldUs,
        Part::NotKnown => Message::PartNotKnown,
    }
}

fn asks(asks: Asks) -> Message {
    match asks {
        Asks::Not => Message::AsksNot,
        Asks::PointsTo => Message::AsksPointsTo,
        Asks::CallsFor => Message::AsksCallsFor,
    }
}

fn status(status: Option<RuleStatus>) -> Message {
    match status {
        Some(RuleStatus::NotMet) => Message::StatusNotMet,
        Some(RuleStatus::Undecided) => Message::StatusUndecided,
        Some(RuleStatus::Met) => Message::StatusMet,
        None => Message::StatusNotInForce,
    }
}
