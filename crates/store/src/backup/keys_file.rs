//! The keys file: every wrapped key, and what the installation knows of itself. There is one for all backups, and it is
//! replaced: a key destroyed in the records is then gone from every backup ever made, and what it sealed with it.

use super::archive::{KEYS, OpenArchive};
use super::record::Record;
use super::state::digest;
use crate::failure::Failure;
use crate::sql::{Cell, How, KeptTable, Rows, TABLES};
use casework::outside::Outside;
use std::collections::BTreeSet;

/// A keys file as it was read.
pub(super) struct KeysFile {
    /// Which one it is, counted from one.
    pub(super) number: u64,
    /// Its rows.
    pub(super) rows: Vec<(&'static KeptTable, Vec<Cell>)>,
    /// What of it is not as it was written.
    pub(super) damage: Vec<String>,
}

impl KeysFile {
    /// Reads the keys file; `None` where there is none.
    pub(super) fn of(archive: &OpenArchive) -> Result<Option<Self>, Failure> {
        let Some(bytes) = archive.get_keys()? else {
            return Ok(None);
        };
        let mut found = Self {
            number: 0,
            rows: Vec::new(),
            damage: Vec::new(),
        };
        let (number, rows) = (&mut found.number, &mut found.rows);
        let mut strange = false;
        let gaps = archive.vault.open(KEYS, &bytes, |record| {
            match record {
                Record::Begins { number: which, .. } => *number = which,
                Record::Row { table, cells } => match KeptTable::named(&table) {
                    Some(table) if table.how == How::WithTheKeys && table.fits(&cells) => {
                        rows.push((table, cells));
                    }
                    _ => strange = true,
                },
                _ => strange = true,
            }
            Ok(())
        })?;
        found.damage = gaps.iter().map(ToString::to_string).collect();
        if strange {
            found
                .damage
                .push("the keys file holds what this version does not know".to_owned());
        }
        Ok(Some(found))
    }

    fn same_as(&self, rows: &[(&'static KeptTable, Vec<Cell>)]) -> bool {
        let set = |rows: &[(&'static KeptTable, Vec<Cell>)]| -> BTreeSet<_> {
            rows.iter()
                .map(|(table, cells)| (table.name, digest(cells)))
                .collect()
        };
        self.damage.is_empty() && set(&self.rows) == set(rows)
    }
}

/// Puts a keys file with what is in the records now, unless it is what is there already. Says which it is and whether it
/// was put. `at_least` is the number of the newest keys file a backup knows of.
pub(super) fn renew(
    archive: &OpenArchive,
    rows: &Rows<'_>,
    outside: &Outside,
    at_least: u64,
) -> Result<(KeysFile, bool), Failure> {
    let mut now = Vec::new();
    for table in TABLES.iter().filter(|table| table.how == How::WithTheKeys) {
        rows.each_row(table, |cells| {
            now.push((table, cells));
            Ok(())
        })?;
    }
    let before = KeysFile::of(archive)?;
    let number = before.as_ref().map_or(0, |file| file.number).max(at_least);
    if let Some(before) = before
        && before.same_as(&now)
        && before.number >= at_least
    {
        return Ok((before, false));
    }
    let number = number + 1;
    let mut file = archive.vault.file(KEYS, outside.chance.as_ref());
    file.add(&Record::Begins {
        at: outside.now(),
        number,
        follows: [0; 32],
    })?;
    for (table, cells) in &now {
        file.add(&Record::Row {
            table: table.name.to_owned(),
            cells: cells.clone(),
        })?;
    }
    archive.put_keys(&file.finished()?)?;
    // What counts is what can be read there again.
    match KeysFile::of(archive)? {
        Some(written) if written.number == number && written.same_as(&now) => Ok((written, true)),
        _ => Err(Failure::backup_damaged(
            "the keys file could not be read again after it was written",
        )),
    }
}
