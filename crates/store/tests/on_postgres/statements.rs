//! Every statement is written once and read by both databases, and none goes beyond one setting but those named here.

use crate::school::School;
use std::collections::BTreeSet;
use std::path::Path;

/// What looks across settings, by how it begins: whoever looks after the whole installation, or does not know yet which
/// setting it is about.
const ACROSS: [&str; 8] = [
    // Which settings there are.
    "SELECT setting FROM setting WHERE setting NOT IN",
    "SELECT setting FROM setting WHERE setting IN",
    // Verifying everything.
    "SELECT count(*) FROM entry",
    "SELECT setting, sort, id, seq, recorded_at, hash FROM head",
    "SELECT setting, sort, id, seq, recorded_at, sealed, prev, hash FROM entry ORDER BY",
    // Outgoing work, whosever it is.
    "SELECT count(*) FROM job",
    "SELECT setting, id, attempts, sealed FROM job",
    // Signing in, with an address and nothing else.
    "SELECT setting, who, sealed FROM staff_email",
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
            if ["SELECT", "INSERT", "UPDATE", "DELETE"].contains(&verb) {
                found.insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
            }
        }
    }
    found
}

#[tokio::test]
async fn both_databases_take_every_statement_as_it_is_written() {
    let statements = statements();
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
    const ABOUT_A_FILE: [&str; 8] = [
        "another_process",
        "damage",
        "folder",
        "full",
        "installing",
        "killed",
        "never_changed",
        "refused_by_the_disk",
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
