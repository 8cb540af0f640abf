//! How a page says what the guidance says: each response with the rules behind it, the facts each rule stands on and how
//! they are known, and the clause. It adds nothing, weighs nothing and leaves nothing out.

use super::clause;
use crate::govuk::{Details, Html, Tag};
use crate::pages::guidance::adviser_says;
use crate::pages::guidance::in_words;
use crate::visitor::AtCase;
use casework::acts::NOT_REFERRED;
use casework::case::{Case, Question};
use casework::event::{About, is_referral};
use casework::id::{PersonId, StaffId};
use casework::people::Person;
use casework::setting::Setting;
use casework::telling as labels;
use guidance::{
    Answer, Assessment, Checklist, Condition, Duty, FactBehind, FactUsed, PARTS, Pack, ReadWith,
    Reason, Recommended, RuleKind, SourceRef, Speaker, Words,
};
use std::collections::{BTreeMap, BTreeSet};

/// What is at hand when a page says what the guidance says.
#[derive(Clone, Copy)]
pub struct Said<'a> {
    /// The guidance.
    pub pack: &'a Pack,
    /// The case it was asked about.
    pub case: &'a Case,
    /// Who the children are.
    pub people: &'a BTreeMap<PersonId, Person>,
    /// Whose names stand beside answers.
    pub setting: &'a Setting,
}

/// One response as a card.
#[derive(askama::Template)]
#[template(path = "safeguarding/said_response.html")]
struct Card {
    id: String,
    says: String,
    by: String,
    duty: &'static str,
    answered_by: Vec<String>,
    help: Option<String>,
    reasons: Vec<Because>,
    clause: Option<Html>,
    beside: Vec<Html>,
    quiet: bool,
}

impl askama::filters::HtmlSafe for Card {}

/// One rule behind a response.
struct Because {
    says: String,
    not_known: bool,
    whichever: bool,
    local: bool,
    facts: Html,
    clause: Html,
}

/// One fact a rule stands on.
struct FactLine {
    child: Option<String>,
    ask: String,
    answer: String,
    how: String,
}

/// Facts, each with who said so.
#[derive(askama::Template)]
#[template(path = "safeguarding/said_facts.html")]
struct FactLines {
    facts: Vec<FactLine>,
}

impl askama::filters::HtmlSafe for FactLines {}

#[derive(askama::Template)]
#[template(path = "safeguarding/said_checklist.html")]
struct List {
    intro: Option<String>,
    lines: Vec<(String, Html)>,
}

impl askama::filters::HtmlSafe for List {}

impl<'a> Said<'a> {
    /// For a case that was opened.
    pub fn at(at: &'a AtCase, pack: &'a Pack) -> Self {
        Self {
            pack,
            case: &at.case,
            people: &at.people,
            setting: &at.visitor.setting,
        }
    }

    /// The name of the child whom the guidance was told of under this label.
    pub fn child(&self, label: &str) -> String {
        label
            .parse()
            .ok()
            .map_or_else(|| "A child".to_owned(), |child| self.child_named(child))
    }

    /// The name of a child.
    pub fn child_named(&self, child: PersonId) -> String {
        self.people.get(&child).map_or_else(
            || "A child".to_owned(),
            |person| person.name.as_str().to_owned(),
        )
    }

    /// The name of a colleague.
    pub fn colleague(&self, staff: StaffId) -> String {
        self.setting.staff.get(&staff).map_or_else(
            || "A colleague".to_owned(),
            |staff| staff.name.as_str().to_owned(),
        )
    }

    /// What a route is called.
    pub fn route(&self, id: &str) -> String {
        self.pack
            .route(id)
            .map_or_else(|| labels::deed_of(id), |route| route.label.to_string())
    }

    /// What a response asks for.
    pub fn response(&self, id: &str) -> String {
        if id == NOT_REFERRED {
            return labels::REPORTING_IS_THE_DEFAULT.to_owned();
        }
        self.pack
            .response(id)
            .map_or_else(|| labels::deed_of(id), |one| one.says.to_string())
    }

    /// A question; for a child's part, the question that stands for it.
    pub fn question(&self, fact: &str) -> String {
        if fact == PARTS {
            return "What part did they have?".to_owned();
        }
        self.pack
            .fact(fact)
            .map_or_else(|| labels::deed_of(fact), |fact| fact.ask.to_string())
    }

    /// An answer in the guidance's own words.
    pub fn answer(&self, fact: &str, answer: &Answer) -> String {
        in_words::capital(self.pack.answer_label(fact, answer.as_str()))
    }

    /// Which clause, how it was verified, and whether that is still to be done.
    pub fn clause(&self, source: &SourceRef) -> Html {
        clause::in_full(self.pack, source)
    }

    /// One response as a card, with what is read beside it unless an earlier card on the page had it.
    pub fn card(&self, one: &Recommended, quiet: bool, shown: &mut BTreeSet<String>) -> Html {
        let fresh = one
            .read_with
            .iter()
            .filter(|beside| shown.insert(beside.to_string()));
        Html::of(&Card {
            id: one.response.to_string(),
            says: one.says.to_string(),
            by: in_words::due(one.by),
            duty: duty_in_words(one.duty),
            answered_by: one.satisfied_by.iter().map(|id| self.route(id)).collect(),
            help: self
                .pack
                .response(&one.response)
                .and_then(|known| known.help.as_ref())
                .map(ToString::to_string),
            reasons: one
                .reasons
                .iter()
                .map(|reason| self.because(reason))
                .collect(),
            // One clause need not be read twice.
            clause: (!one.reasons.iter().any(|reason| {
                reason.source.id == one.source.id
                    && reason.source.section == one.source.section
                    && reason.source.mark == one.source.mark
            }))
            .then(|| self.clause(&one.source)),
            beside: fresh.filter_map(|beside| self.beside(beside)).collect(),
            quiet,
        })
    }

    fn because(&self, reason: &Reason) -> Because {
        Because {
            says: reason.says.to_string(),
            not_known: reason.not_known,
            whichever: reason.whichever,
            local: self
                .pack
                .layers()
                .iter()
                .any(|layer| layer.local && layer.id == reason.pack),
            facts: self.facts(reason.facts.iter()),
            clause: Html::join([
                self.clause(&reason.source),
                adviser_says::of(self.pack, &format!("rule:{}", reason.rule)),
            ]),
        }
    }

    /// Facts as a list, each with who said so and how they know.
    pub fn facts<'f>(&self, facts: impl Iterator<Item = &'f FactUsed>) -> Html {
        let facts: Vec<FactLine> = facts.map(|used| self.fact(used)).collect();
        if facts.is_empty() {
            return Html::default();
        }
        Html::of(&FactLines { facts })
    }

    /// Facts behind an explanation, as a list; a question that does not arise is said to be one.
    pub fn facts_behind(&self, behind: &[FactBehind]) -> Html {
        let asked = |one: &&FactBehind| !one.does_not_arise;
        let told = self.facts(behind.iter().filter(asked).map(|one| &one.fact));
        let rest = self.speaking(|speaker| {
            let rest = behind.iter().filter(|one| one.does_not_arise);
            rest.map(|one| speaker.say(&speaker.fact(one)))
                .collect::<Vec<_>>()
        });
        if rest.is_empty() {
            return told;
        }
        Html::join([told, Html::bullets(rest.iter().map(String::as_str))])
    }

    /// Whatever is said in messages, with the names of children in it.
    pub fn speaking<T>(&self, say: impl FnOnce(&Speaker<'_>) -> T) -> T {
        let naming = |label: &str| self.child(label).as_str().into();
        say(&Speaker::new(self.pack, Words::english()).naming(&naming))
    }

    fn fact(&self, used: &FactUsed) -> FactLine {
        let child: Option<PersonId> = used.child.as_deref().and_then(|label| label.parse().ok());
        let (ask, answer) = match used.part {
            Some(part) => (
                format!("Part: {}", labels::part(part).to_lowercase()),
                self.answer(&used.fact, &used.answer),
            ),
            None => (used.ask.to_string(), self.answer(&used.fact, &used.answer)),
        };
        FactLine {
            child: used.child.as_deref().map(|label| self.child(label)),
            ask,
            answer,
            how: self.how_known(&used.fact, child, used.part.is_some()),
        }
    }

    /// Who said so, how they know, and when it was recorded.
    pub fn how_known(&self, fact: &str, child: Option<PersonId>, of_part: bool) -> String {
        if of_part {
            let known = child
                .and_then(|child| self.case.children.get(&child))
                .and_then(|child| child.history.last());
            return known.map_or_else(String::new, |known| {
                self.known_by(known.how_known.as_ref(), known.recorded)
            });
        }
        let worked_out = self.pack.fact(fact).is_some_and(|f| f.derived.is_some());
        let question = Question {
            about: child.map_or(About::Incident, About::Child),
            fact: fact.to_owned(),
        };
        match self.case.answer(&question) {
            Some(given) => self.known_by(given.how_known.as_ref(), given.recorded),
            None if worked_out => {
                "Worked out from the date of birth and the day it happened.".to_owned()
            }
            None => String::new(),
        }
    }

    /// "Told by Ash at break. Recorded by Robin Example, 3 December 2026, 14:05."
    pub fn known_by(
        &self,
        how: Option<&casework::words::Words>,
        recorded: casework::case::Recorded,
    ) -> String {
        let who = self.colleague(recorded.by);
        let when = crate::when::day_and_time(recorded.at);
        match how {
            Some(how) => {
                let how = how.as_str().trim_end_matches('.');
                format!("{how}. Recorded by {who}, {when}.")
            }
            None => format!("Recorded by {who}, {when}; how it is known was not said."),
        }
    }

    /// A note, checklist, clock, term or service, to be opened where it is needed.
    fn beside(&self, beside: &ReadWith) -> Option<Html> {
        match beside {
            ReadWith::Note(id) => self.note(id),
            ReadWith::Checklist(id) => self.pack.checklist(id).map(|list| self.checklist(list)),
            ReadWith::Clock(id) => {
                let clock = self.pack.clocks().iter().find(|one| one.id == *id)?;
                let by = in_words::due(clock.by);
                let text = format!("{} {by}, counted from {}.", clock.says, clock.counts_from);
                let parts = [Html::paragraphs(&text), self.clause(&clock.source)];
                Some(Details::new("How long it may take", Html::join(parts)).into())
            }
            ReadWith::Term(id) => {
                let term = self.pack.terms().iter().find(|one| one.id == *id)?;
                let parts = [Html::paragraphs(&term.means), self.clause(&term.source)];
                Some(Details::new(term.term.as_ref(), Html::join(parts)).into())
            }
            ReadWith::Service(id) => {
                let service = self.pack.services().iter().find(|one| one.id == *id)?;
                let contact = service.contact.join("; ");
                let text = format!("{}\n\n{}\n\n{contact}", service.for_what, service.who);
                let parts = [Html::paragraphs(&text), self.clause(&service.source)];
                Some(Details::new(service.name.as_ref(), Html::join(parts)).into())
            }
        }
    }

    /// A note, by id, to be opened where it is needed.
    pub fn note(&self, id: &str) -> Option<Html> {
        let note = self.pack.note(id)?;
        let parts = [Html::paragraphs(&note.text), self.clause(&note.source)];
        Some(Details::new(note.title.as_ref(), Html::join(parts)).into())
    }

    /// A checklist, to be opened where it is needed.
    pub fn checklist(&self, list: &Checklist) -> Html {
        let lines = list
            .items
            .iter()
            .map(|item| (item.text.to_string(), self.clause(&item.source)));
        let list_of = List {
            intro: list.intro.as_deref().map(str::to_owned),
            lines: lines.collect(),
        };
        Details::new(format!("Checklist: {}", list.title), Html::of(&list_of)).into()
    }

    /// A checklist by id; nothing where the guidance has none of that name.
    pub fn checklist_called(&self, id: &str) -> Html {
        self.pack
            .checklist(id)
            .map_or_else(Html::default, |list| self.checklist(list))
    }

    /// Whether a response holds in every case: nothing but standing duties call for it.
    pub fn is_standing(&self, one: &Recommended) -> bool {
        one.reasons.iter().all(|reason| {
            self.pack
                .rule(&reason.rule)
                .is_some_and(|rule| rule.when == Condition::Always)
        })
    }

    /// What a trigger calls for that a referral answers, and no referral recorded answers yet.
    pub fn refer_now<'r>(&self, assessment: &'r Assessment) -> Vec<&'r Recommended> {
        assessment
            .called_for
            .iter()
            .filter(|one| one.reasons.iter().any(|r| r.kind == RuleKind::Trigger))
            .filter(|one| one.satisfied_by.iter().any(|route| is_referral(route)))
            .filter(|one| {
                !self.case.referrals.iter().any(|referral| {
                    one.satisfied_by
                        .iter()
                        .any(|route| route.as_ref() == referral.route)
                })
            })
            .collect()
    }

    /// The warning at the very top: refer now, to whom, and why. Nothing where no trigger is met or a referral answers it.
    pub fn refer_now_warning(&self, assessment: &Assessment) -> Option<Html> {
        let called = self.refer_now(assessment);
        let first = called.first()?;
        let why: Vec<&str> = called
            .iter()
            .flat_map(|one| &one.reasons)
            .filter(|reason| reason.kind == RuleKind::Trigger)
            .map(|reason| reason.says.as_ref())
            .fold(Vec::new(), |mut said, one| {
                if !said.contains(&one) {
                    said.push(one);
                }
                said
            });
        let text = format!("Refer now. {} {}", first.says, why.join(" "));
        Some(crate::govuk::WarningText::new(text).into())
    }
}

/// Whose duty it is.
pub fn duty_in_words(duty: Duty) -> &'static str {
    match duty {
        Duty::Lead => "For the safeguarding lead",
        Duty::Organisation => "For the school or college",
        Duty::Individual => {
            "Each person\u{2019}s own duty: nobody else\u{2019}s decision closes it"
        }
    }
}

/// "1 question", "3 questions".
pub fn counted(n: usize, one: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {one}s")
    }
}
