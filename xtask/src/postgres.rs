//! Finds PostgreSQL's programs for the tests, and installs them where the system's packages have them; and runs the pages'
//! tests on it.

use std::path::Path;

use crate::apt::install_package;
use crate::step::{Outcome, cargo, program, run, starts};

/// Sees to it that the tests find a PostgreSQL.
pub(crate) fn ensure() -> Outcome<()> {
    if std::env::var_os("LEEWARD_POSTGRES").is_some()
        || Path::new("/usr/lib/postgresql").exists()
        || starts(program("initdb").arg("--version"))
        || starts(program("pg_config").arg("--bindir"))
    {
        return Ok(());
    }
    let refused = "PostgreSQL 15 or later could not be installed. Install it by hand, or set LEEWARD_POSTGRES to the folder of its programs.";
    if !Path::new("/etc/debian_version").exists() {
        return Err(refused.to_owned());
    }
    println!("No PostgreSQL was found; installing Debian's.");
    install_package("postgresql", refused)
}

/// The pages, over records in a PostgreSQL database. (The store's own tests run on both databases by themselves.)
pub(crate) fn pages() -> Outcome<()> {
    ensure()?;
    run(
        cargo()
            .args(["test", "--locked", "-p", "server", "--test", "it"])
            .env("LEEWARD_TEST_DATABASE", "postgres"),
        "The tests that failed over a PostgreSQL database are named above.",
    )
}
