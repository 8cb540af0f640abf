//! A situation in words, a line for each thing known.

use std::collections::BTreeMap;

use crate::facts::{Answer, Facts};
use crate::item::Part;
use crate::pack::Pack;

/// What is known, with the questions of whichever pack asks them. Empty where nothing is.
pub(crate) fn in_words(facts: &Facts, packs: &[&Pack]) -> Vec<String> {
    let mut lines = Vec::new();
    answers(&mut lines, "", &facts.incident, packs);
    for child in &facts.children {
        let parts: Vec<String> = child
            .parts
            .iter()
            .filter(|part| **part != Part::NotKnown)
            .map(|part| part.as_str().replace('-', " "))
            .collect();
        if !parts.is_empty() {
            lines.push(format!("{}: {}", child.name, parts.join(", ")));
        }
        answers(
            &mut lines,
            &format!("{}: ", child.name),
            &child.answers,
            packs,
        );
    }
    lines
}

fn answers(
    lines: &mut Vec<String>,
    whose: &str,
    answers: &BTreeMap<String, Answer>,
    packs: &[&Pack],
) {
    for (id, answer) in answers.iter().filter(|(_, answer)| answer.is_known()) {
        let asks = packs.iter().find_map(|pack| Some((pack, pack.fact(id)?)));
        let (ask, label) = asks.map_or((id.as_str(), answer.as_str()), |(pack, fact)| {
            (fact.ask.as_ref(), pack.answer_label(id, answer.as_str()))
        });
        let label = label.to_lowercase();
        lines.push(format!("{whose}{ask} {label}"));
    }
}
