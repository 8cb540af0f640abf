//! Duties that are each person's own: whoever has one says here that theirs is done, and nobody says it for them. Whoever
//! works the case sees for whom it is still open. The page tells nothing of what others wrote.

use super::said::Said;
use crate::govuk::{BackLink, Button, Html, Tag, Textarea};
use crate::page::{Answered, Frame, next, show as shown};
use crate::pages::guidance::in_words;
use crate::typed::Typed;
use crate::visitor::AtCase;
use crate::when;
use casework::access::{Deed, may};
use casework::acts::{SayOwnDutyDone, say_own_duty_done};
use casework::case::OwnDuty;
use casework::consult::consult;
use casework::event::CaseEvent;
use guidance::{Duty, Pack, Response};
use jiff::civil::Date;

#[derive(askama::Template)]
#[template(path = "safeguarding/own_duty.html")]
struct Page {
    layout: Frame,
    typed: Typed,
    back: BackLink,
    mine: Vec<Mine>,
    everyone: Vec<Person>,
    draft: String,
}

/// What the guidance asks of each person, and whether the one who reads did it.
struct Mine {
    response: String,
    says: String,
    by: String,
    help: Option<String>,
    clause: Html,
    done: Option<String>,
}

/// How it stands with one person.
struct Person {
    name: String,
    says: String,
    done: Option<String>,
}

/// The responses that are each individual's own and that a rule awake on this day reaches.
pub fn asked_of_each(pack: &Pack, on: Date) -> Vec<&Response> {
    let reached = |response: &Response| {
        pack.rules().iter().any(|rule| {
            rule.dormant.is_none()
                && rule.in_force.is_none_or(|dates| dates.hold(on))
                && (rule.calls_for.contains(&response.id) || rule.points_to.contains(&response.id))
        })
    };
    let individual = pack
        .responses()
        .iter()
        .filter(|one| one.duty == Duty::Individual);
    individual.filter(|one| reached(one)).collect()
}

/// Whether the guidance puts any duty on each person.
pub fn theirs_too(pack: &Pack, on: Date) -> bool {
    !asked_of_each(pack, on).is_empty()
}

/// Everybody's own duties in a case, on what is known now and on whatever was asked before.
fn everybodys(at: &AtCase, pack: &Pack) -> Vec<OwnDuty> {
    let (consulted, _) = consult(&at.case, &at.people, pack, at.visitor.today());
    let called_for = match consulted {
        CaseEvent::GuidanceConsulted { called_for, .. } => called_for,
        _ => Vec::new(),
    };
    at.case.own_duties(pack, &called_for)
}

/// A line for each person's own duty, for the page of the case.
pub fn in_lines(at: &AtCase, pack: &Pack) -> Vec<String> {
    everybodys(at, pack)
        .into_iter()
        .map(|one| {
            let name = at.visitor.staff_name(one.of);
            match one.done {
                Some(done) => {
                    format!("{name}: says it is done, {}", when::day_and_time(done.at))
                }
                None => format!("{name}: still open"),
            }
        })
        .collect()
}

/// Shows what is asked of each person, and asks.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let said = Said::at(&at, &pack);
    let me = at.visitor.asking.staff;
    let works = may(&at.visitor.asking, Deed::WorkCase, Some(at.case.access()));
    let mine = asked_of_each(&pack, at.visitor.today())
        .into_iter()
        .map(|one| Mine {
            response: one.id.to_string(),
            says: one.says.to_string(),
            by: in_words::due(one.by),
            help: one.help.as_deref().map(str::to_owned),
            clause: said.clause(&one.source),
            done: at
                .case
                .said_done(&one.id, me)
                .map(|done| when::day_and_time(done.at)),
        });
    let everyone = if works {
        everybodys(&at, &pack)
    } else {
        Vec::new()
    };
    let everyone = everyone.into_iter().map(|one| Person {
        name: at.visitor.staff_name(one.of),
        says: said.response(&one.response),
        done: one.done.map(|done| when::day_and_time(done.at)),
    });
    let back = if works {
        BackLink::to(at.path("")).saying("Back to the case")
    } else {
        BackLink::to("/reports").saying("Back to your reports")
    };
    shown(&Page {
        layout: at.frame("Is your own duty done?"),
        typed: at.typed().clone(),
        back,
        mine: mine.collect(),
        everyone: everyone.collect(),
        draft: format!("/drafts{}", at.path("own-duty")),
    })
}

/// Records that the person's own duty is done: theirs alone, and whatever was added meanwhile.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let filled = SayOwnDutyDone {
        response: typed.text("response").to_owned(),
        what: typed.text("what").to_owned(),
    };
    let events = say_own_duty_done(&at.visitor.acting(), &at.case, &pack, &filled)?;
    at.add(events).await?;
    Ok(next(&at.path("own-duty")))
}

impl Page {
    /// What was typed goes back to the form it was typed in.
    fn what(&self, response: &str) -> Textarea {
        let here = self.typed.text("response") == response;
        // One form in which something is wrong keeps the name that the summary above links to.
        let id = if here {
            "what".to_owned()
        } else {
            format!("what-{response}")
        };
        let field = Textarea::new("what", "What did you do?")
            .id(id)
            .hint("To whom, how and when. Nothing about what any picture shows.")
            .rows(3);
        if here {
            field
                .value(self.typed.text("what"))
                .error(self.typed.error("what"))
        } else {
            field
        }
    }
}
