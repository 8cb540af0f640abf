//! The written schemas hold for every shipped pack and every answer, and refuse what the reader refuses.
#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test may stop at the first surprise"
)]

mod support;

use boon::{Compiler, SchemaIndex, Schemas};
use guidance::{Facts, Library, Pack, PackFile, Syntax, assess, schema};
use serde_json::{Value, json};
use std::path::Path;

/// The written schemas, compiled.
struct Written(Schemas, Vec<(String, SchemaIndex)>);

impl Written {
    fn all() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema");
        let mut compiler = Compiler::new();
        compiler.enable_format_assertions();
        let mut schemas = Schemas::new();
        let mut index = Vec::new();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let text = std::fs::read_to_string(&path).unwrap();
            let url = format!("https://example.org/{name}");
            compiler
                .add_resource(&url, serde_json::from_str(&text).unwrap())
                .unwrap();
            index.push((name, compiler.compile(&url, &mut schemas).unwrap()));
        }
        Self(schemas, index)
    }

    /// What a schema says is wrong with a value; none where it holds.
    fn refuses(&self, name: &str, value: &Value) -> Option<String> {
        let (_, index) = self
            .1
            .iter()
            .find(|(one, _)| one == name)
            .unwrap_or_else(|| panic!("there is no schema {name}"));
        self.0
            .validate(value, *index)
            .err()
            .map(|e| format!("{e:#}"))
    }

    fn refuses_file(&self, path: &str, text: &str) -> Option<String> {
        self.refuses(&schema_of(path), &from_toml(text))
    }
}

/// The schema of a file of a pack, by the file's path.
fn schema_of(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap().trim_end_matches(".toml");
    match parts.next() {
        Some("rules") => "pack-rules.schema.json".to_owned(),
        _ => format!("pack-{name}.schema.json"),
    }
}

fn from_toml(text: &str) -> Value {
    let table: toml::Table = text.parse().unwrap();
    serde_json::to_value(table).unwrap()
}

fn shipped_files() -> Vec<PackFile> {
    Library::shipped_files().into_iter().flatten().collect()
}

#[test]
fn every_file_of_every_shipped_pack_is_as_its_schema_says() {
    let written = Written::all();
    let files = shipped_files();
    assert!(files.len() > 20);
    for file in files {
        assert_eq!(
            written.refuses_file(&file.path, &file.text),
            None,
            "{}",
            file.path
        );
    }
}

#[test]
fn the_answer_to_every_shipped_example_is_as_its_schema_says() {
    let written = Written::all();
    let mut told = 0;
    for pack in Library::shipped().packs() {
        for example in pack.examples() {
            let answer = serde_json::to_value(assess(pack, &example.facts)).unwrap();
            let refused = written.refuses("assessment.schema.json", &answer);
            assert_eq!(refused, None, "{}", example.name);
            let facts = example.facts.to_canonical_json();
            let facts = serde_json::from_str(&facts).unwrap();
            let refused = written.refuses("situation.schema.json", &facts);
            assert_eq!(refused, None, "{}", example.name);
            told += 1;
        }
    }
    assert!(told > 50, "{told}");
}

#[test]
fn what_stands_in_the_library_is_what_stands_in_the_folder() {
    let answer: Value = serde_json::from_str(schema::OF_ASSESSMENT).unwrap();
    assert_eq!(answer["title"], "Assessment");
}

/// Every way to get at a table inside a value: lists are followed by their first thing only.
fn tables(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Object(entries) => {
            found.push(at.to_owned());
            for (key, value) in entries {
                tables(value, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(list) => {
            if let Some(first) = list.first() {
                tables(first, &format!("{at}/0"), found);
            }
        }
        _ => {}
    }
}

#[test]
fn reader_and_schema_refuse_the_same_keys() {
    let written = Written::all();
    let packs = Library::shipped_files();
    let files = packs
        .iter()
        .find(|files| files[0].path.contains("england-ukcis-2024"))
        .unwrap();
    let (mut kept, mut refused) = (0, 0);
    for file in files {
        let whole = from_toml(&file.text);
        let mut found = Vec::new();
        tables(&whole, "", &mut found);
        let mut changed = Vec::new();
        for path in found {
            let keys: Vec<String> = whole
                .pointer(&path)
                .unwrap()
                .as_object()
                .unwrap()
                .keys()
                .cloned()
                .collect();
            for key in keys {
                let mut without = whole.clone();
                without
                    .pointer_mut(&path)
                    .unwrap()
                    .as_object_mut()
                    .unwrap()
                    .remove(&key);
                changed.push((format!("without {path}/{key}"), without));
            }
            let mut with = whole.clone();
            let table = with.pointer_mut(&path).unwrap().as_object_mut().unwrap();
            table.insert("zyxcanary".to_owned(), json!(true));
            changed.push((format!("with {path}/zyxcanary"), with));
        }
        for (what, value) in changed {
            let text = toml::to_string(&value).unwrap();
            // The head and this file are enough to tell whether its keys can be read.
            let head = files.iter().find(|one| one.path.ends_with("pack.toml"));
            let mut all = vec![PackFile {
                path: file.path.clone(),
                text: text.clone(),
            }];
            all.extend(head.filter(|head| head.path != file.path).cloned());
            // What a name points at is not for a schema to say, and neither is a rule that reaches nothing.
            let reads = match Pack::read(&all) {
                Ok(_) => true,
                Err(found) => !found.iter().any(|one| {
                    [
                        "has no `",
                        "packs do not have",
                        "no form",
                        "exactly one form",
                        "and not the answer",
                        "it should be",
                        "should be one number",
                        "has no part",
                        "write \"yes\"",
                    ]
                    .iter()
                    .any(|says| one.what.contains(says))
                }),
            };
            let schema = written.refuses_file(&file.path, &text);
            assert_eq!(
                reads,
                schema.is_none(),
                "{} {what}: {schema:?} {:?}",
                file.path,
                Pack::read(&all).err()
            );
            if reads { kept += 1 } else { refused += 1 }
        }
    }
    assert!(kept > 20 && refused > 60, "{kept} kept, {refused} refused");
}

#[test]
fn reader_and_schema_read_the_same_files_of_facts() {
    let written = Written::all();
    let pack = support::small();
    let cases = [
        (json!({}), true),
        (json!({ "on": null }), true),
        (
            json!({ "on": "2024-06-01", "incident": { "adult-involved": "yes" } }),
            true,
        ),
        (
            json!({ "children": [{ "name": "Child A", "parts": ["pictured"], "at-risk-now": "not-known" }] }),
            true,
        ),
        (
            json!({ "children": [{ "name": "Child A", "parts": ["pictured"], "answers": { "at-risk-now": "no" } }] }),
            true,
        ),
        (json!({ "on": "yesterday" }), false),
        (json!({ "incident": { "adult-involved": true } }), false),
        (
            json!({ "children": [{ "name": "Child A", "parts": ["picturd"] }] }),
            false,
        ),
        (json!({ "children": [{ "parts": ["pictured"] }] }), false),
        (json!({ "children": [{ "name": "Child A" }] }), false),
        (json!({ "kids": [] }), false),
    ];
    for (facts, reads) in cases {
        let text = facts.to_string();
        let read = Facts::read(&text, Syntax::Json, "facts.json", &pack);
        assert_eq!(read.is_ok(), reads, "{text}: {read:?}");
        let refused = written.refuses("situation.schema.json", &facts);
        assert_eq!(refused.is_none(), reads, "{text}: {refused:?}");
    }
}

#[test]
fn a_wording_is_as_its_schema_says_and_what_the_reader_refuses_is_not() {
    let pack = support::small();
    let correction = "[[corrected]]\nitem = \"rule:adult\"\nfield = \"says\"\noriginal = \"ORIGINAL\"\nsays = \"An adult may be involved.\"\nby = \"Pat Example\"\non = \"2026-10-01\"\nreason = \"Plainer.\"\n";
    let original = &pack.rule("adult").unwrap().says;
    let text = format!(
        "format = 1\npack = \"small\"\nversion = \"{}\"\ndigest = \"{}\"\n{}\n[[rejected]]\nitem = \"response:refer-now\"\nby = \"Pat Example\"\non = \"2026-10-01\"\nreason = \"Not ours.\"\n",
        pack.version(),
        pack.digest(),
        correction.replace("ORIGINAL", original)
    );
    let written = Written::all();
    let cases = [
        (text.clone(), true),
        (text.replace("format = 1", "format = 2"), false),
        (text.replace("reason = \"Plainer.\"\n", ""), false),
        (text.replace("by = \"Pat", "who = \"Pat"), false),
        (text.replace("2026-10-01", "soon"), false),
        (text.replace("[[rejected]]", "[[refused]]"), false),
    ];
    for (text, reads) in cases {
        let file = PackFile {
            path: "wording.toml".to_owned(),
            text: text.clone(),
        };
        let read = guidance::Wording::read(&file, &pack);
        assert_eq!(read.is_ok(), reads, "{text}: {read:?}");
        let refused = written.refuses("wording.schema.json", &from_toml(&text));
        assert_eq!(refused.is_none(), reads, "{text}: {refused:?}");
    }
}

#[test]
fn every_schema_is_mapped_for_editors() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let text = std::fs::read_to_string(root.join(".taplo.toml")).unwrap();
    let taplo: toml::Table = text.parse().unwrap();
    let mut mapped: Vec<String> = taplo["rule"]
        .as_array()
        .unwrap()
        .iter()
        .map(|rule| rule["schema"]["path"].as_str().unwrap().to_owned())
        .collect();
    for path in &mapped {
        assert!(root.join(path).is_file(), "{path}");
    }
    mapped.sort();
    let mut made: Vec<String> = schema::of_pack_files()
        .into_iter()
        .map(|(name, _)| {
            format!(
                "crates/guidance/schema/{}",
                schema_of(&match name {
                    "rules.toml" => "rules/any.toml".to_owned(),
                    name => name.to_owned(),
                })
            )
        })
        .collect();
    made.push("crates/guidance/schema/wording.schema.json".to_owned());
    made.sort();
    assert_eq!(mapped, made);
}
