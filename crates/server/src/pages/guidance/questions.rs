//! The questions of a text: why each is asked, its answers, and which of them raise concern.

use guidance::{Fact, Of, Stage};

use super::edition::Edition;
use super::in_words::{self, listed};
use super::part::{Group, Item, Part};
use crate::govuk::{Html, SummaryRow};

/// The questions, by when they are asked.
pub fn part(edition: &Edition) -> Part {
    let groups = Stage::ALL.iter().map(|stage| Group {
        id: stage.as_str().to_owned(),
        title: in_words::stage(*stage).to_owned(),
        intro: None,
        items: edition
            .pack
            .facts()
            .iter()
            .filter(|fact| fact.stage == *stage)
            .map(|fact| item(edition, fact))
            .collect(),
    });
    Part {
        intro: Html::paragraphs(
            "Every question can also be answered \u{201c}not known\u{201d}. Not known is never treated as no. Nobody needs to look at anything to answer any of them.",
        ),
        groups: groups.collect(),
    }
}

fn item(edition: &Edition, fact: &Fact) -> Item {
    let mut rows = vec![SummaryRow::new("Why", fact.why.as_ref())];
    if let Some(help) = &fact.help {
        rows.push(SummaryRow::new("How to answer", help.as_ref()));
    }
    rows.push(SummaryRow::new("Asked of", asked_of(fact)));
    if let Some(derived) = fact.derived {
        rows.push(SummaryRow::new("Worked out", in_words::derived(derived)));
    }
    rows.push(SummaryRow::new("Answers", Html::bullets(answers(fact))));
    Item::of_rows(
        format!("fact-{}", fact.id),
        &fact.ask,
        rows,
        edition.where_from(&fact.source, &fact.pack),
    )
}

fn asked_of(fact: &Fact) -> String {
    if fact.of == Of::Incident {
        return "The incident as a whole".to_owned();
    }
    let parts: Vec<&str> = fact
        .parts
        .iter()
        .map(|part| in_words::part(*part))
        .collect();
    if parts.is_empty() {
        return "Each child involved".to_owned();
    }
    format!("Each child who {}", listed(&parts, "or"))
}

fn answers(fact: &Fact) -> Vec<String> {
    let told = |id: &str, label: &str| {
        if fact.raises.iter().any(|one| one.as_ref() == id) {
            format!("{label} (raises concern)")
        } else {
            label.to_owned()
        }
    };
    let mut answers: Vec<String> = if fact.choices.is_empty() {
        vec![told("yes", "Yes"), told("no", "No")]
    } else {
        fact.choices
            .iter()
            .map(|choice| told(&choice.id, &choice.label))
            .collect()
    };
    answers.push("Not known".to_owned());
    answers
}
