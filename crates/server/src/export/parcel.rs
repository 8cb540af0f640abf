//! Files that go out together, and the list of their checksums as `sha256sum -c` reads it.

use super::archive::archive;
use casework::chronology::Hash;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;

/// The list of checksums.
const SUMS: &str = "SHA256SUMS";

/// Files that go out together.
pub struct Parcel {
    folder: String,
    files: Vec<(String, Vec<u8>)>,
}

/// Files packed, as they are handed out.
pub struct Packed {
    /// The archive.
    pub bytes: Vec<u8>,
    /// What it is called: without anybody's name.
    pub file_name: String,
    /// The SHA-256 of the list of checksums, in hexadecimal: what was taken out is known again by it.
    pub sums: String,
}

/// It could not be packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NotPacked {
    /// More than such an archive holds.
    #[error("it is too large for an archive")]
    TooLarge,
    /// The paper or a page could not be made.
    #[error("a file of it could not be made")]
    NotMade,
}

impl Parcel {
    /// An empty folder.
    pub fn new(folder: impl Into<String>) -> Self {
        Self {
            folder: folder.into(),
            files: Vec::new(),
        }
    }

    /// Puts a file in, under a path inside the folder.
    pub fn put(&mut self, path: impl Into<String>, content: impl Into<Vec<u8>>) {
        self.files.push((path.into(), content.into()));
    }

    /// The files so far.
    pub fn files(&self) -> &[(String, Vec<u8>)] {
        &self.files
    }

    /// Packs them, with the list of their checksums.
    ///
    /// # Errors
    /// [`NotPacked::TooLarge`].
    pub fn pack(mut self, at: Timestamp) -> Result<Packed, NotPacked> {
        self.files.sort();
        let mut sums = String::new();
        for (path, content) in &self.files {
            // Writing to a string does not fail.
            let _ = writeln!(sums, "{}  {path}", Hash(Sha256::digest(content).into()));
        }
        let of_sums = Hash(Sha256::digest(sums.as_bytes()).into()).to_string();
        self.files.push((SUMS.to_owned(), sums.into_bytes()));
        let files: Vec<(String, &[u8])> = self
            .files
            .iter()
            .map(|(path, content)| (format!("{}/{path}", self.folder), content.as_slice()))
            .collect();
        Ok(Packed {
            bytes: archive(&files, at)?,
            file_name: format!("{}.zip", self.folder),
            sums: of_sums,
        })
    }
}
