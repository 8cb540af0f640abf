//! A member of staff: what they are, a new link where password or phone is lost, and that they have left.

use super::super::invitation;
use super::{roles_field, roles_in};
use crate::fields::Reading;
use crate::govuk::{
    BackLink, Button, Checkboxes, Choice, Radios, SummaryList, SummaryRow, WarningText,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::visitor::Visitor;
use axum::extract::Path;
use casework::acts::{change_roles, staff_leaves};
use casework::event::SettingEvent;
use casework::id::StaffId;
use casework::setting::Staff;
use store::{Expect, Write};

#[derive(askama::Template)]
#[template(path = "setting/staff/one.html")]
struct One {
    layout: Frame,
    summary: SummaryList,
    change: Radios,
    on_duty: bool,
}

/// Shows them, and asks what changes.
///
/// # Errors
/// [`Instead::NotThere`] where nobody of that id works here.
pub async fn show(visitor: Visitor, Path(staff): Path<String>) -> Answered {
    let (staff, member) = known(&visitor, &staff)?;
    let typed = visitor.typed.clone();
    let roles: Checkboxes = roles_field(&typed, &member.roles);
    let change = Radios::new(
        "change",
        "What do you want to do?",
        [
            Choice::new("roles", "Change what they are here").reveals(roles),
            Choice::new("link", "Make them a new link")
                .hint("Where password or phone is lost. Once used, it takes the place of both."),
            Choice::new("left", "Record that they have left")
                .hint("They are signed out at once and cannot sign in again. Their name stays with what they recorded."),
        ],
    )
    .value(Some(typed.text("change")))
    .error(typed.error("change"));
    let summary = SummaryList::new([
        SummaryRow::new("Name", member.name.as_str()),
        SummaryRow::new("E-mail address", member.email.as_str()),
    ]);
    let duty = visitor.setting.duty.as_ref();
    shown(&One {
        layout: visitor.frame("A member of staff"),
        summary,
        change,
        on_duty: duty.is_some_and(|duty| duty.staff == staff || duty.cover == Some(staff)),
    })
}

/// Changes what was chosen.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor, Path(staff): Path<String>) -> Answered {
    let (staff, member) = known(&visitor, &staff)?;
    let typed = &visitor.typed;
    let reading = Reading::of(typed);
    match typed.text("change") {
        "roles" => {
            let changed = change_roles(&visitor.acting(), staff, &roles_in(typed));
            record(&visitor, reading.finish(changed)?).await?;
        }
        "left" => {
            let left = staff_leaves(&visitor.acting(), staff);
            let events = reading.finish_as(left, &[("roles", "change"), ("staff", "change")])?;
            record(&visitor, events).await?;
            visitor
                .app
                .store()
                .forget_sessions_of(visitor.asking.setting, staff)
                .await?;
        }
        "link" => return invitation::show(&visitor, staff, member.name.as_str()).await,
        _ => return Err(Instead::refused("change", "Choose what you want to do.")),
    }
    Ok(next("/setting/staff"))
}

fn known<'v>(visitor: &'v Visitor, staff: &str) -> Result<(StaffId, &'v Staff), Instead> {
    let staff: StaffId = staff.parse().map_err(|_| Instead::NotThere)?;
    let member = visitor.setting.works_here(staff).ok_or(Instead::NotThere)?;
    Ok((staff, member))
}

async fn record(visitor: &Visitor, events: Vec<SettingEvent>) -> Result<(), Instead> {
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    Ok(())
}
