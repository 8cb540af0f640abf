//! Changing one's own password. Other sessions end with the old one.

use crate::govuk::{Button, PasswordInput};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::session::{self, Proof};
use crate::sign_in::{set_credential, unfit, verify};
use crate::typed::Typed;
use crate::visitor::Visitor;

#[derive(askama::Template)]
#[template(path = "account/password.html")]
struct Password {
    layout: Frame,
    typed: Typed,
}

/// Asks for the old password and a new one.
///
/// # Errors
/// Where the page cannot be rendered.
pub async fn show(visitor: Visitor) -> Answered {
    shown(&Password {
        layout: visitor.frame("Change your password"),
        typed: visitor.typed,
    })
}

/// Changes it, and ends every session but this one.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let (app, asking, typed) = (&visitor.app, &visitor.asking, &visitor.typed);
    let credential = app.store().credential(asking.setting, asking.staff).await?;
    let credential = credential.ok_or_else(|| {
        Instead::refused_whole("You have no password here: you came in another way")
    })?;
    if !verify(app, typed.text("password-now"), credential.password_hash).await? {
        return Err(Instead::refused(
            "password-now",
            "This is not your password. Enter the one you signed in with",
        ));
    }
    if let Some((field, says)) = unfit(typed.text("password"), typed.text("password-again")) {
        return Err(Instead::refused(field, says));
    }
    set_credential(
        app,
        asking.setting,
        asking.staff,
        typed.text("password"),
        None,
    )
    .await?;
    app.store()
        .forget_sessions_of(asking.setting, asking.staff)
        .await?;
    let mut response = next("/account");
    session::begin(
        app,
        asking.setting,
        asking.staff,
        Proof::PasswordAndCode,
        &mut response,
    )
    .await?;
    Ok(response)
}
