//! The link with which somebody sets up how they sign in. It is shown once, to whoever asked for it; only its hash is kept.

use crate::govuk::{BackLink, Button};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::pages::account::link::PURPOSE;
use crate::session::{hash_of, new_token};
use crate::visitor::Visitor;
use casework::id::StaffId;
use jiff::{SignedDuration, Timestamp};

/// How long a link can be used: over a weekend, not over a holiday.
const LINK_HOURS: i64 = 72;

#[derive(askama::Template)]
#[template(path = "setting/invitation.html")]
struct Invitation {
    layout: Frame,
    name: String,
    link: String,
    hours: i64,
}

/// Makes a link for a colleague and shows it.
///
/// # Errors
/// Where the store cannot keep it.
pub async fn show(visitor: &Visitor, staff: StaffId, name: &str) -> Answered {
    let link = link_for(visitor, staff).await?;
    shown(&Invitation {
        layout: visitor.frame("Give them this link"),
        name: name.to_owned(),
        link,
        hours: LINK_HOURS,
    })
}

async fn link_for(visitor: &Visitor, staff: StaffId) -> Result<String, Instead> {
    let app = &visitor.app;
    let setting = visitor.asking.setting;
    let token = new_token(app);
    let expires = app
        .outside()
        .now()
        .saturating_add(SignedDuration::from_hours(LINK_HOURS))
        .unwrap_or(Timestamp::MAX);
    app.store()
        .make_link(setting, staff, hash_of(&token), expires, PURPOSE)
        .await?;
    let address = app.config().public_address.trim_end_matches('/');
    Ok(format!("{address}/sign-in/link/{setting}.{token}"))
}
