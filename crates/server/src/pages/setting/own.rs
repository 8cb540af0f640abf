//! A setting's own procedure: whom to reach here, and "always ask for this when that is so". What is typed becomes a layer,
//! checked as every pack is checked; it adds to the guidance and can take nothing away. It is in force once adopted.

pub mod text;

use crate::govuk::{
    BackLink, Button, Checkboxes, Choice, Html, Input, Select, SelectItem, Textarea,
};
use crate::page::{Answered, Frame, next, show as shown};
use crate::page_error::Instead;
use crate::pages::safeguarding::consulting::kept;
use crate::typed::{FieldError, Typed};
use crate::visitor::Visitor;
use casework::acts::keep_own_guidance;
use guidance::{Always, Contact, Of, OwnProcedure, Pack, PackFile, Problem};
use store::{Append, Expect, Write};

#[derive(askama::Template)]
#[template(path = "setting/own.html")]
struct Own {
    layout: Frame,
    typed: Typed,
    contact: Html,
    responses: Select,
    answers: Select,
}

/// Shows the form.
///
/// # Errors
/// Where no guidance is in force, or the page cannot be made.
pub async fn show(visitor: Visitor) -> Answered {
    let pack = visitor.text()?;
    let typed = &visitor.typed;
    shown(&Own {
        layout: visitor.frame("Add to your own procedure"),
        typed: typed.clone(),
        contact: contact_fields(typed),
        responses: responses(&pack, typed),
        answers: answers(&pack, typed),
    })
}

fn contact_fields(typed: &Typed) -> Html {
    let input = |name: &'static str, label: &'static str, hint: &'static str| {
        Html::from(
            Input::new(name, label)
                .hint(hint)
                .value(typed.text(name))
                .error(typed.error(name)),
        )
    };
    Html::join([
        input(
            "contact_name",
            "Who or what it is",
            "For example: Multi-agency front door, out of hours",
        ),
        input(
            "contact_for",
            "What for",
            "For example: referrals at night and at weekends",
        ),
        input(
            "contact_who",
            "Who may use it",
            "For example: the safeguarding lead and deputies",
        ),
        Textarea::new("contact_lines", "How to reach it")
            .hint("One way on each line: a telephone number, an address, a web page")
            .rows(3)
            .value(typed.text("contact_lines"))
            .error(typed.error("contact_lines"))
            .into(),
        Textarea::new("contact_notes", "Anything else (can be left blank)")
            .rows(2)
            .value(typed.text("contact_notes"))
            .into(),
        Checkboxes::new(
            "contact_child",
            "May it be offered to a child?",
            [Choice::new("yes", "Yes, it may be offered to a child")],
        )
        .values(typed.all("contact_child"))
        .small()
        .into(),
    ])
}

fn responses(pack: &Pack, typed: &Typed) -> Select {
    let items = pack
        .responses()
        .iter()
        .map(|one| SelectItem::new(one.id.to_string(), one.says.to_string()));
    let blank = SelectItem::new("", "No rule: only a contact");
    Select::new(
        "response",
        "Always ask for this",
        std::iter::once(blank).chain(items),
    )
    .value(Some(typed.text("response")))
    .error(typed.error("response"))
}

/// Every answer to every question that is put to somebody, as one choice.
fn answers(pack: &Pack, typed: &Typed) -> Select {
    let mut items = vec![SelectItem::new("", "Choose an answer")];
    for fact in pack.facts() {
        let choices: Vec<(&str, &str)> = if fact.choices.is_empty() {
            vec![("yes", "yes"), ("no", "no")]
        } else {
            let choices = fact.choices.iter();
            choices
                .map(|one| (one.id.as_ref(), one.label.as_ref()))
                .collect()
        };
        for (answer, label) in choices {
            let of = match fact.of {
                Of::Incident => "",
                Of::Child => " (any child)",
            };
            items.push(SelectItem::new(
                format!("{}={answer}", fact.id),
                format!("{}{of} {label}", fact.ask),
            ));
        }
    }
    Select::new("when", "When this is so", items)
        .value(Some(typed.text("when")))
        .error(typed.error("when"))
}

/// Checks it and keeps it. It is not in force yet.
///
/// # Errors
/// The same form again with everything that is wrong, or whatever the store says.
pub async fn act(visitor: Visitor) -> Answered {
    let pack = visitor.text()?;
    let procedure = read(&visitor)?;
    let files = procedure.files(&pack);
    keep(&visitor, &files).await?;
    Ok(next("/setting/guidance#own"))
}

fn read(visitor: &Visitor) -> Result<OwnProcedure, Instead> {
    let typed = &visitor.typed;
    let mut wrong: Vec<FieldError> = Vec::new();
    let mut refuse = |field: &str, says: &str| {
        wrong.push(FieldError {
            field: Some(field.to_owned()),
            says: says.to_owned(),
        });
    };
    let text = |field: &str| typed.text(field).trim().to_owned();
    if !typed
        .text("title")
        .chars()
        .any(|letter| letter.is_ascii_alphanumeric())
    {
        refuse(
            "title",
            "Enter a title, such as \u{201c}Out of hours contact\u{201d}.",
        );
    }
    let contact_typed = [
        "contact_name",
        "contact_for",
        "contact_who",
        "contact_lines",
    ];
    let has_contact = contact_typed.iter().any(|field| !text(field).is_empty());
    let has_rule = ["response", "when", "says"]
        .iter()
        .any(|field| !text(field).is_empty());
    if !has_contact && !has_rule {
        refuse(
            "contact_name",
            "Enter a contact, or choose what is always asked for and when.",
        );
    }
    if has_contact {
        for (field, says) in [
            ("contact_name", "Enter who or what the contact is."),
            ("contact_for", "Enter what the contact is for."),
            ("contact_who", "Enter who may use the contact."),
            (
                "contact_lines",
                "Enter at least one way to reach the contact.",
            ),
        ] {
            if text(field).is_empty() {
                refuse(field, says);
            }
        }
    }
    if has_rule {
        for (field, says) in [
            ("response", "Choose what is always asked for."),
            ("when", "Choose when it is asked for."),
            ("says", "Say in a sentence why your setting asks for it."),
        ] {
            if text(field).is_empty() {
                refuse(field, says);
            }
        }
    }
    if !wrong.is_empty() {
        return Err(Instead::Refused(wrong));
    }
    let contacts = has_contact.then(|| Contact {
        name: text("contact_name"),
        for_what: text("contact_for"),
        who: text("contact_who"),
        contact: typed
            .text("contact_lines")
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect(),
        notes: text("contact_notes"),
        offer_to_child: typed.has("contact_child", "yes"),
    });
    let when = typed.text("when").split_once('=');
    let always = when.filter(|_| has_rule).map(|(fact, answer)| Always {
        response: text("response"),
        fact: fact.to_owned(),
        answer: answer.to_owned(),
        says: text("says"),
    });
    Ok(OwnProcedure {
        title: text("title"),
        setting: visitor.setting.name.as_str().to_owned(),
        from: visitor.today(),
        contacts: contacts.into_iter().collect(),
        always: always.into_iter().collect(),
    })
}

/// Checks a layer as every pack is checked and keeps it with the record, sealed, by its digest.
///
/// # Errors
/// Everything that is wrong with it, or whatever the store says.
pub(super) async fn keep(visitor: &Visitor, files: &[PackFile]) -> Result<(), Instead> {
    let app = &visitor.app;
    let others = app.own_in_force(&visitor.setting);
    let layer = app
        .library()
        .check_own(files, visitor.today(), &others)
        .map_err(|problems| Instead::Refused(problems.iter().map(told).collect()))?;
    if layer.jurisdiction() != visitor.setting.jurisdiction {
        return Err(Instead::refused_whole(
            "This layer says it is for another nation than your setting\u{2019}s. Correct `jurisdiction` in pack.toml.",
        ));
    }
    let events = keep_own_guidance(&visitor.acting(), &layer)?;
    let append = Append {
        once: visitor.typed.once_key(),
        writes: vec![Write::Setting {
            expect: Expect::Tail,
            events,
        }],
        spend_draft: Some(visitor.path.clone()),
        packs: kept(&layer),
        ..Append::by(visitor.asking.setting, visitor.asking.staff)
    };
    visitor.record_with(append).await?;
    Ok(())
}

/// A problem as the page says it: where, what, what was meant, and why it matters.
fn told(problem: &Problem) -> FieldError {
    let place = match problem.line {
        Some(line) => format!("{}, line {line}: ", problem.file),
        None => format!("{}: ", problem.file),
    };
    let meant = problem
        .meant
        .as_ref()
        .map(|meant| format!(" Did you mean \u{201c}{meant}\u{201d}?"))
        .unwrap_or_default();
    FieldError {
        field: None,
        says: format!("{place}{}{meant} {}", problem.what, problem.why),
    }
}
