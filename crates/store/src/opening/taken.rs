//! A case taken out of the log and not opened yet, and the opening of it: the chain checked, the seals opened, the case
//! folded.

use super::{Opened, against_view, people_in};
use crate::failure::Failure;
use crate::keys::SettingKeys;
use crate::log;
use crate::seal::Key;
use crate::shared::Shared;
use crate::sql::Rows;
use crate::store::Store;
use crate::views::{self, CaseSeen, TakenPerson};
use casework::case::Case;
use casework::chronology::ChronologyId;
use casework::event::CaseEvent;
use casework::id::{CaseId, PersonId, SettingId};
use std::collections::{BTreeMap, BTreeSet};

/// A case with more entries is taken by a reader, so that nobody waits to write meanwhile, and opened away from the
/// threads that answer people.
const LONG: u64 = 400;

/// Whether a case is longer than is taken at the door.
pub(super) fn is_long(seen: &CaseSeen) -> bool {
    seen.line.entries > LONG
}

/// A case as it lies in the log, all of one moment: its line, its entries, and who the children on its line are.
pub(super) struct TakenCase {
    /// Its line.
    pub(super) seen: CaseSeen,
    setting: SettingId,
    chronology: log::Taken,
    people: Vec<TakenPerson>,
}

/// A case opened, and the people it touches who are not on its line.
struct Half {
    opened: Opened,
    seen: CaseSeen,
    missing: BTreeSet<PersonId>,
}

impl TakenCase {
    /// Takes a case.
    pub(super) fn of(
        rows: &Rows<'_>,
        shared: &Shared,
        setting: SettingId,
        case: CaseId,
    ) -> Result<Self, Failure> {
        let keys = shared.keys.of_setting(rows, setting)?;
        let seen = views::case(rows, &keys, setting, case)?.ok_or(Failure::NotThere)?;
        Self::with(rows, &keys, setting, seen, None)
    }

    /// The same by somebody who has its line already, and may hold a key of it.
    pub(super) fn with(
        rows: &Rows<'_>,
        keys: &SettingKeys,
        setting: SettingId,
        seen: CaseSeen,
        known: Option<(u32, Key)>,
    ) -> Result<Self, Failure> {
        let chronology = ChronologyId::case(setting, seen.line.case);
        let written = rows.head(&chronology)?;
        let mut people = Vec::with_capacity(seen.line.children.len());
        for child in &seen.line.children {
            people.extend(views::take_person(rows, keys, setting, *child)?);
        }
        Ok(Self {
            chronology: log::take(rows, keys, chronology, written, known)?,
            seen,
            setting,
            people,
        })
    }

    /// Opens it, and gives its line as well.
    pub(super) async fn open(self, store: &Store) -> Result<(Opened, CaseSeen), Failure> {
        let setting = self.setting;
        let half = if is_long(&self.seen) {
            store.aside(move || self.open_here()).await?
        } else {
            self.open_here()?
        };
        let Half {
            mut opened,
            seen,
            missing,
        } = half;
        if !missing.is_empty() {
            let more = store
                .read(move |rows, shared| {
                    let keys = shared.keys.of_setting(rows, setting)?;
                    views::people(rows, &keys, setting, missing)
                })
                .await?;
            opened.people.extend(more);
        }
        Ok((opened, seen))
    }

    /// Verifies, opens and folds.
    fn open_here(self) -> Result<Half, Failure> {
        let id = self.seen.line.case;
        let chronology = ChronologyId::case(self.setting, id);
        let read = self.chronology.open::<CaseEvent>()?;
        let case = Case::fold(id, &read.entries);
        let broken = read
            .broken
            .or_else(|| against_view(chronology, &self.seen, &case, read.head));
        let mut missing: BTreeSet<PersonId> = read
            .entries
            .iter()
            .flat_map(|entry| people_in(&entry.written.event))
            .copied()
            .collect();
        let mut people = BTreeMap::new();
        for taken in &self.people {
            if missing.remove(&taken.person) {
                people.insert(taken.person, taken.open()?);
            }
        }
        Ok(Half {
            opened: Opened {
                case,
                entries: read.entries,
                people,
                head: read.head,
                intact: broken.is_none(),
                broken,
            },
            seen: self.seen,
            missing,
        })
    }
}
