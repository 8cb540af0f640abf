//! Who the children of a case are and ever were said to be: a name that was corrected still stands in what was written
//! before.

use crate::failure::Failure;
use crate::log;
use crate::store::Store;
use crate::views;
use casework::access::{Asking, Deed, may};
use casework::chronology::ChronologyId;
use casework::event::PersonEvent;
use casework::id::{CaseId, PersonId};
use casework::people::Person;
use std::collections::BTreeMap;

impl Store {
    /// All that was ever recorded of who each child of a case is, oldest first. It opens no case; whoever asks has
    /// opened it at the door.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case or the asker may not take it out; those of the disk.
    pub async fn known_as(
        &self,
        asking: &Asking,
        case: CaseId,
    ) -> Result<BTreeMap<PersonId, Vec<Person>>, Failure> {
        let asking = asking.clone();
        self.read(move |rows, shared| {
            let setting = asking.setting;
            let keys = shared.keys.of_setting(rows, setting)?;
            let seen = views::case(rows, &keys, setting, case)?.ok_or(Failure::NotThere)?;
            if !may(&asking, Deed::PrintChronology, Some(&seen.line.access)) {
                return Err(Failure::NotThere);
            }
            let mut known = BTreeMap::new();
            for child in &seen.line.children {
                let place = ChronologyId::person(setting, *child);
                let entries = log::read::<PersonEvent>(rows, &keys, place)?.entries;
                let states = (1..=entries.len())
                    .filter_map(|many| Person::fold(entries.get(..many)?))
                    .collect();
                known.insert(*child, states);
            }
            Ok(known)
        })
        .await
    }
}
