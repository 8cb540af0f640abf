//! Going through the segments from the first: every part opened, every chain followed, entry by entry. Whoever restores,
//! checks or compares is handed what holds.

use super::archive::{OpenArchive, digest_of, segment};
use super::record::Record;
use super::state::State;
use crate::failure::Failure;
use crate::sql::{Cell, KeptTable};
use casework::chronology::{ChronologyId, SealedEntry};
use jiff::Timestamp;
use std::collections::BTreeMap;

/// What is done with what the segments hold. `at` is when the backup was taken that a row first stands in.
pub(super) trait Takes {
    /// An entry that follows from the one before it.
    fn entry(&mut self, entry: SealedEntry) -> Result<(), Failure>;
    /// A row that is new or says something else.
    fn row(
        &mut self,
        table: &'static KeptTable,
        cells: Vec<Cell>,
        at: Timestamp,
    ) -> Result<(), Failure>;
    /// A row that is there no more.
    fn gone(
        &mut self,
        table: &'static KeptTable,
        key: [u8; 16],
        at: Timestamp,
    ) -> Result<(), Failure>;
}

/// Nothing is done with it.
pub(super) struct Nothing;

impl Takes for Nothing {
    fn entry(&mut self, _: SealedEntry) -> Result<(), Failure> {
        Ok(())
    }
    fn row(&mut self, _: &'static KeptTable, _: Vec<Cell>, _: Timestamp) -> Result<(), Failure> {
        Ok(())
    }
    fn gone(&mut self, _: &'static KeptTable, _: [u8; 16], _: Timestamp) -> Result<(), Failure> {
        Ok(())
    }
}

/// How far the walk has come, and what it met.
#[derive(Default)]
pub(super) struct Walk {
    /// How far the segments go that were walked.
    pub(super) state: State,
    /// What is not as it was written.
    pub(super) damage: Vec<String>,
    /// Chronologies that end early, and how many of their entries hold.
    pub(super) cut: BTreeMap<ChronologyId, u64>,
    /// The last segment had a gap, so that the next cannot be held against it.
    gap_before: bool,
}

impl Walk {
    /// On from a state that was kept.
    pub(super) fn from(state: State) -> Self {
        Self {
            state,
            ..Self::default()
        }
    }

    /// Goes on to the segment `last`. Damage is noted and gone round, never an error.
    pub(super) fn on_to(
        &mut self,
        archive: &OpenArchive,
        last: u64,
        takes: &mut dyn Takes,
        progress: &mut dyn FnMut(u64, u64),
    ) -> Result<(), Failure> {
        while self.state.segments < last {
            self.next(archive, takes)?;
            progress(self.state.segments, last);
        }
        Ok(())
    }

    fn next(&mut self, archive: &OpenArchive, takes: &mut dyn Takes) -> Result<(), Failure> {
        let number = self.state.segments + 1;
        let name = segment(number);
        let Some(bytes) = archive.get(&name)? else {
            self.damage.push(format!("{name} is not there"));
            self.gap_before = true;
            self.state.segments = number;
            return Ok(());
        };
        let mut at = None;
        let gaps = archive.vault.open(&name, &bytes, |record| {
            self.take(record, &name, &mut at, takes)
        })?;
        self.damage.extend(gaps.iter().map(ToString::to_string));
        self.gap_before = !gaps.is_empty();
        self.state.segments = number;
        self.state.last_segment = digest_of(&bytes);
        Ok(())
    }

    fn take(
        &mut self,
        record: Record,
        name: &str,
        at: &mut Option<Timestamp>,
        takes: &mut dyn Takes,
    ) -> Result<(), Failure> {
        let known = |table: &str| {
            KeptTable::named(table).ok_or_else(|| {
                Failure::backup_damaged(format!(
                    "{name} holds rows of a table this version does not know; use the version that took the backup, or a newer one"
                ))
            })
        };
        // Where the first part is lost, its rows count as from the beginning: later ones take their place.
        let when = at.unwrap_or(Timestamp::MIN);
        match record {
            Record::Begins {
                at: begun,
                number,
                follows,
            } => {
                *at = Some(begun);
                if number != self.state.segments + 1
                    || (follows != self.state.last_segment && !self.gap_before)
                {
                    self.damage
                        .push(format!("{name} does not follow from the segment before it"));
                }
            }
            Record::Entry(entry) => {
                if !self.cut.contains_key(&entry.chronology) && self.state.goes_on_with(&entry) {
                    self.state.take_entry(&entry);
                    takes.entry(entry)?;
                } else {
                    let tip = self.state.tips.get(&entry.chronology);
                    let whole = tip.map_or(0, |tip| tip.seq);
                    self.cut.entry(entry.chronology).or_insert(whole);
                }
            }
            Record::Row { table, cells } => {
                let table = known(&table)?;
                if !table.fits(&cells) {
                    return Err(Failure::backup_damaged(format!(
                        "a row of {} in {name} is not as this version knows it",
                        table.name
                    )));
                }
                self.state.take_row(table, &cells);
                takes.row(table, cells, when)?;
            }
            Record::Gone { table, key } => {
                let table = known(&table)?;
                self.state.rows.remove(&(table.name, key));
                takes.gone(table, key, when)?;
            }
            _ => self
                .damage
                .push(format!("{name} holds what has no place in a segment")),
        }
        Ok(())
    }

    /// Whether everything held so far.
    pub(super) fn is_whole(&self) -> bool {
        self.damage.is_empty() && self.cut.is_empty()
    }

    /// What is wrong, in one line.
    pub(super) fn first_damage(&self) -> String {
        let cut = || {
            self.cut.iter().next().map(|(chronology, whole)| {
                format!(
                    "{} {} holds up to entry {whole} and no further",
                    chronology.sort.name(),
                    chronology.id.as_simple()
                )
            })
        };
        self.damage
            .first()
            .cloned()
            .or_else(cut)
            .unwrap_or_default()
    }
}

/// The state after the segment `last`: from the newest index that can be used, and the segments after it.
pub(super) fn state_at(archive: &OpenArchive, last: u64) -> Result<(State, u64), Failure> {
    let listed = archive.listed()?;
    let newest = listed
        .indexes
        .iter()
        .rev()
        .find(|(number, _)| *number <= last)
        .copied();
    let mut walk = Walk::default();
    if let Some((number, _)) = newest
        && let Some(state) = index_of(archive, number)?
    {
        walk = Walk::from(state);
    }
    let from = walk.state.segments;
    walk.on_to(archive, last, &mut Nothing, &mut |_, _| {})?;
    if walk.is_whole() {
        Ok((walk.state, from))
    } else {
        Err(Failure::backup_damaged(walk.first_damage()))
    }
}

/// An index; `None` where it is not there or not as it was written.
pub(super) fn index_of(archive: &OpenArchive, number: u64) -> Result<Option<State>, Failure> {
    let name = super::archive::index(number);
    let Some(bytes) = archive.get(&name)? else {
        return Ok(None);
    };
    let mut state = State::default();
    let mut fits = true;
    let gaps = archive.vault.open(&name, &bytes, |record| {
        fits &= state.take_record(record);
        Ok(())
    })?;
    Ok((fits && gaps.is_empty() && state.segments == number).then_some(state))
}
