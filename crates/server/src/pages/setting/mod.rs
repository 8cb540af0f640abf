//! The setting itself: its staff, who is on duty, the guidance it adopted, the days it is closed. No page here knows a case.

pub mod backups;
pub mod calendar;
pub mod duty;
pub mod guidance;
pub mod invitation;
pub mod keys;
mod of_kind;
pub mod own;
mod pasted;
pub mod pupils;
pub mod sheet;
pub mod staff;

use crate::govuk::Html;
use crate::visitor::Visitor;
use casework::access::{Deed, may};

/// The pages about the setting, with what it takes to open each.
const PAGES: [(&str, &str, Deed); 8] = [
    ("/setting/duty", "On duty", Deed::SetDuty),
    ("/setting/staff", "Staff", Deed::ManageStaff),
    ("/setting/pupils", "Pupils on the roll", Deed::ManageStaff),
    ("/setting/calendar", "Closed days", Deed::ManageStaff),
    ("/setting/keys", "Keys", Deed::ManageStaff),
    (
        "/setting/guidance",
        "Guidance in force",
        Deed::AdoptGuidance,
    ),
    ("/setting/backups", "Backups", Deed::ManageStaff),
    ("/retention", "Keeping records", Deed::SeeRetention),
];

/// The first page about the setting that this person may open.
pub(crate) fn first(visitor: &Visitor) -> Option<&'static str> {
    PAGES
        .into_iter()
        .find(|(_, _, deed)| may(&visitor.asking, *deed, None))
        .map(|(path, ..)| path)
}

/// The other pages about the setting that this person may open, as links above the page.
pub fn beside(visitor: &Visitor) -> Html {
    let links = PAGES
        .into_iter()
        .filter(|(path, _, deed)| *path != visitor.path && may(&visitor.asking, *deed, None))
        .map(|(path, name, _)| Html::link(path, name));
    let links: Vec<Html> = links.collect();
    if links.is_empty() {
        return Html::default();
    }
    Html::of(&Beside { links })
}

#[derive(askama::Template)]
#[template(path = "setting/beside.html")]
struct Beside {
    links: Vec<Html>,
}

impl askama::filters::HtmlSafe for Beside {}
