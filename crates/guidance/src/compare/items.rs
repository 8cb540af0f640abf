//! What two packs say in other words: responses, questions, answers.

use super::{Changed, OnlyAsked, Untold, WhichText};
use crate::item::{Response, Text};
use crate::pack::Pack;

/// Responses both have that are not the same in both.
pub(super) fn changed(one: &Pack, other: &Pack) -> Vec<Changed> {
    let routes = |pack: &Pack, response: &Response| {
        let labels = response.satisfied_by.iter().map(|id| {
            let route = pack.route(id);
            route.map_or_else(|| id.to_string(), |route| route.label.to_string())
        });
        labels.collect::<Vec<_>>().join("; ")
    };
    let mut changed = Vec::new();
    for newer in other.responses() {
        let Some(older) = one.response(&newer.id) else {
            continue;
        };
        let told = [
            ("says", older.says.to_string(), newer.says.to_string()),
            ("by", older.by.to_string(), newer.by.to_string()),
            ("duty", older.duty.to_string(), newer.duty.to_string()),
            ("answered-by", routes(one, older), routes(other, newer)),
        ];
        let differ = told.into_iter().filter(|(_, one, other)| one != other);
        changed.extend(differ.map(|(what, one, other)| Changed {
            response: newer.id.clone(),
            what: what.into(),
            one,
            other,
        }));
    }
    changed
}

/// Questions that only one of them asks.
pub(super) fn questions(one: &Pack, other: &Pack) -> Vec<OnlyAsked> {
    let missing = |from: &Pack, to: &Pack, only: WhichText| {
        let facts = from.facts().iter();
        let alone = facts.filter(|fact| to.fact(&fact.id).is_none_or(|same| same.of != fact.of));
        alone
            .map(|fact| OnlyAsked {
                fact: fact.id.clone(),
                ask: fact.ask.clone(),
                only,
            })
            .collect::<Vec<_>>()
    };
    let mut all = missing(other, one, WhichText::Other);
    all.extend(missing(one, other, WhichText::One));
    all
}

/// Answers that only one of them knows, in its words.
pub(super) fn untold(one: &Pack, other: &Pack, untold: &[(Text, Text)]) -> Vec<Untold> {
    let told = untold.iter().filter_map(|(fact, answer)| {
        let knows = |pack: &&&Pack| {
            let fact = pack.fact(fact);
            fact.is_some_and(|fact| fact.choices.iter().any(|one| one.id == *answer))
        };
        let pack = [one, other];
        let pack = pack.iter().find(knows).or(pack.first())?;
        Some(Untold {
            ask: pack.fact(fact)?.ask.clone(),
            answer: pack.answer_label(fact, answer).to_owned(),
            fact: fact.clone(),
        })
    });
    told.collect()
}
