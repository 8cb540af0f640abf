//! Who is on duty for safeguarding now, and how to reach them: what the first-minute card tells every member of staff.

use super::beside;
use crate::fields::{self, Reading};
use crate::govuk::{Button, Html, Input, Select, SelectItem, SummaryList, SummaryRow, WarningText};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::Visitor;
use casework::acts::{SetDuty, set_duty};
use casework::event::Role;
use casework::setting::Setting;
use store::{Expect, Write};

#[derive(askama::Template)]
#[template(path = "setting/duty.html")]
struct Duty {
    layout: Frame,
    typed: Typed,
    now: Option<SummaryList>,
    away: bool,
    staff: Select,
    cover: Select,
    beside: Html,
}

/// Shows who is on duty, and asks who is from now on.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let typed = visitor.typed.clone();
    let setting = &visitor.setting;
    let cover = fields::colleague(
        &typed,
        "cover",
        "Who covers when they are away? (optional)",
        setting,
        None,
        None,
    );
    shown(&Duty {
        layout: visitor.frame("Who is on duty for safeguarding?"),
        now: setting.duty.as_ref().map(|duty| as_it_is(&visitor, duty)),
        away: setting
            .duty
            .as_ref()
            .is_some_and(|duty| setting.works_here(duty.staff).is_none()),
        staff: leads(&typed, setting),
        cover,
        beside: beside(&visitor),
        typed,
    })
}

/// Sets it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let typed = &visitor.typed;
    let filled = SetDuty {
        staff: typed.id("staff"),
        reach: typed.text("reach").to_owned(),
        cover: typed.id("cover"),
        cover_reach: typed.text("cover_reach").to_owned(),
    };
    let events = Reading::of(typed).finish(set_duty(&visitor.acting(), &filled))?;
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    Ok(next("/setting/duty"))
}

fn as_it_is(visitor: &Visitor, duty: &casework::setting::Duty) -> SummaryList {
    let mut rows = vec![
        SummaryRow::new("On duty", visitor.staff_name(duty.staff)),
        SummaryRow::new("How to reach them", duty.reach.as_str()),
    ];
    if let Some(cover) = duty.cover {
        rows.push(SummaryRow::new("Cover", visitor.staff_name(cover)));
    }
    if let Some(reach) = &duty.cover_reach {
        rows.push(SummaryRow::new("How to reach the cover", reach.as_str()));
    }
    SummaryList::new(rows)
}

/// Leads and deputies who work here now.
fn leads(typed: &Typed, setting: &Setting) -> Select {
    let entitled = setting
        .staff
        .iter()
        .filter(|(_, member)| {
            let leads = member.roles.contains(&Role::Lead) || member.roles.contains(&Role::Deputy);
            !member.left && leads
        })
        .map(|(staff, member)| SelectItem::new(staff.to_string(), member.name.as_str()));
    let blank = SelectItem::new("", "Choose a lead or deputy");
    Select::new(
        "staff",
        "Who is on duty?",
        std::iter::once(blank).chain(entitled),
    )
    .value(Some(typed.text("staff")))
    .error(typed.error("staff"))
}

impl Duty {
    /// What staff read while nobody is on duty.
    fn nobody(&self) -> String {
        let lead = &self.layout.place().lead;
        format!("Nobody is on duty. The card can only say \u{201c}your {lead} or a deputy\u{201d}.")
    }
}
