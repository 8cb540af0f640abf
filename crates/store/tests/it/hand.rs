//! The hand of somebody who owns the database: it takes the guards off first and then changes what it likes, through
//! statements that every database reads. Values are bound, never written into a statement, so that one text serves all.

use casework::chronology::{ChronologyId, Hash, SealedEntry, Sort, hash_of};
use casework::id::SettingId;
use jiff::Timestamp;
use rusqlite::types::{ToSqlOutput, Value, ValueRef};
use rusqlite::{Connection, ToSql, params_from_iter};
use std::path::Path;
use store::Statement;
use uuid::Uuid;

/// A value that is bound, or found.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Cell {
    Bytes(Vec<u8>),
    Number(i64),
    Text(String),
}

impl Cell {
    pub(crate) fn bytes(&self) -> &[u8] {
        match self {
            Self::Bytes(bytes) => bytes,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn number(&self) -> i64 {
        match self {
            Self::Number(number) => *number,
            other => panic!("{other:?}"),
        }
    }

    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Text(text) => text,
            other => panic!("{other:?}"),
        }
    }
}

impl From<&[u8]> for Cell {
    fn from(bytes: &[u8]) -> Self {
        Self::Bytes(bytes.to_vec())
    }
}

impl From<Uuid> for Cell {
    fn from(id: Uuid) -> Self {
        Self::Bytes(id.as_bytes().to_vec())
    }
}

impl From<Hash> for Cell {
    fn from(hash: Hash) -> Self {
        Self::Bytes(hash.0.to_vec())
    }
}

impl From<i64> for Cell {
    fn from(number: i64) -> Self {
        Self::Number(number)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl ToSql for Cell {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Bytes(bytes) => ValueRef::Blob(bytes),
            Self::Number(number) => ValueRef::Integer(*number),
            Self::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

/// A hand on a database.
pub(crate) enum Hand {
    Sqlite(Connection),
}

impl Hand {
    /// On the database of a folder, with the guards taken off.
    pub(crate) fn on(data: &Path) -> Self {
        let connection = Connection::open(data.join("leeward.db")).unwrap();
        connection
            .execute_batch("PRAGMA synchronous = OFF; PRAGMA journal_mode = MEMORY;")
            .unwrap();
        let guards: Vec<String> = connection
            .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
            .unwrap()
            .query_map([], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        for guard in guards {
            connection
                .execute_batch(&format!("DROP TRIGGER {guard}"))
                .unwrap();
        }
        Self::Sqlite(connection)
    }

    /// Runs one statement; says how many rows it changed.
    pub(crate) fn run(&self, sql: &str, values: &[Cell]) -> usize {
        match self {
            Self::Sqlite(connection) => connection.execute(sql, params_from_iter(values)).unwrap(),
        }
    }

    /// The rows of an answer.
    pub(crate) fn rows(&self, sql: &str, values: &[Cell]) -> Vec<Vec<Cell>> {
        match self {
            Self::Sqlite(connection) => {
                let mut statement = connection.prepare(sql).unwrap();
                let columns = statement.column_count();
                let rows = statement.query_map(params_from_iter(values), |row| {
                    (0..columns)
                        .map(|column| {
                            Ok(match row.get(column)? {
                                Value::Blob(bytes) => Cell::Bytes(bytes),
                                Value::Integer(number) => Cell::Number(number),
                                Value::Text(text) => Cell::Text(text),
                                other => panic!("{other:?}"),
                            })
                        })
                        .collect()
                });
                rows.unwrap().map(Result::unwrap).collect()
            }
        }
    }

    /// Every chronology that has entries.
    pub(crate) fn chronologies(&self) -> Vec<ChronologyId> {
        self.rows(
            "SELECT DISTINCT setting, id, sort FROM entry ORDER BY setting, id, sort",
            &[],
        )
        .iter()
        .map(|row| ChronologyId {
            setting: SettingId(Uuid::from_slice(row[0].bytes()).unwrap()),
            id: Uuid::from_slice(row[1].bytes()).unwrap(),
            sort: Sort::named(row[2].text()).unwrap(),
        })
        .collect()
    }

    /// The entries of a chronology as they lie there.
    pub(crate) fn entries(&self, chronology: &ChronologyId) -> Vec<SealedEntry> {
        self.rows(
            "SELECT seq, recorded_at, sealed, prev, hash FROM entry WHERE setting = ?1 AND id = ?2 AND sort = ?3 ORDER BY seq",
            &key(chronology),
        )
        .iter()
        .map(|row| SealedEntry {
            chronology: *chronology,
            seq: u64::try_from(row[0].number()).unwrap(),
            recorded_at: Timestamp::from_microsecond(row[1].number()).unwrap(),
            sealed: row[2].bytes().to_vec(),
            prev: Hash(row[3].bytes().try_into().unwrap()),
            hash: Hash(row[4].bytes().try_into().unwrap()),
        })
        .collect()
    }

    /// Puts other entries in the place of a chronology's, chained anew so that they hold together, and its head with them.
    pub(crate) fn rewrite(&self, chronology: &ChronologyId, mut entries: Vec<SealedEntry>) {
        self.run(
            "DELETE FROM entry WHERE setting = ?1 AND id = ?2 AND sort = ?3",
            &key(chronology),
        );
        let (mut prev, mut seq) = (Hash::NOTHING, 0);
        for entry in &mut entries {
            seq += 1;
            (entry.chronology, entry.seq, entry.prev) = (*chronology, seq, prev);
            entry.hash = hash_of(chronology, seq, entry.recorded_at, &entry.sealed, prev);
            prev = entry.hash;
            let mut row = key(chronology).to_vec();
            row.extend([
                Cell::Number(i64::try_from(seq).unwrap()),
                entry.recorded_at.as_microsecond().into(),
                entry.sealed.as_slice().into(),
                entry.prev.into(),
                entry.hash.into(),
            ]);
            self.run("INSERT INTO entry (setting, id, sort, seq, recorded_at, sealed, prev, hash) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)", &row);
        }
        let mut head = key(chronology).to_vec();
        let last = entries.last().unwrap();
        head.extend([
            Cell::Number(i64::try_from(seq).unwrap()),
            last.recorded_at.as_microsecond().into(),
            last.hash.into(),
        ]);
        self.run("UPDATE head SET seq = ?4, recorded_at = ?5, hash = ?6 WHERE setting = ?1 AND id = ?2 AND sort = ?3", &head);
    }

    /// Takes away the tree of heads and everything that was signed of it.
    pub(crate) fn forget_checkpoints(&self) {
        self.run("DELETE FROM head_statement", &[]);
        self.run("DELETE FROM checkpoint", &[]);
    }

    /// Has the tree state another head in the place of one.
    pub(crate) fn restate(&self, leaf: u64, stated: &Statement) {
        let number = Cell::Number(i64::try_from(leaf).unwrap());
        let seq = Cell::Number(i64::try_from(stated.seq).unwrap());
        self.run(
            "UPDATE head_statement SET seq = ?2, hash = ?3 WHERE number = ?1",
            &[number, seq, stated.hash.into()],
        );
    }
}

/// The key of a chronology: setting, id, sort.
pub(crate) fn key(chronology: &ChronologyId) -> [Cell; 3] {
    [
        chronology.setting.0.into(),
        chronology.id.into(),
        chronology.sort.name().into(),
    ]
}
