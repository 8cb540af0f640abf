//! The packs this software ships: they read, they check clean, and every example holds.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::Path;

use guidance::{Library, Pack, check};

fn version_folders() -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance-packs");
    let folders = |of: &Path| -> Vec<_> {
        fs::read_dir(of)
            .unwrap()
            .map(|entry| entry.unwrap().path())
            .filter(|path| path.is_dir())
            .collect()
    };
    folders(&root).iter().map(|pack| folders(pack).len()).sum()
}

#[test]
fn every_folder_is_compiled_in_and_read() {
    let library = Library::shipped();
    assert_eq!(library.problems(), []);
    assert_eq!(library.packs().len(), version_folders());
    assert!(version_folders() == 0 || library.packs().len() >= 3);
}

#[test]
fn the_shipped_packs_check_clean_and_their_examples_hold() {
    let packs: Vec<Pack> = Library::shipped()
        .packs()
        .iter()
        .map(|pack| Pack::clone(pack))
        .collect();
    let problems = check(&packs, None);
    let told: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{}", told.join("\n"));
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
