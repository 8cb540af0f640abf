//! Comparing the new place with the source: the end of every chronology, every entry byte for byte, every row.

use super::carry::{heads, named};
use super::{Leg, Moving};
use crate::backup::digest;
use crate::failure::Failure;
use crate::sql::{KeptTable, MOVED_TOO, Rows, Stretch, TABLES};
use casework::chronology::{ChronologyId, SealedEntry};
use std::collections::BTreeSet;

/// So many entries go by between two words about how far it has come.
const TELL_EVERY: u64 = 1_000;

impl Moving<'_> {
    /// Every chronology ends in the source where it ends in the new place. Where it goes on, it was written to meanwhile.
    pub(super) fn same_heads(&self, rows: &Rows<'_>) -> Result<(), Failure> {
        let (wanted, there) = (heads(rows)?, heads(&self.target.writing())?);
        let mut grown = 0_u64;
        for (chronology, head) in &wanted {
            match there.get(chronology) {
                Some(held) if held == head => {}
                Some(held) if held.seq >= head.seq => {
                    return Err(self.differs(format!(
                        "{} does not end there as it does here",
                        named(chronology)
                    )));
                }
                _ => grown += 1,
            }
        }
        if grown > 0 {
            return Err(self.grew(format!("{grown} of its chronologies have entries since")));
        }
        match there.keys().find(|held| !wanted.contains_key(held)) {
            Some(more) => {
                Err(self.differs(format!("{} is there and is not one of them", named(more))))
            }
            None => Ok(()),
        }
    }

    /// Compares every entry of the source, and says how many there are. There are no others in the new place.
    pub(super) fn compare_entries(
        &self,
        rows: &Rows<'_>,
        progress: &mut dyn FnMut(Leg, u64, u64),
    ) -> Result<u64, Failure> {
        let writing = self.target.writing();
        let total = rows.count_entries()?;
        let mut compared = 0;
        let mut walking: Option<(ChronologyId, std::vec::IntoIter<SealedEntry>)> = None;
        rows.each_entry_of(&Stretch::default(), |entry| {
            let there = match &mut walking {
                Some((chronology, there)) if *chronology == entry.chronology => there,
                _ => {
                    let there = writing.entries(&entry.chronology)?.into_iter();
                    &mut walking.insert((entry.chronology, there)).1
                }
            };
            if there.next().as_ref() != Some(&entry) {
                return Err(self.differs(format!(
                    "{}: entry {} is not the same to the byte",
                    named(&entry.chronology),
                    entry.seq
                )));
            }
            compared += 1;
            if compared % TELL_EVERY == 0 {
                progress(Leg::Comparing, compared, total);
            }
            Ok(())
        })?;
        if writing.count_entries()? != compared {
            return Err(self.differs("it has entries that are not theirs"));
        }
        progress(Leg::Comparing, compared, total);
        Ok(compared)
    }

    /// Every row beside the log is the same, to the byte, and there are no others. Says how many.
    pub(super) fn same_rows(&self, rows: &Rows<'_>) -> Result<u64, Failure> {
        let writing = self.target.writing();
        let mut count = 0;
        for table in TABLES.iter().chain(MOVED_TOO) {
            let (wanted, there) = (digests(rows, table)?, digests(&writing, table)?);
            if wanted != there {
                return Err(self.grew(format!("rows of {} changed", table.name)));
            }
            count += wanted.len() as u64;
        }
        Ok(count)
    }

    fn grew(&self, what: String) -> Failure {
        Failure::SourceGrew {
            place: self.from.to_string(),
            what,
        }
    }
}

/// What every row of a table says. In no order: the two databases need not have the same.
fn digests(rows: &Rows<'_>, table: &KeptTable) -> Result<BTreeSet<[u8; 16]>, Failure> {
    let mut all = BTreeSet::new();
    rows.each_row(table, |cells| {
        all.insert(digest(&cells));
        Ok(())
    })?;
    Ok(all)
}
