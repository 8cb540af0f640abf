//! The schema on PostgreSQL: the twins of SQLite's steps, each taken in a transaction of its own and recorded with a
//! checksum. Nodes that start together take each step once: a step begins with the row that records it, which only one
//! of them can add.

use super::address::Address;
use super::link::Link;
use super::trouble::{Race, Trouble};
use crate::failure::Failure;
use sha2::{Digest, Sha256};
use std::path::PathBuf;
use std::time::Duration;
use tokio_postgres::error::SqlState;

/// Every step there is, in order: the twins of SQLite's.
const STEPS: [&str; 4] = [
    include_str!("../../../migrations/postgres/0001_the_log.sql"),
    include_str!("../../../migrations/postgres/0002_beside_the_log.sql"),
    include_str!("../../../migrations/postgres/0003_checkpoints.sql"),
    include_str!("../../../migrations/postgres/0004_drafts_of_a_case.sql"),
];

/// The newest format this version knows.
pub(super) const NEWEST: u32 = STEPS.len() as u32;

/// How often a step is tried while another node takes it.
const TRIES: u32 = 20;
/// The account group that may be given what serving takes and no more.
const APP: &str = "leeward_app";

/// Takes the steps not yet taken, at `now` microseconds.
pub(super) fn take(
    link: &Link,
    address: &Address,
    now: i64,
    may_found: bool,
) -> Result<(), Failure> {
    link.check()?;
    let mut tries = 0;
    loop {
        match all(link, address, now, may_found) {
            Err(Stopped::Raced) if tries < TRIES => {
                tries += 1;
                std::thread::sleep(Duration::from_millis(50));
            }
            Err(Stopped::Raced) => {
                return Err(Failure::unavailable(
                    "another process is setting these records up; wait until it is done",
                ));
            }
            Err(Stopped::For(failure)) => return Err(failure),
            Ok(()) => return Ok(()),
        }
    }
}

enum Stopped {
    Raced,
    For(Failure),
}

impl From<Trouble> for Stopped {
    fn from(trouble: Trouble) -> Self {
        match &trouble {
            Trouble::Refused(code)
                if trouble.race() == Some(Race::Added)
                    || *code == SqlState::DUPLICATE_TABLE
                    || *code == SqlState::T_R_SERIALIZATION_FAILURE =>
            {
                Self::Raced
            }
            _ => Self::For(trouble.into_failure()),
        }
    }
}

fn all(link: &Link, address: &Address, now: i64, may_found: bool) -> Result<(), Stopped> {
    let found = format_of(link)?;
    if found > NEWEST {
        return Err(Stopped::For(Failure::Newer {
            found,
            known: NEWEST,
        }));
    }
    if found == 0 && !may_found {
        return Err(Stopped::For(nothing_in(address)));
    }
    for (number, step) in (1_u32..).zip(STEPS) {
        let checksum = hex(&Sha256::digest(step.as_bytes()));
        if number <= found {
            let same = link.fetched(&format!(
                "SELECT 1 FROM migration WHERE number = {number} AND checksum = '\\x{checksum}'"
            ))?;
            if same.is_empty() {
                return Err(Stopped::For(Failure::damaged(format!(
                    "the schema: step {number} is not the one that was taken"
                ))));
            }
            continue;
        }
        if let Err(trouble) = one(link, number, step, &checksum, now) {
            link.say("ROLLBACK", false)?;
            if matches!(&trouble, Trouble::Refused(code) if *code == SqlState::INSUFFICIENT_PRIVILEGE)
            {
                return Err(Stopped::For(Failure::unavailable(format!(
                    "these records have format {found} and this version needs {NEWEST}; start it once with the account that owns the tables, which brings them up to date"
                ))));
            }
            return Err(trouble.into());
        }
    }
    Ok(())
}

fn one(link: &Link, number: u32, step: &str, checksum: &str, now: i64) -> Result<(), Trouble> {
    let nobody = "00".repeat(16);
    link.say("BEGIN", false)?;
    if number == 1 {
        link.say(
            "CREATE TABLE IF NOT EXISTS migration (
                 setting  BYTEA  NOT NULL CHECK (octet_length(setting) = 16),
                 number   BIGINT NOT NULL,
                 checksum BYTEA  NOT NULL CHECK (octet_length(checksum) = 32),
                 taken_at BIGINT NOT NULL,
                 PRIMARY KEY (setting, number)
             )",
            false,
        )?;
    }
    link.say(
        &format!(
            "INSERT INTO migration (setting, number, checksum, taken_at)
             VALUES ('\\x{nobody}', {number}, '\\x{checksum}', {now})"
        ),
        false,
    )?;
    link.say(step, false)?;
    if number == NEWEST {
        grant(link)?;
    }
    link.say("COMMIT", true)
}

/// Gives the group of accounts that serve, where there is one, the rights that the owner has kept, and no others.
fn grant(link: &Link) -> Result<(), Trouble> {
    if link
        .fetched(&format!("SELECT 1 FROM pg_roles WHERE rolname = '{APP}'"))?
        .is_empty()
    {
        return Ok(());
    }
    let tables = link.fetched(
        "SELECT quote_ident(tablename)::text, tablename::text,
                has_table_privilege(format('%I.%I', schemaname, tablename), 'UPDATE'),
                has_table_privilege(format('%I.%I', schemaname, tablename), 'DELETE')
         FROM pg_tables WHERE schemaname = current_schema() AND tableowner = current_user ORDER BY tablename",
    )?;
    for row in tables {
        let named = |column| row.try_get::<_, String>(column).map_err(Trouble::from);
        let may = |column| row.try_get::<_, bool>(column).map_err(Trouble::from);
        let (table, name) = (named(0)?, named(1)?);
        let mut rights = "SELECT".to_owned();
        if name != "migration" {
            rights.push_str(", INSERT");
            if may(2)? {
                rights.push_str(", UPDATE");
            }
            if may(3)? {
                rights.push_str(", DELETE");
            }
            if name == "head" {
                rights.push_str(", UPDATE (seq, recorded_at, hash)");
            }
        }
        link.say(&format!("GRANT {rights} ON {table} TO {APP}"), false)?;
    }
    Ok(())
}

/// There are no records in a database.
pub(super) fn nothing_in(address: &Address) -> Failure {
    Failure::NoInstallation {
        dir: PathBuf::from(address.to_string()),
    }
}

/// The format of a database: the number of the last step taken, 0 for an empty one.
pub(super) fn format_of(link: &Link) -> Result<u32, Trouble> {
    let there = link.fetched("SELECT 1 WHERE to_regclass('migration') IS NOT NULL")?;
    if there.is_empty() {
        return Ok(0);
    }
    let found = link.fetched("SELECT coalesce(max(number), 0) FROM migration")?;
    let number: i64 = match found.first() {
        Some(row) => row.try_get(0)?,
        None => 0,
    };
    u32::try_from(number).map_err(|_| Trouble::Shape)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
