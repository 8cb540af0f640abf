//! In practice or not: where a session is, what every page in practice says of itself, and that a form is taken only
//! where it was shown. A practice room is a setting of its own (`store::Store::found_practice`), so nothing here has to
//! keep its entries out of anything; what has to be kept apart is a person's two tabs.

use crate::app::{App, Spec};
use crate::govuk::Html;
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::Visitor;
use axum::response::Response;
use casework::access::Asking;
use casework::id::{SettingId, StaffId};
use casework::setting::Setting;
use guidance::{Example, Pack};
use std::sync::Arc;
use store::Failure;

/// Where somebody really works while they practise.
#[derive(Debug)]
pub struct Home {
    /// The real setting, as it is now.
    pub setting: Arc<Setting>,
    /// Who they are there.
    pub staff: StaffId,
}

/// Forms that may be sent from a page of either side, since they record nothing.
const EITHER_SIDE: [&str; 3] = ["/practice/enter", "/practice/leave", "/sign-out"];

/// What is about the person or the real setting, and has no double in practice.
const OUTSIDE: [&str; 5] = ["/account", "/setting", "/counts", "/retention", "/verify"];

/// Whether an address of the table is not part of practice.
pub(crate) fn stays_outside(path: &str) -> bool {
    OUTSIDE.iter().any(|outside| {
        path.strip_prefix(outside)
            .is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
    })
}

/// Takes somebody to the practice room their session is in. Where that room is not theirs, or was cleared, they stay.
pub(crate) async fn where_they_are(
    visitor: Visitor,
    practice: Option<(SettingId, StaffId)>,
) -> Result<Visitor, Failure> {
    let Some((room, me)) = practice else {
        return Ok(visitor);
    };
    let theirs = visitor.setting.rooms.get(&room);
    if !theirs.is_some_and(|known| known.by == visitor.asking.staff && known.me == me) {
        return Ok(visitor);
    }
    let house = match visitor.app.store().setting(room).await {
        Ok(house) if house.is_practice() => house,
        Ok(_) | Err(Failure::NotThere) => return Ok(visitor),
        Err(failure) => return Err(failure),
    };
    let Some(member) = house.works_here(me).cloned() else {
        return Ok(visitor);
    };
    let home = Home {
        setting: visitor.setting,
        staff: visitor.asking.staff,
    };
    Ok(Visitor {
        asking: Asking {
            setting: room,
            staff: me,
            roles: member.roles,
            ..visitor.asking
        },
        name: member.name,
        setting: house,
        home: Some(Arc::new(home)),
        ..visitor
    })
}

/// Whether a form was shown in this room; with none, in the real record.
pub(crate) fn is_shown_in(typed: &Typed, room: Option<SettingId>) -> bool {
    typed.room() == room.map(|room| room.to_string()).as_deref()
}

/// Answers what does not belong where its sender is: a page that practice does not have, or a form shown on the other
/// side. What was typed is kept for the form it was typed into, and shown.
pub(crate) async fn misplaced(
    visitor: &Visitor,
    spec: &Spec,
    path: &str,
    typed: &Typed,
    safe: bool,
) -> Option<Response> {
    if EITHER_SIDE.contains(&spec.path) {
        return None;
    }
    let instead = if visitor.is_practising() && stays_outside(spec.path) {
        Instead::NotInPractice
    } else if safe || is_shown_in(typed, visitor.room()) {
        return None;
    } else if typed.room().is_some() {
        Instead::LeftPractice
    } else {
        Instead::StillInPractice
    };
    if !safe {
        keep(visitor, path, typed).await;
    }
    Some(instead.to_page_for(Some(visitor), typed, None, None))
}

/// Keeps what was typed where the form belongs. Where that cannot be, it is shown all the same.
async fn keep(visitor: &Visitor, path: &str, typed: &Typed) {
    let (home, staff) = visitor.at_home();
    let belongs = match typed.room() {
        None => Some((home.id, staff)),
        Some(room) => room
            .parse()
            .ok()
            .and_then(|room| Some((room, home.rooms.get(&room)?)))
            .filter(|(_, known)| known.by == staff)
            .map(|(room, known)| (room, known.me)),
    };
    let (Some((setting, staff)), false) = (belongs, typed.is_empty()) else {
        return;
    };
    let form = path.strip_prefix("/drafts").unwrap_or(path);
    let kept = visitor
        .app
        .store()
        .put_draft(setting, staff, form, &typed.to_draft())
        .await;
    if kept.is_err() {
        tracing::warn!("a form sent from the other side of practice could not be kept");
    }
}

/// The story that is practised.
pub(crate) struct Story {
    pub(crate) pack: Arc<Pack>,
    at: usize,
}

impl Story {
    /// The story of a practice room. None where the text it is from is not at hand any more.
    pub(crate) fn of(app: &App, room: &Setting) -> Option<Self> {
        let practice = room.practice.as_ref()?;
        let today = crate::when::day_of(app.outside().now());
        let pack = app
            .pack_for(room, today)
            .ok()
            .filter(|pack| pack.digest() == practice.digest)
            .or_else(|| app.library().by_digest(&practice.digest))?;
        let at = pack
            .examples()
            .iter()
            .position(|example| *example.name == *practice.example)?;
        Some(Self { pack, at })
    }

    /// The example it is.
    pub(crate) fn example(&self) -> Option<&Example> {
        self.pack.examples().get(self.at)
    }
}

#[derive(askama::Template)]
#[template(path = "practice_band.html")]
struct Band {
    tells: Option<String>,
}

impl askama::filters::HtmlSafe for Band {}

/// What stands at the head of every page in practice.
pub(crate) fn band(visitor: &Visitor) -> Option<Html> {
    visitor.is_practising().then(|| {
        let story = Story::of(&visitor.app, &visitor.setting);
        let tells = story.as_ref().and_then(Story::example);
        Html::of(&Band {
            tells: tells.map(|example| example.tells.to_string()),
        })
    })
}

/// Clears practice rooms that have stood for so long.
///
/// # Errors
/// Where the store cannot say.
pub async fn clear_old(app: &App) -> Result<u64, Failure> {
    let mut cleared = 0;
    let now = app.outside().now();
    for setting in app.store().settings().await? {
        let house = app.store().setting(setting).await?;
        for (room, known) in &house.rooms {
            if now.duration_since(known.since).as_hours() >= i64::from(KEPT_DAYS) * 24 {
                app.store()
                    .clear_practice(setting, *room, Some(KEPT_DAYS))
                    .await?;
                cleared += 1;
            }
        }
    }
    Ok(cleared)
}

/// How long a practice room stands: long enough to come back to after a holiday, and to talk it through.
pub const KEPT_DAYS: u16 = 30;
