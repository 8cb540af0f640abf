//! Chronologies that begin with an append: sealed by whoever writes, before the writer's turn, since nothing they lean on
//! can change meanwhile. What is left for the turn is to see that they are still new, and to write.

use super::{Append, Expect, Placed, Write};
use crate::failure::Failure;
use crate::keys::{SettingKeys, Wrapped};
use crate::log;
use crate::shared::Shared;
use crate::views::{self, SealedLine};
use crate::writer::Turn;
use casework::chronology::{ChronologyId, SealedEntry};
use casework::id::{CaseId, PersonId, StaffId};

/// A chronology that begins, sealed.
pub(super) struct Begun {
    chronology: ChronologyId,
    key: Option<Wrapped>,
    entries: Vec<SealedEntry>,
    view: View,
}

/// What lists will need of it.
enum View {
    Case(CaseId, SealedLine),
    Person(PersonId, Option<Vec<u8>>),
}

impl Begun {
    /// What can be sealed of an append before its turn: one place for each of its writes, empty where the turn has to see
    /// to it.
    pub(super) fn of(shared: &Shared, append: &Append) -> Vec<Option<Self>> {
        let Some(keys) = shared.keys.remembered(append.setting) else {
            return Vec::new();
        };
        append
            .writes
            .iter()
            // OK because what fails here fails in the turn again, and is told there.
            .map(|write| Self::one(shared, &keys, append, write).ok().flatten())
            .collect()
    }

    fn one(
        shared: &Shared,
        keys: &SettingKeys,
        append: &Append,
        write: &Write,
    ) -> Result<Option<Self>, Failure> {
        let (setting, by): (_, StaffId) = (append.setting, append.by);
        let outside = &shared.outside;
        match write {
            Write::Case {
                case,
                expect: Expect::New,
                events,
            } if !events.is_empty() => {
                let chronology = ChronologyId::case(setting, *case);
                let (key, wrapped) = keys.fresh(&chronology, outside.chance.as_ref())?;
                let sealed = log::seal_after(&key, outside, chronology, None, by, events)?;
                let line = views::seal_line(keys, outside, *case, &sealed.entries, sealed.head)?;
                Ok(Some(Self {
                    chronology,
                    key: wrapped,
                    entries: sealed.rows,
                    view: View::Case(*case, line),
                }))
            }
            Write::Person {
                person,
                expect: Expect::New,
                events,
            } if !events.is_empty() => {
                let chronology = ChronologyId::person(setting, *person);
                let (key, wrapped) = keys.fresh(&chronology, outside.chance.as_ref())?;
                let sealed = log::seal_after(&key, outside, chronology, None, by, events)?;
                let known = views::seal_person(&key, outside, setting, *person, &sealed.entries)?;
                Ok(Some(Self {
                    chronology,
                    key: wrapped,
                    entries: sealed.rows,
                    view: View::Person(*person, known),
                }))
            }
            _ => Ok(None),
        }
    }

    /// Writes it, if nothing was begun there meanwhile.
    pub(super) fn write(&self, turn: &Turn<'_>) -> Result<Placed, Failure> {
        let (writing, chronology) = (&turn.writing, self.chronology);
        if let Some(found) = writing.head(&chronology)? {
            return Err(Failure::MovedOn {
                expected: 0,
                now: found.seq,
            });
        }
        if let Some(key) = &self.key {
            key.keep(writing)?;
        }
        writing.add_entries(&self.entries)?;
        match &self.view {
            View::Case(case, line) => line.keep(writing, chronology.setting, *case)?,
            View::Person(person, Some(known)) => {
                writing.put_person_view(chronology.setting, person.0, known)?;
            }
            View::Person(_, None) => {}
        }
        Ok(Placed {
            chronology,
            seq: self.entries.len() as u64,
        })
    }
}
