//! An assessment in plain words, for a terminal or a printed page.

use std::fmt::{self, Write as _};

use crate::assessment::{Assessment, FactUsed, Reason, Recommended, Reversal};
use crate::item::{Duty, Text};
use crate::pack::Pack;
use crate::source::SourceRef;

/// What is said where nothing but standing duties is called for. Never "no action needed".
pub const NOT_AN_ALL_CLEAR: &str = "No rule is met on what is known. This is not an all-clear.";

impl Assessment {
    /// The assessment as plain text: what is called for and pointed to in order of urgency, with reasons, clauses and how
    /// each was verified; what is still open; what would change it.
    #[must_use]
    pub fn to_text(&self, pack: &Pack) -> String {
        let mut text = String::new();
        // OK because: writing to a String cannot fail.
        let _ = Page {
            assessment: self,
            pack,
        }
        .write(&mut text);
        text
    }
}

struct Page<'a> {
    assessment: &'a Assessment,
    pack: &'a Pack,
}

impl Page<'_> {
    fn write(&self, to: &mut String) -> fmt::Result {
        let seen = self.assessment;
        writeln!(to, "{}", self.pack.title())?;
        write!(to, "{} {}", seen.pack, seen.version)?;
        if let Some(on) = seen.on {
            write!(to, ", on {on}")?;
        }
        writeln!(to, "\nThis is a recommendation. A named person decides.\n")?;
        if seen.only_standing_duties {
            writeln!(to, "{NOT_AN_ALL_CLEAR}\n")?;
        }
        self.recommended(to, "Called for", &seen.called_for)?;
        self.recommended(to, "Pointed to, to be weighed", &seen.pointed_to)?;
        self.open(to)?;
        self.would_change(to)?;
        if !seen.not_used.is_empty() {
            writeln!(
                to,
                "Not used, because this pack has no such question or answer"
            )?;
            for one in &seen.not_used {
                writeln!(
                    to,
                    "  {}{}: {}",
                    whose(one.child.as_ref()),
                    one.fact,
                    one.answer
                )?;
            }
        }
        Ok(())
    }

    fn recommended(&self, to: &mut String, title: &str, list: &[Recommended]) -> fmt::Result {
        if list.is_empty() {
            return Ok(());
        }
        writeln!(to, "{title}")?;
        for (at, one) in list.iter().enumerate() {
            writeln!(to, "{}. {}", at + 1, one.says)?;
            writeln!(
                to,
                "   By: {}. {}{}",
                one.by,
                duty(one.duty),
                self.routes(one)
            )?;
            for reason in &one.reasons {
                self.reason(to, reason)?;
            }
        }
        writeln!(to)
    }

    fn routes(&self, one: &Recommended) -> String {
        let labels: Vec<&str> = one
            .satisfied_by
            .iter()
            .map(|id| {
                self.pack
                    .route(id)
                    .map_or(id.as_ref(), |route| route.label.as_ref())
            })
            .collect();
        if labels.is_empty() {
            String::new()
        } else {
            format!(" Answered by: {}.", labels.join("; or "))
        }
    }

    fn reason(&self, to: &mut String, reason: &Reason) -> fmt::Result {
        writeln!(to, "   - {}", reason.says)?;
        if reason.not_known {
            writeln!(
                to,
                "     This is not known, and not knowing is itself a reason."
            )?;
        }
        if reason.whichever {
            writeln!(to, "     One or other of these holds, whatever the answer.")?;
        }
        for fact in &reason.facts {
            writeln!(to, "     {}", self.fact(fact))?;
        }
        writeln!(to, "     [{}]", self.clause(&reason.source))?;
        if self
            .pack
            .layers()
            .iter()
            .any(|layer| layer.local && layer.id == reason.pack)
        {
            writeln!(to, "     This is the setting\u{2019}s own rule.")?;
        }
        Ok(())
    }

    fn fact(&self, fact: &FactUsed) -> String {
        let who = whose(fact.child.as_ref());
        match fact.part {
            Some(part) => format!(
                "{who}part \u{201c}{part}\u{201d}: {}",
                answer(fact.answer.as_str())
            ),
            None => format!(
                "{who}{} {}",
                fact.ask,
                self.pack.answer_label(&fact.fact, fact.answer.as_str())
            ),
        }
    }

    fn clause(&self, source: &SourceRef) -> String {
        let title = self
            .pack
            .source(&source.id)
            .map_or(source.id.as_ref(), |one| one.title.as_ref());
        let mut clause = title.to_owned();
        if let Some(section) = &source.section {
            let _ = write!(clause, ", {section}");
        }
        if let Some(item) = &source.item {
            let _ = write!(clause, " ({item})");
        }
        let _ = write!(clause, ". {}: {}", source.mark.as_str(), source.mark.says());
        clause
    }

    fn open(&self, to: &mut String) -> fmt::Result {
        let seen = self.assessment;
        if seen.settled {
            writeln!(
                to,
                "Settled: nothing that is not known could call for more.\n"
            )?;
        } else {
            let more: Vec<&str> = seen
                .ceiling
                .iter()
                .filter(|id| !seen.floor.contains(id))
                .map(|id| {
                    self.pack
                        .response(id)
                        .map_or(id.as_ref(), |one| one.says.as_ref())
                })
                .collect();
            writeln!(to, "Not settled. What is not known could still call for:")?;
            for one in more {
                writeln!(to, "  - {one}")?;
            }
            writeln!(to)?;
        }
        if !seen.ask_next.is_empty() {
            writeln!(to, "Ask next")?;
            for (at, one) in seen.ask_next.iter().enumerate() {
                writeln!(to, "{}. {}{}", at + 1, whose(one.child.as_ref()), one.ask)?;
                writeln!(to, "   {} [{}]", one.why, one.fact)?;
            }
            writeln!(to)?;
        }
        Ok(())
    }

    fn would_change(&self, to: &mut String) -> fmt::Result {
        if self.assessment.would_change.is_empty() {
            return Ok(());
        }
        writeln!(to, "What would change this")?;
        for one in &self.assessment.would_change {
            let change: Vec<String> = one
                .change
                .iter()
                .map(|change| self.reversal(change))
                .collect();
            writeln!(to, "  If {}:", change.join(" and "))?;
            for (verb, list) in [("adds", &one.adds), ("removes", &one.removes)] {
                for id in list {
                    let says = self
                        .pack
                        .response(id)
                        .map_or(id.as_ref(), |one| one.says.as_ref());
                    writeln!(to, "    {verb}: {says}")?;
                }
            }
        }
        writeln!(to)
    }

    fn reversal(&self, change: &Reversal) -> String {
        let ask = self
            .pack
            .fact(&change.fact)
            .map_or(change.fact.as_ref(), |fact| fact.ask.as_ref());
        format!(
            "{}\u{201c}{ask}\u{201d} were {} and not {}",
            whose(change.child.as_ref()),
            self.pack.answer_label(&change.fact, change.to.as_str()),
            self.pack.answer_label(&change.fact, change.from.as_str())
        )
    }
}

fn whose(child: Option<&Text>) -> String {
    child.map_or(String::new(), |child| format!("{child}: "))
}

fn answer(word: &str) -> &str {
    if word == "not-known" {
        "not known"
    } else {
        word
    }
}

fn duty(duty: Duty) -> &'static str {
    match duty {
        Duty::Lead => "For the safeguarding lead.",
        Duty::Organisation => "For the organisation.",
        Duty::Individual => "For each individual: nobody else\u{2019}s decision closes it.",
    }
}
