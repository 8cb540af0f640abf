//! Finds PostgreSQL's programs.

use std::path::{Path, PathBuf};
use std::process::Command;

/// What to do where there is none.
const INSTALL: &str = "these tests need PostgreSQL 15 or later and found none. Install it (on Debian or Ubuntu: \
apt-get install postgresql; `cargo xtask test` does so by itself), or set LEEWARD_POSTGRES to the folder of its programs.";

/// The folder that has `initdb`, `postgres`, `psql` and `pg_isready`: the one that is named, the newest that Debian has,
/// or the one that `pg_config` or the search path lead to.
///
/// # Panics
/// Where there is none, with what to install.
pub(crate) fn programs() -> PathBuf {
    if let Some(named) = std::env::var_os("LEEWARD_POSTGRES") {
        let named = PathBuf::from(named);
        assert!(
            is_whole(&named),
            "LEEWARD_POSTGRES names {}, which does not have initdb, postgres, psql and pg_isready",
            named.display()
        );
        return named;
    }
    newest_of_debian()
        .or_else(told_by_pg_config)
        .or_else(on_the_path)
        .unwrap_or_else(|| panic!("{INSTALL}"))
}

fn is_whole(folder: &Path) -> bool {
    ["initdb", "postgres", "psql", "pg_isready"]
        .iter()
        .all(|name| folder.join(name).exists())
}

fn newest_of_debian() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|entry| {
            let entry = entry.ok()?;
            let version: u32 = entry.file_name().to_str()?.parse().ok()?;
            let folder = entry.path().join("bin");
            (version >= 15 && is_whole(&folder)).then_some((version, folder))
        })
        .max()
        .map(|(_, folder)| folder)
}

fn told_by_pg_config() -> Option<PathBuf> {
    let told = Command::new("pg_config").arg("--bindir").output().ok()?;
    let folder = PathBuf::from(String::from_utf8(told.stdout).ok()?.trim());
    is_whole(&folder).then_some(folder)
}

fn on_the_path() -> Option<PathBuf> {
    std::env::split_paths(&std::env::var_os("PATH")?).find(|folder| is_whole(folder))
}
