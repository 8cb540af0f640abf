//! A written document as a tree that remembers lines, whether it was TOML or JSON.

use toml::de::{DeTable, DeValue};
use toml_parser::Source;
use toml_parser::lexer::TokenKind;

use crate::problem::Problem;
use crate::read::written::{plain, too_large, unseen, unseen_problem};
use crate::read::{json, limits};

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
            Kind::Text(text) => format!("the text \u{201c}{}\u{201d}", shortened(text)),
            Kind::Bool(yes) => format!("`{yes}`"),
            Kind::Number(number) => format!("the number {}", shortened(number)),
            Kind::List(_) => "a list".to_owned(),
            Kind::Table(_) => "a table".to_owned(),
            Kind::Other(other) => format!("`{other}`"),
        }
    }
}

/// The beginning of a long text, so that a problem stays a sentence.
pub(crate) fn shortened(text: &str) -> std::borrow::Cow<'_, str> {
    match text.char_indices().nth(80) {
        Some((at, _)) => format!("{}\u{2026}", text.get(..at).unwrap_or_default()).into(),
        None => text.into(),
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
const WHY_LIMIT: &str = "A pack is read by people; nobody could check this.";

/// Reads TOML. Every mistake of syntax is told, not only the first.
pub(crate) fn from_toml(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Node> {
    let text = plain(text);
    if is_refused(file, &text, problems) {
        return None;
    }
    let lines = Lines::of(&text);
    if let Some((offset, what)) = too_deep(&text) {
        problems.push(Problem::new(file, Some(lines.at(offset)), what, WHY_LIMIT));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(&text);
    let mut told = 0;
    for error in errors.iter().take(limits::PROBLEMS) {
        let line = error.span().map(|span| lines.at(span.start));
        let what = format!(
            "This is not TOML: {}.",
            error.message().trim_end_matches('.')
        );
        let problem = Problem::new(file, line, what, WHY_SYNTAX);
        if problems.last() != Some(&problem) {
            problems.push(problem);
            told += 1;
        }
    }
    if told > 0 {
        return None;
    }
    let mut tree = Tree {
        file,
        problems,
        left: limits::VALUES,
        refused: false,
    };
    let kind = tree.table(table.get_ref(), &lines, 1);
    (!tree.refused).then_some(Node { line: 1, kind })
}

/// Where brackets or the names of a key stand too deep. The parser bounds each and not the two together, and taking down
/// a tree so deep would run out of stack; so the words are counted before there is a tree.
fn too_deep(text: &str) -> Option<(usize, String)> {
    let (mut brackets, mut dots) = (0usize, 0usize);
    for token in Source::new(text).lex() {
        match token.kind() {
            TokenKind::LeftSquareBracket | TokenKind::LeftCurlyBracket => {
                brackets += 1;
                dots = 0;
            }
            TokenKind::RightSquareBracket | TokenKind::RightCurlyBracket => {
                brackets = brackets.saturating_sub(1);
                dots = 0;
            }
            TokenKind::Dot => dots += 1,
            TokenKind::Equals | TokenKind::Comma | TokenKind::Newline => dots = 0,
            _ => {}
        }
        let what = if brackets > limits::DEPTH {
            told_deep()
        } else if dots >= limits::KEY_NAMES {
            format!(
                "A key joins more than {} names with dots.",
                limits::KEY_NAMES
            )
        } else {
            continue;
        };
        return Some((token.span().start(), what));
    }
    None
}

fn told_deep() -> String {
    format!(
        "Lists and tables stand inside one another more than {} deep.",
        limits::DEPTH
    )
}

/// Whether a file is too large, or holds what nobody can see: it is told, and not read.
fn is_refused(file: &str, text: &str, problems: &mut Vec<Problem>) -> bool {
    if text.len() > limits::FILE_BYTES {
        problems.push(too_large(file));
        return true;
    }
    match unseen(text) {
        Some((at, c)) => {
            let line = 1 + text.bytes().take(at).filter(|byte| *byte == b'\n').count();
            problems.push(unseen_problem(file, line, c));
            true
        }
        None => false,
    }
}

/// A tree being made from what a parser read, within bounds. The first thing out of bounds ends it.
pub(crate) struct Tree<'a> {
    pub(crate) file: &'a str,
    pub(crate) problems: &'a mut Vec<Problem>,
    /// How many more values it may hold.
    pub(crate) left: usize,
    pub(crate) refused: bool,
}

impl Tree<'_> {
    fn refuse(&mut self, line: usize, what: String) {
        if !self.refused {
            self.problems
                .push(Problem::new(self.file, Some(line), what, WHY_LIMIT));
        }
        self.refused = true;
    }

    /// Whether one more value, so deep, may be read.
    pub(crate) fn may_hold(&mut self, line: usize, depth: usize) -> bool {
        if depth > limits::DEPTH {
            self.refuse(line, told_deep());
        }
        match self.left.checked_sub(1) {
            Some(left) => self.left = left,
            None => self.refuse(
                line,
                format!(
                    "This file holds more than {} values; part it in several.",
                    limits::VALUES
                ),
            ),
        }
        !self.refused
    }

    /// Refuses a list or a table of so many.
    pub(crate) fn holds(&mut self, line: usize, items: usize) {
        if items > limits::ITEMS {
            self.refuse(
                line,
                format!(
                    "This list or table holds {items} things; it may hold {}.",
                    limits::ITEMS
                ),
            );
        }
    }

    /// Words, if a person can see all of them and there are not too many.
    pub(crate) fn words(&mut self, line: usize, text: &str) -> String {
        if let Some((_, c)) = unseen(text)
            && !self.refused
        {
            self.problems.push(unseen_problem(self.file, line, c));
            self.refused = true;
        }
        if text.len() > limits::TEXT && text.chars().count() > limits::TEXT {
            self.refuse(
                line,
                format!("This text is longer than {} characters.", limits::TEXT),
            );
        }
        text.to_owned()
    }

    fn table(&mut self, table: &DeTable<'_>, lines: &Lines, depth: usize) -> Kind {
        let first = table.iter().next().map_or(0, |(key, _)| key.span().start);
        self.holds(lines.at(first), table.len());
        let mut entries: Vec<(usize, Entry)> = Vec::new();
        for (key, value) in table {
            if self.refused {
                break;
            }
            let start = key.span().start;
            let line = lines.at(start);
            let mut value = self.value(value.get_ref(), lines.at(value.span().start), lines, depth);
            value.line = value.line.max(line);
            let key = self.words(line, key.get_ref());
            entries.push((start, Entry { key, line, value }));
        }
        entries.sort_by_key(|(start, _)| *start);
        Kind::Table(entries.into_iter().map(|(_, entry)| entry).collect())
    }

    fn value(&mut self, value: &DeValue<'_>, line: usize, lines: &Lines, depth: usize) -> Node {
        if !self.may_hold(line, depth) {
            return Node {
                line,
                kind: Kind::List(Vec::new()),
            };
        }
        let kind = match value {
            DeValue::String(text) => Kind::Text(self.words(line, text)),
            DeValue::Integer(number) => Kind::Number(number.to_string()),
            DeValue::Float(number) => Kind::Number(number.to_string()),
            DeValue::Boolean(yes) => Kind::Bool(*yes),
            DeValue::Datetime(when) => Kind::Other(when.to_string()),
            DeValue::Array(list) => {
                self.holds(line, list.len());
                let mut read = Vec::new();
                for one in list.iter() {
                    if self.refused {
                        break;
                    }
                    read.push(self.value(
                        one.get_ref(),
                        lines.at(one.span().start),
                        lines,
                        depth + 1,
                    ));
                }
                Kind::List(read)
            }
            DeValue::Table(table) => self.table(table, lines, depth + 1),
        };
        Node { line, kind }
    }
}

/// Reads JSON.
pub(crate) fn from_json(file: &str, text: &str, problems: &mut Vec<Problem>) -> Option<Node> {
    let text = plain(text);
    if is_refused(file, &text, problems) {
        return None;
    }
    if let Err(error) = serde_json::from_str::<serde::de::IgnoredAny>(&text) {
        let what = format!("This is not JSON: {error}.");
        problems.push(Problem::new(file, Some(error.line()), what, WHY_SYNTAX));
        return None;
    }
    let mut tree = Tree {
        file,
        problems,
        left: limits::VALUES,
        refused: false,
    };
    let node = json::read(&text, &mut tree);
    if tree.refused { None } else { node }
}
