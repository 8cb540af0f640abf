//! Tags of a typology: for thinking with, never for deciding.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod support;

use guidance::{Facts, Library, Pack, PackFile, Problem, TagGroup, assess};
use support::{files, files_with};

const TAGS: &str = "[[tag]]\nid = \"aggravated\"\ngroup = \"aggravated\"\nname = \"Aggravated\"\nmeans = \"Something more.\"\nthink = \"Is there something more?\"\nsource = { id = \"text\", mark = \"P\" }\n";

fn with_tags(mut files: Vec<PackFile>, tags: &str) -> Result<Pack, Vec<Problem>> {
    files.push(PackFile {
        path: "typology.toml".to_owned(),
        text: tags.to_owned(),
    });
    Pack::read(&files)
}

fn told(found: &[Problem], what: &str) {
    assert!(
        found.iter().any(|one| one.what.contains(what)),
        "nothing says {what:?} in {found:#?}"
    );
}

#[test]
fn a_pack_may_have_tags_and_they_carry_their_source() {
    let pack = with_tags(files(), TAGS).unwrap();
    let [tag] = pack.tags() else {
        panic!("one tag was written");
    };
    assert_eq!(
        (tag.id.as_ref(), tag.group),
        ("aggravated", TagGroup::Aggravated)
    );
    assert_eq!(tag.source.id.as_ref(), "text");
}

#[test]
fn tags_change_no_answer() {
    let without = Pack::read(&files()).unwrap();
    let with = with_tags(files(), TAGS).unwrap();
    let plain = |pack: &Pack| {
        let said = assess(pack, &Facts::default());
        let mut said = serde_json::to_value(&said).unwrap();
        said.as_object_mut().unwrap().remove("digest");
        said.to_string()
    };
    assert_eq!(plain(&with), plain(&without));
    assert!(!plain(&with).contains("aggravated"));
}

#[test]
fn a_rule_cannot_name_a_tag_in_any_form() {
    let condition = "{ fact = \"adult-involved\", is = \"yes\" }";
    for (tried, says) in [
        ("{ tag = \"aggravated\" }", "tag"),
        ("{ fact = \"aggravated\", is = \"yes\" }", "aggravated"),
        ("{ any-child = { part = \"aggravated\" } }", "aggravated"),
    ] {
        let files = files_with("rules/all.toml", condition, tried);
        told(&with_tags(files, TAGS).unwrap_err(), says);
    }
}

#[test]
fn a_response_cannot_send_a_reader_to_a_tag() {
    let files = files_with(
        "pack.toml",
        "read_with = [",
        "read_with = [\"tag:aggravated\", ",
    );
    told(&with_tags(files, TAGS).unwrap_err(), "tag:aggravated");
}

#[test]
fn a_tag_needs_a_side_of_the_typology_a_known_source_and_a_mark_that_may_stand() {
    for (from, to, says) in [
        (
            "group = \"aggravated\"",
            "group = \"agravated\"",
            "agravated",
        ),
        ("id = \"text\"", "id = \"nowhere\"", "nowhere"),
        ("mark = \"P\"", "mark = \"G-med\"", "G-med"),
    ] {
        told(
            &with_tags(files(), &TAGS.replace(from, to)).unwrap_err(),
            says,
        );
    }
    told(
        &with_tags(files(), &[TAGS, TAGS].concat()).unwrap_err(),
        "There are two tags `aggravated`",
    );
}

#[test]
fn in_the_shipped_packs_no_tag_shares_an_id_with_anything_a_rule_can_name() {
    let mut seen = 0;
    for pack in Library::shipped().packs() {
        for tag in pack.tags() {
            seen += 1;
            assert!(pack.fact(&tag.id).is_none(), "{}", tag.id);
            assert!(pack.response(&tag.id).is_none(), "{}", tag.id);
        }
    }
    assert_eq!(seen, 24, "eight tags in each of England's three texts");
}
