//! The words of a text, and the reasons children give.

use guidance::TermKind;

use super::edition::Edition;
use super::in_words;
use super::part::{Group, Item, Part};
use crate::govuk::Html;

/// The terms by how they are used, then the reasons.
pub fn part(edition: &Edition) -> Part {
    let pack = &edition.pack;
    let mut groups: Vec<Group> = TermKind::ALL
        .iter()
        .map(|kind| Group {
            id: kind.as_str().to_owned(),
            title: in_words::term_kind(*kind).to_owned(),
            intro: (*kind == TermKind::Slang).then(|| "Such words change fast. Ask the child what they mean by one, and keep it in the record only as their own quoted words.".to_owned()),
            items: pack
                .terms()
                .iter()
                .filter(|term| term.kind == *kind)
                .map(|term| Item {
                    id: format!("term-{}", term.id),
                    title: Some(term.term.to_string()),
                    body: Html::join([Some(&term.means), term.use_when.as_ref()].into_iter().flatten().map(|text| Html::paragraphs(text))),
                    from: Some(edition.where_from(&term.source, &term.pack)),
                    layer: None,
                })
                .collect(),
        })
        .collect();
    groups.push(Group {
        id: "reasons".to_owned(),
        title: "Reasons children give".to_owned(),
        intro: Some("A reason is context: it helps you to support a child. None of them is a mark against a child.".to_owned()),
        items: pack
            .reasons()
            .iter()
            .map(|reason| Item {
                id: format!("reason-{}", reason.id),
                title: None,
                body: Html::paragraphs(&reason.text),
                from: Some(edition.where_from(&reason.source, &reason.pack)),
                layer: None,
            })
            .collect(),
    });
    let intro = Html::paragraphs(&format!(
        "This text says \u{201c}{}\u{201d}, and so do Leeward\u{2019}s pages while it is in force.",
        pack.term()
    ));
    Part { intro, groups }
}
