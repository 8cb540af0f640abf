//! The code: the second half of coming in.

use crate::app::App;
use crate::govuk::{Button, Input};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::account::sign_in::next_of;
use crate::session::{self, HalfWay, Proof};
use crate::sign_in::check_code;
use crate::typed::Typed;
use axum::extract::{RawQuery, State};

#[derive(askama::Template)]
#[template(path = "account/second_factor.html")]
struct SecondFactor {
    layout: Frame,
    typed: Typed,
}

/// Asks for the code of the moment.
///
/// # Errors
/// Where the page cannot be rendered.
pub async fn show(half_way: Option<HalfWay>, typed: Typed) -> Answered {
    if half_way.is_none() {
        return Ok(next("/sign-in"));
    }
    shown(&SecondFactor {
        layout: Frame::for_anyone("Enter the code from your authenticator app").telling(&typed),
        typed,
    })
}

/// Checks it, and lets them in.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(
    State(app): State<App>,
    half_way: Option<HalfWay>,
    RawQuery(query): RawQuery,
    typed: Typed,
) -> Answered {
    let Some(HalfWay {
        setting,
        staff,
        token_hash,
    }) = half_way
    else {
        return Ok(next("/sign-in"));
    };
    if !check_code(&app, setting, staff, typed.text("code")).await? {
        return Err(Instead::refused(
            "code",
            "The code is not right, was used already, or there were too many tries. Wait for the next code and enter that one",
        ));
    }
    app.store().forget_session(setting, token_hash).await?;
    let mut response = next(next_of(query.as_deref()));
    session::begin(&app, setting, staff, Proof::PasswordAndCode, &mut response).await?;
    Ok(response)
}
