//! Checkpoints: what the heads of all chronologies came to at a moment, signed, and small enough to be kept anywhere
//! else. A leaf of the tree states one head; a checkpoint states the size and root of the tree. It names nobody and
//! says nothing of what is in a record.

pub(crate) mod key;
mod make;
mod note;
mod prove;

pub use note::{Unread, VerifierKey};
pub use prove::{Growth, Proof, checkpoint_key_in_copy, checkpoints_in_copy, prove_in_copy};

use crate::tree::leaf_hash;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use casework::chronology::{ChronologyId, Hash};
use jiff::Timestamp;
use note::Note;

/// The public half of a copy's own key, where it has one that can be read.
pub(crate) fn own_key(rows: &crate::sql::Rows<'_>) -> Option<VerifierKey> {
    key::verifier(rows).ok().flatten()
}

/// A head as a leaf of the tree states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Statement {
    /// Of which chronology.
    pub chronology: ChronologyId,
    /// The number of its last entry then.
    pub seq: u64,
    /// The hash of that entry.
    pub hash: Hash,
}

impl Statement {
    /// The line that is the leaf, without a line end: `leeward head 1`, setting, sort, id, number, hash.
    pub fn line(&self) -> String {
        let place = &self.chronology;
        format!(
            "leeward head 1 {} {} {} {} {}",
            place.setting.0.as_simple(),
            place.sort.name(),
            place.id.as_simple(),
            self.seq,
            self.hash
        )
    }

    /// The hash of the leaf.
    pub(crate) fn leaf(&self) -> Hash {
        leaf_hash(self.line().as_bytes())
    }
}

/// A checkpoint as it is handed on: text with a signature under it. What it says is to be believed only once
/// [`Checkpoint::is_signed_by`] says yes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Whose records: the first line.
    pub origin: String,
    /// How many heads the tree states.
    pub size: u64,
    /// The root of the tree.
    pub root: Hash,
    /// When it was made, by the clock of the machine; none where another program left that out.
    pub made_at: Option<Timestamp>,
    note: String,
}

/// What stands before the moment in the line that says when a checkpoint was made.
const TIME: &str = "time ";

/// The text that is signed.
fn text(origin: &str, size: u64, root: &Hash, made_at: Timestamp) -> String {
    format!(
        "{origin}\n{size}\n{}\n{TIME}{made_at}\n",
        STANDARD.encode(root.0)
    )
}

impl Checkpoint {
    /// Reads a checkpoint.
    ///
    /// # Errors
    /// [`Unread`], in words for whoever gave it.
    pub fn read(note: &str) -> Result<Self, Unread> {
        let read = Note::read(note)?;
        Self::of(note, read.text).ok_or(Unread::NotACheckpoint)
    }

    fn of(note: &str, text: &str) -> Option<Self> {
        let mut lines = text.strip_suffix('\n')?.split('\n');
        let origin = lines.next().filter(|origin| !origin.is_empty())?;
        let said = lines.next()?;
        let size: u64 = said.parse().ok()?;
        let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        let mut made_at = None;
        for line in lines {
            if line.is_empty() {
                return None;
            }
            made_at = made_at.or_else(|| line.strip_prefix(TIME)?.parse().ok());
        }
        // Only one way of writing a number is a number here.
        (size.to_string() == said).then(|| Self {
            origin: origin.to_owned(),
            size,
            root: Hash(root),
            made_at,
            note: note.to_owned(),
        })
    }

    /// The whole note, to be kept elsewhere.
    pub fn note(&self) -> &str {
        &self.note
    }

    /// The root as it stands in the note and in print.
    pub fn root_in_print(&self) -> String {
        STANDARD.encode(self.root.0)
    }

    /// Whether this key signed it, in the name of these records.
    pub fn is_signed_by(&self, key: &VerifierKey) -> bool {
        key.name() == self.origin && Note::read(&self.note).is_ok_and(|note| note.is_signed_by(key))
    }
}
