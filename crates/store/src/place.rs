//! Where records are: in a folder of this machine, or in a database of a PostgreSQL server.

use crate::failure::Failure;
use crate::sql::Address;
use std::fmt;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Where records are. What is said of it (`Display`, `Debug`) never has a password in it.
#[derive(Debug, Clone)]
pub enum Place {
    /// A folder with an SQLite file. One process at a time.
    Folder(PathBuf),
    /// A database of a PostgreSQL server, 15 or later. Any number of processes at a time.
    Database(DatabaseAddress),
}

/// The address of a database, with its password if it has one.
#[derive(Clone)]
pub struct DatabaseAddress(pub(crate) Arc<Address>);

impl fmt::Debug for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl Place {
    /// The place of an address, `postgresql://ACCOUNT:PASSWORD@HOST/NAME`.
    ///
    /// # Errors
    /// [`Failure::AddressUnfit`], which does not repeat the address.
    pub fn database(address: &str) -> Result<Self, Failure> {
        Ok(Self::Database(DatabaseAddress(Arc::new(Address::read(
            address,
        )?))))
    }

    /// As a failure names it.
    pub(crate) fn named(&self) -> PathBuf {
        match self {
            Self::Folder(dir) => dir.clone(),
            Self::Database(_) => PathBuf::from(self.to_string()),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Folder(dir) => dir.display().fmt(f),
            Self::Database(DatabaseAddress(address)) => address.fmt(f),
        }
    }
}

impl From<PathBuf> for Place {
    fn from(dir: PathBuf) -> Self {
        Self::Folder(dir)
    }
}

impl From<&PathBuf> for Place {
    fn from(dir: &PathBuf) -> Self {
        Self::Folder(dir.clone())
    }
}

impl From<&Path> for Place {
    fn from(dir: &Path) -> Self {
        Self::Folder(dir.into())
    }
}

impl From<&Self> for Place {
    fn from(place: &Self) -> Self {
        place.clone()
    }
}
