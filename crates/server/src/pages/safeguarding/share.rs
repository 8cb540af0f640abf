//! Let a colleague into a case, and say why: who needs to know, and no more. Works on a closed case too.

use crate::fields::{self, Reading};
use crate::govuk::{Action, BackLink, Button, Html, Select, SummaryList, SummaryRow, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::access::{Asking, Deed, may};
use casework::acts::share_case;
use casework::id::StaffId;
use casework::setting::Staff;

#[derive(askama::Template)]
#[template(path = "safeguarding/share.html")]
struct Share {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    shared: Option<SummaryList>,
    with: Select,
}

/// Shows who was let in, and asks who else.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let typed = at.typed().clone();
    let rows: Vec<SummaryRow> = at
        .case
        .shared
        .iter()
        .map(|(staff, shared)| {
            let name = at.visitor.staff_name(*staff);
            let by = at.visitor.staff_name(shared.recorded.by);
            let when = crate::when::day_and_time(shared.recorded.at);
            let value = Html::join([
                Html::paragraphs(shared.why.as_str()),
                Html::paragraphs(&format!("Since {when}, by {by}")),
            ]);
            SummaryRow::new(name.as_str(), value).action(Action::new(
                at.path(&format!("unshare/{staff}")),
                "Take back",
                format!("what was shared with {name}"),
            ))
        })
        .collect();
    shown(&Share {
        layout: at.frame("Who else needs to read this case?"),
        shared: (!rows.is_empty()).then(|| SummaryList::new(rows)),
        with: fields::colleague_who(
            &typed,
            "with",
            "Colleague",
            &at.visitor.setting,
            |staff, member| letting_in_helps(&at, staff, member),
        ),
        typed,
        at,
    })
}

/// Lets them in.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    let shared = share_case(
        &at.visitor.acting(),
        &at.case,
        typed.id("with"),
        typed.text("why"),
    );
    let events = Reading::of(typed).finish(shared)?;
    at.record(events).await?;
    Ok(next(&at.path("share")))
}

/// Whether somebody can open the case once it is shared with them, and not before: to share with anybody else says
/// something that does not hold.
fn letting_in_helps(at: &AtCase, staff: StaffId, member: &Staff) -> bool {
    let asking = Asking {
        staff,
        roles: member.roles.clone(),
        ..at.visitor.asking.clone()
    };
    let now = at.case.access();
    let mut then = now.clone();
    then.shared.insert(staff);
    !may(&asking, Deed::OpenCase, Some(now)) && may(&asking, Deed::OpenCase, Some(&then))
}
