//! JSON with its lines. `serde_json` has already said that the text is JSON; this only remembers where things stand.

use crate::read::node::{Entry, Kind, Node};

/// Reads text that is known to be JSON.
pub(super) fn read(text: &str) -> Option<Node> {
    let mut reader = Reader {
        rest: text,
        line: 1,
    };
    reader.value()
}

struct Reader<'t> {
    rest: &'t str,
    line: usize,
}

impl Reader<'_> {
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

    fn value(&mut self) -> Option<Node> {
        self.skip_space();
        let line = self.line;
        let kind = match self.rest.chars().next()? {
            '{' => self.table()?,
            '[' => self.list()?,
            '"' => Kind::Text(self.text()?),
            _ => self.word(),
        };
        Some(Node { line, kind })
    }

    fn table(&mut self) -> Option<Kind> {
        self.step('{');
        let mut entries = Vec::new();
        while !self.step('}') {
            self.step(',');
            self.skip_space();
            let line = self.line;
            let key = self.text()?;
            self.step(':');
            let value = self.value()?;
            entries.push(Entry { key, line, value });
        }
        Some(Kind::Table(entries))
    }

    fn list(&mut self) -> Option<Kind> {
        self.step('[');
        let mut list = Vec::new();
        while !self.step(']') {
            self.step(',');
            list.push(self.value()?);
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
        serde_json::from_str(quoted).ok()
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
