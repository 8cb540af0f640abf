//! Layers add, on their days, and never change or remove.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may stop at the first surprise"
)]

mod support;

use guidance::{Library, Pack, PackFile, assess};
use jiff::civil::date;
use support::{facts, files, small};

/// A layer over the small pack from September 2026.
fn layer(id: &str, extra: &str, rule_response: &str) -> Pack {
    let head = files().remove(0).text;
    let head = head
        .split("[[route]]")
        .next()
        .unwrap()
        .replace("id = \"small\"", &format!("id = \"{id}\""))
        .replace("2024-01-01", "2026-09-01")
        .replace(
            "summary =",
            &format!("layer_over = [\"small\"]\n{extra}\nsummary ="),
        );
    let response = format!(
        "[[response]]\nid = \"{id}-response\"\nsays = \"Do more.\"\nby = \"same-day\"\nduty = \"lead\"\nsatisfied_by = [\"refer\"]\nbefore = \"consult\"\nsource = {{ id = \"text\", mark = \"P\" }}\n"
    );
    // A setting's own layer comes before nothing of the text and stands on no mark but its own.
    let as_its_own = |text: String| {
        if extra.contains("local") {
            text.replace("before = \"consult\"\n", "")
                .replace("mark = \"P\"", "mark = \"ours\"")
        } else {
            text
        }
    };
    let response = as_its_own(response);
    let rule = support::rule(
        &format!("{id}-rule"),
        "{ fact = \"spread\", is = [\"group\", \"public\"] }",
        rule_response,
        "ask",
    );
    let rule = as_its_own(rule);
    Pack::read(&[
        PackFile {
            path: "pack.toml".to_owned(),
            text: head + &response,
        },
        PackFile {
            path: "rules/more.toml".to_owned(),
            text: rule,
        },
    ])
    .unwrap()
}

fn library() -> Library {
    Library::new(vec![
        small(),
        layer("later", "", "later-response"),
        layer("ours", "local = true", "ours-response"),
    ])
}

const SPREAD: &str = "incident = { spread = \"group\" }";

#[test]
fn a_layer_is_in_force_from_its_own_day() {
    let library = library();
    let before = library.on("testland", date(2026, 8, 31)).unwrap();
    let after = library.on("testland", date(2026, 9, 1)).unwrap();
    assert_eq!(before.version(), "2024-01-01");
    assert_eq!(after.version(), "2024-01-01+later@2026-09-01");
    assert_eq!((before.id(), after.id()), ("small", "small"));
    assert_ne!(before.digest(), after.digest());
    assert!(library.on("testland", date(2023, 12, 31)).is_none());
    assert!(library.on("elsewhere", date(2026, 9, 1)).is_none());
}

#[test]
fn a_layers_response_takes_the_place_in_urgency_it_names() {
    let pack = library().on("testland", date(2026, 9, 1)).unwrap();
    let order: Vec<&str> = pack.responses().iter().map(|one| one.id.as_ref()).collect();
    assert_eq!(
        order,
        [
            "refer-now",
            "keep-safe",
            "later-response",
            "consult",
            "record"
        ]
    );
    let seen = assess(&pack, &facts(&pack, SPREAD));
    let added = seen
        .called_for
        .iter()
        .find(|one| one.response.as_ref() == "later-response")
        .unwrap();
    assert_eq!(added.pack.as_ref(), "later");
    assert_eq!(pack.response("consult").unwrap().pack.as_ref(), "small");
}

#[test]
fn a_settings_own_rule_counts_only_where_it_was_adopted_and_is_shown_as_local() {
    let library = library();
    let day = date(2026, 9, 1);
    let without = library.on("testland", day).unwrap();
    let with = library.on_with("testland", day, &["ours"]).unwrap();
    assert!(without.response("ours-response").is_none());
    assert!(with.response("ours-response").is_some());
    assert!(
        assess(&with, &facts(&with, SPREAD))
            .to_text(&with)
            .contains("own rule")
    );
}

#[test]
fn a_pack_is_found_by_name_version_and_layers() {
    let library = library();
    let found = library.find("small+later", None).unwrap();
    assert_eq!(found.version(), "2024-01-01+later@2026-09-01");
    let stamped = format!("{}@{}", found.id(), found.version());
    assert_eq!(
        library.find(&stamped, None).unwrap().digest(),
        found.digest()
    );
    assert_eq!(
        library.by_digest(found.digest()).unwrap().version(),
        found.version()
    );
    assert_eq!(library.find("small", None).unwrap().version(), "2024-01-01");
    assert_eq!(
        library.find("smal", None).unwrap_err()[0].meant.as_deref(),
        Some("small")
    );
    assert!(library.find("small", Some(date(2020, 1, 1))).is_err());
    assert!(library.find("later+small", None).is_err());
}

#[test]
fn a_digest_found_in_another_library_is_found_here() {
    let digest = library()
        .on("testland", date(2026, 9, 1))
        .unwrap()
        .digest()
        .to_owned();
    assert!(library().by_digest(&digest).is_some());
    assert!(library().by_digest("00").is_none());
}

#[test]
fn a_layer_that_names_what_is_not_there_is_refused_and_the_base_stands() {
    let library = Library::new(vec![small(), layer("broken", "", "no-such-response")]);
    let found = library.find("small+broken", None).unwrap_err();
    assert!(found[0].what.contains("no-such-response"), "{found:?}");
    assert_eq!(
        library.on("testland", date(2026, 9, 1)).unwrap().version(),
        "2024-01-01"
    );
}

#[test]
fn the_digest_covers_every_file_but_the_examples() {
    let digest = |from: &str, to: &str, path: &str| {
        Pack::read(&support::files_with(path, from, to))
            .unwrap()
            .digest()
            .to_owned()
    };
    let as_is = small().digest().to_owned();
    assert_eq!(as_is.len(), 64);
    assert_eq!(
        digest(
            "An adult asked Child A.",
            "An adult wrote.",
            "examples.toml"
        ),
        as_is
    );
    assert_ne!(
        digest("One paragraph.", "A paragraph.", "notes.toml"),
        as_is
    );
    let elsewhere: Vec<PackFile> = files()
        .into_iter()
        .map(|file| PackFile {
            path: format!("some/folder/{}", file.path),
            ..file
        })
        .collect();
    assert_eq!(Pack::read(&elsewhere).unwrap().digest(), as_is);
}
