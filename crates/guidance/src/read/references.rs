//! Names that point at other names: every one must lead somewhere, and no name may stand for two things.

mod asks;
mod examples;
mod sources;

use std::collections::BTreeMap;

use asks::{fact_is_sound, responses_are_sound, rule_is_sound};
use examples::examples_name_what_is_there;
use sources::{marks_may_stand, sources_are_known};

use crate::item::{Fact, Place, Text};
use crate::pack::Contents;
use crate::problem::{Problem, nearest};
use crate::read::{bounds, limits};

const WHY_DANGLING: &str = "It points at nothing, so a person would be shown nothing.";
const WHY_TWICE: &str = "Which of the two is meant could not be told, now or years later.";

/// Gathers problems.
struct Found(Vec<Problem>);

impl Found {
    fn at(&mut self, place: &Place, what: String, why: &str, meant: Option<String>) {
        if self.0.len() >= limits::PROBLEMS {
            return;
        }
        self.0
            .push(Problem::new(&place.file, Some(place.line), what, why).meaning(meant));
    }

    /// Refuses a name that stands for two things.
    fn once<'a>(&mut self, what: &str, names: impl Iterator<Item = (&'a Text, &'a Place)>) {
        let mut seen: BTreeMap<&str, &Place> = BTreeMap::new();
        for (name, place) in names {
            if let Some(other) = seen.insert(name, place) {
                let line = other.line;
                let told = if other.file == place.file {
                    format!("There are two {what}s `{name}`; the other is on line {line}.")
                } else {
                    format!(
                        "There are two {what}s `{name}`; the other is in {} on line {line}.",
                        other.file
                    )
                };
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
        if self.0.len() < limits::PROBLEMS && !known.clone().any(|one| one == name) {
            let told = format!("{by} names the {what} `{name}`, and there is none.");
            self.at(place, told, WHY_DANGLING, nearest(name, known));
        }
    }
}

/// Checks every name of a pack, or of a pack with its layers. A layer standing `alone` may use names of its base, which
/// are checked when it is put over it.
pub(crate) fn check_references(contents: &Contents, alone: bool) -> Vec<Problem> {
    let too_much = bounds::too_much(contents);
    if !too_much.is_empty() {
        return too_much;
    }
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
        "tag": tags,
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
