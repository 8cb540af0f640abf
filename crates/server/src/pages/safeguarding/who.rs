//! Who a child is, as a lead's forms ask it: name, date of birth, year, other school; and the parts they had.

use crate::govuk::{Checkboxes, Choice, DateInput, Html, Input};
use crate::typed::{FieldError, Typed};
use casework::acts::NewChild;
use casework::telling::part;
use guidance::{Concern, Part};
use std::collections::BTreeSet;

/// Everything but the name.
pub(super) fn asked(typed: &Typed) -> Html {
    let born = DateInput::new("date_of_birth", "Date of birth, if you know it")
        .hint("Some steps depend on how old a child was. For example, 27 3 2012")
        .day(typed.text("date_of_birth-day"))
        .month(typed.text("date_of_birth-month"))
        .year(typed.text("date_of_birth-year"))
        .error(typed.error("date_of_birth"));
    let year = Input::new("year_group", "Year or course (optional)")
        .width(10)
        .value(typed.text("year_group"))
        .error(typed.error("year_group"));
    let setting = Input::new(
        "setting",
        "School or college, where it is another one (optional)",
    )
    .value(typed.text("setting"))
    .error(typed.error("setting"));
    Html::join([born.into(), year.into(), setting.into()])
}

/// The parts that say something where no imagery of a child is concerned.
const IN_BULLYING: [Part; 7] = [
    Part::Shared,
    Part::PassedOn,
    Part::Pressured,
    Part::WasPressured,
    Part::Received,
    Part::ToldUs,
    Part::NotKnown,
];

/// Whether a part is offered for a kind of concern. One that was recorded before is offered whatever the kind.
fn is_offered(one: Part, kind: Concern, typed: &Typed) -> bool {
    match kind {
        Concern::SharingNudes => true,
        Concern::OnlineBullying => {
            IN_BULLYING.contains(&one) || typed.all("parts").any(|part| part == one.as_str())
        }
    }
}

/// The parts, to be ticked.
pub(super) fn parts_asked(typed: &Typed, kind: Concern, legend: &str) -> Checkboxes {
    let offered = Part::ALL
        .iter()
        .filter(|one| is_offered(**one, kind, typed));
    let choices = offered.map(|one| {
        let choice = Choice::new(one.as_str(), part(*one));
        if *one == Part::NotKnown {
            choice.exclusive()
        } else {
            choice
        }
    });
    Checkboxes::new("parts", legend, choices.collect::<Vec<_>>())
        .hint("Tick all that fit what is known now. It can change later, and what was understood before stays in the record.")
        .values(typed.all("parts"))
        .error(typed.error("parts"))
}

/// The parts ticked.
pub(super) fn parts(typed: &Typed) -> BTreeSet<Part> {
    typed.all("parts").filter_map(Part::from_word).collect()
}

/// Who they are, as typed. A day that is none goes to what is wrong.
pub(super) fn child(typed: &Typed, wrong: &mut Vec<FieldError>) -> NewChild {
    let date_of_birth = typed.day("date_of_birth").unwrap_or_else(|says| {
        wrong.push(FieldError {
            field: Some("date_of_birth".to_owned()),
            says,
        });
        None
    });
    NewChild {
        name: typed.text("name").to_owned(),
        date_of_birth,
        year_group: typed.text("year_group").to_owned(),
        setting: typed.text("setting").to_owned(),
    }
}
