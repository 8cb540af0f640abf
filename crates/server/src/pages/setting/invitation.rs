//! The link with which somebody sets up how they sign in. It is shown once, to whoever asked for it; only its hash is kept.

use crate::govuk::{BackLink, Button};
use crate::page::{Answered, Frame, show as shown};
use crate::pages::account::link;
use crate::visitor::Visitor;
use casework::id::StaffId;

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
    let app = &visitor.app;
    let address = &app.config().public_address;
    let link = link::make(app.store(), visitor.asking.setting, staff, address).await?;
    shown(&Invitation {
        layout: visitor.frame("Give them this link"),
        name: name.to_owned(),
        link,
        hours: link::HOURS,
    })
}
