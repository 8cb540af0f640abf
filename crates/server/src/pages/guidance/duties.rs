//! Checklists and clocks: what to do, not to do, ask, record and know, and what is due when.

use guidance::{Audience, Checklist, ChecklistItem, Clock, LineKind};

use super::edition::Edition;
use super::in_words;
use super::part::{Group, Item, Part};
use super::where_from::WhereFrom;
use crate::govuk::{Html, SummaryRow};

/// The checklists by whom they are for, then the clocks.
pub fn part(edition: &Edition) -> Part {
    let pack = &edition.pack;
    let mut groups: Vec<Group> = Audience::ALL
        .iter()
        .map(|audience| Group {
            id: audience.as_str().to_owned(),
            title: in_words::audience(*audience).to_owned(),
            intro: None,
            items: pack
                .checklists()
                .iter()
                .filter(|list| list.audience == *audience)
                .map(|list| checklist(edition, list))
                .collect(),
        })
        .collect();
    groups.push(Group {
        id: "clocks".to_owned(),
        title: "Clocks".to_owned(),
        intro: Some("What is due so long after something else.".to_owned()),
        items: pack
            .clocks()
            .iter()
            .map(|one| clock(edition, one))
            .collect(),
    });
    Part {
        intro: Html::default(),
        groups,
    }
}

#[derive(askama::Template)]
#[template(path = "guidance/checklist.html")]
struct ChecklistBody<'a> {
    intro: Option<&'a str>,
    lines: Vec<Line<'a>>,
}

impl askama::filters::HtmlSafe for ChecklistBody<'_> {}

/// One line of a checklist. Two hyphens part the list from the line, because ids hold only single ones.
struct Line<'a> {
    id: String,
    item: &'a ChecklistItem,
    from: WhereFrom,
}

impl Line<'_> {
    fn sort(&self) -> &'static str {
        match self.item.kind {
            LineKind::Do => "To do",
            LineKind::DoNot => "Not to do",
            LineKind::Ask => "To ask",
            LineKind::Record => "To record",
            LineKind::Know => "To know",
        }
    }

    fn by(&self) -> Option<String> {
        self.item.by.map(|due| due.to_string())
    }
}

fn checklist(edition: &Edition, list: &Checklist) -> Item {
    let lines = list.items.iter().map(|item| Line {
        id: format!("line-{}--{}", list.id, item.id),
        item,
        from: edition.where_from(&item.source, &list.pack).without_layer(),
    });
    Item {
        id: format!("checklist-{}", list.id),
        title: Some(list.title.to_string()),
        body: Html::of(ChecklistBody {
            intro: list.intro.as_deref(),
            lines: lines.collect(),
        }),
        from: list
            .source
            .as_ref()
            .map(|source| edition.where_from(source, &list.pack).of_the_whole()),
        layer: edition
            .added_by(&list.pack)
            .filter(|_| list.source.is_none()),
    }
}

fn clock(edition: &Edition, clock: &Clock) -> Item {
    let rows = vec![
        SummaryRow::new("By when", in_words::due(clock.by)),
        SummaryRow::new("Counted from", in_words::capital(&clock.counts_from)),
    ];
    Item::of_rows(
        format!("clock-{}", clock.id),
        &clock.says,
        rows,
        edition.where_from(&clock.source, &clock.pack),
    )
}
