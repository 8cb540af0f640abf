//! What worked examples name.

use super::{Found, answers};
use crate::item::Of;
use crate::pack::Contents;

pub(super) fn examples_name_what_is_there(contents: &Contents, found: &mut Found) {
    for example in &contents.examples {
        let by = format!("The example \u{201c}{}\u{201d}", example.name);
        let place = &example.place;
        let expect = &example.expect;
        let responses = contents.responses.iter().map(|one| one.id.as_ref());
        let rules = contents.rules.iter().map(|one| one.id.as_ref());
        let facts = contents
            .facts
            .iter()
            .map(|one| one.id.as_ref())
            .chain([crate::assessment::PARTS]);
        for id in expect.called_for.iter().chain(&expect.pointed_to).flatten() {
            found.known(place, &by, "response", id, responses.clone());
        }
        for id in expect
            .undecided
            .iter()
            .flatten()
            .chain(&expect.met)
            .chain(&expect.not_met)
        {
            found.known(place, &by, "rule", id, rules.clone());
        }
        for id in expect.ask_next.iter().flatten() {
            found.known(place, &by, "fact", id, facts.clone());
        }
        let asked = |of: Of| contents.facts.iter().filter(move |fact| fact.of == of);
        for id in example.facts.incident.keys() {
            found.known(
                place,
                &by,
                "fact of the incident",
                id,
                asked(Of::Incident).map(|one| one.id.as_ref()),
            );
        }
        for (id, answer) in example
            .facts
            .children
            .iter()
            .flat_map(|child| &child.answers)
            .chain(&example.facts.incident)
        {
            match contents.facts.iter().find(|fact| fact.id.as_ref() == id) {
                Some(fact) if answer.is_known() => {
                    let by = format!("{by}, answering `{id}`,");
                    found.known(
                        place,
                        &by,
                        "answer",
                        answer.as_str(),
                        answers(fact).into_iter(),
                    );
                }
                _ => {}
            }
        }
        for id in example
            .facts
            .children
            .iter()
            .flat_map(|child| child.answers.keys())
        {
            found.known(
                place,
                &by,
                "fact of a child",
                id,
                asked(Of::Child).map(|one| one.id.as_ref()),
            );
        }
    }
}
