//! Taking a case up: who works it from here. Where nobody has read the concern yet, that is recorded with it, because
//! the concern stands on the same page as the button. What kind of concern it is can be said here too.

use super::kind;
use crate::govuk::{BackLink, Button, Radios, Select, SelectItem};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{read_concern, take_up_case};
use casework::event::Role;
use casework::id::StaffId;

const TITLE: &str = "Who works this case?";

#[derive(askama::Template)]
#[template(path = "safeguarding/take_up.html")]
struct TakeUp {
    layout: Frame,
    back: String,
    unread: bool,
    lead_now: Option<String>,
    lead: Select,
    kinds: Option<Radios>,
}

/// Asks who.
///
/// # Errors
/// Where the page cannot be rendered.
pub async fn show(at: AtCase) -> Answered {
    let me = at.visitor.asking.staff;
    let leads = at.visitor.setting.staff.iter().filter(|(staff, member)| {
        let entitled = member.roles.contains(&Role::Lead) || member.roles.contains(&Role::Deputy);
        entitled
            && !member.left
            && !at.case.access().conflicted.contains(staff)
            && at.case.lead != Some(**staff)
    });
    let items = leads.map(|(staff, member)| {
        let name = member.name.as_str();
        SelectItem::new(
            staff.to_string(),
            if *staff == me {
                format!("{name} (you)")
            } else {
                name.to_owned()
            },
        )
    });
    let items: Vec<SelectItem> = std::iter::once(SelectItem::new("", "Choose a lead or deputy"))
        .chain(items)
        .collect();
    let chosen = chosen(at.typed(), me);
    let page = TakeUp {
        layout: at.frame(TITLE),
        back: at.path(""),
        unread: at.case.read.is_none(),
        lead_now: at.case.lead.map(|lead| at.visitor.staff_name(lead)),
        lead: Select::new("lead", "Lead or deputy", items)
            .value(Some(chosen))
            .error(at.typed().error("lead")),
        kinds: kind::choice(&at),
    };
    shown(&page)
}

fn chosen(typed: &Typed, me: StaffId) -> String {
    if typed.is_empty() {
        me.to_string()
    } else {
        typed.text("lead").to_owned()
    }
}

/// Records it.
///
/// # Errors
/// The same form again, or whatever the store says.
pub async fn act(at: AtCase) -> Answered {
    let acting = at.visitor.acting();
    let mut events = if at.case.read.is_none() {
        read_concern(&acting, &at.case)?
    } else {
        Vec::new()
    };
    events.extend(take_up_case(&acting, &at.case, at.typed().id("lead"))?);
    events.extend(kind::said(&at)?);
    at.record(events).await?;
    Ok(next(&at.path("")))
}
