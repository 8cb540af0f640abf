//! A hold on one case or on one child in it: put on and lifted by a named person with a reason.

use super::{Books, record, told};
use crate::fields::Reading;
use crate::govuk::{BackLink, Button, Choice, Radios, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::visitor::AtCase;
use casework::acts::{lift_hold, put_hold};
use casework::event::{Held, HoldGround, Record};
use casework::id::PersonId;
use casework::refusal::{Refusal, Refusals};

#[derive(askama::Template)]
#[template(path = "retention/hold.html")]
struct HoldPage {
    layout: Frame,
    reference: String,
    path: String,
    over: Radios,
    grounds: Radios,
    why: Textarea,
}

/// Shows the holds over the case, and asks.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(at: AtCase) -> Answered {
    let visitor = &at.visitor;
    let books = Books::open(visitor).await?;
    let typed = at.typed();
    let mut choices = vec![Choice::new("case", "Put a hold on this case")];
    let erased = &visitor.setting.retention.erased;
    for child in at
        .case
        .children
        .keys()
        .filter(|child| !erased.contains_key(child))
    {
        let words = format!(
            "Put a hold on {}, and on every case they are in",
            at.person_name(*child)
        );
        choices.push(Choice::new(child.to_string(), words));
    }
    for (number, hold) in books.holds(visitor, Record::Case(at.id)) {
        if hold.over != Held::Everything {
            let words = format!("Lift a hold. {}", told::hold(visitor, hold));
            choices.push(Choice::new(format!("lift-{number}"), words));
        }
    }
    shown(&HoldPage {
        layout: at.frame("Hold this case"),
        reference: at.case.reference.clone(),
        path: at.path(""),
        over: Radios::new("do", "What do you want to do?", choices)
            .value(Some(typed.text("do")))
            .error(typed.error("do")),
        grounds: told::grounds(typed),
        why: told::why(typed),
    })
}

/// Puts it on or lifts it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let visitor = &at.visitor;
    let books = Books::open(visitor).await?;
    let typed = at.typed();
    let (acting, why) = (visitor.acting(), typed.text("why"));
    let chosen = typed.text("do");
    let made = if let Some(number) = chosen.strip_prefix("lift-") {
        let mut over = books.holds(visitor, Record::Case(at.id)).into_iter();
        let number = number.parse().ok();
        let here = over.find(|(one, hold)| Some(*one) == number && hold.over != Held::Everything);
        lift_hold(&acting, here.map(|(number, _)| number), why)
    } else {
        let child = chosen.parse::<PersonId>().ok();
        let child = child.filter(|child| at.case.children.contains_key(child));
        let over = match (chosen, child) {
            ("case", _) => Some(Held::Case(at.id)),
            (_, child) => child.map(Held::Person),
        };
        match over {
            Some(over) => put_hold(&acting, over, HoldGround::named(typed.text("ground")), why),
            None => Err(Refusals::from(Refusal::NothingChosen { field: "do" })),
        }
    };
    record(visitor, Reading::of(typed).finish(made)?).await?;
    Ok(next(&at.path("retention")))
}
