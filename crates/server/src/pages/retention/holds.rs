//! A hold over every record of the setting: put on and lifted by a named person with a reason.

use super::{record, told};
use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Radios, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::visitor::Visitor;
use casework::acts::{lift_hold, put_hold};
use casework::event::{Held, HoldGround};

#[derive(askama::Template)]
#[template(path = "retention/holds.html")]
struct HoldsPage {
    layout: Frame,
    on: Vec<(u64, String, String)>,
    grounds: Radios,
    why: Textarea,
}

/// Shows holds over everything, and asks.
///
/// # Errors
/// Where the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let on = visitor
        .setting
        .retention
        .holds_on()
        .filter(|(_, hold)| hold.over == Held::Everything)
        .map(|(number, hold)| {
            let why = hold.why.as_ref().map_or("", |why| why.as_str());
            (number, told::hold(&visitor, hold), why.to_owned())
        })
        .collect();
    let typed = &visitor.typed;
    shown(&HoldsPage {
        layout: visitor.frame("Hold every record"),
        on,
        grounds: told::grounds(typed),
        why: Textarea::new("why", "Why?")
            .rows(4)
            .hint("This is kept with the setting, and outlives the records. Do not name a child.")
            .value(typed.text("why"))
            .error(typed.error("why")),
    })
}

/// Puts a hold on everything, or lifts one.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(visitor: Visitor) -> Answered {
    let typed = &visitor.typed;
    let (acting, why) = (visitor.acting(), typed.text("why"));
    let made = match typed.id::<u64>("lift") {
        Some(hold) => {
            let over = visitor.setting.retention.holds.get(&hold);
            let here = over.is_some_and(|hold| hold.over == Held::Everything);
            lift_hold(&acting, here.then_some(hold), why)
        }
        None => put_hold(
            &acting,
            Held::Everything,
            HoldGround::named(typed.text("ground")),
            why,
        ),
    };
    let kept = Reading::of(typed).finish(made)?;
    record(&visitor, kept).await?;
    Ok(next("/retention/holds"))
}
