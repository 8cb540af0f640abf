//! Sessions: a random token in the browser, only its hash in the store. The one door through which anybody comes in is
//! [`begin`], and it asks how they proved who they are.

use crate::app::App;
use crate::cookie;
pub use crate::cookie::{as_text, hash_of, new_token, setting_and_token};
use crate::page_error::Instead;
use crate::practice;
use crate::typed::Typed;
use crate::visitor::Visitor;
use axum::extract::OptionalFromRequestParts;
use axum::http::HeaderMap;
use axum::http::request::Parts;
use axum::response::Response;
use casework::access::Asking;
use casework::id::{SettingId, StaffId};
use jiff::{SignedDuration, Timestamp};
use std::convert::Infallible;
use store::{Failure, NewSession, Session};

/// A session left alone this long is over: long enough for a lesson, short enough for a computer in a shared office.
pub const IDLE_MINUTES: i64 = 60;
/// A session is over after this long whatever happens: a school day with its meetings.
pub const ABSOLUTE_HOURS: i64 = 12;
/// A session that is over stays known this long, so that what its owner was typing can be kept for them.
const KNOWN_HOURS: i64 = 7 * 24;
/// Between password and code.
const HALF_WAY_MINUTES: i64 = 10;
/// How far a clock may be put back, as when it is set by the network, without ending the sessions it leaves ahead.
const DRIFT_MINUTES: i64 = 2;
/// How often the store is told that a session is in use: a write for every page would be a write too many.
const TOUCH_SECONDS: i64 = 60;

/// How somebody proved who they are. A passkey or the setting's own sign-in service would be two more of these, and
/// nothing beyond this file would change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Proof {
    /// A password alone: half way.
    Password,
    /// A password, then a code.
    PasswordAndCode,
    /// A link of the demonstration, where everybody is made up.
    DemoLink,
}

impl Proof {
    /// Whether that is two things and not one.
    pub fn second_factor(self) -> bool {
        match self {
            Self::Password => false,
            Self::PasswordAndCode | Self::DemoLink => true,
        }
    }
}

/// Who sent a request.
pub enum Who {
    /// Nobody that is known.
    Nobody,
    /// Somebody whose session is over, run out or ended elsewhere, and still known.
    Over {
        /// Where they worked, which may be a practice room.
        setting: SettingId,
        /// Who they are there.
        staff: StaffId,
        /// The practice room they were in.
        room: Option<SettingId>,
    },
    /// Somebody who gave a password and not yet a code.
    HalfWay(HalfWay),
    /// Somebody signed in.
    SignedIn(Box<Visitor>),
}

impl Who {
    /// Whoever is signed in.
    pub fn visitor(&self) -> Option<&Visitor> {
        match self {
            Self::SignedIn(visitor) => Some(visitor),
            _ => None,
        }
    }
}

/// Somebody between password and code, as a handler takes it.
#[derive(Debug, Clone, Copy)]
pub struct HalfWay {
    /// Where they work.
    pub setting: SettingId,
    /// Who they are.
    pub staff: StaffId,
    /// Their session.
    pub token_hash: [u8; 32],
}

impl<S: Send + Sync> OptionalFromRequestParts<S> for HalfWay {
    type Rejection = Infallible;

    async fn from_request_parts(
        parts: &mut Parts,
        _state: &S,
    ) -> Result<Option<Self>, Self::Rejection> {
        Ok(parts.extensions.get::<Self>().copied())
    }
}

/// Who sent this, by its cookie.
///
/// # Errors
/// Where the store cannot say.
pub async fn who(app: &App, headers: &HeaderMap) -> Result<Who, Failure> {
    let Some((setting, token_hash)) = cookie::of_request(app, headers) else {
        return Ok(Who::Nobody);
    };
    let session = match app.store().session(setting, token_hash).await {
        Ok(Some(session)) => session,
        // A cookie of another installation at the same address, such as yesterday's demonstration, is nobody's.
        Ok(None) | Err(Failure::NotThere) => return Ok(Who::Nobody),
        Err(failure) => return Err(failure),
    };
    let now = app.outside().now();
    let staff = session.staff;
    if is_over(&session, now) {
        return Ok(if session.second_factor {
            let (setting, staff) = session.practice.unwrap_or((setting, staff));
            let room = session.practice.map(|(room, _)| room);
            Who::Over {
                setting,
                staff,
                room,
            }
        } else {
            Who::Nobody
        });
    }
    if !session.second_factor {
        return Ok(Who::HalfWay(HalfWay {
            setting,
            staff,
            token_hash,
        }));
    }
    let house = app.store().setting(setting).await?;
    let Some(member) = house.staff.get(&staff).filter(|member| !member.left) else {
        return Ok(Who::Nobody);
    };
    // INVARIANT: a session is of a real setting. Into practice it is only ever moved, so that every page there says so.
    if house.is_practice() {
        return Ok(Who::Nobody);
    }
    if now.duration_since(session.seen_at).as_secs() >= TOUCH_SECONDS {
        app.store()
            .touch_session(setting, token_hash, session.expires)
            .await?;
    }
    app.know_own(&house).await?;
    let asking = Asking {
        setting,
        staff,
        roles: member.roles.clone(),
        second_factor: true,
        signed_in_at: session.started_at,
    };
    let name = member.name.clone();
    let visitor = Visitor {
        app: app.clone(),
        asking,
        name,
        setting: house,
        typed: Typed::default(),
        concern: guidance::Concern::default(),
        path: String::new(),
        token_hash,
        home: None,
    };
    let visitor = practice::where_they_are(visitor, session.practice).await?;
    Ok(Who::SignedIn(Box::new(visitor)))
}

/// Whether a session is over, and would be even if nobody had noticed yet.
pub fn is_over(session: &Session, now: Timestamp) -> bool {
    let minutes = if session.second_factor {
        IDLE_MINUTES
    } else {
        HALF_WAY_MINUTES
    };
    // A session of the future: the clock was put back since, and must not make it longer.
    let from_later =
        |at: Timestamp| at.duration_since(now) > SignedDuration::from_mins(DRIFT_MINUTES);
    session.ended
        || from_later(session.seen_at)
        || from_later(session.started_at)
        || now.duration_since(session.seen_at) >= SignedDuration::from_mins(minutes)
        || now.duration_since(session.started_at) >= SignedDuration::from_hours(ABSOLUTE_HOURS)
}

/// Starts a session and puts its cookie on the answer. THE DOOR: everybody who comes in comes through here.
///
/// # Errors
/// Where the store cannot keep it.
pub async fn begin(
    app: &App,
    setting: SettingId,
    staff: StaffId,
    proof: Proof,
    response: &mut Response,
) -> Result<(), Instead> {
    let token = new_token(app);
    let expires = app
        .outside()
        .now()
        .saturating_add(SignedDuration::from_hours(KNOWN_HOURS))
        .unwrap_or(Timestamp::MAX);
    app.store()
        .start_session(NewSession {
            setting,
            staff,
            token_hash: hash_of(&token),
            second_factor: proof.second_factor(),
            expires,
        })
        .await?;
    cookie::put(
        app,
        response,
        &format!("{setting}.{token}"),
        ABSOLUTE_HOURS * 3600,
    )
}

/// Takes the cookie away.
///
/// # Errors
/// Never in practice: [`Instead::Broken`] where the cookie cannot be written.
pub fn forget(app: &App, response: &mut Response) -> Result<(), Instead> {
    cookie::put(app, response, "", 0)
}

/// The sign-in page that leads back to an address.
pub fn sign_in_at(path: &str) -> String {
    match safe_next(path) {
        "/" => "/sign-in".to_owned(),
        next => format!("/sign-in?next={next}"),
    }
}

/// An address of ours, or the front page: nobody is led elsewhere after signing in.
pub fn safe_next(path: &str) -> &str {
    let ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.starts_with("/sign")
        && path.len() < 200
        && path
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | '_' | '.'));
    if ours { path } else { "/" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_is_led_to_another_site_after_signing_in() {
        for elsewhere in [
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/a?b=//c",
            "/sign-out",
            "",
        ] {
            assert_eq!(safe_next(elsewhere), "/", "{elsewhere}");
        }
        assert_eq!(safe_next("/cases/0192/decision"), "/cases/0192/decision");
    }

    #[test]
    fn a_password_alone_is_half_way_and_everything_else_is_two_things() {
        assert!(!Proof::Password.second_factor());
        assert!(Proof::PasswordAndCode.second_factor() && Proof::DemoLink.second_factor());
    }
}
