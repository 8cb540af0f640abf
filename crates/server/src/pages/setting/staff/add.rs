//! Add a member of staff. The link with which they set up how they sign in is shown once, straight after.

use super::super::invitation;
use super::{roles_field, roles_in};
use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Checkboxes, Input};
use crate::page::{Answered, Frame, show as shown};
use crate::typed::Typed;
use crate::visitor::Visitor;
use casework::acts::{AddStaff, add_staff};
use casework::event::Role;
use store::{Expect, Write};

#[derive(askama::Template)]
#[template(path = "setting/staff/add.html")]
struct Add {
    layout: Frame,
    typed: Typed,
    roles: Checkboxes,
}

/// Asks who.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let typed = visitor.typed.clone();
    shown(&Add {
        layout: visitor.frame("Add a member of staff"),
        roles: roles_field(&typed, &[Role::Reporter].into()),
        typed,
    })
}

/// Adds them, and shows their link.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let typed = &visitor.typed;
    let filled = AddStaff {
        name: typed.text("name").to_owned(),
        email: typed.text("email").to_owned(),
        roles: roles_in(typed),
    };
    let added = add_staff(visitor.app.outside(), Some(&visitor.setting), &filled);
    let (staff, events) = Reading::of(typed).finish(added)?;
    let writes = vec![Write::Setting {
        expect: Expect::Tail,
        events,
    }];
    visitor.record(writes, Vec::new()).await?;
    invitation::show(&visitor, staff, filled.name.trim()).await
}
