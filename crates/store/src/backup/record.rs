//! What stands in the files of a backup: entries as they lie in the log, and rows kept beside it. One form for every
//! database, so that a backup of one can be restored to another.
//!
//! A record is one byte that says what it is, then its fields: ids as sixteen bytes, hashes as thirty-two, numbers as
//! eight, big-endian, and whatever has a length of its own after that length in four.

use crate::sql::Cell;
use casework::chronology::{ChronologyId, Hash, SealedEntry, Sort};
use casework::id::SettingId;
use jiff::Timestamp;
use uuid::Uuid;
use zeroize::Zeroizing;

/// One record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Record {
    /// The first of every file but the first one of all: when it was begun, its number of its kind, and the digest of
    /// the file it follows.
    Begins {
        at: Timestamp,
        number: u64,
        follows: [u8; 32],
    },
    /// An entry of the log.
    Entry(SealedEntry),
    /// A row beside the log, new or changed.
    Row { table: String, cells: Vec<Cell> },
    /// A row beside the log is there no more.
    Gone { table: String, key: [u8; 16] },
    /// The last entry of a chronology, in an index.
    Tip {
        chronology: ChronologyId,
        seq: u64,
        hash: Hash,
    },
    /// A row that is there and what it says, in an index.
    Known {
        table: String,
        key: [u8; 16],
        says: [u8; 16],
    },
    /// What a backup is: see `manifest.rs`.
    Manifest(Vec<u8>),
}

/// Bytes that are no record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Unreadable;

impl Record {
    /// As it stands in a file.
    pub(super) fn bytes(&self) -> Zeroizing<Vec<u8>> {
        let mut to = Zeroizing::new(Vec::with_capacity(self.room()));
        match self {
            Self::Begins {
                at,
                number,
                follows,
            } => {
                to.push(1);
                to.extend_from_slice(&at.as_microsecond().to_be_bytes());
                to.extend_from_slice(&number.to_be_bytes());
                to.extend_from_slice(follows);
            }
            Self::Entry(entry) => {
                to.push(2);
                put_chronology(&mut to, &entry.chronology);
                to.extend_from_slice(&entry.seq.to_be_bytes());
                to.extend_from_slice(&entry.recorded_at.as_microsecond().to_be_bytes());
                to.extend_from_slice(&entry.prev.0);
                to.extend_from_slice(&entry.hash.0);
                put_bytes(&mut to, &entry.sealed);
            }
            Self::Row { table, cells } => {
                to.push(3);
                put_bytes(&mut to, table.as_bytes());
                to.push(u8::try_from(cells.len()).unwrap_or(u8::MAX));
                put_cells(&mut to, cells);
            }
            Self::Gone { table, key } => {
                to.push(4);
                put_bytes(&mut to, table.as_bytes());
                to.extend_from_slice(key);
            }
            Self::Tip {
                chronology,
                seq,
                hash,
            } => {
                to.push(5);
                put_chronology(&mut to, chronology);
                to.extend_from_slice(&seq.to_be_bytes());
                to.extend_from_slice(&hash.0);
            }
            Self::Known { table, key, says } => {
                to.push(6);
                put_bytes(&mut to, table.as_bytes());
                to.extend_from_slice(key);
                to.extend_from_slice(says);
            }
            Self::Manifest(body) => {
                to.push(7);
                put_bytes(&mut to, body);
            }
        }
        to
    }

    /// Room enough, so that the bytes never move and leave a copy behind.
    fn room(&self) -> usize {
        160 + match self {
            Self::Entry(entry) => entry.sealed.len(),
            Self::Row { cells, .. } => cells.iter().map(|cell| cell.len() + 9).sum(),
            Self::Manifest(body) => body.len(),
            _ => 0,
        }
    }

    /// Takes the next record off the front of `from`.
    pub(super) fn read(from: &mut &[u8]) -> Result<Self, Unreadable> {
        Ok(match number_of::<1>(from)? {
            [1] => Self::Begins {
                at: moment(from)?,
                number: number(from)?,
                follows: number_of(from)?,
            },
            [2] => Self::Entry(SealedEntry {
                chronology: chronology(from)?,
                seq: number(from)?,
                recorded_at: moment(from)?,
                prev: Hash(number_of(from)?),
                hash: Hash(number_of(from)?),
                sealed: bytes(from)?.to_vec(),
            }),
            [3] => {
                let table = text(from)?;
                let [count] = number_of::<1>(from)?;
                let cells = (0..count).map(|_| cell(from)).collect::<Result<_, _>>()?;
                Self::Row { table, cells }
            }
            [4] => Self::Gone {
                table: text(from)?,
                key: number_of(from)?,
            },
            [5] => Self::Tip {
                chronology: chronology(from)?,
                seq: number(from)?,
                hash: Hash(number_of(from)?),
            },
            [6] => Self::Known {
                table: text(from)?,
                key: number_of(from)?,
                says: number_of(from)?,
            },
            [7] => Self::Manifest(bytes(from)?.to_vec()),
            _ => return Err(Unreadable),
        })
    }
}

/// Cells one after another, each with what it is: what a row's digest is taken over, too.
pub(super) fn put_cells(to: &mut Vec<u8>, cells: &[Cell]) {
    for cell in cells {
        match cell {
            Cell::Number(number) => {
                to.push(1);
                to.extend_from_slice(&number.to_be_bytes());
            }
            Cell::Bytes(content) => {
                to.push(2);
                put_bytes(to, content);
            }
            Cell::Nothing => to.push(4),
            Cell::Text(content) => {
                to.push(3);
                put_bytes(to, content.as_bytes());
            }
        }
    }
}

fn put_bytes(to: &mut Vec<u8>, content: &[u8]) {
    // OK because nothing in the database comes near four gigabytes.
    to.extend_from_slice(
        &u32::try_from(content.len())
            .unwrap_or(u32::MAX)
            .to_be_bytes(),
    );
    to.extend_from_slice(content);
}

fn put_chronology(to: &mut Vec<u8>, chronology: &ChronologyId) {
    to.extend_from_slice(chronology.setting.0.as_bytes());
    put_bytes(to, chronology.sort.name().as_bytes());
    to.extend_from_slice(chronology.id.as_bytes());
}

fn number_of<const N: usize>(from: &mut &[u8]) -> Result<[u8; N], Unreadable> {
    let (taken, rest) = from.split_first_chunk::<N>().ok_or(Unreadable)?;
    *from = rest;
    Ok(*taken)
}

fn number(from: &mut &[u8]) -> Result<u64, Unreadable> {
    number_of(from).map(u64::from_be_bytes)
}

fn moment(from: &mut &[u8]) -> Result<Timestamp, Unreadable> {
    let micros = number_of(from).map(i64::from_be_bytes)?;
    Timestamp::from_microsecond(micros).map_err(|_| Unreadable)
}

fn bytes<'b>(from: &mut &'b [u8]) -> Result<&'b [u8], Unreadable> {
    let length = u32::from_be_bytes(number_of(from)?);
    let length = usize::try_from(length).map_err(|_| Unreadable)?;
    let (taken, rest) = from.split_at_checked(length).ok_or(Unreadable)?;
    *from = rest;
    Ok(taken)
}

fn text(from: &mut &[u8]) -> Result<String, Unreadable> {
    String::from_utf8(bytes(from)?.to_vec()).map_err(|_| Unreadable)
}

fn chronology(from: &mut &[u8]) -> Result<ChronologyId, Unreadable> {
    let setting = SettingId(Uuid::from_bytes(number_of(from)?));
    let sort = Sort::named(&text(from)?).ok_or(Unreadable)?;
    let id = Uuid::from_bytes(number_of(from)?);
    Ok(ChronologyId { setting, sort, id })
}

fn cell(from: &mut &[u8]) -> Result<Cell, Unreadable> {
    Ok(match number_of::<1>(from)? {
        [1] => Cell::Number(number_of(from).map(i64::from_be_bytes)?),
        [2] => Cell::Bytes(bytes(from)?.to_vec()),
        [3] => Cell::Text(text(from)?),
        [4] => Cell::Nothing,
        _ => return Err(Unreadable),
    })
}
