//! The rules of a text in plain words: when each is met, and what it calls for or points to.

use guidance::{Rule, RuleKind};

use super::edition::Edition;
use super::in_words;
use super::part::{Group, Item, Part};
use super::say_condition::say_condition;
use crate::govuk::{Html, InsetText, SummaryList, SummaryRow};

/// The rules, by what sort they are.
pub fn part(edition: &Edition) -> Part {
    let groups = [RuleKind::Trigger, RuleKind::Duty, RuleKind::Prompt]
        .into_iter()
        .map(|kind| {
            let (title, intro) = in_words::rule_kind(kind);
            Group {
                id: kind.as_str().to_owned(),
                title: title.to_owned(),
                intro: Some(intro.to_owned()),
                items: edition
                    .pack
                    .rules()
                    .iter()
                    .filter(|rule| rule.kind == kind)
                    .map(|rule| item(edition, rule))
                    .collect(),
            }
        });
    Part {
        intro: Html::paragraphs(
            "What is called for is everything that any rule met calls for. A rule that is not met takes nothing away, and no rule being met does not mean that there is nothing to do. A named person decides, with a reason.",
        ),
        groups: groups.collect(),
    }
}

fn item(edition: &Edition, rule: &Rule) -> Item {
    let condition = say_condition(&rule.when, edition.names());
    let mut rows = vec![SummaryRow::new("When", condition.shown())];
    let responses =
        |ids: &[guidance::Text]| Html::bullets(ids.iter().map(|id| edition.response(id)));
    if !rule.calls_for.is_empty() {
        rows.push(SummaryRow::new("Calls for", responses(&rule.calls_for)));
    }
    if !rule.points_to.is_empty() {
        rows.push(SummaryRow::new("Points to", responses(&rule.points_to)));
    }
    if !condition.is_every_case() {
        rows.push(SummaryRow::new(
            "While not known",
            in_words::unknown(rule.unknown),
        ));
    }
    if let Some(dates) = rule.in_force {
        rows.push(SummaryRow::new("In force", in_words::dates(dates)));
    }
    let mut body = vec![Html::from(
        SummaryList::new(rows).classes("govuk-!-margin-bottom-2"),
    )];
    let mut title = rule.says.to_string();
    if let Some(why) = &rule.dormant {
        title = format!("Dormant: {title}");
        body.insert(
            0,
            InsetText::new(format!("Not evaluated yet, so it calls for nothing. {why}")).into(),
        );
    }
    Item {
        id: format!("rule-{}", rule.id),
        title: Some(title),
        body: Html::join(body),
        from: Some(edition.where_from(&rule.source, &rule.pack)),
        layer: None,
    }
}
