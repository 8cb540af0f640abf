//! Dates between packs: on every day from the first, exactly one text is in force in each jurisdiction.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::pack::Pack;
use crate::problem::{Problem, nearest};

/// Gaps and overlaps between versions, layers over nothing, and packs of one name.
pub(super) fn fit_together(packs: &[Pack]) -> Vec<Problem> {
    let mut problems = Vec::new();
    let mut places: BTreeMap<&str, Vec<&Pack>> = BTreeMap::new();
    for pack in packs.iter().filter(|pack| !pack.is_layer()) {
        places.entry(pack.jurisdiction()).or_default().push(pack);
    }
    for (place, mut versions) in places {
        versions.sort_by_key(|pack| pack.in_force().from);
        for two in versions.windows(2) {
            // Two of one name are told of below.
            if let [earlier, later] = two
                && (earlier.id(), earlier.version()) != (later.id(), later.version())
            {
                problems.extend(between(place, earlier, later));
            }
        }
    }
    for (at, pack) in packs.iter().enumerate() {
        let twin = packs
            .iter()
            .take(at)
            .find(|one| one.id() == pack.id() && one.version() == pack.version());
        if let Some(twin) = twin {
            let what = format!(
                "There are two packs `{}@{}`; the other is {}.",
                pack.id(),
                pack.version(),
                twin.head.file
            );
            problems.push(Problem::new(
                &pack.head.file,
                None,
                what,
                "A decision must be able to name exactly the text it followed.",
            ));
        }
        for over in pack.layer_over() {
            let mut bases = packs.iter().filter(|one| !one.is_layer()).map(Pack::id);
            if !bases.clone().any(|id| id == over.as_ref()) {
                let what = format!("The layer lies over `{over}`, and there is no such pack.");
                let why = "What it adds would never be shown to anyone.";
                let meant = nearest(over, &mut bases);
                problems.push(Problem::new(&pack.head.file, None, what, why).meaning(meant));
            }
        }
    }
    problems
}

fn between(place: &str, earlier: &Pack, later: &Pack) -> Option<Problem> {
    let from = later.in_force().from;
    let file = &later.head.file;
    let Some(to) = earlier.in_force().to else {
        let what = format!(
            "In {place}, {} has no last day, and {} is in force from {from}.",
            earlier.id(),
            later.id()
        );
        let meant = from.yesterday().ok().map(|day| day.to_string());
        return Some(
            Problem::new(
                &earlier.head.file,
                None,
                what,
                "On those days it could not be told which text to follow.",
            )
            .meaning(meant),
        );
    };
    if to >= from {
        let what = format!(
            "In {place}, {} and {} are both in force from {from} to {to}.",
            earlier.id(),
            later.id()
        );
        return Some(Problem::new(
            file,
            None,
            what,
            "On those days it could not be told which text to follow.",
        ));
    }
    if to.tomorrow().is_ok_and(|next| next < from) {
        let what = format!("In {place}, nothing is in force after {to} until {from}.");
        return Some(Problem::new(
            file,
            None,
            what,
            "A child's case on those days would be given no guidance.",
        ));
    }
    None
}

/// Packs whose day for being looked at again has gone by.
pub(super) fn reviews_gone_by(packs: &[Pack], today: Date) -> Vec<Problem> {
    packs
        .iter()
        .filter(|pack| pack.review_by() < today && pack.in_force().hold(today))
        .map(|pack| {
            let what = format!(
                "{} was to be looked at again by {}.",
                pack.id(),
                pack.review_by()
            );
            Problem::new(
                &pack.head.file,
                None,
                what,
                "Guidance may have changed since it was written down.",
            )
            .as_warning()
        })
        .collect()
}
