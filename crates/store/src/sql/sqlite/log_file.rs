//! SQLite's own log beside the database, looked at before SQLite believes it.
//!
//! What was committed last lies in that log until it is copied back. After a crash SQLite reads it as far as its
//! checksums hold and forgets the rest without a word, which is right for a commit that was cut short and wrong for a bit
//! that turned over in one that was finished. The two can be told apart: a commit begins only when the one before it is
//! on the disk, so behind the place where the checksums end there is at most one commit, the one that was cut short.
//!
//! And what the system says is in the file need not be on the disk: after a sync that failed it may count as clean what
//! it never wrote. So the log is written again as it stands, and synced, before anything is built on it.

use crate::failure::Failure;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::path::Path;

const HEADER: usize = 32;
const FRAME_HEADER: usize = 24;

/// Checks the log of a database and writes it again. Gives the number of frames that SQLite will find when it recovers,
/// nought where there is no log.
pub(super) fn make_sure_of(log: &Path) -> Result<u32, Failure> {
    let mut file = match File::options().read(true).write(true).open(log) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(0),
        Err(error) => return Err(Failure::of_io(&error)),
    };
    let mut bytes = Vec::new();
    file.read_to_end(&mut bytes)
        .map_err(|error| Failure::of_io(&error))?;
    let frames = frames_that_hold(&bytes)
        .ok_or_else(|| Failure::damaged("the log beside the database file (leeward.db-wal)"))?;
    if frames > 0 {
        file.seek(SeekFrom::Start(0))
            .and_then(|_| file.write_all(&bytes))
            .and_then(|()| file.sync_all())
            .map_err(|error| Failure::SyncFailed {
                what: error.kind().to_string(),
            })?;
    }
    Ok(frames)
}

/// How many frames there are up to the last commit that is whole; `None` where one that was finished is not.
fn frames_that_hold(bytes: &[u8]) -> Option<u32> {
    let (header, frames) = match bytes.split_at_checked(HEADER) {
        Some((header, frames)) if !frames.is_empty() => (header, frames),
        // A log that was just begun.
        _ => return Some(0),
    };
    // Frames are written when the header is on the disk.
    let order = match number(header, 0)? {
        0x377f_0682 => u32::from_le_bytes,
        0x377f_0683 => u32::from_be_bytes,
        _ => return None,
    };
    let begun = sum(order, (0, 0), header.get(..24)?);
    let page = number(header, 8)? as usize;
    if begun != (number(header, 24)?, number(header, 28)?) || !(512..=65_536).contains(&page) {
        return None;
    }
    let salts = header.get(16..24)?;
    let (mut held, mut last) = (true, begun);
    let (mut whole, mut behind) = (0, 0);
    for (place, frame) in (1_u32..).zip(frames.chunks_exact(FRAME_HEADER + page)) {
        let (head, content) = frame.split_at_checked(FRAME_HEADER)?;
        let told = (number(head, 16)?, number(head, 20)?);
        let follows = head.get(8..16)? == salts
            && number(head, 0)? > 0
            && sum(order, sum(order, last, head.get(..8)?), content) == told;
        let commits = number(head, 4)? > 0;
        held &= follows;
        if held && commits {
            whole = place;
        }
        // Each is held against the one before it, whether or not that one holds.
        behind += u32::from(!held && follows && commits);
        last = told;
    }
    (behind < 2).then_some(whole)
}

/// The checksum that SQLite's logs are chained with.
fn sum(order: fn([u8; 4]) -> u32, from: (u32, u32), bytes: &[u8]) -> (u32, u32) {
    let mut words = bytes.as_chunks::<4>().0.iter().map(|word| order(*word));
    let (mut first, mut second) = from;
    while let (Some(one), Some(other)) = (words.next(), words.next()) {
        first = first.wrapping_add(one).wrapping_add(second);
        second = second.wrapping_add(other).wrapping_add(first);
    }
    (first, second)
}

fn number(bytes: &[u8], at: usize) -> Option<u32> {
    bytes
        .get(at..)?
        .first_chunk::<4>()
        .map(|number| u32::from_be_bytes(*number))
}

#[cfg(test)]
mod tests {
    #![expect(
        clippy::unwrap_used,
        clippy::indexing_slicing,
        reason = "a test may stop at the first surprise"
    )]

    use super::*;
    use rusqlite::Connection;

    /// The log of a database to which three commits were made, one frame and then some each.
    fn log() -> Vec<u8> {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("a.db");
        let database = Connection::open(&file).unwrap();
        database
            .execute_batch(
                "PRAGMA journal_mode = WAL; CREATE TABLE a (b); INSERT INTO a VALUES (1); INSERT INTO a VALUES (2);",
            )
            .unwrap();
        std::fs::read(dir.path().join("a.db-wal")).unwrap()
    }

    const FRAME: usize = FRAME_HEADER + 4096;

    #[test]
    fn a_log_that_nobody_touched_holds_to_its_last_frame() {
        let log = log();
        assert_eq!(
            frames_that_hold(&log),
            Some(((log.len() - HEADER) / FRAME) as u32)
        );
        assert_eq!(frames_that_hold(&[]), Some(0));
    }

    #[test]
    fn a_commit_that_was_cut_short_is_not_counted_and_is_no_damage() {
        let log = log();
        for missing in [1, 512, FRAME - 1, FRAME] {
            let frames = frames_that_hold(&log[..log.len() - missing]).unwrap();
            assert_eq!(
                frames as usize,
                (log.len() - HEADER) / FRAME - 1,
                "{missing}"
            );
        }
        let mut torn = log.clone();
        *torn.last_mut().unwrap() ^= 1;
        assert!(frames_that_hold(&torn).is_some());
    }

    #[test]
    fn a_bit_in_a_finished_commit_or_in_the_header_is_damage() {
        for bit in [3, 20, 30, HEADER + 100] {
            let mut damaged = log();
            damaged[bit] ^= 4;
            assert_eq!(frames_that_hold(&damaged), None, "byte {bit}");
        }
    }

    #[test]
    fn a_log_is_written_again_as_it_stands() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("leeward.db-wal");
        let log = log();
        std::fs::write(&file, &log).unwrap();
        let long_ago = std::time::SystemTime::UNIX_EPOCH;
        File::options()
            .write(true)
            .open(&file)
            .unwrap()
            .set_modified(long_ago)
            .unwrap();
        assert!(make_sure_of(&file).unwrap() > 0);
        assert_eq!(std::fs::read(&file).unwrap(), log);
        assert!(std::fs::metadata(&file).unwrap().modified().unwrap() > long_ago);
        assert_eq!(make_sure_of(&dir.path().join("none")), Ok(0));
    }
}
