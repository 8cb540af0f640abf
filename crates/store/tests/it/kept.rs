//! Where the records of a test are kept: in a folder of its own, or in a database of its own. The same tests run on both;
//! which it is, the test binary says.

use store::Place;
use tempfile::TempDir;
use trial_postgres::Database;
use uuid::Uuid;

/// Keeps the records of a test until it is dropped.
pub(crate) struct Kept {
    folder: TempDir,
    database: Option<Database>,
}

impl Kept {
    pub(crate) fn new() -> Self {
        Self {
            folder: tempfile::tempdir().unwrap(),
            database: crate::ON_POSTGRES.then(trial_postgres::empty),
        }
    }

    pub(crate) fn place(&self) -> Place {
        match &self.database {
            Some(database) => Place::database(&database.url()).unwrap(),
            None => Place::from(self.data()),
        }
    }

    /// A folder that goes with the records: on SQLite they are in one inside it.
    pub(crate) fn path(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The folder of the records, on SQLite.
    pub(crate) fn data(&self) -> std::path::PathBuf {
        self.path().join("data")
    }

    /// Every file that has anything of the records in it, as it lies on the disk, and what is in it.
    pub(crate) fn files(&self) -> Vec<(std::path::PathBuf, Vec<u8>)> {
        let folders = match &self.database {
            Some(database) => {
                database.run("CHECKPOINT");
                let oid =
                    database.run("SELECT oid FROM pg_database WHERE datname = current_database()");
                let all = database.cluster().files();
                vec![all.join("base").join(oid), all.join("pg_wal")]
            }
            None => vec![self.data()],
        };
        folders
            .iter()
            .flat_map(|folder| std::fs::read_dir(folder).unwrap())
            .map(|file| file.unwrap().path())
            .filter(|path| path.is_file())
            // Other tests have tables in the same folder, which go with them.
            .filter_map(|path| Some((path.clone(), std::fs::read(path).ok()?)))
            .collect()
    }

    /// The database of the records, on PostgreSQL.
    pub(crate) fn database(&self) -> &Database {
        self.database.as_ref().unwrap()
    }

    /// Somebody who owns the machine and not the key: changes rows as they like, and says how many. The guards are off
    /// the door. `?1` is an id.
    pub(crate) fn tamper(&self, sql: &str, id: Uuid) -> usize {
        match crate::ON_POSTGRES {
            true => {
                let told = self.database().run(&for_postgres(sql, id));
                told.rsplit(' ').next().unwrap().parse().unwrap()
            }
            false => {
                let hand = rusqlite::Connection::open(self.data().join("leeward.db")).unwrap();
                let guards: Vec<String> = hand
                    .prepare("SELECT name FROM sqlite_schema WHERE type = 'trigger'")
                    .unwrap()
                    .query_map([], |row| row.get(0))
                    .unwrap()
                    .map(Result::unwrap)
                    .collect();
                for guard in guards {
                    hand.execute_batch(&format!("DROP TRIGGER {guard}"))
                        .unwrap();
                }
                match sql.contains("?1") {
                    true => hand.execute(sql, [id.as_bytes()]).unwrap(),
                    false => hand.execute(sql, []).unwrap(),
                }
            }
        }
    }

    /// The one value that a statement gives, as text; bytes in hexadecimal digits.
    pub(crate) fn look_up(&self, sql: &str, id: Uuid) -> String {
        match &self.database {
            Some(database) => database
                .run(&for_postgres(sql, id))
                .trim_start_matches("\\x")
                .to_owned(),
            None => {
                let hand = rusqlite::Connection::open(self.data().join("leeward.db")).unwrap();
                let sql = sql.replace("?1", &format!("x'{}'", id.as_simple()));
                hand.query_row(&sql, [], |row| {
                    Ok(match row.get_ref(0)? {
                        rusqlite::types::ValueRef::Blob(bytes) => {
                            bytes.iter().map(|byte| format!("{byte:02x}")).collect()
                        }
                        rusqlite::types::ValueRef::Integer(number) => number.to_string(),
                        rusqlite::types::ValueRef::Text(text) => {
                            String::from_utf8_lossy(text).into_owned()
                        }
                        other => panic!("{other:?}"),
                    })
                })
                .unwrap()
            }
        }
    }
}

/// What the tests write by hand in SQLite's words, in PostgreSQL's.
fn for_postgres(sql: &str, id: Uuid) -> String {
    let end = "x'00' AS BLOB)";
    sql.replace(&format!("CAST(sealed || {end}"), "sealed || '\\x00'::bytea")
        .replace("x'", "'\\x")
        .replace("zeroblob(32)", "decode(repeat('00', 32), 'hex')")
        .replace("?1", &format!("'\\x{}'::bytea", id.as_simple()))
}
