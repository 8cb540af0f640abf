//! Every document a text stands on, with its standing and how far it was read.

use guidance::{Mark, Source};

use super::edition::Edition;
use super::in_words;
use super::part::{Group, Item, Part};
use crate::govuk::{Html, SummaryList, SummaryRow};

/// The documents, then what the marks mean.
pub fn part(edition: &Edition) -> Part {
    let groups = vec![
        Group {
            id: "documents".to_owned(),
            title: "Documents".to_owned(),
            intro: Some("Addresses are as they were printed. They have not been checked, so they are not links.".to_owned()),
            items: edition.pack.sources().iter().map(|one| item(edition, one)).collect(),
        },
        Group {
            id: "marks".to_owned(),
            title: "How sure we are of each item".to_owned(),
            intro: Some("Beside every item stands one of these.".to_owned()),
            items: vec![Item { id: "marks".to_owned(), body: Html::bullets(Mark::ALL.map(Mark::says)), ..Item::default() }],
        },
    ];
    Part {
        intro: Html::default(),
        groups,
    }
}

fn item(edition: &Edition, source: &Source) -> Item {
    let mut rows = vec![
        SummaryRow::new("From", source.publisher.as_ref()),
        SummaryRow::new("Dated", source.dated.as_ref()),
        SummaryRow::new("Standing", in_words::standing(source.standing)),
        SummaryRow::new("How far read", source.read.says()),
    ];
    if let Some(address) = source
        .address
        .as_ref()
        .filter(|address| !address.is_empty())
    {
        rows.push(SummaryRow::new("Address", address.as_ref()));
    }
    Item {
        id: format!("source-{}", source.id),
        title: Some(source.title.to_string()),
        body: SummaryList::new(rows)
            .classes("govuk-!-margin-bottom-2")
            .into(),
        from: None,
        layer: edition.added_by(&source.pack),
    }
}
