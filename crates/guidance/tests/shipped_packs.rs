//! The packs this software ships: they read, they check clean, and every example holds.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use guidance::{Concern, Duty, Library, Pack, PackFile, Posture, RoleName, Status, assess, check};
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

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../guidance-packs")
}

fn version_folders() -> Vec<PathBuf> {
    folders(&root())
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

/// What was seen of some texts carries no rule, and then none may stand there.
fn is_a_skeleton_without_rules(pack: &Pack) -> bool {
    pack.rules().is_empty() && pack.status() == Status::Skeleton
}

#[test]
fn a_text_of_which_no_rule_was_seen_is_a_skeleton_and_calls_for_nothing() {
    let silent: Vec<&str> = Library::shipped()
        .packs()
        .iter()
        .filter(|pack| pack.rules().is_empty())
        .map(|pack| {
            assert!(is_a_skeleton_without_rules(pack), "{}", pack.id());
            assert!(
                pack.note("status").is_some(),
                "{} does not say what it is",
                pack.id()
            );
            pack.id()
        })
        .collect();
    for one in [
        "northern-ireland-de",
        "jersey-kcsie",
        "australia-national",
        "no-guidance",
    ] {
        assert!(silent.contains(&one), "{one}");
    }
}

#[test]
fn a_skeleton_says_so_in_its_title_and_carries_first_words_for_staff() {
    let library = Library::shipped();
    let skeletons = || {
        library
            .packs()
            .iter()
            .filter(|pack| pack.status() == Status::Skeleton)
    };
    assert!(skeletons().count() >= 10);
    for pack in skeletons() {
        let says = pack.title().contains("Skeleton") || pack.id() == "no-guidance";
        assert!(says, "{}", pack.title());
        assert!(pack.checklist("first-minute").is_some(), "{}", pack.id());
        assert!(!pack.to_verify().is_empty(), "{}", pack.id());
    }
}

#[test]
fn nothing_of_england_stands_in_the_pack_of_another_place() {
    let library = Library::shipped();
    let of_england: BTreeSet<&str> = library
        .packs()
        .iter()
        .filter(|pack| pack.jurisdiction() == "england")
        .flat_map(|pack| pack.sources())
        .map(|source| source.id.as_ref())
        .filter(|id| !["ours", "service-pages"].contains(id))
        .collect();
    for files in Library::shipped_files() {
        let pack = read_whole(&files);
        if pack.jurisdiction() == "england" || pack.status() != Status::Skeleton {
            continue;
        }
        for source in pack.sources() {
            assert!(
                !of_england.contains(source.id.as_ref()),
                "{}: {}",
                pack.id(),
                source.id
            );
        }
        for file in files.iter().filter(|file| !file.path.contains("notes")) {
            for word in [
                " 999",
                "UKCIS",
                "KCSIE\"",
                "LADO",
                "DSL is",
                "children's social care",
            ] {
                assert!(!file.text.contains(word), "{}: {word}", file.path);
            }
        }
    }
}

fn read_whole(files: &[PackFile]) -> Pack {
    Pack::read(files).unwrap()
}

#[test]
fn a_duty_of_each_person_is_answered_by_nobodys_decision() {
    for pack in Library::shipped().packs() {
        for response in pack.responses() {
            if response.duty == Duty::Individual {
                assert!(response.satisfied_by.is_empty(), "{}", response.id);
            }
        }
    }
    let files = |answered: &str| {
        let mut files = files_of(&root().join("queensland-reporting/2026-11-22"));
        for file in &mut files {
            file.text = file
                .text
                .replacen("duty = \"individual\"\nsatisfied_by = []", answered, 1);
        }
        files
    };
    let broken = files("duty = \"individual\"\nsatisfied_by = [\"refer-police\"]");
    let told = Pack::read(&broken).unwrap_err();
    assert!(
        told.iter().any(|one| one.to_string().contains("own duty")),
        "{told:?}"
    );
}

#[test]
fn a_posture_that_was_not_seen_stands_in_a_skeleton_alone() {
    let mut files = files_of(&root().join("northern-ireland-de/2026-11-22"));
    for file in &mut files {
        file.text = file
            .text
            .replace("status = \"skeleton\"", "status = \"draft\"");
    }
    let told = Pack::read(&files).unwrap_err();
    assert!(
        told.iter().any(|one| one.to_string().contains("not-seen")),
        "{told:?}"
    );
}

#[test]
fn a_shipped_pack_with_one_rule_turned_about_is_refused() {
    let folders = version_folders();
    let read = |files: &[PackFile]| Pack::read(files).unwrap();
    for (broken, folder) in folders.iter().enumerate() {
        if is_a_skeleton_without_rules(&read(&files_of(folder))) {
            continue;
        }
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

#[test]
fn a_pack_names_who_leads_where_its_text_was_seen_to() {
    let library = Library::shipped();
    let lead = |id: &str| {
        let pack = library.find(id, None).unwrap();
        pack.role(RoleName::Lead)
            .map(|role| role.called.to_string())
    };
    assert_eq!(
        lead("wales-hwb").unwrap(),
        "designated safeguarding person (DSP)"
    );
    assert_eq!(
        lead("northern-ireland-de").unwrap(),
        "designated teacher (DT)"
    );
    assert_eq!(
        lead("ireland-procedures").unwrap(),
        "designated liaison person (DLP)"
    );
    assert_eq!(lead("queensland-reporting"), None);
}
