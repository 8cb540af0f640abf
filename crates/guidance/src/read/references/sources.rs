//! The sources that items name, and what their marks allow.

use super::Found;
use crate::item::Place;
use crate::pack::Contents;
use crate::source::{Mark, SourceRef};

/// Every source an item names, with where the item is, what it is, and whether it is a point to verify.
fn cited(contents: &Contents) -> Vec<(&SourceRef, &Place, String, bool)> {
    let mut all: Vec<(&SourceRef, &Place, String, bool)> = Vec::new();
    macro_rules! cite {
        ($($what:literal: $list:ident),+ $(,)?) => {
            $(for one in &contents.$list {
                all.push((&one.source, &one.place, format!(concat!($what, " `{}`"), one.id), false));
            })+
        };
    }
    cite!(
        "the fact": facts,
        "the rule": rules,
        "the response": responses,
        "the clock": clocks,
        "the note": notes,
        "the term": terms,
        "the reason": reasons,
        "the service": services,
        "the tag": tags,
    );
    for one in &contents.roles {
        let called = format!("the role `{}`", one.role);
        all.push((&one.source, &one.place, called, false));
    }
    for one in &contents.to_verify {
        let called = format!("the point to verify `{}`", one.id);
        all.push((&one.source, &one.place, called, true));
    }
    for route in &contents.routes {
        if let Some(source) = &route.source {
            all.push((
                source,
                &route.place,
                format!("the route `{}`", route.id),
                false,
            ));
        }
    }
    for list in &contents.checklists {
        if let Some(source) = &list.source {
            all.push((
                source,
                &list.place,
                format!("the checklist `{}`", list.id),
                false,
            ));
        }
        for item in &list.items {
            let called = format!("the item `{}` of `{}`", item.id, list.id);
            all.push((&item.source, &list.place, called, false));
        }
    }
    all
}

pub(super) fn sources_are_known(contents: &Contents, alone: bool, found: &mut Found) {
    let known = contents.sources.iter().map(|source| source.id.as_ref());
    if alone {
        return;
    }
    for (source, place, called, _) in cited(contents) {
        found.known(place, &called, "source", &source.id, known.clone());
    }
}

pub(super) fn marks_may_stand(contents: &Contents, found: &mut Found) {
    for (source, place, called, to_verify) in cited(contents) {
        if source.mark == Mark::GMed && !to_verify {
            found.at(
                place,
                format!("{called} is marked G-med, which may stand only on a point to verify in notes.toml."),
                "A point that is only probably right must not guide what happens to a child.",
                None,
            );
        }
    }
}
