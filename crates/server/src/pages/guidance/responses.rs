//! What a text calls for, most urgent first, and what a person may decide.

use guidance::{Response, Route};

use super::edition::Edition;
use super::in_words;
use super::part::{Group, Item, Part};
use crate::govuk::{Html, SummaryRow};

/// The responses in the order of urgency, then the decisions.
pub fn part(edition: &Edition) -> Part {
    let pack = &edition.pack;
    let groups = vec![
        Group {
            id: "responses".to_owned(),
            title: "What is called for or pointed to".to_owned(),
            intro: Some("Most urgent first.".to_owned()),
            items: pack.responses().iter().map(|one| response(edition, one)).collect(),
        },
        Group {
            id: "routes".to_owned(),
            title: "What a person may decide".to_owned(),
            intro: Some("Deciding on more than is called for is always one step. Deciding on less needs a reason and a second person.".to_owned()),
            items: pack.routes().iter().map(|one| route(edition, one)).collect(),
        },
    ];
    Part {
        intro: Html::default(),
        groups,
    }
}

fn response(edition: &Edition, response: &Response) -> Item {
    let mut rows = Vec::new();
    if let Some(help) = &response.help {
        rows.push(SummaryRow::new("Why and how", help.as_ref()));
    }
    rows.push(SummaryRow::new("By when", in_words::due(response.by)));
    rows.push(SummaryRow::new("Whose duty", in_words::duty(response.duty)));
    if response.satisfied_by.is_empty() {
        rows.push(SummaryRow::new(
            "Answered by",
            "What is done and recorded; no single decision answers it",
        ));
    } else {
        let routes = response.satisfied_by.iter().map(|id| edition.route(id));
        let any = if response.satisfied_by.len() > 1 {
            "Any one of these decisions:"
        } else {
            "This decision:"
        };
        rows.push(SummaryRow::new(
            "Answered by",
            Html::join([Html::text(any), Html::bullets(routes)]),
        ));
    }
    let called: Vec<Html> = rules_naming(edition, response, true);
    if !called.is_empty() {
        rows.push(SummaryRow::new("Called for when", Html::bullets(called)));
    }
    let pointed: Vec<Html> = rules_naming(edition, response, false);
    if !pointed.is_empty() {
        rows.push(SummaryRow::new("Pointed to when", Html::bullets(pointed)));
    }
    if !response.read_with.is_empty() {
        let beside = response.read_with.iter().map(|one| edition.read_with(one));
        rows.push(SummaryRow::new("Read with it", Html::bullets(beside)));
    }
    let from = edition.where_from(&response.source, &response.pack);
    Item::of_rows(
        format!("response-{}", response.id),
        &response.says,
        rows,
        from,
    )
}

fn rules_naming(edition: &Edition, response: &Response, calling: bool) -> Vec<Html> {
    edition
        .names()
        .rules()
        .iter()
        .filter(|rule| {
            if calling {
                &rule.calls_for
            } else {
                &rule.points_to
            }
            .contains(&response.id)
        })
        .map(|rule| edition.rule(&rule.id))
        .collect()
}

fn route(edition: &Edition, route: &Route) -> Item {
    Item {
        id: format!("route-{}", route.id),
        title: Some(route.label.to_string()),
        body: Html::paragraphs(route.help.as_deref().unwrap_or_default()),
        from: route
            .source
            .as_ref()
            .map(|source| edition.where_from(source, &route.pack)),
        layer: edition
            .added_by(&route.pack)
            .filter(|_| route.source.is_none()),
    }
}
