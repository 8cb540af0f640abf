//! Everybody who works here and what they are. What somebody may see follows from their roles, and from nothing else here.

pub mod add;
pub mod one;

use super::beside;
use crate::govuk::{Button, Checkboxes, Choice, Html, Table};
use crate::page::{Answered, Frame, show as shown};
use crate::typed::Typed;
use crate::visitor::Visitor;
use casework::event::Role;
use casework::telling;
use std::collections::BTreeSet;

/// Every role, with its value in a form and what it lets somebody do.
const ROLES: [(&str, Role, &str); 7] = [
    (
        "reporter",
        Role::Reporter,
        "Reports concerns, and sees what becomes of their own reports.",
    ),
    ("lead", Role::Lead, "Works every case."),
    ("deputy", Role::Deputy, "Works every case."),
    (
        "head",
        Role::Head,
        "Gives second views when asked. Opens only cases they are asked about or let into.",
    ),
    ("oversight", Role::Oversight, "Counts only, never a case."),
    (
        "auditor",
        Role::Auditor,
        "Verifies the record. Reads a case only for a reason that is recorded.",
    ),
    (
        "administrator",
        Role::Administrator,
        "Adds staff and sets the calendar. Opens no case.",
    ),
];

#[derive(askama::Template)]
#[template(path = "setting/staff.html")]
struct Staff {
    layout: Frame,
    here: Table,
    left: Vec<String>,
    beside: Html,
}

/// Shows who works here.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let mut members: Vec<_> = visitor.setting.staff.iter().collect();
    members.sort_by_key(|(_, member)| member.name.as_str().to_lowercase());
    let rows = members
        .iter()
        .filter(|(_, member)| !member.left)
        .map(|(staff, member)| {
            let roles: Vec<&str> = member
                .roles
                .iter()
                .map(|role| telling::role(*role))
                .collect();
            [
                Html::link(&format!("/setting/staff/{staff}"), member.name.as_str()),
                Html::text(&roles.join("; ")),
                Html::text(member.email.as_str()),
            ]
        });
    let here = Table::new(["Name", "Roles", "E-mail address"]).rows(rows);
    let left = members
        .iter()
        .filter(|(_, member)| member.left)
        .map(|(_, member)| member.name.as_str().to_owned())
        .collect();
    shown(&Staff {
        layout: visitor.frame("Who works here?"),
        here,
        left,
        beside: beside(&visitor),
    })
}

fn roles_field(typed: &Typed, now: &BTreeSet<Role>) -> Checkboxes {
    let chosen: Vec<&str> = if typed.is_empty() {
        let held = ROLES.iter().filter(|(_, role, _)| now.contains(role));
        held.map(|(value, ..)| *value).collect()
    } else {
        typed.all("roles").collect()
    };
    let choices =
        ROLES.map(|(value, role, help)| Choice::new(value, telling::role(role)).hint(help));
    Checkboxes::new("roles", "What are they here?", choices)
        .values(chosen)
        .error(typed.error("roles"))
}

fn roles_in(typed: &Typed) -> BTreeSet<Role> {
    ROLES
        .iter()
        .filter(|(value, ..)| typed.has("roles", value))
        .map(|(_, role, _)| *role)
        .collect()
}
