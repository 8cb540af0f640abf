//! One action: done, handed over, moved or dropped. Each needs a few words, and the words stay with it.

use super::super::due;
use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Choice, Html, Radios, SummaryList, SummaryRow, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::AtCase;
use axum::extract::Path;
use casework::acts::{do_action, drop_action, hand_over_action, move_action};
use casework::case::{Action, ActionState};
use casework::id::ActionId;

#[derive(askama::Template)]
#[template(path = "safeguarding/actions/one.html")]
struct One {
    layout: Frame,
    at: AtCase,
    summary: SummaryList,
    what_became: Option<Radios>,
}

/// Shows an action and asks what became of it.
///
/// # Errors
/// [`Instead::NotThere`] where the case has no such action.
pub async fn show(at: AtCase, Path((_, action)): Path<(String, String)>) -> Answered {
    let action = known(&at, &action)?;
    let pack = at.visitor.pack()?;
    let summary = summary(&at, &pack, action);
    let what_became =
        (action.is_open() && at.case.is_open()).then(|| what_became(&at, at.typed(), action));
    shown(&One {
        layout: at.frame("What became of this action?"),
        at: at.clone(),
        summary,
        what_became,
    })
}

/// Records what became of it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase, Path((_, action)): Path<(String, String)>) -> Answered {
    let action = known(&at, &action)?.action;
    let typed = at.typed();
    let acting = at.visitor.acting();
    let mut reading = Reading::of(typed);
    let events = match typed.text("became") {
        "done" => {
            let done = do_action(&acting, &at.case, action, typed.text("what_happened"));
            reading.finish(done)?
        }
        "handed-over" => {
            let (to, why) = (typed.id("to"), typed.text("hand-why"));
            let handed = hand_over_action(&acting, &at.case, action, to, why);
            reading.finish_as(handed, &[("why", "hand-why")])?
        }
        "moved" => {
            let by = reading.by_when("due");
            let moved = move_action(&acting, &at.case, action, by, typed.text("move-why"));
            reading.finish_as(moved, &[("why", "move-why")])?
        }
        "dropped" => {
            let dropped = drop_action(&acting, &at.case, action, typed.text("drop-why"));
            reading.finish_as(dropped, &[("why", "drop-why")])?
        }
        _ => return Err(Instead::refused("became", "Choose what became of it.")),
    };
    at.record(events).await?;
    Ok(next(&at.path("actions")))
}

fn known<'a>(at: &'a AtCase, action: &str) -> Result<&'a Action, Instead> {
    let action: ActionId = action.parse().map_err(|_| Instead::NotThere)?;
    at.case.actions.get(&action).ok_or(Instead::NotThere)
}

fn summary(at: &AtCase, pack: &guidance::Pack, action: &Action) -> SummaryList {
    let now = at.visitor.app.outside().now();
    let mut rows = vec![
        SummaryRow::new("What", action.what.as_str()),
        SummaryRow::new("Who", at.visitor.staff_name(action.owner)),
        SummaryRow::new("By when", due::in_words(action.due.as_ref(), now)),
    ];
    if let Some(from) = action
        .item
        .as_deref()
        .and_then(|item| super::from(pack, item))
    {
        rows.push(SummaryRow::new("From the checklist", from));
    }
    for before in &action.handed_over {
        let why = before.why.as_ref().map_or("", |why| why.as_str());
        let from = at.visitor.staff_name(before.from);
        let told = format!(
            "From {from}, {}. {why}",
            crate::when::day_and_time(before.recorded.at)
        );
        rows.push(SummaryRow::new("Handed over", told));
    }
    for (recorded, before, why) in &action.moved {
        let was = before.as_ref().map_or_else(
            || "No time was set".to_owned(),
            |before| {
                format!(
                    "Was due {}",
                    crate::when::day(crate::when::day_of(before.at))
                )
            },
        );
        let told = format!(
            "{was}; moved {}. {}",
            crate::when::day_and_time(recorded.at),
            why.as_str()
        );
        rows.push(SummaryRow::new("Moved", told));
    }
    match &action.state {
        ActionState::Open => {}
        ActionState::Done { what_happened, .. } => {
            rows.push(SummaryRow::new(
                "Done: what happened",
                Html::paragraphs(what_happened.as_str()),
            ));
        }
        ActionState::Dropped { why, .. } => {
            rows.push(SummaryRow::new(
                "Dropped: why",
                Html::paragraphs(why.as_str()),
            ));
        }
    }
    SummaryList::new(rows)
}

fn what_became(at: &AtCase, typed: &Typed, action: &Action) -> Radios {
    let words = |name: &str, label: &str| {
        Textarea::new(name, label)
            .rows(3)
            .value(typed.text(name))
            .error(typed.error(name))
    };
    let to = fields::colleague(
        typed,
        "to",
        "Who takes it over?",
        &at.visitor.setting,
        Some(&at.case),
        None,
    );
    let done = words("what_happened", "What happened?");
    let handed = Html::join([
        to.into(),
        words("hand-why", "Why? (if there is anything to say)").into(),
    ]);
    let due = fields::by_when(typed, "due", "By when now?");
    let moved = Html::join([due.into(), words("move-why", "Why is it moved?").into()]);
    let own = action.owner == at.visitor.asking.staff;
    let hand_over = if own {
        "I hand it over to a colleague"
    } else {
        "A colleague takes it over"
    };
    Radios::new(
        "became",
        "What became of it?",
        [
            Choice::new("done", "It is done").reveals(done),
            Choice::new("handed-over", hand_over).reveals(handed),
            Choice::new("moved", "It needs another day").reveals(moved),
            Choice::new("dropped", "It is not needed after all")
                .reveals(words("drop-why", "Why is it not needed?")),
        ],
    )
    .value(Some(typed.text("became")))
    .error(typed.error("became"))
}
