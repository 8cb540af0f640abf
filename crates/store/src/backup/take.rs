//! Taking a backup: what is new since the last one is read at one moment, sealed and put; then the keys; then, last, the
//! manifest that makes it a backup.

use super::archive::{Archive, OpenArchive};
use super::keep::Keep;
use super::keys_file;
use super::manifest::Manifest;
use super::pieces::Pieces;
use super::record::Record;
use super::state::{State, digest};
use super::tidy::{let_go, put_index, tidy};
use super::walk::state_at;
use crate::failure::Failure;
use crate::keys::{Keys, WRAP_BACKUPS};
use crate::log::micros;
use crate::sql::{How, Rows, TABLES};
use crate::store::SALT;
use casework::chronology::{ChronologyId, Hash};
use casework::outside::Outside;
use jiff::Timestamp;
use std::collections::BTreeSet;

/// What was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// Its number.
    pub number: u64,
    /// The moment it is of.
    pub at: Timestamp,
    /// How many entries it has that no backup before had.
    pub new_entries: u64,
    /// How many entries the backup holds.
    pub entries: u64,
    /// How many chronologies.
    pub chronologies: u64,
    /// How many bytes were put for it, but for the keys.
    pub bytes: u64,
    /// How many keys the keys file holds.
    pub keys: u64,
    /// Chronologies that are not whole in the records, and why: they are in the backup as far as they hold.
    pub not_whole: Vec<String>,
    /// The numbers of earlier backups that were let go.
    pub let_go: Vec<u64>,
}

/// Takes a backup of what `rows` sees.
pub(crate) fn take(
    rows: &Rows<'_>,
    keys: &Keys,
    outside: &Outside,
    archive: &Archive,
    keep: Option<Keep>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Taken, Failure> {
    let _held = archive.hold()?;
    let at = micros(outside.now());
    let opened = opened(rows, keys, outside, archive)?;
    let before = newest(&opened)?;
    let (mut state, indexed) = match &before {
        Some((manifest, _)) => known(&opened, manifest)?,
        None => (State::default(), 0),
    };
    tidy(&opened, state.segments)?;
    let mut pieces = Pieces::of(&opened, outside, at, &state);
    let entries_before = state.entries;
    put_rows(rows, &mut state, &mut pieces)?;
    let not_whole = put_entries(rows, &mut state, &mut pieces, progress)?;
    let (segments, last_segment, bytes) = pieces.finished()?;
    (state.segments, state.last_segment) = (segments, last_segment);
    let at_least = before.as_ref().map_or(0, |(manifest, _)| manifest.keys);
    let (keys_file, _) = keys_file::renew(&opened, rows, outside, at_least)?;
    // Success is not reported over keys that do not open.
    let keys_held = Keys::open_every_setting(&*keys.root_now(rows)?, &keys_file.rows)?;
    let number = opened.listed()?.backups.last().copied().unwrap_or(0) + 1;
    let manifest = Manifest {
        number,
        at,
        segments,
        chronologies: state.tips.len() as u64,
        entries: state.entries,
        keys: keys_file.number,
        not_whole: not_whole.clone(),
        last_segment,
        heads: state.heads(),
        follows: before.as_ref().map_or([0; 32], |(_, digest)| *digest),
    };
    let sealed = manifest.sealed(&opened.vault, outside.chance.as_ref())?;
    opened.put(&Manifest::name(number), &sealed)?;
    put_index(&opened, &state, indexed, outside)?;
    let let_go = match keep {
        Some(keep) => let_go(&opened, keep, outside)?,
        None => Vec::new(),
    };
    Ok(Taken {
        number,
        at,
        new_entries: state.entries - entries_before,
        entries: state.entries,
        chronologies: manifest.chronologies,
        bytes: bytes + sealed.len() as u64,
        keys: keys_held,
        not_whole,
        let_go,
    })
}

/// Puts a keys file with the keys there are now, and nothing else: after keys were destroyed. Says whether any changed.
pub(crate) fn renew_keys(
    rows: &Rows<'_>,
    keys: &Keys,
    outside: &Outside,
    archive: &Archive,
) -> Result<bool, Failure> {
    let _held = archive.hold()?;
    let opened = opened(rows, keys, outside, archive)?;
    let at_least = newest(&opened)?.map_or(0, |(manifest, _)| manifest.keys);
    keys_file::renew(&opened, rows, outside, at_least).map(|(_, put)| put)
}

fn opened(
    rows: &Rows<'_>,
    keys: &Keys,
    outside: &Outside,
    archive: &Archive,
) -> Result<OpenArchive, Failure> {
    let salt = rows
        .installation(SALT)?
        .ok_or_else(|| Failure::damaged("the installation does not know its salt"))?;
    let wrapping = keys.root_now(rows)?.key().subkey(WRAP_BACKUPS);
    archive.open_or_begin(&wrapping, &salt, outside)
}

/// The newest backup.
fn newest(opened: &OpenArchive) -> Result<Option<(Manifest, [u8; 32])>, Failure> {
    match opened.listed()?.backups.last() {
        None => Ok(None),
        Some(number) => opened.manifest(*number)?.map(Some).ok_or_else(|| {
            Failure::backup_damaged(format!(
                "{} is not as it was written",
                Manifest::name(*number)
            ))
        }),
    }
}

/// How far a backup goes, and which index that was known from.
fn known(opened: &OpenArchive, manifest: &Manifest) -> Result<(State, u64), Failure> {
    let (state, indexed) = state_at(opened, manifest.segments)?;
    if state.last_segment == manifest.last_segment && state.heads() == manifest.heads {
        Ok((state, indexed))
    } else {
        Err(Failure::backup_damaged(
            "the segments are not those of the newest backup",
        ))
    }
}

/// Puts the rows beside the log that are new or changed, and says which are gone.
fn put_rows(rows: &Rows<'_>, state: &mut State, pieces: &mut Pieces<'_>) -> Result<(), Failure> {
    for table in TABLES {
        match table.how {
            How::WithTheKeys => {}
            How::ForGood => {
                for key in rows.keys_of(table)? {
                    if !state.rows.contains_key(&(table.name, digest(&key)))
                        && let Some(cells) = rows.row_of(table, &key)?
                    {
                        state.take_row(table, &cells);
                        pieces.add(Record::Row {
                            table: table.name.to_owned(),
                            cells,
                        })?;
                    }
                }
            }
            How::AsItWas => {
                let mut there = BTreeSet::new();
                rows.each_row(table, |cells| {
                    there.insert(digest(table.key_of(&cells)));
                    if state.take_row(table, &cells) {
                        pieces.add(Record::Row {
                            table: table.name.to_owned(),
                            cells,
                        })?;
                    }
                    Ok(())
                })?;
                let gone: Vec<_> = state
                    .rows
                    .keys()
                    .filter(|(name, key)| *name == table.name && !there.contains(key))
                    .copied()
                    .collect();
                for (name, key) in gone {
                    state.rows.remove(&(name, key));
                    pieces.add(Record::Gone {
                        table: name.to_owned(),
                        key,
                    })?;
                }
            }
        }
    }
    Ok(())
}

/// Puts the entries that are new, and says which chronologies are not whole.
fn put_entries(
    rows: &Rows<'_>,
    state: &mut State,
    pieces: &mut Pieces<'_>,
    progress: &mut dyn FnMut(u64, u64),
) -> Result<Vec<String>, Failure> {
    let (mut longer, mut not_whole) = (Vec::new(), Vec::new());
    let (mut seen, mut fewer, mut total) = (0, false, 0);
    rows.each_head(|chronology, head| {
        let (seq, hash) = state
            .tips
            .get(&chronology)
            .map_or((0, Hash::NOTHING), |tip| (tip.seq, tip.hash));
        seen += usize::from(seq > 0);
        if head.seq > seq {
            total += head.seq - seq;
            longer.push((chronology, seq, hash, head));
        } else if head.seq < seq {
            fewer = true;
        } else if head.hash != hash {
            not_whole.push(told(&chronology, "is not what the backups before have"));
        }
        Ok(())
    })?;
    if fewer || seen < state.tips.len() {
        return Err(Failure::BackupAhead {
            place: pieces.opened.says(),
        });
    }
    let mut done = 0;
    for (chronology, seq, hash, head) in longer {
        for entry in rows.entries_after(&chronology, seq)? {
            if !state.goes_on_with(&entry) {
                break;
            }
            state.take_entry(&entry);
            pieces.add(Record::Entry(entry))?;
            done += 1;
            if done % 1_000 == 0 {
                progress(done, total);
            }
        }
        let (held, last) = state
            .tips
            .get(&chronology)
            .map_or((0, hash), |tip| (tip.seq, tip.hash));
        if (held, last) != (head.seq, head.hash) {
            let says = format!("holds up to entry {held} of {} and no further", head.seq);
            not_whole.push(told(&chronology, &says));
        }
    }
    progress(done, total);
    Ok(not_whole)
}

fn told(chronology: &ChronologyId, says: &str) -> String {
    format!(
        "setting {}, {} {}: {says}",
        chronology.setting,
        chronology.sort.name(),
        chronology.id.as_simple()
    )
}
