//! A comparison in plain words, for a terminal or a printed page.

use std::fmt::{self, Write as _};

use super::{Comparison, Difference, OtherSays, WhichText};
use crate::item::Text;

impl Comparison {
    /// The comparison as plain text: what only one text asks for, by rule, each with its example; then what is worded
    /// otherwise, and the questions and answers only one of them has.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut text = String::new();
        // OK because: writing to a String cannot fail.
        let _ = self.write(&mut text);
        text
    }

    fn write(&self, to: &mut String) -> fmt::Result {
        for (name, text) in [("First ", &self.one), ("Second", &self.other)] {
            writeln!(
                to,
                "{name}  {}\n        {} {}",
                text.title, text.pack, text.version
            )?;
        }
        writeln!(to)?;
        if self.is_same() {
            return writeln!(
                to,
                "In every situation both ask for the same, in the same words."
            );
        }
        if self.differences.is_empty() {
            writeln!(
                to,
                "In every situation that can be told to both, both ask for the same.\n"
            )?;
        }
        for sort in self.sorts() {
            if let Some(first) = sort.first() {
                writeln!(to, "{}\n", first.heading())?;
            }
            sort.iter().try_for_each(|one| write_difference(to, one))?;
        }
        for changed in &self.changed {
            writeln!(
                to,
                "Worded otherwise: {} ({})\n    First:  {}\n    Second: {}",
                changed.response, changed.what, changed.one, changed.other
            )?;
        }
        for (only, name) in [(WhichText::Other, "second"), (WhichText::One, "first")] {
            let asked = self.questions.iter().filter(|one| one.only == only);
            for (at, one) in asked.enumerate() {
                if at == 0 {
                    writeln!(to, "\nAsked only by the {name}")?;
                }
                writeln!(to, "    {}", one.ask)?;
            }
        }
        for (at, one) in self.untold.iter().enumerate() {
            if at == 0 {
                writeln!(
                    to,
                    "\nAnswers only one of them knows; situations with these were not compared"
                )?;
            }
            writeln!(to, "    {} {}", one.ask, one.answer)?;
        }
        Ok(())
    }
}

impl Difference {
    /// What this and others of its sort are listed under.
    #[must_use]
    pub fn heading(&self) -> &'static str {
        match (self.called, self.only) {
            (true, WhichText::Other) => "Called for by the second, and not by the first",
            (true, WhichText::One) => "Called for by the first, and not by the second",
            (false, WhichText::Other) => "Pointed to by the second, and not by the first",
            (false, WhichText::One) => "Pointed to by the first, and not by the second",
        }
    }
}

impl OtherSays {
    /// In a sentence, of the other text in the same situation.
    #[must_use]
    pub fn says(self) -> &'static str {
        match self {
            Self::CalledFor => "The other text calls for it.",
            Self::PointedTo => "The other text only points to it.",
            Self::CouldStill => "The other text does not ask for it on this, but could on more.",
            Self::Not => "The other text does not ask for it, whatever else turns out.",
        }
    }
}

fn write_difference(to: &mut String, one: &Difference) -> fmt::Result {
    let absent = if one.absent {
        " (the other text has no such response)"
    } else {
        ""
    };
    writeln!(to, "  {} [{}]{absent}", one.says, one.response)?;
    for because in &one.because {
        let source = &because.source;
        let section = source
            .section
            .as_deref()
            .map_or(String::new(), |section: &str| format!(", {section}"));
        writeln!(
            to,
            "    Rule {}: {} ({}{section}, {})",
            because.rule,
            because.says,
            source.id,
            source.mark.as_str()
        )?;
        let known = if because.in_words.is_empty() {
            vec![Text::from("nothing is known yet")]
        } else {
            because
                .in_words
                .iter()
                .map(|line| line.as_str().into())
                .collect()
        };
        for (at, line) in known.iter().enumerate() {
            let begins = if at == 0 { "Such as:" } else { "        " };
            writeln!(to, "      {begins} {line}")?;
        }
        writeln!(to, "      {}", because.otherwise.says())?;
    }
    writeln!(to)
}
