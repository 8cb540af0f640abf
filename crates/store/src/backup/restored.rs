//! What a restored record says of itself: that it was restored, from what, and what of it opens for nobody.

use super::manifest::Manifest;
use crate::append::{Append, Expect, Write};
use crate::failure::Failure;
use crate::store::Store;
use casework::chronology::{ChronologyId, Sort};
use casework::event::SettingEvent;
use casework::id::{CaseId, PersonId, SettingId, StaffId};
use jiff::Timestamp;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Says in the chronology of every setting that it was restored, and what of it opens for nobody.
pub(super) async fn say_so(
    store: &Store,
    manifest: &Manifest,
    until: Option<Timestamp>,
    keyless: &BTreeSet<ChronologyId>,
    save: bool,
) -> Result<(), Failure> {
    for id in store.settings().await? {
        let setting = match store.setting(id).await {
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
        let write = Write::Setting {
            expect: Expect::Tail,
            events: vec![restored],
        };
        // By nobody of the setting: whoever holds the root key need not be one of its staff.
        let nobody = StaffId(Uuid::nil());
        let append = Append {
            writes: vec![write],
            ..Append::by(id, nobody)
        };
        store.append(append).await?;
    }
    Ok(())
}
