//! What the reader asks of each table of a file: the one source of the schema that editors understand.
//!
//! Nobody writes it down. Every reading function is run once over a table that answers to any key, and what it asks for
//! is noted; so a key cannot be accepted and missing from the schema, or the other way about.

use std::cell::RefCell;
use std::collections::BTreeMap;

use crate::read::files;
use crate::read::node::{Kind, Node};
use crate::read::table::{File, Table};

/// A table that answers to any key.
pub(super) static ANY: Node = Node {
    line: 1,
    kind: Kind::Table(Vec::new()),
};

/// What stands behind a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Not said; something else asked of the same key says it.
    Any,
    /// The number of the format.
    Format,
    /// Text.
    Text,
    /// An id.
    Id,
    /// A list of texts.
    Texts,
    /// A list of ids.
    Ids,
    /// True or false.
    YesNo,
    /// A day.
    Date,
    /// One word of a closed list.
    Word(Vec<&'static str>),
    /// A list of words of a closed list.
    Words(Vec<&'static str>),
    /// What is shown beside a response, each beginning with one of these and a colon.
    Shown(Vec<&'static str>),
    /// By when.
    Due,
    /// A condition.
    Condition,
    /// An answer to a fact.
    Answer,
    /// A table of answers, by fact.
    Answers,
    /// A table, whose shape stands under the path of this one and the key.
    Table,
    /// A list of tables, whose shape stands under the path of this one and the key.
    Tables,
}

/// One key of a table.
#[derive(Debug, Clone)]
pub(crate) struct Ask {
    pub(crate) key: &'static str,
    pub(crate) takes: Takes,
    pub(crate) required: bool,
}

/// The keys of every table of a file, by the table's path: `rules.rule.source`.
#[derive(Debug, Clone, Default)]
pub(crate) struct Shape(pub(crate) BTreeMap<String, Vec<Ask>>);

impl Shape {
    /// The key that stands for every other one in a table whose keys are the names of facts.
    pub(crate) const OTHERS: &'static str = "*";
}

/// Where what is asked is noted.
#[derive(Debug, Default)]
pub(crate) struct Notes(RefCell<Shape>);

impl Notes {
    pub(super) fn note(&self, path: &str, key: &'static str, takes: Takes, required: bool) {
        let mut shape = self.0.borrow_mut();
        let asks = shape.0.entry(path.to_owned()).or_default();
        match asks.iter_mut().find(|ask| ask.key == key) {
            Some(ask) => {
                ask.required |= required;
                if ask.takes == Takes::Any {
                    ask.takes = takes;
                }
            }
            None => asks.push(Ask {
                key,
                takes,
                required,
            }),
        }
    }
}

/// Notes what `read` asks of a table.
fn noted(path: &str, read: impl FnOnce(&Table<'_, '_>)) -> Shape {
    let notes = Notes::default();
    let file = File::noting(path, &notes);
    if let Some(table) = Table::of(&file, &ANY, path) {
        read(&table);
    }
    notes.0.into_inner()
}

/// The shape of every file of a pack, by its name; that of a file of rules under `rules.toml`.
pub(crate) fn shapes_of_pack_files() -> Vec<(&'static str, Shape)> {
    files::NAMES
        .into_iter()
        .chain(["rules.toml"])
        .map(|name| {
            let path = name.trim_end_matches(".toml");
            (name, noted(path, |table| files::ask(table, name)))
        })
        .collect()
}

/// The shape of an adviser's wording.
pub(crate) fn shape_of_wording() -> Shape {
    noted("wording", |table| {
        crate::wording::written::whole(table, None);
    })
}

/// The shape of a file of facts.
pub(crate) fn shape_of_facts() -> Shape {
    noted("situation", |table| {
        crate::read::facts::situation(table);
    })
}
