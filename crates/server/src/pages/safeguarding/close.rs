//! Close a case. What is still open is said first; a case can be closed with actions open only by saying what becomes of them.

use super::due;
use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Choice, Html, Radios, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{CloseCase, close_case};
use casework::event::Outcome;
use casework::telling::outcome;
use guidance::Pack;

/// How a case can end, with its value in a form.
const OUTCOMES: [(&str, Outcome); 4] = [
    ("managed-in-setting", Outcome::ManagedInSetting),
    ("others-lead", Outcome::OthersLead),
    ("elsewhere", Outcome::Elsewhere),
    ("no-concern-found", Outcome::NoConcernFound),
];

#[derive(askama::Template)]
#[template(path = "safeguarding/close.html")]
struct Close {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    still_open: Vec<Html>,
    outcome: Radios,
    actions_open: bool,
}

/// Says what is still open, and asks how the case ends.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed().clone();
    let how = Radios::new(
        "outcome",
        "How does it end?",
        OUTCOMES.map(|(value, ended)| Choice::new(value, outcome(ended))),
    )
    .value(Some(typed.text("outcome")))
    .error(typed.error("outcome"));
    let actions_open = at.case.open_actions().next().is_some();
    shown(&Close {
        layout: at.frame("Can this case be closed?"),
        still_open: still_open(&at, &pack),
        outcome: how,
        actions_open,
        typed,
        at,
    })
}

/// Closes it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let filled = CloseCase {
        outcome: OUTCOMES
            .into_iter()
            .find(|(value, _)| *value == typed.text("outcome"))
            .map(|(_, ended)| ended),
        why: typed.text("why").to_owned(),
        actions_left: typed.text("actions_left").to_owned(),
    };
    let closed = close_case(&at.visitor.acting(), &at.case, &filled);
    let events = Reading::of(typed).finish(closed)?;
    at.record(events).await?;
    Ok(next(&at.path("")))
}

/// Everything that is not finished, each with the page where it can be.
fn still_open(at: &AtCase, pack: &Pack) -> Vec<Html> {
    let case = &at.case;
    let line = |page: &str, text: &str, rest: &str| {
        Html::join([Html::link(&at.path(page), text), Html::text(rest)])
    };
    let mut open = Vec::new();
    if case.decision().is_none() {
        open.push(line("decision", "No decision is recorded", ""));
    }
    for response in case.left_without_answer() {
        let says = pack
            .response(response)
            .map_or(response, |known| known.says.as_ref());
        open.push(line(
            "decision",
            "Called for, and not answered by the decision",
            &format!(": {says}"),
        ));
    }
    if let Some(asked) = case.decision().and_then(|decision| decision.waits_for()) {
        let who = at.visitor.staff_name(asked);
        open.push(line(
            "decision",
            "A second view is still to come",
            &format!(" from {who}"),
        ));
    }
    for referral in case.referrals_waiting() {
        let rest = format!(": no final answer from {}", referral.agency.as_str());
        open.push(line("referral", "A referral waits", &rest));
    }
    for child in case.parents_to_tell() {
        let rest = format!(
            " for {}: neither told nor recorded why not",
            at.person_name(child)
        );
        open.push(line("parents", "Parents or carers", &rest));
    }
    if let Some(day) = case.parents_look_again() {
        let rest = format!(" on {}", crate::when::day(day));
        open.push(line(
            "parents",
            "Parents or carers: to be looked at again",
            &rest,
        ));
    }
    for device in super::imagery_log::held(case) {
        let rest = format!(": {}", device.device.as_str());
        open.push(line("imagery-log", "A device is still in keeping", &rest));
    }
    let now = at.visitor.app.outside().now();
    for action in case.open_actions() {
        let page = format!("actions/{}", action.action);
        let due = due::in_words(action.due.as_ref(), now);
        open.push(line(
            &page,
            "An action is open",
            &format!(": {}. {due}", action.what.as_str()),
        ));
    }
    open
}
