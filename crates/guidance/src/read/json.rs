//! JSON with its lines. `serde_json` has already said that the text is JSON; this only remembers where things stand.

use std::collections::BTreeMap;

use crate::problem::Problem;
use crate::read::node::{Entry, Kind, Node, Tree};

const WHY_ESCAPE: &str = "Words that cannot be shown cannot be checked.";
const WHY_TWICE: &str = "Which of the two is meant could not be told.";

/// Reads text that is known to be JSON.
pub(super) fn read(text: &str, tree: &mut Tree<'_>) -> Option<Node> {
    let mut reader = Reader {
        rest: text,
        line: 1,
        tree: &mut *tree,
    };
    let node = reader.value(0);
    let line = reader.line;
    if node.is_none() && !tree.refused {
        let what = "This is not JSON that can be read: half a character is written as an escape.";
        let problem = Problem::new(tree.file, Some(line), what, WHY_ESCAPE);
        tree.problems.push(problem);
    }
    node
}

struct Reader<'t, 'p, 'r> {
    rest: &'t str,
    line: usize,
    tree: &'r mut Tree<'p>,
}

impl Reader<'_, '_, '_> {
    fn skip_space(&mut self) {
        let trimmed = self.rest.trim_start();
        let skipped = self.rest.len() - trimmed.len();
        self.line += self
            .rest
            .get(..skipped)
            .map_or(0, |gap| gap.matches('\n').count());
        self.rest = trimmed;
    }

    /// Steps over `mark` where it comes next.
    fn step(&mut self, mark: char) -> bool {
        self.skip_space();
        match self.rest.strip_prefix(mark) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    fn value(&mut self, depth: usize) -> Option<Node> {
        self.skip_space();
        let line = self.line;
        if !self.tree.may_hold(line, depth) {
            return None;
        }
        let kind = match self.rest.chars().next()? {
            '{' => self.table(depth)?,
            '[' => self.list(depth)?,
            '"' => Kind::Text(self.text()?),
            _ => self.word(),
        };
        Some(Node { line, kind })
    }

    fn table(&mut self, depth: usize) -> Option<Kind> {
        self.step('{');
        let mut entries: Vec<Entry> = Vec::new();
        // JSON lets a key stand twice, and leaves open what that means.
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        while !self.step('}') {
            self.step(',');
            self.skip_space();
            let line = self.line;
            let key = self.text()?;
            self.tree.holds(line, entries.len() + 1);
            self.step(':');
            let value = self.value(depth + 1)?;
            if let Some(first) = lines.insert(key.clone(), line) {
                let what = format!("The key `{key}` stands twice; the other is on line {first}.");
                let problem = Problem::new(self.tree.file, Some(line), what, WHY_TWICE);
                self.tree.problems.push(problem);
                self.tree.refused = true;
                return None;
            }
            entries.push(Entry { key, line, value });
        }
        Some(Kind::Table(entries))
    }

    fn list(&mut self, depth: usize) -> Option<Kind> {
        self.step('[');
        let line = self.line;
        let mut list = Vec::new();
        while !self.step(']') {
            self.step(',');
            self.tree.holds(line, list.len() + 1);
            list.push(self.value(depth + 1)?);
        }
        Some(Kind::List(list))
    }

    fn text(&mut self) -> Option<String> {
        let mut escaped = false;
        let end = self.rest.char_indices().skip(1).find_map(|(at, c)| {
            let ends = c == '"' && !escaped;
            escaped = c == '\\' && !escaped;
            ends.then_some(at + 1)
        })?;
        let (quoted, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        let text: String = serde_json::from_str(quoted).ok()?;
        Some(self.tree.words(self.line, &text))
    }

    fn word(&mut self) -> Kind {
        let end = self
            .rest
            .find(|c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}'))
            .unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end).unwrap_or((self.rest, ""));
        self.rest = rest;
        match word {
            "true" => Kind::Bool(true),
            "false" => Kind::Bool(false),
            "null" => Kind::Other("null".to_owned()),
            number => Kind::Number(number.to_owned()),
        }
    }
}
