//! Packs in folders of this machine: found and read within bounds, whatever somebody put there. It follows no link to a
//! folder, so that a loop ends; it opens nothing but files, so that a pipe cannot hold it; and it never reads more of a
//! file than a pack may hold.

use super::Wrong;
use ::guidance::{Pack, PackFile, Problem, limits, text_of};
use std::fs::{DirEntry, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};

/// How many folders inside one another, and how many entries, are looked through for packs.
const DEEP: usize = 8;
const ENTRIES: usize = 10_000;

/// The text of a file, or the problem with it. Reads no more than a file of a pack or of facts may hold.
///
/// # Errors
/// Where the file cannot be opened or read at all.
pub(super) fn read(path: &Path) -> Result<Result<String, Problem>, Wrong> {
    let cannot = |error: std::io::Error| Wrong(format!("cannot read {}: {error}", path.display()));
    if !std::fs::metadata(path).map_err(cannot)?.is_file() {
        return Err(Wrong(format!("{} is not a file", path.display())));
    }
    let mut bytes = Vec::new();
    let most = u64::try_from(limits::FILE_BYTES).unwrap_or(u64::MAX);
    File::open(path)
        .map_err(cannot)?
        .take(most.saturating_add(1))
        .read_to_end(&mut bytes)
        .map_err(cannot)?;
    Ok(text_of(&told(path), &bytes))
}

/// The folders with a `pack.toml` at or under a path, in order.
///
/// # Errors
/// Where a folder cannot be read, or there is too much to look through.
pub(super) fn packs_under(path: &Path) -> Result<Vec<PathBuf>, Wrong> {
    let mut found = Vec::new();
    let mut left = ENTRIES;
    look(path, 0, &mut left, &mut found)?;
    Ok(found)
}

fn look(path: &Path, deep: usize, left: &mut usize, found: &mut Vec<PathBuf>) -> Result<(), Wrong> {
    if path.join("pack.toml").is_file() {
        found.push(path.to_owned());
        return Ok(());
    }
    if deep == DEEP {
        return Ok(());
    }
    for entry in entries(path, left)? {
        if entry.file_type()?.is_dir() {
            look(&entry.path(), deep + 1, left, found)?;
        }
    }
    Ok(())
}

/// What stands in a folder, in order of name. What is hidden (editors keep such files) is left out.
fn entries(folder: &Path, left: &mut usize) -> Result<Vec<DirEntry>, Wrong> {
    let cannot =
        |error: std::io::Error| Wrong(format!("cannot read {}: {error}", folder.display()));
    let mut entries = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(cannot)? {
        *left = left.checked_sub(1).ok_or_else(|| {
            Wrong(format!(
                "more than {ENTRIES} files and folders under {}: is this the folder of the packs?",
                folder.display()
            ))
        })?;
        let entry = entry.map_err(cannot)?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            entries.push(entry);
        }
    }
    entries.sort_by_key(DirEntry::file_name);
    Ok(entries)
}

/// Every TOML file of a pack's folder, in path order, and the problems with those that cannot be taken as text.
///
/// # Errors
/// Where a folder or file cannot be read at all.
pub(super) fn files_of(pack: &Path) -> Result<(Vec<PackFile>, Vec<Problem>), Wrong> {
    let (mut files, mut problems) = (Vec::new(), Vec::new());
    let mut folders = vec![(pack.to_owned(), 0)];
    let (mut left, mut bytes) = (ENTRIES, 0usize);
    while let Some((folder, deep)) = folders.pop() {
        for entry in entries(&folder, &mut left)? {
            let path = entry.path();
            let sort = entry.file_type()?;
            if sort.is_dir() && deep < DEEP {
                folders.push((path, deep + 1));
            } else if path.extension().is_some_and(|end| end == "toml") {
                // A link to a file is read as the file; a link to a folder is not gone into.
                if !path.is_file() {
                    problems.push(no_file(&path));
                    continue;
                }
                match read(&path)? {
                    Ok(text) => {
                        bytes = bytes.saturating_add(text.len());
                        files.push(PackFile {
                            path: told(&path),
                            text,
                        });
                    }
                    Err(problem) => problems.push(problem),
                }
                // What is too much for a pack is told by the reader; there is no need to read more of it.
                if files.len() > limits::FILES || bytes > limits::PACK_BYTES {
                    return Ok((files, problems));
                }
            }
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok((files, problems))
}

/// The pack in a folder, or what is wrong with it.
///
/// # Errors
/// Where a folder or file cannot be read at all.
pub(super) fn pack_in(folder: &Path) -> Result<Result<Pack, Vec<Problem>>, Wrong> {
    let (files, mut problems) = files_of(folder)?;
    Ok(match Pack::read(&files) {
        Ok(pack) if problems.is_empty() => Ok(pack),
        Ok(_) => Err(problems),
        Err(found) => {
            problems.extend(found);
            Err(problems)
        }
    })
}

fn no_file(path: &Path) -> Problem {
    let what = "This is no file that can be read: a folder, a pipe, or a link that leads nowhere.";
    let why = "What should stand in it would guide nobody.";
    Problem::new(&told(path), None, what, why)
}

fn told(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
