//! The small pack the tests stand on, and packs made by changing a line of it.
#![expect(dead_code, reason = "not every test uses every one of these")]

pub(crate) mod everything;
pub(crate) mod generated;

use guidance::{ChildFacts, Facts, Pack, PackFile, Part, Problem};

const SMALL: [(&str, &str); 5] = [
    (
        "pack.toml",
        include_str!("../packs/small/2024-01-01/pack.toml"),
    ),
    (
        "facts.toml",
        include_str!("../packs/small/2024-01-01/facts.toml"),
    ),
    (
        "rules/all.toml",
        include_str!("../packs/small/2024-01-01/rules/all.toml"),
    ),
    (
        "notes.toml",
        include_str!("../packs/small/2024-01-01/notes.toml"),
    ),
    (
        "examples.toml",
        include_str!("../packs/small/2024-01-01/examples.toml"),
    ),
];

/// The files of the small pack.
pub(crate) fn files() -> Vec<PackFile> {
    SMALL
        .iter()
        .map(|(path, text)| PackFile {
            path: (*path).to_owned(),
            text: (*text).to_owned(),
        })
        .collect()
}

/// The small pack's files with one passage changed; the passage must be there.
pub(crate) fn files_with(path: &str, from: &str, to: &str) -> Vec<PackFile> {
    let mut files = files();
    let file = files.iter_mut().find(|file| file.path == path).unwrap();
    assert!(file.text.contains(from), "{path} has no passage {from:?}");
    file.text = file.text.replacen(from, to, 1);
    files
}

/// The small pack.
pub(crate) fn small() -> Pack {
    Pack::read(&files()).unwrap()
}

/// What reading refuses in the small pack once a passage is changed.
pub(crate) fn refused(path: &str, from: &str, to: &str) -> Vec<Problem> {
    Pack::read(&files_with(path, from, to)).unwrap_err()
}

/// The line, counted from 1, on which a passage of the small pack stands.
pub(crate) fn line_of(path: &str, passage: &str) -> usize {
    let files = files();
    let text = &files.iter().find(|file| file.path == path).unwrap().text;
    let at = text.find(passage).unwrap();
    text[..at].matches('\n').count() + 1
}

/// A pack of incident facts, child facts and rules, in short.
pub(crate) fn pack_of(facts: &str, rules: &str, responses: &[&str]) -> Result<Pack, Vec<Problem>> {
    let mut head = files().remove(0).text;
    head.truncate(head.find("[[route]]").unwrap());
    for response in responses {
        head.push_str(&format!(
            "[[response]]\nid = \"{response}\"\nsays = \"Do {response}.\"\nby = \"at-once\"\nduty = \"lead\"\nsatisfied_by = []\nsource = {{ id = \"text\", mark = \"P\" }}\n"
        ));
    }
    let file = |path: &str, text: &str| PackFile {
        path: path.to_owned(),
        text: text.to_owned(),
    };
    Pack::read(&[
        file("pack.toml", &head),
        file("facts.toml", facts),
        file("rules/all.toml", rules),
    ])
}

/// A fact, in short.
pub(crate) fn fact(id: &str, of: &str) -> String {
    format!(
        "[[fact]]\nid = \"{id}\"\nof = \"{of}\"\nask = \"{id}?\"\nwhy = \"It matters.\"\nstage = \"assessment\"\nraises = [\"yes\"]\nsource = {{ id = \"text\", mark = \"P\" }}\n"
    )
}

/// A rule that calls for something, in short.
pub(crate) fn rule(id: &str, when: &str, calls_for: &str, unknown: &str) -> String {
    format!(
        "[[rule]]\nid = \"{id}\"\nkind = \"trigger\"\nsays = \"{id} holds.\"\nwhen = {when}\ncalls_for = [\"{calls_for}\"]\nunknown = \"{unknown}\"\nsource = {{ id = \"text\", mark = \"P\" }}\n"
    )
}

/// A child with these parts, of whom nothing else is known.
pub(crate) fn child(name: &str, parts: &[Part]) -> ChildFacts {
    ChildFacts {
        name: name.to_owned(),
        parts: parts.iter().copied().collect(),
        answers: Default::default(),
    }
}

/// Facts written in TOML, read against a pack.
pub(crate) fn facts(pack: &Pack, text: &str) -> Facts {
    Facts::read(text, guidance::Syntax::Toml, "facts.toml", pack).unwrap()
}
