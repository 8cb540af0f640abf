//! What only records in a folder have.

use crate::school::School;
use std::path::PathBuf;

impl School {
    /// The folder of the records.
    pub(crate) fn data(&self) -> PathBuf {
        self.kept.data()
    }
}
