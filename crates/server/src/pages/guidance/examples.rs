//! The worked examples of a text as short stories: what is known, and what is then expected. Everyone in them is made up.

use guidance::{Answer, ChildFacts, Example, Expect, Fact, Of, Text};
use std::collections::BTreeMap;

use super::edition::Edition;
use super::in_words::{self, capital, listed};
use super::part::{Group, Item, Part};
use crate::govuk::{Details, Html, SummaryList, SummaryRow};
use crate::when;

const NOT_MET: &str = "Not met";

/// A list of rules that are not met opens when asked for where it is longer than this.
const LONG: usize = 4;

/// The examples in the order of the pack.
pub fn part(edition: &Edition) -> Part {
    let items = edition
        .pack
        .examples()
        .iter()
        .enumerate()
        .map(|(at, example)| item(edition, at + 1, example));
    Part {
        intro: Html::paragraphs(
            "Everyone in these stories is made up. Each is also a test: this text is only released while its rules answer every story as written here.",
        ),
        groups: vec![Group {
            id: "stories".to_owned(),
            title: "Stories".to_owned(),
            intro: None,
            items: items.collect(),
        }],
    }
}

fn item(edition: &Edition, number: usize, example: &Example) -> Item {
    let mut known = vec![Html::paragraphs(&told(example))];
    known.extend(answers(
        edition,
        "About the incident",
        Of::Incident,
        &example.facts.incident,
    ));
    for child in &example.facts.children {
        known.push(Html::paragraphs(&child_in_words(child)));
        known.extend(answers(
            edition,
            &format!("About {}", child.name),
            Of::Child,
            &child.answers,
        ));
    }
    known.push(
        SummaryList::new(expected(edition, &example.expect))
            .classes("govuk-!-margin-bottom-2")
            .into(),
    );
    Item {
        id: format!("example-{number}"),
        title: Some(capital(&example.name)),
        body: Html::join(known),
        from: None,
        layer: edition.added_by(&example.pack),
    }
}

fn told(example: &Example) -> String {
    match example.on {
        Some(day) => format!("{}: {}", when::day(day), example.tells),
        None => example.tells.to_string(),
    }
}

fn child_in_words(child: &ChildFacts) -> String {
    let parts: Vec<&str> = child
        .parts
        .iter()
        .map(|part| in_words::part(*part))
        .collect();
    if parts.is_empty() {
        return format!("{} is involved.", child.name);
    }
    format!("{} {}.", child.name, listed(&parts, "and"))
}

/// What raises concern is told; what was answered without raising any opens when asked for; what is not known is named.
fn answers(edition: &Edition, about: &str, of: Of, given: &BTreeMap<String, Answer>) -> Vec<Html> {
    let names = edition.names();
    let answered: Vec<(&Fact, &Answer)> = given
        .iter()
        .filter(|(_, answer)| answer.is_known())
        .filter_map(|(id, answer)| Some((names.fact(id)?, answer)))
        .filter(|(fact, _)| fact.of == of)
        .collect();
    let line = |(fact, answer): &(&Fact, &Answer)| {
        let label = capital(names.answer_label(&fact.id, answer.as_str()));
        format!("{} {label}.", fact.ask)
    };
    let raising = |(fact, answer): &(&Fact, &Answer)| {
        fact.raises
            .iter()
            .any(|one| one.as_ref() == answer.as_str())
    };
    let (raised, other): (Vec<_>, Vec<_>) = answered.into_iter().partition(raising);
    let mut shown = Vec::new();
    if !raised.is_empty() {
        shown.push(Html::bullets(raised.iter().map(line)));
    }
    if raised.is_empty() && other.is_empty() {
        shown.push(Html::paragraphs(&format!("{about}: nothing is known yet.")));
    }
    if !other.is_empty() {
        let count = other.len();
        let word = if count == 1 {
            "answer that raises"
        } else {
            "answers that raise"
        };
        let summary = format!("{about}: {count} {word} no concern");
        shown.push(Details::new(summary, Html::bullets(other.iter().map(line))).into());
    }
    shown
}

fn expected(edition: &Edition, expect: &Expect) -> Vec<SummaryRow> {
    let mut rows = Vec::new();
    let mut list = |key: &str, none: Option<&str>, links: Vec<Html>| match (links.is_empty(), none)
    {
        (true, None) => {}
        (true, Some(none)) => rows.push(SummaryRow::new(key, none)),
        (false, _) if links.len() > LONG && key == NOT_MET => {
            let summary = format!("{} rules", links.len());
            rows.push(SummaryRow::new(
                key,
                Html::from(Details::new(summary, Html::bullets(links))),
            ));
        }
        (false, _) => rows.push(SummaryRow::new(key, Html::bullets(links))),
    };
    let responses = |ids: &[Text]| {
        ids.iter()
            .map(|id| edition.response(id))
            .collect::<Vec<_>>()
    };
    let rules = |ids: &[Text]| ids.iter().map(|id| edition.rule(id)).collect::<Vec<_>>();
    if let Some(called) = &expect.called_for {
        list("Called for", Some("Nothing by itself"), responses(called));
    }
    if let Some(pointed) = &expect.pointed_to {
        list("Pointed to", Some("Nothing further"), responses(pointed));
    }
    list("Because", None, rules(&expect.met));
    list(NOT_MET, None, rules(&expect.not_met));
    list(
        "Still open",
        None,
        rules(expect.undecided.as_deref().unwrap_or_default()),
    );
    let next = expect.ask_next.as_deref().unwrap_or_default();
    list(
        "Asked next",
        None,
        next.iter().map(|id| edition.question(id)).collect(),
    );
    list(
        "Shown beside it",
        None,
        expect
            .shows
            .iter()
            .map(|told| edition.shown_beside(told))
            .collect(),
    );
    match expect.settled {
        Some(true) => rows.push(SummaryRow::new(
            "Settled",
            "Yes: nothing that is still open could change what is called for",
        )),
        Some(false) => rows.push(SummaryRow::new(
            "Settled",
            "No: what is not known could still change what is called for",
        )),
        None => {}
    }
    rows
}
