//! A pack as one picture: what is asked, what it would mean, and what must then happen.
//!
//! Rules that ask for the same stand together in a *band*, most urgent first, so that no line crosses another. A drawing can
//! show the path one situation took. It is worked out from the rules alone: nothing in it is drawn by hand.

mod paper;
mod sheet;

use jiff::civil::Date;

use crate::assessment::{Assessment, PARTS, RuleStatus};
use crate::condition::Condition;
use crate::facts::{Answer, Facts};
use crate::item::{Due, Of, Part, Rule, RuleKind, Text};
use crate::pack::Pack;

pub use sheet::Shape;

/// A pack, ready to be drawn or told in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawing {
    /// The pack's title.
    pub title: Text,
    /// The pack's id and version, with its layers.
    pub edition: String,
    /// Rules that ask for the same, and what they ask for; most urgent first.
    pub bands: Vec<Band>,
    /// What is called for in every case, in the order of the rules that call for it.
    pub every_case: Vec<Drawn>,
    /// Whether it shows the path of a situation.
    pub has_path: bool,
}

/// Rules that ask for the same, and what they ask for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Band {
    /// The rules, triggers first.
    pub rules: Vec<DrawnRule>,
    /// What they call for, then what they point to.
    pub responses: Vec<Drawn>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnRule {
    /// The rule's id.
    pub id: Text,
    /// What sort of rule it is.
    pub kind: RuleKind,
    /// What it means that it is met.
    pub says: Text,
    /// The questions it turns on, each once.
    pub questions: Vec<DrawnQuestion>,
    /// It is not evaluated yet.
    pub dormant: bool,
    /// How it stands in the situation whose path is shown.
    pub status: Option<RuleStatus>,
}

/// One question, as a rule turns on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DrawnQuestion {
    /// The question.
    pub ask: Text,
    /// The answers in the situation whose path is shown, in words; empty where no path is.
    pub answers: Vec<String>,
}

/// One response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drawn {
    /// The response's id.
    pub id: Text,
    /// What must happen.
    pub says: Text,
    /// By when.
    pub by: Due,
    /// Called for; otherwise pointed to.
    pub called: bool,
    /// Its rules are dormant: nothing calls for it yet.
    pub dormant: bool,
    /// What the situation whose path is shown makes of it.
    pub reached: Option<Reached>,
}

/// What a situation makes of a response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reached {
    /// It is called for, or pointed to, now.
    Now,
    /// What is not known could still make it so.
    Perhaps,
    /// It is not.
    No,
}

impl Drawing {
    /// The whole pack, with the rules in force on a day; without a day, every rule.
    #[must_use]
    pub fn of(pack: &Pack, on: Option<Date>) -> Self {
        Self::drawn(pack, on, None)
    }

    /// The pack with the path that a situation took through it. `assessment` is what the pack said of `facts`.
    #[must_use]
    pub fn with_path(pack: &Pack, facts: &Facts, assessment: &Assessment) -> Self {
        Self::drawn(pack, facts.on, Some(Path { facts, assessment }))
    }

    fn drawn(pack: &Pack, on: Option<Date>, path: Option<Path<'_>>) -> Self {
        let in_force = |rule: &&Rule| match (on, rule.in_force) {
            (Some(day), Some(dates)) => dates.hold(day),
            _ => true,
        };
        let mut bands: Vec<(Reaches<'_>, Vec<&Rule>)> = Vec::new();
        let mut every_case: Vec<Drawn> = Vec::new();
        for rule in pack.rules().iter().filter(in_force) {
            let reaches = Reaches::of(pack, rule);
            if rule.when == Condition::Always && rule.dormant.is_none() {
                every_case.extend(reaches.drawn(pack, path));
                continue;
            }
            match bands.iter_mut().find(|(other, _)| *other == reaches) {
                Some((_, rules)) => rules.push(rule),
                None => bands.push((reaches, vec![rule])),
            }
        }
        bands.sort_by_key(|(reaches, _)| reaches.urgency());
        let bands = bands.into_iter().map(|(reaches, mut rules)| {
            rules.sort_by_key(|rule| rule.kind != RuleKind::Trigger);
            Band {
                rules: rules
                    .into_iter()
                    .map(|rule| drawn_rule(pack, rule, path))
                    .collect(),
                responses: reaches.drawn(pack, path),
            }
        });
        every_case.dedup_by(|one, other| one.id == other.id);
        Self {
            title: pack.title().into(),
            edition: format!("{} {}", pack.id(), pack.version()),
            bands: bands.collect(),
            every_case,
            has_path: path.is_some(),
        }
    }

    /// The picture as an SVG document. Every word of it is in [`Drawing::to_text`] too.
    #[must_use]
    pub fn to_svg(&self, shape: Shape) -> String {
        sheet::svg(self, shape)
    }

    /// The same in words.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut lines = vec![self.title.to_string(), self.edition.clone()];
        for band in &self.bands {
            lines.push(String::new());
            lines.push("If".to_owned());
            for rule in &band.rules {
                lines.push(format!("  {}{}", rule.says, in_brackets(&rule.marks())));
                for question in &rule.questions {
                    lines.push(format!(
                        "      {}{}",
                        question.ask,
                        in_brackets(&question.answers)
                    ));
                }
            }
            lines.push("then".to_owned());
            lines.extend(
                band.responses
                    .iter()
                    .map(|one| format!("  {}{}", one.says, in_brackets(&one.marks()))),
            );
        }
        lines.push(String::new());
        lines.push(EVERY_CASE.to_owned());
        lines.extend(
            self.every_case
                .iter()
                .map(|one| format!("  {}{}", one.says, in_brackets(&one.marks()))),
        );
        lines.join("\n")
    }
}

/// What stands over the responses that every case calls for.
pub const EVERY_CASE: &str = "In every case";

impl DrawnRule {
    /// What is said of it in a word or two: that it is a trigger, dormant, met.
    #[must_use]
    pub fn marks(&self) -> Vec<String> {
        let mut marks = Vec::new();
        if self.kind == RuleKind::Trigger {
            marks.push("Trigger".to_owned());
        }
        if self.dormant {
            marks.push("Dormant".to_owned());
        }
        let status = self.status.map(|status| match status {
            RuleStatus::Met => "Met",
            RuleStatus::Undecided => "Not decided yet",
            RuleStatus::NotMet => "Not met",
        });
        marks.extend(status.map(str::to_owned));
        marks
    }
}

impl Drawn {
    /// What is said of it in a word or two: called for or pointed to, by when, and whether that is so now.
    #[must_use]
    pub fn marks(&self) -> Vec<String> {
        let mut marks = vec![
            match (self.called, self.reached) {
                (true, _) if self.dormant => "Would be called for",
                (false, _) if self.dormant => "Would be pointed to",
                (true, Some(Reached::Now)) => "Called for now",
                (false, Some(Reached::Now)) => "Pointed to now",
                (true, Some(Reached::Perhaps)) => "Could still be called for",
                (false, Some(Reached::Perhaps)) => "Could still be pointed to",
                (true, Some(Reached::No)) => "Not called for",
                (false, Some(Reached::No)) => "Not pointed to",
                (true, None) => "Called for",
                (false, None) => "Pointed to",
            }
            .to_owned(),
        ];
        if self.by != Due::NoSetTime {
            marks.push(self.by.to_string());
        }
        marks
    }
}

fn in_brackets(marks: &[String]) -> String {
    if marks.is_empty() {
        return String::new();
    }
    format!(" ({})", marks.join("; "))
}

/// What a situation is and what the pack said of it.
#[derive(Clone, Copy)]
struct Path<'a> {
    facts: &'a Facts,
    assessment: &'a Assessment,
}

/// What a rule calls for and points to, as places in the pack's order of urgency.
#[derive(PartialEq, Eq)]
struct Reaches<'p> {
    called: Vec<(usize, &'p Text)>,
    pointed: Vec<(usize, &'p Text)>,
    dormant: bool,
}

impl<'p> Reaches<'p> {
    fn of(pack: &'p Pack, rule: &'p Rule) -> Self {
        let places = |ids: &'p [Text]| {
            let mut places: Vec<(usize, &Text)> = ids
                .iter()
                .filter_map(|id| {
                    let at = pack.responses().iter().position(|one| one.id == *id)?;
                    Some((at, id))
                })
                .collect();
            places.sort_unstable();
            places
        };
        Self {
            called: places(&rule.calls_for),
            pointed: places(&rule.points_to),
            dormant: rule.dormant.is_some(),
        }
    }

    /// Dormant bands last; then what is called for before what is pointed to; then the most urgent response.
    fn urgency(&self) -> (bool, bool, Vec<usize>) {
        let places = self.called.iter().chain(&self.pointed);
        (
            self.dormant,
            self.called.is_empty(),
            places.map(|(at, _)| *at).collect(),
        )
    }

    fn drawn(&self, pack: &Pack, path: Option<Path<'_>>) -> Vec<Drawn> {
        let one = |(at, id): &(usize, &Text), called: bool| {
            let response = pack.responses().get(*at)?;
            Some(Drawn {
                id: (*id).clone(),
                says: response.says.clone(),
                by: response.by,
                called,
                dormant: self.dormant,
                reached: path
                    .filter(|_| !self.dormant)
                    .map(|path| reached(path.assessment, id, called)),
            })
        };
        let called = self.called.iter().filter_map(|place| one(place, true));
        let pointed = self.pointed.iter().filter_map(|place| one(place, false));
        called.chain(pointed).collect()
    }
}

fn reached(assessment: &Assessment, id: &Text, called: bool) -> Reached {
    let now = if called {
        assessment.floor.contains(id)
    } else {
        assessment.pointed_to.iter().any(|one| one.response == *id)
    };
    let perhaps = || {
        if called {
            assessment.ceiling.contains(id)
        } else {
            let waits = |rule: &crate::assessment::UndecidedRule| rule.responses.contains(id);
            assessment.undecided.iter().any(waits)
        }
    };
    match now {
        true => Reached::Now,
        false if perhaps() => Reached::Perhaps,
        false => Reached::No,
    }
}

fn drawn_rule(pack: &Pack, rule: &Rule, path: Option<Path<'_>>) -> DrawnRule {
    let mut asked: Vec<Text> = Vec::new();
    rule.when.walk(&mut |condition| {
        let fact: Text = match condition {
            Condition::Fact { fact, .. } => fact.clone(),
            Condition::Part(_) => PARTS.into(),
            _ => return,
        };
        if !asked.contains(&fact) {
            asked.push(fact);
        }
    });
    // A child's part says whom a question is about; where there is another question, that one is drawn.
    if asked.len() > 1 {
        asked.retain(|fact| fact.as_ref() != PARTS);
    }
    let questions = asked.iter().map(|fact| DrawnQuestion {
        ask: pack.fact(fact).map_or_else(
            || "What part did each child have?".into(),
            |one| one.ask.clone(),
        ),
        answers: path.map_or_else(Vec::new, |path| answers(pack, path.facts, fact)),
    });
    DrawnRule {
        id: rule.id.clone(),
        kind: rule.kind,
        says: rule.says.clone(),
        questions: questions.collect(),
        dormant: rule.dormant.is_some(),
        status: path.and_then(|path| path.assessment.rule_status(&rule.id)),
    }
}

/// The answers to a question, each once; of a child's question, with how many children it is so for.
fn answers(pack: &Pack, facts: &Facts, fact: &str) -> Vec<String> {
    if fact == PARTS {
        let known = |child: &&crate::facts::ChildFacts| {
            !child.parts.is_empty() && !child.parts.contains(&Part::NotKnown)
        };
        let known = facts.children.iter().filter(known).count();
        return vec![format!(
            "known for {known} of {}",
            facts.children.len().max(1)
        )];
    }
    let of_child = pack.fact(fact).is_some_and(|fact| fact.of == Of::Child);
    if !of_child {
        let answer = facts.incident.get(fact).unwrap_or(&Answer::NotKnown);
        return vec![pack.answer_label(fact, answer.as_str()).to_owned()];
    }
    let mut found: Vec<(&str, usize)> = Vec::new();
    for child in &facts.children {
        let answer = child.answers.get(fact).unwrap_or(&Answer::NotKnown);
        let label = pack.answer_label(fact, answer.as_str());
        match found.iter_mut().find(|(other, _)| *other == label) {
            Some((_, times)) => *times += 1,
            None => found.push((label, 1)),
        }
    }
    let all = facts.children.len();
    match found.as_slice() {
        [] => vec!["not known".to_owned()],
        [(label, _)] => vec![(*label).to_owned()],
        several => several
            .iter()
            .map(|(label, times)| format!("{label} for {times} of {all}"))
            .collect(),
    }
}
