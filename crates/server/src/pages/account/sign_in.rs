//! Email address and password: the first half of coming in.

use crate::app::App;
use crate::govuk::{Button, Input, PasswordInput};
use crate::page::{Answered, Frame, show as shown};
use crate::page_error::Instead;
use crate::session;
use crate::sign_in::check_password;
use crate::typed::Typed;
use axum::extract::{RawQuery, State};
use axum::response::{IntoResponse, Redirect};

#[derive(askama::Template)]
#[template(path = "account/sign_in.html")]
struct SignIn {
    layout: Frame,
    typed: Typed,
}

/// Asks for address and password.
///
/// # Errors
/// Where the page cannot be rendered.
pub async fn show(typed: Typed) -> Answered {
    shown(&SignIn {
        layout: Frame::for_anyone("Sign in").telling(&typed),
        typed,
    })
}

/// Checks them. Whether the address is known is told to nobody.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(State(app): State<App>, RawQuery(query): RawQuery, typed: Typed) -> Answered {
    let (email, password) = (typed.text("email"), typed.text("password"));
    let found = check_password(&app, email, password).await?;
    let Some((setting, staff, proof)) = found else {
        return Err(Instead::refused(
            "email",
            "The email address or the password is not right, or there were too many tries. Check both. After several wrong tries, wait some minutes before the next",
        ));
    };
    let next = next_of(query.as_deref());
    let mut response = Redirect::to(&format!("/sign-in/code?next={next}")).into_response();
    session::begin(&app, setting, staff, proof, &mut response).await?;
    Ok(response)
}

/// Where to go afterwards: an address of ours.
pub(crate) fn next_of(query: Option<&str>) -> &str {
    let pairs = query.unwrap_or_default().split('&');
    pairs
        .filter_map(|pair| pair.split_once('='))
        .find(|(name, _)| *name == "next")
        .map_or("/", |(_, next)| session::safe_next(next))
}
