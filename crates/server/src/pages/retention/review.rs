//! Review one case: keep it until a day, say that it goes to another setting, or propose that it be destroyed.

use super::{Books, record, rules_today, says, told};
use crate::fields::{self, Reading};
use crate::govuk::{
    BackLink, Button, Choice, Html, InsetText, Radios, SummaryList, SummaryRow, Textarea,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::visitor::AtCase;
use crate::when;
use casework::acts::{propose_destruction, review_record};
use casework::event::{Record, ReviewOutcome};
use casework::retention::reckoning::Standing;

#[derive(askama::Template)]
#[template(path = "retention/review.html")]
struct Review {
    layout: Frame,
    reference: String,
    path: String,
    standing: String,
    facts: SummaryList,
    rules: Vec<SummaryList>,
    holds: Vec<String>,
    proposed: Option<(u64, InsetText)>,
    choice: Option<Radios>,
    why: Textarea,
    children: Vec<(String, String, String)>,
}

/// Shows where the case stands, and asks what is decided.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(at: AtCase) -> Answered {
    let visitor = &at.visitor;
    let books = Books::open(visitor).await?;
    let record = Record::Case(at.id);
    let reckoned = books.reckoned(visitor, record);
    let holds = books.holds(visitor, record);
    let retention = &visitor.setting.retention;
    let typed = at.typed();
    let class = retention.class_of(at.id);
    let class = books
        .rules
        .and_then(|rules| rules.classes.iter().find(|one| one.id == class))
        .map_or(class, |class| class.says.as_str());
    let proposed = retention.waiting(record).map(|(number, proposal)| {
        let text = format!(
            "{} proposed on {} that this case be destroyed. It waits for a second person.",
            visitor.staff_name(proposal.said.by),
            when::day_and_time(proposal.said.at)
        );
        (number, InsetText::new(text))
    });
    let until = || fields::day(typed, "until", "When is it to be looked at again?");
    let due = matches!(reckoned.standing, Standing::Due { .. });
    let mut choices = vec![
        Choice::new("keep", "Keep it until a day").reveals(until()),
        Choice::new("transfer", "It is to go to another setting")
            .hint("Record what has been arranged. The file itself is sent as your authority\u{2019}s guidance says. Give the day below to look at it again."),
    ];
    if let (true, true, None, Some(rules)) = (due, holds.is_empty(), &proposed, books.rules) {
        let before: Html =
            Html::join([told::checks(typed, rules).into(), told::today(typed).into()]);
        choices.push(
            Choice::new("propose", "Propose that it be destroyed")
                .hint("Nothing happens until a second person has looked at it and carried it out.")
                .reveals(before),
        );
    }
    let choice = Radios::new("do", "What do you decide?", choices)
        .value(Some(typed.text("do")))
        .error(typed.error("do"));
    let facts = SummaryList::new([
        SummaryRow::new("Kind of record", class),
        SummaryRow::new(
            "Closed",
            at.case.closed.as_ref().map_or_else(
                || "No, it is open".to_owned(),
                |closed| when::day_and_time(closed.recorded.at),
            ),
        ),
        SummaryRow::new("Children in it", at.case.children.len().to_string()),
        SummaryRow::new("Entries", at.entry_count().to_string()),
    ]);
    let children = at
        .case
        .children
        .keys()
        .filter(|child| !retention.erased.contains_key(child))
        .map(|child| {
            let stands = books.reckoned(visitor, Record::Identity(*child));
            let page = at.path(&format!("retention/{child}"));
            (
                page,
                at.person_name(*child),
                told::standing(&stands.standing),
            )
        })
        .collect();
    shown(&Review {
        layout: at.frame("Keeping this case"),
        reference: at.case.reference.clone(),
        path: at.path(""),
        standing: told::standing(&reckoned.standing),
        facts,
        rules: told::rules(books.rules, &reckoned),
        holds: holds
            .iter()
            .map(|(_, hold)| told::hold(visitor, hold))
            .collect(),
        proposed,
        choice: (!at.case.is_open()).then_some(choice),
        why: told::why(typed),
        children,
    })
}

/// Records what was decided.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let visitor = &at.visitor;
    let typed = at.typed();
    let mut reading = Reading::of(typed);
    let (what, why) = (Record::Case(at.id), typed.text("why"));
    let acting = visitor.acting();
    let outcome = match typed.text("do") {
        "keep" => ReviewOutcome::Keep,
        "transfer" => ReviewOutcome::Transfer,
        "propose" => {
            let books = Books::open(visitor).await?;
            let reckoned = books.reckoned(visitor, what);
            let now = books.moment(visitor, what, &reckoned, rules_today(visitor)?);
            let says = says(visitor, &mut reading);
            let made = propose_destruction(&acting, what, now, &says, why);
            record(visitor, reading.finish(made)?).await?;
            return Ok(next("/retention"));
        }
        _ => return Err(Instead::refused("do", "Choose what you decide.")),
    };
    let until = reading.day("until");
    let made = review_record(&acting, what, outcome, until, why);
    record(visitor, reading.finish(made)?).await?;
    Ok(next("/retention"))
}
