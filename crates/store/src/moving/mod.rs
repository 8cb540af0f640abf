//! A whole installation carried from a folder into a database, or back, under the same root key: the log, the tree of heads,
//! and everything beside them, sessions and drafts too. Only the lists are folded anew.
//!
//! Someone must be able to satisfy themselves here that nothing in the new place is overwritten, that what is there at the
//! end was compared with the source entry by entry and row by row, and that a move that was broken off opens for nobody and
//! can be gone on with. It refuses to know what an entry means.
//!
//! INVARIANT: what is never changed (the log, what was stated, packs kept) is carried in many commits; everything else, and
//! what makes the place an installation, in the last one, after all of it was compared and verified.

mod carry;
mod compare;

use crate::backup::empty_place::{made, without_records};
use crate::failure::Failure;
use crate::keys::Keys;
use crate::place::Place;
use crate::rebuild::{Rebuilt, rebuild_all};
use crate::root_key::{CHECK, RootKey, is_right};
use crate::seal::Key;
use crate::shared::Shared;
use crate::sql::{Race, ReadConnection, WriteConnection, file_in};
use crate::store::{Lock, MOVING, SALT, away_from_tasks, lock};
use crate::verify::verify_within;
use casework::outside::Outside;
use std::path::Path;

/// How far a move has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leg {
    /// Entries are carried over.
    Carrying,
    /// Entries are compared, byte by byte.
    Comparing,
    /// Chains are verified, and lists folded anew.
    Verifying,
}

/// What was moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moved {
    /// How many entries, each compared with the source.
    pub entries: u64,
    /// How many of them were there already, from a move that was broken off.
    pub there_before: u64,
    /// How many chronologies, each verified.
    pub chronologies: u64,
    /// How many rows beside the log, each compared with the source.
    pub rows: u64,
    /// The lists, folded anew.
    pub rebuilt: Rebuilt,
}

/// Moves the records in one place into another that is empty, or that a move of the same records was broken off in. What is
/// in the source stays as it is. Nobody may have the source open: a folder is locked for it; of a database it is only seen
/// whether anything was written. `progress` is told how many entries are done and how many there are. Waits for the disk and
/// the server: not to be called where others wait.
///
/// # Errors
/// [`Failure::NoInstallation`], [`Failure::KeyWrong`], [`Failure::InUse`], [`Failure::Damaged`] where the source does not
/// verify, [`Failure::PlaceNotEmpty`], [`Failure::InstallationThere`], [`Failure::MovedAlready`], [`Failure::MoveDiffers`],
/// [`Failure::SourceGrew`], or those of the disk or the server. What was carried stays in the new place, where it opens for
/// nobody and the same call goes on.
pub fn move_records(
    from: impl Into<Place>,
    to: impl Into<Place>,
    root: &RootKey,
    outside: &Outside,
    mut progress: impl FnMut(Leg, u64, u64) + Send,
) -> Result<Moved, Failure> {
    let (from, to) = (from.into(), to.into());
    away_from_tasks(|| {
        let (source, _kept) = Source::open(&from, root)?;
        let _held = hold(&to)?;
        let target = WriteConnection::open_to_carry(&to, outside.now().as_microsecond())?;
        let moving = Moving {
            source,
            target,
            from: &from,
            to: &to,
            outside,
        };
        moving.claim()?;
        moving.all(&mut progress)
    })
}

/// Where the records come from.
struct Source {
    connection: ReadConnection,
    salt: Vec<u8>,
    key: Key,
}

impl Source {
    fn open(from: &Place, root: &RootKey) -> Result<(Self, Option<Lock>), Failure> {
        let missing = || Failure::NoInstallation { dir: from.named() };
        let held = match from {
            Place::Folder(dir) if !file_in(dir).exists() => return Err(missing()),
            Place::Folder(dir) => Some(lock(dir)?),
            Place::Database(_) => None,
        };
        let connection = ReadConnection::open_to_carry(from)?;
        let (salt, check) = connection.at_one_moment(|rows| {
            if rows.installation(MOVING)?.is_some() {
                return Err(Failure::MoveUnfinished { dir: from.named() });
            }
            let salt = rows.installation(SALT)?.ok_or_else(missing)?;
            Ok((salt, rows.installation(CHECK)?.ok_or_else(missing)?))
        })?;
        let key = root.key(&salt)?;
        if !is_right(&key, &check) {
            return Err(Failure::KeyWrong);
        }
        let source = Self {
            connection,
            salt,
            key,
        };
        Ok((source, held))
    }
}

/// Makes the folder that is moved into, and keeps others out of it. One with anything but records in it is refused.
fn hold(to: &Place) -> Result<Option<Lock>, Failure> {
    let Place::Folder(dir) = to else {
        return Ok(None);
    };
    if !file_in(dir).exists() && holds_anything(dir)? {
        return Err(Failure::PlaceNotEmpty {
            place: to.to_string(),
        });
    }
    made(dir)?;
    lock(dir).map(Some)
}

/// Whether there is anything in a folder but what locks it.
fn holds_anything(dir: &Path) -> Result<bool, Failure> {
    match std::fs::read_dir(dir) {
        Ok(entries) => {
            for entry in entries {
                let entry = entry.map_err(|error| Failure::of_io(&error))?;
                if entry.file_name() != "leeward.lock" {
                    return Ok(true);
                }
            }
            Ok(false)
        }
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Failure::of_io(&error)),
    }
}

/// A move under way.
struct Moving<'m> {
    source: Source,
    target: WriteConnection,
    from: &'m Place,
    to: &'m Place,
    outside: &'m Outside,
}

impl Moving<'_> {
    /// Does something in one transaction of the new place.
    fn in_one<T>(&self, work: impl FnOnce() -> Result<T, Failure>) -> Result<T, Failure> {
        self.target.begin()?;
        let done = work().and_then(|done| self.target.commit().map(|()| done));
        done.map_err(|failure| self.taken_back(failure))
    }

    /// Takes the transaction of the new place back, and says why where another process writes there too.
    fn taken_back(&self, failure: Failure) -> Failure {
        let race = self.target.race();
        self.target.roll_back();
        match race {
            Some(Race::Added | Race::Changed) => {
                Failure::unavailable("another process is writing into the new place")
            }
            Some(Race::Lost) | None => failure,
        }
    }

    /// Says in the new place whose it will be; nobody opens it then, nor makes another installation there.
    fn claim(&self) -> Result<(), Failure> {
        self.in_one(|| {
            let writing = self.target.writing();
            let is_same = |found: &[u8]| found == self.source.salt.as_slice();
            if writing.installation(CHECK)?.is_some() {
                let dir = self.to.named();
                return Err(match writing.installation(SALT)? {
                    Some(salt) if is_same(&salt) => Failure::MovedAlready { dir },
                    _ => Failure::InstallationThere { dir },
                });
            }
            match writing.installation(MOVING)? {
                Some(salt) if is_same(&salt) => Ok(()),
                Some(_) => Err(self.differs("other records are being moved there")),
                None => {
                    without_records(self.to, &writing)?;
                    writing.add_installation(MOVING, &self.source.salt)
                }
            }
        })
    }

    fn all(&self, progress: &mut dyn FnMut(Leg, u64, u64)) -> Result<Moved, Failure> {
        let there_before = self
            .source
            .connection
            .at_one_moment(|rows| self.carry_what_stays(rows, progress))?;
        self.in_one(|| {
            let writing = self.target.writing();
            let entries = self.source.connection.at_one_moment(|rows| {
                self.same_heads(rows)?;
                writing.drop_mark(None, MOVING)?;
                self.carry_what_changes(rows)?;
                self.compare_entries(rows, progress)
            })?;
            progress(Leg::Verifying, 0, entries);
            let report = verify_within(&writing, &[])?;
            if let Some(broken) = report.broken.first() {
                return Err(Failure::damaged(broken.to_string()));
            }
            if let Some(fault) = report.tree.faults.first() {
                return Err(Failure::damaged(fault.to_string()));
            }
            let shared = Shared::new(Keys::under(&self.source.key), self.outside.clone());
            let rebuilt = rebuild_all(&writing, &shared, |_| ())?;
            progress(Leg::Verifying, entries, entries);
            // Once more, a moment before it is final.
            let rows = self.source.connection.at_one_moment(|rows| {
                self.same_heads(rows)?;
                self.same_rows(rows)
            })?;
            Ok(Moved {
                entries,
                there_before,
                chronologies: report.chronologies,
                rows,
                rebuilt,
            })
        })
    }

    fn differs(&self, what: impl Into<String>) -> Failure {
        Failure::MoveDiffers {
            place: self.to.to_string(),
            what: what.into(),
        }
    }
}
