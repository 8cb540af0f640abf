//! The example programs do what they say.
#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

#[path = "../examples/assess_facts.rs"]
mod assess_facts;
#[path = "../examples/check_folder.rs"]
mod check_folder;
#[path = "../examples/explain_answer.rs"]
mod explain_answer;

use std::path::Path;

const HERE: &str = env!("CARGO_MANIFEST_DIR");

#[test]
fn the_files_of_facts_in_the_documents_are_answered_alike() {
    let page = std::fs::read_to_string(Path::new(HERE).join("../../docs/facts-file.md")).unwrap();
    let folder = std::env::temp_dir().join(format!("leeward-facts-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let answers: Vec<_> = ["toml", "json"]
        .into_iter()
        .map(|end| {
            let (_, rest) = page.split_once(&format!("```{end}\n")).unwrap();
            let (text, _) = rest.split_once("```").unwrap();
            let file = folder.join(format!("facts.{end}"));
            std::fs::write(&file, text).unwrap();
            assess_facts::answer("england-ukcis-2024", &file).unwrap()
        })
        .collect();
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(answers.first(), answers.last());
    assert!(
        answers
            .iter()
            .all(|(_, text)| text.contains("A named person decides."))
    );
}

#[test]
fn a_reason_comes_with_its_clause_and_its_facts() {
    let text = explain_answer::explained().unwrap();
    for says in [
        "because: ",
        "clause: ukcis-2024",
        "Is an adult involved",
        "ask next: ",
    ] {
        assert!(text.contains(says), "{says}: {text}");
    }
}

#[test]
fn a_pack_in_a_folder_is_checked() {
    let small = Path::new(HERE).join("tests/packs/small/2024-01-01");
    assert_eq!(check_folder::problems(&small, None).unwrap(), []);
    let late = check_folder::problems(&small, "2037-01-01".parse().ok()).unwrap();
    assert!(
        late.iter().all(|one| one.warning) && late.len() == 1,
        "{late:?}"
    );
}
