//! What has to be done in a case: what is due first, what was done, and the way to plan more. Owning an action lets
//! nobody into the case, and the page says so.

pub mod add;
pub mod from_guidance;
pub mod one;

use super::due;
use crate::govuk::{BackLink, Button, Tag};
use crate::page::{Answered, Frame, show as shown};
use crate::visitor::AtCase;
use casework::case::{Action, ActionState};
use guidance::Pack;

#[derive(askama::Template)]
#[template(path = "safeguarding/actions.html")]
struct Actions {
    layout: Frame,
    at: AtCase,
    open: Vec<Line>,
    over: Vec<Line>,
}

/// One action in a list.
struct Line {
    href: String,
    what: String,
    owner: String,
    when: String,
    overdue: bool,
    from: Option<String>,
}

/// Shows what has to be done.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let mut actions: Vec<&Action> = at.case.actions.values().collect();
    actions.sort_by_key(|action| {
        let due = action.due.as_ref().map(|due| due.at);
        (due.is_none(), due, action.recorded.seq)
    });
    let lines = |open: bool| {
        actions
            .iter()
            .filter(|action| action.is_open() == open)
            .map(|action| line(&at, &pack, action))
            .collect()
    };
    let (open, over) = (lines(true), lines(false));
    shown(&Actions {
        layout: at.frame("What has to be done?"),
        at,
        open,
        over,
    })
}

fn line(at: &AtCase, pack: &Pack, action: &Action) -> Line {
    let now = at.visitor.app.outside().now();
    let overdue = action.due.as_ref().is_some_and(|due| due.at < now) && action.is_open();
    let when = match &action.state {
        ActionState::Open => due::in_words(action.due.as_ref(), now),
        ActionState::Done { recorded, .. } => {
            format!("Done {}", crate::when::day_and_time(recorded.at))
        }
        ActionState::Dropped { recorded, .. } => {
            format!("Dropped {}", crate::when::day_and_time(recorded.at))
        }
    };
    Line {
        href: at.path(&format!("actions/{}", action.action)),
        what: action.what.as_str().to_owned(),
        owner: at.visitor.staff_name(action.owner),
        when,
        overdue,
        from: action.item.as_deref().and_then(|item| from(pack, item)),
    }
}

/// The checklist an action was taken from, by its title.
fn from(pack: &Pack, item: &str) -> Option<String> {
    let (list, _) = item.split_once(':')?;
    Some(pack.checklist(list)?.title.to_string())
}
