//! A proposal that waits for a second person: exactly what will go and what stays, and who may carry it out.

use super::{Books, record, rules_today, says, told};
use crate::fields::Reading;
use crate::govuk::{
    BackLink, Button, Checkboxes, DateInput, Html, SummaryList, SummaryRow, Textarea, WarningText,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use crate::when;
use axum::extract::Path;
use casework::access::Deed;
use casework::acts::withdraw_destruction;
use casework::event::Record;
use casework::retention::Proposal;
use jiff::SignedDuration;
use store::Carried;

#[derive(askama::Template)]
#[template(path = "retention/proposal.html")]
struct ProposalPage {
    layout: Frame,
    called: String,
    is_case: bool,
    facts: SummaryList,
    standing: String,
    rules: Vec<SummaryList>,
    holds: Vec<String>,
    frozen: Option<Html>,
    own: bool,
    waits_until: Option<String>,
    form: Option<(Checkboxes, DateInput)>,
    withdraw: Option<Textarea>,
}

/// Shows what will go.
///
/// # Errors
/// [`Instead::NotThere`] where no such proposal waits, or not for this person.
pub async fn show(visitor: Visitor, Path(number): Path<String>) -> Answered {
    let books = Books::open(&visitor).await?;
    let (_, proposal) = waiting(&visitor, &books, &number)?;
    let what = proposal.record;
    let reckoned = books.reckoned(&visitor, what);
    let typed = &visitor.typed;
    let own = proposal.said.by == visitor.asking.staff;
    let carries_out = may(&visitor, &books, what, Deed::DestroyRecord);
    let days = i64::from(visitor.setting.retention.cooling_off_days);
    let not_before = proposal
        .said
        .at
        .checked_add(SignedDuration::from_hours(24 * days))
        .unwrap_or(proposal.said.at);
    let waits_until =
        (visitor.app.outside().now() < not_before).then(|| when::day_and_time(not_before));
    let form = books
        .rules
        .filter(|_| carries_out && !own && waits_until.is_none())
        .map(|rules| (told::checks(typed, rules), told::today(typed)));
    let holds = books.holds(&visitor, what);
    shown(&ProposalPage {
        layout: visitor.frame("A proposal to destroy"),
        called: books.called(what),
        is_case: matches!(what, Record::Case(_)),
        facts: facts(&visitor, &books, &proposal),
        standing: told::standing(&reckoned.standing),
        rules: told::rules(books.rules, &reckoned),
        holds: holds
            .iter()
            .map(|(_, hold)| told::hold(&visitor, hold))
            .collect(),
        // Whoever carries it out says which day it is in the same breath.
        frozen: told::frozen(books.clock(&visitor, Some(visitor.asking.staff))),
        own,
        waits_until,
        form,
        withdraw: carries_out.then(|| told::why(typed)),
    })
}

/// Carries it out, or withdraws it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor, Path(number): Path<String>) -> Answered {
    let books = Books::open(&visitor).await?;
    let (number, proposal) = waiting(&visitor, &books, &number)?;
    let typed = &visitor.typed;
    let what = proposal.record;
    if !may(&visitor, &books, what, Deed::DestroyRecord) {
        return Err(Instead::NotThere);
    }
    if typed.text("do") == "withdraw" {
        let made = withdraw_destruction(&visitor.acting(), number, typed.text("why"));
        record(&visitor, Reading::of(typed).finish(made)?).await?;
        return Ok(next("/retention"));
    }
    let rules = rules_today(&visitor)?;
    let mut reading = Reading::of(typed);
    let says = says(&visitor, &mut reading);
    let store = visitor.app.store();
    let carried = store
        .carry_out_destruction(&visitor.asking, number, rules, says)
        .await?;
    match carried {
        Carried::Refused(refusals) => reading
            .finish::<()>(Err(refusals))
            .map(|()| next("/retention")),
        Carried::Out {
            record: Record::Case(case),
            ..
        } => Ok(next(&format!("/retention/destroyed/{case}"))),
        Carried::Out { .. } => Ok(next("/retention")),
    }
}

fn may(visitor: &Visitor, books: &Books, what: Record, deed: Deed) -> bool {
    let cases = books.cases(what);
    !cases.is_empty()
        && cases.iter().all(|known| {
            let line = books.register.cases.get(&known.case);
            line.is_some_and(|line| line.may(&visitor.asking, deed))
        })
}

/// A proposal that waits, about nothing that this person must not see.
fn waiting(visitor: &Visitor, books: &Books, number: &str) -> Result<(u64, Proposal), Instead> {
    let number: u64 = number.parse().map_err(|_| Instead::NotThere)?;
    let proposals = &visitor.setting.retention.proposals;
    let proposal = proposals
        .get(&number)
        .filter(|proposal| proposal.waits)
        .ok_or(Instead::NotThere)?;
    let cases = books.cases(proposal.record);
    let withheld = cases.iter().any(|known| {
        let line = books.register.cases.get(&known.case);
        line.is_none_or(|line| line.withheld)
    });
    if withheld || cases.is_empty() {
        return Err(Instead::NotThere);
    }
    Ok((number, proposal.clone()))
}

fn facts(visitor: &Visitor, books: &Books, proposal: &Proposal) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new("Proposed by", visitor.staff_name(proposal.said.by)),
        SummaryRow::new("When", when::day_and_time(proposal.said.at)),
        SummaryRow::new("Under", told::stamps(&proposal.rules)),
    ];
    let cases = books.cases(proposal.record);
    let lines = cases
        .iter()
        .filter_map(|known| books.register.cases.get(&known.case));
    for line in lines {
        if let Record::Case(_) = proposal.record {
            rows.push(SummaryRow::new(
                "Reported",
                when::day_and_time(line.reported_at),
            ));
            let closed = line.known.closed_at.map(when::day_and_time);
            rows.push(SummaryRow::new("Closed", closed.unwrap_or_default()));
            let children = line.known.children.len();
            rows.push(SummaryRow::new("Children in it", children.to_string()));
            rows.push(SummaryRow::new("Entries", line.entries.to_string()));
        }
    }
    SummaryList::new(rows)
}
