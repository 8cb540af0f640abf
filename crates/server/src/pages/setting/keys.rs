//! The keys of the setting: whether anybody could get the root key back, and changing the setting's own key. The root key is
//! changed and shared on the machine itself and nowhere else.

use super::beside;
use crate::govuk::{Button, Html, SummaryList, SummaryRow, WarningText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::visitor::Visitor;
use crate::when;
use store::{KeyChange, Recovery};

#[derive(askama::Template)]
#[template(path = "setting/keys.html")]
struct Keys {
    layout: Frame,
    recovery: SummaryList,
    /// What is to be done about recovery, if anything.
    not_ready: Option<&'static str>,
    number: u32,
    changing: Option<SummaryList>,
    beside: Html,
}

/// Shows how the keys stand.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let standing = visitor.app.store().key_standing(visitor.setting.id).await?;
    let (recovery, not_ready) = of_recovery(standing.recovery.as_ref());
    shown(&Keys {
        layout: visitor.frame("Keys"),
        recovery,
        not_ready,
        number: standing.number,
        changing: standing.changing.as_ref().map(of_change),
        beside: beside(&visitor),
    })
}

/// Begins to change the setting's key; the rest is done while people work.
///
/// # Errors
/// Where the store cannot.
pub async fn act(visitor: Visitor) -> Answered {
    visitor
        .app
        .store()
        .begin_key_change(visitor.setting.id)
        .await?;
    Ok(next("/setting/keys"))
}

fn of_recovery(recovery: Option<&Recovery>) -> (SummaryList, Option<&'static str>) {
    let Some(standing) = recovery else {
        let rows = vec![SummaryRow::new("Recovery", "Not set up")];
        return (
            SummaryList::new(rows),
            Some(
                "If the root key is lost, nobody can ever read these records again. Ask whoever runs the server to share it among people you name.",
            ),
        );
    };
    let shared = format!(
        "Among {} people; any {} of them get it back",
        standing.among, standing.needed
    );
    let rehearsed = standing
        .rehearsed_at
        .map_or_else(|| "Never".to_owned(), |at| when::day(when::day_of(at)));
    let rows = vec![
        SummaryRow::new("Root key shared", shared.as_str()),
        SummaryRow::new("On", when::day(when::day_of(standing.set_up_at)).as_str()),
        SummaryRow::new("Last rehearsed", rehearsed.as_str()),
    ];
    let not_ready = if standing.of_the_key_before {
        Some(
            "The root key was changed after the sheets were made. They open old backups only. Ask whoever runs the server to make new ones.",
        )
    } else if standing.rehearsed_at.is_none() {
        Some(
            "Nobody has tried the sheets yet. Ask whoever runs the server to rehearse with the people who keep them.",
        )
    } else {
        None
    };
    (SummaryList::new(rows), not_ready)
}

fn of_change(change: &KeyChange) -> SummaryList {
    let gone_through = format!("{} of {}", change.done, change.all);
    let mut rows = vec![
        SummaryRow::new("Begun", when::day_and_time(change.begun_at).as_str()),
        SummaryRow::new("Gone through", gone_through.as_str()),
    ];
    if change.left > 0 {
        let left = format!("{} that did not open", change.left);
        rows.push(SummaryRow::new("Left as they are", left.as_str()));
    }
    SummaryList::new(rows)
}
