//! What the documents name is there.

use crate::tree::{files, files_in, none, root, text, toml};

/// A backticked word in these is taken as a path where it looks like one.
const NAMING: [&str; 5] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "SECURITY.md",
    "CHANGELOG.md",
];

#[test]
fn every_path_a_document_names_in_backticks_exists() {
    let mut found = Vec::new();
    let mut named = 0;
    let more = files_in("docs/", ".md");
    let files = files();
    for document in NAMING.iter().map(|it| (*it).to_owned()).chain(more) {
        for word in text(&document)
            .split('`')
            .skip(1)
            .step_by(2)
            .filter(|word| looks_like_a_path(word))
        {
            named += 1;
            if !is_there(word, &files) {
                found.push(format!("{document}: `{word}`"));
            }
        }
    }
    assert!(
        named > 30,
        "only {named} paths were read from the documents: is the reading broken?"
    );
    none("A document names what is not there", &found);
}

#[test]
fn every_link_between_documents_leads_somewhere() {
    let mut found = Vec::new();
    for document in files_in("", ".md") {
        let folder = root().join(&document).parent().unwrap().to_owned();
        for target in text(&document)
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next().map(str::to_owned))
        {
            let path = target.split('#').next().unwrap_or_default();
            let elsewhere = path.is_empty()
                || path.contains("://")
                || path.starts_with("mailto:")
                || path.contains(' ');
            if !elsewhere && !folder.join(path).exists() {
                found.push(format!("{document}: {target}"));
            }
        }
    }
    none("A link leads nowhere", &found);
}

#[test]
fn the_decision_records_are_numbered_without_gaps() {
    let records = files_in("docs/decisions/0", ".md");
    assert!(!records.is_empty(), "there are no decision records");
    for (place, record) in records.iter().enumerate() {
        let number = format!("docs/decisions/{:04}-", place + 1);
        assert!(
            record.starts_with(&number),
            "{record} should begin {number}"
        );
    }
}

#[test]
fn the_licence_is_the_one_the_manifest_names() {
    assert!(text("Cargo.toml").contains("license = \"AGPL-3.0-or-later\""));
    assert!(
        text("LICENSE")
            .trim_start()
            .starts_with("GNU AFFERO GENERAL PUBLIC LICENSE")
    );
}

/// A word with a slash, or with the ending of a file of ours; not a route, an option, a pattern, a command or something
/// that only building makes.
fn looks_like_a_path(word: &str) -> bool {
    const ENDINGS: [&str; 8] = [
        ".md", ".rs", ".toml", ".html", ".txt", ".mjs", ".json", ".lock",
    ];
    let plain = word
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || "/._-".contains(c));
    let ours = !["/", "-", ".", "target/"]
        .iter()
        .any(|start| word.starts_with(start));
    plain
        && ours
        && (word.contains('/') || (ENDINGS.iter().any(|end| word.ends_with(end)) && word.len() > 5))
}

/// A path is there from the top; a bare file name is there somewhere.
fn is_there(word: &str, files: &[String]) -> bool {
    root().join(word).exists()
        || (!word.contains('/') && files.iter().any(|path| path.ends_with(&format!("/{word}"))))
}

/// The text of the first block of this language in a document.
fn block(document: &str, language: &str) -> String {
    let start = format!("```{language}\n");
    let (_, after) = document
        .split_once(&start)
        .unwrap_or_else(|| panic!("no block of {language}"));
    after.split("```").next().unwrap_or_default().to_owned()
}

#[test]
fn the_two_examples_of_a_facts_file_say_the_same() {
    let document = text("docs/facts-file.md");
    let toml: toml::Table = block(&document, "toml").parse().unwrap();
    let json: serde_json::Value = serde_json::from_str(&block(&document, "json")).unwrap();
    assert_eq!(serde_json::to_value(toml).unwrap(), json);
}

#[test]
fn the_example_of_a_facts_file_names_facts_of_the_pack_in_force() {
    let document = text("docs/facts-file.md");
    let example: serde_json::Value = serde_json::from_str(&block(&document, "json")).unwrap();
    let pack = toml("guidance-packs/england-ukcis-2024/2024-03-11/facts.toml");
    let facts: Vec<&str> = pack["fact"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|fact| fact["id"].as_str())
        .collect();
    let mut found = Vec::new();
    let children = example["children"].as_array().unwrap();
    for table in children.iter().chain([&example["incident"]]) {
        let named = table
            .as_object()
            .unwrap()
            .keys()
            .filter(|key| !["name", "parts"].contains(&key.as_str()));
        found.extend(named.filter(|key| !facts.contains(&key.as_str())).cloned());
    }
    none(
        "docs/facts-file.md names facts the pack does not have",
        &found,
    );
}
