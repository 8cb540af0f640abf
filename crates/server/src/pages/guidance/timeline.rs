//! Which text was in force when: the days of one nation and one kind of concern, cut wherever a text or a national layer begins or ends.

use casework::nation::NATIONS;
use guidance::{Concern, Dates, Library, Pack};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::sync::Arc;

/// Days on which one text, with its layers, was in force.
#[derive(Debug, Clone)]
pub struct Span {
    /// The days.
    pub days: Dates,
    /// What was in force on them.
    pub pack: Arc<Pack>,
}

/// The nations for which there is a text, in the order in which they are offered everywhere.
pub fn jurisdictions(library: &Library) -> Vec<String> {
    let named: BTreeSet<&str> = library
        .packs()
        .iter()
        .map(|pack| pack.jurisdiction())
        .collect();
    let mut named: Vec<String> = named.into_iter().map(str::to_owned).collect();
    named.sort_by_key(|id| NATIONS.iter().position(|nation| nation.id == *id));
    named
}

/// The nations for which there is a text, with the kinds of concern there is one on.
pub fn kinds(library: &Library) -> Vec<(String, Concern)> {
    jurisdictions(library)
        .into_iter()
        .flat_map(|nation| {
            library
                .concerns(&nation)
                .into_iter()
                .map(move |kind| (nation.clone(), kind))
        })
        .collect()
}

/// The spans of one nation on one kind of concern, oldest first. Days without a text are no span.
pub fn spans(library: &Library, jurisdiction: &str, concern: Concern) -> Vec<Span> {
    let mut cuts: BTreeSet<Date> = BTreeSet::new();
    for pack in library
        .packs()
        .iter()
        .filter(|pack| pack.jurisdiction() == jurisdiction && !pack.is_local())
    {
        cuts.insert(pack.in_force().from);
        cuts.extend(pack.in_force().to.and_then(|last| last.tomorrow().ok()));
    }
    let mut spans: Vec<Span> = Vec::new();
    for cut in &cuts {
        let last = cuts
            .range(cut..)
            .nth(1)
            .and_then(|next| next.yesterday().ok());
        let Some(pack) = library.on_for(jurisdiction, concern, *cut, &[]) else {
            continue;
        };
        match spans.last_mut() {
            Some(span)
                if span.pack.digest() == pack.digest()
                    && span.days.to.and_then(|day| day.tomorrow().ok()) == Some(*cut) =>
            {
                span.days.to = last;
            }
            _ => spans.push(Span {
                days: Dates {
                    from: *cut,
                    to: last,
                },
                pack,
            }),
        }
    }
    spans
}
