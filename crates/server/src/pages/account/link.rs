//! A link that an administrator made: somebody's first sign-in, or the way back in when password or phone is lost. It is
//! spent only when a password and a working code are there, so a link that a mail program opens ahead is not lost.

use crate::app::App;
use crate::govuk::{Button, Input, PasswordInput};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::session::{self, Proof, hash_of, setting_and_token};
use crate::sign_in::{new_secret, secret_address, secret_bytes, set_credential, step_of, unfit};
use crate::typed::Typed;
use axum::extract::{Path, State};
use casework::id::{SettingId, StaffId};
use jiff::{SignedDuration, Timestamp};
use qrcode::QrCode;
use qrcode::render::svg;
use store::{Failure, Store};

/// What such a link is kept for.
pub const PURPOSE: &str = "set-up";

/// How long it can be used: over a weekend, not over a holiday.
pub(crate) const HOURS: i64 = 72;

/// Makes a link for a colleague. Only its hash is kept, so it can be told this once.
///
/// # Errors
/// Where the store cannot keep it.
pub(crate) async fn make(
    store: &Store,
    setting: SettingId,
    staff: StaffId,
    address: &str,
) -> Result<String, Failure> {
    let mut bytes = [0_u8; 32];
    store.outside().chance.fill(&mut bytes);
    let token = session::as_text(&bytes);
    let expires = store
        .outside()
        .now()
        .saturating_add(SignedDuration::from_hours(HOURS))
        .unwrap_or(Timestamp::MAX);
    store
        .make_link(setting, staff, hash_of(&token), expires, PURPOSE)
        .await?;
    let address = address.trim_end_matches('/');
    Ok(format!("{address}/sign-in/link/{setting}.{token}"))
}

#[derive(askama::Template)]
#[template(path = "account/link.html")]
struct Link {
    layout: Frame,
    typed: Typed,
    /// The secret for codes, as text.
    secret: String,
    /// The same as a drawing for a phone to read.
    drawing: Drawing,
}

/// A drawing made of squares only.
struct Drawing(String);

impl std::fmt::Display for Drawing {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl askama::filters::HtmlSafe for Drawing {}

impl Drawing {
    fn of(secret: &str) -> Option<Self> {
        let address = secret_address(&secret_bytes(secret)?)?;
        let code = QrCode::new(address.as_bytes()).ok()?;
        let picture = code
            .render::<svg::Color<'_>>()
            .min_dimensions(220, 220)
            .build();
        // The declaration at the head belongs to a file of its own, not to a drawing inside a page.
        picture
            .find("<svg")
            .and_then(|at| picture.get(at..))
            .map(|svg| Self(svg.to_owned()))
    }
}

/// Asks for a password and sets up codes; in the demonstration it lets the made-up person in.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(State(app): State<App>, Path(token): Path<String>, typed: Typed) -> Answered {
    let demo = app
        .config()
        .demo_links
        .as_ref()
        .and_then(|links| links.get(&hash_of(&token)));
    if let Some((setting, staff)) = demo {
        let mut response = next("/");
        session::begin(&app, *setting, *staff, Proof::DemoLink, &mut response).await?;
        return Ok(response);
    }
    let (setting, bare) = setting_and_token(&token).ok_or(Instead::NotThere)?;
    app.store()
        .link(setting, hash_of(bare))
        .await?
        .ok_or(Instead::NotThere)?;
    let before = typed.text("secret");
    let secret = if secret_bytes(before).is_some() {
        before.to_owned()
    } else {
        new_secret(&app)
    };
    let drawing = Drawing::of(&secret).ok_or(Instead::Broken)?;
    shown(&Link {
        layout: Frame::for_anyone("Set up how you sign in").telling(&typed),
        typed,
        secret,
        drawing,
    })
}

/// Takes the password and the first code, spends the link, and lets them in.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(State(app): State<App>, Path(token): Path<String>, typed: Typed) -> Answered {
    let (setting, bare) = setting_and_token(&token).ok_or(Instead::NotThere)?;
    let password = typed.text("password");
    if let Some((field, says)) = unfit(password, typed.text("password-again")) {
        return Err(Instead::refused(field, says));
    }
    let secret = secret_bytes(typed.text("secret"))
        .ok_or_else(|| Instead::refused_whole("Open the link again and start afresh"))?;
    let step = step_of(&secret, typed.text("code"), app.outside().now()).ok_or_else(|| {
        Instead::refused(
            "code",
            "The code is not right. Wait for the next code in your app and enter that one",
        )
    })?;
    let staff = app
        .store()
        .spend_link(setting, hash_of(bare), PURPOSE)
        .await?;
    let staff = staff.ok_or_else(|| {
        Instead::refused_whole(
            "This link was used already or is too old. Ask your administrator for a new one",
        )
    })?;
    let house = app.store().setting(setting).await?;
    if house.staff.get(&staff).is_none_or(|member| member.left) {
        return Err(Instead::NotThere);
    }
    app.store().forget_sessions_of(setting, staff).await?;
    set_credential(&app, setting, staff, password, Some((secret, step))).await?;
    let mut response = next("/");
    session::begin(&app, setting, staff, Proof::PasswordAndCode, &mut response).await?;
    Ok(response)
}
