//! Carrying: what is never changed in commits of so many, skipping what is there already; what changes all at once.

use super::{Leg, Moving};
use crate::failure::Failure;
use crate::sql::{Cell, HeadRow, How, KeptTable, MOVED_TOO, Rows, TABLES};
use crate::verify::check_one;
use casework::chronology::{ChronologyId, SealedEntry};
use std::collections::{BTreeMap, BTreeSet};

/// How many entries or rows go into one commit.
const TOGETHER: usize = 1_000;

/// What is carried in one commit after another.
struct Commits<'m> {
    moving: &'m Moving<'m>,
    uncommitted: usize,
}

impl<'m> Commits<'m> {
    fn begun(moving: &'m Moving<'m>) -> Result<Self, Failure> {
        moving.target.begin()?;
        Ok(Self {
            moving,
            uncommitted: 0,
        })
    }

    /// Notes so many more; true where they and those before are on the disk now.
    fn added(&mut self, more: usize) -> Result<bool, Failure> {
        self.uncommitted += more;
        if self.uncommitted < TOGETHER {
            return Ok(false);
        }
        self.moving.target.commit()?;
        self.moving.target.begin()?;
        self.uncommitted = 0;
        Ok(true)
    }
}

impl Moving<'_> {
    /// Carries what is never changed: settings, the log, what was stated of it, and packs. Says how many entries were there
    /// already.
    pub(super) fn carry_what_stays(
        &self,
        rows: &Rows<'_>,
        progress: &mut dyn FnMut(Leg, u64, u64),
    ) -> Result<u64, Failure> {
        let mut commits = Commits::begun(self)?;
        let is_setting = |table: &&KeptTable| table.name == "setting";
        let for_good = || TABLES.iter().filter(|table| table.how == How::ForGood);
        let done = (|| {
            for table in for_good().filter(is_setting) {
                self.carry_rows(rows, table, &mut commits)?;
            }
            let there_before = self.carry_log(rows, &mut commits, progress)?;
            for table in for_good().filter(|table| !is_setting(table)) {
                self.carry_rows(rows, table, &mut commits)?;
            }
            self.target.commit()?;
            Ok(there_before)
        })();
        done.map_err(|failure| self.taken_back(failure))
    }

    fn carry_log(
        &self,
        rows: &Rows<'_>,
        commits: &mut Commits<'_>,
        progress: &mut dyn FnMut(Leg, u64, u64),
    ) -> Result<u64, Failure> {
        let wanted = heads(rows)?;
        let mut there = heads(&self.target.writing())?;
        let total = wanted.values().map(|head| head.seq).sum();
        let (mut done, mut there_before) = (0, 0);
        for (chronology, head) in &wanted {
            let held = there.remove(chronology);
            if held != Some(*head) {
                let held_to = held.map_or(0, |held| held.seq);
                let new = self.after_what_is_there(rows, chronology, *head, held)?;
                for chunk in new.chunks(TOGETHER) {
                    self.target.writing().add_entries(chunk)?;
                    done += chunk.len() as u64;
                    if commits.added(chunk.len())? {
                        progress(Leg::Carrying, there_before + held_to + done, total);
                    }
                }
                there_before += held_to;
            } else {
                there_before += head.seq;
            }
        }
        if let Some((chronology, _)) = there.first_key_value() {
            return Err(self.differs(format!(
                "{} is there and is not one of them",
                named(chronology)
            )));
        }
        progress(Leg::Carrying, there_before + done, total);
        Ok(there_before)
    }

    /// The entries of a chronology that are not in the new place yet. What is there must be what they lean on.
    fn after_what_is_there(
        &self,
        rows: &Rows<'_>,
        chronology: &ChronologyId,
        head: HeadRow,
        held: Option<HeadRow>,
    ) -> Result<Vec<SealedEntry>, Failure> {
        let Some(held) = held else {
            let entries = rows.entries(chronology)?;
            return match check_one(chronology, &entries, Some(head)).broken {
                Some(broken) => Err(Failure::damaged(broken.to_string())),
                None => Ok(entries),
            };
        };
        let mut entries = rows.entries_after(chronology, held.seq.saturating_sub(1))?;
        let is_the_same = entries
            .first()
            .is_some_and(|entry| (entry.seq, entry.hash) == (held.seq, held.hash));
        if !is_the_same {
            return Err(self.differs(format!(
                "{}: entry {} is not the one they have there",
                named(chronology),
                held.seq
            )));
        }
        entries.remove(0);
        Ok(entries)
    }

    /// Carries the rows of a table that are never changed, but for those that are there.
    fn carry_rows(
        &self,
        rows: &Rows<'_>,
        table: &KeptTable,
        commits: &mut Commits<'_>,
    ) -> Result<(), Failure> {
        let writing = self.target.writing();
        let mut there: BTreeSet<Vec<Cell>> = writing.keys_of(table)?.into_iter().collect();
        rows.each_row(table, |cells| {
            let key = table.key_of(&cells);
            if !there.remove(key) {
                writing.add_row(table, &cells)?;
                return commits.added(1).map(drop);
            }
            match writing.row_of(table, key)? {
                Some(found) if found == cells => Ok(()),
                _ => Err(self.differs(format!("a row of {} is another", table.name))),
            }
        })?;
        match there.is_empty() {
            true => Ok(()),
            false => Err(self.differs(format!("{} has rows that are not theirs", table.name))),
        }
    }

    /// Carries everything else. None of it is in the new place: it is committed with what makes that an installation.
    pub(super) fn carry_what_changes(&self, rows: &Rows<'_>) -> Result<(), Failure> {
        let writing = self.target.writing();
        for table in TABLES.iter().chain(MOVED_TOO) {
            if table.how != How::ForGood {
                if !writing.keys_of(table)?.is_empty() {
                    return Err(
                        self.differs(format!("{} has rows that are not theirs", table.name))
                    );
                }
                rows.each_row(table, |cells| writing.add_row(table, &cells))?;
            }
        }
        Ok(())
    }
}

/// The end of every chronology.
pub(super) fn heads(rows: &Rows<'_>) -> Result<BTreeMap<ChronologyId, HeadRow>, Failure> {
    let mut heads = BTreeMap::new();
    rows.each_head(|chronology, head| {
        heads.insert(chronology, head);
        Ok(())
    })?;
    Ok(heads)
}

/// A chronology, as it is said to a person.
pub(super) fn named(chronology: &ChronologyId) -> String {
    format!(
        "setting {}, {} {}",
        chronology.setting,
        chronology.sort.name(),
        chronology.id.as_simple()
    )
}
