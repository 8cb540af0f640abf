//! Beside a running server: what may be read and noted of keys without having the records open. Nothing here touches the
//! record itself.

use super::asked::{ASKED, Asked, sealed, sealed_root};
use super::{CHANGING, KeyChange, change_of};
use crate::failure::Failure;
use crate::keys::Root;
use crate::log::micros;
use crate::place::Place;
use crate::recovery::{self, Installation, RECOVERY, Recovery, Share, Split};
use crate::root_key::{CHECK, RootKey, is_right};
use crate::sql::{Rows, WriteConnection, Writing};
use crate::store::SALT;
use casework::id::SettingId;
use casework::outside::Outside;

/// The keys of an installation, beside whoever has its records open.
pub struct Beside {
    connection: WriteConnection,
    root: Root,
    installation: Installation,
    outside: Outside,
}

impl Beside {
    /// With the root key.
    ///
    /// # Errors
    /// [`Failure::NoInstallation`], [`Failure::KeyWrong`], those of the disk, and [`Failure::Unavailable`] where the
    /// records are of an older format: starting this version's server takes them on.
    pub fn open(
        place: impl Into<Place>,
        root: &RootKey,
        outside: Outside,
    ) -> Result<Self, Failure> {
        let place = place.into();
        let connection = WriteConnection::open_beside(&place)?;
        let missing = || Failure::NoInstallation { dir: place.named() };
        let rows = connection.writing();
        let salt = rows.installation(SALT)?.ok_or_else(missing)?;
        let check = rows.installation(CHECK)?.ok_or_else(missing)?;
        let key = root.key(&salt)?;
        if !is_right(&key, &check) {
            return Err(Failure::KeyWrong);
        }
        Ok(Self {
            root: Root::of(&key),
            installation: Installation::of(&salt),
            connection,
            outside,
        })
    }

    /// Which installation.
    pub fn installation(&self) -> Installation {
        self.installation
    }

    /// Splits the root key among people, and notes that recovery is set up and not rehearsed yet.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn share(&self, split: Split) -> Result<Vec<Share>, Failure> {
        let chance = self.outside.chance.as_ref();
        let shares = recovery::split(self.root.key(), self.installation, split, chance)?;
        if let Some(standing) = Recovery::of(&shares, micros(self.outside.now())) {
            self.note(&standing)?;
        }
        Ok(shares)
    }

    /// Notes that these shares were put together and opened the records; `false` where they are of an older set, which is
    /// then not noted.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn rehearsed(&self, shares: &[Share]) -> Result<bool, Failure> {
        let now = micros(self.outside.now());
        match self
            .recovery()?
            .and_then(|standing| standing.rehearsed(shares, now))
        {
            Some(standing) => self.note(&standing).map(|()| true),
            None => Ok(false),
        }
    }

    /// How recovery stands.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn recovery(&self) -> Result<Option<Recovery>, Failure> {
        recovery::recovery_kept(&self.root, self.rows(|rows| rows.installation(RECOVERY))?)
    }

    /// The changes of keys that are going on.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn going_on(&self) -> Result<Vec<(SettingId, KeyChange)>, Failure> {
        self.rows(|rows| {
            let mut going_on = Vec::new();
            for setting in rows.marked(CHANGING)? {
                going_on.extend(change_of(rows, setting)?.map(|change| (setting, change)));
            }
            Ok(going_on)
        })
    }

    /// The settings there are.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn settings(&self) -> Result<Vec<SettingId>, Failure> {
        self.rows(|rows| rows.settings())
    }

    /// Asks the server that has the records open for a change.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where another change was asked for and not taken up yet.
    pub fn ask(&self, asked: Asked) -> Result<(), Failure> {
        self.leave(&sealed(&self.root, asked, self.outside.chance.as_ref())?)
    }

    /// Asks it to put another root key in the place of this one. Have that one safely on a disk first.
    ///
    /// # Errors
    /// [`Failure::Unavailable`] where another change was asked for and not taken up yet.
    pub fn ask_for_root(&self, next: &RootKey) -> Result<(), Failure> {
        let salt = self
            .rows(|rows| rows.installation(SALT))?
            .ok_or(Failure::KeyWrong)?;
        let left = sealed_root(&self.root, &next.key(&salt)?, self.outside.chance.as_ref())?;
        self.leave(&left)
    }

    /// Whether what was asked for is still waiting.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn is_waiting(&self) -> Result<bool, Failure> {
        self.rows(|rows| rows.installation(ASKED))
            .map(|left| left.is_some())
    }

    /// Takes back what was asked for; false where it was taken up already.
    ///
    /// # Errors
    /// Those of the disk.
    pub fn take_back(&self) -> Result<bool, Failure> {
        self.write(|writing| writing.drop_mark(None, ASKED))
    }

    fn leave(&self, left: &[u8]) -> Result<(), Failure> {
        self.write(|writing| {
            if writing.installation(ASKED)?.is_some() {
                return Err(Failure::unavailable(
                    "another change of keys was asked for and is not taken up yet",
                ));
            }
            writing.put_mark(None, ASKED, left)
        })
    }

    fn note(&self, standing: &Recovery) -> Result<(), Failure> {
        let sealed = standing.sealed(&self.root, self.outside.chance.as_ref())?;
        self.write(|writing| {
            // Not under a root key that was changed meanwhile.
            let check = writing.installation(CHECK)?.ok_or(Failure::KeyWrong)?;
            if !is_right(self.root.key(), &check) || !writing.hold_installation(CHECK, &check)? {
                return Err(Failure::KeyChanged);
            }
            writing.put_mark(None, RECOVERY, &sealed)
        })
    }

    fn rows<T>(&self, read: impl FnOnce(&Rows<'_>) -> Result<T, Failure>) -> Result<T, Failure> {
        read(&self.connection.writing())
    }

    fn write<T>(
        &self,
        work: impl FnOnce(&Writing<'_>) -> Result<T, Failure>,
    ) -> Result<T, Failure> {
        self.connection.begin()?;
        let done = work(&self.connection.writing()).and_then(|answer| {
            self.connection.commit()?;
            Ok(answer)
        });
        if done.is_err() {
            self.connection.roll_back();
        }
        done
    }
}
