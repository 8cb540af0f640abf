//! Reading what is known of a situation: from a file of facts, or from a worked example in a pack.

use std::collections::{BTreeMap, BTreeSet};

use crate::facts::{Answer, ChildFacts, Facts, Syntax};
use crate::item::{Fact, Of, Part};
use crate::pack::Pack;
use crate::problem::{Problem, nearest};
use crate::read::limits;
use crate::read::node::{self, Entry, Kind, Node, shortened};
use crate::read::shape::{Shape, Takes};
use crate::read::table::{File, Table};

const WHY_NAME: &str = "What is known of one child would be told of another.";
const WHY: &str = "An answer that is not understood would be left out of what guides the decision.";

impl Facts {
    /// Reads a file of facts against the pack that will be asked.
    ///
    /// ```toml
    /// on = "2024-06-01"
    /// [incident]
    /// adult-involved = "no"
    /// [[children]]
    /// name = "Child A"
    /// parts = ["pictured"]
    /// age-under-13 = "not-known"
    /// ```
    ///
    /// # Errors
    /// Every problem at once: unknown facts, parts, choices and keys with what was probably meant; an incident's fact
    /// given for a child or the other way about; a child without a name or a part; two children of one name.
    pub fn read(
        text: &str,
        syntax: Syntax,
        file_name: &str,
        pack: &Pack,
    ) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let root = match syntax {
            Syntax::Toml => node::from_toml(file_name, text, &mut problems),
            Syntax::Json => node::from_json(file_name, text, &mut problems),
        };
        let Some(root) = root else {
            return Err(problems);
        };
        let file = File::of(file_name, problems);
        let mut facts = Self::default();
        if let Some(table) = Table::of(&file, &root, "the file of facts") {
            facts = situation(&table);
            table.finish();
            check_answers(&table, pack.facts());
        }
        let problems = file.problems();
        if problems.is_empty() {
            Ok(facts)
        } else {
            Err(problems)
        }
    }
}

/// Reads `on`, `incident` and `children`. Whether the answers fit a pack is checked apart, once its facts are read.
pub(super) fn situation(table: &Table<'_, '_>) -> Facts {
    let on = table
        .get("on")
        .filter(|node| !matches!(&node.kind, Kind::Other(word) if word == "null"))
        .and_then(|_| table.date_if_any("on"));
    let mut incident = BTreeMap::new();
    table.takes("incident", Takes::Answers, false);
    if let Some(within) = table.table("incident") {
        for entry in within.entries() {
            if let Some(answer) = answer(table.file, entry) {
                incident.insert(entry.key.clone(), answer);
            }
        }
    }
    let mut children: Vec<ChildFacts> = Vec::new();
    let mut names = BTreeSet::new();
    let listed = table.tables("children", "a child");
    if listed.len() > limits::CHILDREN {
        let what = format!(
            "{} children are listed; there may be {}.",
            listed.len(),
            limits::CHILDREN
        );
        let why = "Nobody could follow what is asked for each of so many; put those most concerned first.";
        table.file.refuse(table.line_of("children"), what, why);
        return Facts::default();
    }
    for within in listed {
        let child = child(&within);
        if !child.name.is_empty() && !names.insert(likeness(&child.name)) {
            table.file.refuse(
                within.line_of("name"),
                format!(
                    "Two children are named \u{201c}{}\u{201d}.",
                    shortened(&child.name)
                ),
                WHY_NAME,
            );
        }
        children.push(child);
    }
    Facts {
        on,
        incident,
        children,
    }
}

/// A name as two people would compare it: without case, and without how it is spaced.
fn likeness(name: &str) -> String {
    let words: Vec<&str> = name.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

/// What in a name could make it look like another that is written otherwise.
fn deceives(name: &str) -> Option<&'static str> {
    let any = |is: fn(char) -> bool| name.chars().any(is);
    let latin = any(|c| c.is_ascii_alphabetic());
    if latin && any(|c| matches!(c, '\u{370}'..='\u{52f}')) {
        Some("mixes letters of two alphabets that look alike; write it in one")
    } else if any(|c| matches!(c, '\u{300}'..='\u{36f}')) {
        Some("writes a letter and its accent as two characters; write them as one")
    } else {
        None
    }
}

fn child(table: &Table<'_, '_>) -> ChildFacts {
    table.takes("answers", Takes::Answers, false);
    table.takes(Shape::OTHERS, Takes::Answer, false);
    table.takes("parts", Takes::Words(Part::WORDS.to_vec()), true);
    let name = table.text("name").unwrap_or_default().to_string();
    if let Some(how) = deceives(&name) {
        let what = format!("The name \u{201c}{}\u{201d} {how}.", shortened(&name));
        table.file.refuse(table.line_of("name"), what, WHY_NAME);
    }
    let mut parts = BTreeSet::new();
    let listed = table.texts("parts");
    if listed.is_empty() {
        table.file.refuse_meaning(
            table.line,
            format!("{} has no part.", table.called),
            "A child whose part is not said would be left out of every question about it.",
            Some("parts = [\"not-known\"]".to_owned()),
        );
    }
    for (word, line) in listed {
        match Part::from_word(&word) {
            Some(part) => {
                parts.insert(part);
            }
            None => table.file.refuse_meaning(
                line,
                format!("There is no part `{}`.", shortened(&word)),
                WHY,
                nearest(&word, Part::WORDS.iter().copied()),
            ),
        }
    }
    let mut answers = BTreeMap::new();
    for entry in child_answers(table.entries()) {
        if let Some(answer) = answer(table.file, entry)
            && answers.insert(entry.key.clone(), answer).is_some()
        {
            let what = format!(
                "`{}` is answered twice, beside the name and under `answers`.",
                shortened(&entry.key)
            );
            table.file.refuse(entry.line, what, WHY);
        }
    }
    ChildFacts {
        name,
        parts,
        answers,
    }
}

/// The answers of a child: beside its name and parts, or under `answers`, as the record writes them.
fn child_answers(entries: &[Entry]) -> impl Iterator<Item = &Entry> {
    entries
        .iter()
        .flat_map(|entry| match (&entry.value.kind, entry.key.as_str()) {
            (_, "name" | "parts") => [].as_slice(),
            (Kind::Table(within), "answers") => within.as_slice(),
            _ => std::slice::from_ref(entry),
        })
}

fn answer(file: &File<'_>, entry: &Entry) -> Option<Answer> {
    match &entry.value.kind {
        Kind::Text(text) => Some(Answer::from_word(text.trim())),
        Kind::Bool(yes) => {
            let meant = if *yes { "\"yes\"" } else { "\"no\"" };
            let what = format!(
                "The answer to `{}` is `{yes}`; write {meant}, in quotation marks.",
                entry.key
            );
            file.refuse_meaning(entry.line, what, WHY, Some(meant.to_owned()));
            None
        }
        _ => {
            let what = format!(
                "The answer to `{}` is {}; it should be \"yes\", \"no\", \"not-known\" or a choice.",
                entry.key,
                entry.value.called()
            );
            file.refuse(entry.line, what, WHY);
            None
        }
    }
}

/// Refuses answers that do not fit the facts of a pack.
pub(super) fn check_answers(table: &Table<'_, '_>, facts: &[Fact]) {
    if let Some(Node {
        kind: Kind::Table(entries),
        ..
    }) = table.get("incident")
    {
        for entry in entries {
            check_answer(table.file, entry, Of::Incident, facts);
        }
    }
    for child in table
        .get("children")
        .into_iter()
        .flat_map(|node| match &node.kind {
            Kind::List(list) => list.as_slice(),
            _ => &[],
        })
    {
        if let Kind::Table(entries) = &child.kind {
            for entry in child_answers(entries) {
                check_answer(table.file, entry, Of::Child, facts);
            }
        }
    }
}

fn check_answer(file: &File<'_>, entry: &Entry, of: Of, facts: &[Fact]) {
    if file.is_full() {
        return;
    }
    let Some(fact) = facts.iter().find(|fact| fact.id.as_ref() == entry.key) else {
        let known = facts
            .iter()
            .filter(|fact| fact.of == of)
            .map(|fact| fact.id.as_ref());
        let meant = nearest(&entry.key, known)
            .or_else(|| nearest(&entry.key, facts.iter().map(|fact| fact.id.as_ref())));
        file.refuse_meaning(
            entry.line,
            format!("There is no fact `{}`.", shortened(&entry.key)),
            WHY,
            meant,
        );
        return;
    };
    if fact.of != of {
        let what = match of {
            Of::Incident => format!(
                "`{}` is asked of each child, not of the incident: put it with a child.",
                fact.id
            ),
            Of::Child => format!(
                "`{}` is asked of the incident, not of a child: put it under `incident`.",
                fact.id
            ),
        };
        file.refuse(entry.line, what, WHY);
        return;
    }
    let Kind::Text(word) = &entry.value.kind else {
        return;
    };
    let mut words: Vec<&str> = if fact.choices.is_empty() {
        vec!["yes", "no"]
    } else {
        fact.choices
            .iter()
            .map(|choice| choice.id.as_ref())
            .collect()
    };
    words.push("not-known");
    if !words.contains(&word.trim()) {
        let what = format!(
            "`{}` is not an answer to `{}`; the answers are {}.",
            shortened(word),
            fact.id,
            words.join(", ")
        );
        file.refuse_meaning(entry.value.line, what, WHY, nearest(word, words));
    }
}
