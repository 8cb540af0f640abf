//! Names that point at other names: every one must lead somewhere, and no name may stand for two things.

use std::collections::BTreeMap;

use crate::condition::Condition;
use crate::item::{Fact, Of, Place, ReadWith, Rule, Stage, Text};
use crate::pack::Contents;
use crate::problem::{Problem, nearest};
use crate::source::{Mark, SourceRef};

const WHY_DANGLING: &str = "It points at nothing, so a person would be shown nothing.";
const WHY_TWICE: &str = "Which of the two is meant could not be told, now or years later.";

/// Gathers problems.
struct Found(Vec<Problem>);

impl Found {
    fn at(&mut self, place: &Place, what: String, why: &str, meant: Option<String>) {
        self.0
            .push(Problem::new(&place.file, Some(place.line), what, why).meaning(meant));
    }

    /// Refuses a name that stands for two things.
    fn once<'a>(&mut self, what: &str, names: impl Iterator<Item = (&'a Text, &'a Place)>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (name, place) in names {
            if let Some(line) = seen.insert(name, place.line) {
                let told = format!("There are two {what}s `{name}`; the other is on line {line}.");
                self.at(place, told, WHY_TWICE, None);
            }
        }
    }

    fn known<'a>(
        &mut self,
        place: &Place,
        by: &str,
        what: &str,
        name: &str,
        known: impl Iterator<Item = &'a str> + Clone,
    ) {
        if !known.clone().any(|one| one == name) {
            let told = format!("{by} names the {what} `{name}`, and there is none.");
            self.at(place, told, WHY_DANGLING, nearest(name, known));
        }
    }
}

/// Checks every name of a pack, or of a pack with its layers. A layer standing `alone` may use names of its base, which
/// are checked when it is put over it.
pub(crate) fn check_references(contents: &Contents, alone: bool) -> Vec<Problem> {
    let mut found = Found(Vec::new());
    names_stand_once(contents, &mut found);
    sources_are_known(contents, alone, &mut found);
    marks_may_stand(contents, &mut found);
    for fact in &contents.facts {
        fact_is_sound(fact, &mut found);
    }
    if !alone {
        responses_are_sound(contents, &mut found);
        for rule in &contents.rules {
            rule_is_sound(rule, contents, &mut found);
        }
        examples_name_what_is_there(contents, &mut found);
    }
    found.0
}

fn names_stand_once(contents: &Contents, found: &mut Found) {
    macro_rules! once {
        ($($what:literal: $list:ident),+ $(,)?) => {
            $(found.once($what, contents.$list.iter().map(|one| (&one.id, &one.place)));)+
        };
    }
    once!(
        "fact": facts,
        "rule": rules,
        "response": responses,
        "route": routes,
        "checklist": checklists,
        "clock": clocks,
        "note": notes,
        "point to verify": to_verify,
        "term": terms,
        "reason": reasons,
        "service": services,
    );
    found.once(
        "example",
        contents.examples.iter().map(|one| (&one.name, &one.place)),
    );
    for list in &contents.checklists {
        let mut seen: Vec<&str> = Vec::new();
        for item in &list.items {
            if seen.contains(&item.id.as_ref()) {
                let what = format!("The checklist `{}` has two items `{}`.", list.id, item.id);
                found.at(&list.place, what, WHY_TWICE, None);
            }
            seen.push(&item.id);
        }
    }
}

/// Every source an item names, with where the item is, what it is, and whether it is a point to verify.
fn cited(contents: &Contents) -> Vec<(&SourceRef, &Place, String, bool)> {
    let mut all: Vec<(&SourceRef, &Place, String, bool)> = Vec::new();
    macro_rules! cite {
        ($($what:literal: $list:ident),+ $(,)?) => {
            $(for one in &contents.$list {
                all.push((&one.source, &one.place, format!(concat!($what, " `{}`"), one.id), false));
            })+
        };
    }
    cite!(
        "the fact": facts,
        "the rule": rules,
        "the response": responses,
        "the clock": clocks,
        "the note": notes,
        "the term": terms,
        "the reason": reasons,
        "the service": services,
    );
    for one in &contents.to_verify {
        let called = format!("the point to verify `{}`", one.id);
        all.push((&one.source, &one.place, called, true));
    }
    for route in &contents.routes {
        if let Some(source) = &route.source {
            all.push((
                source,
                &route.place,
                format!("the route `{}`", route.id),
                false,
            ));
        }
    }
    for list in &contents.checklists {
        if let Some(source) = &list.source {
            all.push((
                source,
                &list.place,
                format!("the checklist `{}`", list.id),
                false,
            ));
        }
        for item in &list.items {
            let called = format!("the item `{}` of `{}`", item.id, list.id);
            all.push((&item.source, &list.place, called, false));
        }
    }
    all
}

fn sources_are_known(contents: &Contents, alone: bool, found: &mut Found) {
    let known = contents.sources.iter().map(|source| source.id.as_ref());
    if alone {
        return;
    }
    for (source, place, called, _) in cited(contents) {
        found.known(place, &called, "source", &source.id, known.clone());
    }
}

fn marks_may_stand(contents: &Contents, found: &mut Found) {
    for (source, place, called, to_verify) in cited(contents) {
        if source.mark == Mark::GMed && !to_verify {
            found.at(
                place,
                format!("{called} is marked G-med, which may stand only on a point to verify in notes.toml."),
                "A point that is only probably right must not guide what happens to a child.",
                None,
            );
        }
    }
}

fn answers(fact: &Fact) -> Vec<&str> {
    if fact.choices.is_empty() {
        vec!["yes", "no"]
    } else {
        fact.choices
            .iter()
            .map(|choice| choice.id.as_ref())
            .collect()
    }
}

fn fact_is_sound(fact: &Fact, found: &mut Found) {
    let place = &fact.place;
    if ["name", "parts", "answers"].contains(&fact.id.as_ref()) {
        let what = format!(
            "A fact cannot be called `{}`: files of facts use that word.",
            fact.id
        );
        found.at(place, what, WHY_TWICE, None);
    }
    let mut seen: Vec<&str> = Vec::new();
    for choice in &fact.choices {
        let id = choice.id.as_ref();
        if matches!(id, "yes" | "no" | "not-known") {
            let what = format!("`{id}` cannot be a choice of `{}`.", fact.id);
            found.at(
                place,
                what,
                "Not known can always be answered, and is never a choice among others.",
                None,
            );
        }
        if seen.contains(&id) {
            found.at(
                place,
                format!("The fact `{}` has two choices `{id}`.", fact.id),
                WHY_TWICE,
                None,
            );
        }
        seen.push(id);
    }
    if fact.choices.len() == 1 || fact.choices.len() > 30 {
        let what = format!(
            "The fact `{}` has {} choices; it should have 2 to 30.",
            fact.id,
            fact.choices.len()
        );
        found.at(
            place,
            what,
            "A question nobody can answer otherwise is not a question.",
            None,
        );
    }
    for raises in fact.raises.iter() {
        let by = format!("`raises` of the fact `{}`", fact.id);
        found.known(place, &by, "answer", raises, answers(fact).into_iter());
    }
    if !fact.parts.is_empty() && fact.of == Of::Incident {
        let what = format!(
            "The fact `{}` is asked of the incident, and only a child has parts.",
            fact.id
        );
        found.at(place, what, "The question would be asked of nobody.", None);
    }
    if fact.derived.is_some() != (fact.stage == Stage::Record) {
        let what = format!(
            "The fact `{}` {}.",
            fact.id,
            if fact.derived.is_some() {
                "is worked out from the record, so its stage is \"record\""
            } else {
                "has the stage \"record\", so it needs `derived`"
            }
        );
        found.at(
            place,
            what,
            "It would be asked of nobody and worked out by nothing.",
            None,
        );
    }
}

fn responses_are_sound(contents: &Contents, found: &mut Found) {
    for response in &contents.responses {
        let by = format!("The response `{}`", response.id);
        let place = &response.place;
        for route in response.satisfied_by.iter() {
            let known = contents.routes.iter().map(|route| route.id.as_ref());
            found.known(place, &by, "route", route, known);
        }
        if let Some(before) = &response.before {
            let known = contents.responses.iter().map(|one| one.id.as_ref());
            found.known(place, &by, "response", before, known);
        }
        macro_rules! shown {
            ($what:literal, $id:expr, $list:ident) => {
                found.known(
                    place,
                    &by,
                    $what,
                    $id,
                    contents.$list.iter().map(|one| one.id.as_ref()),
                )
            };
        }
        for shown in response.read_with.iter() {
            match shown {
                ReadWith::Note(id) => shown!("note", id, notes),
                ReadWith::Checklist(id) => shown!("checklist", id, checklists),
                ReadWith::Clock(id) => shown!("clock", id, clocks),
                ReadWith::Term(id) => shown!("term", id, terms),
                ReadWith::Service(id) => shown!("service", id, services),
            }
        }
    }
}

fn rule_is_sound(rule: &Rule, contents: &Contents, found: &mut Found) {
    let by = format!("The rule `{}`", rule.id);
    for response in rule.calls_for.iter().chain(rule.points_to.iter()) {
        let known = contents.responses.iter().map(|one| one.id.as_ref());
        found.known(&rule.place, &by, "response", response, known);
    }
    for list in [&rule.calls_for, &rule.points_to] {
        for (at, response) in list.iter().enumerate() {
            if list.iter().take(at).any(|one| one == response) {
                found.at(
                    &rule.place,
                    format!("{by} names `{response}` twice."),
                    WHY_TWICE,
                    None,
                );
            }
        }
    }
    condition_is_sound(&rule.when, Of::Incident, &by, rule, contents, found);
}

fn condition_is_sound(
    condition: &Condition,
    of: Of,
    by: &str,
    rule: &Rule,
    contents: &Contents,
    found: &mut Found,
) {
    match condition {
        Condition::Always | Condition::Part(_) => {}
        Condition::Not(inner) => condition_is_sound(inner, of, by, rule, contents, found),
        Condition::All(list) | Condition::Any(list) | Condition::AtLeast { of: list, .. } => {
            for one in list {
                condition_is_sound(one, of, by, rule, contents, found);
            }
        }
        Condition::AnyChild(inner) | Condition::EveryChild(inner) => {
            condition_is_sound(inner, Of::Child, by, rule, contents, found);
        }
        Condition::Fact { fact, is } => {
            let Some(named) = contents.facts.iter().find(|one| one.id == *fact) else {
                let known = contents.facts.iter().map(|one| one.id.as_ref());
                found.known(&rule.place, by, "fact", fact, known);
                return;
            };
            if named.of == Of::Child && of == Of::Incident {
                let what = format!(
                    "{by} tests `{fact}` outside `any-child` and `every-child`, and it is asked of each child."
                );
                found.at(
                    &rule.place,
                    what,
                    "Of which child it is true could not be told.",
                    None,
                );
            }
            for answer in is {
                let by = format!("{by}, testing `{fact}`,");
                found.known(
                    &rule.place,
                    &by,
                    "answer",
                    answer,
                    answers(named).into_iter(),
                );
            }
        }
    }
}

fn examples_name_what_is_there(contents: &Contents, found: &mut Found) {
    for example in &contents.examples {
        let by = format!("The example \u{201c}{}\u{201d}", example.name);
        let place = &example.place;
        let expect = &example.expect;
        let responses = contents.responses.iter().map(|one| one.id.as_ref());
        let rules = contents.rules.iter().map(|one| one.id.as_ref());
        let facts = contents
            .facts
            .iter()
            .map(|one| one.id.as_ref())
            .chain([crate::assessment::PARTS]);
        for id in expect.called_for.iter().chain(&expect.pointed_to).flatten() {
            found.known(place, &by, "response", id, responses.clone());
        }
        for id in expect
            .undecided
            .iter()
            .flatten()
            .chain(&expect.met)
            .chain(&expect.not_met)
        {
            found.known(place, &by, "rule", id, rules.clone());
        }
        for id in expect.ask_next.iter().flatten() {
            found.known(place, &by, "fact", id, facts.clone());
        }
        let asked = |of: Of| contents.facts.iter().filter(move |fact| fact.of == of);
        for id in example.facts.incident.keys() {
            found.known(
                place,
                &by,
                "fact of the incident",
                id,
                asked(Of::Incident).map(|one| one.id.as_ref()),
            );
        }
        for (id, answer) in example
            .facts
            .children
            .iter()
            .flat_map(|child| &child.answers)
            .chain(&example.facts.incident)
        {
            match contents.facts.iter().find(|fact| fact.id.as_ref() == id) {
                Some(fact) if answer.is_known() => {
                    let by = format!("{by}, answering `{id}`,");
                    found.known(
                        place,
                        &by,
                        "answer",
                        answer.as_str(),
                        answers(fact).into_iter(),
                    );
                }
                _ => {}
            }
        }
        for id in example
            .facts
            .children
            .iter()
            .flat_map(|child| child.answers.keys())
        {
            found.known(
                place,
                &by,
                "fact of a child",
                id,
                asked(Of::Child).map(|one| one.id.as_ref()),
            );
        }
    }
}
