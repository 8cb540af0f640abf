//! Where somebody is signed in, and signing out: here, in one other place, or everywhere.

use crate::govuk::{Button, SummaryList, SummaryRow};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::session::{self, as_text, hash_of};
use crate::visitor::Visitor;
use crate::when;
use store::OwnSession;

#[derive(askama::Template)]
#[template(path = "account/sessions.html")]
struct Account {
    layout: Frame,
    summary: SummaryList,
    since: String,
    elsewhere: Vec<Elsewhere>,
}

/// A session of one's own that is not this one.
struct Elsewhere {
    since: String,
    last_used: String,
    name: String,
    end: Button,
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
    let elsewhere = elsewhere(&visitor).await?;
    shown(&Account {
        layout: visitor.frame("Your account"),
        summary,
        since: when::day_and_time(asking.signed_in_at),
        elsewhere: elsewhere
            .iter()
            .map(|one| Elsewhere {
                since: when::day_and_time(one.session.started_at),
                last_used: when::day_and_time(one.session.seen_at),
                name: name_of(one),
                end: Button::new(crate::govuk::Html::of(&EndIt {
                    since: when::day_and_time(one.session.started_at),
                }))
                .secondary(),
            })
            .collect(),
    })
}

/// What the button of one session says, with the moment that tells it from the others for those who listen to it.
#[derive(askama::Template)]
#[template(
    source = r#"Sign out there<span class="govuk-visually-hidden">: signed in since {{ since }}</span>"#,
    ext = "html"
)]
struct EndIt {
    since: String,
}

impl askama::filters::HtmlSafe for EndIt {}

/// Those of one's own sessions that are not this one and not over.
async fn elsewhere(visitor: &Visitor) -> Result<Vec<OwnSession>, Instead> {
    let (home, me) = visitor.at_home();
    let now = visitor.app.outside().now();
    let mut all = visitor.app.store().sessions_of(home.id, me).await?;
    all.retain(|one| {
        one.token_hash != visitor.token_hash
            && one.session.second_factor
            && !session::is_over(&one.session, now)
    });
    Ok(all)
}

/// What a form calls a session: made of the name it is kept under, and of no use for signing in.
fn name_of(one: &OwnSession) -> String {
    as_text(&hash_of(&as_text(&one.token_hash)))
}

/// Ends one session of one's own, or (with none named) every one, this one too.
///
/// # Errors
/// Where the store cannot say.
pub async fn end(visitor: Visitor) -> Answered {
    let (home, me) = visitor.at_home();
    let store = visitor.app.store();
    let named = visitor.typed.text("session");
    if named.is_empty() {
        store.end_sessions_of(home.id, me).await?;
        return leave(&visitor);
    }
    // One that is over meanwhile is what was asked for.
    let all = elsewhere(&visitor).await?;
    if let Some(one) = all.iter().find(|one| name_of(one) == named) {
        store.end_session(home.id, one.token_hash).await?;
    }
    Ok(next("/account"))
}

/// Ends this session. Its owner is at this very browser, so nothing of it is kept.
///
/// # Errors
/// Where the store cannot say.
pub async fn sign_out(visitor: Visitor) -> Answered {
    let (home, _) = visitor.at_home();
    visitor
        .app
        .store()
        .forget_session(home.id, visitor.token_hash)
        .await?;
    leave(&visitor)
}

fn leave(visitor: &Visitor) -> Answered {
    let mut response = next("/sign-in");
    session::forget(&visitor.app, &mut response)?;
    Ok(response)
}
