//! The log: sealing entries onto the end of a chronology, and opening a chronology again with its chain checked.

use crate::failure::Failure;
use crate::keys::{SettingKeys, could_not_seal};
use crate::seal::{Bound, Key};
use crate::sql::{HeadRow, Rows, Writing};
use crate::verify::{Broken, check_one};
use casework::chronology::{ChronologyId, Entry, Hash, SealedEntry, Written, hash_of};
use casework::id::StaffId;
use casework::outside::Outside;
use jiff::Timestamp;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

/// A chronology opened.
pub(crate) struct Read<E> {
    /// Its entries, in order.
    pub(crate) entries: Vec<Entry<E>>,
    /// The hash of the last, as it lies in the log; [`Hash::NOTHING`] where there is none.
    pub(crate) head: Hash,
    /// What does not hold together, if anything.
    pub(crate) broken: Option<Broken>,
}

/// Where the entries of a chronology belong, as their seals bind it: one after another.
struct Places {
    bound: Bound,
    shared: usize,
}

impl Places {
    fn of(chronology: &ChronologyId) -> Self {
        let bound = Bound::to(
            "entry",
            &[
                chronology.setting.0.as_bytes(),
                chronology.sort.name().as_bytes(),
                chronology.id.as_bytes(),
            ],
        );
        Self {
            shared: bound.len(),
            bound,
        }
    }

    /// The place of one entry.
    fn at(&mut self, seq: u64, prev: Hash) -> &mut Bound {
        self.bound.and(self.shared, &[&seq.to_be_bytes(), &prev.0]);
        &mut self.bound
    }
}

/// Entries sealed for the end of a chronology, and as they will read there.
pub(crate) struct Sealed<E> {
    /// As they will lie in the log, in order.
    pub(crate) rows: Vec<SealedEntry>,
    /// As they read.
    pub(crate) entries: Vec<Entry<E>>,
    /// The hash of the last.
    pub(crate) head: Hash,
}

/// Seals events under `key` for the end of a chronology whose last entry is `head`; writes nothing.
///
/// The time recorded is the clock's, but never earlier than that of the entry before: a clock put back does not make
/// the record run backwards, and the order of entries is their number, not their time.
pub(crate) fn seal_after<E: Serialize + Clone>(
    key: &(u32, Key),
    outside: &Outside,
    chronology: ChronologyId,
    head: Option<HeadRow>,
    by: StaffId,
    events: &[E],
) -> Result<Sealed<E>, Failure> {
    let (number, key) = (key.0, &key.1);
    let now = micros(outside.now());
    let (mut seq, mut prev, mut earliest) = head.map_or((0, Hash::NOTHING, now), |head| {
        (head.seq, head.hash, head.recorded_at)
    });
    let mut places = Places::of(&chronology);
    let mut rows = Vec::with_capacity(events.len());
    let mut entries = Vec::with_capacity(events.len());
    for event in events {
        seq += 1;
        let recorded_at = now.max(earliest);
        let written = Written {
            by,
            event: event.clone(),
        };
        let sealed = seal(key, number, places.at(seq, prev), &written, outside)?;
        let hash = hash_of(&chronology, seq, recorded_at, &sealed, prev);
        rows.push(SealedEntry {
            chronology,
            seq,
            recorded_at,
            sealed,
            prev,
            hash,
        });
        entries.push(Entry {
            seq,
            recorded_at,
            written,
        });
        prev = hash;
        earliest = recorded_at;
    }
    Ok(Sealed {
        rows,
        entries,
        head: prev,
    })
}

/// Adds events, sealed under `key`, to the end of a chronology whose last entry is `head`. Gives the entries as they now
/// read, and the new head.
pub(crate) fn add<E: Serialize + Clone>(
    writing: &Writing<'_>,
    key: &(u32, Key),
    outside: &Outside,
    chronology: ChronologyId,
    head: Option<HeadRow>,
    by: StaffId,
    events: &[E],
) -> Result<(Vec<Entry<E>>, Hash), Failure> {
    let sealed = seal_after(key, outside, chronology, head, by, events)?;
    writing.add_entries(&sealed.rows)?;
    Ok((sealed.entries, sealed.head))
}

fn seal<T: Serialize>(
    key: &Key,
    number: u32,
    bound: &Bound,
    content: &T,
    outside: &Outside,
) -> Result<Vec<u8>, Failure> {
    let plain = Zeroizing::new(serde_json::to_vec(content).map_err(|_| could_not_seal())?);
    key.seal(number, bound, &plain, outside.chance.as_ref())
        .map_err(|_| could_not_seal())
}

/// Opens a whole chronology, checking its chain. An entry that does not open is damage; a chain that does not hold is
/// said and the entries are given all the same, since each opened at its own place.
pub(crate) fn read<E: DeserializeOwned>(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    chronology: ChronologyId,
) -> Result<Read<E>, Failure> {
    let head = rows.head(&chronology)?;
    read_to(rows, keys, chronology, head, None)
}

/// As [`read`], by somebody who has looked up the head already and may hold a key of it.
pub(crate) fn read_to<E: DeserializeOwned>(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    chronology: ChronologyId,
    written: Option<HeadRow>,
    known: Option<(u32, Key)>,
) -> Result<Read<E>, Failure> {
    take(rows, keys, chronology, written, known)?.open()
}

/// A chronology as it lies in the log, with the keys it takes to open it: still sealed.
pub(crate) struct Taken {
    chronology: ChronologyId,
    entries: Vec<SealedEntry>,
    written: Option<HeadRow>,
    keys: Vec<(u32, Key)>,
}

/// Takes a chronology out of the log without opening anything of it.
pub(crate) fn take(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    chronology: ChronologyId,
    written: Option<HeadRow>,
    known: Option<(u32, Key)>,
) -> Result<Taken, Failure> {
    let entries = rows.entries(&chronology)?;
    taken(rows, keys, chronology, entries, written, known)
}

/// The last `most` entries of a chronology, the last first, each opened at its own place. The chain is not checked.
pub(crate) fn read_last<E: DeserializeOwned>(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    chronology: ChronologyId,
    most: u32,
) -> Result<Vec<Entry<E>>, Failure> {
    let entries = rows.last_entries(&chronology, most)?;
    taken(rows, keys, chronology, entries, None, None)?.opened()
}

fn taken(
    rows: &Rows<'_>,
    keys: &SettingKeys,
    chronology: ChronologyId,
    entries: Vec<SealedEntry>,
    written: Option<HeadRow>,
    known: Option<(u32, Key)>,
) -> Result<Taken, Failure> {
    let mut held: Vec<(u32, Key)> = known.into_iter().collect();
    for entry in &entries {
        let Some(number) = crate::seal::key_number(&entry.sealed) else {
            continue;
        };
        if !held.iter().any(|(known, _)| *known == number) {
            held.extend(keys.for_sealed(rows, &chronology, &entry.sealed)?);
        }
    }
    Ok(Taken {
        chronology,
        entries,
        written,
        keys: held,
    })
}

impl Taken {
    /// Checks the chain from first to last and opens every entry, each at its own place.
    pub(crate) fn open<E: DeserializeOwned>(&self) -> Result<Read<E>, Failure> {
        let head = self.entries.last().map_or(Hash::NOTHING, |last| last.hash);
        let verdict = check_one(&self.chronology, &self.entries, self.written);
        Ok(Read {
            entries: self.opened()?,
            head,
            broken: verdict.broken,
        })
    }

    fn opened<E: DeserializeOwned>(&self) -> Result<Vec<Entry<E>>, Failure> {
        let ciphers: Vec<_> = self
            .keys
            .iter()
            .map(|(number, key)| (*number, key.to_open()))
            .collect();
        let mut places = Places::of(&self.chronology);
        let mut plain = Zeroizing::default();
        let mut entries = Vec::with_capacity(self.entries.len());
        for entry in &self.entries {
            let number = crate::seal::key_number(&entry.sealed);
            let (_, key) = ciphers
                .iter()
                .find(|(known, _)| Some(*known) == number)
                .ok_or_else(|| unreadable(entry))?;
            key.open(places.at(entry.seq, entry.prev), &entry.sealed, &mut plain)
                .map_err(|_| unreadable(entry))?;
            let written = serde_json::from_slice(&plain).map_err(|_| unreadable(entry))?;
            entries.push(Entry {
                seq: entry.seq,
                recorded_at: entry.recorded_at,
                written,
            });
        }
        Ok(entries)
    }
}

fn unreadable(entry: &SealedEntry) -> Failure {
    let place = &entry.chronology;
    Failure::damaged(format!(
        "entry {} of {} {} in setting {} does not open",
        entry.seq,
        place.sort.name(),
        place.id.as_simple(),
        place.setting
    ))
}

/// A moment to the microsecond, as the log keeps it.
pub(crate) fn micros(moment: Timestamp) -> Timestamp {
    Timestamp::from_microsecond(moment.as_microsecond()).unwrap_or(moment)
}
