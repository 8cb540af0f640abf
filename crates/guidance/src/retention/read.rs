//! Reading a file of retention rules: every problem at once, each with file and line.

use super::{
    BeforeDestroying, ClockStart, RecordClass, RetentionRule, RetentionRules, RetentionSource,
    Sureness,
};
use crate::problem::{Problem, nearest};
use crate::read::{File, Kind, Table, from_toml};
use std::collections::BTreeSet;

const WHY_YEARS: &str = "A period that is not plain could have a record destroyed too soon.";
const WHY_NAME: &str =
    "A rule that stands on nothing would be followed as if it stood on something.";
const WHY_TWICE: &str = "Settings adopt a rule by its id: it must say one thing.";
const STARTS: [&str; 4] = ["date-of-birth", "closure", "with-the-record", "not-stated"];
const MARKS: [&str; 3] = ["P", "S", "B"];

pub(super) fn read(name: &str, text: &str) -> Result<RetentionRules, Vec<Problem>> {
    let mut problems = Vec::new();
    let node = from_toml(name, text, &mut problems);
    let file = File::of(name, problems);
    let rules = node
        .as_ref()
        .and_then(|node| Table::of(&file, node, "the file"))
        .and_then(|table| rules_of(&file, &table));
    let problems = file.problems();
    match rules {
        Some(rules) if problems.is_empty() => Ok(rules),
        _ => Err(problems),
    }
}

fn rules_of(file: &File<'_>, table: &Table<'_, '_>) -> Option<RetentionRules> {
    let id = table.id("id");
    let version = table.text("version");
    let says = table.text("says");
    let from = table.date("from");
    let to = table.date_if_any("to");
    let sources: Vec<_> = table
        .tables("source", "the source")
        .iter()
        .filter_map(source)
        .collect();
    let classes: Vec<_> = table
        .tables("class", "the class")
        .iter()
        .filter_map(class)
        .collect();
    let known: Names = Names {
        sources: sources.iter().map(|one| one.id.clone()).collect(),
        classes: classes.iter().map(|one| one.id.clone()).collect(),
    };
    let rules: Vec<_> = table
        .tables("rule", "the rule")
        .iter()
        .filter_map(|one| rule(one, &known))
        .collect();
    let checks: Vec<_> = table
        .tables("check", "the check")
        .iter()
        .filter_map(|one| check(one, &known))
        .collect();
    table.finish();
    twice(file, table, rules.iter().map(|rule| rule.id.as_str()));
    twice(file, table, checks.iter().map(|check| check.id.as_str()));
    Some(RetentionRules {
        id: id?.to_string(),
        version: version?.to_string(),
        says: says?.to_string(),
        from: from?,
        to,
        sources,
        classes,
        rules,
        checks,
    })
}

/// The names that rules may use.
struct Names {
    sources: BTreeSet<String>,
    classes: BTreeSet<String>,
}

fn twice<'a>(file: &File<'_>, table: &Table<'_, '_>, ids: impl Iterator<Item = &'a str>) {
    let mut seen = BTreeSet::new();
    for id in ids {
        if !seen.insert(id) {
            file.refuse(
                table.line,
                format!("The id `{id}` stands here twice."),
                WHY_TWICE,
            );
        }
    }
}

fn source(table: &Table<'_, '_>) -> Option<RetentionSource> {
    let (id, title, what, mark) = (
        table.id("id"),
        table.text("title"),
        table.text("what"),
        mark(table),
    );
    table.finish();
    Some(RetentionSource {
        id: id?.to_string(),
        title: title?.to_string(),
        what: what?.to_string(),
        mark: mark?,
    })
}

fn class(table: &Table<'_, '_>) -> Option<RecordClass> {
    let (id, says) = (table.id("id"), table.text("says"));
    table.finish();
    Some(RecordClass {
        id: id?.to_string(),
        says: says?.to_string(),
    })
}

fn rule(table: &Table<'_, '_>, known: &Names) -> Option<RetentionRule> {
    let id = table.id("id");
    let class = named(table, "class", &known.classes);
    let jurisdictions = table.ids("jurisdictions");
    if jurisdictions.is_empty() {
        let what = format!("{} names no jurisdiction.", table.called);
        table.file.refuse(table.line, what, WHY_NAME);
    }
    let starts = table.one_of("starts", &STARTS, |word| match word {
        "date-of-birth" => Some(ClockStart::DateOfBirth),
        "closure" => Some(ClockStart::Closure),
        "with-the-record" => Some(ClockStart::WithTheRecord),
        "not-stated" => Some(ClockStart::NotStated),
        _ => None,
    });
    let years = years(table, starts);
    let source = named(table, "source", &known.sources);
    let (clause, mark, says) = (table.text("clause"), mark(table), table.text("says"));
    let to_verify = table.text_if_any("to-verify");
    let (from, to) = (table.date("from"), table.date_if_any("to"));
    if let (Some(from), Some(to)) = (from, to)
        && to < from
    {
        let what = format!("{} ends before it begins.", table.called);
        table.file.refuse(table.line_of("to"), what, WHY_YEARS);
    }
    table.finish();
    Some(RetentionRule {
        id: id?.to_string(),
        class: class?,
        jurisdictions: jurisdictions.iter().map(ToString::to_string).collect(),
        starts: starts?,
        years,
        source: source?,
        clause: clause?.to_string(),
        mark: mark?,
        says: says?.to_string(),
        to_verify: to_verify.map(|text| text.to_string()),
        from: from?,
        to,
    })
}

fn check(table: &Table<'_, '_>, known: &Names) -> Option<BeforeDestroying> {
    let (id, asks, why) = (table.id("id"), table.text("asks"), table.text("why"));
    let source = named(table, "source", &known.sources);
    let mark = mark(table);
    let to_verify = table.text_if_any("to-verify");
    table.finish();
    Some(BeforeDestroying {
        id: id?.to_string(),
        asks: asks?.to_string(),
        why: why?.to_string(),
        source: source?,
        mark: mark?,
        to_verify: to_verify.map(|text| text.to_string()),
    })
}

fn mark(table: &Table<'_, '_>) -> Option<Sureness> {
    table.one_of("mark", &MARKS, |word| match word {
        "P" => Some(Sureness::Primary),
        "S" => Some(Sureness::Secondary),
        "B" => Some(Sureness::Background),
        _ => None,
    })
}

/// A name that must be one of those the file has.
fn named(table: &Table<'_, '_>, key: &'static str, known: &BTreeSet<String>) -> Option<String> {
    let name = table.text(key)?;
    if !known.contains(&*name) {
        let what = format!(
            "{} names the {key} `{name}`, which the file does not have.",
            table.called
        );
        let meant = nearest(&name, known.iter().map(String::as_str));
        table
            .file
            .refuse_meaning(table.line_of(key), what, WHY_NAME, meant);
    }
    Some(name.to_string())
}

/// Whole years, at least one; none where the record goes with another.
fn years(table: &Table<'_, '_>, starts: Option<ClockStart>) -> Option<u16> {
    let goes_with_another = starts == Some(ClockStart::WithTheRecord);
    let Some(node) = table.get("years") else {
        if starts.is_some() && !goes_with_another {
            let what = format!("{} does not say how many `years`.", table.called);
            table.file.refuse(table.line, what, WHY_YEARS);
        }
        return None;
    };
    let years = match &node.kind {
        Kind::Number(number) => number
            .parse()
            .ok()
            .filter(|years| (1..=200).contains(years)),
        _ => None,
    };
    if years.is_none() || goes_with_another {
        let what = format!(
            "`years` of {} is {}; it should be a whole number from 1 to 200, and left out of what goes with its record.",
            table.called,
            node.called()
        );
        table.file.refuse(node.line, what, WHY_YEARS);
    }
    years
}
