//! Every statement is written once and read by both databases, and none goes beyond one setting but those named here.

use crate::school::School;
use std::collections::BTreeSet;
use std::path::Path;

/// What looks across settings (and, besides, what `of_tables` gives: a backup takes all of them), by how it begins: whoever looks after the whole installation, or does not know yet which
/// setting it is about.
const ACROSS: [&str; 11] = [
    // Which settings there are.
    "SELECT setting FROM setting WHERE setting NOT IN",
    "SELECT setting FROM setting WHERE setting IN",
    // Verifying everything.
    "SELECT count(*) FROM entry",
    "SELECT setting, sort, id, seq, recorded_at, hash FROM head",
    "SELECT setting, sort, id, seq, recorded_at, sealed, prev, hash FROM entry",
    "SELECT about, sort, id, seq, hash, number FROM head_statement",
    // Outgoing work, whosever it is.
    "SELECT count(*) FROM job",
    "SELECT setting, id, attempts, sealed FROM job",
    // Signing in, with an address and nothing else.
    "SELECT setting, who, sealed FROM staff_email",
    // Changing the root key, and keys that are being changed.
    "SELECT setting FROM installation WHERE name",
    "SELECT setting, key_no, wrapped FROM wrapped_key",
];

/// Every statement in the sources, as it stands there.
fn statements() -> BTreeSet<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/sql");
    let mut found = BTreeSet::new();
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_none_or(|ending| ending != "rs") {
            continue;
        }
        let source = std::fs::read_to_string(&path).unwrap();
        for text in source.split('"').skip(1).step_by(2) {
            let verb = text.split(' ').next().unwrap_or_default();
            // A piece of a statement that is put together from what a table says of itself (see `of_tables`), or a
            // question to SQLite about itself, in a test.
            if text.ends_with(' ') || (text.contains("pragma_") || text.contains("sqlite_schema")) {
                continue;
            }
            if ["SELECT", "INSERT", "UPDATE", "DELETE"].contains(&verb) {
                found.insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    found
}

/// The statements a backup puts together for each table it takes, as `table!` does, with what follows it in the source.
fn of_tables() -> Vec<String> {
    let source = include_str!("../../src/sql/backup.rs");
    let mut found = Vec::new();
    for line in source
        .lines()
        .filter(|line| line.trim_start().starts_with("table!("))
    {
        let said: Vec<&str> = line.split('"').skip(1).step_by(2).collect();
        let [name, _, keys, one, columns, values] = said[..] else {
            panic!("{line}");
        };
        found.push(format!("SELECT {keys} FROM {name} ORDER BY {keys}"));
        found.push(format!("SELECT {columns} FROM {name} ORDER BY {keys}"));
        found.push(format!("SELECT {columns} FROM {name} WHERE {one}"));
        found.push(format!("INSERT INTO {name} ({columns}) VALUES ({values})"));
    }
    assert!(found.len() > 20, "{found:?}");
    found
}

#[tokio::test]
async fn both_databases_take_every_statement_as_it_is_written() {
    let mut statements = statements();
    statements.extend(of_tables());
    assert!(statements.len() > 50, "{}", statements.len());
    let school = School::founded().await;
    let sqlite = rusqlite::Connection::open_in_memory().unwrap();
    for sql in crate::schema::sqlite_steps() {
        sqlite.execute_batch(&sql).unwrap();
    }
    let mut all = String::new();
    for (number, statement) in statements.iter().enumerate() {
        if let Err(refused) = sqlite.prepare(statement) {
            panic!("{refused}: {statement}");
        }
        let statement = match statement.split_once(" INDEXED BY ") {
            Some((before, after)) => format!("{before} {}", after.split_once(' ').unwrap().1),
            None => statement.clone(),
        };
        all.push_str(&format!(
            "PREPARE p{number} AS {};\n",
            statement.replace('?', "$")
        ));
    }
    school
        .kept
        .database()
        .run_as(trial_postgres::OWNER, &all)
        .unwrap();
}

#[test]
fn no_statement_goes_beyond_one_setting_but_those_that_are_named() {
    let mut met = BTreeSet::new();
    for statement in statements() {
        if let Some(named) = ACROSS.iter().find(|begins| statement.starts_with(**begins)) {
            met.insert(*named);
            continue;
        }
        let keeps_within = statement.contains("setting = ?")
            || (statement.starts_with("INSERT INTO") && statement.contains("(setting, "));
        assert!(keeps_within, "{statement}");
    }
    assert_eq!(met.len(), ACROSS.len(), "{met:?}");
}

#[test]
fn what_is_tried_on_sqlite_is_tried_here_or_is_about_a_file() {
    const ABOUT_A_FILE: [&str; 19] = [
        "another_process",
        "backing_up",
        "backup_broken_off",
        "changing_keys",
        "checkpoints_in_a_file",
        "damage",
        "erased_from_the_file",
        "folder",
        "full",
        "hand",
        "in_a_token",
        "installing",
        "killed",
        "killed_changing_keys",
        "never_changed",
        "refused_by_the_disk",
        "tamper_campaign",
        "tampering_outside",
        "verify_elsewhere",
    ];
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let mods = |main: &str| -> BTreeSet<String> {
        std::fs::read_to_string(tests.join(main))
            .unwrap()
            .lines()
            .filter_map(|line| Some(line.strip_prefix("mod ")?.strip_suffix(';')?.to_owned()))
            .collect()
    };
    let here = mods("on_postgres/main.rs");
    for there in mods("it/main.rs") {
        assert!(
            here.contains(&there) || ABOUT_A_FILE.contains(&there.as_str()),
            "{there} is not tried on PostgreSQL"
        );
    }
}
