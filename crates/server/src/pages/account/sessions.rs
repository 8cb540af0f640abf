//! Where somebody is signed in, and signing out.

use crate::page::{Answered, Frame, next, show as shown};
use crate::session;
use crate::visitor::Visitor;
use crate::when;

#[derive(askama::Template)]
#[template(path = "account/sessions.html")]
struct Account {
    layout: Frame,
    name: String,
    email: String,
    sessions: Vec<Line>,
}

/// One session as its owner reads it.
struct Line {
    started: String,
    seen: String,
    here: bool,
}

/// Shows one's own account and sessions.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(visitor: Visitor) -> Answered {
    let asking = &visitor.asking;
    let now = visitor.app.outside().now();
    let sessions = visitor.app.store().sessions_of(asking.setting, asking.staff).await?;
    let sessions = sessions.iter().filter(|one| one.second_factor && !session::is_over(one, now)).map(|one| Line {
        started: when::day_and_time(one.started_at),
        seen: when::day_and_time(one.seen_at),
        here: one.token_hash == visitor.token_hash,
    });
    let email = visitor.setting.staff.get(&asking.staff).map_or("", |member| member.email.as_str()).to_owned();
    shown(&Account { layout: visitor.frame("Your account"), name: visitor.name.as_str().to_owned(), email, sessions: sessions.collect() })
}

/// Ends every session of one's own, this one too.
///
/// # Errors
/// Where the store cannot say.
pub async fn end(visitor: Visitor) -> Answered {
    visitor.app.store().end_sessions_of(visitor.asking.setting, visitor.asking.staff).await?;
    leave(&visitor)
}

/// Ends this session.
///
/// # Errors
/// Where the store cannot say.
pub async fn sign_out(visitor: Visitor) -> Answered {
    visitor.app.store().end_session(visitor.asking.setting, visitor.token_hash).await?;
    leave(&visitor)
}

fn leave(visitor: &Visitor) -> Answered {
    let mut response = next("/sign-in");
    session::forget(&visitor.app, &mut response)?;
    Ok(response)
}
