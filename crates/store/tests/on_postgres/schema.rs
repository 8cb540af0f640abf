//! The twins: each step of the schema is written twice, and both make the same tables. Every key begins with the setting,
//! so that the records can be spread over several machines by setting.

use crate::school::School;
use std::collections::BTreeMap;
use std::path::Path;

/// Of each table its columns in order (name, type, whether it may be empty) and its keys and indexes, each a list of
/// columns.
type Tables = BTreeMap<String, (Vec<(String, String, bool)>, Vec<String>)>;

fn of_sqlite() -> Tables {
    let connection = rusqlite::Connection::open_in_memory().unwrap();
    for sql in sqlite_steps() {
        connection.execute_batch(&sql).unwrap();
    }
    let strings = |sql: &str| -> Vec<Vec<String>> {
        let mut asked = connection.prepare(sql).unwrap();
        let width = asked.column_count();
        asked
            .query_map([], |row| (0..width).map(|at| row.get(at)).collect())
            .unwrap()
            .map(Result::unwrap)
            .collect()
    };
    let mut tables = Tables::new();
    for table in strings("SELECT name FROM sqlite_schema WHERE type = 'table'") {
        let name = &table[0];
        let columns = strings(&format!(
            "SELECT name, type, CAST(\"notnull\" AS TEXT) FROM pragma_table_info('{name}') ORDER BY cid"
        ));
        let columns = columns
            .into_iter()
            .map(|column| {
                let of = match column[1].as_str() {
                    "BLOB" => "bytea",
                    "INTEGER" => "bigint",
                    "TEXT" => "text",
                    other => panic!("{other}"),
                };
                (column[0].clone(), of.to_owned(), column[2] == "0")
            })
            .collect();
        let mut keys: Vec<String> = strings(&format!(
            "SELECT group_concat(name) FROM (SELECT l.name AS of, i.name AS name FROM pragma_index_list('{name}') l, pragma_index_info(l.name) i ORDER BY l.name, i.seqno) GROUP BY of"
        ))
        .into_iter()
        .map(|mut key| key.remove(0))
        .collect();
        keys.sort();
        tables.insert(name.clone(), (columns, keys));
    }
    tables
}

/// The steps of SQLite's schema, in order.
pub(crate) fn sqlite_steps() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations/sqlite");
    steps(&folder)
        .into_iter()
        .map(|step| std::fs::read_to_string(folder.join(step)).unwrap())
        .collect()
}

fn steps(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|file| file.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn of_postgres(school: &School) -> Tables {
    let database = school.kept.database();
    let mut tables = Tables::new();
    let columns = database.run(
        "SELECT table_name, column_name, data_type, is_nullable FROM information_schema.columns
         WHERE table_schema = current_schema() AND table_name <> 'migration' ORDER BY table_name, ordinal_position",
    );
    for line in columns.lines() {
        let cells: Vec<&str> = line.split('|').collect();
        let table = tables.entry(cells[0].to_owned()).or_default();
        table
            .0
            .push((cells[1].to_owned(), cells[2].to_owned(), cells[3] == "YES"));
    }
    let keys = database.run(
        "SELECT t.relname, (SELECT string_agg(a.attname, ',' ORDER BY k.n)
             FROM unnest(i.indkey) WITH ORDINALITY AS k (attnum, n)
             JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = k.attnum)
         FROM pg_index i JOIN pg_class t ON t.oid = i.indrelid
         WHERE t.relnamespace = current_schema()::regnamespace AND t.relname <> 'migration'",
    );
    for line in keys.lines() {
        let (table, key) = line.split_once('|').unwrap();
        tables.get_mut(table).unwrap().1.push(key.to_owned());
    }
    for (_, keys) in tables.values_mut() {
        keys.sort();
    }
    tables
}

#[tokio::test]
async fn both_databases_have_the_same_tables_columns_and_keys_in_the_same_order() {
    let school = School::founded().await;
    let (sqlite, postgres) = (of_sqlite(), of_postgres(&school));
    assert!(sqlite.len() > 15, "{sqlite:?}");
    assert_eq!(
        sqlite.keys().collect::<Vec<_>>(),
        postgres.keys().collect::<Vec<_>>()
    );
    for (name, table) in &sqlite {
        assert_eq!(table, &postgres[name], "{name}");
    }
    let migrations = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations");
    assert_eq!(
        steps(&migrations.join("sqlite")),
        steps(&migrations.join("postgres"))
    );
}

#[tokio::test]
async fn every_key_index_and_foreign_key_begins_with_the_setting() {
    let school = School::founded().await;
    let tables = of_postgres(&school);
    for (name, (_, keys)) in &tables {
        assert!(!keys.is_empty(), "{name}");
        for key in keys {
            assert!(
                key == "setting" || key.starts_with("setting,"),
                "{key} of {name}"
            );
        }
    }
    let database = school.kept.database();
    // Foreign keys, on both sides.
    let first = database.run(
        "SELECT count(*) FROM pg_constraint c
         JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = c.conkey[1]
         JOIN pg_attribute b ON b.attrelid = c.confrelid AND b.attnum = c.confkey[1]
         WHERE c.contype = 'f' AND c.connamespace = current_schema()::regnamespace
           AND NOT (a.attname = 'setting' AND b.attname = 'setting')",
    );
    assert_eq!(first, "0");
    // Nothing that a distributed PostgreSQL has not.
    for (what, sql) in [
        (
            "triggers",
            "SELECT count(*) FROM pg_trigger t JOIN pg_class c ON c.oid = t.tgrelid WHERE NOT t.tgisinternal AND c.relnamespace = current_schema()::regnamespace",
        ),
        (
            "sequences",
            "SELECT count(*) FROM pg_class WHERE relkind = 'S' AND relnamespace = current_schema()::regnamespace",
        ),
        (
            "functions",
            "SELECT count(*) FROM pg_proc WHERE pronamespace = current_schema()::regnamespace",
        ),
    ] {
        assert_eq!(database.run(sql), "0", "{what}");
    }
}
