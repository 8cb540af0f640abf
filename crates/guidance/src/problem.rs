//! A *problem*: what a pack's or a facts file's author has to put right.
//!
//! Written for a safeguarding professional, not for a programmer: where it is, what is wrong, why it matters to a
//! child, and what was probably meant. Readers gather every problem before they answer.

use std::fmt;

use serde::Serialize;

/// One thing that is wrong in a pack or in a file of facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The file, as its path was given.
    pub file: String,
    /// The line, counted from 1, where one can be named.
    pub line: Option<usize>,
    /// What is wrong.
    pub what: String,
    /// Why it matters to a child, in a sentence.
    pub why: String,
    /// What was probably meant.
    pub meant: Option<String>,
    /// True where the pack can still be used: a review date gone by, for one.
    pub warning: bool,
}

impl Problem {
    /// A problem at a line of a file.
    #[must_use]
    pub fn new(
        file: &str,
        line: Option<usize>,
        what: impl Into<String>,
        why: impl Into<String>,
    ) -> Self {
        Self {
            file: file.to_owned(),
            line,
            what: what.into(),
            why: why.into(),
            meant: None,
            warning: false,
        }
    }

    /// The same problem with what was probably meant.
    #[must_use]
    pub fn meaning(mut self, meant: Option<String>) -> Self {
        self.meant = meant;
        self
    }

    /// The same problem as a warning: it is shown, and refuses nothing.
    #[must_use]
    pub fn as_warning(mut self) -> Self {
        self.warning = true;
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: ", self.file)?,
            None => write!(f, "{}: ", self.file)?,
        }
        if self.warning {
            f.write_str("warning: ")?;
        }
        f.write_str(&self.what)?;
        if let Some(meant) = &self.meant {
            write!(f, " Did you mean `{meant}`?")?;
        }
        if !self.why.is_empty() {
            write!(f, "\n    {}", self.why)?;
        }
        Ok(())
    }
}

impl std::error::Error for Problem {}

/// The nearest of `known` to what was written, if any is near enough to be a slip of the pen.
pub(crate) fn nearest<'a>(
    written: &str,
    known: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    known
        .into_iter()
        .map(|candidate| (strsim::jaro_winkler(written, candidate), candidate))
        .filter(|(likeness, _)| *likeness > 0.78)
        .max_by(|a, b| a.0.total_cmp(&b.0))
        .map(|(_, candidate)| candidate.to_owned())
}
