//! One written table, read key by key. What was asked for is what is allowed; anything else is refused with the nearest
//! name that would have been right.

use std::cell::RefCell;
use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::item::{Ids, Place, Text};
use crate::problem::{Problem, nearest};
use crate::read::node::{Entry, Kind, Node};

/// Where problems are gathered while one file is read.
pub(crate) struct File<'f> {
    pub(crate) name: &'f str,
    pub(crate) problems: RefCell<Vec<Problem>>,
}

impl File<'_> {
    pub(crate) fn refuse(&self, line: usize, what: impl Into<String>, why: &str) {
        self.refuse_meaning(line, what, why, None);
    }

    pub(crate) fn refuse_meaning(
        &self,
        line: usize,
        what: impl Into<String>,
        why: &str,
        meant: Option<String>,
    ) {
        let problem = Problem::new(self.name, Some(line), what, why).meaning(meant);
        self.problems.borrow_mut().push(problem);
    }

    pub(crate) fn place(&self, line: usize) -> Place {
        Place {
            file: self.name.into(),
            line,
        }
    }
}

/// A table of one file.
pub(crate) struct Table<'f, 'n> {
    pub(crate) file: &'f File<'f>,
    pub(crate) line: usize,
    /// What it is, for sentences: "the rule `x`".
    pub(crate) called: String,
    entries: &'n [Entry],
    asked: RefCell<BTreeSet<&'static str>>,
}

const WHY_KEY: &str = "A line that nobody reads looks like guidance and is none.";
const WHY_MISSING: &str = "Without it a person would be shown half a point.";
const WHY_SHAPE: &str = "What cannot be read exactly would be guessed at.";

impl<'f, 'n> Table<'f, 'n> {
    /// Reads `node` as a table, or refuses it.
    pub(crate) fn of(file: &'f File<'f>, node: &'n Node, what: &str) -> Option<Self> {
        let Kind::Table(entries) = &node.kind else {
            let told = format!("{what} is {}; it should be a table.", node.called());
            file.refuse(node.line, told, WHY_SHAPE);
            return None;
        };
        let id = entries
            .iter()
            .find(|entry| entry.key == "id" || entry.key == "name");
        let called = match id.map(|entry| &entry.value.kind) {
            Some(Kind::Text(id)) => format!("{what} `{id}`"),
            _ => what.to_owned(),
        };
        Some(Self {
            file,
            line: node.line,
            called,
            entries,
            asked: RefCell::default(),
        })
    }

    /// The value of a key, if it is there.
    pub(crate) fn get(&self, key: &'static str) -> Option<&'n Node> {
        self.asked.borrow_mut().insert(key);
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map(|entry| &entry.value)
    }

    /// Every entry, for tables whose keys are ids.
    pub(crate) fn entries(&self) -> &'n [Entry] {
        self.entries
    }

    pub(crate) fn require(&self, key: &'static str) -> Option<&'n Node> {
        let found = self.get(key);
        if found.is_none() {
            let what = format!("{} has no `{key}`.", self.called);
            self.file.refuse(self.line, what, WHY_MISSING);
        }
        found
    }

    /// The line a key stands on, or the table's own.
    pub(crate) fn line_of(&self, key: &str) -> usize {
        self.entries
            .iter()
            .find(|entry| entry.key == key)
            .map_or(self.line, |entry| entry.line)
    }

    /// Refuses every key that was not asked for.
    pub(crate) fn finish(&self) {
        let asked = self.asked.borrow();
        for entry in self.entries {
            if !asked.contains(entry.key.as_str()) {
                let what = format!(
                    "{} has a key `{}` that packs do not have.",
                    self.called, entry.key
                );
                let missing = asked
                    .iter()
                    .copied()
                    .filter(|key| !self.entries.iter().any(|one| one.key == *key));
                let meant = nearest(&entry.key, missing);
                self.file.refuse_meaning(entry.line, what, WHY_KEY, meant);
            }
        }
    }

    fn wrong(&self, key: &str, node: &Node, wanted: &str) {
        let what = format!(
            "`{key}` of {} is {}; it should be {wanted}.",
            self.called,
            node.called()
        );
        self.file.refuse(node.line, what, WHY_SHAPE);
    }

    fn as_text(&self, key: &str, node: &Node) -> Option<Text> {
        match &node.kind {
            Kind::Text(text) => Some(text.trim().into()),
            _ => {
                self.wrong(key, node, "text in quotation marks");
                None
            }
        }
    }

    /// Text that must be there and say something.
    pub(crate) fn text(&self, key: &'static str) -> Option<Text> {
        let node = self.require(key)?;
        let text = self.as_text(key, node)?;
        if text.is_empty() {
            self.wrong(key, node, "words");
            return None;
        }
        Some(text)
    }

    /// Text that may be left out. Empty text is none.
    pub(crate) fn text_if_any(&self, key: &'static str) -> Option<Text> {
        self.as_text(key, self.get(key)?)
            .filter(|text| !text.is_empty())
    }

    /// An id: lower-case words joined with hyphens.
    pub(crate) fn id(&self, key: &'static str) -> Option<Text> {
        let id = self.text(key)?;
        if !is_id(&id) {
            let proper: Vec<String> = id
                .to_lowercase()
                .split(|c: char| !c.is_ascii_alphanumeric())
                .filter(|word| !word.is_empty())
                .map(str::to_owned)
                .collect();
            self.file.refuse_meaning(
                self.line_of(key),
                format!("`{id}` is not an id: an id is lower-case words joined with hyphens."),
                "Ids are written into records that must still be found years later.",
                Some(proper.join("-")),
            );
        }
        Some(id)
    }

    /// A list of texts; left out means empty. A single text stands for a list of one where `one` allows it.
    pub(crate) fn texts(&self, key: &'static str) -> Vec<(Text, usize)> {
        let Some(node) = self.get(key) else {
            return Vec::new();
        };
        let Kind::List(list) = &node.kind else {
            self.wrong(key, node, "a list in square brackets");
            return Vec::new();
        };
        list.iter()
            .filter_map(|one| Some((self.as_text(key, one)?, one.line)))
            .collect()
    }

    pub(crate) fn ids(&self, key: &'static str) -> Ids {
        self.texts(key).into_iter().map(|(text, _)| text).collect()
    }

    pub(crate) fn yes_or_no(&self, key: &'static str) -> Option<bool> {
        let node = self.get(key)?;
        match node.kind {
            Kind::Bool(yes) => Some(yes),
            _ => {
                self.wrong(key, node, "`true` or `false`");
                None
            }
        }
    }

    pub(crate) fn date(&self, key: &'static str) -> Option<Date> {
        let node = self.require(key)?;
        self.as_date(key, node)
    }

    pub(crate) fn date_if_any(&self, key: &'static str) -> Option<Date> {
        self.as_date(key, self.get(key)?)
    }

    fn as_date(&self, key: &str, node: &Node) -> Option<Date> {
        let (Kind::Text(text) | Kind::Other(text)) = &node.kind else {
            self.wrong(key, node, "a date such as \"2024-03-11\"");
            return None;
        };
        match text.parse() {
            Ok(date) => Some(date),
            Err(_) => {
                self.wrong(key, node, "a date such as \"2024-03-11\"");
                None
            }
        }
    }

    /// One word of a closed list.
    pub(crate) fn one_of<T>(
        &self,
        key: &'static str,
        words: &[&'static str],
        from_word: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let node = self.require(key)?;
        self.word(key, node, words, from_word)
    }

    pub(crate) fn word<T>(
        &self,
        key: &str,
        node: &Node,
        words: &[&'static str],
        from_word: impl Fn(&str) -> Option<T>,
    ) -> Option<T> {
        let text = self.as_text(key, node)?;
        let found = from_word(&text);
        if found.is_none() {
            let what = format!(
                "`{key}` of {} is `{text}`; it should be one of {}.",
                self.called,
                words.join(", ")
            );
            let meant = nearest(&text, words.iter().copied());
            self.file.refuse_meaning(node.line, what, WHY_SHAPE, meant);
        }
        found
    }

    /// The tables of an array of tables.
    pub(crate) fn tables(&self, key: &'static str, what: &str) -> Vec<Table<'f, 'n>> {
        let Some(node) = self.get(key) else {
            return Vec::new();
        };
        let Kind::List(list) = &node.kind else {
            self.wrong(key, node, "a list of tables");
            return Vec::new();
        };
        list.iter()
            .filter_map(|one| Table::of(self.file, one, what))
            .collect()
    }

    /// A table inside this one.
    pub(crate) fn table(&self, key: &'static str) -> Option<Table<'f, 'n>> {
        let node = self.get(key)?;
        let mut table = Table::of(self.file, node, &format!("`{key}`"))?;
        table.called = format!("`{key}` of {}", self.called);
        Some(table)
    }
}

fn is_id(id: &str) -> bool {
    !id.is_empty()
        && id.split('-').all(|word| {
            !word.is_empty()
                && word
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit())
        })
}
