//! The review queue: what comes due, why, and what holds it; what waits for a second person; what was destroyed. Cases by
//! reference, nobody by name.

use super::{Books, told};
use crate::govuk::{Cell, Html, InsetText, Table};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::Visitor;
use crate::when;
use casework::access::{Deed, may};
use casework::event::Record;
use casework::retention::reckoning::Standing;

/// How many rows of each table are shown: a review is a person's decision, and nobody makes more in a day.
const ROWS: usize = 100;

#[derive(askama::Template)]
#[template(path = "retention/queue.html")]
struct Queue {
    layout: Frame,
    beside: Html,
    frozen: Option<Html>,
    no_rules: Option<InsetText>,
    due: Option<Table>,
    waiting: Option<Table>,
    unknown: Option<Table>,
    coming: Option<Table>,
    gone: Option<Table>,
    holds: Vec<String>,
    open: usize,
    more: usize,
    adopts: bool,
    holds_all: bool,
}

/// Shows it.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let books = Books::open(&visitor).await?;
    let retention = &visitor.setting.retention;
    let asking = &visitor.asking;
    let reviews = |line: &store::RegisterLine| may_review(&visitor, line);
    let (mut due, mut unknown, mut coming) = (Vec::new(), Vec::new(), Vec::new());
    let (mut open, mut without) = (0, 0);
    for line in books.register.cases.values().filter(|line| !line.withheld) {
        let record = Record::Case(line.known.case);
        let reckoned = books.reckoned(&visitor, record);
        let held = !books.holds(&visitor, record).is_empty();
        let link: Html = if reviews(line) {
            Html::link(
                &format!("/cases/{}/retention", line.known.case),
                &line.reference,
            )
        } else {
            Html::text(&line.reference)
        };
        let says = told::standing(&reckoned.standing);
        let held = if held {
            "Yes: cannot be destroyed"
        } else {
            "No"
        };
        let row = vec![Cell::new(link), Cell::new(says), Cell::new(held)];
        match reckoned.standing {
            Standing::Open => open += 1,
            Standing::NoRule | Standing::NotStated => without += 1,
            Standing::Due { since } => due.push((since, row)),
            Standing::NotKnown { .. } => unknown.push(row),
            Standing::NotYet { on } | Standing::Kept { until: on } => coming.push((on, row)),
        }
    }
    due.sort_by_key(|(since, _)| *since);
    coming.sort_by_key(|(on, _)| *on);
    let more = [due.len(), unknown.len(), coming.len()]
        .iter()
        .map(|many| many.saturating_sub(ROWS))
        .sum();
    let head = ["Case", "Where it stands", "Held"];
    let table = |caption: &str, rows: Vec<Vec<Cell>>| {
        (!rows.is_empty()).then(|| {
            Table::new(head)
                .caption(caption)
                .rows(rows.into_iter().take(ROWS))
        })
    };
    let of = |rows: Vec<(_, Vec<Cell>)>| rows.into_iter().map(|(_, row)| row).collect();
    let waiting: Vec<Vec<Cell>> = retention
        .proposals
        .iter()
        .filter(|(_, proposal)| proposal.waits)
        .filter(|(_, proposal)| {
            let cases = books.cases(proposal.record);
            !cases.iter().any(|known| {
                let line = books.register.cases.get(&known.case);
                line.is_none_or(|line| line.withheld)
            })
        })
        .map(|(number, proposal)| {
            let link = Html::link(
                &format!("/retention/proposals/{number}"),
                &books.called(proposal.record),
            );
            vec![
                Cell::new(link),
                Cell::new(visitor.staff_name(proposal.said.by)),
                Cell::new(when::day_and_time(proposal.said.at)),
            ]
        })
        .collect();
    let gone: Vec<Vec<Cell>> = retention
        .destroyed
        .iter()
        .map(|(case, tombstone)| {
            let reference = casework::case::reference_of(*case);
            let link = Html::link(
                &format!("/retention/destroyed/{case}"),
                &format!("Case {reference}"),
            );
            (tombstone, link)
        })
        .chain(
            retention
                .erased
                .values()
                .map(|tombstone| (tombstone, Html::text("Who one child is"))),
        )
        .map(|(tombstone, link)| {
            vec![
                Cell::new(link),
                Cell::new(when::day_and_time(tombstone.carried_out.at)),
                Cell::new(format!(
                    "{}, proposed by {}",
                    visitor.staff_name(tombstone.carried_out.by),
                    visitor.staff_name(tombstone.proposed_by)
                )),
                Cell::new(told::stamps(&tombstone.rules)),
            ]
        })
        .collect();
    let titled = |head: &'static [&'static str], caption: &str, rows: Vec<Vec<Cell>>| {
        (!rows.is_empty()).then(|| Table::new(head.iter().copied()).caption(caption).rows(rows))
    };
    let no_rules = (retention.adopted.is_empty() || without > 0).then(|| {
        InsetText::new(format!(
            "{without} closed cases are under no rule that makes anything due. They are kept. No rule is in force until \
             somebody here adopts it."
        ))
    });
    shown(&Queue {
        layout: visitor.frame("What comes due"),
        beside: crate::pages::setting::beside(&visitor),
        frozen: told::frozen(books.clock(&visitor, None)),
        no_rules,
        due: table("Due for review", of(due)),
        waiting: titled(
            &["Record", "Proposed by", "When"],
            "Waiting for a second person",
            waiting,
        ),
        unknown: table("Something is not known", unknown),
        coming: table("Still to come", of(coming)),
        gone: titled(
            &["Record", "When", "By whom", "Under which rule"],
            "Destroyed",
            gone,
        ),
        holds: retention
            .holds_on()
            .filter(|(_, hold)| hold.over == casework::event::Held::Everything)
            .map(|(_, hold)| told::hold(&visitor, hold))
            .collect(),
        open,
        more,
        adopts: may(asking, Deed::AdoptRetention, None),
        holds_all: may(asking, Deed::HoldEverything, None),
    })
}

fn may_review(visitor: &Visitor, line: &store::RegisterLine) -> bool {
    line.may(&visitor.asking, Deed::ReviewRecord)
}
