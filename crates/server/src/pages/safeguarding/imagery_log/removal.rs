//! Reporting to a service that gets imagery removed. The child makes the report; staff support, and do not look or upload.

use super::super::checklist;
use crate::fields::{self, Reading};
use crate::govuk::{BackLink, Button, Choice, Html, Input, Radios};
use crate::page::{Answered, Frame, next, show as shown};
use crate::typed::Typed;
use crate::visitor::AtCase;
use casework::acts::{ReportRemoval, report_removal};
use guidance::{Pack, Service};

/// Services through which imagery of somebody under 18 is taken down or blocked, or a platform is pressed to act.
const FOR_CHILDREN: [&str; 4] = ["report-remove", "take-it-down", "iwf", "posh"];
/// The one that is for adults only, and never offered where everybody involved is a child.
const FOR_ADULTS: &str = "revenge-porn-helpline";
/// An adult, for these services.
const ADULT: i8 = 18;

#[derive(askama::Template)]
#[template(path = "safeguarding/imagery_log/removal.html")]
struct Page {
    layout: Frame,
    at: AtCase,
    typed: Typed,
    checklist: Html,
    service: Radios,
    reported: Html,
}

/// Shows the services that fit, and asks which was used.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed().clone();
    shown(&Page {
        layout: at.frame("It was reported for removal"),
        checklist: checklist::folded(&pack, "removal"),
        service: services(&at, &pack, &typed),
        reported: fields::happened(
            &typed,
            "reported",
            "When was it reported?",
            at.visitor.today(),
        ),
        typed,
        at,
    })
}

/// Records it.
///
/// # Errors
/// The same form again, or where the store cannot say.
pub async fn act(at: AtCase) -> Answered {
    let pack = at.visitor.pack()?;
    let typed = at.typed();
    let mut reading = Reading::of(typed);
    let chosen = typed.text("service");
    let service = match chosen {
        "platform" | "other" => {
            let named = typed.text(&format!("{chosen}-name")).trim();
            if named.is_empty() {
                reading.wrong(&format!("{chosen}-name"), "Enter its name.");
            }
            Some(named.to_owned())
        }
        id => fitting(&at, &pack)
            .find(|service| service.id.as_ref() == id)
            .map(|service| service.name.to_string()),
    };
    if service.is_none() {
        reading.wrong("service", "Choose which service it was reported to.");
    }
    let blank_name = chosen == "platform" || chosen == "other";
    let filled = ReportRemoval {
        service,
        by: typed.text("by").to_owned(),
        reference: typed.text("reference").to_owned(),
        reported: reading.occurred("reported"),
    };
    let named = format!("{chosen}-name");
    let field = if blank_name {
        named.as_str()
    } else {
        "service"
    };
    let made = report_removal(&at.visitor.acting(), &at.case, &filled);
    let events = reading.finish_as(made, &[("service", field)])?;
    at.add(events).await?;
    Ok(next(&at.path("imagery-log")))
}

/// The services of the guidance that fit the people involved.
fn fitting<'p>(at: &AtCase, pack: &'p Pack) -> impl Iterator<Item = &'p Service> {
    let today = at.visitor.today();
    let an_adult = at
        .people
        .values()
        .any(|person| person.age_on(today).is_some_and(|age| age >= ADULT));
    pack.services().iter().filter(move |service| {
        let id = service.id.as_ref();
        FOR_CHILDREN.contains(&id) || (id == FOR_ADULTS && an_adult)
    })
}

fn services(at: &AtCase, pack: &Pack, typed: &Typed) -> Radios {
    let known = fitting(at, pack).map(|service| {
        let staff = if service.offer_to_child || service.id.as_ref() == FOR_ADULTS {
            ""
        } else {
            " For staff to use, not for a child."
        };
        let contact = if service.contact.is_empty() {
            String::new()
        } else {
            let contact: Vec<&str> = service.contact.iter().map(AsRef::as_ref).collect();
            format!(" {} (check before use).", contact.join(", "))
        };
        let hint = format!(
            "{} Who may use it: {}.{staff}{contact}",
            service.for_what, service.who
        );
        Choice::new(service.id.as_ref(), service.name.as_ref()).hint(hint)
    });
    let named = |value: &str, label: &str| {
        let name = format!("{value}-name");
        Input::new(name.as_str(), label)
            .value(typed.text(&name))
            .error(typed.error(&name))
    };
    let more = [
        Choice::new("platform", "The platform\u{2019}s own report")
            .reveals(named("platform", "Which platform?")),
        Choice::new("other", "Another service").reveals(named("other", "Which service?")),
    ];
    Radios::new(
        "service",
        "Which service was it reported to?",
        known.chain(more),
    )
    .value(Some(typed.text("service")))
    .error(typed.error("service"))
}
