//! Changing keys while people work. Nothing is unreadable at any moment: a new key is added and known before anything is
//! sealed under it, old numbers stay and open what was sealed under them, and every row is written again only if it is
//! still what was read. Killed anywhere, it goes on from what it finds.
//!
//! An entry is never written again, so it stays under the number it was sealed under. What a change does:
//!
//! - *of the root key*: every setting's key is wrapped again, and whatever else is sealed under the root key, all in one
//!   transaction. The root key before opens nothing any more.
//! - *of a setting's key*: the setting gets a key with a further number; every case's and person's keys are wrapped again
//!   under it, each of them gets a further number of its own for what is written from now on, and everything sealed under
//!   the setting's key that is not an entry is sealed again. The key before opens the entries of the setting's own
//!   chronology that it sealed, and nothing else.
//! - *of a case's or a person's key*: it gets a further number for what is written from now on.

mod asked;
mod beside;
mod places;
mod root;
mod sealed;

pub(crate) use asked::ASKED;
pub use asked::Asked;
pub use beside::Beside;

use crate::failure::Failure;
use crate::keys::own_place;
use crate::log;
use crate::log::micros;
use crate::recovery::{RECOVERY, Recovery, recovery_kept};
use crate::seal::Key;
use crate::sql::Rows;
use crate::store::Store;
use crate::writer::Turn;
use casework::chronology::ChronologyId;
use casework::event::SettingEvent;
use casework::id::{CaseId, PersonId, SettingId};
use jiff::Timestamp;
use sealed::{Cursor, Went};
use serde::{Deserialize, Serialize};

/// The name under which a setting's change of key is noted while it goes on.
const CHANGING: &str = "key change";

/// A setting whose key is being changed, and how far that has come.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyChange {
    /// The number of the new key.
    pub number: u32,
    /// When it began.
    pub begun_at: Timestamp,
    /// How much there was to go through when it began: keys, addresses and sealed rows.
    pub all: u64,
    /// How much of that it has gone through.
    pub done: u64,
    /// How much did not open and was left as it is.
    pub left: u64,
}

/// How the keys of a setting stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyStanding {
    /// The number of its key: one more with each change.
    pub number: u32,
    /// The change that is going on.
    pub changing: Option<KeyChange>,
    /// How recovery of the root key stands; none where it was never set up.
    pub recovery: Option<Recovery>,
}

impl Store {
    /// Begins to change the key of a setting; does nothing where a change is going on. [`Store::go_on_changing_keys`]
    /// does the rest.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting; those of the disk.
    pub async fn begin_key_change(&self, setting: SettingId) -> Result<KeyChange, Failure> {
        let change = self.write(move |turn| begin(turn, setting)).await?;
        self.seal_under(setting, change.number).await?;
        Ok(change)
    }

    /// Gives a case a further key, under which everything is sealed that is written to it from now on.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such case, or its key was destroyed.
    pub async fn change_case_key(&self, setting: SettingId, case: CaseId) -> Result<(), Failure> {
        let chronology = ChronologyId::case(setting, case);
        self.write(move |turn| places::change_one(turn, &chronology))
            .await
    }

    /// Gives a person a further key, and seals what lists know of them under it.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such person, or their key was destroyed.
    pub async fn change_person_key(
        &self,
        setting: SettingId,
        person: PersonId,
    ) -> Result<(), Failure> {
        let chronology = ChronologyId::person(setting, person);
        self.write(move |turn| places::change_one(turn, &chronology))
            .await
    }

    /// Takes every change of a setting's key that was begun to its end, a few rows to a commit so that others write in
    /// between. Says to `progress` how far each has come. What was stopped half-way is taken up where it stopped.
    ///
    /// # Errors
    /// Those of the disk. What does not open is left as it is and counted, not an error.
    pub async fn go_on_changing_keys(
        &self,
        mut progress: impl FnMut(SettingId, &KeyChange),
    ) -> Result<(), Failure> {
        let changing = self.read(|rows, _| rows.marked(CHANGING)).await?;
        for setting in &changing {
            let mut cursor = Cursor::default();
            while let Some(change) = self.key_change_step(*setting, &mut cursor).await? {
                progress(*setting, &change);
            }
        }
        if !changing.is_empty() {
            // No older copy of a page with keys as they were wrapped before is left in the database's own log.
            self.empty_log().await?;
        }
        Ok(())
    }

    /// One step of a change, which is one commit; `None` when there is nothing left to do.
    async fn key_change_step(
        &self,
        setting: SettingId,
        cursor: &mut Cursor,
    ) -> Result<Option<KeyChange>, Failure> {
        if cursor.is_new() {
            let Some(change) = self.read(move |rows, _| change_of(rows, setting)).await? else {
                return Ok(None);
            };
            self.seal_under(setting, change.number).await?;
        }
        let at = cursor.clone();
        let stepped = self
            .write(move |turn| {
                let Some(mut change) = change_of(&turn.writing, setting)? else {
                    return Ok(None);
                };
                let keys = turn.shared.keys.of_setting(&turn.writing, setting)?;
                let next = match sealed::go(turn, &keys, setting, &at)? {
                    Went::Through => {
                        turn.writing.drop_mark(Some(setting), CHANGING)?;
                        return Ok(None);
                    }
                    Went::On(next) => next,
                };
                change.done = change.done.max(next.done()).min(change.all);
                change.left = next.left();
                turn.writing
                    .put_mark(Some(setting), CHANGING, &as_bytes(&change)?)?;
                Ok(Some((next, change)))
            })
            .await?;
        Ok(stepped.map(|(next, change)| {
            *cursor = next;
            change
        }))
    }

    /// For tests that stop a change everywhere: so many steps of it and no more. True when it came to its end.
    ///
    /// # Errors
    /// Those of [`Store::go_on_changing_keys`].
    #[doc(hidden)]
    pub async fn change_keys_for(&self, setting: SettingId, steps: usize) -> Result<bool, Failure> {
        let mut cursor = Cursor::default();
        for _ in 0..steps {
            if self.key_change_step(setting, &mut cursor).await?.is_none() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Seals under a setting's key with this number from here on. It is known, and committed.
    async fn seal_under(&self, setting: SettingId, number: u32) -> Result<(), Failure> {
        self.read(move |rows, shared| {
            shared.keys.of_setting(rows, setting)?.seal_under(number);
            Ok(())
        })
        .await
    }

    /// How the keys of a setting stand.
    ///
    /// # Errors
    /// [`Failure::NotThere`] where there is no such setting.
    pub async fn key_standing(&self, setting: SettingId) -> Result<KeyStanding, Failure> {
        self.read(move |rows, shared| {
            let root = shared.keys.root_now(rows)?;
            Ok(KeyStanding {
                number: shared.keys.of_setting(rows, setting)?.newest_number(),
                changing: change_of(rows, setting)?,
                recovery: recovery_kept(&root, rows.installation(RECOVERY)?)?,
            })
        })
        .await
    }

    /// The settings whose keys do not open, with what is wrong: each is tried with every key it has and on something that
    /// is sealed under one.
    ///
    /// # Errors
    /// Those of the disk.
    pub async fn settings_that_do_not_open(&self) -> Result<Vec<(SettingId, Failure)>, Failure> {
        self.read(|rows, shared| {
            let mut settings = rows.settings()?;
            settings.extend(rows.practice_rooms()?);
            let mut shut = Vec::new();
            for setting in settings {
                let tried = shared.keys.read_setting(rows, setting).and_then(|keys| {
                    log::read_last::<SettingEvent>(rows, &keys, ChronologyId::setting(setting), 1)
                });
                match tried {
                    Ok(entries) if !entries.is_empty() => {}
                    Ok(_) => shut.push((setting, Failure::damaged("its first entry is not there"))),
                    Err(Failure::NotThere) => {
                        shut.push((setting, Failure::damaged("its key is not there")));
                    }
                    Err(failure) => shut.push((setting, failure)),
                }
            }
            Ok(shut)
        })
        .await
    }
}

/// Adds the new key, and notes that a change goes on.
fn begin(turn: &Turn<'_>, setting: SettingId) -> Result<KeyChange, Failure> {
    let (writing, chance) = (&turn.writing, turn.shared.outside.chance.as_ref());
    if let Some(going_on) = change_of(writing, setting)? {
        return Ok(going_on);
    }
    let keys = turn.shared.keys.of_setting(writing, setting)?;
    let root = turn.shared.keys.root_held(writing)?;
    let place = own_place(setting);
    let (newest, _) = writing
        .wrapped_key(&place, None)?
        .ok_or(Failure::NotThere)?;
    let number = newest + 1;
    let key = Key::made(chance);
    writing.add_wrapped_key(&place, number, &root.wrap(&place, number, &key, chance)?)?;
    // Known before it is committed, so that nobody meets what is sealed under it and does not know it.
    keys.learn(number, &key);
    let change = KeyChange {
        number,
        begun_at: micros(turn.shared.outside.now()),
        all: writing.count_sealed(setting)?,
        done: 0,
        left: 0,
    };
    writing.put_mark(Some(setting), CHANGING, &as_bytes(&change)?)?;
    Ok(change)
}

/// The change of a setting's key that is going on.
pub(crate) fn change_of(rows: &Rows<'_>, setting: SettingId) -> Result<Option<KeyChange>, Failure> {
    rows.mark_of(setting, CHANGING)?
        .map(|bytes| {
            serde_json::from_slice(&bytes)
                .map_err(|_| Failure::damaged("what is noted of a change of key"))
        })
        .transpose()
}

fn as_bytes(change: &KeyChange) -> Result<Vec<u8>, Failure> {
    serde_json::to_vec(change).map_err(|_| crate::keys::could_not_seal())
}
