//! Reading a pack from its files.

use std::cell::RefCell;

use sha2::{Digest as _, Sha256};

use crate::item::{Posture, Status, Text};
use crate::pack::{Contents, Head, Layer, Pack, PackFile};
use crate::problem::{Problem, nearest};
use crate::read::check_references;
use crate::read::kinds;
use crate::read::node::{self, Kind};
use crate::read::table::{File, Table};

const NAMES: [&str; 7] = [
    "pack.toml",
    "facts.toml",
    "duties.toml",
    "notes.toml",
    "glossary.toml",
    "services.toml",
    "examples.toml",
];
const WHY_HEAD: &str = "Which text was followed, and from when, must be certain years later.";

impl Pack {
    /// Reads a pack, or a layer standing alone, from the files of its folder.
    ///
    /// # Errors
    /// Every problem at once, each with its file, its line, why it matters and what was probably meant.
    pub fn read(files: &[PackFile]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        let Some(folder) = folder(files) else {
            let file = files.first().map_or("pack.toml", |file| file.path.as_str());
            return Err(vec![Problem::new(
                file,
                None,
                "There is no pack.toml.",
                WHY_HEAD,
            )]);
        };
        let mut sorted: Vec<(&str, &PackFile)> = files
            .iter()
            .map(|file| (file.path.strip_prefix(folder).unwrap_or(&file.path), file))
            .collect();
        sorted.sort_by_key(|(path, _)| *path);

        let mut contents = Contents::default();
        let mut head = None;
        let id: Text = id_of(&sorted).into();
        for (path, file) in &sorted {
            let of_rules = path
                .strip_prefix("rules/")
                .is_some_and(|name| name.ends_with(".toml"));
            if !of_rules && !NAMES.contains(path) {
                let meant = nearest(path, NAMES);
                let what = format!("A pack has no file `{path}`.");
                let why = "What stands in it would never be read.";
                problems.push(Problem::new(&file.path, None, what, why).meaning(meant));
                continue;
            }
            let Some(root) = node::from_toml(&file.path, &file.text, &mut problems) else {
                continue;
            };
            let reading = File {
                name: &file.path,
                problems: RefCell::default(),
            };
            if let Some(table) = Table::of(&reading, &root, "the file") {
                match *path {
                    "pack.toml" => head = read_head(&table, &id, &mut contents),
                    _ => read_lists(&table, path, &id, &mut contents),
                }
                table.finish();
            }
            problems.extend(reading.problems.into_inner());
        }
        let Some(head) = head else {
            return Err(problems);
        };
        // Names are checked where everything could be read: a list cut short by one mistake would bring false ones.
        if problems.is_empty() {
            problems.extend(check_references(&contents, !head.layer_over.is_empty()));
        }
        if !problems.is_empty() {
            return Err(problems);
        }
        let digest: Text = digest(&sorted).into();
        let layer = Layer {
            id: head.id.clone(),
            version: head.version.clone(),
            title: head.title.clone(),
            digest: digest.clone(),
            in_force: head.in_force,
            status: head.status,
            review_by: head.review_by,
            local: head.local,
            summary: head.summary.clone(),
        };
        let kept = sorted.iter().map(|(path, file)| PackFile {
            path: format!("{}/{}/{path}", head.id, head.version),
            text: file.text.clone(),
        });
        let kept = kept.collect();
        Ok(Self::of(head, digest, vec![layer], contents).read_from(kept))
    }
}

/// What stands before `pack.toml`.
fn folder(files: &[PackFile]) -> Option<&str> {
    files
        .iter()
        .filter_map(|file| file.path.strip_suffix("pack.toml"))
        .find(|folder| folder.is_empty() || folder.ends_with('/'))
}

/// The id, needed before the rest is read because every item says which pack it came from.
fn id_of(files: &[(&str, &PackFile)]) -> String {
    files
        .iter()
        .find(|(path, _)| *path == "pack.toml")
        .and_then(|(_, file)| node::from_toml(&file.path, &file.text, &mut Vec::new()))
        .and_then(|root| match root.kind {
            Kind::Table(entries) => entries.into_iter().find(|entry| entry.key == "id"),
            _ => None,
        })
        .and_then(|entry| match entry.value.kind {
            Kind::Text(id) => Some(id),
            _ => None,
        })
        .unwrap_or_default()
}

fn read_head(table: &Table<'_, '_>, pack: &Text, contents: &mut Contents) -> Option<Head> {
    if let Some(node) = table.require("format")
        && !matches!(&node.kind, Kind::Number(number) if number == "1")
    {
        let what = format!(
            "`format` is {}; this software reads format 1.",
            node.called()
        );
        table.file.refuse(node.line, what, WHY_HEAD);
    }
    let id = table.id("id");
    let version = table.text("version");
    let title = table.text("title");
    let term = table.text("term");
    let jurisdiction = table.id("jurisdiction");
    table.require("in_force");
    let in_force = kinds::dates(table, "in_force");
    let posture = table.one_of("posture", Posture::WORDS, Posture::from_word);
    let status = table.one_of("status", Status::WORDS, Status::from_word);
    let review_by = table.date("review_by");
    let summary = table.text("summary");
    let layer_over: Vec<Text> = table
        .texts("layer_over")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let local = table.yes_or_no("local").unwrap_or(false);
    if local && layer_over.is_empty() {
        let what = "A pack that is `local` must be a layer: say which packs it lies over with `layer_over`.";
        table.file.refuse(
            table.line_of("local"),
            what,
            "A setting's own rule adds to guidance; it never stands in its place.",
        );
    }
    if let (Some(version), Some(dates)) = (&version, &in_force)
        && version.as_ref() != dates.from.to_string()
    {
        table.file.refuse_meaning(
            table.line_of("version"),
            format!(
                "The version is `{version}`, and the pack is in force from {}.",
                dates.from
            ),
            WHY_HEAD,
            Some(dates.from.to_string()),
        );
    }
    contents.sources = table
        .tables("source", "the source")
        .iter()
        .filter_map(|one| kinds::source(one, pack))
        .collect();
    contents.routes = table
        .tables("route", "the route")
        .iter()
        .filter_map(|one| kinds::route(one, pack))
        .collect();
    contents.responses = table
        .tables("response", "the response")
        .iter()
        .filter_map(|one| kinds::response(one, pack))
        .collect();
    Some(Head {
        id: id?,
        version: version?,
        title: title?,
        term: term?,
        jurisdiction: jurisdiction?,
        in_force: in_force?,
        posture: posture?,
        status: status?,
        review_by: review_by?,
        summary: summary?,
        layer_over,
        local,
        file: table.file.name.into(),
    })
}

fn read_lists(table: &Table<'_, '_>, path: &str, pack: &Text, contents: &mut Contents) {
    macro_rules! lists {
        ($($key:literal, $what:literal, $read:ident, $into:ident);+) => {
            {$(contents.$into.extend(
                table.tables($key, $what).iter().filter_map(|one| kinds::$read(one, pack)),
            );)+}
        };
    }
    match path {
        "facts.toml" => lists!("fact", "the fact", fact, facts),
        "duties.toml" => {
            lists!("checklist", "the checklist", checklist, checklists; "clock", "the clock", clock, clocks)
        }
        "notes.toml" => {
            lists!("note", "the note", note, notes; "to_verify", "the point to verify", to_verify, to_verify)
        }
        "glossary.toml" => {
            lists!("term", "the term", term, terms; "reason", "the reason", reason, reasons)
        }
        "services.toml" => lists!("service", "the service", service, services),
        "examples.toml" => lists!("example", "the example", example, examples),
        _ => lists!("rule", "the rule", rule, rules),
    }
}

/// SHA-256 over every file but `examples.toml`, in path order, each as path length, path, text length, text.
fn digest(files: &[(&str, &PackFile)]) -> String {
    let mut hash = Sha256::new();
    for (path, file) in files {
        if *path == "examples.toml" {
            continue;
        }
        for part in [path.as_bytes(), file.text.as_bytes()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
    }
    hex(&hash.finalize())
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        // OK because: writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
