//! The packs this software ships: they read, they check clean, and every example holds.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

use guidance::{Library, Pack, PackFile, check};
use jiff::civil::{Date, date};

/// The day as of which no pack's review is overdue.
const CHECKED_ON: Date = date(2026, 11, 22);

fn entries(of: &Path) -> Vec<PathBuf> {
    let mut entries: Vec<_> = fs::read_dir(of)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    entries.sort();
    entries
}

fn folders(of: &Path) -> Vec<PathBuf> {
    entries(of)
        .into_iter()
        .filter(|path| path.is_dir())
        .collect()
}

fn version_folders() -> Vec<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance-packs");
    folders(&root)
        .iter()
        .flat_map(|pack| folders(pack))
        .collect()
}

/// The files of one version, as paths within it.
fn files_of(version: &Path) -> Vec<PackFile> {
    let inner = folders(version);
    let all = std::iter::once(version).chain(inner.iter().map(PathBuf::as_path));
    all.flat_map(entries)
        .filter(|path| path.extension().is_some_and(|one| one == "toml"))
        .map(|path| PackFile {
            path: path
                .strip_prefix(version)
                .unwrap()
                .to_str()
                .unwrap()
                .to_owned(),
            text: fs::read_to_string(&path).unwrap(),
        })
        .collect()
}

#[test]
fn every_folder_is_compiled_in_and_read() {
    let library = Library::shipped();
    assert_eq!(library.problems(), []);
    assert_eq!(library.packs().len(), version_folders().len());
    assert!(library.packs().len() >= 5, "a pack is no longer shipped");
}

#[test]
fn the_shipped_packs_check_clean_and_their_examples_hold() {
    let packs: Vec<Pack> = Library::shipped()
        .packs()
        .iter()
        .map(|pack| Pack::clone(pack))
        .collect();
    assert!(packs.iter().all(|pack| !pack.examples().is_empty()));
    let problems = check(&packs, Some(CHECKED_ON));
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
}

#[test]
fn a_shipped_pack_with_one_rule_turned_about_is_refused() {
    let folders = version_folders();
    let read = |files: &[PackFile]| Pack::read(files).unwrap();
    for (broken, folder) in folders.iter().enumerate() {
        let mut packs: Vec<Pack> = folders.iter().map(|one| read(&files_of(one))).collect();
        assert_eq!(check(&packs, Some(CHECKED_ON)), []);
        let mut files = files_of(folder);
        let turned = files
            .iter_mut()
            .filter(|file| file.path.contains("rules"))
            .any(|file| {
                let whole = file.text.clone();
                file.text = whole.replacen("is = \"yes\"", "is = \"no\"", 1);
                file.text != whole
            });
        assert!(turned, "no rule to turn about in {}", folder.display());
        *packs.get_mut(broken).unwrap() = read(&files);
        assert_ne!(check(&packs, Some(CHECKED_ON)), [], "{}", folder.display());
    }
}

#[test]
fn every_base_is_found_on_its_first_day_by_name_and_by_digest() {
    let library = Library::shipped();
    for pack in library.packs().iter().filter(|pack| !pack.is_layer()) {
        let first = pack.in_force().from;
        let found = library.on(pack.jurisdiction(), first).unwrap();
        assert_eq!(found.id(), pack.id());
        assert_eq!(
            library.by_digest(found.digest()).unwrap().version(),
            found.version()
        );
        let spec = format!("{}@{}", found.id(), found.version());
        assert_eq!(library.find(&spec, None).unwrap().digest(), found.digest());
    }
}
