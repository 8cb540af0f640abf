//! The children involved, and adding one: somebody the record knows, or somebody new. A lead looks among everyone known,
//! as far as they may see the cases.

use super::who;
use crate::govuk::{
    Action, BackLink, Button, Checkboxes, Choice, Html, Input, Radios, SummaryList, SummaryRow,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::typed::{FieldError, Typed};
use crate::visitor::AtCase;
use casework::acts::{ChildNamed, InvolveChild, involve_child};
use casework::facts::day_of_incident;
use casework::id::PersonId;
use casework::people::Person;
use casework::telling::part;
use store::{Among, Expect, Write};

const TITLE: &str = "Which children are involved, and what part did each have?";
/// How many people are shown for one name.
const MATCHES: usize = 10;

#[derive(askama::Template)]
#[template(path = "safeguarding/children.html")]
struct Children {
    layout: Frame,
    back: String,
    involved: Option<SummaryList>,
    open: bool,
    name: Input,
    found: Html,
    who: Html,
    parts: Checkboxes,
    how_known: Input,
}

/// Shows them, with the form that adds one.
///
/// # Errors
/// Where the store cannot say.
pub async fn show(at: AtCase) -> Answered {
    let looked = at.typed().has("looked", "yes");
    form(&at, looked).await
}

/// Looks for a name, or adds a child: whichever button was pressed.
///
/// # Errors
/// The same form again, or whatever the store says.
pub async fn act(at: AtCase) -> Answered {
    let typed = at.typed();
    if typed.has("do", "find") {
        return form(&at, true).await;
    }
    let mut wrong = Vec::new();
    let new = who::child(typed, &mut wrong);
    let child = match typed.id::<PersonId>("who") {
        Some(id) => known(&at, id).await?,
        None => ChildNamed::New(new),
    };
    let filled = InvolveChild {
        child,
        how_known: typed.text("how_known").to_owned(),
        parts: who::parts(typed),
    };
    let made = match involve_child(&at.visitor.acting(), &at.case, &filled).map_err(Instead::from) {
        Ok(made) if wrong.is_empty() => made,
        Ok(_) => return Err(Instead::Refused(wrong)),
        Err(Instead::Refused(more)) => {
            wrong.splice(0..0, more);
            return Err(Instead::Refused(at_the_name(wrong)));
        }
        Err(other) => return Err(other),
    };
    let expect = Expect::At(typed.seen().unwrap_or_else(|| at.entry_count()));
    let mut writes = vec![Write::Case {
        case: at.id,
        expect,
        events: made.events,
    }];
    writes.extend(made.person.map(|event| Write::Person {
        person: made.child,
        expect: Expect::New,
        events: vec![event],
    }));
    at.visitor.record(writes, Vec::new()).await?;
    Ok(next(&at.path("children")))
}

/// Somebody the record knows, where this person may know that it does.
async fn known(at: &AtCase, id: PersonId) -> Result<ChildNamed, Instead> {
    let known = at
        .visitor
        .app
        .store()
        .people(&at.visitor.asking, &[id])
        .await?;
    if known.contains_key(&id) {
        Ok(ChildNamed::Known(id))
    } else {
        Err(Instead::refused(
            "name",
            "Find the child by name again, and choose from those shown",
        ))
    }
}

/// What is wrong with who it is stands at the name.
fn at_the_name(mut wrong: Vec<FieldError>) -> Vec<FieldError> {
    for error in &mut wrong {
        if error.field.as_deref() == Some("child") {
            error.field = Some("name".to_owned());
        }
    }
    wrong
}

async fn form(at: &AtCase, looked: bool) -> Answered {
    let typed = at.typed();
    let page = Children {
        layout: at.frame(TITLE),
        back: at.path(""),
        involved: (!at.case.children.is_empty()).then(|| involved(at)),
        open: at.case.is_open(),
        name: Input::new("name", "Name")
            .value(typed.text("name"))
            .error(typed.error("name"))
            .autocomplete("off")
            .spellcheck(false),
        found: if looked {
            found(at, typed).await?
        } else {
            Html::default()
        },
        who: who::asked(typed),
        parts: who::parts_asked(typed, at.case.kind, "What part did they have? (optional)"),
        how_known: Input::new(
            "how_known",
            "How is it known that they are involved? (optional)",
        )
        .value(typed.text("how_known"))
        .error(typed.error("how_known")),
    };
    shown(&page)
}

async fn found(at: &AtCase, typed: &Typed) -> Result<Html, Instead> {
    let found = at
        .visitor
        .app
        .store()
        .find_people(
            &at.visitor.asking,
            Among::EveryoneKnown,
            typed.text("name"),
            MATCHES,
        )
        .await?;
    let looked = Html::of(Looked);
    if found.is_empty() {
        return Ok(Html::join([
            Html::paragraphs(
                "Nobody known has that name. Add them as new below, or try another spelling.",
            ),
            looked,
        ]));
    }
    let choices = found
        .iter()
        .map(|(id, person)| Choice::new(id.to_string(), told_apart(person)))
        .chain([Choice::new(
            "new",
            "None of these: they are new to the record",
        )]);
    let radios = Radios::new("who", "Is it one of these?", choices.collect::<Vec<_>>())
        .value(Some(typed.text("who")));
    Ok(Html::join([radios.into(), looked]))
}

#[derive(askama::Template)]
#[template(
    source = r#"<input type="hidden" name="looked" value="yes">"#,
    ext = "html"
)]
struct Looked;

impl askama::filters::HtmlSafe for Looked {}

/// A person as a lead tells namesakes apart.
fn told_apart(person: &Person) -> String {
    let mut says = vec![person.name.as_str().to_owned()];
    says.extend(
        person
            .year_group
            .as_ref()
            .map(|year| year.as_str().to_owned()),
    );
    says.extend(
        person
            .date_of_birth
            .map(|born| format!("born {}", crate::when::day(born))),
    );
    says.extend(
        person
            .setting
            .as_ref()
            .map(|setting| setting.as_str().to_owned()),
    );
    says.join(", ")
}

/// The children involved, with the age each had and the parts.
pub(super) fn involved(at: &AtCase) -> SummaryList {
    let on = day_of_incident(&at.case);
    SummaryList::new(at.case.children.values().map(|child| {
        let name = at.person_name(child.child);
        let age = at
            .people
            .get(&child.child)
            .zip(on)
            .and_then(|(known, on)| known.age_on(on));
        let age = age.map_or_else(
            || "Age at the time not known".to_owned(),
            |age| format!("Aged {age} at the time"),
        );
        let parts: Vec<&str> = child.parts.iter().map(|known| part(*known)).collect();
        let parts = if parts.is_empty() {
            "Part not recorded yet".to_owned()
        } else {
            parts.join("; ")
        };
        let change = Action::new(
            at.path(&format!("children/{}", child.child)),
            "Change",
            format!("what is known of {name}"),
        );
        SummaryRow::new(name.as_str(), Html::bullets([age, parts])).action(change)
    }))
}
