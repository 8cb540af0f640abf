//! The files of the repository, as git knows them: those tracked, and those new and not ignored.

use std::path::{Path, PathBuf};
use std::process::Command;

/// The top folder.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .unwrap()
        .to_owned()
}

/// Every file, by its path from the top, `/` between the parts.
pub(crate) fn files() -> Vec<String> {
    let listed = Command::new("git")
        .current_dir(root())
        .args([
            "ls-files",
            "-z",
            "--cached",
            "--others",
            "--exclude-standard",
        ])
        .output()
        .unwrap_or_else(|fault| {
            panic!("these tests read the list of files from git, which did not start: {fault}")
        });
    assert!(
        listed.status.success(),
        "git could not list the files: {}",
        String::from_utf8_lossy(&listed.stderr)
    );
    let mut files: Vec<String> = String::from_utf8(listed.stdout)
        .unwrap()
        .split('\0')
        .filter(|path| !path.is_empty() && root().join(path).is_file())
        .map(str::to_owned)
        .collect();
    files.sort();
    files.dedup();
    assert!(
        files.contains(&"Cargo.toml".to_owned()),
        "git listed no Cargo.toml: is this the repository?"
    );
    files
}

/// The files whose path begins and ends so.
pub(crate) fn files_in(begins: &str, ends: &str) -> Vec<String> {
    files()
        .into_iter()
        .filter(|path| path.starts_with(begins) && path.ends_with(ends))
        .collect()
}

/// A file's bytes.
pub(crate) fn bytes(path: &str) -> Vec<u8> {
    std::fs::read(root().join(path))
        .unwrap_or_else(|fault| panic!("{path} cannot be read: {fault}"))
}

/// A file's text. A file that is no text gives an empty one.
pub(crate) fn text(path: &str) -> String {
    String::from_utf8(bytes(path)).unwrap_or_default()
}

/// A TOML file.
pub(crate) fn toml(path: &str) -> toml::Table {
    text(path)
        .parse()
        .unwrap_or_else(|fault| panic!("{path} is not TOML: {fault}"))
}

/// Fails with every finding, one a line.
pub(crate) fn none(what_is_wrong: &str, findings: &[String]) {
    assert!(
        findings.is_empty(),
        "{what_is_wrong}:\n  {}",
        findings.join("\n  ")
    );
}
