use crate::{Assessment, Facts, Pack};
/// Assesses.
#[must_use]
pub fn assess(pack: &Pack, facts: &Facts) -> Assessment {
    Assessment {
        pack: pack.id().into(),
        version: pack.version().into(),
        digest: pack.digest().into(),
        on: facts.on,
        called_for: vec![],
        pointed_to: vec![],
        undecided: vec![],
        ask_next: vec![],
        would_change: vec![],
        settled: true,
        not_met: vec![],
        met: vec![],
        floor: vec![],
        ceiling: vec![],
        only_standing_duties: true,
        not_used: vec![],
    }
}
