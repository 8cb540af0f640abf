//! What a restored record says of itself: that it was restored, from what, and what of it opens for nobody.

use super::manifest::Manifest;
use crate::append::{Expect, write_setting};
use crate::failure::Failure;
use crate::writer::Turn;
use casework::chronology::{ChronologyId, Sort};
use casework::event::SettingEvent;
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use jiff::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Says in the chronology of every setting that it was restored, and what of it opens for nobody.
pub(super) fn say_so(
    turn: &Turn<'_>,
    manifest: &Manifest,
    until: Option<Timestamp>,
    keyless: &BTreeSet<ChronologyId>,
    save: bool,
) -> Result<(), Failure> {
    for id in turn.writing.settings()? {
        let changes = turn.shared.changes();
        let setting = match turn.shared.read_setting(&turn.writing, id, changes) {
            Err(Failure::NotThere | Failure::Damaged { .. }) if save => continue,
            setting => setting?,
        };
        let of = |sort| {
            keyless
                .iter()
                .filter(move |chronology| chronology.setting == id && chronology.sort == sort)
        };
        let without_key = |room: &SettingId| keyless.contains(&ChronologyId::setting(*room));
        let restored = SettingEvent::RecordsRestored {
            backup: manifest.number,
            taken_at: manifest.at,
            until,
            cases: of(Sort::Case).map(|place| CaseId(place.id)).collect(),
            people: of(Sort::Person).map(|place| PersonId(place.id)).collect(),
            rooms: setting.rooms.keys().copied().filter(without_key).collect(),
        };
        // By nobody of the setting: whoever holds the root key need not be one of its staff.
        let nobody = StaffId(Uuid::nil());
        let keys = turn.shared.keys.of_setting(&turn.writing, id)?;
        write_setting(turn, &keys, id, nobody, Expect::Tail, &[restored])?;
        turn.shared.forget_settings(&[id]);
    }
    Ok(())
}
