//! Reading routes, responses, facts and rules.

use std::sync::Arc;

use super::{dates, due, source_ref, source_ref_if_any};
use crate::item::{
    Choice, Derived, Duty, Fact, Of, Part, ReadWith, Response, Route, Rule, RuleKind, Stage, Text,
    Unknown,
};
use crate::read::condition;
use crate::read::shape::Takes;
use crate::read::table::Table;

pub(super) const SHOWN: [&str; 5] = ["note", "checklist", "clock", "term", "service"];

pub(in crate::read) fn route(table: &Table<'_, '_>, pack: &Text) -> Option<Route> {
    let id = table.id("id");
    let label = table.text("label");
    let help = table.text_if_any("help");
    let source = source_ref_if_any(table);
    table.finish();
    Some(Route {
        id: id?,
        label: label?,
        help,
        source,
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(in crate::read) fn response(table: &Table<'_, '_>, pack: &Text) -> Option<Response> {
    let id = table.id("id");
    let says = table.text("says");
    let by = due(table);
    let duty = table.one_of("duty", Duty::WORDS, Duty::from_word);
    table.require("satisfied_by");
    let satisfied_by = table.ids("satisfied_by");
    table.takes("read_with", Takes::Shown(SHOWN.to_vec()), false);
    table.takes("before", Takes::Id, false);
    let read_with: Vec<ReadWith> = table
        .texts("read_with")
        .into_iter()
        .filter_map(|(shown, line)| read_with(table, &shown, line))
        .collect();
    let help = table.text_if_any("help");
    let before = table.text_if_any("before");
    let source = source_ref(table);
    table.finish();
    Some(Response {
        id: id?,
        says: says?,
        by: by?,
        duty: duty?,
        satisfied_by,
        read_with: read_with.into(),
        help,
        before,
        source: Arc::new(source?),
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

fn read_with(table: &Table<'_, '_>, shown: &str, line: usize) -> Option<ReadWith> {
    let (kind, id) = shown.split_once(':').unwrap_or((shown, ""));
    let id: Text = id.into();
    match kind {
        "note" => Some(ReadWith::Note(id)),
        "checklist" => Some(ReadWith::Checklist(id)),
        "clock" => Some(ReadWith::Clock(id)),
        "term" => Some(ReadWith::Term(id)),
        "service" => Some(ReadWith::Service(id)),
        _ => {
            let what = format!(
                "`{shown}` in {} should begin with one of {}:",
                table.called,
                SHOWN.join(":, ")
            );
            let meant = crate::problem::nearest(kind, SHOWN).map(|kind| format!("{kind}:{id}"));
            table.file.refuse_meaning(
                line,
                what,
                "A lead would not be shown what to read beside it.",
                meant,
            );
            None
        }
    }
}

pub(in crate::read) fn fact(table: &Table<'_, '_>, pack: &Text) -> Option<Fact> {
    let id = table.id("id");
    let of = table.one_of("of", Of::WORDS, Of::from_word);
    let ask = table.text("ask");
    let why = table.text("why");
    let help = table.text_if_any("help");
    let stage = table.one_of("stage", Stage::WORDS, Stage::from_word);
    table.require("raises");
    let raises = table.ids("raises");
    let choices: Vec<Choice> = table
        .tables("choices", "a choice")
        .iter()
        .filter_map(|choice| {
            let read = (choice.id("id"), choice.text("label"));
            choice.finish();
            let (Some(id), Some(label)) = read else {
                return None;
            };
            Some(Choice { id, label })
        })
        .collect();
    let derived = table
        .get("derived")
        .and_then(|node| table.word("derived", node, Derived::WORDS, Derived::from_word));
    let mut parts = Vec::new();
    let words = Part::WORDS.iter().copied();
    table.takes(
        "parts",
        Takes::Words(words.filter(|word| *word != "not-known").collect()),
        false,
    );
    for (word, line) in table.texts("parts") {
        match Part::from_word(&word) {
            Some(part) if part != Part::NotKnown => parts.push(part),
            _ => table.file.refuse_meaning(
                line,
                format!(
                    "{} is asked of children with the part `{word}`, and there is no such part.",
                    table.called
                ),
                "The question would be asked of nobody.",
                crate::problem::nearest(
                    &word,
                    Part::WORDS
                        .iter()
                        .copied()
                        .filter(|one| *one != "not-known"),
                ),
            ),
        }
    }
    let source = source_ref(table);
    table.finish();
    Some(Fact {
        id: id?,
        of: of?,
        ask: ask?,
        why: why?,
        help,
        stage: stage?,
        raises,
        choices,
        derived,
        parts,
        source: Arc::new(source?),
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}

pub(in crate::read) fn rule(table: &Table<'_, '_>, pack: &Text) -> Option<Rule> {
    let id = table.id("id");
    let kind = table.one_of("kind", RuleKind::WORDS, RuleKind::from_word);
    let says = table.text("says");
    table.takes("when", Takes::Condition, true);
    let when = table
        .require("when")
        .and_then(|node| condition::read(table.file, node));
    let calls_for = table.ids("calls_for");
    let points_to = table.ids("points_to");
    let unknown = table.one_of("unknown", Unknown::WORDS, Unknown::from_word);
    let dormant = table.text_if_any("dormant");
    let in_force = dates(table, "in_force");
    let source = source_ref(table);
    table.finish();
    if calls_for.is_empty() && points_to.is_empty() {
        table.file.refuse(
            table.line,
            format!("{} calls for nothing and points to nothing.", table.called),
            "Being met, it would change nothing for any child.",
        );
    }
    Some(Rule {
        id: id?,
        kind: kind?,
        says: says?,
        when: when?,
        calls_for,
        points_to,
        unknown: unknown?,
        dormant,
        in_force,
        source: Arc::new(source?),
        pack: pack.clone(),
        place: table.file.place(table.line),
    })
}
