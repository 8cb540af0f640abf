//! What a lead needs to read beside a recommendation, by what it is about.

use guidance::Topic;

use super::edition::Edition;
use super::in_words;
use super::part::{Group, Item, Part};
use crate::govuk::Html;

/// The notes by topic.
pub fn part(edition: &Edition) -> Part {
    let notes = edition.pack.notes();
    let groups = Topic::ALL.iter().map(|topic| Group {
        id: topic.as_str().to_owned(),
        title: in_words::topic(*topic).to_owned(),
        intro: None,
        items: notes
            .iter()
            .filter(|note| note.topic == *topic)
            .map(|note| Item {
                id: format!("note-{}", note.id),
                title: Some(note.title.to_string()),
                body: Html::paragraphs(&note.text),
                from: Some(edition.where_from(&note.source, &note.pack)),
                layer: None,
            })
            .collect(),
    });
    Part {
        intro: Html::default(),
        groups: groups.collect(),
    }
}
