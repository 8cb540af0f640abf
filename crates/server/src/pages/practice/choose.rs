//! Choosing a made-up incident, and what to practise with it. The stories are the worked examples of the guidance in
//! force; what the guidance makes of each is not shown here.

use super::story;
use crate::govuk::{Button, Choice, Details, Html, Radios};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::Typed;
use crate::visitor::Visitor;
use crate::when;
use casework::acts::{Acting, BeginPractice, begin_practice, responds};
use guidance::{Example, Pack};
use std::collections::BTreeMap;

const TITLE: &str = "Practise with a made-up incident";

#[derive(askama::Template)]
#[template(path = "practice/choose.html")]
struct Choose {
    layout: Frame,
    /// When they began what they can go on with.
    begun: Option<String>,
    kept_days: u16,
    what: Option<Radios>,
    stories: Details,
    pack: String,
}

/// Offers the stories; in practice, shows the one that is practised.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    if visitor.is_practising() {
        return story::show(&visitor).await;
    }
    let pack = visitor.pack()?;
    let typed = &visitor.typed;
    let staff = visitor.asking.staff;
    shown(&Choose {
        layout: visitor.frame(TITLE),
        begun: visitor
            .setting
            .room_of(staff)
            .map(|(_, room)| when::day_and_time(room.since)),
        kept_days: crate::practice::KEPT_DAYS,
        what: responds(&visitor.asking.roles).then(|| what(typed)),
        stories: stories(&pack, typed),
        pack: pack.title().to_owned(),
    })
}

fn what(typed: &Typed) -> Radios {
    let choices = [
        Choice::new("respond", "Responding, as the safeguarding lead"),
        Choice::new("report", "Reporting, as any member of staff"),
    ];
    let chosen = Some(typed.text("what"))
        .filter(|chosen| !chosen.is_empty())
        .unwrap_or("respond");
    Radios::new("what", "What do you want to practise?", choices).value(Some(chosen))
}

fn stories(pack: &Pack, typed: &Typed) -> Details {
    let told = told(pack);
    let count = told.len();
    let choices = told
        .into_iter()
        .map(|(at, example)| Choice::new(at.to_string(), example.tells.as_ref()));
    let radios = Radios::new("story", "Which story?", choices)
        .classes("govuk-radios--small")
        .value(Some(typed.text("story")))
        .error(typed.error("story"));
    let button = Button::once("Begin with this story").sends("do", "chosen");
    let details = Details::new(
        format!("Choose the story yourself ({count})"),
        Html::join([Html::from(radios), button.into()]),
    );
    if typed.error("story").is_some() {
        details.open()
    } else {
        details
    }
}

/// The stories, each once: where the same is told of two days, the later one.
fn told(pack: &Pack) -> Vec<(usize, &Example)> {
    let mut by_words: BTreeMap<&str, (usize, &Example)> = BTreeMap::new();
    for (at, example) in pack.examples().iter().enumerate() {
        by_words
            .entry(example.tells.as_ref())
            .and_modify(|known| {
                if example.on >= known.1.on {
                    *known = (at, example);
                }
            })
            .or_insert((at, example));
    }
    let mut told: Vec<_> = by_words.into_values().collect();
    told.sort_by_key(|(at, _)| *at);
    told
}

/// Makes a room for the story and goes there.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let pack = visitor.pack()?;
    let (home, staff) = visitor.at_home();
    let typed = &visitor.typed;
    let told = told(&pack);
    let at = if typed.has("do", "chosen") {
        typed.id::<usize>("story")
    } else {
        let mut bytes = [0_u8; 8];
        visitor.app.outside().chance.fill(&mut bytes);
        let place = usize::try_from(u64::from_le_bytes(bytes) % (told.len().max(1) as u64));
        place
            .ok()
            .and_then(|place| told.get(place))
            .map(|(at, _)| *at)
    };
    let example = told
        .iter()
        .find(|(known, _)| Some(*known) == at)
        .ok_or_else(|| Instead::refused("story", "Choose a story, or have one chosen for you"))?
        .1;
    let acting = Acting {
        by: staff,
        setting: &home,
        outside: visitor.app.outside(),
    };
    let filled = BeginPractice {
        example: example.name.to_string(),
        as_lead: !typed.has("what", "report"),
    };
    let new = begin_practice(&acting, &pack, &filled)?;
    let me = new.me;
    let store = visitor.app.store();
    let room = store.found_practice(home.id, staff, new).await?;
    store
        .move_session(home.id, visitor.token_hash, Some((room, me)))
        .await?;
    Ok(next("/practice"))
}
