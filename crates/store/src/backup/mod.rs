//! Backups: what is new in the log since the last one, sealed once more and put in a place; and the way back.
//!
//! Someone must be able to satisfy themselves here that a backup is of one moment, holds nothing in clear, cannot be
//! altered unseen, cannot bring back what was destroyed, and can be restored to any moment and any database. It refuses to
//! know what an entry means, and which database it came from.
//!
//! Start at `archive.rs` (what lies where), `take.rs` (there) and `restore.rs` (and back).

mod about;
mod archive;
mod check;
pub(crate) mod empty_place;
mod into;
mod keep;
mod keys_file;
mod manifest;
mod pieces;
mod place;
mod record;
mod restore;
mod restored;
mod sealed_file;
mod state;
mod take;
mod tidy;
mod walk;

pub(crate) use state::digest;

pub use archive::Archive;
pub use check::{Checked, check_backups, list_backups};
pub use keep::Keep;
pub use manifest::Manifest;
pub use place::{Folder, Held, Piece, Shelf};
pub use restore::{Cut, Restored, Wanted, Which, restore};
pub use take::Taken;

use crate::failure::Failure;
use crate::keys::Keys;
use crate::place::Place;
use crate::root_key::{CHECK, RootKey, is_right};
use crate::sql::ReadConnection;
use crate::store::{SALT, Store};
use casework::outside::Outside;

/// Takes a backup of the records in a folder, also while a server has them open: it only reads, at one moment, and keeps
/// nobody from writing. `progress` is told how many entries are put and how many there are to put.
///
/// # Errors
/// [`Failure::NoInstallation`], [`Failure::KeyWrong`], those of [`Archive`], or those of the disk. Where there is one, the
/// backups before are as they were.
pub fn back_up(
    place: impl Into<Place>,
    root: &RootKey,
    outside: &Outside,
    archive: &Archive,
    keep: Option<Keep>,
    mut progress: impl FnMut(u64, u64),
) -> Result<Taken, Failure> {
    let place = place.into();
    let records = ReadConnection::open_a_copy(&place)?;
    records.at_one_moment(|rows| {
        let missing = || Failure::NoInstallation { dir: place.named() };
        let salt = rows.installation(SALT)?.ok_or_else(missing)?;
        let check = rows.installation(CHECK)?.ok_or_else(missing)?;
        let key = root.key(&salt)?;
        if !is_right(&key, &check) {
            return Err(Failure::KeyWrong);
        }
        take::take(
            rows,
            &Keys::under(&key),
            outside,
            archive,
            keep,
            &mut progress,
        )
    })
}

/// Wraps the key of backups, which is under the root key `before`, under the one that the records in a folder have now.
///
/// # Errors
/// [`Failure::NoInstallation`], [`Failure::KeyWrong`] where `now` is not the key of the records, and as
/// [`Archive::rewrap`].
pub fn rewrap_backups(
    place: impl Into<Place>,
    archive: &Archive,
    before: &RootKey,
    now: &RootKey,
    outside: &Outside,
) -> Result<(), Failure> {
    let place = place.into();
    let records = ReadConnection::open_a_copy(&place)?;
    let salt = records.at_one_moment(|rows| {
        let missing = || Failure::NoInstallation { dir: place.named() };
        let salt = rows.installation(SALT)?.ok_or_else(missing)?;
        let check = rows.installation(CHECK)?.ok_or_else(missing)?;
        match is_right(&now.key(&salt)?, &check) {
            true => Ok(salt),
            false => Err(Failure::KeyWrong),
        }
    })?;
    archive.rewrap(before, now, &salt, outside)
}

impl Store {
    /// How often keys were destroyed since these records were opened: where it rose, the keys file of the backups is to be
    /// renewed.
    pub fn keys_destroyed(&self) -> u64 {
        self.shared().keys_destroyed()
    }

    /// Takes a backup of these records, while everybody goes on reading and writing.
    ///
    /// # Errors
    /// Those of [`Archive`], or those of the disk. Where there is one, the backups before are as they were.
    pub async fn back_up(&self, archive: &Archive, keep: Option<Keep>) -> Result<Taken, Failure> {
        let archive = archive.clone();
        self.read(move |rows, shared| {
            take::take(
                rows,
                &shared.keys,
                &shared.outside,
                &archive,
                keep,
                &mut |_, _| {},
            )
        })
        .await
    }

    /// Replaces the keys file of the backups, so that keys destroyed here are gone from every backup too. Says whether
    /// there was anything to replace.
    ///
    /// # Errors
    /// As [`Store::back_up`].
    pub async fn renew_backup_keys(&self, archive: &Archive) -> Result<bool, Failure> {
        let archive = archive.clone();
        self.read(move |rows, shared| {
            take::renew_keys(rows, &shared.keys, &shared.outside, &archive)
        })
        .await
    }
}
