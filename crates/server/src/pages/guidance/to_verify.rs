//! What the adviser who checks a text is asked to find out. None of it is guidance.

use super::edition::Edition;
use super::part::{Group, Item, Part};
use crate::govuk::Html;

/// The prompts.
pub fn part(edition: &Edition) -> Part {
    let items = edition.pack.to_verify().iter().map(|one| Item {
        id: format!("verify-{}", one.id),
        title: None,
        body: Html::paragraphs(&one.text),
        from: Some(edition.where_from(&one.source, &one.pack)),
        layer: None,
    });
    Part {
        intro: Html::paragraphs(
            "These are prompts for the safeguarding adviser who checks this text before a setting adopts it. Nothing on this page is guidance, and no rule rests on it. Beside these, every item of this text marked \u{201c}To be verified\u{201d} is to be checked too.",
        ),
        groups: vec![Group {
            id: "prompts".to_owned(),
            title: "To find out".to_owned(),
            intro: None,
            items: items.collect(),
        }],
    }
}
