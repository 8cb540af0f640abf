//! `leeward verify` and `leeward rebuild-views`.

use super::{Done, Format, Place, Records, Wrong, wait_for};
use crate::say;

/// How many entries go by between two words about how far it has come.
const SAY_EVERY: u64 = 50_000;

pub(super) fn verify(place: &Place, format: Format) -> Done {
    let mut said = 0;
    let report = store::verify_file(place.there()?, |done, all| {
        if done >= said + SAY_EVERY {
            said = done;
            say::aside(format_args!("{done} of {all} entries"));
        }
    })?;
    match format {
        Format::Json => say::line(serde_json::json!({
            "intact": report.intact(),
            "chronologies": report.chronologies,
            "entries": report.entries,
            "broken": report.broken.iter().map(ToString::to_string).collect::<Vec<_>>(),
        })),
        Format::Text => {
            say::line(format_args!(
                "{} entries in {} chronologies",
                report.entries, report.chronologies
            ));
            report.broken.iter().for_each(say::line);
            say::line(if report.intact() {
                "Every chain holds: no entry was altered, removed or put in between."
            } else {
                "A chain does not hold. Keep these records as they are, and compare them with a backup."
            });
        }
    }
    Ok(report.intact())
}

pub(super) fn rebuild_views(records: &Records) -> Done {
    let rebuilt = wait_for(async { Ok::<_, Wrong>(records.open()?.rebuild_views().await?) })?;
    say::line(format_args!(
        "{} settings, {} cases and {} people folded anew from the log; {} lists were not what the log says and are right now.",
        rebuilt.settings, rebuilt.cases, rebuilt.people, rebuilt.differed
    ));
    Ok(true)
}
