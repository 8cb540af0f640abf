//! An entry is never changed: the database itself refuses, whoever asks it.

use crate::school::School;
use rusqlite::Connection;

/// Another program with the file open, as an administrator's tool would have it.
fn another_hand(school: &School) -> Connection {
    Connection::open(school.data().join("leeward.db")).unwrap()
}

fn refusal(connection: &Connection, sql: &str) -> String {
    connection.execute(sql, []).unwrap_err().to_string()
}

#[tokio::test]
async fn the_database_refuses_to_change_remove_or_replace_an_entry() {
    let school = School::founded().await;
    let (case, _) = school.concern().await;
    let hand = another_hand(&school);
    assert_eq!(
        refusal(
            &hand,
            "UPDATE entry SET recorded_at = recorded_at + 1 WHERE seq = 1"
        ),
        "an entry is never changed"
    );
    assert_eq!(
        refusal(&hand, "DELETE FROM entry WHERE seq = 1"),
        "an entry is never removed"
    );
    let columns = "setting, sort, id, seq, recorded_at, sealed, prev, hash";
    for verb in ["INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE", "INSERT"] {
        let sql = format!(
            "{verb} INTO entry ({columns}) SELECT setting, sort, id, seq, 0, sealed, prev, hash FROM entry"
        );
        assert_eq!(refusal(&hand, &sql), "an entry is never replaced", "{verb}");
    }
    let upsert = format!(
        "INSERT INTO entry ({columns}) SELECT {columns} FROM entry WHERE true
         ON CONFLICT DO UPDATE SET recorded_at = 0"
    );
    assert_eq!(refusal(&hand, &upsert), "an entry is never replaced");
    assert!(
        school
            .store
            .verify(school.chronology(case))
            .await
            .unwrap()
            .intact()
    );
}

#[tokio::test]
async fn the_database_refuses_to_take_a_head_back() {
    let school = School::founded().await;
    school.concern().await;
    let hand = another_hand(&school);
    assert_eq!(
        refusal(&hand, "DELETE FROM head"),
        "a head is never removed"
    );
    assert_eq!(
        refusal(&hand, "UPDATE head SET hash = zeroblob(32)"),
        "a head only grows"
    );
    let replace = "INSERT OR REPLACE INTO head (setting, sort, id, seq, recorded_at, hash) SELECT setting, sort, id, seq, recorded_at, zeroblob(32) FROM head";
    assert_eq!(refusal(&hand, replace), "a head only grows");
}

#[tokio::test]
async fn every_key_and_every_index_begins_with_the_setting_and_every_table_is_strict() {
    let school = School::founded().await;
    let hand = another_hand(&school);
    let mut tables = hand.prepare("SELECT name, wr, strict FROM pragma_table_list WHERE schema = 'main' AND name NOT LIKE 'sqlite_%'").unwrap();
    let tables: Vec<(String, bool, bool)> = tables
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
        .unwrap()
        .map(Result::unwrap)
        .collect();
    assert!(tables.len() > 15, "{tables:?}");
    for (table, without_rowid, strict) in tables {
        // Entries have rows of their own: in a key a long text would take a page to itself.
        assert!(strict && without_rowid != (table == "entry"), "{table}");
        let mut indexes = hand
            .prepare("SELECT name FROM pragma_index_list(?1)")
            .unwrap();
        let indexes: Vec<String> = indexes
            .query_map([&table], |row| row.get(0))
            .unwrap()
            .map(Result::unwrap)
            .collect();
        assert!(!indexes.is_empty(), "{table}");
        for index in indexes {
            let first: String = hand
                .query_row(
                    "SELECT name FROM pragma_index_info(?1) WHERE seqno = 0",
                    [&index],
                    |row| row.get(0),
                )
                .unwrap();
            assert_eq!(first, "setting", "{index} of {table}");
        }
    }
}

#[test]
fn the_sqlite_inside_is_new_enough() {
    // 3.51.3 mends a fault by which a database in WAL mode could be damaged.
    assert!(
        rusqlite::version_number() >= 3_051_003,
        "{}",
        rusqlite::version()
    );
}
