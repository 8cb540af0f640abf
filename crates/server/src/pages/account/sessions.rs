//! Where somebody is signed in, and signing out.

use crate::govuk::{Button, SummaryList, SummaryRow};
use crate::page::{Answered, Frame, next, show as shown};
use crate::session;
use crate::visitor::Visitor;
use crate::when;

#[derive(askama::Template)]
#[template(path = "account/sessions.html")]
struct Account {
    layout: Frame,
    summary: SummaryList,
    since: String,
}

/// Shows one's own account and sessions.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let asking = &visitor.asking;
    let email = visitor
        .setting
        .staff
        .get(&asking.staff)
        .map_or("", |member| member.email.as_str());
    let summary = SummaryList::new([
        SummaryRow::new("Name", visitor.name.as_str()),
        SummaryRow::new("Email address", email),
    ]);
    shown(&Account {
        layout: visitor.frame("Your account"),
        summary,
        since: when::day_and_time(asking.signed_in_at),
    })
}

/// Ends every session of one's own, this one too.
///
/// # Errors
/// Where the store cannot say.
pub async fn end(visitor: Visitor) -> Answered {
    visitor
        .app
        .store()
        .end_sessions_of(visitor.asking.setting, visitor.asking.staff)
        .await?;
    leave(&visitor)
}

/// Ends this session.
///
/// # Errors
/// Where the store cannot say.
pub async fn sign_out(visitor: Visitor) -> Answered {
    let (home, _) = visitor.at_home();
    visitor
        .app
        .store()
        .end_session(home.id, visitor.token_hash)
        .await?;
    leave(&visitor)
}

fn leave(visitor: &Visitor) -> Answered {
    let mut response = next("/sign-in");
    session::forget(&visitor.app, &mut response)?;
    Ok(response)
}
