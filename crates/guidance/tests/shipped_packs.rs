//! The packs this software ships: they read, they check clean, and every example holds.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::fs;
use std::path::{Path, PathBuf};

use guidance::{Concern, Duty, Library, Pack, PackFile, Posture, assess, check};
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
        let found = library
            .on_for(pack.jurisdiction(), pack.concern(), first, &[])
            .unwrap();
        assert_eq!(found.id(), pack.id());
        assert_eq!(
            library.by_digest(found.digest()).unwrap().version(),
            found.version()
        );
        let spec = format!("{}@{}", found.id(), found.version());
        assert_eq!(library.find(&spec, None).unwrap().digest(), found.digest());
    }
}

#[test]
fn each_base_says_what_it_is_about_how_it_weighs_and_from_when() {
    use Concern::{OnlineBullying, SharingNudes};
    let told: Vec<(&str, &str, Concern, Posture, Date)> = vec![
        (
            "england-online-bullying",
            "england",
            OnlineBullying,
            Posture::WeighEachCase,
            date(2022, 9, 1),
        ),
        (
            "england-ukccis-2016",
            "england",
            SharingNudes,
            Posture::WeighEachCase,
            date(2016, 8, 20),
        ),
        (
            "england-ukcis-2020",
            "england",
            SharingNudes,
            Posture::WeighEachCase,
            date(2020, 12, 23),
        ),
        (
            "england-ukcis-2024",
            "england",
            SharingNudes,
            Posture::WeighEachCase,
            date(2024, 3, 11),
        ),
        (
            "new-zealand-netsafe",
            "new-zealand",
            SharingNudes,
            Posture::WeighEachCase,
            date(2026, 11, 22),
        ),
        (
            "scotland-national-guidance-2021",
            "scotland",
            SharingNudes,
            Posture::ReferByDefault,
            date(2021, 9, 21),
        ),
    ];
    for (id, place, concern, posture, from) in told {
        let pack = Library::shipped().find(id, None).unwrap();
        assert_eq!(pack.jurisdiction(), place, "{id}");
        assert_eq!(pack.concern(), concern, "{id}");
        assert_eq!(pack.posture(), posture, "{id}");
        assert_eq!(pack.in_force().from, from, "{id}");
    }
}

#[test]
fn where_referral_is_the_default_every_situation_calls_for_it() {
    let scotland = Library::shipped()
        .find("scotland-national-guidance-2021", None)
        .unwrap();
    for example in scotland.examples() {
        let said = assess(&scotland, &example.facts);
        let report = said
            .called_for
            .iter()
            .find(|one| one.response.as_ref() == "report-by-default")
            .unwrap();
        let routes = &scotland.response(&report.response).unwrap().satisfied_by;
        assert!(
            routes.iter().all(|route| route.starts_with("refer-")),
            "{}: only a report answers it",
            example.name
        );
    }
}

#[test]
fn each_persons_own_duty_to_report_is_there_dated_and_asleep() {
    let library = Library::shipped();
    let merged = library.on("england", date(2026, 11, 22)).unwrap();
    let rule = merged.rule("personal-duty-to-report").unwrap();
    assert!(rule.dormant.is_some());
    assert_eq!(rule.source.id.as_ref(), "crime-and-policing-act-2026");
    let response = merged.response("report-personally").unwrap();
    assert_eq!(response.duty, Duty::Individual);
    assert!(
        response.satisfied_by.is_empty(),
        "no decision of a lead answers it"
    );
    let before = library.on("england", date(2026, 8, 31)).unwrap();
    assert!(before.rule("personal-duty-to-report").is_none());
    for example in merged.examples() {
        let said = assess(&merged, &example.facts);
        assert!(
            said.called_for
                .iter()
                .all(|one| one.response.as_ref() != "report-personally"),
            "{}",
            example.name
        );
    }
}

#[test]
fn outside_england_a_device_is_left_alone() {
    for id in ["scotland-national-guidance-2021", "new-zealand-netsafe"] {
        let pack = Library::shipped().find(id, None).unwrap();
        let said = assess(&pack, &guidance::Facts::default());
        assert!(
            said.pointed_to
                .iter()
                .any(|one| one.response.as_ref() == "hold-devices"),
            "{id}: where nothing is known, nothing is searched or deleted"
        );
    }
}
