//! Reading a pack from its files.

use sha2::{Digest as _, Sha256};

use crate::item::{Concern, Posture, Status, Text};
use crate::pack::{Contents, Head, Layer, Pack, PackFile};
use crate::problem::{Problem, nearest};
use crate::read::node::{self, Kind};
use crate::read::shape::Takes;
use crate::read::table::{File, Table};
use crate::read::written::plain;
use crate::read::{check_references, decided_within_bounds, kinds, limits};

pub(super) const NAMES: [&str; 8] = [
    "pack.toml",
    "facts.toml",
    "duties.toml",
    "notes.toml",
    "glossary.toml",
    "services.toml",
    "typology.toml",
    "examples.toml",
];
const WHY_LIMIT: &str = "A pack is read by people; nobody could check so much.";
const WHY_HEAD: &str = "Which text was followed, and from when, must be certain years later.";

impl Pack {
    /// Reads a pack, or a layer standing alone, from the files of its folder.
    ///
    /// # Errors
    /// Every problem at once, each with its file, its line, why it matters and what was probably meant.
    pub fn read(files: &[PackFile]) -> Result<Self, Vec<Problem>> {
        let mut problems = Vec::new();
        if let Some(problem) = too_much(files) {
            return Err(vec![problem]);
        }
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
        for ((path, file), (before, _)) in sorted.iter().skip(1).zip(&sorted) {
            if path == before {
                let what = format!("The pack has two files `{path}`.");
                let why = "Which of the two is meant could not be told.";
                problems.push(Problem::new(&file.path, None, what, why));
            }
        }

        let mut contents = Contents::default();
        let mut head = None;
        let id: Text = id_of(&sorted).into();
        for (path, file) in &sorted {
            let of_rules = path
                .strip_prefix("rules/")
                .is_some_and(|name| name.ends_with(".toml") && !name.contains('/'));
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
            let reading = File::of(&file.path, Vec::new());
            if let Some(table) = Table::of(&reading, &root, "the file") {
                match *path {
                    "pack.toml" => head = read_head(&table, &id, &mut contents),
                    _ => read_lists(&table, path, &id, &mut contents),
                }
                table.finish();
            }
            problems.extend(reading.problems());
        }
        let Some(head) = head else {
            return Err(problems);
        };
        let alone = !head.layer_over.is_empty();
        // Names are checked where everything could be read: a list cut short by one mistake would bring false ones.
        if problems.is_empty() {
            problems.extend(check_references(&contents, alone));
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
        let pack = Self::of(head, digest, vec![layer], contents).read_from(kept);
        let tangled = decided_within_bounds(&pack);
        if tangled.is_empty() {
            Ok(pack)
        } else {
            Err(tangled)
        }
    }
}

/// What is wrong with so many files, or so much in them.
fn too_much(files: &[PackFile]) -> Option<Problem> {
    let all: usize = files.iter().map(|file| file.text.len()).sum();
    let first = files.first().map_or("pack.toml", |file| file.path.as_str());
    let what = if files.len() > limits::FILES {
        format!(
            "The pack has {} files; it may have {}.",
            files.len(),
            limits::FILES
        )
    } else if all > limits::PACK_BYTES {
        format!(
            "The files of the pack are larger than {} MiB together.",
            limits::PACK_BYTES / (1024 * 1024)
        )
    } else {
        return None;
    };
    Some(Problem::new(first, None, what, WHY_LIMIT))
}

/// Asks of a file everything that is read of it, so that its shape can be noted.
pub(super) fn ask(table: &Table<'_, '_>, path: &str) {
    let mut contents = Contents::default();
    let pack = Text::default();
    match path {
        "pack.toml" => drop(read_head(table, &pack, &mut contents)),
        _ => read_lists(table, path, &pack, &mut contents),
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

/// Reads that a file is in format 1.
pub(crate) fn format_is_one(table: &Table<'_, '_>, why: &'static str) {
    table.takes("format", Takes::Format, true);
    if let Some(node) = table.require("format")
        && !matches!(&node.kind, Kind::Number(number) if number == "1")
    {
        let what = format!(
            "`format` is {}; this software reads format 1.",
            node.called()
        );
        table.file.refuse(node.line, what, why);
    }
}

fn read_head(table: &Table<'_, '_>, pack: &Text, contents: &mut Contents) -> Option<Head> {
    format_is_one(table, WHY_HEAD);
    let id = table.id("id");
    let version = table.text("version");
    let title = table.text("title");
    let term = table.text("term");
    let jurisdiction = table.id("jurisdiction");
    let concern = table
        .get("concern")
        .map(|node| table.word("concern", node, Concern::WORDS, Concern::from_word));
    table.require("in_force");
    let in_force = kinds::dates(table, "in_force");
    let posture = table.one_of("posture", Posture::WORDS, Posture::from_word);
    let status = table.one_of("status", Status::WORDS, Status::from_word);
    let review_by = table.date("review_by");
    let summary = table.text("summary");
    table.takes("layer_over", Takes::Ids, false);
    let layer_over: Vec<Text> = table
        .texts("layer_over")
        .into_iter()
        .map(|(id, _)| id)
        .collect();
    let local = table.yes_or_no("local").unwrap_or(false);
    if concern.is_some() && !layer_over.is_empty() {
        table.file.refuse(
            table.line_of("concern"),
            "A layer is about the kind of concern that its base is about; leave `concern` out.",
            "Guidance for one kind of concern would be given for another.",
        );
    }
    if local && layer_over.is_empty() {
        let what = "A pack that is `local` must be a layer: say which packs it lies over with `layer_over`.";
        table.file.refuse(
            table.line_of("local"),
            what,
            "A setting's own rule adds to guidance; it never stands in its place.",
        );
    }
    if posture == Some(Posture::NotSeen) && status.is_some_and(|status| status != Status::Skeleton)
    {
        let what = "`posture` is `not-seen`, and the pack is more than a skeleton.";
        table.file.refuse(
            table.line_of("posture"),
            what,
            "Whether referral is the default is the first thing a lead must be able to rely on.",
        );
    }
    contents.roles = kinds::roles(table, pack);
    if !contents.roles.is_empty() && !layer_over.is_empty() {
        let what = "A layer gives nobody another name: `roles` stands in the pack it lies over.";
        table.file.refuse(
            table.line_of("roles"),
            what,
            "Two names for one person on one page would send somebody to the wrong one.",
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
        concern: concern.map_or(Some(Concern::default()), |concern| concern)?,
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
        "typology.toml" => lists!("tag", "the tag", tag, tags),
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
        for part in [path.as_bytes(), plain(&file.text).as_bytes()] {
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
