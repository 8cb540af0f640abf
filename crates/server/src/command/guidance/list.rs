//! `leeward guidance list`: the packs there are, or those in force on a day.

use super::super::Format;
use super::tell;
use crate::say;
use ::guidance::{Concern, Library, Pack};
use jiff::civil::Date;
use std::collections::BTreeSet;

/// Lists the packs, and where a day is asked for says which places had no text on it. True where nothing has to be put
/// right.
pub(super) fn run(on: Option<Date>, format: Format) -> bool {
    let library = Library::shipped();
    let listed = library
        .packs()
        .iter()
        .filter(|pack| on.is_none_or(|day| was_in_force(library, pack, day)));
    for pack in listed {
        tell_pack(pack, format);
    }
    if let Some(day) = on {
        without_a_text(library, day);
    }
    tell(library.problems())
}

/// Whether a pack held on a day: its own days do, and for a layer those of a text below it too.
fn was_in_force(library: &Library, pack: &Pack, day: Date) -> bool {
    let below = |id: &str| {
        let mut packs = library.packs().iter();
        packs.any(|base| base.id() == id && base.in_force().hold(day))
    };
    pack.in_force().hold(day)
        && (!pack.is_layer() || pack.layer_over().iter().any(|over| below(over)))
}

/// Says for which places and kinds of concern no text held on a day, though there is one on another.
fn without_a_text(library: &Library, day: Date) {
    let places: BTreeSet<&str> = library
        .packs()
        .iter()
        .map(|pack| pack.jurisdiction())
        .collect();
    for place in places {
        for kind in library.concerns(place) {
            if library.on_for(place, kind, day, &[]).is_none() {
                let about = match kind {
                    Concern::SharingNudes => String::new(),
                    other => format!(" ({other})"),
                };
                say::aside(format_args!(
                    "Nothing for {place}{about} was in force on {day}."
                ));
            }
        }
    }
}

fn tell_pack(pack: &Pack, format: Format) {
    match format {
        Format::Text => {
            let sort = if pack.is_local() {
                "local rule"
            } else if pack.is_layer() {
                "layer"
            } else {
                "pack"
            };
            let to = pack
                .in_force()
                .to
                .map_or_else(|| "now".to_owned(), |day| day.to_string());
            say::line(format_args!(
                "{}@{}  {} to {to}  {sort}, {}\n    {}",
                pack.id(),
                pack.version(),
                pack.in_force().from,
                pack.status(),
                pack.title()
            ));
        }
        Format::Json => say::line(serde_json::json!({
            "id": pack.id(), "version": pack.version(), "title": pack.title(), "jurisdiction": pack.jurisdiction(), "concern": pack.concern(),
            "from": pack.in_force().from, "to": pack.in_force().to, "digest": pack.digest(), "layer": pack.is_layer(), "local": pack.is_local(),
        })),
    }
}
