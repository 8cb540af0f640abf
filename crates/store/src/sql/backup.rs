//! What a backup reads and a restore writes, and what a move carries: the entries after a place in a chronology, and every
//! table that lies beside the log, row by row.
//!
//! INVARIANT: every table of the schema is in [`TABLES`] or in [`LEFT_OUT`], and in a move unless it follows from the log; a test compares both with the schema, so that
//! a table added later is not forgotten.

use super::row::Row;
use super::rows::{Rows, entry};
use super::value::Value;
use super::writing::Writing;
use crate::failure::Failure;
use casework::chronology::{ChronologyId, SealedEntry};

/// One value of a row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cell {
    /// No value.
    Nothing,
    /// A number, a moment in microseconds, or yes (1) and no (0).
    Number(i64),
    /// An id, a hash, or something sealed.
    Bytes(Vec<u8>),
    /// A name from a closed list.
    Text(String),
}

impl Cell {
    /// How long it is.
    pub(crate) fn len(&self) -> usize {
        match self {
            Self::Nothing => 0,
            Self::Number(_) => 8,
            Self::Bytes(bytes) => bytes.len(),
            Self::Text(text) => text.len(),
        }
    }

    fn as_value(&self) -> Value<'_> {
        match self {
            Self::Nothing => Value::Nothing,
            Self::Number(number) => (*number).into(),
            Self::Bytes(bytes) => bytes.as_slice().into(),
            Self::Text(text) => text.as_str().into(),
        }
    }
}

/// How the rows of a table are kept in a backup.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    /// A row is never changed: it is in the backups once, and is restored whatever moment is asked for.
    ForGood,
    /// Rows come, change and go: they are restored as the backup at or before the moment had them.
    AsItWas,
    /// In the keys file alone, which is replaced: what is destroyed here is gone from every backup.
    WithTheKeys,
}

/// A table beside the log.
#[derive(Debug)]
pub(crate) struct KeptTable {
    /// Its name.
    pub(crate) name: &'static str,
    /// How its rows are kept.
    pub(crate) how: How,
    /// The columns, the first `key` of which are its key; by what is in each: `b` bytes, `B` bytes or nothing, `n` a number,
    /// `t` text.
    shape: &'static [u8],
    /// How many of its columns are its key.
    key: usize,
    keys: &'static str,
    rows: &'static str,
    one: &'static str,
    add: &'static str,
}

macro_rules! table {
    ($name:literal, $how:ident, $shape:literal, $key:literal of $keys:literal, $where:literal, $columns:literal, $values:literal) => {
        KeptTable {
            name: $name,
            how: How::$how,
            shape: $shape,
            key: $key,
            keys: concat!("SELECT ", $keys, " FROM ", $name, " ORDER BY ", $keys),
            rows: concat!("SELECT ", $columns, " FROM ", $name, " ORDER BY ", $keys),
            one: concat!("SELECT ", $columns, " FROM ", $name, " WHERE ", $where),
            add: concat!(
                "INSERT INTO ",
                $name,
                " (",
                $columns,
                ") VALUES (",
                $values,
                ")"
            ),
        }
    };
}

/// Every table that is in a backup beside the log; those that others lean on first.
pub(crate) static TABLES: &[KeptTable] = &[
    table!("setting", ForGood, b"bn", 1 of "setting", "setting = ?1", "setting, founded", "?1, ?2"),
    table!("kept_pack", ForGood, b"btb", 2 of "setting, digest", "setting = ?1 AND digest = ?2", "setting, digest, body", "?1, ?2, ?3"),
    table!("head_statement", ForGood, b"bnbbtnb", 2 of "setting, number", "setting = ?1 AND number = ?2", "setting, number, about, id, sort, seq, hash", "?1, ?2, ?3, ?4, ?5, ?6, ?7"),
    table!("checkpoint", ForGood, b"bnnbbt", 2 of "setting, size", "setting = ?1 AND size = ?2", "setting, size, made_at, root, edge, note", "?1, ?2, ?3, ?4, ?5, ?6"),
    table!("credential", AsItWas, b"bbb", 2 of "setting, who", "setting = ?1 AND who = ?2", "setting, who, sealed", "?1, ?2, ?3"),
    table!("job", AsItWas, b"bbnnnb", 2 of "setting, id", "setting = ?1 AND id = ?2", "setting, id, due_at, claimed_until, attempts, sealed", "?1, ?2, ?3, ?4, ?5, ?6"),
    table!("asked_absent", AsItWas, b"bn", 1 of "setting", "setting = ?1", "setting, times", "?1, ?2"),
    table!("installation", WithTheKeys, b"btb", 2 of "setting, name", "setting = ?1 AND name = ?2", "setting, name, value", "?1, ?2, ?3"),
    table!("wrapped_key", WithTheKeys, b"bbtnb", 4 of "setting, id, sort, key_no", "setting = ?1 AND id = ?2 AND sort = ?3 AND key_no = ?4", "setting, id, sort, key_no, wrapped", "?1, ?2, ?3, ?4, ?5"),
];

/// Every table that is not in a backup and yet goes with the records when they move.
pub(crate) static MOVED_TOO: &[KeptTable] = &[
    table!("once", AsItWas, b"bbnb", 2 of "setting, tag", "setting = ?1 AND tag = ?2", "setting, tag, at, sealed", "?1, ?2, ?3, ?4"),
    table!("session", AsItWas, b"bbbnb", 2 of "setting, token_hash", "setting = ?1 AND token_hash = ?2", "setting, token_hash, who, expires, sealed", "?1, ?2, ?3, ?4, ?5"),
    table!("link", AsItWas, b"bbbnb", 2 of "setting, token_hash", "setting = ?1 AND token_hash = ?2", "setting, token_hash, who, expires, sealed", "?1, ?2, ?3, ?4, ?5"),
    table!("draft", AsItWas, b"bbnbB", 2 of "setting, tag", "setting = ?1 AND tag = ?2", "setting, tag, saved_at, sealed, about", "?1, ?2, ?3, ?4, ?5"),
];

/// Every other table, and why it is not in a backup.
#[cfg(test)]
pub(crate) const LEFT_OUT: [(&str, &str); 10] = [
    (
        "migration",
        "the schema is made anew by the version that restores",
    ),
    ("entry", "the log: its entries are records of their own"),
    ("head", "follows from the log"),
    ("line", "a view: folded anew from the log"),
    ("reported_by", "a view: folded anew from the log"),
    ("staff_email", "a view: folded anew from the log"),
    (
        "once",
        "only keeps a form from being taken twice within a week",
    ),
    (
        "session",
        "a session ends with the server it was on: everybody signs in again",
    ),
    ("link", "a link that was used since would work again"),
    (
        "draft",
        "words under the key of the setting and not of a case: in a backup they would outlive the case",
    ),
];

impl KeptTable {
    /// The table of this name.
    pub(crate) fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// The cells of a row that are its key.
    pub(crate) fn key_of<'c>(&self, cells: &'c [Cell]) -> &'c [Cell] {
        cells.get(..self.key).unwrap_or(cells)
    }

    /// Whether cells are as the rows of this table.
    pub(crate) fn fits(&self, cells: &[Cell]) -> bool {
        cells.len() == self.shape.len()
            && self.shape.iter().zip(cells).all(|(shape, cell)| {
                matches!(
                    (shape, cell),
                    (b'b' | b'B', Cell::Bytes(_))
                        | (b'B', Cell::Nothing)
                        | (b'n', Cell::Number(_))
                        | (b't', Cell::Text(_))
                )
            })
    }

    fn cells(&self, row: &Row<'_>, count: usize) -> Result<Vec<Cell>, Failure> {
        self.shape
            .iter()
            .take(count)
            .enumerate()
            .map(|(column, shape)| {
                Ok(match shape {
                    b'n' => Cell::Number(row.int(column)?),
                    b't' => Cell::Text(row.text(column)?),
                    b'B' => row.maybe_bytes(column)?.map_or(Cell::Nothing, Cell::Bytes),
                    _ => Cell::Bytes(row.bytes(column)?),
                })
            })
            .collect()
    }
}

impl Rows<'_> {
    /// The entries of a chronology after its first `after`, in order.
    pub(crate) fn entries_after(
        &self,
        chronology: &ChronologyId,
        after: u64,
    ) -> Result<Vec<SealedEntry>, Failure> {
        let after = i64::try_from(after).unwrap_or(i64::MAX);
        self.0.all(
            "SELECT seq, recorded_at, sealed, prev, hash FROM entry
             WHERE setting = ?1 AND sort = ?2 AND id = ?3 AND seq > ?4 ORDER BY seq",
            &[
                chronology.setting.into(),
                chronology.sort.name().into(),
                chronology.id.into(),
                after.into(),
            ],
            |row| entry(row, 0, *chronology),
        )
    }

    /// The keys of every row of a table.
    pub(crate) fn keys_of(&self, table: &KeptTable) -> Result<Vec<Vec<Cell>>, Failure> {
        self.0
            .all(table.keys, &[], |row| table.cells(row, table.key))
    }

    /// Every row of a table, one at a time.
    pub(crate) fn each_row(
        &self,
        table: &KeptTable,
        mut each: impl FnMut(Vec<Cell>) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        self.0.each(table.rows, &[], |row| {
            each(table.cells(row, table.shape.len())?)?;
            Ok(true)
        })
    }

    /// The row of a table with this key.
    pub(crate) fn row_of(
        &self,
        table: &KeptTable,
        key: &[Cell],
    ) -> Result<Option<Vec<Cell>>, Failure> {
        let values: Vec<Value<'_>> = key.iter().map(Cell::as_value).collect();
        self.0.one(table.one, &values, |row| {
            table.cells(row, table.shape.len())
        })
    }
}

impl Writing<'_> {
    /// Adds a row to a table, as it was in another database.
    pub(crate) fn add_row(&self, table: &KeptTable, cells: &[Cell]) -> Result<(), Failure> {
        let values: Vec<Value<'_>> = cells.iter().map(Cell::as_value).collect();
        self.execute(table.add, &values).map(drop)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
    use super::*;
    use crate::sql::{Begins, WriteConnection};
    use std::collections::BTreeSet;

    /// A table that nobody thought of would be lost with the next restore.
    #[test]
    fn every_table_and_every_column_is_in_a_backup_or_left_out_for_a_reason() {
        let dir = tempfile::tempdir().unwrap();
        drop(WriteConnection::open(&dir.path().into(), Begins::Anew, 0).unwrap());
        let hand = rusqlite::Connection::open(crate::sql::file_in(dir.path())).unwrap();
        let names = |sql: &str| -> BTreeSet<String> {
            hand.prepare(sql)
                .unwrap()
                .query_map([], |row| row.get(0))
                .unwrap()
                .collect::<Result<_, _>>()
                .unwrap()
        };
        let there = names(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'",
        );
        let known: BTreeSet<String> = TABLES
            .iter()
            .map(|table| table.name)
            .chain(LEFT_OUT.iter().map(|(name, _)| *name))
            .map(str::to_owned)
            .collect();
        assert_eq!(there, known);
        assert!(LEFT_OUT.iter().all(|(_, why)| !why.is_empty()));
        for (name, _) in LEFT_OUT {
            let follows = [
                "migration",
                "entry",
                "head",
                "line",
                "reported_by",
                "staff_email",
            ];
            let moved = MOVED_TOO.iter().any(|table| table.name == name);
            assert_ne!(moved, follows.contains(&name), "{name}");
        }
        for table in TABLES.iter().chain(MOVED_TOO) {
            let columns = names(&format!(
                "SELECT name FROM pragma_table_info('{}')",
                table.name
            ));
            assert_eq!(columns.len(), table.shape.len(), "{}", table.name);
            for column in columns {
                assert!(table.rows.contains(&column), "{column} of {}", table.name);
            }
        }
    }
}
