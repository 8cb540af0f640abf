//! A written document as a tree that remembers lines, whether it was TOML or JSON.

use toml::de::{DeTable, DeValue};

use crate::problem::Problem;
use crate::read::json;

/// A value and the line it stands on.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) line: usize,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    Text(String),
    Bool(bool),
    Number(String),
    List(Vec<Node>),
    Table(Vec<Entry>),
    /// A date, or JSON's null.
    Other(String),
}

/// A key, the line it stands on, and its value.
#[derive(Debug, Clone)]
pub(crate) struct Entry {
    pub(crate) key: String,
    pub(crate) line: usize,
    pub(crate) value: Node,
}

impl Node {
    /// What the value is, for a sentence that says it should have been something else.
    pub(crate) fn called(&self) -> String {
        match &self.kind {
            Kind::Text(text) => format!("the text \u{201c}{text}\u{201d}"),
            Kind::Bool(yes) => format!("`{yes}`"),
            Kind::Number(number) => format!("the number {number}"),
            Kind::List(_) => "a list".to_owned(),
            Kind::Table(_) => "a table".to_owned(),
            Kind::Other(other) => format!("`{other}`"),
        }
    }
}

/// Turns byte offsets into lines.
struct Lines(Vec<usize>);

impl Lines {
    fn of(text: &str) -> Self {
        Self(text.match_indices('\n').map(|(at, _)| at).collect())
    }

    fn at(&self, offset: usize) -> usize {
        self.0.partition_point(|end| *end < offset) + 1
    }
}

const WHY_SYNTAX: &str = "A file that cannot be read cannot guide anyone.";

/// Reads TOML. Every mistake of syntax is told, not only the first.
pub(crate) fn from_toml(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Node> {
    let lines = Lines::of(text);
    let (table, errors) = DeTable::parse_recoverable(text);
    for error in &errors {
        let line = error.span().map(|span| lines.at(span.start));
        let what = format!(
            "This is not TOML: {}.",
            error.message().trim_end_matches('.')
        );
        problems.push(Problem::new(file, line, what, WHY_SYNTAX));
    }
    if !errors.is_empty() {
        return None;
    }
    Some(Node {
        line: 1,
        kind: from_table(table.get_ref(), &lines),
    })
}

fn from_table(table: &DeTable<'_>, lines: &Lines) -> Kind {
    let mut entries: Vec<(usize, Entry)> = table
        .iter()
        .map(|(key, value)| {
            let start = key.span().start;
            let line = lines.at(start);
            let mut value = from_value(value.get_ref(), lines.at(value.span().start), lines);
            value.line = value.line.max(line);
            let key = key.get_ref().to_string();
            (start, Entry { key, line, value })
        })
        .collect();
    entries.sort_by_key(|(start, _)| *start);
    Kind::Table(entries.into_iter().map(|(_, entry)| entry).collect())
}

fn from_value(value: &DeValue<'_>, line: usize, lines: &Lines) -> Node {
    let kind = match value {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Integer(number) => Kind::Number(number.to_string()),
        DeValue::Float(number) => Kind::Number(number.to_string()),
        DeValue::Boolean(yes) => Kind::Bool(*yes),
        DeValue::Datetime(when) => Kind::Other(when.to_string()),
        DeValue::Array(list) => Kind::List(
            list.iter()
                .map(|one| from_value(one.get_ref(), lines.at(one.span().start), lines))
                .collect(),
        ),
        DeValue::Table(table) => from_table(table, lines),
    };
    Node { line, kind }
}

/// Reads JSON.
pub(crate) fn from_json(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Node> {
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(text) {
        let what = format!("This is not JSON: {error}.");
        problems.push(Problem::new(file, Some(error.line()), what, WHY_SYNTAX));
        return None;
    }
    json::read(text)
}
