//! The segments of one backup: filled with records, and put one after another, each naming the one before.

use super::archive::{OpenArchive, digest_of, segment};
use super::record::Record;
use super::sealed_file::Sealing;
use super::state::State;
use crate::failure::Failure;
use casework::outside::Outside;
use jiff::Timestamp;

/// How long a segment may grow before the next begins: what is held in memory, and what a damaged disk takes at most.
const SEGMENT_BYTES: usize = 16 * 1024 * 1024;

/// The segments of one backup, one after another.
pub(super) struct Pieces<'o> {
    /// Where they go.
    pub(super) opened: &'o OpenArchive,
    outside: &'o Outside,
    at: Timestamp,
    segments: u64,
    last: [u8; 32],
    bytes: u64,
    open: Option<Sealing<'o>>,
}

impl<'o> Pieces<'o> {
    pub(super) fn of(
        opened: &'o OpenArchive,
        outside: &'o Outside,
        at: Timestamp,
        state: &State,
    ) -> Self {
        Self {
            opened,
            outside,
            at,
            segments: state.segments,
            last: state.last_segment,
            bytes: 0,
            open: None,
        }
    }

    /// Adds a record, to the next segment where this one is long enough.
    pub(super) fn add(&mut self, record: Record) -> Result<(), Failure> {
        if self
            .open
            .as_ref()
            .is_some_and(|open| open.len() >= SEGMENT_BYTES)
        {
            self.put()?;
        }
        let mut open = match self.open.take() {
            Some(open) => open,
            None => {
                let name = segment(self.segments + 1);
                let chance = self.outside.chance.as_ref();
                let mut begun = self.opened.vault.file(&name, chance);
                begun.add(&Record::Begins {
                    at: self.at,
                    number: self.segments + 1,
                    follows: self.last,
                })?;
                begun
            }
        };
        open.add(&record)?;
        self.open = Some(open);
        Ok(())
    }

    fn put(&mut self) -> Result<(), Failure> {
        if let Some(open) = self.open.take() {
            let name = open.name().to_owned();
            let bytes = open.finished()?;
            self.opened.put(&name, &bytes)?;
            self.segments += 1;
            self.last = digest_of(&bytes);
            self.bytes += bytes.len() as u64;
        }
        Ok(())
    }

    /// Puts what is left. Gives how many segments there are now, the digest of the last, and how many bytes were put.
    pub(super) fn finished(mut self) -> Result<(u64, [u8; 32], u64), Failure> {
        self.put()?;
        Ok((self.segments, self.last, self.bytes))
    }
}
